"""Links of a rendered site, on pages small enough to see through."""

from pathlib import Path

import pytest

from homlp_build.errors import UsageError
from homlp_build.publishing.site_links import broken_links


def test_a_link_to_no_file_or_no_place_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html#here">x</a> <a href="b.html#there">x</a> <img src="none.png">'
        '<a href="https://example.org/none">x</a> <a href="#top" id="top">x</a>'
    )
    (tmp_path / "b.html").write_text('<p id="here"></p>')
    assert broken_links(tmp_path) == ["a.html: b.html#there", "a.html: none.png"]


def test_no_site_is_no_site_without_broken_links(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run 'make book' first"):
        broken_links(tmp_path)
