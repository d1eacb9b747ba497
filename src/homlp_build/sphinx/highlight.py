"""Code with no more marks than its colours need, coloured once.

Pygments puts each token into an element of its own: ten thousand in a chapter, most of them in
the colour of plain text. Neighbours that look alike in the light and the dark theme share one.
To colour a chapter takes half a second; after an edit its code is mostly as it was.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from itertools import groupby
from typing import Any, TextIO

from pygments import highlight
from pygments.filters import ErrorToken
from pygments.formatters import HtmlFormatter
from pygments.style import StyleMeta
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Generic, Text, _TokenType
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge, lexer_classes

from ..memory import remembered

__all__ = ["Bridge", "Looks", "MergingFormatter", "setup"]

_OPTIONS = ("pygments_light_style", "pygments_dark_style")


class Looks:
    """Which kinds of token look alike in every one of some styles.

    Parameters
    ----------
    styles : iterable of StyleMeta
    """

    def __init__(self, styles: Iterable[StyleMeta]) -> None:
        self._styles = list(styles)
        first: dict[str, _TokenType] = {}
        kinds = [kind for kind in STANDARD_TYPES if kind not in Generic]
        kinds.sort(key=lambda kind: (len(STANDARD_TYPES[kind]), str(kind)))  # the shortest names
        self._alike = {kind: first.setdefault(self._look(kind), kind) for kind in kinds}

    def _look(self, kind: _TokenType) -> str:
        return repr([style.style_for_token(kind) for style in self._styles])

    def merge(self, tokens: Iterable[tuple[_TokenType, str]]) -> Iterator[tuple[_TokenType, str]]:
        """Join neighbours that look alike; white space looks like what stands before it.

        Parameters
        ----------
        tokens : iterable of pairs
            Kind and text, as a lexer yields them.
        """
        for kind, group in groupby(self._marked(tokens), key=lambda token: token[0]):
            yield kind, "".join(text for _, text in group)

    def _marked(self, tokens: Iterable[tuple[_TokenType, str]]) -> Iterator[tuple[_TokenType, str]]:
        marked = Text
        for kind, text in tokens:
            if not text.isspace():
                marked = self._representative(kind)
            elif marked in Generic:
                marked = Text
            yield marked, text

    def _representative(self, kind: _TokenType) -> _TokenType:
        """Return the kind that stands for a kind; copying tells prompts and outputs by theirs."""
        return self._alike.get(kind, kind)


class MergingFormatter(HtmlFormatter):  # type: ignore[misc]
    """Pygments' writer of HTML, which merges what looks alike.

    Parameters
    ----------
    looks : Looks
    **options
        Those of Pygments' own.
    """

    def __init__(self, *, looks: Looks, **options: Any) -> None:
        super().__init__(**options)
        self._looks = looks

    def format_unencoded(
        self, tokensource: Iterable[tuple[_TokenType, str]], outfile: TextIO
    ) -> None:
        """Write a piece of code."""
        super().format_unencoded(self._looks.merge(tokensource), outfile)


class Bridge(PygmentsBridge):
    """Sphinx's bridge to Pygments, for code that looks right in several themes.

    Parameters
    ----------
    styles : tuple of str
        Their names, as Pygments knows them; the first is the page's own.
    """

    def __init__(self, styles: tuple[str, ...]) -> None:
        super().__init__("html", styles[0])
        self._styles = styles
        looks = Looks(map(get_style_by_name, styles))
        self.formatter = partial(MergingFormatter, looks=looks)

    def highlight_block(
        self,
        source: str,
        lang: str,
        opts: dict[str, Any] | None = None,
        force: bool = False,
        location: Any = None,
        **options: Any,
    ) -> str:
        """Return code as HTML, looked up where an earlier build wrote the same."""
        if lang in lexer_classes and not opts:
            with suppress(ErrorToken):  # each build must tell of what is not code, and where
                return _coloured(self._styles, source, lang, force=force, **options)
        return super().highlight_block(source, lang, opts, force, location, **options)


@remembered
def _coloured(
    styles: tuple[str, ...], source: str, lang: str, *, force: bool, **options: Any
) -> str:
    bridge = _bridge(styles)
    lexer = bridge.get_lexer(source, lang, force=force)
    html: str = highlight(source, lexer, bridge.get_formatter(**options))
    return html


@cache
def _bridge(styles: tuple[str, ...]) -> Bridge:
    return Bridge(styles)


def _install(app: Sphinx) -> None:
    if app.builder.format == "html":
        chosen = app.config.html_theme_options
        styles = tuple(chosen[name] for name in _OPTIONS if name in chosen)
        if styles:
            app.builder.highlighter = _bridge(styles)  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, Any]:
    """Have code written so in every form that is HTML."""
    app.connect("builder-inited", _install)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
