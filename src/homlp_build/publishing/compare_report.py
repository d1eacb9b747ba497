"""A comparison in writing: Markdown for a job's summary, and a page with figures side by side."""

from collections.abc import Iterator
from html import escape

from .compare import Comparison
from .differences import Differences, Figure

__all__ = ["as_html", "as_markdown"]

_LINES = 40  # of a diff in the summary; the page holds all of it
_FENCE = "`" * 8

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What changed since {ref}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
body {{ margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }}
table {{ border-collapse: collapse; }}
.wide {{ overflow-x: auto; }}
th, td {{ border-bottom: 1px solid #8888; padding: 0.2rem 1rem 0.2rem 0; text-align: left; }}
pre {{ border-left: 3px solid #8888; overflow-x: auto; padding-left: 1rem; }}
figure {{ display: grid; gap: 1rem; margin: 1rem 0; }}
figure {{ grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); }}
figure img {{ background: #fff; max-width: 100%; }}
figcaption {{ grid-column: 1 / -1; }}
</style>
</head>
<body>
<main>
<h1>What changed since {ref}</h1>
{body}
</main>
</body>
</html>
"""


def as_markdown(comparison: Comparison) -> str:
    """Return the comparison for a job's summary."""
    blocks = [f"### Outputs, held against `{comparison.ref[:12]}`", *_lists(comparison)]
    for page in comparison.changed:
        blocks.append(f"#### {page.page}")
        if page.numbers:
            rows = (
                f"| {one.name} | {_cell(one.before)} | {_cell(one.now)} |" for one in page.numbers
            )
            blocks.append("| recorded | before | now |\n|---|---|---|\n" + "\n".join(rows))
        blocks += [f"{_FENCE}diff\n{_shortened(text)}\n{_FENCE}" for text in page.texts]
        if page.figures:
            cells = ", ".join(str(figure.cell) for figure in page.figures)
            blocks.append(f"Figures that changed: in cells {cells}")
    return "\n\n".join(blocks)


def as_html(comparison: Comparison) -> str:
    """Return the comparison as one page that needs no other file."""
    body = [f"<p>{escape(line)}</p>" for line in _lists(comparison)]
    body += [_page(page) for page in comparison.changed]
    return _PAGE.format(ref=escape(comparison.ref[:12]), body="\n".join(body))


def _lists(comparison: Comparison) -> Iterator[str]:
    kinds = {
        "Outputs that changed": [page.page for page in comparison.changed],
        "Executed again, with the same outputs": comparison.same,
        "New": comparison.new,
        "Gone": comparison.gone,
        "Not in the store, so not compared": comparison.unknown,
        "Not touched by the change": comparison.untouched,
    }
    for words, pages in kinds.items():
        if pages:
            yield f"{words}: {', '.join(pages)}."


def _page(page: Differences) -> str:
    parts = [f"<h2>{escape(page.page)}</h2>"]
    if page.numbers:
        rows = "\n".join(
            f"<tr><td>{escape(one.name)}</td><td>{escape(one.before or 'none')}</td>"
            f"<td>{escape(one.now or 'none')}</td></tr>"
            for one in page.numbers
        )
        head = "<tr><th>recorded</th><th>before</th><th>now</th></tr>"
        parts.append(f'<div class="wide"><table>\n{head}\n{rows}\n</table></div>')
    parts += [f'<pre tabindex="0">{escape(text)}</pre>' for text in page.texts]
    parts += [_figure(figure) for figure in page.figures]
    return "\n".join(parts)


def _figure(figure: Figure) -> str:
    pictures = "".join(
        f'<img alt="{when}: {escape(figure.alt)}" src="data:image/png;base64,{png}">'
        if png
        else f"<p>{when}: no figure</p>"
        for when, png in (("Before", figure.before), ("Now", figure.now))
    )
    caption = f"<figcaption>Cell {figure.cell}, before and now</figcaption>"
    return f"<figure>{caption}{pictures}</figure>"


def _shortened(text: str) -> str:
    lines = text.splitlines()
    left = len(lines) - _LINES
    return "\n".join([*lines[:_LINES], *([f"({left} more lines)"] if left > 0 else [])])


def _cell(value: str | None) -> str:
    return "none" if value is None else value.replace("|", "\\|").replace("\n", " ")
