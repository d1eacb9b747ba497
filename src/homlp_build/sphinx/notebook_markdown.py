"""From a resolved doctree to the cells of a notebook: plain Markdown, and code.

Only what every reader of notebooks understands is written: CommonMark, pipe tables,
``$``-math and ``<details>``. A block is Markdown text or a :class:`Code`; containers
wrap their Markdown and let code cells stand between.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx import addnodes

from .fold import fold, fold_title

__all__ = ["Code", "Translator"]


_MARK = re.compile(r"([\\`*_\[\]<$~])")
_LINE_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s|$)")
_DROPPED = (
    nodes.comment,
    nodes.target,
    nodes.substitution_definition,
    nodes.colspec,
    nodes.system_message,
    nodes.meta,
    addnodes.index,
    addnodes.tabular_col_spec,
    addnodes.toctree,
)
_INLINE = (nodes.Inline, nodes.Text)


@dataclass(frozen=True)
class Code:
    """A code cell.

    Attributes
    ----------
    source : str
    outputs : list of dict
    metadata : dict
    count : int or None
        The execution count.
    """

    source: str
    outputs: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    count: int | None = None


@dataclass
class Translator:
    """Turn the doctree of a page into blocks.

    Attributes
    ----------
    page_url : str
        The page on the site; links inside the page go there.
    site_url : str
        The site, with a slash at its end.
    image_url : callable
        From an image's address in the doctree to its address on the site.
    number : callable
        From a node to its number ("4.1"), or an empty string.
    cell : callable
        From a container of myst-nb to the code cells it stands for.
    library : callable
        From a shown piece of the library to a code cell.
    """

    page_url: str
    site_url: str
    image_url: Callable[[str], str]
    number: Callable[[nodes.Element], str]
    cell: Callable[[nodes.container], list[Code]]
    library: Callable[[nodes.container], Code]
    _level: int = 0
    _inside: int = 0  # how many quotes, lists and folds are open
    _in_table: bool = False

    # -- blocks ---------------------------------------------------------------------------

    def blocks(self, parent: nodes.Element) -> list[Any]:
        """Return the blocks of a node's children."""
        found: list[Any] = []
        run: list[nodes.Node] = []
        for child in parent.children:
            if isinstance(child, _INLINE) and not isinstance(child, nodes.target):
                run.append(child)
                continue
            found += self._run(run)
            run = []
            found += self.block(child)
        return [block for block in found + self._run(run) if block]

    def _run(self, run: list[nodes.Node]) -> list[str]:
        text = "".join(map(self.inline_of, run)).strip()
        return [text] if text else []

    def block(self, node: nodes.Node) -> list[Any]:
        """Return the blocks of one node."""
        if isinstance(node, _DROPPED) or node.get("hidden") is True:  # type: ignore[attr-defined]
            return []
        assert isinstance(node, nodes.Element)
        for kind in type(node).__mro__:
            if method := getattr(self, f"_{kind.__name__}", None):
                return list(method(node))
        return self.blocks(node)

    def _section(self, node: nodes.section) -> list[Any]:
        if _is_part_of_exercise(node):
            return self.blocks(node)
        self._level += 1
        found = self.blocks(node)
        self._level -= 1
        return found

    def _title(self, node: nodes.title) -> list[str]:
        words = self.inline(node)
        number = ""
        if self._level == 1 and (given := self.number(node)):
            number = f"{given}. "
        return [f"{'#' * max(self._level, 1)} {number}{words}"]

    def _rubric(self, node: nodes.rubric) -> list[str]:
        return [f"**{self.inline(node)}**"]

    def _paragraph(self, node: nodes.paragraph) -> list[Any]:
        text = self.inline(node).strip()
        return [_LINE_START.sub(r"\1\\\2", text)] if text else []

    def _transition(self, node: nodes.transition) -> list[str]:
        return ["* * *"]

    def _line_block(self, node: nodes.line_block) -> list[str]:
        return ["  \n".join(self.inline(line) for line in node.findall(nodes.line))]

    def _literal_block(self, node: nodes.literal_block) -> list[str]:
        language = str(node.get("language", ""))
        known = language in ("python", "bash", "console", "text", "yaml", "toml", "json", "html")
        language = "python" if language in ("ipython3", "ipython") else language if known else ""
        return [fenced(node.astext(), language)]

    def _doctest_block(self, node: nodes.doctest_block) -> list[str]:
        return [fenced(node.astext(), "python")]

    def _math_block(self, node: nodes.math_block) -> list[str]:
        tex = _tex(node.astext(), table=False)
        number = self.number(node)
        tag = f" \\tag{{{number}}}" if number else ""
        if self._inside:  # a prefix of the lines would become part of the equation
            return [f"$$ {' '.join(tex.split())}{tag} $$"]
        return [f"$$\n{tex}{tag}\n$$"]

    def _image(self, node: nodes.image) -> list[str]:
        return [self.inline_of(node)]

    def _figure(self, node: nodes.figure) -> list[Any]:
        return [block for child in node.children for block in self._child(child)]

    def _caption(self, node: nodes.caption) -> list[str]:
        number = self.number(node.parent) if node.parent else ""
        words = self.inline(node).strip()
        return [f"**Figure {number}.** {words}" if number else f"*{words}*"]

    def _legend(self, node: nodes.legend) -> list[Any]:
        return self.blocks(node)

    def _raw(self, node: nodes.raw) -> list[str]:
        return []

    # -- lists ----------------------------------------------------------------------------

    def _bullet_list(self, node: nodes.bullet_list) -> list[Any]:
        return self._items(node, lambda n: "- ")

    def _enumerated_list(self, node: nodes.enumerated_list) -> list[Any]:
        start = int(node.get("start", 1))
        return self._items(node, lambda n: f"{start + n}. ")

    def _items(self, node: nodes.Element, marker: Callable[[int], str]) -> list[Any]:
        items: list[Any] = []
        for index, item in enumerate(node.children):
            assert isinstance(item, nodes.Element)
            mark = marker(index)
            pieces = self._nested(item)
            text = "\n\n".join(b for b in pieces if isinstance(b, str))
            tight = all(isinstance(c, nodes.paragraph | nodes.bullet_list) for c in item.children)
            if tight:
                text = text.replace("\n\n- ", "\n- ")
            items.append(mark + _indented(text, len(mark)))
            items += [block for block in pieces if isinstance(block, Code)]
        return _joined(items, "\n")

    def _definition_list(self, node: nodes.definition_list) -> list[Any]:
        items: list[Any] = []
        for item in node.findall(nodes.definition_list_item, include_self=False):
            if item.parent is not node:
                continue
            terms = [self.inline(term) for term in item.children if isinstance(term, nodes.term)]
            items.append(f"**{', '.join(terms)}**")
            bodies = [c for c in item.children if isinstance(c, nodes.definition)]
            pieces = [block for body in bodies for block in self._nested(body)]
            if (
                pieces
                and isinstance(pieces[0], str)
                and not pieces[0].startswith(("- ", "$$", "`"))
            ):
                items[-1] += ": " + pieces.pop(0)
            items += pieces
        return items

    def _field_list(self, node: nodes.field_list) -> list[Any]:
        found = [
            f"- **{self.inline(one.children[0])}**: "  # type: ignore[arg-type]
            + _indented("\n\n".join(map(str, self._nested(one.children[1]))), 2)  # type: ignore[arg-type]
            for one in node.findall(nodes.field)
        ]
        return ["\n".join(found)]

    def _nested(self, node: nodes.Element) -> list[Any]:
        self._inside += 1
        found = self.blocks(node)
        self._inside -= 1
        return found

    # -- boxes ----------------------------------------------------------------------------

    def _block_quote(self, node: nodes.block_quote) -> list[Any]:
        return _quoted(self._nested(node))

    def _topic(self, node: nodes.Element) -> list[Any]:
        return self._Admonition(node)

    def _sidebar(self, node: nodes.Element) -> list[Any]:
        return self._Admonition(node)

    def _Admonition(self, node: nodes.Element) -> list[Any]:  # noqa: N802 - named by docutils
        if node.get("realtype"):  # of sphinx-proof
            return self._theorem(node)
        title, body = self._headed(node)
        title = title or type(node).__name__.capitalize()
        if "dropdown" in node.get("classes", []):
            return _folded(title, body)
        return _quoted([f"**{title}**", *body])

    def _headed(self, node: nodes.Element) -> tuple[str, list[Any]]:
        """Return the title and the other blocks of a box."""
        children = list(node.children)
        title = ""
        if children and isinstance(children[0], nodes.title | fold_title):
            title = self.inline(children.pop(0))  # type: ignore[arg-type]
        self._inside += 1
        body = [block for child in children for block in self._child(child)]
        self._inside -= 1
        return title, body

    def _child(self, child: nodes.Node) -> list[Any]:
        if isinstance(child, _INLINE):
            return self._run([child])
        return self.block(child)

    def _fold(self, node: fold) -> list[Any]:
        return _folded(*self._headed(node))

    def _exercise_node(self, node: nodes.Element) -> list[Any]:
        name = str(node.get("title") or "Exercise").replace("%s", "").strip()
        number = self.number(node)
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        words = self.inline(title).replace("%s", "").strip() if title else ""
        rest = re.sub(rf"^{re.escape(name)}\s*[\d.A-Z]*\s*", "", words)
        head = f"**{name}{f' {number}' if number else ''}**{f' {rest}' if rest else ''}"
        level, self._level = self._level, 0
        body = [b for c in node.children if c is not title for b in self._child(c)]
        self._level = level
        return [head, *body]

    _exercise_enumerable_node = _exercise_node

    def _solution_node(self, node: nodes.Element) -> list[Any]:
        title, body = self._headed(node)
        return _folded(title or "Solution", body, inert=True)

    def _proof_node(self, node: nodes.Element) -> list[Any]:
        title, body = self._headed(node)
        return _quoted([f"**{title}**" if title else "**Proof.**", *body])

    def _theorem(self, node: nodes.Element) -> list[Any]:
        kind = str(node.get("realtype") or node.get("type") or "").title()
        number = self.number(node)
        title, body = self._headed(node)
        head = " ".join(filter(None, [kind, number])) or "Note"
        title = title.replace("%s", "").strip().strip("()")
        return _quoted([f"**{head}**" + (f" ({title})" if title else ""), *body])

    def _container(self, node: nodes.container) -> list[Any]:
        if node.get("nb_element") == "cell_code":
            return [*self.cell(node), *self._captions(node)]
        if "homlp-source" in node["classes"]:
            head = [
                b for c in node.children if isinstance(c, nodes.paragraph) for b in self.block(c)
            ]
            return [*head, self.library(node)]
        kind = node.get("design_component", "")
        if kind == "tab-item":
            label, *content = node.children
            return [f"**{self.inline(label)}**", *[b for c in content for b in self._child(c)]]  # type: ignore[arg-type]
        if kind == "dropdown":
            return _folded(*self._headed(node))
        return self.blocks(node)

    def _captions(self, node: nodes.container) -> Iterator[str]:
        for figure in node.findall(nodes.figure):
            for caption in figure.findall(nodes.caption):
                yield from self._caption(caption)

    # -- tables and notes -----------------------------------------------------------------

    def _table(self, node: nodes.table) -> list[Any]:
        found: list[Any] = []
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        if title:
            number = self.number(node)
            label = f"**Table {number}.** " if number else ""
            found.append(f"{label}{self.inline(title)}")
        rows = list(node.findall(nodes.row))
        head = [row for row in rows if isinstance(row.parent, nodes.thead)]
        self._in_table = True
        cells = [[self._entry(entry) for entry in row.findall(nodes.entry)] for row in rows]
        self._in_table = False
        width = max(map(len, cells), default=0)
        if not head:
            cells.insert(0, [""] * width)
        cells = [row + [""] * (width - len(row)) for row in cells]
        cells.insert(1, ["---"] * width)
        return [*found, "\n".join(f"| {' | '.join(row)} |" for row in cells)]

    def _entry(self, node: nodes.entry) -> str:
        pieces = [str(block) for block in self._nested(node) if isinstance(block, str)]
        return "<br>".join(" ".join(piece.split()) for piece in pieces)

    def _footnote(self, node: nodes.footnote) -> list[Any]:
        label = node.children[0].astext()
        pieces = [b for c in node.children[1:] for b in self._child(c)]
        if pieces and isinstance(pieces[0], str):
            pieces[0] = f"<sup>{label}</sup> {pieces[0]}"
        return pieces

    # -- inline ---------------------------------------------------------------------------

    def inline(self, node: nodes.Element) -> str:
        """Return a node's children as one run of text."""
        return "".join(map(self.inline_of, node.children))

    def inline_of(self, node: nodes.Node) -> str:
        """Return the text of an inline node."""
        if isinstance(node, nodes.Text):
            return self._escaped(re.sub(r"\s*\n\s*", "\n", node.astext()))
        if isinstance(node, _DROPPED) or not isinstance(node, nodes.Element):
            return ""
        if isinstance(node, nodes.raw):
            return ""
        if (write := self._writer(node)) is not None:
            return write(node)
        for kind, opening, closing in _MARKS:
            if isinstance(node, kind):
                return _around(opening, self.inline(node), closing)
        return self.inline(node)

    def _writer(self, node: nodes.Element) -> Callable[[Any], str] | None:
        """Return what writes an inline node that is more than its words between marks."""
        writers: tuple[tuple[type[nodes.Element], Callable[[Any], str]], ...] = (
            (nodes.math, self._inline_math),
            (nodes.literal, lambda one: self._code(one.astext())),
            (nodes.image, self._picture),
            (nodes.footnote_reference, lambda one: f"<sup>{one.astext()}</sup>"),
            (nodes.reference, self._link),
        )
        return next((write for kind, write in writers if isinstance(node, kind)), None)

    def _inline_math(self, node: nodes.math) -> str:
        return f"${' '.join(_tex(node.astext(), table=self._in_table).split())}$"

    def _picture(self, node: nodes.image) -> str:
        alt = self._escaped(" ".join(str(node.get("alt", "")).split()))
        return f"![{alt}]({self.image_url(node['uri'])})"

    def _escaped(self, text: str) -> str:
        text = _MARK.sub(_escape, text)
        return text.replace("|", r"\|") if self._in_table else text

    def _code(self, text: str) -> str:
        text = " ".join(text.split()) if "\n" in text else text
        ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
        space = " " if text.startswith("`") or text.endswith("`") else ""
        if self._in_table:
            text = text.replace("|", r"\|")
        return f"{ticks}{space}{text}{space}{ticks}"

    def _link(self, node: nodes.reference) -> str:
        words = self.inline(node)
        target = str(node.get("refuri") or "")
        if node.get("refid"):
            target = f"{self.page_url}#{node['refid']}"
        elif target.startswith("#"):
            target = self.page_url + target
        elif target and not re.match(r"[a-z]+:", target):
            target = self.site_url + target.lstrip("./")
        if not target or not words.strip():
            return words
        lead = words[: len(words) - len(words.lstrip())]
        return f"{lead}[{words.strip()}]({target.replace(' ', '%20').replace(')', '%29')})"


_MARKS: tuple[tuple[type[nodes.Element], str, str], ...] = (
    (nodes.strong, "**", "**"),
    (addnodes.literal_strong, "**", "**"),
    (nodes.emphasis, "*", "*"),
    (addnodes.literal_emphasis, "*", "*"),
    (nodes.title_reference, "*", "*"),
    (nodes.superscript, "<sup>", "</sup>"),
    (nodes.subscript, "<sub>", "</sub>"),
)


def fenced(text: str, language: str = "") -> str:
    """Return text as a fenced block, with a fence longer than any in it."""
    longest = max(map(len, re.findall(r"^\s*(`{3,})", text, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _escape(found: re.Match[str]) -> str:
    """Escape a character that Markdown would read; a _ inside a word is safe."""
    mark, text = found[1], found.string
    inside = found.start() > 0 and found.end() < len(text)
    if mark == "_" and inside and text[found.start() - 1].isalnum() and text[found.end()].isalnum():
        return mark
    if mark in "[]":  # a bracket by itself means nothing, and reads better bare
        return mark
    return f"\\{mark}"


def _tex(tex: str, *, table: bool) -> str:
    """Return TeX that no Markdown renderer takes for something else."""
    lines = (re.sub(r"(?<!\\)%.*$", "", line).rstrip() for line in tex.strip().splitlines())
    clean = re.sub(r"<(?=[A-Za-z/!])", "< ", "\n".join(line for line in lines if line.strip()))
    if table:
        clean = clean.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return clean


def _around(opening: str, text: str, closing: str) -> str:
    """Put marks around the words, inside the spaces around them."""
    words = text.strip()
    if not words:
        return text
    start = text.index(words)
    return f"{text[:start]}{opening}{words}{closing}{text[start + len(words) :]}"


def _indented(text: str, width: int) -> str:
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text)


def _joined(blocks: Iterable[Any], separator: str) -> list[Any]:
    """Join neighbouring pieces of Markdown."""
    found: list[Any] = []
    for block in blocks:
        if isinstance(block, str) and found and isinstance(found[-1], str):
            found[-1] += separator + block
        else:
            found.append(block)
    return found


def _quoted(blocks: list[Any]) -> list[Any]:
    """Put the Markdown into block quotes, between which code stands as it is."""
    return [
        re.sub(r"(?m)^(?=.)", "> ", block).replace("\n\n", "\n>\n")
        if isinstance(block, str)
        else block
        for block in _joined(blocks, "\n\n")
    ]


def _folded(title: str, blocks: list[Any], *, inert: bool = False) -> list[Any]:
    """Fold blocks; ``inert`` turns code cells into text, otherwise they keep the fold open."""
    if inert:
        blocks = [block if isinstance(block, str) else _as_text(block) for block in blocks]
    words = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", title).replace("\\", "")
    words = re.sub(r"[*`$]", "", words)
    if any(isinstance(block, Code) for block in blocks):
        return [f"**{title}**", *blocks]
    inner = "\n\n".join(blocks)
    return [f"<details>\n<summary>{' '.join(words.split())}</summary>\n\n{inner}\n\n</details>"]


def _as_text(code: Code) -> str:
    """Return a code cell as a fenced block, with what it prints."""
    pieces = [fenced(code.source, "python")]
    for output in code.outputs:
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        text = text if isinstance(text, str) else "".join(text)
        if text.strip():
            pieces.append(fenced(text, "text"))
    return "\n\n".join(pieces)


def _is_part_of_exercise(node: nodes.Element) -> bool:
    """Whether a section is only how sphinx-exercise and sphinx-proof hold a body together."""
    ids: list[str] = node.get("ids", [])
    return any(re.fullmatch(r"\w+-content", one) for one in ids)
