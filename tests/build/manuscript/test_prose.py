import pytest

from homlp_build.manuscript.pages import parse_page
from homlp_build.manuscript.prose import lint, lint_figures


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


PAGE = """---
kernelspec: {{name: python3}}
---
# T

```{{code-cell}} python
---
tags: [hide-input]
mystnb:
  figure:
    name: fig-t
    caption: |
      What to see,
      {caption}.
---
rmse = 0.5
plots.show(
    fig,
    alt="The error "
    {alt},
)
```
"""


def figure_messages(*, caption: str = "then more", alt: str = '"falls"') -> list[tuple[int, str]]:
    page = parse_page(PAGE.format(caption=caption, alt=alt))
    return [(one.line, one.message.split(":")[0]) for one in lint_figures(page.cells)]


@pytest.mark.parametrize(
    ("alt", "result"),
    [
        ('"falls to 54.3."', "54.3"),
        ('f"of {name} falls to 54.3."', "54.3"),
        ('"falls by 12 %." if up else "rises"', "12 %"),
        ('+ "falls to {}, or 7%".format(rmse)', "7%"),
    ],
)
def test_a_result_typed_into_a_text_alternative_is_found_on_its_line(alt, result):
    assert figure_messages(alt=alt) == [
        (20, f"'{result}' is typed by hand into a text alternative")
    ]


@pytest.mark.parametrize(
    "alt",
    ['f"is {rmse:.1f}, {100 * 0.5} %"', '"at degrees 1 and 20"', '"with `alpha=0.5`"', "* 2"],
)
def test_numbers_that_a_cell_computes_counts_and_settings_are_fine_in_an_alternative(alt):
    assert figure_messages(alt=alt) == []


def test_a_caption_keeps_the_rules_of_prose():
    assert figure_messages(caption="a fall to 54.3") == [(14, "'54.3' is typed by hand")]
    assert figure_messages(caption="obviously") == [(14, "'obviously'")]
    assert figure_messages(caption="{glue:text}`rmse:.1f` at `alpha=0.5` and $x = 0.5$") == []


def test_the_options_of_a_cell_without_a_caption_hold_nothing_to_lint():
    cell = "```{code-cell} python\n:tags: [full]\n\nx = 1.5\n```\n"
    page = parse_page("---\nkernelspec: {name: python3}\n---\n# T\n\n" + cell)
    assert list(lint_figures(page.cells)) == []
