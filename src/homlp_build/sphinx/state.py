"""What the extensions share during one build: the book, its keys and its store.

Made once when the builder starts; executes what is missing, so that Sphinx itself
never runs code.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import logging

from ..errors import BuildError
from ..manuscript.pages import Book, Page, read_book
from ..memory import close_memory, open_memory
from ..publishing.repository import Repository, read_repository
from ..publishing.verified import Verified, read_verified
from ..running.device import require_device
from ..running.keys import KeySettings, page_key, settings_for
from ..running.store import Executed, Store

__all__ = ["BookBuildError", "Site", "docname_of", "page_name", "setup", "site_of"]

_LOGGER = logging.getLogger(__name__)
_PREFIX = "book/"  # Sphinx knows a page by its path from the root of the repository


class BookBuildError(SphinxError):
    """The book cannot be rendered; the message names page, cell and line."""

    category = "HOMLP"


@dataclass
class Site:
    """The book as one build sees it.

    Attributes
    ----------
    book : Book
    settings : KeySettings
    store : Store
    digests : dict of str to str
        The key of each page with code.
    verified : dict of str to Verified
        What is known of a page's notebook on Colab.
    """

    book: Book
    settings: KeySettings
    store: Store
    digests: dict[str, str]
    verified: dict[str, Verified] = field(default_factory=dict)
    _read: dict[str, Executed | None] = field(default_factory=dict)

    def executed(self, name: str) -> Executed | None:
        """Return a page's notebook, verified; None if the page has no code."""
        if name not in self._read and name in self.digests:
            self._read[name] = self.store.get(name, self.digests[name])
        return self._read.get(name)

    def seconds(self) -> dict[str, float]:
        """Return how long each page with code ran, where that was measured."""
        runs = {name: self.store.run(name, digest) for name, digest in self.digests.items()}
        return {name: run["seconds"] for name, run in runs.items() if "seconds" in run}

    @cached_property
    def repository(self) -> Repository:
        """Whose copy of the book this is."""
        try:
            return read_repository(self.book.root)
        except BuildError as error:
            raise BookBuildError(str(error)) from error

    def page_with_text(self, text: str) -> Page | None:
        """Return the page whose file held this text when the build began."""
        return next((page for page in self.book.pages.values() if page.text == text), None)

    def missing(self) -> list[str]:
        """Return the pages whose notebook is not in the store."""
        return [name for name in self.digests if not self._file(name, ".ipynb").exists()]

    def note_use(self) -> None:
        """Have the store keep what this build shows."""
        for name, digest in self.digests.items():
            self.store.touch(name, digest)

    def stamps(self) -> dict[str, str]:
        """Return for each page with code what changes when its outputs may have."""
        return {
            name: f"{digest} {self._when(name)} {self.verified.get(name)}"
            for name, digest in self.digests.items()
        }

    def _when(self, name: str) -> int:
        run = self._file(name, ".run.json")
        return run.stat().st_mtime_ns if run.exists() else 0

    def _file(self, name: str, ending: str) -> Path:
        return self.store.root / name / f"{self.digests[name]}{ending}"


_SITES: dict[str, Site] = {}  # by root: the reader of pages is given a text and nothing else


def site_of(root: Path | str) -> Site:
    """Return the site that the current build opened at a root."""
    return _SITES[str(root)]


def docname_of(name: str) -> str:
    """Return what Sphinx calls a page."""
    return _PREFIX + name


def page_name(docname: str) -> str:
    """Return the name of a page that Sphinx knows as ``docname``."""
    return docname.removeprefix(_PREFIX)


def _open(app: Sphinx) -> None:
    """Read the book, and execute the pages that the store lacks."""
    root = Path(app.srcdir)
    open_memory(root)
    try:
        site = _read_site(root)
        if missing := site.missing():
            _execute(site, missing)
        site.note_use()
    except BuildError as error:
        raise BookBuildError(str(error)) from error
    _SITES[str(app.srcdir)] = site


def _read_site(root: Path) -> Site:
    book = read_book(root)
    settings = settings_for(root)
    digests = {name: page_key(page, settings).digest for name, page in book.executable.items()}
    verified = read_verified(root / "_build" / "verified.json")
    return Site(book, settings, Store(root / "_build" / "executed"), digests, verified)


def _execute(site: Site, names: list[str]) -> None:
    # Imported here: they load Jupyter's client, which most builds do not need.
    from ..running.execute import execute_book
    from ..running.progress import progress_for

    require_device(site.settings.device)
    _LOGGER.info("executing %s", ", ".join(names))
    report = execute_book(
        site.book, names, settings=site.settings, store=site.store, progress=progress_for()
    )
    if report.failures:
        raise BookBuildError("\n\n".join(map(str, report.failures)))


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Have the pages read again whose outputs changed although their text did not."""
    new = site_of(app.srcdir).stamps()
    old: dict[str, str] = getattr(env, "homlp_stamps", {})
    env.homlp_stamps = new  # type: ignore[attr-defined]
    return [docname_of(name) for name in new if old.get(name) != new[name]]


def setup(app: Sphinx) -> dict[str, Any]:
    """Open the site before anything is read."""
    app.connect("builder-inited", _open, priority=100)
    app.connect("env-get-outdated", _outdated)
    app.connect("build-finished", lambda app, error: close_memory(), priority=990)  # the last
    return {"parallel_read_safe": True, "parallel_write_safe": True}
