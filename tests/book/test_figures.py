"""Every figure can be read by those who cannot see it, and in both themes."""

import base64
import io

from PIL import Image

from homlp_lib.plots.show import DARK_MIME


def figures(notebook):
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell["outputs"]:
            if "image/png" in output.get("data", {}):
                yield number, output


def image(data: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_every_figure_has_a_text_alternative_of_its_own(coded, executed):
    alternatives = [
        (number, output["metadata"].get("image/png", {}).get("alt", ""))
        for number, output in figures(executed[coded.name].notebook)
    ]
    assert [number for number, alt in alternatives if len(alt) < 40] == []
    assert len({alt for _, alt in alternatives}) == len(alternatives)


def test_every_figure_has_a_dark_version_of_the_same_size(coded, executed):
    for number, output in figures(executed[coded.name].notebook):
        light, dark = image(output["data"]["image/png"]), image(output["data"][DARK_MIME])
        assert light.size == dark.size, f"cell {number}"
        assert light.convert("L").getpixel((0, 0)) > 200 > 60 > dark.convert("L").getpixel((0, 0))


def test_every_figure_of_a_chapter_is_named_and_captioned(chapter, executed):
    drawn = {number for number, _ in figures(executed[chapter.name].notebook)}
    bare = [
        chapter.cells[number - 1].line
        for number in sorted(drawn)
        if not {"name:", "caption:"} <= set(chapter.cells[number - 1].options.split())
    ]
    assert bare == []
