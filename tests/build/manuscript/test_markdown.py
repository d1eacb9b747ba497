from homlp_build.manuscript.markdown import Piece, walk

PAGE = """\
---
homlp: {part: 1}
---
(a-label)=
# A title

Text with {glue:text}`rmse:.2f`, `0.1`, $0.2$ and
a [link](other.md#part).

````{note}
:class: wide
Inside the note.

```{code-cell} python
x = "text in a cell is code"
```
````

:::{admonition} A title of its own
---
class: tip
---
Below its options.
:::

```{code-cell} python
---
mystnb: {figure: {name: fig-one}}
---
y = 1.5
```

$$
z = 3
$$ (eq-z)
"""


def found(kind: str) -> list[tuple[int, str]]:
    return [(piece.line, piece.content) for piece in walk(PAGE) if piece.kind == kind]


def test_text_comes_with_the_line_that_it_stands_on():
    text = dict(reversed([(line, content) for line, content in found("text") if content.strip()]))
    assert text[5] == "A title"
    assert text[7].startswith("Text with ")
    assert text[8] == "a "
    assert text[12] == "Inside the note."
    assert text[23] == "Below its options."


def test_a_directives_argument_is_text_too():
    assert (19, "A title of its own") in found("text")


def test_code_and_math_are_no_text():
    everything = " ".join(content for _, content in found("text"))
    assert not any(word in everything for word in ("0.1", "0.2", "1.5", "cell is code", "z ="))


def test_roles_links_targets_and_equation_labels_are_found_with_their_lines():
    assert Piece("role", 7, name="glue:text", content="rmse:.2f") in list(walk(PAGE))
    assert found("link") == [(8, "other.md#part")]
    assert found("target") == [(4, "a-label")]
    assert [content for _, content in found("math")] == ["eq-z"]


def test_directives_come_with_their_content():
    directives = [piece for piece in walk(PAGE) if piece.kind == "directive"]
    assert [(piece.line, piece.name) for piece in directives] == [
        (10, "note"),
        (14, "code-cell"),
        (19, "admonition"),
        (26, "code-cell"),
    ]
    assert "fig-one" in directives[-1].body


def test_an_empty_page_has_no_pieces():
    assert list(walk("")) == []
