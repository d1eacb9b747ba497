"""Cells tagged `full` are run here too: no line is published that never ran."""

from pathlib import Path

from homlp_build.running.execute import execute_book
from homlp_build.running.keys import settings_for
from homlp_build.running.store import Store

ROOT = Path(__file__).parents[2]


def test_every_page_with_full_cells_runs_at_full_scale(book, tmp_path, openml_cache, monkeypatch):
    monkeypatch.setenv("HOMLP_DATA_DIR", str(openml_cache))
    names = [
        name
        for name, page in book.executable.items()
        if any("full" in cell.tags for cell in page.cells)
    ]
    report = execute_book(book, names, settings=settings_for(ROOT, "full"), store=Store(tmp_path))
    assert report.ok, "\n".join(map(str, report.failures))
    assert sorted(report.executed) == sorted(names)
