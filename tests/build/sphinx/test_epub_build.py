"""The configuration of the e-book, drawn from the site's."""

from pathlib import Path

import pytest

from homlp_build.sphinx.epub_build import configuration, main
from homlp_build.sphinx.paper import as_pdf
from homlp_build.sphinx.state import BookBuildError

ROOT = Path(__file__).parents[3]


def test_an_e_book_has_the_sites_pages_and_none_of_its_dress() -> None:
    config = configuration(ROOT)
    assert config["root_doc"] == "book/index"
    assert config["html_title"] == "HOMLP: machine learning, executed"
    assert {"myst_nb", "sphinx_exercise", "homlp_build.sphinx"} <= set(config["extensions"])
    assert "sphinx_book_theme" not in config["extensions"]
    assert config["html_css_files"] == []
    assert [name for name in config if name.startswith(("ogp_", "sitemap_"))] == []


def test_the_command_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "epub_build FOLDER" in capsys.readouterr().err


def test_without_rsvg_convert_an_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BookBuildError, match="apt-get install librsvg2-bin"):
        as_pdf(tmp_path / "drawing.svg")
