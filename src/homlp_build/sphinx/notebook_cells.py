"""The code cells of an exported notebook: what they say so that each runs where it stands."""

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

from .source import _absolute, find_object

__all__ = ["INSTALL", "library_cell", "split_check"]

INSTALL = """\
# Install what is missing here, and nothing else.
from importlib.util import find_spec

needed = {needed}
missing = [package for module, package in needed.items() if find_spec(module) is None]
if missing:
    %pip install --quiet {{" ".join(missing)}}
if find_spec("homlp_lib") is None:
    %pip install --quiet --no-deps "{requirement}"
"""

_ASK = "# When you have written your answer, delete the # in front of the check and run this cell."


def split_check(source: str) -> tuple[str, str | None]:
    """Split a stub into the code to fill in and the call that checks it.

    The call becomes a comment: an empty stub fails its check, and would stop whoever runs
    the whole notebook. A tag would not do, since Colab and VS Code don't heed
    ``raises-exception``.

    Parameters
    ----------
    source : str
        A cell's code, with the check in its last statements.

    Returns
    -------
    tuple of (str, str or None)
        The stub, and the cell with the check; None if the stub calls none.
    """
    body = ast.parse(source).body
    first = next((n for n, statement in enumerate(body) if _is_check(statement)), None)
    if first is None:
        return source, None
    lines = source.splitlines()
    cut = body[first].lineno - 1
    check = "\n".join(f"# {line}".rstrip() for line in lines[cut:])
    return "\n".join(lines[:cut]).rstrip(), f"{_ASK}\n{check}"


def _is_check(statement: ast.stmt) -> bool:
    if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)):
        return False
    called = statement.value.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name.startswith("check_")


def library_cell(code: str, *, dotted: str, source_root: Path) -> str:
    """Return a piece of the library as a cell: with the imports that its module gives it.

    Parameters
    ----------
    code : str
        As the page shows it.
    dotted : str
        The module and the name of the function or class.
    source_root : Path
        The folder that holds ``homlp_lib``.
    """
    found = find_object(dotted, source_root=source_root)
    module = ast.parse(found.path.read_text(encoding="utf-8"))
    wanted = _free_names(ast.parse(code))
    is_package = found.path.name == "__init__.py"
    imports = list(_imports(module, found.module, wanted=wanted, is_package=is_package))
    own = sorted(wanted & _defined(module) - {found.name.split(".")[0]})
    if own:
        imports.append(f"from {found.module} import {', '.join(own)}")
    return "\n".join(dict.fromkeys(imports)) + "\n\n\n" + code if imports else code


def _free_names(tree: ast.AST) -> set[str]:
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return used - set(dir(builtins))


def _defined(module: ast.Module) -> set[str]:
    """Return the names that a module itself defines, imports apart."""
    names: set[str] = set()
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            names |= {name for node in ast.walk(statement) if (name := _stored(node))}
    return names


def _stored(node: ast.AST) -> str | None:
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else None


def _imports(module: ast.Module, name: str, *, wanted: set[str], is_package: bool) -> Iterator[str]:
    """Yield the module's import statements, each cut to the names that are wanted."""
    outer = [s for s in module.body if not isinstance(s, ast.FunctionDef | ast.ClassDef)]
    for statement in (node for one in outer for node in ast.walk(one)):
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        kept = [alias for alias in statement.names if _bound(alias) in wanted]
        if not kept:
            continue
        names = ", ".join(ast.unparse(alias) for alias in kept)
        if isinstance(statement, ast.Import):
            yield f"import {names}"
        else:
            yield f"from {_absolute(statement, name, is_package=is_package)} import {names}"


def _bound(alias: ast.alias) -> str:
    return alias.asname or re.split(r"\.", alias.name)[0]
