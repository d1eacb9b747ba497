"""Finding, shortening and counting tests of library source, on sample trees."""

from pathlib import Path

import pytest

from homlp_build.sphinx import coverage
from homlp_build.sphinx.source import find_object, shortened

LIBRARY = {
    "homlp_lib/__init__.py": "",
    "homlp_lib/plots/__init__.py": "from .show import show\n",
    "homlp_lib/plots/show.py": "from ..a.b import Line\n\ndef show(fig):\n    return fig\n",
    "homlp_lib/a/__init__.py": "",
    "homlp_lib/a/b.py": '''\
@decorated
class Line:
    """Fit a line.

    At length.
    """

    def fit(self, X):
        r"""Find \\theta.

        More.
        """
        return self
''',
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in LIBRARY.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_a_class_is_shown_with_its_decorators_and_short_docstrings(source: Path) -> None:
    found = find_object("homlp_lib.a.b.Line", source_root=source)
    assert found.lines == (1, 13)
    assert shortened(found) == (
        '@decorated\nclass Line:\n    """Fit a line."""\n\n    def fit(self, X):\n'
        '        r"""Find \\theta."""\n        return self'
    )


def test_a_method_is_shown_without_its_indentation(source: Path) -> None:
    found = find_object("homlp_lib.a.b.Line.fit", source_root=source)
    assert shortened(found).startswith('def fit(self, X):\n    r"""Find')


@pytest.mark.parametrize("name", ["homlp_lib.plots.show", "homlp_lib.plots.show.show"])
def test_an_object_is_found_through_the_package_that_offers_it(source: Path, name: str) -> None:
    found = find_object(name, source_root=source)
    assert (found.module, found.name) == ("homlp_lib.plots.show", "show")


@pytest.mark.parametrize("name", ["homlp_lib.a.b.Lin", "homlp_lib.c.d", "other.thing", "homlp_lib"])
def test_an_unknown_object_is_named(source: Path, name: str) -> None:
    with pytest.raises(LookupError, match=f"no function or class '{name}'"):
        find_object(name, source_root=source)


TEST_FILES = {
    "test_by_name.py": (
        3,
        "import pytest\nfrom homlp_lib.a.b import Line as L\n"
        "@pytest.mark.parametrize('n', [1, 2, 3])\ndef test_one(n):\n    L()\n"
        "class TestMore:\n    def test_two(self):\n        L().fit(1)\n"
        "def test_none():\n    pass\n"
        "def helper():\n    return L\n"
        "def test_three():\n    helper()\n",
    ),
    "test_by_fixture.py": (
        2,
        "import pytest\nfrom homlp_lib.a.b import Line\n@pytest.fixture\ndef line():\n"
        "    return Line()\ndef test_one(line):\n    pass\ndef test_no(other):\n    pass\n"
        "ALL = [Line]\n@pytest.mark.parametrize('kind', ALL)\ndef test_two(kind):\n    pass\n",
    ),
    "test_by_module.py": (
        2,
        "import homlp_lib.a.b\nfrom homlp_lib.a import b\ndef test_one():\n    b.Line()\n"
        "def test_two():\n    homlp_lib.a.b.Line()\ndef test_no(c):\n    c.Line()\n",
    ),
    "test_of_another.py": (0, "from other.b import Line\ndef test_one():\n    Line()\n"),
}


@pytest.mark.parametrize("name", TEST_FILES)
def test_each_test_function_that_names_an_object_counts_once(tmp_path: Path, name: str) -> None:
    expected, text = TEST_FILES[name]
    (tmp_path / name).write_text(text)
    assert coverage.tests_of("homlp_lib.a.b", "Line", tmp_path).count == expected


def test_the_file_with_most_tests_is_the_one_to_link(tmp_path: Path) -> None:
    for name, (_, text) in TEST_FILES.items():
        (tmp_path / name).write_text(text)
    cover = coverage.tests_of("homlp_lib.a.b", "Line", tmp_path)
    assert (cover.count, cover.main_file.name) == (7, "test_by_name.py")
