"""Headings, paragraphs, code, equations, figures and lists as blocks of Markdown."""

import re
from collections.abc import Callable

from docutils import nodes

from .markup import Block, Code, fenced, indented, joined, safe_tex
from .translator import Translator, Writers

__all__ = ["WRITERS"]

_LINE_START = re.compile(r"^(\s*)(>|[#+-](?=\s|$)|#{2,}(?=\s)|\d+(?=[.)](?:\s|$)))", re.MULTILINE)
_LANGUAGES = {"ipython3": "python", "ipython": "python", "default": "", "none": ""}


def _section(to: Translator, node: nodes.section) -> list[Block]:
    ids: list[str] = node.get("ids", [])
    if any(re.fullmatch(r"\w+-content", one) for one in ids):
        return to.blocks(node)  # how sphinx-exercise and sphinx-proof hold a body together
    with to.deeper():
        return to.blocks(node)


def _title(to: Translator, node: nodes.title) -> list[Block]:
    number = to.page.number(node) if to.level == 1 else ""
    return [f"{'#' * max(to.level, 1)} {number and f'{number}. '}{to.words(node)}"]


def _rubric(to: Translator, node: nodes.rubric) -> list[Block]:
    return [f"**{to.words(node)}**"]


def _paragraph(to: Translator, node: nodes.paragraph) -> list[Block]:
    if "homlp-source-head" in node["classes"]:  # the site lays its three pieces apart
        return [" · ".join(filter(None, (to.inline.text(n).strip() for n in node.children)))]
    return [_LINE_START.sub(_escape_start, to.words(node))]


def _escape_start(found: re.Match[str]) -> str:
    """Escape what would make a heading, a quote or a list of a paragraph."""
    indent, mark = found[1], found[2]
    return f"{indent}{mark}\\" if mark.isdigit() else f"{indent}\\{mark}"


def _transition(to: Translator, node: nodes.transition) -> list[Block]:
    return ["* * *"]


def _line_block(to: Translator, node: nodes.line_block) -> list[Block]:
    return ["  \n".join(to.words(line) for line in node.findall(nodes.line))]


def _literal_block(to: Translator, node: nodes.literal_block) -> list[Block]:
    language = str(node.get("language", ""))
    return [fenced(node.astext(), _LANGUAGES.get(language, language))]


def _doctest_block(to: Translator, node: nodes.doctest_block) -> list[Block]:
    return [fenced(node.astext(), "python")]


def _math_block(to: Translator, node: nodes.math_block) -> list[Block]:
    tex = safe_tex(node.astext())
    number = to.page.number(node)
    tag = f" \\tag{{{number}}}" if number else ""
    if to.inside:  # a prefix of the lines would become part of the equation
        return [f"$$ {' '.join(tex.split())}{tag} $$"]
    return [f"$$\n{tex}{tag}\n$$"]


def _image(to: Translator, node: nodes.image) -> list[Block]:
    return [to.inline.text(node)]


def _caption(to: Translator, node: nodes.caption) -> list[Block]:
    number = to.page.number(node.parent) if node.parent else ""
    words = to.words(node)
    return [f"**Figure {number}.** {words}" if number else f"*{words}*"]


def _bullet_list(to: Translator, node: nodes.bullet_list) -> list[Block]:
    return _items(to, node, lambda n: "- ")


def _enumerated_list(to: Translator, node: nodes.enumerated_list) -> list[Block]:
    start = int(node.get("start", 1))
    return _items(to, node, lambda n: f"{start + n}. ")


def _items(to: Translator, node: nodes.Element, marker: Callable[[int], str]) -> list[Block]:
    items: list[Block] = []
    for index, item in enumerate(node.children):
        assert isinstance(item, nodes.Element)
        pieces = to.nested(item)
        text = "\n\n".join(block for block in pieces if isinstance(block, str))
        if all(isinstance(c, nodes.paragraph | nodes.bullet_list) for c in item.children):
            text = text.replace("\n\n- ", "\n- ")  # a tight list
        items.append(marker(index) + indented(text, len(marker(index))))
        items += [block for block in pieces if isinstance(block, Code)]
    return joined(items, "\n")


def _definition_list(to: Translator, node: nodes.definition_list) -> list[Block]:
    """Write each term as an item: CommonMark has no list of definitions."""
    items = [_definition(to, item) for item in node.children if isinstance(item, nodes.Element)]
    return joined([block for item in items for block in item], "\n")


def _definition(to: Translator, item: nodes.Element) -> list[Block]:
    terms = ", ".join(to.words(one) for one in item.children if isinstance(one, nodes.term))
    bodies = [one for one in item.children if isinstance(one, nodes.definition)]
    pieces = [block for body in bodies for block in to.nested(body)]
    words = [block for block in pieces if isinstance(block, str)]
    plain = all(isinstance(c, nodes.paragraph) for body in bodies for c in body.children)
    # Paragraphs follow the term; a list, a quote or an equation begins below it.
    text = f"**{terms}**:" + (" " if plain else "\n\n") + "\n\n".join(words)
    return [f"- {indented(text, 2)}", *(block for block in pieces if isinstance(block, Code))]


def _field_list(to: Translator, node: nodes.field_list) -> list[Block]:
    lines = []
    for one in node.findall(nodes.field):
        name, body = one.children
        text = "\n\n".join(map(str, to.nested(body)))  # type: ignore[arg-type]
        lines.append(f"- **{to.words(name)}**: {indented(text, 2)}")  # type: ignore[arg-type]
    return ["\n".join(lines)]


WRITERS: Writers = {
    "section": _section,
    "title": _title,
    "rubric": _rubric,
    "paragraph": _paragraph,
    "transition": _transition,
    "line_block": _line_block,
    "literal_block": _literal_block,
    "doctest_block": _doctest_block,
    "math_block": _math_block,
    "image": _image,
    "caption": _caption,
    "bullet_list": _bullet_list,
    "enumerated_list": _enumerated_list,
    "definition_list": _definition_list,
    "field_list": _field_list,
}
