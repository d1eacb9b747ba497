"""Pages that are read or written again although nothing on them changed.

Sphinx writes what it has read. But a page's launch menu holds the commit of the build, and
the index of the search is of no use to other extensions than those that made it: where
another builder has read the pages anew, for both of them, the site would keep half an index.
And it warns of what it reads: where a warning fails the build, the next one has to read all
again, or it would find nothing wrong.
"""

from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment

from .state import docname_of, site_of

__all__ = ["setup"]


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return every page after a change of the extensions, those with code after a commit."""
    if app.builder.format != "html":
        return []
    repository = site_of(app.srcdir).repository
    new = (str(sorted(env.version.items())), repository.requirement, repository.site_url)
    seen: dict[str, tuple[str, str, str]] = getattr(env, "homlp_written", {})
    old = seen.get(app.builder.name, ("", "", ""))
    env.homlp_written = seen | {app.builder.name: new}  # type: ignore[attr-defined]
    if old[0] != new[0]:
        return sorted(env.found_docs)
    return [] if old == new else [docname_of(name) for name in site_of(app.srcdir).digests]


def _forget_what_failed(app: Sphinx, exception: Exception | None) -> None:
    """Do as Sphinx does after an error."""
    if app.keep_going and app._warncount:  # it says so where warnings are errors
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Name the pages after every reading."""
    app.connect("env-updated", _pages_to_write)
    app.connect("build-finished", _forget_what_failed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
