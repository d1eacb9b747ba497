"""Chapter numbers from the front matter.

A page's ``homlp.number`` is its number wherever Sphinx shows one: in its title, in
the table of contents and in its figures, equations and exercises ("Fig. 4.1"). So
chapter 4 is chapter 4 before chapters 1 to 3 are written, and appendix A is A.
"""

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
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
