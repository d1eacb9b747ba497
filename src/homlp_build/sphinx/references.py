"""Numbered references without reading the page once for each of them.

To number a reference, Sphinx reads the whole page that holds its target from disk. A
chapter with dozens of references pays for that more than for all of its writing, so
this domain keeps each page's tree once it is read.
"""

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

__all__ = ["References", "setup"]


class _ReadOnce:
    """An environment that hands out the same tree each time it is asked for a page."""

    def __init__(self, env: BuildEnvironment, trees: dict[str, nodes.document]) -> None:
        self._env = env
        self._trees = trees

    def get_doctree(self, docname: str) -> nodes.document:
        if docname not in self._trees:
            self._trees[docname] = self._env.get_doctree(docname)
        return self._trees[docname]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)


class References(StandardDomain):
    """Sphinx's standard domain, which looks targets up in trees that were read once.

    One build makes one domain, after whose reading phase no page changes.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self._trees: dict[str, nodes.document] = {}

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        """Resolve a reference; only looks at the trees, so that they can be shared."""
        once: Any = _ReadOnce(env, self._trees)
        return super().resolve_xref(once, fromdocname, builder, typ, target, node, contnode)


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the place of the standard domain."""
    app.add_domain(References, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
