"""The notebooks of a small book: what each construct of a page becomes."""

import ast
import json

import nbformat
import pytest
from PIL import Image

from homlp_build.errors import UsageError
from homlp_build.publishing.repository import read_repository
from homlp_build.sphinx.notebooks.cells import split_check

from .conftest import FRONT, Book

SITE = "https://ada.github.io/copy/"
PAGE = f"{SITE}book/part1/ch05_all.html"

ALL = (
    FRONT.format(number=5, requires="part1/ch04_lines", minutes=10)
    + r"""
# All of it

```{code-cell} python
from homlp_lib import record
half = record("half", 0.5)
record("seven", 7)
print("a line")
```

See {eq}`eq-all`, {numref}`fig-line`, {doc}`/book/tutorials/numpy` and {ref}`sec-all`; a price
of 5\$, `a|b`, $x<y$, two\*stars and a note.[^one] The half is {glue:text}`half:.2f`.

[^one]: Said below.

```{math}
:label: eq-all
y = x^2

  % a remark
  + 1
```

(sec-all)=
## A section

```{admonition} Mind this
:class: tip
In a box:

$$ a = b $$

- one
  - nested
- two
```

```{note}
:class: dropdown
Folded *words*.
```

| a | b |
|---|---|
| $\|x\|$ | `c` |

term
: What it means.

other
: - this
  - that

A seventh paragraph whose number is
{glue:text}`seven`. And more.

```{list-table} Values
:name: tab-values

* - p
  - q|r
```

3. three

   ```python
   inside = "a list"
   ```
4. four

> A quote
> of two lines.

```{figure} picture.png
:alt: A dot
:name: fig-dot

A *dot*.
```

````{admonition} With code
:class: dropdown
```python
folded = 1
```
````

```{dropdown} Design
Inside `it`.
```

<b>raw html</b> stays away.

---

::::{tab-set}
:::{tab-item} Linux
Type `ls`.
:::
::::

````{prf:theorem} Of size
:label: thm-size
It is so.
````

````{prf:algorithm} Descent
:label: alg-descent
Walk.
````

````{exercise-start}
:label: ex-all
````
Write one.

```{code-cell} python
---
tags: [stub, skip-execution]
---
def one():
    raise NotImplementedError


check_one(one)
```
````{exercise-end}
````

````{solution-start} ex-all
:class: dropdown
````
```{code-cell} python
---
tags: [solution]
---
print("the answer")
```
````{solution-end}
````

```{code-cell} python
---
tags: [remove-cell]
---
unseen = 1
```

```{code-cell} python
unseen + 1
```
"""
)


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    """The notebooks by page name, as nbformat reads them, and the folder they lie in."""
    book = Book(tmp_path_factory.mktemp("notebooks"))
    (book.root / "_config.yml").write_text(
        f"repository: {{url: https://github.com/ada/copy, branch: dev}}\n"
        f"html: {{baseurl: {SITE}}}\n"
    )
    book.write("part1/ch05_all.md", ALL)
    Image.new("RGB", (1, 1)).save(book.root / "book" / "part1" / "picture.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_SHA", "abc123")
        patch.delenv("GITHUB_REPOSITORY", raising=False)
        patch.delenv("HOMLP_SITE_URL", raising=False)
        done = book.render(
            "notebooks",
            extensions=[
                "sphinx_external_toc",
                "sphinx_design",
                "sphinx_exercise",
                "sphinx_proof",
                "sphinx.ext.autodoc",
                "sphinx.ext.napoleon",
                "homlp_build.sphinx",
            ],
            myst_enable_extensions=["dollarmath", "colon_fence", "deflist"],
            html_title="A copy",
            author="Ada",
        )
    assert done.warnings == ""
    root = book.root / "_build" / "notebooks"
    found = {p.relative_to(root).as_posix(): nbformat.read(p, 4) for p in root.rglob("*.ipynb")}
    for notebook in found.values():
        nbformat.validate(notebook)
    return found


@pytest.fixture
def all_of_it(notebooks):
    return notebooks["part1/ch05_all.ipynb"]


@pytest.fixture
def prose(all_of_it):
    return "\n\n".join(markdown_of(all_of_it))


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def markdown_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def test_pages_with_code_and_no_others_become_notebooks(notebooks):
    assert sorted(notebooks) == ["part1/ch04_lines.ipynb", "part1/ch05_all.ipynb"]


def test_the_first_code_installs_only_what_is_missing_at_the_commit(all_of_it):
    first = code(all_of_it)[0].source
    assert '--no-deps "homlp @ git+https://github.com/ada/copy@abc123"' in first
    assert "if missing:" in first
    assert 'if not find_spec("homlp_lib"):' in first


def test_the_last_cell_shows_versions(all_of_it):
    assert code(all_of_it)[-1].source.startswith("from homlp_lib import environment")


def test_the_metadata_name_kernel_title_and_author(all_of_it):
    assert all_of_it.metadata.title == "All of it"
    assert all_of_it.metadata.authors == [{"name": "Ada"}]
    assert all_of_it.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    "expected",
    [
        "# 5. All of it",
        "## A section",
        f"[(5.1)]({PAGE}#equation-eq-all)",
        f"[Fig. 4.1]({SITE}book/part1/ch04_lines.html#fig-line)",
        f"[NumPy]({SITE}book/tutorials/numpy.html)",
        f"[A section]({PAGE}#sec-all)",
        r"5\$",
        "`a|b`",
        "$x< y$",
        r"two\*stars",
        "a note.<sup>1</sup>",
        "<sup>1</sup> Said below.",
        "The half is 0.50.",
        "$$\ny = x^2\n  + 1 \\tag{5.1}\n$$",
        "> **Mind this**\n>\n> In a box:\n>\n> $$ a = b $$\n>\n> - one\n>   - nested\n> - two",
        "<details>\n<summary>Note</summary>\n\nFolded *words*.\n\n</details>",
        "| a | b |\n| --- | --- |\n| $\\vert x\\vert$ | `c` |",
        "- **term**: What it means.\n- **other**:\n\n  - this\n  - that",
        "number is\n7\\. And more.",
        "**Table 5.1.** Values\n\n|  |  |\n| --- | --- |\n| p | q\\|r |",
        '3. three\n\n   ```python\n   inside = "a list"\n   ```\n4. four',
        "> A quote\n> of two lines.",
        f"![A dot]({SITE}_images/picture.png)\n\n**Figure 5.1.** A *dot*.",
        "<summary>With code</summary>\n\n```python\nfolded = 1\n```\n\n</details>",
        "<details>\n<summary>Design</summary>\n\nInside `it`.\n\n</details>",
        "raw html stays away.",
        "\n* * *\n",
        "**Linux**\n\nType `ls`.",
        "> **Theorem 5.1** (Of size)\n>\n> It is so.",
        "> **Algorithm 5.1** (Descent)\n>\n> Walk.",
        "**Exercise 5.1**\n\nWrite one.",
        "<details>\n<summary>Solution to Exercise 5.1</summary>\n\n"
        '```python\nprint("the answer")\n```\n\nOutput:\n\n```text\nthe answer\n```\n\n</details>',
    ],
)
def test_a_construct_becomes_plain_markdown(prose, expected):
    assert expected in prose


def test_outputs_come_along_without_what_is_only_for_the_build(all_of_it, notebooks):
    [record_cell] = [c for c in code(all_of_it) if "record(" in c.source]
    assert [o.output_type for o in record_cell.outputs] == ["stream"]
    assert record_cell.outputs[0].text == "a line\n"
    assert "homlp." not in json.dumps([c.outputs for n in notebooks.values() for c in code(n)])


def test_a_figure_keeps_its_light_picture_and_its_caption_follows(notebooks):
    cells = notebooks["part1/ch04_lines.ipynb"].cells
    [at] = [n for n, c in enumerate(cells) if "A line with slope" in c.source]
    assert set(cells[at].outputs[0].data) == {"image/png", "text/plain"}
    assert cells[at].outputs[0].metadata["image/png"]["width"] == 192  # two inches of CSS
    assert cells[at + 1].source.startswith("**Figure 4.1.** A line.")


def test_a_stub_is_code_and_its_check_a_comment_in_the_next_cell(all_of_it):
    sources = [cell.source for cell in code(all_of_it)]
    at = sources.index("def one():\n    raise NotImplementedError")
    assert sources[at + 1].endswith("\n# check_one(one)")
    assert ast.parse(sources[at + 1]).body == []


def test_a_solution_is_not_a_cell_to_run(all_of_it):
    assert not any("the answer" in cell.source for cell in code(all_of_it))


def test_a_cell_that_the_page_hides_runs_before_what_needs_it(all_of_it):
    sources = [cell.source for cell in code(all_of_it)]
    assert sources.index("unseen = 1") < sources.index("unseen + 1")


def test_a_cell_for_the_full_scale_is_passed_over_at_the_quick_one(notebooks):
    notebook = notebooks["part1/ch04_lines.ipynb"]
    sources = [cell.source for cell in code(notebook)]
    assert "%%needs full\nraise MemoryError" in sources
    loads = [
        at for at, source in enumerate(sources) if source.endswith("%load_ext homlp_lib.magics")
    ]
    assert loads == [1]  # behind what installs the library
    assert any("16 GB of memory" in text for text in markdown_of(notebook))


def test_a_notebook_without_such_a_cell_loads_no_magic(all_of_it):
    assert not any("load_ext" in cell.source for cell in code(all_of_it))


def test_a_fold_ends_its_cell_so_that_what_follows_stands_apart(all_of_it):
    folds = [text for text in markdown_of(all_of_it) if "</details>" in text]
    assert folds
    assert all(text.endswith("</details>") for text in folds)


def test_the_source_of_the_library_is_a_cell_that_runs_by_itself(notebooks):
    [cell] = [
        cell
        for cell in code(notebooks["part1/ch04_lines.ipynb"])
        if cell.metadata.get("tags") == ["library-source"]
    ]
    space = {}
    exec(compile(cell.source, "cell", "exec"), space)
    assert callable(space["record"])
    assert cell.source.startswith("# record, as homlp_lib.results has it: to read, and to try out.")


def test_a_stub_without_a_check_stays_one_cell():
    assert split_check("answer = ...") == ("answer = ...", None)


def test_the_environment_of_the_ci_goes_before_the_configuration(tmp_path):
    (tmp_path / "_config.yml").write_text("repository: {url: https://github.com/ada/copy}\n")
    environ = {"GITHUB_REPOSITORY": "bob/fork", "GITHUB_SHA": "def", "HOMLP_SITE_URL": "http://x"}
    found = read_repository(tmp_path, environ=environ)
    assert (found.owner, found.name, found.site_url) == ("bob", "fork", "http://x/")
    assert found.requirement == "homlp @ git+https://github.com/bob/fork@def"


def test_the_site_of_a_fork_is_not_the_one_that_the_configuration_names(tmp_path):
    (tmp_path / "_config.yml").write_text(
        "repository: {url: https://github.com/ada/copy}\nhtml: {baseurl: https://ada.example/}\n"
    )
    here = read_repository(tmp_path, environ={"GITHUB_REPOSITORY": "ada/copy"})
    assert here.site_url == "https://ada.example/"
    fork = read_repository(tmp_path, environ={"GITHUB_REPOSITORY": "Bob/copy"})
    assert fork.site_url == "https://bob.github.io/copy/"
    root = read_repository(tmp_path, environ={"GITHUB_REPOSITORY": "Bob/bob.github.io"})
    assert root.site_url == "https://bob.github.io/"


def test_without_a_commit_the_branch_is_installed(tmp_path):
    (tmp_path / "_config.yml").write_text("repository: {url: https://github.com/ada/copy.git}\n")
    found = read_repository(tmp_path, environ={})
    assert found.requirement == "homlp @ git+https://github.com/ada/copy@main"
    assert found.site_url == "https://ada.github.io/copy/"


def test_a_repository_that_nothing_names_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="set GITHUB_REPOSITORY"):
        read_repository(tmp_path, environ={})
