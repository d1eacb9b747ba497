"""Figures in the colours of the reader's theme, in the smallest form that the builder can show.

``plots.show`` emits one output with several forms: pixels and, where they may be
smaller, lines, for the light and the dark theme, and one for print. myst-nb asks
:class:`ThemedImages` to turn each into a node (an entry point in ``pyproject.toml``
names it); before myst-nb keeps one form of the output, :class:`PairImages` chooses: the
site gets both themes in the smaller of two forms, LaTeX gets the one for print.
"""

import io
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from PIL import Image
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from .pictures import smallest

__all__ = ["PairImages", "ThemedImages", "setup", "size_on_page"]

# What homlp_lib.plots.show emits; the module itself needs Matplotlib.
_DARK = "application/vnd.homlp.dark+png"
_PRINT = "application/vnd.homlp.print+pdf"
_SVG = "application/vnd.homlp.light+svg"
_DARK_SVG = "application/vnd.homlp.dark+svg"
_OURS = {
    "image/png": "image/png",
    _DARK: "image/png",
    _PRINT: "application/pdf",
    _SVG: "image/svg+xml",
    _DARK_SVG: "image/svg+xml",
}
_CSS_PIXELS = 96  # per inch
# From these widths on, in CSS pixels, a figure keeps more than a phone's width: made to fit, its
# letters could not be read. pictures.css says how much.
_BROAD, _WIDE = 480, 640


class picture(nodes.image):  # noqa: N801 - docutils names nodes so
    """An image whose size the browser knows before it has loaded it."""


class ThemedImages:
    """Render the pictures of ``plots.show`` with their text alternative."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = []

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return an image for a form of ours, or None to let myst-nb render the output."""
        alt = data.output_metadata.get("image/png", {}).get("alt")
        if alt is None or data.mime_type not in _OURS:
            return None
        kind = _OURS[data.mime_type]
        images: list[nodes.Element] = renderer.render_image(replace(data, mime_type=kind))
        for image in images:
            image["alt"] = alt
            if kind == "image/png":
                image["homlp_size"] = size_on_page(b64decode(data.content))
        return images


def size_on_page(png: bytes) -> tuple[int, int]:
    """Return a picture's width and height on the page, in CSS pixels."""
    with Image.open(io.BytesIO(png)) as image:
        per_inch = image.info.get("dpi", (_CSS_PIXELS, _CSS_PIXELS))[0]
        width, height = image.size
    return round(width * _CSS_PIXELS / per_inch), round(height * _CSS_PIXELS / per_inch)


def _breadth(width: int) -> str:
    return "wide" if width > _WIDE else "broad"


class PairImages(SphinxPostTransform):
    """Keep of each output what the builder can show: HTML both themes, print its own form."""

    default_priority = 3  # myst-nb's SelectMimeType runs at 4

    def run(self, **kwargs: Any) -> None:
        """Choose for every figure of a page."""
        builder = self.app.builder
        for bundle in _bundles(self.document):
            forms = _forms(bundle)
            light = forms.get("image/png")
            for mime, form in forms.items():
                if mime in _OURS and form is not light:
                    bundle.remove(form)
            if light is None or _DARK not in forms:
                continue
            if builder.format == "latex" and _PRINT in forms:
                light.children = []
                light += forms[_PRINT].children
            elif builder.format == "html" and builder.name != "epub":
                self._pair(light, forms)

    def _pair(self, light: nodes.Element, forms: dict[str, nodes.container]) -> None:
        """Show both themes in one box, which scrolls by itself on a narrow screen."""
        width, _ = _image(light)["homlp_size"]
        classes = ["homlp-picture"] + ([] if width <= _BROAD else [_breadth(width)])
        box = nodes.container(classes=classes)
        for theme, pixels, lines in (("light", "image/png", _SVG), ("dark", _DARK, _DARK_SVG)):
            image = _image(forms[pixels])
            shown = picture(alt=image["alt"], size=image["homlp_size"], classes=[f"only-{theme}"])
            self._choose_form(shown, image, _image(forms[lines]) if lines in forms else None)
            box += shown
        light.children = []
        light += box

    def _choose_form(self, shown: picture, pixels: nodes.image, lines: nodes.image | None) -> None:
        """Point a picture to its smallest form."""
        root = Path(self.app.srcdir)
        svg = root / lines["uri"] if lines else None
        chosen = smallest(root / pixels["uri"], svg, cache=root / "_build" / "pictures")
        uri = chosen.relative_to(root).as_posix()
        self.env.images.add_file(self.env.docname, uri)
        shown["uri"], shown["candidates"] = uri, {"*": uri}


def _write(writer: HTML5Translator, node: picture) -> None:
    """Write the size as attributes; docutils' style would not keep the place of the picture."""
    name = writer.builder.images[node["uri"]]
    width, height = node["size"]
    attributes = {
        "src": f"{writer.builder.imgpath}/{quote(name)}",
        "alt": node["alt"],
        "width": str(width),
        "height": str(height),
        "loading": "lazy",
    }
    writer.body.append(writer.emptytag(node, "img", "\n", **attributes))
    raise nodes.SkipNode


def _bundles(document: nodes.document) -> list[nodes.container]:
    containers = list(document.findall(nodes.container))
    return [node for node in containers if node.get("nb_element") == "mime_bundle"]


def _forms(bundle: nodes.container) -> dict[str, nodes.container]:
    """Return the forms of an output by their type."""
    found = (child for child in bundle.children if isinstance(child, nodes.container))
    return {child["mime_type"]: child for child in found}


def _image(form: nodes.Element) -> nodes.image:
    return next(form.findall(nodes.image))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform and the style of the boxes."""
    app.add_node(picture, html=(_write, None))
    app.add_post_transform(PairImages)
    app.add_css_file("pictures.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
