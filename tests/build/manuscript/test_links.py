from pathlib import Path

import pytest

from homlp_build.manuscript.links import check_links

HERE = """\
(here)=
# Here

$$
x
$$ (eq-x)

```{code-cell} python
---
mystnb:
  figure:
    name: fig-x
---
```

```{exercise}
:label: ex-x
```
"""
GLOSSARY = "```{glossary}\nLearning rate\n  A step.\n```\n"


@pytest.fixture
def dangling(tmp_path: Path):
    (tmp_path / "references.bib").write_text("@book{known2020, title={T}}\n")

    def run(text: str) -> list[tuple[int, str]]:
        texts = {"page.md": text, "here.md": HERE, "glossary.md": GLOSSARY}
        for name, content in texts.items():
            (tmp_path / name).write_text(content)
        found = check_links(tmp_path, {tmp_path / name: text for name, text in texts.items()})
        assert set(found) <= {tmp_path / "page.md"}
        return [(one.line, one.message) for one in found.get(tmp_path / "page.md", [])]

    return run


@pytest.mark.parametrize(
    "link",
    [
        "{ref}`here`",
        "{ref}`a title <here>`",
        "{eq}`eq-x`",
        "{numref}`fig-x`",
        "{ref}`ex-x`",
        "{term}`learning rate`",
        "{term}`rates <Learning rate>`",
        "{cite:p}`known2020`",
        "{doc}`here`",
        "{doc}`words <here>`",
        "[x](here.md#fragment)",
        "[x](#setup)",
        "[x](https://example.org/nowhere)",
    ],
)
def test_links_that_lead_somewhere_pass(dangling, link):
    assert dangling(f"# P\n\n{link}\n") == []


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ("{ref}`nowhere`", "'nowhere'"),
        ("{eq}`eq-y`", "'eq-y'"),
        ("{numref}`Figure %s <fig-y>`", "'fig-y'"),
        ("{term}`unknown`", "'unknown'"),
        ("{cite:t}`known2020,guessed2021`", "'guessed2021'"),
        ("{doc}`there`", "'there.md'"),
        ("[x](there.md)", "'there.md'"),
    ],
)
def test_a_dangling_link_is_named_with_its_line(dangling, link, named):
    [(line, message)] = dangling(f"# P\n\n{link}\n")
    assert line == 3
    assert named.removesuffix(".md'") in message
