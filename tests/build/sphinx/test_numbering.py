"""Figures are numbered as Sphinx numbers them, without reading pages that did not change.

Pages without a number alone differ: there each counts its own.
"""

import re

from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector

from homlp_build.sphinx.numbering import NumberedByFrontMatter

FIGURE = """
```{figure} ../mark.svg
:name: NAME
A caption.
```
"""
TABLE = """
```{table} A table.
:name: NAME
| a |
|---|
| 1 |
```
"""
NAMES = ("numpy", "pandas")
MARK = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n'


def figures(*names):
    return "".join(FIGURE.replace("NAME", name) for name in names)


def write(book):
    book.write("mark.svg", MARK)
    book.write(
        "appendices/a_more.md",
        "---\nhomlp: {part: appendix, number: A}\n---\n# More\n"
        + figures("a1")
        + "\n```{math}\n:label: eq-a\n1\n```\n## A section\n"
        + figures("a2")
        + TABLE.replace("NAME", "t1")
        + "\n```{figure} ../mark.svg\n```\n"
        + "\n```{code-block} python\n:caption: Code\n:name: c1\nx = 1\n```\n",
    )
    book.write("tutorials/numpy.md", "# NumPy\n" + figures("n1", "n2"))
    book.write(
        "tutorials/pandas.md",
        "# pandas\n" + figures("p1") + "\n{numref}`a2`, {numref}`n2`, {eq}`eq-a`\n",
    )


def numbers(html):
    return re.findall(r"Fig\. [\w.]+", html.split("</figure>")[-1])


def test_the_numbers_are_those_that_sphinx_gives(make_book, monkeypatch):
    book = make_book()
    write(book)
    found = []

    def both(self, env):
        rewritten = ours(self, env)
        kept = env.toc_fignumbers
        TocTreeCollector.assign_figure_numbers(self, env)
        found.append((kept, env.toc_fignumbers))
        return rewritten

    ours = NumberedByFrontMatter.assign_figure_numbers
    monkeypatch.setattr(NumberedByFrontMatter, "assign_figure_numbers", both)
    assert book.render().warnings == ""
    ((kept, theirs),) = found
    tutorials = {"book/tutorials/numpy", "book/tutorials/pandas"}
    assert kept.keys() == theirs.keys() > tutorials
    assert all(kept[page] == theirs[page] for page in kept.keys() - tutorials)
    assert kept["book/appendices/a_more"]["figure"] == {"a1": ("A", 1), "a2": ("A", 2)}
    assert {kind for page in kept.values() for kind in page} >= {"figure", "table", "code-block"}


def test_a_page_without_a_number_counts_its_own(make_book):
    book = make_book()
    write(book)
    rendered = book.render()
    pages = [rendered.page(f"tutorials/{name}") for name in NAMES]
    shown = [re.findall(r'caption-number">Fig\. (\w+)', page) for page in pages]
    assert shown == [["1", "2"], ["1"]]
    assert numbers(pages[1])[-1] == "Fig. 2"  # NumPy's second


def test_a_figure_put_before_others_moves_their_numbers_on_other_pages(make_book, monkeypatch):
    book = make_book()
    write(book)
    assert numbers(book.render().page("tutorials/pandas")) == ["Fig. A.2", "Fig. 2"]

    book.change("appendices/a_more.md", "# More\n", "# More\n" + figures("a0"))
    read = []
    from_disk = BuildEnvironment.get_doctree
    monkeypatch.setattr(
        BuildEnvironment, "get_doctree", lambda env, name: read.append(name) or from_disk(env, name)
    )
    numbered = []
    ours = NumberedByFrontMatter.assign_figure_numbers

    def watched(self, env):
        del read[:]
        rewritten = ours(self, env)
        numbered.extend(read)
        return rewritten

    monkeypatch.setattr(NumberedByFrontMatter, "assign_figure_numbers", watched)
    second = book.render()
    assert numbered == ["book/appendices/a_more"]
    assert "Fig. A.3" in second.page("appendices/a_more")
    assert numbers(second.page("tutorials/pandas")) == ["Fig. A.3", "Fig. 2"]
