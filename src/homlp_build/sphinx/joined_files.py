"""The site's one style sheet and one script, made from many when every page is written.

The work is done anew only if a file changed or a page uses what none used before; what
each page uses is remembered beside Sphinx's own trees.
"""

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from . import icon_font, stylesheet
from .icon_font import embed_icons
from .stylesheet import join_sheets, purge, words_of_page, words_of_script

__all__ = ["SCRIPT", "STYLE", "JoinedFiles"]

STYLE, SCRIPT = "site.css", "site.js"
_STAMP = re.compile(rb"(_static/(site\.(?:css|js))\?v=)\w*")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_CODE = b"".join(Path(module.__file__ or "").read_bytes() for module in (icon_font, stylesheet))
_NOT_LOADED = "fontawesome.js"


class JoinedFiles:
    """The joined files of one site.

    Parameters
    ----------
    site : Path
        The built pages, with their ``_static``.
    memory : Path
        Where to remember what the last build found.
    """

    def __init__(self, site: Path, memory: Path) -> None:
        self._site, self._static, self._file = site, site / "_static", memory
        self._memory: dict[str, Any] = {"sheets": [], "stamps": {}, "recipes": {}, "pages": {}}
        if memory.exists():
            self._memory = json.loads(memory.read_text(encoding="utf-8"))

    def stamp(self, name: str) -> str:
        """Return the hash of a joined file as the last build made it; 0 before the first."""
        return str(self._memory["stamps"].get(name, "0"))

    def write(self, sheets: Sequence[str], scripts: Sequence[str]) -> None:
        """Join what changed, and have every page name it.

        Parameters
        ----------
        sheets, scripts : sequence of str
            Their paths under ``_static``, in the order in which they count. No sheets: those
            of the last build.
        """
        self._memory["sheets"] = list(sheets) or self._memory["sheets"]
        self._write_script(scripts)
        self._write_style()
        for page in self._pages():
            self._stamp_page(page)
        self._file.write_text(json.dumps(self._memory), encoding="utf-8")

    def _write_script(self, scripts: Iterable[str]) -> None:
        parts = ((self._static / name).read_text(encoding="utf-8") for name in scripts)
        self._save(SCRIPT, _SOURCE_MAP.sub("", ";\n".join(parts)))

    def _write_style(self) -> None:
        css = join_sheets(self._static, self._memory["sheets"])
        used = self._used() & words_of_script(css)
        recipe = _digest(_CODE, css.encode(), "\n".join(sorted(used)).encode())
        if self._memory["recipes"].get(STYLE) == recipe and (self._static / STYLE).exists():
            return
        self._save(STYLE, embed_icons(purge(css, used), self._static))
        self._memory["recipes"][STYLE] = recipe

    def _save(self, name: str, text: str) -> None:
        (self._static / name).write_text(text, encoding="utf-8")
        self._memory["stamps"][name] = _digest(text.encode())

    def _used(self) -> set[str]:
        """Return what the pages hold, and every word that a script might add to them."""
        scripts = (path for path in self._static.rglob("*.js") if path.name != _NOT_LOADED)
        words = {word for path in scripts for word in words_of_script(path.read_text("utf-8"))}
        return words.union(*(self._words(page) for page in self._pages()))

    def _words(self, page: Path) -> list[str]:
        name, when = str(page.relative_to(self._site)), page.stat().st_mtime_ns
        known: tuple[int, list[str]] | None = self._memory["pages"].get(name)
        if known is None or known[0] != when:
            words = sorted(words_of_page(page.read_text(encoding="utf-8")))
            known = self._memory["pages"][name] = (when, words)
        return known[1]

    def _pages(self) -> list[Path]:
        return [path for path in self._site.rglob("*.html") if self._static not in path.parents]

    def _stamp_page(self, page: Path) -> None:
        old = page.read_bytes()
        new = _STAMP.sub(lambda found: found[1] + self.stamp(found[2].decode()).encode(), old)
        if new != old:
            words = self._words(page)
            page.write_bytes(new)
            name = str(page.relative_to(self._site))
            self._memory["pages"][name] = (page.stat().st_mtime_ns, words)


def _digest(*parts: bytes) -> str:
    return sha256(b"\0".join(parts)).hexdigest()[:12]
