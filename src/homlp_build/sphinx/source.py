"""The ``homlp-source`` directive: the library's own source, with the tests that hold it.

::

    ```{homlp-source} homlp_lib.scratch.linear.RidgeRegressor
    ```

The code is read from its file, never imported; docstrings are shortened to their first
line, and on the site the object's own can be unfolded.
"""

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .coverage import Cover, tests_of
from .fold import fold, fold_title

__all__ = ["LibrarySource", "ShownObject", "find_object", "setup", "shortened"]

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class ShownObject:
    """A function or class in a file of the library.

    Attributes
    ----------
    module : str
        The module that defines it.
    name : str
        ``RidgeRegressor`` or ``RidgeRegressor.fit``.
    path : Path
    node : ast.AST
        Its definition.
    """

    module: str
    name: str
    path: Path
    node: _Definition

    @property
    def lines(self) -> tuple[int, int]:
        """The first line, decorators included, and the last."""
        first = min([self.node.lineno, *(node.lineno for node in self.node.decorator_list)])
        return first, self.node.end_lineno or first


def find_object(dotted: str, *, source_root: Path) -> ShownObject:
    """Find a function, class or method of the library by its dotted name.

    Parameters
    ----------
    dotted : str
        As a page would import it: ``homlp_lib.plots.show`` is found although another
        module defines it.
    source_root : Path
        The folder that holds ``homlp_lib``.

    Raises
    ------
    LookupError
        If there is no such object; the message says how far the search came.
    """
    parts = dotted.split(".")
    module = "nothing"
    for cut in range(len(parts) - 1, 0, -1):
        path = _module_file(parts[:cut], source_root)
        if path is None:
            continue
        module = ".".join(parts[:cut])
        found = _lookup(module, parts[cut:], path, source_root)
        if found is not None:
            return found
        break
    raise LookupError(f"no function or class {dotted!r} in the library (found module {module})")


def _module_file(parts: list[str], source_root: Path) -> Path | None:
    base = source_root.joinpath(*parts)
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def _lookup(module: str, names: list[str], path: Path, source_root: Path) -> ShownObject | None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = _definition(tree, names)
    if node is not None:
        return ShownObject(module, ".".join(names), path, node)
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                if names[0] in (alias.asname, alias.name):
                    origin = _absolute(statement, module, is_package=path.name == "__init__.py")
                    dotted = ".".join([origin, alias.name, *names[1:]])
                    return find_object(dotted, source_root=source_root)
    return None


def _definition(tree: ast.AST, names: list[str]) -> _Definition | None:
    node: ast.AST = tree
    for name in names:
        children = getattr(node, "body", [])
        found = [
            child for child in children if isinstance(child, _Definition) and child.name == name
        ]
        if not found:
            return None
        node = found[-1]
    return node if isinstance(node, _Definition) else None


def _absolute(statement: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    """Return the full name of the module that an import statement names."""
    if not statement.level:
        return statement.module or ""
    up = statement.level - 1 if is_package else statement.level
    base = module.split(".")[: len(module.split(".")) - up]
    return ".".join([*base, *([statement.module] if statement.module else [])])


def shortened(found: ShownObject) -> str:
    """Return an object's source with each docstring cut to its first line."""
    lines = found.path.read_text(encoding="utf-8").splitlines()
    first, last = found.lines
    definitions = (node for node in ast.walk(found.node) if isinstance(node, _Definition))
    strings = [node.body[0].value for node in definitions if ast.get_docstring(node)]  # type: ignore[attr-defined]
    for string in sorted(strings, key=lambda one: one.lineno, reverse=True):
        if string.end_lineno > string.lineno:
            summary = _summary(string.value)
            indent = " " * string.col_offset
            lines[string.lineno - 1 : string.end_lineno] = [f"{indent}{summary}"]
            last -= string.end_lineno - string.lineno
    return textwrap.dedent("\n".join(lines[first - 1 : last]))


def _summary(docstring: str) -> str:
    """Return a docstring of the first paragraph's first sentence or line."""
    first = docstring.strip().splitlines()[0].rstrip()
    prefix = "r" if "\\" in first else ""
    return f'{prefix}"""{first}"""'


class LibrarySource(SphinxDirective):
    """Show a function or class of the library in a card."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the card, or raise an error at the directive's line."""
        root = Path(self.env.srcdir)
        try:
            found = find_object(_full_name(self.arguments[0]), source_root=root / "src")
        except (LookupError, SyntaxError) as error:
            raise self.error(f"homlp-source: {error}") from error
        cover = tests_of(found.module, found.name.split(".")[0], root / "tests")
        for path in (found.path, *cover.searched):
            self.env.note_dependency(str(path))
        return [self._card(found, cover, root)]

    def _card(self, found: ShownObject, cover: Cover, root: Path) -> nodes.Node:
        code = shortened(found)
        block = nodes.literal_block(code, code, language="python")
        card = nodes.container(classes=["homlp-source"])
        card += self._head(found, cover, root)
        card += block
        card += _documentation(found)
        for node in (card, block):
            self.set_source_info(node)
        return card

    def _head(self, found: ShownObject, cover: Cover, root: Path) -> nodes.Node:
        branch = self.config.html_theme_options.get("repository_branch", "main")
        blob = f"{self.config.homlp_repository}/blob/{branch}"
        path = found.path.relative_to(root).as_posix()
        first, last = found.lines
        place = f"{path.removeprefix('src/')}, lines {first} to {last}"
        head = nodes.paragraph(classes=["homlp-source-head"])
        head += nodes.literal("", f"{found.module}.{found.name}")
        head += nodes.Text(" ")
        head += _link(place, f"{blob}/{path}#L{first}-L{last}")
        head += nodes.Text(" ")
        if cover.count:
            main = cover.main_file.relative_to(root).as_posix()
            head += _link(_tests(cover.count), f"{blob}/{main}")
        else:
            head += nodes.inline("", "no tests yet")
        return head


def _documentation(found: ShownObject) -> list[nodes.Node]:
    """Return the object's docstring, folded, for the site alone; nothing if it is one line."""
    text = ast.get_docstring(found.node) or ""
    if "\n" not in text:
        return []
    box = fold(classes=["homlp-docstring"])
    box += fold_title("", "The whole docstring")
    box += nodes.literal_block(text, text, language="none")
    return [addnodes.only("", box, expr="builder_html")]


def _full_name(name: str) -> str:
    return name if name.split(".")[0] == "homlp_lib" else f"homlp_lib.{name}"


def _tests(count: int) -> str:
    return "1 test" if count == 1 else f"{count} tests"


def _link(text: str, uri: str) -> nodes.reference:
    return nodes.reference("", text, refuri=uri, internal=False)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("homlp-source", LibrarySource)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
