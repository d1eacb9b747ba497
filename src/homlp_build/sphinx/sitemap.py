"""The list of pages for search engines, whole after each build.

An extension for it exists, but it lists the pages that were written: after a change of one
page, that page alone.
"""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sphinx.application import Sphinx

__all__ = ["setup"]


def _write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    uris = sorted(map(app.builder.get_target_uri, app.env.found_docs))
    places = (f"<url><loc>{escape(app.config.html_baseurl + uri)}</loc></url>" for uri in uris)
    content = "".join(places)
    Path(app.outdir, "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{content}</urlset>\n',
        encoding="utf-8",
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the list when the pages are done."""
    app.connect("build-finished", _write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
