"""Figures in the colours of the reader's theme.

``plots.show`` emits one output with three pictures, for light, for dark and for print. myst-nb asks
:class:`ThemedImages` to turn each into a node (an entry point in ``pyproject.toml``
names it); before myst-nb keeps one picture of the output, :class:`PairImages` lays the
dark one beside the light one for HTML, and gives LaTeX the one for print.
"""

import io
from base64 import b64decode
from dataclasses import replace
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from PIL import Image
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

__all__ = ["PairImages", "ThemedImages", "setup"]

_DARK = "application/vnd.homlp.dark+png"  # homlp_lib.plots.DARK_MIME, which needs Matplotlib
_PRINT = "application/vnd.homlp.print+pdf"  # homlp_lib.plots.PRINT_MIME
_OURS = {"image/png": "image/png", _DARK: "image/png", _PRINT: "application/pdf"}
_CSS_PIXELS = 96  # per inch


class ThemedImages:
    """Render the pictures of ``plots.show`` with their text alternative."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = []

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return an image for a PNG of ours, or None to let myst-nb render the output."""
        alt = data.output_metadata.get("image/png", {}).get("alt")
        if alt is None or data.mime_type not in _OURS:
            return None
        kind = _OURS[data.mime_type]
        images: list[nodes.Element] = renderer.render_image(replace(data, mime_type=kind))
        for image in images:
            image["alt"] = alt
            image["loading"] = "lazy"
            if kind == "image/png":
                image["homlp_size"] = _size(b64decode(data.content))
        return images


def _size(png: bytes) -> tuple[int, int]:
    """Return a picture's width and height on the page, in CSS pixels."""
    with Image.open(io.BytesIO(png)) as image:
        per_inch = image.info.get("dpi", (_CSS_PIXELS, _CSS_PIXELS))[0]
        width, height = image.size
    return round(width * _CSS_PIXELS / per_inch), round(height * _CSS_PIXELS / per_inch)


class PairImages(SphinxPostTransform):
    """Keep of each output what the builder can show: HTML both themes, print its own form."""

    default_priority = 3  # myst-nb's SelectMimeType runs at 4

    def run(self, **kwargs: Any) -> None:
        """Choose for every figure of a page."""
        builder = self.app.builder
        for bundle in _bundles(self.document):
            forms = _forms(bundle)
            dark, printed = forms.get(_DARK), forms.get(_PRINT)
            light = forms.get("image/png")
            for one in filter(None, (dark, printed)):
                bundle.remove(one)
            if light is None:
                continue
            if printed and builder.format == "latex":
                light.children = []
                light += printed.children
            elif dark and builder.format == "html" and builder.name != "epub":
                _pair(light, dark)


def _bundles(document: nodes.document) -> list[nodes.container]:
    containers = list(document.findall(nodes.container))
    return [node for node in containers if node.get("nb_element") == "mime_bundle"]


def _forms(bundle: nodes.container) -> dict[str, nodes.container]:
    """Return the forms of an output by their type."""
    found = (child for child in bundle.children if isinstance(child, nodes.container))
    return {child["mime_type"]: child for child in found}


def _pair(light: nodes.Element, dark: nodes.Element) -> None:
    for theme, container in (("light", light), ("dark", dark)):
        for image in container.findall(nodes.image):
            image["classes"] += [f"only-{theme}", "no-scaled-link"]
            image["width"], image["height"] = map(str, image["homlp_size"])
    light += dark.children


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(PairImages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
