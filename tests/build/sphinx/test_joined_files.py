"""One style sheet and one script for a site, made anew only when something changed."""

import os
import re
from pathlib import Path

import pytest

from homlp_build.errors import AssetError
from homlp_build.sphinx.joined_files import SCRIPT, STYLE, JoinedFiles

PAGE = (
    '<p class="{}">A page.</p><link href="_static/site.css?v=0"><script src="_static/site.js?v=0">'
)


class Site:
    """A site of one page, two sheets and two scripts."""

    def __init__(self, root: Path) -> None:
        self.root, self.static = root, root / "_static"
        self.static.mkdir()
        (self.static / "one.css").write_text(".used{top:0}.unused{top:1px}")
        (self.static / "two.css").write_text(".by-script{top:2px}")
        (self.static / "one.js").write_text('"use strict"\n//# sourceMappingURL=one.js.map')
        (self.static / "two.js").write_text('add("by-script"); unwanted();')
        self.write("used")

    def write(self, classes: str) -> None:
        """Write the page, as Sphinx does."""
        (self.root / "page.html").write_text(PAGE.format(classes))

    def join(self, *, sheets: tuple[str, ...] = ("one.css", "two.css")) -> JoinedFiles:
        """Join the files as the end of a build does."""
        joined = JoinedFiles(self.root, self.root / "memory.json")
        joined.write(sheets, ("one.js", "two.js"), changes={"unwanted()": "wanted()"})
        return joined

    def style(self) -> str:
        """Return the joined sheet."""
        return (self.static / STYLE).read_text()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_what_pages_use_and_what_scripts_add_stays(site: Site) -> None:
    site.join()
    assert site.style() == ".used{top:0}.by-script{top:2px}"


def test_scripts_stand_in_order_and_changed(site: Site) -> None:
    site.join()
    script = (site.static / SCRIPT).read_text()
    assert script.index("use strict") < script.index("by-script")
    assert script.endswith("; wanted();")
    assert "sourceMappingURL" not in script


def test_a_piece_that_is_no_longer_there_to_change_is_an_error(site: Site) -> None:
    (site.static / "two.js").write_text("something_else();")
    with pytest.raises(AssetError, match="unwanted"):
        site.join()


def test_every_page_names_the_hash_of_what_it_loads(site: Site) -> None:
    joined = site.join()
    stamps = re.findall(r"site\.(?:css|js)\?v=(\w+)", (site.root / "page.html").read_text())
    assert stamps == [joined.stamp(STYLE), joined.stamp(SCRIPT)]
    assert "0" not in stamps


def test_a_page_that_uses_something_new_gets_its_rule_and_a_new_hash(site: Site) -> None:
    before = site.join().stamp(STYLE)
    site.write("used unused")
    assert site.join().stamp(STYLE) != before
    assert ".unused" in site.style()


def test_a_changed_sheet_is_joined_again_though_no_page_was_written(site: Site) -> None:
    site.join()
    (site.static / "one.css").write_text(".used{top:9px}")
    site.join(sheets=())
    assert site.style() == ".used{top:9px}.by-script{top:2px}"


def test_nothing_is_written_when_nothing_changed(site: Site) -> None:
    site.join()
    files = [site.static / STYLE, site.root / "page.html"]
    for file in files:
        os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    before = [file.stat().st_mtime_ns for file in files]
    site.join()
    assert [file.stat().st_mtime_ns for file in files] == before
