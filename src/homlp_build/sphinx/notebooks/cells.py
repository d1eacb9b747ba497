"""The code cells of an exported notebook: what they say so that each runs where it stands."""

import ast
import builtins
import re
import textwrap
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..figures import size_on_page
from ..source import _absolute, find_object
from .markup import Block, Code, fenced

__all__ = ["exported", "install_cell", "library_cell", "needs_of", "split_check"]

_MIMES = ("application/vnd.homlp.", "application/papermill.record/")  # only for the build
_INSTALL = """\
# Installs what is missing here and nothing else; what is here stays as it is.
from importlib.metadata import version
from importlib.util import find_spec

needed = {needed}
missing = [name for module, name in needed.items() if not find_spec(module)]
if missing:
    kept = [f"{{name}}=={{version(name)}}" for name in needed.values() if name not in missing]
    %pip install -q {{" ".join(missing + kept)}}
if not find_spec("homlp_lib"):
    %pip install -q --no-deps "{library}"
"""

_ASK = "# When you have written your answer, delete the # in front of the check and run this cell."


def install_cell(needed: dict[str, str], *, library: str) -> str:
    """Return the first cell of a notebook.

    Whatever is installed is pinned while something is added: on Colab and Kaggle, where
    torch and scikit-learn are, pip may not replace them.

    Parameters
    ----------
    needed : dict of str to str
        From the modules that the notebook imports to what pip calls them.
    library : str
        The requirement that installs ``homlp_lib``, by itself.
    """
    entries = ", ".join(f'"{module}":\0"{name}"' for module, name in needed.items())
    lines = textwrap.wrap(entries, 88, break_on_hyphens=False)  # a \0 is no place to break
    listed = "{\n    " + "\n    ".join(lines).replace("\0", " ") + ",\n}" if lines else "{}"
    return _INSTALL.format(needed=listed, library=library).rstrip()


def exported(stored: dict[str, Any], source: str) -> Iterator[Block]:
    """Yield what a stored cell becomes, by its tags."""
    tags = stored["metadata"].get("tags", [])
    if "stub" in tags:
        stub, check = split_check(source)
        yield from (Code(part, metadata={"tags": ["exercise"]}) for part in (stub, check) if part)
    elif "skip-execution" in tags:
        yield fenced(source, "python")
    else:
        hidden = {"hide-input", "hide-cell", "remove-input", "remove-cell"} & set(tags)
        metadata: dict[str, Any] = {"jupyter": {"source_hidden": True}} if hidden else {}
        needs = needs_of(stored)
        magic = f"%%needs {' '.join(needs)}\n" if needs else ""
        yield Code(magic + source, _outputs(stored), metadata, stored["execution_count"])


def needs_of(stored: dict[str, Any]) -> list[str]:
    """Return what a stored cell needs that not every machine has: ``full``, ``gpu`` or both."""
    tags = stored["metadata"].get("tags", [])
    return [] if "skip-execution" in tags else [tag for tag in ("full", "gpu") if tag in tags]


def _outputs(stored: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a cell's outputs without what is only for the build."""
    found = []
    for output in stored["outputs"]:
        if "data" not in output:
            found.append(output)
            continue
        data = {k: v for k, v in output["data"].items() if not k.startswith(_MIMES)}
        kept = {k: v for k, v in output["metadata"].items() if k in data}
        if png := data.get("image/png"):
            width, height = size_on_page(b64decode(png))  # or it would be as wide as the window
            kept["image/png"] = kept.get("image/png", {}) | {"width": width, "height": height}
        if data:
            found.append(output | {"data": data, "metadata": kept})
    return found


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
    head = textwrap.wrap(_whose(found.name, found.module), 86)
    lines = [*(f"# {line}" for line in head), *dict.fromkeys(imports)]
    return "\n".join(lines) + ("\n\n\n" if imports else "\n") + code


def _whose(name: str, module: str) -> str:
    """Say what a piece of the library is, and why a change of it changes nothing below."""
    owner, _, method = name.rpartition(".")
    what = f"The method {method} of {owner}" if owner else name
    return (
        f"{what}, as {module} has it: to read, and to try out. The cells below import the "
        "library's own; to use yours there, leave out their import."
    )


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
