"""Long printed outputs, folded on the site: a reader sees that there is one and how long it is."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .fold import fold, fold_title

__all__ = ["FoldOutputs", "setup"]

LONGEST = 20  # lines that stay open


class FoldOutputs(SphinxPostTransform):
    """Fold the printed outputs that are longer than a phone's screen."""

    default_priority = 400  # after myst-nb has chosen what an output shows

    def run(self, **kwargs: Any) -> None:
        """Fold the outputs of one page."""
        if self.app.builder.name != "html":
            return
        for block in list(self.document.findall(nodes.literal_block)):
            lines = len(block.astext().splitlines())
            if lines > LONGEST and _is_output(block):
                _fold(block, lines)


def _is_output(block: nodes.Node) -> bool:
    parent = block.parent
    while parent is not None:
        if "cell_output" in getattr(parent, "attributes", {}).get("classes", ()):
            return True
        parent = parent.parent
    return False


def _fold(block: nodes.literal_block, lines: int) -> None:
    box = fold(classes=["homlp-output"])
    block.replace_self(box)
    box += [fold_title("", f"Show the output, {lines} lines"), block]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(FoldOutputs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
