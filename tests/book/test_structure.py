"""Every page has the parts that a reader counts on."""

import re
from collections import Counter
from itertools import pairwise

from homlp_build.manuscript.markdown import Piece, walk
from homlp_build.manuscript.pages import Page

LONGEST_CELL = 25  # lines
LONGEST_LINE = 84  # characters of code: what the column of a laptop's screen holds
LONGEST_OUTPUT = 30  # lines


def headings(page: Page, *levels: str) -> list[str]:
    """Return the page's headings of some levels, code left out."""
    pieces = list(walk(page.text))
    return [
        after.content
        for piece, after in pairwise(pieces)
        if piece.kind == "heading" and piece.name in levels
    ]


def directives(page: Page, *names: str) -> list[Piece]:
    return [one for one in walk(page.text) if one.kind == "directive" and one.name in names]


def test_a_page_says_its_part_and_its_reading_time(page):
    assert page.front.part is not None
    assert page.front.reading_minutes


def test_a_page_has_one_title_and_it_comes_first(page):
    levels = [piece.name for piece in walk(page.text) if piece.kind == "heading"]
    assert levels.count("1") == 1
    assert levels[0] == "1"


def test_no_heading_skips_a_level(page):
    levels = [int(piece.name) for piece in walk(page.text) if piece.kind == "heading"]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_label_is_given_once_in_the_book(book):
    labels = Counter(
        piece.content
        for page in book.pages.values()
        for piece in walk(page.text)
        if piece.kind == "target"
    )
    assert [label for label, times in labels.items() if times > 1] == []


def test_a_cell_fits_a_screen(coded):
    long = [cell.line for cell in coded.cells if len(cell.source.splitlines()) > LONGEST_CELL]
    assert long == []


def test_a_line_of_code_fits_the_column(coded):
    long = [
        cell.code_line + number
        for cell in coded.cells
        for number, line in enumerate(cell.source.splitlines())
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_no_cell_shows_a_bare_number_of_numpy(coded, executed):
    """``np.float64(0.5)`` says nothing to a reader: record it, format it, or end with ``;``."""
    for number, cell in enumerate(executed[coded.name].notebook["cells"], start=1):
        shown = "".join(
            "".join(output.get("data", {}).get("text/plain", "")) for output in cell["outputs"]
        )
        assert not re.match(r"np\.\w+\(", shown), f"cell {number}"


def test_no_cell_prints_more_than_a_screen(coded, executed):
    for number, cell in enumerate(executed[coded.name].notebook["cells"], start=1):
        printed = "".join(
            "".join(output["text"])
            for output in cell["outputs"]
            if output["output_type"] == "stream"
        )
        assert len(printed.splitlines()) <= LONGEST_OUTPUT, f"cell {number}"


def test_no_cell_prints_a_warning(coded, executed):
    for number, cell in enumerate(executed[coded.name].notebook["cells"], start=1):
        errors = [
            output
            for output in cell["outputs"]
            if output["output_type"] == "error" or output.get("name") == "stderr"
        ]
        assert errors == [] or "raises-exception" in cell["metadata"].get("tags", []), (
            f"cell {number}"
        )


def test_a_chapter_ends_with_summary_exercises_and_further_reading(chapter):
    last = [re.sub(r"\W+", " ", title).strip().lower() for title in headings(chapter, "2")[-3:]]
    assert last == ["summary", "exercises", "further reading"]


def test_a_chapter_reproduces_two_mistakes(chapter):
    told = [one for one in headings(chapter, "2", "3") if "goes wrong" in one.lower()]
    assert len(told) >= 2


def test_a_chapter_has_ten_conceptual_and_four_coding_exercises(chapter):
    assert len(directives(chapter, "exercise")) >= 10
    assert len(directives(chapter, "exercise-start")) >= 4


def test_every_exercise_is_solved_once_and_folded(page):
    asked = [
        re.search(r":label: *(\S+)", one.body)[1]
        for one in directives(page, "exercise", "exercise-start")
    ]
    solved = directives(page, "solution", "solution-start")
    assert sorted(asked) == sorted(one.content for one in solved)
    assert all("dropdown" in one.body for one in solved)


def test_a_chapter_shows_at_least_ten_figures(chapter, executed):
    pictures = [
        output
        for cell in executed[chapter.name].notebook["cells"]
        for output in cell["outputs"]
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) >= 10


def test_a_chapter_shows_tested_source_of_the_library(chapter):
    assert directives(chapter, "homlp-source")


def test_further_reading_names_three_to_eight_works(chapter):
    after = chapter.text.split("## Further reading")[-1]
    works = {
        key
        for piece in walk(after)
        if piece.kind == "role" and piece.name.startswith("cite")
        for key in piece.content.split(",")
    }
    assert 3 <= len(works) <= 8
