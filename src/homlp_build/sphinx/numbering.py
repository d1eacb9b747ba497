"""Chapter numbers from the front matter.

A page's ``homlp.number`` is its number wherever Sphinx shows one: in its title, in
the table of contents and in its figures, equations and exercises ("Fig. 4.1"). So
chapter 4 is chapter 4 before chapters 1 to 3 are written, and appendix A is A. A page
without a number, such as a tutorial, counts its own from 1.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx_external_toc.collectors import disable_builtin_toctree_collector

__all__ = ["NumberedByFrontMatter", "setup"]


class NumberedByFrontMatter(TocTreeCollector):
    """Sphinx's collector of tables of contents, with numbers that pages give themselves."""

    def assign_section_numbers(self, env: BuildEnvironment) -> list[str]:
        """Give each page the number in its front matter; return the pages where it changed."""
        old = env.toc_secnumbers
        env.toc_secnumbers = {
            name: _section_numbers(env, name, number)
            for name in sorted(env.found_docs & env.tocs.keys())
            if (number := _number(env, name)) is not None
        }
        names = sorted(old.keys() | env.toc_secnumbers.keys())
        return [
            name
            for name in names
            if name in env.found_docs and old.get(name) != env.toc_secnumbers.get(name)
        ]

    def assign_figure_numbers(self, env: BuildEnvironment) -> list[str]:
        """Give figures the number of their page; return the pages that show one that changed.

        Sphinx reads every page from disk for this in each build, leaves the references of other
        pages as they were, and counts through all pages that have no number.
        """
        # Sphinx forgets the numbers of a page that it reads again, so that each would seem to move.
        old: dict[str, Any] = env.__dict__.get("homlp_fignumbers", {})
        counts = Counter[tuple[str, tuple[Any, ...]]]()
        env.toc_fignumbers = {}
        names = list(_in_order(env))
        for name in names:
            page = env.toc_secnumbers.get(name, {}).get("", ())[: env.config.numfig_secnum_depth]
            for kind, target in _numbered(env, name).figures:
                counts[kind, page or (name,)] += 1
                numbers = env.toc_fignumbers.setdefault(name, {}).setdefault(kind, {})
                numbers[target] = (*page, counts[kind, page or (name,)])
        env.__dict__["homlp_fignumbers"] = dict(env.toc_fignumbers)
        changed = {name for name in names if old.get(name) != env.toc_fignumbers.get(name)}
        return [
            name
            for name in names
            if name in changed or changed & _pages_of(env, _numbered(env, name).references)
        ]

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again or gone."""
        super().clear_doc(app, env, docname)
        _remembered(env).pop(docname, None)


@dataclass(frozen=True)
class _Numbered:
    """What of a page has to do with numbers.

    Attributes
    ----------
    figures : list of tuple of str
        Kind and identifier of what is numbered, in order.
    references : frozenset of str
        The labels that the page refers to.
    """

    figures: list[tuple[str, str]]
    references: frozenset[str]


def _in_order(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pages in the order of the table of contents."""
    seen, waiting = set[str](), [env.config.root_doc]
    while waiting:
        name = waiting.pop()
        if name not in seen and name in env.found_docs:
            seen.add(name)
            yield name
            waiting.extend(reversed(env.toctree_includes.get(name, [])))


def _numbered(env: BuildEnvironment, name: str) -> _Numbered:
    """Return what was found on a page when it was last read."""
    found = _remembered(env)
    if name not in found:
        tree = env.get_doctree(name)
        elements = [node for node in tree.findall(nodes.Element) if node["ids"]]
        kinds = ((_kind(env, node), node["ids"][0]) for node in elements)
        targets = (node.get("reftarget") for node in tree.findall(pending_xref))
        found[name] = _Numbered(
            [(kind, target) for kind, target in kinds if kind], frozenset(filter(None, targets))
        )
    return found[name]


def _pages_of(env: BuildEnvironment, labels: frozenset[str]) -> set[str]:
    """Return the pages on which labels and equations stand."""
    places = env.get_domain("std").data["anonlabels"], env.get_domain("math").data["objects"]
    return {place[label][0] for place in places for label in labels & place.keys()}


def _kind(env: BuildEnvironment, node: nodes.Element) -> str | None:
    """Return the kind that the first domain gives an element; one without caption has none."""
    for domain in env.domains.values():
        if isinstance(domain, StandardDomain) and not domain.get_numfig_title(node):
            continue
        if kind := domain.get_enumerable_node_type(node):
            return kind
    return None


def _remembered(env: BuildEnvironment) -> dict[str, _Numbered]:
    found: dict[str, _Numbered] = env.__dict__.setdefault("homlp_numbered", {})
    return found


def _number(env: BuildEnvironment, name: str) -> int | str | None:
    """Return the number in the front matter, which Sphinx keeps as a JSON string."""
    front = env.metadata.get(name, {}).get("homlp")
    if not isinstance(front, str):
        return None
    facts = json.loads(front)
    number = facts.get("number") if isinstance(facts, dict) else None
    return number if isinstance(number, int | str) else None


def _section_numbers(
    env: BuildEnvironment, name: str, number: int | str
) -> dict[str, tuple[Any, ...]]:
    """Give the page its number and its sections none, in the titles and the contents."""
    env.titles[name]["secnumber"] = [number]
    numbers: dict[str, tuple[Any, ...]] = {"": (number,)}
    for reference in env.tocs[name].findall(nodes.reference):
        if anchor := reference["anchorname"]:
            numbers[anchor] = ()
        else:
            reference["secnumber"] = [number]
    return numbers


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the collector in the place of the one it derives from."""
    app.setup_extension("sphinx_external_toc")
    disable_builtin_toctree_collector(app)  # type: ignore[no-untyped-call]
    app.add_env_collector(NumberedByFrontMatter)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
