"""Front matter: what a page says of itself, checked, with the line of each word."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..errors import PageError

__all__ = ["PARTS", "FrontMatter", "Part", "check_fields", "read_front", "read_yaml"]

Part = int | str
PARTS: tuple[Part, ...] = (1, 2, "appendix", "tutorial", "preface")


@dataclass(frozen=True)
class FrontMatter:
    """The ``homlp`` part of a page's front matter, and whether the page has a kernel.

    Attributes
    ----------
    part : int or str, optional
        One of ``PARTS``.
    number : int or str, optional
        The chapter's number or the appendix's letter.
    requires : tuple of str
        Names of pages.
    reading_minutes : int, optional
    data : tuple of str
        Names of the data sets that the page loads.
    kernel : str, optional
        ``python3``, or nothing on a page without code.
    lines : dict of str to int
        The line of each field in the file; ``requires.0`` is the first of a list.
    """

    part: Part | None = None
    number: int | str | None = None
    requires: tuple[str, ...] = ()
    reading_minutes: int | None = None
    data: tuple[str, ...] = ()
    kernel: str | None = None
    lines: dict[str, int] = field(default_factory=dict, compare=False)

    def line(self, key: str) -> int:
        """Return the line of a field, or of the start of the page."""
        return self.lines.get(key, 1)


def read_front(text: str, *, path: Path, first_line: int) -> FrontMatter:
    """Read the YAML between the two ``---`` of a page.

    Raises
    ------
    PageError
        If it is not YAML, or a field is unknown or has the wrong type.
    """
    whole, lines = read_yaml(text, path=path, first_line=first_line)
    if not isinstance(whole, dict):
        raise PageError(path, first_line, "front matter must be a mapping — write 'key: value'")
    ours = whole.get("homlp") or {}
    if not isinstance(ours, dict):
        raise PageError(path, lines["homlp"], "homlp: must be a mapping — indent its fields")
    lines = {key.removeprefix("homlp."): line for key, line in lines.items()}
    fields = check_fields(ours, path=path, lines=lines, known=_PAGE_FIELDS)
    return FrontMatter(**fields, kernel=_kernel(whole, path=path, lines=lines), lines=lines)


def read_yaml(text: str, *, path: Path, first_line: int = 1) -> tuple[Any, dict[str, int]]:
    """Return what a YAML text holds and the line of each key (``a.b``, ``a.0``)."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        lines: dict[str, int] = {}
        _collect_lines(node, "", lines, path=path, first_line=first_line)
        return yaml.safe_load(text), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = first_line + (mark.line if mark else 0)
        raise PageError(path, line, f"not YAML: {error.problem} — mend the line") from error


def check_fields(
    given: dict[str, Any], *, path: Path, lines: dict[str, int], known: frozenset[str]
) -> dict[str, Any]:
    """Return the given fields, checked; lists become tuples."""
    checked = {}
    for key, value in given.items():
        line = lines.get(str(key), 1)
        if key not in known:
            expected = ", ".join(sorted(known))
            raise PageError(path, line, f"unknown field {key!r} — one of {expected}")
        if not _RULES[key][0](value):
            raise PageError(path, line, f"{key} must be {_RULES[key][1]}, got {value!r}")
        checked[key] = tuple(value) if isinstance(value, list) else value
    return checked


def _collect_lines(
    node: yaml.Node | None, prefix: str, lines: dict[str, int], *, path: Path, first_line: int
) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name, line = f"{prefix}{key.value}", first_line + key.start_mark.line
            if name in lines:
                raise PageError(path, line, f"{key.value!r} stands twice — remove one")
            lines[name] = line
            _collect_lines(value, f"{name}.", lines, path=path, first_line=first_line)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[f"{prefix}{index}"] = first_line + item.start_mark.line
            _collect_lines(item, f"{prefix}{index}.", lines, path=path, first_line=first_line)


def _kernel(whole: dict[str, Any], *, path: Path, lines: dict[str, int]) -> str | None:
    spec = whole.get("kernelspec")
    if spec is None:
        return None
    name = spec.get("name") if isinstance(spec, dict) else spec
    if name == "python3":
        return "python3"
    line = lines.get("kernelspec.name", lines["kernelspec"])
    raise PageError(path, line, f"kernelspec: name must be 'python3', got {name!r}")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_number(value: object) -> bool:
    letter = isinstance(value, str) and len(value) == 1 and "A" <= value <= "Z"
    return letter or _is_count(value)


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "part": (
        lambda value: not isinstance(value, bool) and value in PARTS,
        f"one of {', '.join(map(repr, PARTS))}",
    ),
    "number": (_is_number, "a chapter's number or an appendix's capital letter"),
    "requires": (_is_names, "a list of page names such as [tutorials/numpy]"),
    "reading_minutes": (_is_count, "a whole number of minutes"),
    "data": (_is_names, "a list of names of data sets"),
    "name": (lambda value: isinstance(value, str) and bool(value), "a page name"),
    "title": (lambda value: isinstance(value, str) and bool(value), "a title"),
}
_PAGE_FIELDS = frozenset({"part", "number", "requires", "reading_minutes", "data"})
