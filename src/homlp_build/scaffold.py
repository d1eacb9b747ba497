"""Starting points: a page, or an algorithm with its test, from the templates."""

import re
from importlib.resources import files
from pathlib import Path
from string import Template

from .errors import UsageError

__all__ = ["new_algorithm", "new_page"]

_PARTS = {
    "part1": "1",
    "part2": "2",
    "appendices": "appendix",
    "tutorials": "tutorial",
    "preface": "preface",
}


def new_page(root: Path, name: str) -> list[Path]:
    """Write the start of a page under ``book/`` and return its file.

    Parameters
    ----------
    root : Path
        The repository.
    name : str
        A folder and a name, such as ``tutorials/numpy``.
    """
    folder, _, stem = name.removesuffix(".md").rpartition("/")
    if folder not in _PARTS or not re.fullmatch(r"[a-z][a-z0-9_]*", stem):
        raise UsageError(
            f"a page is named folder/name in lower case, with a folder among "
            f"{', '.join(_PARTS)}; got {name!r}"
        )
    title = re.sub(r"^ch\d+ ", "", stem.replace("_", " ")).capitalize()
    text = _fill("page.md", part=_PARTS[folder], title=title, label=stem.replace("_", "-"))
    return _write_new({root / "book" / folder / f"{stem}.md": text})


def new_algorithm(root: Path, name: str) -> list[Path]:
    """Write the start of ``homlp_lib.scratch.<name>`` and of its test; return both files."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError(f"an algorithm is named after its idea in lower case; got {name!r}")
    words = {
        "module": name,
        "title": name.replace("_", " ").capitalize(),
        "class_name": "".join(word.capitalize() for word in name.split("_")),
    }
    code = root / "src" / "homlp_lib" / "scratch" / f"{name}.py"
    test = root / "tests" / "lib" / "scratch" / f"test_{name}.py"
    return _write_new(
        {
            code: _fill("algorithm.py.txt", **words),
            test: _fill("test_algorithm.py.txt", **words),
        }
    )


def _fill(template: str, **words: str) -> str:
    text = (files("homlp_build") / "templates" / template).read_text(encoding="utf-8")
    return Template(text).substitute(words)


def _write_new(texts: dict[Path, str]) -> list[Path]:
    """Write files that must not exist yet: all of them or none."""
    if existing := next((path for path in texts if path.exists()), None):
        raise UsageError(f"{existing} exists already — choose another name, or edit it")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)
