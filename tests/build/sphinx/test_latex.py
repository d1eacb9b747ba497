"""One small book as LaTeX and as a PDF: what reaches print."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from homlp_build.publishing.latex_log import faults

from .conftest import PAPER

Book = Any  # see conftest.py

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def latex(paper_book: Book) -> str:
    rendered = paper_book.render("latex", **PAPER)
    assert rendered.warnings == ""
    return (paper_book.root / "_build/latex/homlp.tex").read_text()


def test_a_printed_book_says_what_it_is(latex: str) -> None:
    assert "pdftitle={A small book}" in latex
    assert "pdfauthor={Somebody}" in latex
    assert "pdflang={en}" in latex
    assert r"\homlppart{The part \& its pages}" in latex


def test_print_shows_without_folds_what_a_page_shows(latex: str) -> None:
    # the vector form of each figure, one picture each, and the map of the roadmap
    pictures = re.findall(r"sphinxincludegraphics\{\{(\w+)\}\.(\w+)\}", latex)
    assert [ending for _, ending in pictures] == ["pdf", "pdf", "pdf", "pdf", "png"]
    assert pictures[0][0] == "roadmap"
    assert "Where this page comes from" in latex
    assert "<details" not in latex
    for way in ("First", "One way.", "Second", "Another way.", "☐ to do"):
        assert way in latex


def test_pages_have_the_numbers_of_the_site(latex: str) -> None:
    assert re.search(r"\\homlpnumbered\{Chapter\}\{3\}.*?\\chapter\{Lines\}", latex, re.DOTALL)
    assert re.search(r"\\homlpnumbered\{Appendix\}\{0\}.*?\\chapter\{More\}", latex, re.DOTALL)
    assert re.search(r"\\homlpunnumbered\s.*?\\chapter\{NumPy\}", latex, re.DOTALL)


@pytest.mark.parametrize(
    ("title", "content", "place"),
    [
        ("Solutions and answers", "Because of the slope", "0-ex-ch04-why"),
        ("The code behind the figures", r"hidden\PYGZus{}on\PYGZus{}the\PYGZus{}site", "code-0"),
    ],
)
def test_solutions_and_folded_code_stand_at_the_back_with_links_there_and_back(
    latex: str, title: str, content: str, place: str
) -> None:
    back = latex.index(rf"\chapter{{{title}}}")
    assert latex.index("After the exercises") < back < latex.index(content)
    front, rest = latex[:back], latex[back:]
    label = r"\label{\detokenize{book/part1/ch04_lines:%s}}"
    link = r"\hyperref[\detokenize{book/part1/ch04_lines:%s}]"
    assert label % f"at-{place}" in front
    assert link % f"at-{place}" in rest
    assert label % f"back-{place}" in rest
    assert link % f"back-{place}" in front


def test_a_term_in_italics_that_the_glossary_holds_is_in_the_index(latex: str) -> None:
    mark = r"\index{slope@\spxentry{slope}}"
    assert re.search(rf"{re.escape(mark)}.{{0,3}}\\sphinxstyleemphasis{{slope}}", latex, re.DOTALL)


def test_xelatex_makes_a_pdf_without_a_fault(latex: str, paper_book: Book) -> None:
    folder = paper_book.root / "_build" / "latex"
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-quiet"]
    made = subprocess.run([*command, "homlp.tex"], cwd=folder, capture_output=True, check=False)
    assert made.returncode == 0, made.stdout.decode(errors="replace")[-2000:]
    assert faults((folder / "homlp.log").read_text(errors="replace")) == []
    words = subprocess.run(
        ["pdftotext", "homlp.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    for part in ("Chapter 4", "Fig. 4.1: A line.", "Solution to Exercise 4.1", "Index", "slope, "):
        assert part in words


@pytest.mark.parametrize(
    ("script", "named"),
    [
        (["scripts/pdf"], "make pdf needs xelatex latexmk rsvg-convert: "),
        (["scripts/tex", "make test", "java"], "make test needs java: "),
    ],
)
def test_where_a_tool_is_missing_and_cannot_be_installed_one_line_says_what_to_install(
    tmp_path: Path, script: list[str], named: str
) -> None:
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    for tool in ("bash", "env", "dirname", "cat"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    run = subprocess.run(
        ["/bin/bash", *script],
        cwd=REPOSITORY,
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    [line] = run.stderr.splitlines()
    assert line.startswith(f"{named}sudo apt-get install --no-install-recommends latexmk")
