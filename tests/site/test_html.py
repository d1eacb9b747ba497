"""The HTML of every page is what the standard says, and its outline is in order."""

import json
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

VNU = Path(__file__).parent / "node/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.fixture(scope="session")
def files(site: Path) -> list[Path]:
    """Every page of the site."""
    found = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    assert len(found) > 10
    return sorted(found)


def test_the_checker_of_the_w3c_finds_no_error(site: Path, files: list[Path]) -> None:
    assert VNU.exists(), "make site-tools installs the checker"
    assert shutil.which("java"), "make site-tools installs Java"
    command = ["java", "-Xss4m", "-jar", VNU, "--format", "json", "--errors-only", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert [_line(message, site) for message in messages] == []


def _line(message: dict[str, str], site: Path) -> str:
    page = message.get("url", "").partition(str(site))[2]
    return f"{page}:{message.get('lastLine')}: {message['message']} {message.get('extract', '')}"


class _Outline(HTMLParser):
    """The ids and the headings of a page, less the title that the theme repeats on paper alone."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.levels: list[int] = []
        self._depth = 0  # in the block for paper
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count ids, and note the levels of headings that a screen reader meets."""
        found = dict(attrs)
        if found.get("id"):
            self.ids[str(found["id"])] += 1
        if tag == "div" and (self._depth or "onlyprint" in str(found.get("class")).split()):
            self._depth += 1
        if not self._depth and len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        """Leave the block for paper."""
        if tag == "div" and self._depth:
            self._depth -= 1


@pytest.fixture(scope="session")
def outlines(site: Path, files: list[Path]) -> dict[str, _Outline]:
    return {
        str(path.relative_to(site)): _Outline(path.read_text(encoding="utf-8")) for path in files
    }


def test_no_id_stands_twice_on_a_page(outlines: dict[str, _Outline]) -> None:
    twice = {
        name: [one for one, count in outline.ids.items() if count > 1]
        for name, outline in outlines.items()
    }
    assert {name: ids for name, ids in twice.items() if ids} == {}


def test_each_page_has_one_main_heading_and_skips_no_level(outlines: dict[str, _Outline]) -> None:
    wrong = {
        name: outline.levels
        for name, outline in outlines.items()
        if outline.levels.count(1) != 1 or _skips(outline.levels)
    }
    assert wrong == {}


def _skips(levels: list[int]) -> bool:
    return any(later > sooner + 1 for sooner, later in zip([0, *levels[:-1]], levels, strict=True))
