"""Pages name the data that they load, and need no network at the quick scale."""

import tomllib
from pathlib import Path

REGISTRY = Path(__file__).parents[2] / "src" / "homlp_lib" / "data" / "registry.toml"


def test_what_a_page_loads_stands_in_its_front_matter(coded, executed):
    loaded = set(executed[coded.name].meta["data"])
    full_only = any("full" in cell.tags for cell in coded.cells)
    assert loaded <= set(coded.front.data)
    assert full_only or loaded == set(coded.front.data)


def test_what_a_page_names_stands_in_the_registry_with_its_terms(page):
    registry = tomllib.loads(REGISTRY.read_text())
    assert [name for name in page.front.data if not registry.get(name, {}).get("terms")] == []
