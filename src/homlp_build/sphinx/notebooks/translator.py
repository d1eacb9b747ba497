"""From a resolved doctree to blocks: plain Markdown, and code cells between.

Only what every reader of notebooks understands is written: CommonMark, pipe tables,
``$``-math and ``<details>``. sphinx-markdown-builder (0.6) was looked at and not used: it
writes one stream of text with no place for cells, turns every admonition into a heading,
numbers neither figures nor equations, drops captions' labels and passes raw HTML on, and
of sphinx-design, sphinx-exercise and sphinx-proof it skips whole bodies. What it would
carry is the paragraphs, lists and tables of :mod:`.blocks` and :mod:`.tables`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.util import logging

from ..fold import fold_title
from .inline import DROPPED, Inline
from .markup import Block, Code

__all__ = ["Page", "Translator", "Writers"]

_LOGGER = logging.getLogger(__name__)
_TRANSPARENT = (
    "document",
    "compound",
    "figure",
    "legend",
    "inline",
    "only",
    "list_item",
    "bibliography",
)
Writers = dict[str, Callable[["Translator", Any], list[Block]]]
_INLINE = (nodes.Inline, nodes.Text)


@dataclass(frozen=True)
class Page:
    """What the doctree of a page doesn't say by itself.

    Attributes
    ----------
    number : callable
        From a node to its number ("4.1"), or an empty string.
    cell : callable
        From a container of myst-nb to the blocks it stands for.
    library : callable
        From a shown piece of the library to a code cell.
    """

    number: Callable[[nodes.Element], str]
    cell: Callable[[nodes.container], list[Block]]
    library: Callable[[nodes.container], Code]


class Translator:
    """Turn the doctree of a page into blocks.

    Parameters
    ----------
    page : Page
    inline : Inline
    writers : dict of str to callable
        What writes a node, by the name of its class.

    Attributes
    ----------
    page : Page
    inline : Inline
    level : int
        How many sections are open.
    inside : int
        How many quotes, lists and folds are open.
    """

    def __init__(self, page: Page, inline: Inline, writers: Writers) -> None:
        self.page, self.inline, self._writers = page, inline, writers
        self.level = self.inside = 0

    def block(self, node: nodes.Node) -> list[Block]:
        """Return the blocks of one node."""
        if not isinstance(node, nodes.Element) or isinstance(node, DROPPED) or node.get("hidden"):
            return []
        for kind in type(node).__mro__:
            if write := self._writers.get(kind.__name__):
                return [block for block in write(self, node) if block]
        if type(node).__name__ not in _TRANSPARENT:
            name = type(node).__name__
            _LOGGER.warning("no form in a notebook for a node %s", name, location=node)
        return self.blocks(node)

    def blocks(self, parent: nodes.Element) -> list[Block]:
        """Return the blocks of a node's children; words between them make a paragraph."""
        found: list[Block] = []
        run = ""
        for child in [*parent.children, nodes.comment()]:
            if isinstance(child, _INLINE) and not isinstance(child, nodes.target):
                run += self.inline.text(child)
                continue
            found += [run.strip()] if run.strip() else []
            run = ""
            found += self.block(child)
        return found

    def child(self, node: nodes.Node) -> list[Block]:
        """Return the blocks of a child that may be a bare word."""
        if isinstance(node, _INLINE):
            return [text] if (text := self.inline.text(node).strip()) else []
        return self.block(node)

    def words(self, node: nodes.Element) -> str:
        """Return the words of a node."""
        return self.inline.children(node).strip()

    def nested(self, node: nodes.Element) -> list[Block]:
        """Return the blocks inside a quote, a list or a fold."""
        self.inside += 1
        found = self.blocks(node)
        self.inside -= 1
        return found

    def headed(self, node: nodes.Element, *, inside: bool = True) -> tuple[str, list[Block]]:
        """Return the title and the other blocks of a box."""
        children = list(node.children)
        title = ""
        if children and isinstance(children[0], nodes.title | nodes.rubric | fold_title):
            title = self.words(children.pop(0))  # type: ignore[arg-type]
        self.inside += inside
        body = [block for child in children for block in self.child(child)]
        self.inside -= inside
        return title, body

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Open a section."""
        self.level += 1
        yield
        self.level -= 1
