"""Pages by a part of their name: ``ch04`` for ``part1/ch04_training_linear_models``."""

from collections.abc import Collection

from ..errors import UsageError

__all__ = ["full_name", "short_name"]


def full_name(text: str, pages: Collection[str]) -> str:
    """Return the one page whose name holds a text.

    Raises
    ------
    UsageError
        If there is none, or more than one.
    """
    wanted = (
        text.removeprefix("./").removeprefix("book/").removesuffix(".md").removesuffix(".ipynb")
    )
    if wanted in pages:
        return wanted
    found = [name for name in pages if wanted in name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{text!r} may be any of {', '.join(found)} — give more of the name")
    raise UsageError(f"no page is named {text!r} — there are {', '.join(pages) or 'none'}")


def short_name(page: str, pages: Collection[str]) -> str:
    """Return the shortest beginning of a page's file name that no other page's name holds."""
    stem = page.rpartition("/")[2]
    for text in (stem.partition("_")[0], stem):
        if [name for name in pages if text in name] == [page]:
            return text
    return page
