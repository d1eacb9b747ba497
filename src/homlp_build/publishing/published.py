"""Where a notebook lies once it is published, and the addresses that open it there.

``make notebooks`` writes a tree of notebooks; publishing pushes that tree, as it is, to the
branch ``notebooks`` and tags the push with the commit of the book that it was made from. An
address with the tag always opens the notebook of the page's own commit; the tag moves only when
that commit is published once more with other outputs, such as those of a GPU.
Binder takes its environment from the branch ``binder``, which holds ``environment.yml`` alone
and moves only when that file does: its image stays built.

Only the standard library is imported here: ``homlp open`` works without the build's packages.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

__all__ = [
    "BINDER_BRANCH",
    "BINDER_FILES",
    "INDEX",
    "NOTEBOOKS_BRANCH",
    "Place",
    "RAW_HOST",
    "find_repository",
    "notebook_path",
    "notebooks_tag",
]

NOTEBOOKS_BRANCH = "notebooks"
BINDER_BRANCH = "binder"
BINDER_FILES = ("environment.yml",)  # all that the branch holds, from the root of the repository
INDEX = "index.json"  # beside the notebooks: {"commit": ..., "pages": {name: title}}

RAW_HOST = "https://raw.githubusercontent.com"


def find_repository(text: str) -> tuple[str, str] | None:
    """Return the owner and the name in an address or in ``OWNER/NAME``; None if there are none."""
    found = re.search(r"([\w.-]+)/([\w.-]+?)(?:\.git)?/?$", text)
    return (found[1], found[2]) if found else None


def notebook_path(page: str) -> str:
    """Return where a page's notebook lies in ``_build/notebooks`` and in the published tree."""
    return f"{page}.ipynb"


def notebooks_tag(commit: str) -> str:
    """Return the tag of the notebooks that were made from a commit (its full hash)."""
    return f"notebooks-{commit}"


@dataclass(frozen=True)
class Place:
    """The published notebooks of a repository on GitHub, at one commit of the book.

    Attributes
    ----------
    owner, name : str
        The repository.
    commit : str or None
        The full hash of the book's commit; None for the newest that was published.
    """

    owner: str
    name: str
    commit: str | None = None

    @property
    def ref(self) -> str:
        """What git calls the tree: the commit's tag, or the branch."""
        return notebooks_tag(self.commit) if self.commit else NOTEBOOKS_BRANCH

    @property
    def _repository(self) -> str:
        return f"https://github.com/{self.owner}/{self.name}"

    def _blob(self, page: str) -> str:
        return f"{self._repository}/blob/{self.ref}/{quote(notebook_path(page))}"

    def raw(self, path: str, *, host: str = RAW_HOST) -> str:
        """Return the address of a file of the tree itself."""
        return f"{host.rstrip('/')}/{self.owner}/{self.name}/{self.ref}/{quote(path)}"

    def colab(self, page: str) -> str:
        """Return the address that opens a page's notebook in Colab."""
        return self._blob(page).replace(
            "https://github.com/", "https://colab.research.google.com/github/", 1
        )

    def kaggle(self, page: str) -> str:
        """Return the address that opens a page's notebook in Kaggle."""
        return f"https://kaggle.com/kernels/welcome?src={quote(self._blob(page), safe=':/')}"

    def binder(self, page: str) -> str:
        """Return the address that opens a page's notebook in Binder.

        nbgitpuller fetches the tree into the running image, so that a new commit of the
        book builds no new image.
        """
        content = urlencode(
            {
                "repo": self._repository,
                "branch": self.ref,
                "urlpath": f"lab/tree/{self.name}/{notebook_path(page)}",
            }
        )
        image = f"https://mybinder.org/v2/gh/{self.owner}/{self.name}/{BINDER_BRANCH}"
        return f"{image}?urlpath={quote(f'git-pull?{content}', safe='')}"
