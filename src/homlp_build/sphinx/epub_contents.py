"""The contents of the e-book: parts, chapters, their sections, and what stands behind them."""

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.epub3 import Epub3Builder

from .back_matter import CODE, SOLUTIONS

__all__ = ["BookContents"]

_MODULE = re.compile(r"(\w+\.\w+)[\w.]*")
_NO_SECOND_NUMBER = "<style>nav ol { list-style: none; }</style>"  # the titles have theirs
_LANDMARKS = """\
    <nav epub:type="landmarks" hidden="hidden">
      <h2>Places</h2>
      <ol>
        <li><a epub:type="cover" href="epub-cover.xhtml">Cover</a></li>
        <li><a epub:type="bodymatter" href="{start}">{first}</a></li>
      </ol>
    </nav>
"""


class BookContents(Epub3Builder):
    """Sphinx's builder, with the contents of a book."""

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Name the book as the package does."""
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def get_toc(self) -> None:
        """List the home page, then each part with its pages and their sections."""
        root = self.config.root_doc
        self.refnodes = [self._entry(1, root, "")]
        for toctree in self.env.get_doctree(root).findall(addnodes.toctree):
            names = [name for _, name in toctree["entries"] if name in self.env.found_docs]
            caption = str(toctree.get("caption") or "")
            if caption and names:
                self.refnodes.append(self._part(caption))
            for name in names:
                level = 2 if caption else 1
                self.refnodes.append(self._entry(level, name, self._title(name)))
                self.refnodes += self._sections(level + 1, name)
                self.refnodes += self._back_matter(level + 1, name)
        self.refnodes[0]["text"] = "About this book"

    def build_navigation_doc(self) -> None:
        """Write the contents, which a reader may show as a page, and where the text begins."""
        super().build_navigation_doc()
        page = Path(self.outdir) / "nav.xhtml"
        first = self.refnodes[0]
        landmarks = _LANDMARKS.format(start=first["refuri"], first=first["text"])
        text = page.read_text(encoding="utf-8")
        text = text.replace("</head>", f"  {_NO_SECOND_NUMBER}\n  </head>")
        page.write_text(text.replace("  </body>", f"{landmarks}  </body>"), encoding="utf-8")

    def _part(self, caption: str) -> dict[str, Any]:
        """Write a page that opens a part, and return its line in the contents."""
        name = f"part-{nodes.make_id(caption)}"
        body = f'<h1 class="homlp-part">{escape(caption)}</h1>'
        self.handle_page(name, {"title": escape(caption), "body": body})
        return self._entry(1, name, caption)

    def _entry(self, level: int, name: str, text: str, anchor: str = "") -> dict[str, Any]:
        return {
            "level": level,
            "refuri": f"{name}{self.out_suffix}{anchor}",
            "text": escape(text),
        }

    def _title(self, name: str) -> str:
        number = self.env.toc_secnumbers.get(name, {}).get("")
        title = self.env.titles[name].astext()
        return f"{number[0]}. {title}" if number else title

    def _sections(self, level: int, name: str) -> list[dict[str, Any]]:
        """Return the sections one level below a page's title, of a package the first alone."""
        page = self.env.tocs[name].children[0]
        items = page.children[1].children if len(page.children) > 1 else []
        found: dict[str, dict[str, Any]] = {}
        for link in (next(item.findall(nodes.reference), None) for item in items):
            if link is not None and link["anchorname"]:
                anchor, text = self.fix_fragment("", link["anchorname"]), link.astext()
                text = _package(text) if anchor.startswith("#module-") else text
                found.setdefault(text, self._entry(level, name, text, anchor))
        return list(found.values())

    def _back_matter(self, level: int, name: str) -> list[dict[str, Any]]:
        """Return what stands behind a page's own sections: it was put there as it was written."""
        text = (Path(self.outdir) / f"{name}{self.out_suffix}").read_text(encoding="utf-8")
        ids = {title: nodes.make_id(title) for title in (SOLUTIONS, CODE)}
        return [
            self._entry(level, name, title, f"#{anchor}")
            for title, anchor in ids.items()
            if f'<section id="{anchor}">' in text
        ]


def _package(module: str) -> str:
    """Return the package of a module of ours, ``homlp_lib.data`` for ``homlp_lib.data.text``."""
    return _MODULE.sub(r"\1", module)
