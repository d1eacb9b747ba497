"""The site's one style sheet and one script, made from many when every page is written.

The work is done anew only if a file changed or a page uses what none used before; what
each page uses is remembered beside Sphinx's own trees.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import AssetError
from . import fonts, stylesheet
from .fonts import letters_of_formulas, subset_fonts
from .stylesheet import join_sheets, purge, words_of_page, words_of_script

__all__ = ["SCRIPT", "STYLE", "JoinedFiles"]

STYLE, SCRIPT = "site.css", "site.js"
_STAMP = re.compile(rb"(_static/(site\.(?:css|js))\?v=)\w*")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_CODE = [Path(file or "") for file in (fonts.__file__, stylesheet.__file__, __file__)]
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
        code = _digest(*(path.read_bytes() for path in _CODE))
        known = json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else {}
        fresh: dict[str, Any] = {
            "code": code,
            "sheets": [],
            "stamps": {},
            "recipe": "",
            "pages": {},
        }
        self._memory = known if known.get("code") == code else fresh

    def stamp(self, name: str) -> str:
        """Return the hash of a joined file as the last build made it; 0 before the first."""
        return str(self._memory["stamps"].get(name, "0"))

    def write(
        self, sheets: Sequence[str], scripts: Sequence[str], *, changes: Mapping[str, str]
    ) -> None:
        """Join what changed, and have every page name it.

        Parameters
        ----------
        sheets, scripts : sequence of str
            Their paths under ``_static``, in the order in which they count. No sheets: those
            of the last build.
        changes : mapping
            Pieces of the scripts, and what takes their place.

        Raises
        ------
        AssetError
            If the scripts do not hold such a piece, or a sheet or a font cannot be read.
        """
        self._memory["sheets"] = list(sheets) or self._memory["sheets"]
        self._write_script(scripts, changes)
        self._write_style()
        for page in self._pages():
            self._stamp_page(page)
        self._file.write_text(json.dumps(self._memory), encoding="utf-8")

    def _write_script(self, scripts: Iterable[str], changes: Mapping[str, str]) -> None:
        parts = [(self._static / name).read_text(encoding="utf-8") for name in scripts]
        script = _SOURCE_MAP.sub("", ";\n".join(parts))
        for piece, other in changes.items():
            if piece not in script:
                raise AssetError(
                    f"the theme's script no longer holds {piece!r} — look what it does now"
                )
            script = script.replace(piece, other)
        self._save(SCRIPT, script)

    def _write_style(self) -> None:
        css = join_sheets(self._static, self._memory["sheets"])
        used, letters = self._used(words_of_script(css)), self._letters()
        recipe = _digest(css.encode(), json.dumps([sorted(used), letters]).encode())
        if self._memory["recipe"] == recipe and (self._static / STYLE).exists():
            return
        self._save(STYLE, subset_fonts(purge(css, used), self._static, shown=letters))
        self._memory["recipe"] = recipe

    def _save(self, name: str, text: str) -> None:
        (self._static / name).write_text(text, encoding="utf-8")
        self._memory["stamps"][name] = _digest(text.encode())

    def _letters(self) -> dict[str, str]:
        """Return the characters of all formulas, by the class that asks for their alphabet."""
        every: dict[str, set[str]] = defaultdict(set)
        for page in self._pages():
            for name, letters in self._facts(page)["letters"].items():
                every[name].update(letters)
        return {name: "".join(sorted(letters)) for name, letters in sorted(every.items())}

    def _used(self, known: set[str]) -> set[str]:
        """Return what the pages hold, and every word that a script might add to them."""
        scripts = (path for path in self._static.rglob("*.js") if path.name != _NOT_LOADED)
        words = {word for path in scripts for word in words_of_script(path.read_text("utf-8"))}
        return words.union(*(self._facts(page)["words"] for page in self._pages())) & known

    def _facts(self, page: Path) -> dict[str, Any]:
        """Return what a page holds, read again only if it was written again."""
        name, when = str(page.relative_to(self._site)), page.stat().st_mtime_ns
        facts: dict[str, Any] = self._memory["pages"].get(name, {})
        if facts.get("when") != when:
            html = page.read_text(encoding="utf-8")
            words, letters = sorted(words_of_page(html)), letters_of_formulas(html)
            facts = {"when": when, "words": words, "letters": letters}
            self._memory["pages"][name] = facts
        return facts

    def _pages(self) -> list[Path]:
        return [path for path in self._site.rglob("*.html") if self._static not in path.parents]

    def _stamp_page(self, page: Path) -> None:
        old = page.read_bytes()
        new = _STAMP.sub(lambda found: found[1] + self.stamp(found[2].decode()).encode(), old)
        if new != old:
            facts = self._facts(page)
            page.write_bytes(new)
            facts["when"] = page.stat().st_mtime_ns


def _digest(*parts: bytes) -> str:
    return sha256(b"\0".join(parts)).hexdigest()[:12]
