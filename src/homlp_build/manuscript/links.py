"""Links inside the book, checked on the Markdown in a second: labels, pages, terms, citations.

Sphinx finds the same faults, but only after it has rendered everything. Addresses
outside the book are left to the scheduled run.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from .markdown import Piece, walk
from .prose import Finding

__all__ = ["check_links"]

_CELL_LABEL = re.compile(r"^\s*(?:name|:name|:label):\s*([\w:-]+)\s*$", re.MULTILINE)
_BIB_KEY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)
_TITLED = re.compile(r"^.*<(.+)>$", re.DOTALL)
_LABEL_ROLES = {"ref", "numref", "eq", "prf:ref"}


def check_links(root: Path, texts: dict[Path, str]) -> dict[Path, list[Finding]]:
    """Return the dangling links of each page.

    Parameters
    ----------
    root : Path
        The folder of the pages, with their ``references.bib``.
    texts : dict of Path to str
        Every page's file and text.

    Returns
    -------
    dict of Path to list of Finding
        Only the pages that have one.
    """
    pieces = {path: list(walk(text)) for path, text in texts.items()}
    labels = {label for page in pieces.values() for label in _labels(page)}
    terms = {term.lower() for page in pieces.values() for term in _terms(page)}
    keys = set(_BIB_KEY.findall(_read(root / "references.bib")))
    found = {
        path: [
            finding
            for piece in page
            for finding in _dangling(piece, path, labels=labels, terms=terms, keys=keys)
        ]
        for path, page in pieces.items()
    }
    return {path: findings for path, findings in found.items() if findings}


def _labels(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        if piece.kind in ("target", "math"):
            yield piece.content
        elif piece.kind == "directive":
            yield from _CELL_LABEL.findall(piece.body)


def _terms(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        if piece.kind == "directive" and piece.name == "glossary":
            yield from (
                line.strip() for line in piece.body.splitlines() if line and not line[0].isspace()
            )


def _dangling(
    piece: Piece, path: Path, *, labels: set[str], terms: set[str], keys: set[str]
) -> Iterator[Finding]:
    target = _TITLED.sub(r"\1", piece.content)
    if piece.kind == "link" and _missing_file(piece.content, path):
        yield Finding(piece.line, f"no file {piece.content!r} beside this page")
    elif piece.kind == "role" and piece.name in _LABEL_ROLES and target not in labels:
        yield Finding(piece.line, f"no label {target!r} in the book")
    elif piece.kind == "role" and piece.name == "term" and target.lower() not in terms:
        yield Finding(piece.line, f"no term {target!r} in the glossary")
    elif piece.kind == "role" and piece.name == "doc" and _missing_file(target + ".md", path):
        yield Finding(piece.line, f"no page {target!r}")
    elif piece.kind == "role" and piece.name.startswith("cite"):
        for key in (key.strip() for key in piece.content.split(",")):
            if key not in keys:
                yield Finding(piece.line, f"no reference {key!r} in references.bib")


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _missing_file(address: str, page: Path) -> bool:
    if re.match(r"^([a-z][a-z+.-]*:|#)", address):
        return False
    return not (page.parent / address.partition("#")[0]).exists()
