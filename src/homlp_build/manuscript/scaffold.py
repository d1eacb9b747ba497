"""Starting points: a page, or an algorithm with its test, from the templates."""

import re
from importlib.resources import files
from pathlib import Path
from string import Template

from ..errors import UsageError
from .front import Part
from .pages import PlannedPage, read_book

__all__ = ["new_algorithm", "new_page"]

_PARTS: dict[str, Part] = {
    "part1": 1,
    "part2": 2,
    "appendices": "appendix",
    "tutorials": "tutorial",
    "preface": "preface",
}


def new_page(root: Path, name: str) -> list[Path]:
    """Write the start of a page under ``book/`` and return its file.

    A page that ``book/planned.yml`` announces takes its title, number, requirements and
    reading time from there, and is planned no longer.

    Parameters
    ----------
    root : Path
        The repository.
    name : str
        A folder and a name, such as ``tutorials/numpy``.

    Raises
    ------
    UsageError
        If the name is not of that form, or the page exists already.
    """
    name = name.removesuffix(".md")
    folder, _, stem = name.rpartition("/")
    if folder not in _PARTS or not re.fullmatch(r"[a-z][a-z0-9_]*", stem):
        raise UsageError(
            f"a page is named folder/name in lower case, with a folder among "
            f"{', '.join(_PARTS)}; got {name!r}"
        )
    plan = read_book(root).planned.get(name) or PlannedPage(
        name=name, title=stem.replace("_", " ").capitalize(), part=_PARTS[folder]
    )
    written = _write_new({root / "book" / f"{name}.md": _page_text(plan, stem)})
    _plan_no_longer(root / "book" / "planned.yml", name)
    return written


def _page_text(plan: PlannedPage, stem: str) -> str:
    chapter = re.match(r"ch\d+", stem)
    return _fill(
        "page.md",
        part=plan.part,
        number="" if plan.number is None else f"\n  number: {plan.number}",
        requires=", ".join(plan.requires),
        minutes=plan.reading_minutes or 60,
        title=plan.title,
        label=chapter[0] if chapter else stem.replace("_", "-"),
    )


def _plan_no_longer(file: Path, name: str) -> None:
    """Take a page's entry, from its dash to the next, out of the list of planned pages."""
    if file.exists():
        entry = rf"(?ms)^- name: {re.escape(name)}\n.*?(?=^- |\Z)"
        file.write_text(re.sub(entry, "", file.read_text(encoding="utf-8")), encoding="utf-8")


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


def _fill(template: str, **words: object) -> str:
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
