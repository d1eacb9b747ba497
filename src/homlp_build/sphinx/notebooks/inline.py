"""Inline nodes as Markdown: words, marks, code, formulas, pictures and links."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ...publishing.repository import Repository
from ..assets import screen_only
from .markup import around, escaped, safe_tex

__all__ = ["DROPPED", "Inline"]

DROPPED = (
    nodes.comment,
    nodes.target,
    nodes.substitution_definition,
    nodes.colspec,
    nodes.system_message,
    nodes.meta,
    nodes.raw,  # of another format: a notebook is Markdown
    addnodes.index,
    addnodes.tabular_col_spec,
    addnodes.toctree,
    screen_only,
)
_MARKS: tuple[tuple[type[nodes.Element], str, str], ...] = (
    (nodes.strong, "**", "**"),
    (addnodes.literal_strong, "**", "**"),
    (nodes.emphasis, "*", "*"),
    (addnodes.literal_emphasis, "*", "*"),
    (nodes.title_reference, "*", "*"),
    (nodes.superscript, "<sup>", "</sup>"),
    (nodes.subscript, "<sub>", "</sub>"),
)


@dataclass
class Inline:
    """Write the inline nodes of a page.

    Attributes
    ----------
    page_url : str
        The page on the site; links inside the page go there.
    site_url : str
        The site, with a slash at its end.
    repository : Repository
        A file of it is linked as it was at its commit: the lines are where they were.
    image_url : callable
        From an image's address in the doctree to its address on the site.
    """

    page_url: str
    site_url: str
    repository: Repository
    image_url: Callable[[str], str]
    _in_table: bool = False

    @contextmanager
    def in_table(self) -> Iterator[None]:
        """Write without the bars that would end a cell of a table."""
        self._in_table = True
        yield
        self._in_table = False

    def children(self, node: nodes.Element) -> str:
        """Return a node's children as one run of text."""
        return "".join(map(self.text, node.children))

    def text(self, node: nodes.Node) -> str:
        """Return the text of an inline node."""
        if isinstance(node, nodes.Text):
            return self._barred(escaped(re.sub(r"\s*\n\s*", "\n", node.astext())))
        if isinstance(node, DROPPED) or not isinstance(node, nodes.Element):
            return ""
        for kind, write in self._writers():
            if isinstance(node, kind):
                return write(node)
        for kind, opening, closing in _MARKS:
            if isinstance(node, kind):
                return around(opening, self.children(node), closing)
        return self.children(node)

    def _writers(self) -> tuple[tuple[type[nodes.Element], Callable[[Any], str]], ...]:
        """Return what writes the nodes that are more than their words between marks."""
        return (
            (nodes.math, self._math),
            (nodes.literal, self._code),
            (nodes.image, self._picture),
            (nodes.footnote_reference, lambda node: f"<sup>{node.astext()}</sup>"),
            (nodes.reference, self._link),
        )

    def _barred(self, text: str) -> str:
        return text.replace("|", r"\|") if self._in_table else text

    def _math(self, node: nodes.math) -> str:
        tex = safe_tex(node.astext())
        if self._in_table:
            tex = tex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
        return f"${' '.join(tex.split())}$"

    def _code(self, node: nodes.literal) -> str:
        text = " ".join(node.astext().split("\n"))
        ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
        space = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{ticks}{space}{self._barred(text)}{space}{ticks}"

    def _picture(self, node: nodes.image) -> str:
        alt = self._barred(escaped(" ".join(str(node.get("alt", "")).split())))
        return f"![{alt}]({self.image_url(node['uri'])})"

    def _link(self, node: nodes.reference) -> str:
        words = self.children(node)
        if not (target := self._target(node)) or not words.strip():
            return words
        closing = f"]({target.replace(' ', '%20').replace(')', '%29')})"
        return around("[", words, closing)

    def _target(self, node: nodes.reference) -> str:
        target = str(node.get("refuri") or "")
        if node.get("refid"):
            return f"{self.page_url}#{node['refid']}"
        if target.startswith("#"):
            return self.page_url + target
        if target and not re.match(r"[a-z]+:", target):
            return self.site_url + target.lstrip("./")
        blob = f"{self.repository.url}/blob/"
        if self.repository.commit:
            target = target.replace(
                f"{blob}{self.repository.branch}/", f"{blob}{self.repository.commit}/", 1
            )
        return target
