"""One small book as LaTeX and as a PDF: what reaches print."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from homlp_build.publishing.latex_log import faults

from .conftest import PAPER, make_paper_book

Book = Any  # see conftest.py

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the LaTeX of the book, rendered once."""
    rendered = make_paper_book(tmp_path_factory.mktemp("print")).render("latex", **PAPER)
    assert rendered.warnings == ""
    return rendered.root / "_build" / "latex"


@pytest.fixture
def latex(printed: Path) -> str:
    return (printed / "homlp.tex").read_text()


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


def test_the_index_names_where_a_term_is_set_in_italics_and_where_the_glossary_has_it(
    latex: str,
) -> None:
    assert re.search(r"\\index\{slope@slope\}.{0,3}\\sphinxstyleemphasis{slope}", latex, re.DOTALL)
    assert r"\index{slope@slope|spxpagem}" in latex


def test_the_index_spells_a_term_the_same_wherever_it_stands(latex: str) -> None:
    assert latex.count(r"\index{run-up@run-up") == 2
    assert latex.count(r"\index{reader's guess@reader’s guess") == 2
    assert not re.search(r"\\index\{[^}]*sphinxhyphen", latex)


def test_a_term_that_is_never_set_off_has_the_first_chapter_that_says_it(latex: str) -> None:
    assert "and a \\index{reader's guess@reader’s guess}reader’s guess is" in latex


def test_the_record_of_a_run_is_no_use_of_a_term(latex: str) -> None:
    assert r"\sphinxstyleemphasis{Key}" in latex
    assert latex.count(r"\index{key@") == 1


def test_the_index_has_neither_modules_nor_the_checks_of_exercises(paper_book: Book) -> None:
    called = {"homlp_lib.data": "load_it()", "homlp_lib.checks.ch04": "check_it()"}
    listed = "".join(
        f".. py:module:: {module}\n\n.. py:function:: {name}\n\n" for module, name in called.items()
    )
    text = f"# Library\n\n```{{eval-rst}}\n{listed}```\n"
    paper_book.write("tutorials/library.md", text)
    paper_book.render("latex", **PAPER)
    latex = (paper_book.root / "_build/latex/homlp.tex").read_text()
    assert r"\index{load\_it() (in module homlp\_lib.data)" in latex
    assert r"\spxentry{module}" not in latex
    assert not re.search(r"\\index\{check", latex)


def test_a_box_and_the_link_to_its_solution_are_kept_on_one_sheet(latex: str) -> None:
    box = latex[latex.index(":at-0-ex-ch04-why") :]
    assert "(page~" in box[: box.index(r"\end{sphinxadmonition}")]
    before = latex[: latex.index(r"\label{\detokenize{book/part1/ch04_lines:at-0-ex-ch04-why}}")]
    assert int(re.findall(r"\\needspace\{(\d+)\\baselineskip\}", before)[-1]) >= 7


def test_a_head_at_the_back_asks_for_room_before_its_line_begins(latex: str) -> None:
    head = latex.index(
        r"\phantomsection\label{\detokenize{book/part1/ch04_lines:back-0-ex-ch04-why}}"
    )
    assert re.search(r"\\needspace\{\d+\\baselineskip\}\s+\\sphinxAtStartPar\s+$", latex[:head])


def test_a_title_over_a_box_stays_with_it(paper_book: Book) -> None:
    paper_book.change(
        "part1/ch04_lines.md", "```{exercise} A q", "## Exercises\n\n```{exercise} A q"
    )
    paper_book.render("latex", **PAPER)
    latex = (paper_book.root / "_build/latex/homlp.tex").read_text()
    before = latex[: latex.index(r"\section{Exercises}")]
    assert re.search(r"\\needspace\{\d+\\baselineskip\}\s+$", before)


def test_answers_have_the_number_of_their_question(latex: str) -> None:
    assert r"\sphinxstylestrong{Check yourself 1}" in latex
    assert "{Answer 1}" in latex[latex.index(r"\chapter{Solutions and answers}") :]


def test_folded_code_without_a_figure_stays_where_it_is_used(latex: str) -> None:
    assert latex.index(r"used\PYGZus{}below") < latex.index("After the exercises")


def test_no_line_ends_beside_a_plus_minus(latex: str) -> None:
    space = "(?:~|\N{NO-BREAK SPACE})"
    assert re.search(f"A line of 2{space}±{space}1 has", latex)


def test_the_head_of_a_sheet_at_the_back_names_the_chapter(latex: str) -> None:
    assert r"\markboth{Solutions and answers: Chapter 4. Lines}{}" in latex
    assert r"\markboth{The code behind the figures: Chapter 4. Lines}{}" in latex


def test_a_link_that_leaves_its_chapter_says_to_which_page(latex: str) -> None:
    page = r"page~\pageref*{\detokenize{book/index:home}}"
    assert re.search(rf"{{home}}}}}}}} \({re.escape(page)}\) or", latex)
    assert re.search(rf"{{at the start}}}}}}}}, {re.escape(page)}\)", latex)


def test_a_link_from_the_back_to_its_own_chapter_says_to_which_page(latex: str) -> None:
    page = r"page~\pageref*{\detokenize{book/part1/ch04_lines:after-them}}"
    assert latex.index(r"\chapter{Solutions and answers}") < latex.index(page)


def test_an_address_outside_the_repository_is_a_footnote(latex: str) -> None:
    assert r"\footnote{\sphinxnolinkurl{https://example.org/a_b\#c\%20d}}" in latex
    assert latex.count(r"\footnote{") == 1


def test_no_figure_floats_into_a_listing(latex: str) -> None:
    assert r"\begin{figure}[H]" in latex
    assert "[htbp]" not in latex


def test_a_record_has_no_words_for_links_that_paper_lacks(latex: str) -> None:
    assert "its source" not in latex
    assert "not verified" not in latex


def test_records_stand_on_the_page_that_tells_of_all_runs(paper_book: Book) -> None:
    paper_book.write("tutorials/status.md", "# Status\n\n```{homlp-status}\n```\n")
    paper_book.render("latex", **PAPER)
    latex = (paper_book.root / "_build/latex/homlp.tex").read_text()
    home = latex.index(r"\section{Where each page comes from}")
    assert latex.index(r"\chapter{Status}") < home < latex.index(r"\sphinxstylestrong{Lines.}")
    assert "Where this page comes from" not in latex


def test_xelatex_makes_a_pdf_without_a_fault(printed: Path) -> None:
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-quiet"]
    made = subprocess.run([*command, "homlp.tex"], cwd=printed, capture_output=True, check=False)
    assert made.returncode == 0, made.stdout.decode(errors="replace")[-2000:]
    assert faults((printed / "homlp.log").read_text(errors="replace")) == []
    words = subprocess.run(
        ["pdftotext", "homlp.pdf", "-"], cwd=printed, capture_output=True, text=True, check=True
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
