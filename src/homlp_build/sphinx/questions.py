"""The ``homlp-question`` directive: a multiple-choice question that explains its answers.

::

    ```{homlp-question} q-ch04-border
    What happens above the border?

    [ ] The walk takes longer.
    : No: it never arrives, because each step multiplies the distance by more than one.

    [x] The walk diverges.
    : Along the steepest direction.
    ```

On the site the options are radio buttons, and ``static/questions`` answers. Without
JavaScript the answer unfolds; elsewhere the options are a list, with the answer folded
(notebooks, EPUB) or at the back with the solutions (print).
"""

import re
from hashlib import sha256
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from .assets import load_with
from .fold import fold, fold_title
from .question_text import Option, QuestionError, QuestionText, read_question

__all__ = ["Question", "choice", "choice_words", "question", "question_answer", "setup"]

_LABEL = re.compile(r"q-[a-z0-9]+(-[a-z0-9]+)*")
_LETTERS = "ABCDEFGH"


class question(nodes.container):  # noqa: N801 - docutils names nodes so
    """A question: what is asked, the options, the answer."""


class choice(nodes.list_item):  # noqa: N801
    """One answer to choose."""


class choice_words(nodes.paragraph):  # noqa: N801
    """Its letter and its words."""


class question_answer(fold):  # noqa: N801
    """Which option is right, and what is to be said of each."""


class Question(SphinxDirective):
    """Ask a multiple-choice question."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the question, or an error at the line that is wrong."""
        label = self.arguments[0]
        if not _LABEL.fullmatch(label):
            raise self.error(
                f"homlp-question: a label is like q-ch04-border, small letters and digits, "
                f"got {label!r}"
            )
        try:
            text = read_question(self.parse_content_to_nodes())
        except QuestionError as error:
            line = error.line or self.lineno
            message = f"homlp-question: {label}: {error}"
            return [self.state.document.reporter.error(message, line=line)]
        return [self._node(label, text)]

    def _node(self, label: str, text: QuestionText) -> nodes.Node:
        node = question(
            ids=[label],
            names=[label],
            classes=["homlp-question"],
            label=label,
            version=_version(text),
            right=_LETTERS[[one.right for one in text.options].index(True)],
        )
        self.set_source_info(node)
        self.state.document.note_explicit_target(node)
        node += nodes.paragraph("", "", nodes.strong("", "Check yourself"))
        node += nodes.container(
            "", *text.stem, ids=[f"{label}-stem"], classes=["homlp-question-stem"]
        )
        node += nodes.bullet_list("", *_choices(label, text), classes=["homlp-options"])
        node += _answer(label, text)
        return node


def _version(text: QuestionText) -> str:
    """Return what changes when the question does: answers to another one are forgotten."""
    words = [one.astext() for one in text.stem]
    for one in text.options:
        words += [str(one.right), *(word.astext() for word in one.words)]
    return sha256("\n".join(words).encode()).hexdigest()[:8]


def _choices(label: str, text: QuestionText) -> list[nodes.Node]:
    return [
        choice(
            "",
            choice_words("", "", nodes.strong("", letter), nodes.Text(" "), *_copies(one.words)),
            letter=letter,
            label=label,
        )
        for letter, one in zip(_LETTERS, text.options, strict=False)
    ]


def _answer(label: str, text: QuestionText) -> nodes.Node:
    node = question_answer(classes=["homlp-answer"], target_label=label, label=f"{label}-answer")
    node += fold_title("", "Answer")
    explained = nodes.bullet_list(classes=["homlp-why"])
    for letter, one in zip(_LETTERS, text.options, strict=False):
        explained += nodes.list_item("", *_explanation(letter, one))
    node += explained
    return node


def _explanation(letter: str, one: Option) -> list[nodes.Node]:
    verdict = nodes.strong("", f"{letter} is {'right' if one.right else 'wrong'}.")
    first, *rest = one.why or [nodes.paragraph()]
    if isinstance(first, nodes.paragraph):
        lead = nodes.paragraph("", "", verdict, nodes.Text(" "), *first.children)
        return [lead, *rest]
    return [nodes.paragraph("", "", verdict), first, *rest]


def _copies(words: list[nodes.Node]) -> list[nodes.Node]:
    return [word.deepcopy() for word in words]


def _is_plain(writer: HTML5Translator) -> bool:
    return writer.builder.name == "epub"


def _open_question(writer: HTML5Translator, node: question) -> None:
    if _is_plain(writer):
        writer.visit_container(node)
        return
    # No <form>: browsers ask where each one stands as the page opens, and lay out for that every
    # section which holds one.
    attributes: dict[str, Any] = {
        "data-version": node["version"],
        "data-right": node["right"],
        "aria-labelledby": f"{node['label']}-stem",
    }
    writer.body.append(writer.starttag(node, "fieldset", **attributes))


def _close_question(writer: HTML5Translator, node: question) -> None:
    if _is_plain(writer):
        writer.depart_container(node)
    else:
        writer.body.append("</fieldset>\n")


def _open_option(writer: HTML5Translator, node: choice) -> None:
    if _is_plain(writer):
        writer.visit_list_item(node)
        return
    writer.body.append(
        f'<li><label><input type="radio" name="{node["label"]}" value="{node["letter"]}"><span>'
    )


def _close_option(writer: HTML5Translator, node: choice) -> None:
    if _is_plain(writer):
        writer.depart_list_item(node)
    else:
        writer.body.append("</span></label></li>\n")


def _open_text(writer: HTML5Translator, node: choice_words) -> None:
    if _is_plain(writer):
        writer.visit_paragraph(node)


def _close_text(writer: HTML5Translator, node: choice_words) -> None:
    if _is_plain(writer):
        writer.depart_paragraph(node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive; other writers see the lists and paragraphs that these nodes are."""
    app.setup_extension("homlp_build.sphinx.fold")
    app.setup_extension("homlp_build.sphinx.assets")
    app.add_directive("homlp-question", Question)
    app.add_node(question, html=(_open_question, _close_question))
    app.add_node(choice, html=(_open_option, _close_option))
    app.add_node(choice_words, html=(_open_text, _close_text))
    load_with(question, "questions/store.js", "questions/questions.js")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
