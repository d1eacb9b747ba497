"""What a page says of itself to search engines, link previews and readers' tools.

A description from its first paragraph, Open Graph's and Twitter's names for it, a card
with its title, and schema.org's words for a book and its chapters. The addresses are those
of the repository at hand, so that a fork's pages name the fork's site.
"""

import json
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from ..errors import BuildError
from ..publishing.repository import read_repository
from .cards import HEIGHT, WIDTH, draw_card
from .labels import Entry, roadmap_entries, short_label
from .state import BookBuildError, page_name, site_of

__all__ = ["description_of", "setup"]

LONGEST = 180  # characters of a description that search engines show
_CARDS = "_static/cards"
_LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def description_of(doctree: nodes.document) -> str:
    """Return a page's first paragraph as plain text, cut at a word; empty if there is none.

    Paragraphs in lists, boxes and figures don't count, nor do those with a formula, which
    plain text can't show.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        is_prose = isinstance(paragraph.parent, nodes.section | nodes.document)
        if is_prose and not any(paragraph.findall(nodes.math)):
            return _shortened(" ".join(paragraph.astext().split()))
    return ""


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _add_metadata(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    base = app.config.html_baseurl
    context["homlp_base"] = urlsplit(base).path or "/"  # the page 404 may be shown at any depth
    if app.builder.name != "html" or doctree is None:
        return
    site = site_of(app.srcdir)
    entry = roadmap_entries(site.book).get(page_name(pagename))
    title = app.env.titles[pagename].astext()
    facts = {
        "title": title,
        "description": description_of(doctree) or app.config.html_title,
        "url": base + app.builder.get_target_uri(pagename),
        "image": f"{base}{_CARDS}/{_card(app, title, entry)}",
    }
    is_home = pagename == app.config.root_doc
    name = app.config.html_title
    graph = _book(facts, app.config) if is_home else _part_of_book(facts, entry, app)
    context["metatags"] += (
        _touch_icon(context) + _tags(facts, name, is_home=is_home) + _script(graph)
    )


def _touch_icon(context: dict[str, Any]) -> str:
    file = context["pathto"]("_static/apple-touch-icon.png", 1)
    return f'\n<link rel="apple-touch-icon" href="{file}" />'


def _card(app: Sphinx, title: str, entry: Entry | None) -> str:
    """Return the name of the file with a page's card, drawn if it is missing."""
    label = short_label(entry) if entry and entry.number is not None else ""
    icon = Path(app.confdir) / app.config.html_favicon
    folder = Path(app.outdir) / _CARDS
    return draw_card(title, label, app.config.html_title, folder=folder, icon=icon).name


def _tags(facts: dict[str, str], site: str, *, is_home: bool) -> str:
    properties = {
        "og:site_name": site,
        "og:type": "website" if is_home else "article",
        **{f"og:{name}": fact for name, fact in facts.items()},
        "og:image:width": WIDTH,
        "og:image:height": HEIGHT,
        "og:image:alt": facts["title"],
    }
    tags = [_meta("name", "description", facts["description"])]
    tags += [_meta("property", name, value) for name, value in properties.items()]
    tags += [_meta("name", "twitter:card", "summary_large_image")]
    return "\n" + "\n".join(tags) + "\n"


def _meta(kind: str, name: str, content: str | int) -> str:
    return f'<meta {kind}="{name}" content="{escape(str(content))}" />'


def _script(graph: dict[str, Any]) -> str:
    text = json.dumps({"@context": "https://schema.org", **graph}, ensure_ascii=False)
    safe = text.replace("</", "<\\/")
    return f'<script type="application/ld+json">{safe}</script>\n'


def _book(facts: dict[str, str], config: Config) -> dict[str, Any]:
    """Return schema.org's description of the whole book."""
    return {
        "@type": ["Book", "LearningResource"],
        "@id": facts["url"],
        "name": config.html_title,
        "author": {"@type": "Organization", "name": config.author},
        "bookFormat": "https://schema.org/EBook",
        **_common(facts, config),
    }


def _part_of_book(facts: dict[str, str], entry: Entry | None, app: Sphinx) -> dict[str, Any]:
    """Return schema.org's description of a page: a chapter, or one of those around them."""
    config = app.config
    home = config.html_baseurl + app.builder.get_target_uri(config.root_doc)
    page: dict[str, Any] = {
        "@type": ["Chapter", "LearningResource"] if entry else "WebPage",
        "name": facts["title"],
        "isPartOf": {"@type": "Book", "@id": home, "name": config.html_title},
        **_common(facts, config),
    }
    if entry and entry.number is not None:
        page["position"] = entry.number
    if entry and entry.reading_minutes:
        page["timeRequired"] = f"PT{entry.reading_minutes}M"
    return page


def _common(facts: dict[str, str], config: Config) -> dict[str, Any]:
    return {
        "url": facts["url"],
        "description": facts["description"],
        "image": facts["image"],
        "inLanguage": config.language,
        "license": _LICENSE,
        "isAccessibleForFree": True,
    }


def _use_own_address(app: Sphinx, config: Config) -> None:
    """Have addresses, and links to sources, name the site and the repository at hand."""
    try:
        here = read_repository(Path(app.confdir))
    except BuildError as error:
        raise BookBuildError(str(error)) from error
    config.html_baseurl = here.site_url
    config.homlp_repository = here.url  # where it changes, pages are read again
    if "repository_url" in config.html_theme_options:
        config.html_theme_options["repository_url"] = here.url


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the words to each page's head."""
    app.add_config_value("homlp_repository", "", "env", str)
    app.connect("config-inited", _use_own_address, priority=100)
    app.connect("html-page-context", _add_metadata)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
