"""The book for e-readers: pages without scripts, in one file that epubcheck accepts.

Sphinx's builder does the packing. What is ours: the contents (:mod:`.epub_contents`);
solutions and folded code at the end of their page; code for narrow screens
(:mod:`.epub_code`); tables without styles of their own; and a manifest that says which
pages hold MathML.
"""

import re
import shutil
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..publishing.edition import read_edition
from .back_matter import CODE, SOLUTIONS, take_code, take_solutions
from .epub_code import break_names, hang
from .epub_contents import BookContents

__all__ = ["BookEpub", "PagesOfAnEbook", "setup"]

_STYLE = Path(__file__).with_name("book-epub.css")
_COVER = "_static/cover.png"
_SHEETS = ("pygments.css", "book-epub.css")
_STYLES = re.compile(r"<style\b.*?</style>|<script\b.*?</script>", re.DOTALL)
_OLD = re.compile(r"""\s(?:border|style|scoped|valign|halign)=("[^"]*"|'[^']*')""")
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')
_REPEATED = ("exercise-content", "solution-content")  # sphinx-exercise uses them again and again
_ACCESS = """\
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessMode">visual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">alternativeText</meta>
    <meta property="schema:accessibilityFeature">MathML</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">Figures have text alternatives, equations \
are MathML.</meta>
"""


class BookEpub(BookContents):
    """Sphinx's builder, with the contents, the pages and the manifest of a book."""

    def init(self) -> None:
        """Have each page say its language, which hyphens and voices go by."""
        super().init()
        language = escape(self.config.epub_language)
        tongue = f' lang="{language}" xml:lang="{language}">'
        self.html_tag = type(self).html_tag.replace(">", tongue)

    def handle_page(
        self, pagename: str, addctx: dict[str, Any], *arguments: Any, **options: Any
    ) -> None:
        """Write a page for a narrow screen, with the theme's ``viewport`` alone."""
        changed = {
            "body": break_names(hang(addctx.get("body", ""))),
            "metatags": _VIEWPORT.sub("", addctx.get("metatags", "")),
        }
        super().handle_page(pagename, addctx | changed, *arguments, **options)

    def copy_html_static_files(self, context: dict[str, Any]) -> None:
        """Bring one style sheet, and the cover; what the site is dressed in stays there."""
        static = Path(self.outdir) / "_static"
        shutil.copy(_STYLE, static)
        config = self.config
        edition = read_edition(Path(self.app.srcdir), config.epub_title, config.epub_author)
        from ..publishing.cover import write_cover  # Matplotlib takes half a second

        write_cover(edition, Path(self.outdir) / _COVER)

    def add_css_file(self, filename: str, **attributes: Any) -> None:
        """Load our own sheets and none that an extension has for a site."""
        if filename.split("/")[-1] in _SHEETS:
            super().add_css_file(filename, **attributes)

    def build_content(self) -> None:
        """Write the package file, and tell what Sphinx does not of each page in it."""
        super().build_content()
        package = Path(self.outdir) / "content.opf"
        text = re.sub(r'<item id="[^"]+" href="([^"]+)"[^>]*?(?= />)', self._described,
                      package.read_text(encoding="utf-8"))  # fmt: skip
        package.write_text(text.replace("  </metadata>", f"{_ACCESS}  </metadata>"), "utf-8")

    def _described(self, item: re.Match[str]) -> str:
        if item[1] == _COVER:
            return f'{item[0]} properties="cover-image"'
        file = Path(self.outdir) / item[1]
        if item[1].endswith(".xhtml") and "<math " in file.read_text(encoding="utf-8"):
            return f'{item[0]} properties="mathml"'
        return item[0]


class PagesOfAnEbook(SphinxPostTransform):
    """Put a page's solutions and folded code at its end, and clean its tables."""

    default_priority = 800  # after references and the titles of exercises are resolved
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Change the page in place."""
        for raw in self.document.findall(nodes.raw):
            _clean(raw)
        for inner in self.document.findall(nodes.section):
            inner["ids"] = [name for name in inner["ids"] if name not in _REPEATED]
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if any(isinstance(child, nodes.bullet_list) for child in paragraph.children):
                paragraph.replace_self(paragraph.children)  # as autodoc writes several results
        page = next(self.document.findall(nodes.section), None)
        if page is None:
            return
        name = self.env.docname
        for title, pieces in (
            (SOLUTIONS, take_solutions(page, name)),
            (CODE, take_code(page, name, self.env)),
        ):
            if pieces:
                ids = [nodes.make_id(title)]
                self.env.toc_secnumbers.get(name, {})[f"#{ids[0]}"] = ()  # or the page's own
                page += nodes.section("", nodes.title("", title), *pieces, ids=ids)


def _clean(raw: nodes.raw) -> None:
    """Drop the styles that pandas writes into each table."""
    if "html" in raw.get("format", "").split():
        text = _OLD.sub("", _STYLES.sub("", raw.astext()))
        raw.children = [nodes.Text(text)]


def _configure(app: Sphinx, config: Config) -> None:
    """Describe the e-book from what the configuration and the repository say of the book."""
    title, author = config.html_title or config.project, config.author
    settings: dict[str, Any] = {
        "basename": "homlp",
        "title": title,
        "author": author,
        "contributor": author,
        "publisher": author,
        "copyright": f"{config.copyright} {author}. Text and figures: CC BY 4.0. Code: MIT.",
        "description": "Machine learning with Scikit-Learn and PyTorch, from the first straight "
        "line to Transformers, diffusion and reinforcement learning; every number and figure "
        "made by code that you can read and run.",
        "identifier": config.html_baseurl or title,
        "scheme": "URL",
        "uid": "book-id",
        "cover": (_COVER, "epub-cover.html"),
        "css_files": [("book-epub.css", {})],
        "show_urls": "no",
        "use_index": False,
        "tocscope": "includehidden",
        "exclude_files": ["search.xhtml", "objects.inv"],
    }
    config.version = config.version or metadata.version("homlp")
    for name, value in settings.items():
        config[f"epub_{name}"] = value


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and what it needs."""
    app.add_builder(BookEpub, override=True)
    app.add_post_transform(PagesOfAnEbook)
    app.connect("config-inited", _configure, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
