"""The bibliography agrees with the pages after a partial build."""

REFERENCES = """\
@book{first2020, author = {Ada First}, title = {One}, publisher = {P}, year = {2020}}
@book{second2021, author = {Bo Second}, title = {Two}, publisher = {P}, year = {2021}}
"""
BIBLIOGRAPHY = "# Bibliography\n\n```{bibliography}\n```\n"
SETTINGS = {
    "extensions": [
        "sphinx_external_toc",
        "sphinx.ext.autodoc",
        "sphinx.ext.napoleon",
        "sphinxcontrib.bibtex",
        "homlp_build.sphinx",
    ],
    "bibtex_bibfiles": ["book/references.bib"],
    "bibtex_cite_id": "cite-{key}",
}


def test_a_new_citation_on_one_page_appears_in_the_bibliography(make_book):
    book = make_book()
    book.write("references.bib", REFERENCES)
    book.write("appendices/bibliography.md", BIBLIOGRAPHY)
    book.write("appendices/citing.md", "# Citing\n\n{cite:p}`first2020`\n")
    first = book.render(**SETTINGS)
    assert first.warnings == ""
    assert "cite-second2021" not in first.page("appendices/bibliography")

    book.change("appendices/citing.md", "first2020", "first2020,second2021")
    second = book.render(**SETTINGS)
    assert second.read == ["book/appendices/citing"]
    assert 'href="bibliography.html#cite-second2021"' in second.page("appendices/citing")
    assert 'id="cite-second2021"' in second.page("appendices/bibliography")


def test_an_entry_that_changed_is_formatted_anew(make_book):
    book = make_book()
    book.write("references.bib", REFERENCES)
    book.write("appendices/bibliography.md", BIBLIOGRAPHY)
    book.write("appendices/citing.md", "# Citing\n\n{cite:p}`first2020`\n")
    assert "2020" in book.render(**SETTINGS).page("appendices/bibliography")
    book.change("references.bib", "year = {2020}", "year = {1999}")
    book.change("appendices/citing.md", "# Citing", "# Citing again")
    second = book.render(**SETTINGS)
    assert second.warnings == ""
    assert "1999" in second.page("appendices/bibliography")
    assert "2020." not in second.page("appendices/bibliography")
