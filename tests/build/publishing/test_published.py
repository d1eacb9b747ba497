"""Where notebooks lie and what opens them."""

from urllib.parse import parse_qs, urlsplit

import pytest

from homlp_build.publishing.published import Place, notebook_path, notebooks_tag

PAGE = "part1/ch04_lines"
PLACE = Place("ada", "copy", "abc123")


def test_a_notebook_keeps_the_path_of_its_page():
    assert notebook_path(PAGE) == "part1/ch04_lines.ipynb"


def test_a_commit_has_a_tag_of_its_own():
    assert PLACE.ref == notebooks_tag("abc123") == "notebooks-abc123"


def test_without_a_commit_the_branch_holds_the_newest():
    assert Place("ada", "copy").ref == "notebooks"


@pytest.mark.parametrize(
    ("opens", "address"),
    [
        ("colab", "https://colab.research.google.com/github/ada/copy/blob/notebooks-abc123/"),
        ("kaggle", "https://kaggle.com/kernels/welcome?src=https://github.com/ada/copy/blob/"),
    ],
)
def test_an_address_names_the_repository_the_tag_and_the_notebook(opens, address):
    found = getattr(PLACE, opens)(PAGE)
    assert found.startswith(address)
    assert found.endswith("notebooks-abc123/part1/ch04_lines.ipynb")


def test_a_raw_address_is_the_file_itself():
    expected = "https://raw.githubusercontent.com/ada/copy/notebooks-abc123/a%20b.json"
    assert PLACE.raw("a b.json") == expected


def test_binder_takes_its_image_from_one_branch_and_the_notebook_from_another():
    address = urlsplit(PLACE.binder(PAGE))
    assert (address.netloc, address.path) == ("mybinder.org", "/v2/gh/ada/copy/binder")
    [inner] = parse_qs(address.query)["urlpath"]
    pull = urlsplit(inner)
    assert pull.path == "git-pull"
    assert parse_qs(pull.query) == {
        "repo": ["https://github.com/ada/copy"],
        "branch": ["notebooks-abc123"],
        "urlpath": ["lab/tree/copy/part1/ch04_lines.ipynb"],
    }
