"""Front matter, requirements and planned pages: errors name file and line."""

import pickle
from pathlib import Path

import pytest

from homlp_build.errors import BookError, PageError
from homlp_build.manuscript.pages import parse_page


def test_front_matter_is_read_with_its_types() -> None:
    page = parse_page(
        "---\nhomlp:\n  part: 2\n  number: 4\n  requires: [a/b]\n  reading_minutes: 70\n"
        "  data: [toy]\n---\n# A title\n",
        name="part2/x",
    )
    assert (page.front.part, page.front.number, page.front.requires) == (2, 4, ("a/b",))
    assert (page.front.reading_minutes, page.front.data, page.title) == (70, ("toy",), "A title")
    assert parse_page("text\n", name="n").title == "n"


@pytest.mark.parametrize(
    ("front", "line", "words"),
    [
        ("homlp:\n  part: 3", 3, "part must be one of"),
        ("homlp:\n  part: true", 3, "part must be one of"),
        ("homlp:\n  part: 1\n  number: x", 4, "number must be"),
        ("homlp:\n  number: 0", 3, "number must be"),
        ("homlp:\n  requires: a", 3, "requires must be a list"),
        ("homlp:\n  requires: [1]", 3, "requires must be a list"),
        ("homlp:\n  reading_minutes: 1.5", 3, "whole number"),
        ("homlp:\n  data: {a: 1}", 3, "data must be"),
        ("homlp:\n  parts: 1", 3, "unknown field 'parts'"),
        ("homlp: 3", 2, "must be a mapping"),
        ("- a", 2, "must be a mapping"),
        ("homlp:\n  part: [1", 3, "not YAML"),
        ("homlp:\n  part: 1\n  part: 2", 4, "stands twice"),
        ("kernelspec:\n  name: julia", 3, "must be 'python3'"),
        ("kernelspec: x", 2, "must be 'python3'"),
    ],
)
def test_malformed_front_matter_is_an_error_with_file_and_line(
    front: str, line: int, words: str
) -> None:
    with pytest.raises(PageError) as caught:
        parse_page(f"---\n{front}\n---\n# T\n", path=Path("p.md"))
    assert str(caught.value).startswith(f"p.md:{line}: "), str(caught.value)
    assert words in str(caught.value)


def test_front_matter_that_never_ends_is_an_error() -> None:
    with pytest.raises(PageError, match=r"p\.md:1: .*never closed"):
        parse_page("---\nhomlp: {}\n\n# T\n", path=Path("p.md"))


def test_an_error_survives_the_way_between_processes() -> None:
    error = PageError(Path("p.md"), 3, "wrong")
    assert str(pickle.loads(pickle.dumps(error))) == "p.md:3: wrong"


def _front(requires: str) -> str:
    return f"---\nhomlp:\n  part: 1\n  requires: [{requires}]\n---\n"


def test_an_unknown_requirement_is_an_error_that_suggests_a_name(empty_book) -> None:
    empty_book.write("book/tutorials/numpy.md", "# N\n")
    empty_book.write("book/a.md", _front("tutorial/numpy") + "# A\n")
    empty_book.write("book/b.md", _front("zzz") + "# B\n")
    with pytest.raises(BookError) as caught:
        empty_book.read()
    first, second = caught.value.errors
    assert (first.path.name, first.line) == ("a.md", 4)
    assert "did you mean 'tutorials/numpy'?" in first.what
    assert "planned.yml" in second.what


def test_a_cycle_of_requirements_is_an_error_that_shows_the_circle(empty_book) -> None:
    for name, requires in {"a": "b", "b": "c", "c": "b"}.items():
        empty_book.write(f"book/{name}.md", _front(requires) + "# T\n")
    with pytest.raises(BookError, match="b → c → b") as caught:
        empty_book.read()
    assert (caught.value.errors[0].path.name, caught.value.errors[0].line) == ("b.md", 4)


def test_a_page_may_require_a_planned_one(empty_book) -> None:
    empty_book.write("book/a.md", _front("later") + "# A\n")
    empty_book.write("book/planned.yml", "- {name: later, title: Later, part: 2, number: 9}\n")
    assert empty_book.read().planned["later"].number == 9


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name: x\n", 1, "list of pages"),
        ("- {name: x}\n", 1, "at least name, title and part"),
        ("- {name: x, title: X, part: 1}\n- {name: x, title: X, part: 1}\n", 2, "planned twice"),
        ("- {name: a, title: A, part: 1}\n", 1, "is written"),
        ("- name: x\n  title: X\n  part: 9\n", 3, "part must be"),
        ("- [\n", 2, "not YAML"),
    ],
)
def test_a_malformed_plan_is_an_error_with_its_line(empty_book, text, line, words) -> None:
    empty_book.write("book/a.md", "# A\n")
    empty_book.write("book/planned.yml", text)
    with pytest.raises(BookError) as caught:
        empty_book.read()
    assert (caught.value.errors[0].line, words in str(caught.value)) == (line, True)


def test_a_planned_page_in_a_cycle_is_named_by_the_plan(empty_book) -> None:
    empty_book.write("book/planned.yml", "- {name: x, title: X, part: 1, requires: [x]}\n")
    with pytest.raises(BookError, match=r"planned\.yml:1: .*x → x"):
        empty_book.read()


def test_every_malformed_page_is_reported_at_once(empty_book) -> None:
    empty_book.write("book/a.md", "---\nhomlp: 1\n---\n")
    empty_book.write("book/b.md", "```{note}\n")
    (empty_book.root / "book/c.md").write_bytes(b"fine\n\xff\n")
    empty_book.write("book/_static/ignored.md", "```{note}\n")
    with pytest.raises(BookError) as caught:
        empty_book.read()
    places = [(error.path.name, error.line) for error in caught.value.errors]
    assert places == [("a.md", 2), ("b.md", 1), ("c.md", 2)]


@pytest.mark.parametrize("command", ["check", "execute", "status"])
def test_each_command_reports_malformed_pages_with_file_and_line(empty_book, command) -> None:
    empty_book.write("book/a.md", "---\nhomlp: 1\n---\n")
    done = empty_book.homlp(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("book/a.md:2: homlp: must be a mapping")
