import pytest

from homlp_build.prose import lint


def messages(text: str, *, has_code: bool = True) -> list[tuple[int, str]]:
    return [
        (finding.line, finding.message.split(":")[0]) for finding in lint(text, has_code=has_code)
    ]


@pytest.mark.parametrize("result", ["3.14", "0.5 %", "12%", "97 %", "1.5"])
def test_a_result_typed_by_hand_is_found_on_its_line(result):
    [(line, message)] = messages(f"# T\n\nThe error is {result} here.\n")
    assert line == 3
    assert message.startswith(f"'{result}' is typed by hand")


@pytest.mark.parametrize(
    "fine",
    [
        "{glue:text}`rmse:.2f` units",
        "set `alpha=0.5`",
        "so $x = 0.5$ there",
        "chapter 4 and 20 trees",
        "version 1.2.3 came out",
        "see [the page](a-1.5.md)",
        "```python\nx = 0.5\n```",
        "```{code-cell} python\nx = 0.5\n```",
        "$$\nx = 0.5\n$$",
    ],
)
def test_settings_formulas_counts_and_pasted_results_are_fine(fine):
    assert messages(f"# T\n\n{fine}\n") == []


def test_a_page_without_code_may_state_numbers():
    assert messages("Costs 2.8 GB.", has_code=False) == []


@pytest.mark.parametrize("word", ["simply", "Obviously", "of course", "state-of-the-art"])
def test_words_that_talk_down_or_up_are_found(word):
    [(line, message)] = messages(f"# T\n\n```{{note}}\nIt is {word} so.\n```\n")
    assert line == 4
    assert message == f"'{word}'"


def test_parts_of_words_and_code_are_left_alone():
    assert messages("An unobviously named `simply()`.") == []
