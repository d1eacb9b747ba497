"""One small book, executed and rendered: what each extension leaves on its pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from homlp_build.sphinx.state import BookBuildError

Book = Rendered = Any  # see conftest.py

CHAPTER = "part1/ch04_lines"


def test_a_book_renders_without_a_warning(rendered: Rendered) -> None:
    assert rendered.warnings == ""


def test_a_recorded_number_reaches_the_prose(rendered: Rendered) -> None:
    assert "0.67" in rendered.page(CHAPTER)


def test_chapter_four_is_chapter_four_with_no_chapter_before_it(rendered: Rendered) -> None:
    html = rendered.page(CHAPTER)
    assert re.search(r'<span class="section-number">4\. </span>Lines', html)
    assert "Fig. 4.1" in html
    assert "(4.1)" in html


def test_a_section_carries_no_number_of_its_own(rendered: Rendered) -> None:
    assert re.search(r"<h2>A section", rendered.page(CHAPTER))


def test_an_appendix_is_lettered(rendered: Rendered) -> None:
    html = rendered.page("appendices/a_more")
    assert re.search(r'<span class="section-number">A\. </span>More', html)
    assert "(A.1)" in html


def test_a_tutorial_has_no_number(rendered: Rendered) -> None:
    assert (
        "section-number" not in rendered.page("tutorials/numpy").split("<h1>")[1].split("</h1>")[0]
    )


def test_a_figure_has_a_picture_for_each_theme_with_the_same_alternative(
    rendered: Rendered,
) -> None:
    html = rendered.page(CHAPTER)
    figure = html.split("<figure")[1].split("</figure>")[0]
    for theme in ("light", "dark"):
        assert re.search(rf'<img alt="A line with slope 0.67" class="only-{theme}', figure)
    assert len(set(re.findall(r'src="([^"]+)"', figure))) == 2
    assert "A line." in figure


def test_a_picture_outside_a_figure_is_paired_too(rendered: Rendered) -> None:
    assert len(re.findall(r'alt="Empty axes"', rendered.page(CHAPTER))) == 2


def test_a_picture_keeps_its_size_on_the_page(rendered: Rendered) -> None:
    image = re.search(r'<img alt="Empty axes"[^>]*>', rendered.page(CHAPTER))
    assert image
    assert 'width="192"' in image[0]
    assert 'height="96"' in image[0]
    assert 'loading="lazy"' in image[0]


def test_a_picture_comes_in_a_form_smaller_than_png(rendered: Rendered) -> None:
    pictures = re.findall(r'<img alt="Empty axes"[^>]*src="([^"]+)"', rendered.page(CHAPTER))
    assert len(pictures) == 2
    for address in pictures:
        assert address.endswith((".svg", ".webp"))
        assert (rendered.root / "_build" / "html" / "book" / "part1" / address).exists()


def test_print_gets_the_vector_form_of_each_picture_alone(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.render("latex")
    tex = next((book.root / "_build" / "latex").glob("*.tex")).read_text()
    assert tex.count("\\sphinxincludegraphics") == 3  # and the map of the roadmap
    assert len(re.findall(r"sphinxincludegraphics\{\{\w+\}\.pdf\}", tex)) == 3


def test_a_cell_that_did_not_run_says_what_it_needs(rendered: Rendered) -> None:
    html = rendered.page(CHAPTER)
    note = html.index("At full scale only: the cell below needs 16 GB of memory")
    assert note < html.index("MemoryError")
    assert "On a GPU only: the cell below needs a GPU that PyTorch can use" in html
    assert html.count("Not run for this page") == 2  # and the stub gets no note


def test_a_run_of_cells_that_did_not_run_has_one_note(make_book: Callable[[], Book]) -> None:
    book = make_book()
    cell = "```{code-cell} python\n---\ntags: [full]\n---\nraise MemoryError\n```\n\n"
    book.change("part1/ch04_lines.md", "## A section", f"## A section\n\n{cell}{cell}{cell}")
    html = book.render().page(CHAPTER)
    assert "the 3 cells below need more time, a network connection or a GPU" in html
    assert html.count("Not run for this page") == 3


def test_equations_are_rendered_without_a_script(rendered: Rendered) -> None:
    html = rendered.page(CHAPTER)
    assert html.count('class="katex"') == 2
    assert "katex/katex.min.css" in html
    assert "MathJax" not in html


def test_a_page_names_what_it_requires_and_how_long_it_takes(rendered: Rendered) -> None:
    facts = rendered.page(CHAPTER).split("homlp-facts")[1].split("</ul>")[0]
    assert 'href="../tutorials/numpy.html"' in facts
    assert "A planned chapter" in facts
    assert "1 h 10 min" in facts
    assert re.search(r"\d+ s</p>|\d+ s on \d+ cores", facts)


def test_a_page_says_how_it_was_run(rendered: Rendered) -> None:
    record = rendered.page(CHAPTER).split("homlp-provenance")[1]
    for fact in ("quick", "CPU", "3 (quick 3, full 4)", "matplotlib", " MB", " UTC"):
        assert fact in record


@pytest.mark.parametrize("name", [CHAPTER, "tutorials/numpy"])
def test_a_page_leads_to_its_source_and_its_history(rendered: Rendered, name: str) -> None:
    record = rendered.page(name).split("homlp-provenance")[1]
    for kind in ("blob", "commits"):
        assert f'href="https://github.com/someone/book/{kind}/main/book/{name}.md"' in record


def test_a_page_without_code_claims_no_run(rendered: Rendered) -> None:
    assert "Peak memory" not in rendered.page("tutorials/numpy")


def test_library_source_is_shown_with_its_place_and_its_tests(rendered: Rendered) -> None:
    card = rendered.page(CHAPTER).split('class="homlp-source', 1)[1]
    assert "homlp_lib.results.record" in card
    assert "homlp_lib/results.py, lines" in card
    assert "tests" in card
    assert "Parameters" not in card.split("</pre>")[0]


def test_the_roadmap_links_written_pages_and_says_which_are_not(rendered: Rendered) -> None:
    html = rendered.page("index")
    table = html.split("homlp-roadmap")[1]
    assert 'href="part1/ch04_lines.html"' in html.split("</svg>")[0]
    assert "ch02_planned.html" not in html
    assert table.count("not yet written") == 1
    assert "Chapter 2" in table


def test_a_second_build_reads_nothing(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.render()
    assert book.render().read == []


def test_changed_outputs_are_read_again_although_the_text_is_the_same(
    make_book: Callable[[], Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book()
    book.render()
    monkeypatch.setenv("HOMLP_SCALE", "full")
    book.change(f"{CHAPTER}.md", "raise MemoryError", "pass")
    book.render()
    monkeypatch.setenv("HOMLP_SCALE", "quick")
    again = book.render()
    assert again.read == [f"book/{CHAPTER}"]
    assert "0.67" in again.page(CHAPTER)


def test_a_new_requirement_redraws_the_roadmap(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.render()
    book.change("planned.yml", "minutes: 65", "minutes: 66")
    assert book.render().read == ["book/index"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{numref}`fig-line`", "{numref}`fig-none`", r"ch04_lines\.md:8: WARNING.*fig-none"),
        ("$x^2$", r"$\frac{1$", r"ch04_lines\.md:59: WARNING: KaTeX cannot read"),
        ("results.record", "results.recrd", r"ch04_lines\.md:54: .*no function or class"),
    ],
)
def test_a_fault_on_a_page_is_reported_at_its_line(
    make_book: Callable[[], Book], old: str, new: str, message: str
) -> None:
    book = make_book()
    book.change(f"{CHAPTER}.md", old, new)
    assert re.search(message, book.render().warnings)


def test_a_warning_that_failed_a_build_fails_the_next_one_too(
    make_book: Callable[[], Book],
) -> None:
    book = make_book()
    book.change("index.md", "# ", "{ref}`no-such-place`\n\n# ")
    first, second = (book.render(strict=True).warnings for _ in range(2))
    assert "no-such-place" in first
    assert first == second


def test_an_unknown_recorded_name_stops_the_build_at_its_line(
    make_book: Callable[[], Book],
) -> None:
    book = make_book()
    book.change(f"{CHAPTER}.md", "{glue:text}`two_thirds:.2f`", "{glue:text}`three`")
    with pytest.raises(BookBuildError, match=r"ch04_lines\.md:8: .*'three'"):
        book.render()


def test_a_failing_cell_stops_the_build_and_is_named(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.change(f"{CHAPTER}.md", "2 / at_scale", "nothing / at_scale")
    with pytest.raises(BookBuildError, match=r"ch04_lines\.md[\s\S]*nothing"):
        book.render()


def test_a_malformed_page_stops_the_build_with_its_line(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.change("tutorials/numpy.md", "reading_minutes: 40", "reading_minutes: soon")
    with pytest.raises(BookBuildError, match=r"numpy\.md:2: reading_minutes"):
        book.render()


def test_a_tampered_notebook_is_not_rendered(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.render()
    stored = next((book.root / "_build" / "executed").rglob("*.ipynb"))
    stored.write_bytes(stored.read_bytes().replace(b"0.66", b"0.99"))
    book.change(f"{CHAPTER}.md", "With $x^2$", "And $x^2$")
    with pytest.raises(Exception, match="was changed after it was filed"):
        book.render()


def test_the_reference_follows_what_modules_offer(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.write("index.md", "# Library\n\n```{homlp-api} homlp_lib\n```\n")
    rendered = book.render()
    html = rendered.page("index")
    assert rendered.warnings == ""
    assert 'id="homlp_lib.results.record"' in html
    assert 'id="homlp_lib.scratch.linear.RidgeRegressor.fit"' in html
    assert "set_score_request" not in html  # scikit-learn's, not ours
    assert "<strong>coef_</strong>" in html  # not "coef", as if it were a link's name
