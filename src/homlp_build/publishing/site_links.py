"""Links of the rendered site: each leads to a file of it, and to a place in that file."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from ..errors import UsageError

__all__ = ["broken_links"]


def broken_links(site: Path) -> list[str]:
    """Return ``page: address`` for each link inside the site that leads nowhere.

    Parameters
    ----------
    site : Path
        The folder of the rendered site. Addresses on other hosts are not looked at.
    """
    files = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    if not files:
        raise UsageError(f"no page in {site} — run 'make book' first")
    pages = {path: _Links(path.read_text(encoding="utf-8")) for path in files}
    return [
        f"{path.relative_to(site)}: {link}"
        for path, page in sorted(pages.items())
        if path.name != "404.html"  # its links start at the site's root, for any missing address
        for link in page.found
        if not _leads_somewhere(link, path, pages)
    ]


class _Links(HTMLParser):
    """The addresses that a page asks for, and the fragments that it offers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect ids, and the addresses of links, pictures, scripts and styles."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.found.append(value)


def _leads_somewhere(link: str, path: Path, pages: dict[Path, _Links]) -> bool:
    target = urlsplit(urljoin(path.as_uri(), link))
    if target.scheme != "file":
        return True
    file = Path(unquote(target.path))
    if not file.exists():
        return False
    return not target.fragment or file not in pages or unquote(target.fragment) in pages[file].ids
