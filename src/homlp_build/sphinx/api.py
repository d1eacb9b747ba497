"""The ``homlp-api`` directive: the library's public names, from their docstrings.

It follows ``__all__`` of every module without a leading underscore, so a new module
appears by itself. An object is described where it is defined, and named where a
package offers it.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

__all__ = ["ApiReference", "describe", "modules_of", "setup"]


class ApiReference(SphinxDirective):
    """``{homlp-api} homlp_lib``: a section for each public module."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        text: list[str] = []
        for module in modules_of(self.arguments[0]):
            self.env.note_dependency(str(module.__file__))
            text += describe(module)
        holder = nodes.section()
        lines = StringList(text, source=self.env.doc2path(self.env.docname))
        self.state.nested_parse(lines, self.content_offset, holder, match_titles=True)
        return holder.children


def modules_of(package: str) -> list[ModuleType]:
    """Import a package and all its public modules that offer something.

    Parameters
    ----------
    package : str
        Its name.
    """
    root = importlib.import_module(package)
    found = [module.name for module in pkgutil.walk_packages(root.__path__, f"{package}.")]
    names = [package, *(name for name in found if "._" not in name)]
    modules = [importlib.import_module(name) for name in sorted(names)]
    return [module for module in modules if getattr(module, "__all__", [])]


def describe(module: ModuleType) -> list[str]:
    """Return the Markdown that documents a module: a heading, then each public name."""
    offered = {name: getattr(module, name) for name in module.__all__}
    own = {name: value for name, value in offered.items() if _is_own(value, module)}
    constants = {name: value for name, value in offered.items() if not _has_docstring(value)}
    lines = [f"## `{module.__name__}`", "", *_eval_rst(_introduction(module))]
    lines += _elsewhere({k: v for k, v in offered.items() if k not in own and k not in constants})
    for name, value in own.items():
        lines += _eval_rst([f".. {_directive(value)}:: {module.__name__}.{name}", *_options(value)])
    if constants and not _is_package(module):
        lines += ["Constants: " + ", ".join(f"`{name}`" for name in constants), ""]
    return lines


def _introduction(module: ModuleType) -> list[str]:
    docstring = inspect.getdoc(module) or ""
    return [f".. py:module:: {module.__name__}", "", *docstring.splitlines()]


def _is_own(value: object, module: ModuleType) -> bool:
    return _has_docstring(value) and getattr(value, "__module__", None) == module.__name__


def _has_docstring(value: object) -> bool:
    return inspect.isclass(value) or inspect.isroutine(value)


def _is_package(module: ModuleType) -> bool:
    return Path(str(module.__file__)).name == "__init__.py"


def _elsewhere(values: dict[str, Any]) -> list[str]:
    """Name what a package offers from its modules."""
    if not values:
        return []
    roles = (
        f"{{py:{'class' if inspect.isclass(value) else 'func'}}}"
        f"`{name} <{value.__module__}.{value.__qualname__}>`"
        for name, value in values.items()
    )
    return ["Offers " + ", ".join(roles) + ".", ""]


def _directive(value: object) -> str:
    if inspect.isclass(value):
        return "autoexception" if issubclass(value, Exception) else "autoclass"
    return "autofunction"


def _options(value: object) -> Iterator[str]:
    members = _members(value) if inspect.isclass(value) else []
    if members:
        yield f"   :members: {', '.join(members)}"
    yield ""


def _members(value: type) -> list[str]:
    """Return what a class itself defines; scikit-learn adds methods of its own to ours."""
    return [
        name
        for name, member in vars(value).items()
        if not name.startswith("_")
        and (inspect.isfunction(member) or isinstance(member, property | classmethod))
    ]


def _eval_rst(lines: list[str]) -> list[str]:
    return ["````{eval-rst}", *lines, "````", ""]


def _escape_types(
    app: Sphinx, what: str, name: str, value: object, options: object, lines: list[str]
) -> None:
    """Keep ``coef_ : ndarray of shape (n_iter_,)`` from reading as a link to ``n_iter``."""
    for index, line in enumerate(lines):
        if match := re.match(r"(\s*\*{0,2}\w+ : )([^`]+)$", line):
            lines[index] = match[1] + re.sub(r"(?<=\w)_(?!\w)", r"\\_", match[2])


def _escape_names(
    app: Sphinx, what: str, name: str, value: object, options: object, lines: list[str]
) -> None:
    """Keep ``:ivar coef_:`` from reading as a link to ``coef``, which would lose its underscore."""
    for index, line in enumerate(lines):
        lines[index] = re.sub(r"^(\s*:(?:ivar|vartype) \w*[^\W_])_:", r"\1\\_:", line)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", _escape_types, priority=100)  # before napoleon
    app.connect("autodoc-process-docstring", _escape_names, priority=900)  # behind it
    app.add_directive("homlp-api", ApiReference)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
