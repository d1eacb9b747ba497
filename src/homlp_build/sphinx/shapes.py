"""Comments that give the shape of an array, such as ``# (m, n)``, set off from other comments."""

import re
from collections.abc import Iterator
from typing import Any

from ipython_pygments_lexers import IPython3Lexer
from pygments.lexer import Lexer
from pygments.lexers import PythonLexer
from pygments.token import Comment, _TokenType
from sphinx.application import Sphinx

__all__ = ["mark_shapes", "setup"]

_ONE = r"\([\w.+*/ -]+(?:,[\w.+*/ -]*)*\)"
_SHAPE = re.compile(rf"#\s*{_ONE}(?:,?\s*{_ONE})*")
_Tokens = Iterator[tuple[int, _TokenType, str]]


def mark_shapes(tokens: _Tokens) -> _Tokens:
    """Yield a lexer's tokens, each shape apart from the words behind it in its comment."""
    for index, kind, value in tokens:
        found = _SHAPE.match(value) if kind in Comment else None
        if found is None:
            yield index, kind, value
            continue
        yield index, Comment.Single.Shape, found[0]
        if rest := value[found.end() :]:
            yield index + found.end(), kind, rest


class _Python(PythonLexer):  # type: ignore[misc]
    """Python, with the shapes marked."""

    def get_tokens_unprocessed(self, *args: Any, **kwargs: Any) -> _Tokens:
        return mark_shapes(super().get_tokens_unprocessed(*args, **kwargs))


class _Cell(IPython3Lexer):  # type: ignore[misc]
    """What a notebook's cell holds, with the shapes marked."""

    def get_tokens_unprocessed(self, *args: Any, **kwargs: Any) -> _Tokens:
        return mark_shapes(super().get_tokens_unprocessed(*args, **kwargs))


_LEXERS: dict[str, type[Lexer]] = {"python": _Python, "ipython3": _Cell}


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the place of the lexers."""
    for name, lexer in _LEXERS.items():
        app.add_lexer(name, lexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
