"""Lighthouse gives full marks for what does not depend on how busy the machine is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from homlp_build.publishing.lighthouse import audit
from homlp_build.publishing.serve import serve

ROOT = Path(__file__).parents[2]
CATEGORIES = ("accessibility", "best-practices", "seo")
PAGES = [
    "book/index.html",
    "book/part1/ch04_training_linear_models.html",
    "book/preface/roadmap.html",
    "search.html",
]


@pytest.fixture(scope="module")
def compressed(site: Path) -> Iterator[str]:
    with serve(site) as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_gives_full_marks(compressed: str, name: str) -> None:
    report = audit(compressed + name, categories=CATEGORIES, root=ROOT)
    assert set(report["categories"]) == set(CATEGORIES)
    failed = {
        one["id"]: report["audits"][one["id"]]["title"]
        for category in report["categories"].values()
        for one in category["auditRefs"]
        if one["weight"] and report["audits"][one["id"]]["score"] not in (1, None)
    }
    assert failed == {}
