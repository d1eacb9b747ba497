"""Templates compiled once: the theme has forty, and each build would compile them again."""

from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache, __version__
from sphinx.application import Sphinx

__all__ = ["setup"]


def _keep_compiled(app: Sphinx) -> None:
    """Keep the compiled templates beside the doctrees; Jinja compares them with their sources."""
    templates = getattr(app.builder, "templates", None)
    if templates is not None:
        folder = Path(app.doctreedir) / f"templates-{__version__}"
        folder.mkdir(parents=True, exist_ok=True)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the cache once the builder has its templates."""
    app.connect("builder-inited", _keep_compiled)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
