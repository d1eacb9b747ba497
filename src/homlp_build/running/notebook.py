"""The form of an executed notebook: bytes that depend on what ran and on nothing else."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from ..manuscript.names import skip_reason
from ..manuscript.pages import Cell
from .keys import Key
from .store import seal

__all__ = ["FRAMES_MIME", "PROVENANCE_MIME", "blank_cells", "finished"]

PROVENANCE_MIME = "application/vnd.homlp.provenance+json"  # what homlp_lib.results.note() emits
FRAMES_MIME = "application/vnd.homlp.frames+json"  # what homlp_lib.plots.frames() emits


def blank_cells(cells: Iterable[Cell], *, scale: str, device: str) -> list[dict[str, Any]]:
    """Return the cells of a notebook about to run; those that won't say why."""
    return [
        _blank(n, cell, skip_reason(cell.tags, scale=scale, device=device))
        for n, cell in enumerate(cells, start=1)
    ]


def finished(cells: list[dict[str, Any]], *, page: str, key: Key) -> bytes:
    """Return the notebook's bytes: facts moved to the metadata, outputs in one form."""
    facts: dict[str, list[Any]] = {"at_scale": [], "data": []}
    records: dict[str, dict[str, Any]] = {}
    frames: dict[str, Any] = {}
    for cell in cells:
        for output in cell["outputs"]:
            _collect_facts(output, facts)
            _collect_record(output, records)
            frames |= output.get("data", {}).get(FRAMES_MIME, {})
        cell["outputs"] = _merge_streams(o for o in cell["outputs"] if not _is_for_the_build(o))
    meta = facts | {
        "page": page,
        "key": key.digest,
        "parts": key.parts,
        "scale": key.parts["scale"],
        "device": key.parts["device"],
        "records": records,
        "frames": frames,
    }
    return seal(
        {
            "cells": cells,
            "metadata": {
                "kernelspec": {
                    "name": "python3",
                    "display_name": "Python 3",
                    "language": "python",
                },
                "language_info": {"name": "python", "pygments_lexer": "ipython3"},
                "homlp": meta,
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def _blank(number: int, cell: Cell, skipped: str | None) -> dict[str, Any]:
    metadata: dict[str, Any] = {"tags": list(cell.tags)}
    return {
        "cell_type": "code",
        "id": f"cell-{number}",
        "execution_count": None,
        "metadata": metadata | ({"homlp": {"skipped": skipped}} if skipped else {}),
        "outputs": [],
        "source": cell.source,
    }


def _is_for_the_build(output: dict[str, Any]) -> bool:
    return not {PROVENANCE_MIME, FRAMES_MIME}.isdisjoint(output.get("data", {}))


def _collect_facts(output: dict[str, Any], facts: dict[str, list[Any]]) -> None:
    for name, value in output.get("data", {}).get(PROVENANCE_MIME, {}).items():
        facts.setdefault(name, []).append(value)


def _collect_record(output: dict[str, Any], records: dict[str, dict[str, Any]]) -> None:
    metadata = output.get("metadata", {})
    scrapbook = metadata.get("scrapbook")
    if not scrapbook:
        return
    text = output["data"].get(scrapbook["mime_prefix"] + "text/plain", "")
    volatile = bool(metadata.get("homlp", {}).get("volatile", False))
    records[scrapbook["name"]] = {"value": text, "volatile": volatile}


def _merge_streams(outputs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join neighbouring streams, output before errors: how a kernel splits them is chance."""
    merged: list[dict[str, Any]] = []
    for is_stream, group in groupby(outputs, key=lambda o: o["output_type"] == "stream"):
        neighbours = list(group)
        if not is_stream:
            merged += neighbours
            continue
        for name in ("stdout", "stderr"):
            if text := "".join(o["text"] for o in neighbours if o["name"] == name):
                merged.append({"output_type": "stream", "name": name, "text": text})
    return merged
