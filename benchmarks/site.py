"""How fast a page of the site is on a simulated phone, ours against stock Jupyter Book.

    .venv/bin/python benchmarks/site.py /tmp/an-empty-folder

Both sides show the same pages with the same outputs. The stock side is a copy of the
repository with Jupyter Book's own extensions, theme and settings; of ours it keeps the
directives and the reader of executed pages, without which it could not show them. Each page
is measured five times by turns; the medians go to ``benchmarks/README.md``.
"""

import argparse
import shutil
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml
from common import ROOT, copy_tracked, measured_on, run_in, write_table

from homlp_build.publishing.lighthouse import audit
from homlp_build.publishing.serve import serve

PAGES = {"home": "book/index.html", "chapter 4": "book/part1/ch04_training_linear_models.html"}
RUNS = 5
COLUMNS = (
    *("page", "site", "performance (range)", "largest paint", "blocked", "layout shift"),
    *("bytes", "requests"),
)
STOCK = (  # Jupyter Book's own list, less what asks other hosts while building
    *("sphinx_togglebutton", "sphinx_copybutton", "myst_nb", "jupyter_book", "sphinx_thebe"),
    *("sphinx_comments", "sphinx_external_toc", "sphinx_design", "sphinx_book_theme"),
    *("sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinxcontrib.bibtex"),
    *("sphinx_exercise", "sphinx_proof"),
)
KEPT = (
    "state",
    "reader",
    "numbering",
    "references",
    "fold",
    "source",
    "roadmap",
    "api",
    "bibliography",
)
DROPPED = (
    "templates_path",
    "html_css_files",
    "html_js_files",
    "html_math_renderer",
    "html_context",
    "html_additional_pages",
)


def main() -> None:
    """Build the stock side, measure both and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="an empty folder to work in")
    sites = {"homlp": ROOT, "stock Jupyter Book": stock(parser.parse_args().folder)}
    for root in sites.values():
        build(root)
    with ExitStack() as stack:
        addresses = {
            name: stack.enter_context(serve(root / "_build" / "html"))
            for name, root in sites.items()
        }
        rows = [
            row for page, path in PAGES.items() for row in measure(page, path, addresses=addresses)
        ]
    note = (
        f"Medians of {RUNS} runs of Lighthouse on a simulated phone, {measured_on()}; "
        "bytes and requests before the reader scrolls, figures included."
    )
    write_table("site", COLUMNS, rows, note=note)


def stock(folder: Path) -> Path:
    """Copy what git tracks, and the executed pages; take away what makes our pages ours."""
    copy_tracked(folder)
    shutil.copytree(ROOT / "_build" / "executed", folder / "_build" / "executed")
    config = yaml.safe_load((folder / "_config.yml").read_text())
    settings = config["sphinx"]["config"]
    for name in DROPPED:
        settings.pop(name, None)
    settings["html_theme_options"] = {"path_to_docs": ""}
    settings["extensions"] = [*STOCK, *(f"homlp_build.sphinx.{name}" for name in KEPT)]
    (folder / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    return folder


def build(root: Path) -> None:
    """Build a side's site."""
    run_in(root, Path(sys.executable).with_name("jupyter-book"), "build", ".", "-q")


def measure(page: str, path: str, *, addresses: dict[str, str]) -> list[list[str]]:
    """Return a row for each side, measured by turns so that a busy moment hits both."""
    reports: dict[str, list[dict[str, Any]]] = {name: [] for name in addresses}
    for _ in range(RUNS):
        for name, address in addresses.items():
            reports[name].append(audit(address + path, categories=["performance"], root=ROOT))
    return [[page, name, *summary(found)] for name, found in reports.items()]


def summary(reports: list[dict[str, Any]]) -> list[str]:
    """Return the medians of several reports as text."""

    def median(audit_name: str) -> float:
        return statistics.median(one["audits"][audit_name]["numericValue"] for one in reports)

    scores = [round(100 * one["categories"]["performance"]["score"]) for one in reports]
    last = reports[-1]["audits"]["network-requests"]["details"]["items"]
    sent = [item for item in last if item["url"].startswith("http")]
    return [
        f"{statistics.median(scores):.0f} ({min(scores)}–{max(scores)})",
        f"{median('largest-contentful-paint') / 1000:.1f} s",
        f"{median('total-blocking-time'):.0f} ms",
        f"{median('cumulative-layout-shift'):.3f}",
        f"{sum(item.get('transferSize', 0) for item in sent) / 1000:,.0f} kB",
        str(len(sent)),
    ]


if __name__ == "__main__":
    main()
