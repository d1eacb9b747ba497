"""Admonitions, folds, tabs, exercises, theorems and cells as blocks of Markdown."""

import re
from typing import Any

from docutils import nodes

from ..fold import fold
from .markup import Block, Code, fenced, folded, quoted
from .translator import Translator, Writers

__all__ = ["WRITERS"]


def _block_quote(to: Translator, node: nodes.block_quote) -> list[Block]:
    return quoted(to.nested(node))


def _box(to: Translator, node: nodes.Element) -> list[Block]:
    if node.get("realtype"):
        return _theorem(to, node)
    title, body = to.headed(node)
    title = title or type(node).__name__.capitalize()
    if "dropdown" in node["classes"]:
        return folded(title, body)
    return quoted([f"**{title}**", *body])


def _theorem(to: Translator, node: nodes.Element) -> list[Block]:
    """Write a box of sphinx-proof, which says its kind and leaves its number to us."""
    title, body = to.headed(node)
    head = " ".join(filter(None, [str(node["realtype"]).title(), to.page.number(node)]))
    title = title.replace("%s", "").strip().strip("()")
    return quoted([f"**{head}**" + (f" ({title})" if title else ""), *body])


def _proof(to: Translator, node: nodes.Element) -> list[Block]:
    title, body = to.headed(node)
    return quoted([f"**{title or 'Proof.'}**", *body])


def _fold(to: Translator, node: fold) -> list[Block]:
    return folded(*to.headed(node))


def _exercise(to: Translator, node: nodes.Element) -> list[Block]:
    title, body = to.headed(node, inside=False)
    number = to.page.number(node)
    rest = re.sub(r"^Exercise\s*[\d.A-Z]*\s*", "", title.replace("%s", "").strip())
    head = f"**Exercise{number and f' {number}'}**"
    return [f"{head} {rest}".rstrip(), *body]


def _solution(to: Translator, node: nodes.Element) -> list[Block]:
    """Fold a solution; its code is text in it, to be copied by whoever unfolds it."""
    title, body = to.headed(node)
    return folded(title, (one if isinstance(one, str) else _as_text(one) for one in body))


def _as_text(code: Code) -> str:
    """Return a cell as a fenced block, with what it prints."""
    outputs = list(filter(None, map(_output, code.outputs)))
    head = ["Output:"] if outputs else []  # or it could not be told from the code above it
    return "\n\n".join([fenced(code.source, "python"), *head, *outputs])


def _output(output: dict[str, Any]) -> str:
    """Return an output as text: a picture by its own data, for it lies nowhere else."""
    data = output.get("data", {})
    text = output.get("text") or data.get("text/plain", "")
    if png := data.get("image/png"):
        alt = text.removeprefix("Figure: ").replace("]", r"\]")
        return f"![{alt}](data:image/png;base64,{png.replace(chr(10), '')})"
    return fenced(text, "text") if text.strip() else ""


def _container(to: Translator, node: nodes.container) -> list[Block]:
    if node.get("nb_element") == "cell_code":
        captions = [c for figure in node.findall(nodes.figure) for c in figure.children]
        below = [b for c in captions if isinstance(c, nodes.caption) for b in to.block(c)]
        return [*to.page.cell(node), *below]
    if "homlp-source" in node["classes"]:
        head = [c for c in node.children if isinstance(c, nodes.paragraph)]
        return [*(block for one in head for block in to.block(one)), to.page.library(node)]
    if node.get("design_component") == "tab-item":
        label, *content = node.children
        return [f"**{to.words(label)}**", *(b for c in content for b in to.child(c))]  # type: ignore[arg-type]
    if node.get("design_component") == "dropdown":
        title, body = to.headed(node)
        return folded(title or "More", body)
    return to.blocks(node)


WRITERS: Writers = {
    "block_quote": _block_quote,
    "Admonition": _box,
    "topic": _box,
    "sidebar": _box,
    "proof_node": _proof,
    "fold": _fold,
    "exercise_node": _exercise,
    "exercise_enumerable_node": _exercise,
    "solution_node": _solution,
    "container": _container,
}
