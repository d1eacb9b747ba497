"""Terms of the glossary, linked where a page uses them, with their definitions at hand.

On a page with a part in the roadmap each term is linked once: where the page sets it in
italics, which is where it defines it, or else where it first says it below its opening.
The definition travels as the link's ``title``, which a browser shows by itself and
``homlp.js`` shows better. What prints, and the notebooks, stay without.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from .labels import roadmap_entries
from .state import page_name, site_of

__all__ = ["LinkTerms", "definitions", "setup"]

_ONE_OF_SEVERAL = "Of "  # "Of a model: ..." defines a word that has other senses
_PLURAL = "(?:s|es)?"
_QUIET = (
    nodes.title,
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.emphasis,
    nodes.caption,
    nodes.raw,
    nodes.citation,
    nodes.footnote,
    addnodes.pending_xref,
)


@lru_cache(maxsize=4)
def definitions(env: BuildEnvironment, docname: str) -> dict[str, str]:
    """Return the definition of each term of a glossary by the id of the term, as plain text."""
    found = {}
    for item in env.get_doctree(docname).findall(nodes.definition_list_item):
        text = " ".join(map(_plain, item.findall(nodes.paragraph)))
        found.update({name: text for term in item.findall(nodes.term) for name in term["ids"]})
    return found


def _plain(paragraph: nodes.paragraph) -> str:
    """Return a paragraph's sentences without those that hold a formula."""
    words = ("\0" if isinstance(node.parent, nodes.math) else node for node in _texts(paragraph))
    sentences = re.split(r"(?<=[.!?])\s+", " ".join("".join(words).split()))
    return " ".join(sentence for sentence in sentences if "\0" not in sentence)


def _texts(node: nodes.Node) -> Iterator[nodes.Text]:
    return iter(node.findall(nodes.Text))


class LinkTerms(SphinxPostTransform):
    """Link the first use of each term of the glossary, on the site alone."""

    default_priority = 20  # references are resolved at 10

    def run(self, **kwargs: Any) -> None:
        """Link the terms of one page."""
        docname = self.env.docname
        if self.app.builder.name != "html":
            return
        self._explain_references()
        if page_name(docname) not in roadmap_entries(site_of(self.app.srcdir).book):
            return
        places = self._places(docname)
        self._link_emphases(places)
        clear = {
            term: (docname, name)
            for term, (docname, name) in places.items()
            if not definitions(self.env, docname).get(name, "").startswith(_ONE_OF_SEVERAL)
        }
        self._link_mentions(clear)

    def _places(self, docname: str) -> dict[str, tuple[str, str]]:
        """Return where each term is defined: its page and id, by the term's plain name."""
        objects = self.env.domains["std"].data["objects"]
        return {
            _named(name): place
            for (kind, name), place in objects.items()
            if kind == "term" and place[0] != docname
        }

    def _explain_references(self) -> None:
        """Give the references that an author wrote as ``{term}`` their definitions."""
        for reference in self.document.findall(nodes.reference):
            inner = reference.children[0] if reference.children else None
            if isinstance(inner, nodes.inline) and "std-term" in inner["classes"]:
                name = reference.get("refid") or reference["refuri"].rpartition("#")[2]
                for docname in {place[0] for place in self._places("").values()}:
                    self._explain(reference, docname, name)

    def _explain(self, reference: nodes.reference, docname: str, name: str) -> None:
        if text := definitions(self.env, docname).get(name):
            reference["reftitle"] = text
            reference["classes"].append("homlp-term")

    def _link_emphases(self, places: dict[str, tuple[str, str]]) -> None:
        for emphasis in list(self.document.findall(nodes.emphasis)):
            place = places.pop(_named(emphasis.astext()), None)
            if place and not _inside(emphasis, nodes.reference, nodes.title):
                emphasis.replace_self(self._link(place, emphasis.deepcopy()))

    def _link_mentions(self, places: dict[str, tuple[str, str]]) -> None:
        if not places:
            return
        longest_first = sorted(map(_pattern, places), key=len, reverse=True)
        pattern = re.compile(rf"(?<![\w-])({'|'.join(longest_first)}){_PLURAL}(?![\w-])", re.I)
        for text in [text for text in _texts(self.document) if _is_prose(text)]:
            rest = text
            while found := _first(pattern, rest, places):
                rest = self._split(rest, found, places)

    def _split(
        self, text: nodes.Text, found: re.Match[str], places: dict[str, tuple[str, str]]
    ) -> nodes.Text:
        """Link a term inside a text, and return what follows it."""
        before, said, after = text[: found.start()], found[0], nodes.Text(text[found.end() :])
        link = self._link(places.pop(_named(found[1])), nodes.Text(said))
        text.parent.replace(text, [nodes.Text(before), link, after])
        return after

    def _link(self, place: tuple[str, str], child: nodes.Node) -> nodes.reference:
        docname, name = place
        uri = self.app.builder.get_relative_uri(self.env.docname, docname)
        link = nodes.reference("", "", child, internal=True, refuri=f"{uri}#{name}")
        self._explain(link, docname, name)
        return link


def _first(
    pattern: re.Pattern[str], text: str, places: dict[str, tuple[str, str]]
) -> re.Match[str] | None:
    """Return where a text first says a term that has no link yet."""
    return next((one for one in pattern.finditer(text) if _named(one[1]) in places), None)


def _named(text: str) -> str:
    """Return a term as one name, however a page breaks its line and bends its apostrophe."""
    return " ".join(text.lower().replace("’", "'").split())


def _pattern(name: str) -> str:
    """Return what finds a term in running text."""
    return re.escape(name).replace("'", "['’]")


def _is_prose(text: nodes.Text) -> bool:
    """Say whether a text is read as running text below the page's opening."""
    return _inside(text, nodes.paragraph) and _depth(text) > 1 and not _inside(text, *_QUIET)


def _depth(node: nodes.Node) -> int:
    """Return in how many sections a node lies; in one, it belongs to the page's opening."""
    return sum(isinstance(parent, nodes.section) for parent in _parents(node))


def _inside(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    return any(isinstance(parent, kinds) for parent in _parents(node))


def _parents(node: nodes.Node) -> Iterator[nodes.Node]:
    while (node := node.parent) is not None:
        yield node


def _forget(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have every page written after a change of the glossary, whose words they carry."""
    definitions.cache_clear()
    objects = env.domains["std"].data["objects"]
    glossaries = {place[0] for (kind, _), place in objects.items() if kind == "term"}
    new = {docname: definitions(env, docname) for docname in sorted(glossaries)}
    old = getattr(env, "homlp_definitions", {})
    env.homlp_definitions = new  # type: ignore[attr-defined]
    return sorted(env.found_docs) if old not in ({}, new) else []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(LinkTerms)
    app.connect("env-updated", _forget)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
