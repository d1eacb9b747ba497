"""The launch menu of a page as a browser would follow it: what each address names."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit


class Menu(HTMLParser):
    """The addresses in a page's launch menu, by what their labels say."""

    def __init__(self, text):
        super().__init__()
        self.links = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Collect a link whose label is ours."""
        found = dict(attrs)
        labels = [c for c in (found.get("class") or "").split() if c.startswith("btn-launch-")]
        if tag == "a" and labels:
            self.links[labels[0].removeprefix("btn-launch-")] = found["href"]


def named_file(kind, address):
    """Return the repository, the ref and the path that a button's address names."""
    url = urlsplit(address)
    if kind == "binder":
        [inner] = parse_qs(url.query)["urlpath"]
        pull = {key: one for key, [one] in parse_qs(urlsplit(inner).query).items()}
        name = pull["repo"].removeprefix("https://github.com/")
        path = pull["urlpath"].removeprefix(f"lab/tree/{name.rpartition('/')[2]}/")
        return name, pull["branch"], path
    if kind == "kaggle":
        [source] = parse_qs(url.query)["src"]
        url = urlsplit(source)
    parts = unquote(url.path).removeprefix("/github").split("/")
    assert parts[3] == "blob"
    return "/".join(parts[1:3]), parts[4], "/".join(parts[5:])
