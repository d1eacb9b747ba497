"""Pictures of a sample book's pages, compared with stored ones: `make pictures` renews them.

The sample never changes and is set in fonts that come with Matplotlib, so a picture changes with
the design alone. What the fonts' renderers of two machines do differently is blurred away.
"""

import os
from base64 import b64encode
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page

STORED = Path(__file__).with_name("pictures")
SEEN = Path(__file__).parents[2] / "_build" / "pictures"
RENEW = "HOMLP_RENEW_PICTURES"
PAGES = {"chapter": "book/part1/ch01_sample.html", "home": "book/index.html"}
HEIGHTS = {360: 2400, 768: 2000, 1440: 1500}  # of the first screens, by width
COLOURS = 256  # in a stored picture
BLUR, STEP, SHARE = 2, 24, 0.0003  # pixels, grey levels, share of pixels that may differ by more
FACES = (
    ("SampleSans", 400, "DejaVuSans"),
    ("SampleSans", 700, "DejaVuSans-Bold"),
    ("SampleMono", 400, "DejaVuSansMono"),
)


def fonts() -> str:
    """Return a style sheet that brings the fonts along."""
    folder = Path(find_spec("matplotlib").submodule_search_locations[0], "mpl-data/fonts/ttf")
    faces = []
    for family, weight, file in FACES:
        data = b64encode((folder / f"{file}.ttf").read_bytes()).decode()
        source = f"url(data:font/ttf;base64,{data})"
        faces.append(
            f"@font-face {{ font-family: {family}; font-weight: {weight}; src: {source} }}"
        )
    return "\n".join(faces) + (
        "html { --pst-font-family-base: SampleSans !important;"
        " --pst-font-family-monospace: SampleMono !important; }"
        "ul.homlp-facts li:last-child { visibility: hidden; }"  # how long the run took
    )


@pytest.fixture(scope="module")
def photograph(sample: Path, browser: Browser) -> Callable[..., Image.Image]:
    """Return a function that takes the picture of a page's first screens."""
    style = fonts()

    def take(page: str, width: int, theme: str) -> Image.Image:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme=theme,
            reduced_motion="reduce",
        )
        seen = context.new_page()
        seen.goto((sample / PAGES[page]).as_uri())
        seen.add_style_tag(content=style)
        picture = _settled(seen)
        context.close()
        return picture

    return take


def _settled(page: Page) -> Image.Image:
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(300)
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def difference(one: Image.Image, two: Image.Image) -> float:
    """Return the share of pixels that differ to the eye: all of them if the sizes do."""
    if one.size != two.size:
        return 1.0
    soft = [image.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR)) for image in (one, two)]
    bands = ImageChops.difference(*soft).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(most.histogram()[STEP:]) / (one.width * one.height)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", HEIGHTS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_as_it_did(
    photograph: Callable[..., Image.Image], page: str, width: int, theme: str
) -> None:
    seen = photograph(page, width, theme)
    name = f"{page}-{width}-{theme}.png"
    if os.environ.get(RENEW):
        STORED.mkdir(exist_ok=True)
        seen.quantize(COLOURS, dither=Image.Dither.NONE).save(STORED / name, optimize=True)
    with Image.open(STORED / name) as stored:
        share = difference(seen, stored)
    if share > SHARE:
        SEEN.mkdir(parents=True, exist_ok=True)
        seen.save(SEEN / name)
    assert share <= SHARE, (
        f"{share:.2%} of {name} looks different: compare {SEEN / name} with {STORED / name}; "
        "if it is meant, renew them by `make pictures`"
    )


def test_the_stored_pictures_are_those_compared_and_small() -> None:
    files = list(STORED.iterdir())
    assert len(files) == 2 * len(PAGES) * len(HEIGHTS)
    assert sum(file.stat().st_size for file in files) < 2_000_000


@pytest.mark.parametrize(
    ("change", "is_seen"),
    [
        ("", False),
        (".bd-article h2 { border-color: red }", True),
        (".bd-article p { margin-bottom: 1.4rem }", True),
        ("html[data-theme] { --pst-color-link: #a00; --pst-color-inline-code: #080 }", True),
        (".highlight pre { border-left-color: #080 !important }", True),
    ],
)
def test_a_change_of_the_design_is_seen_and_none_is_not(
    sample: Path, browser: Browser, change: str, is_seen: bool
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1500})
    page = context.new_page()
    page.goto((sample / PAGES["chapter"]).as_uri())
    page.add_style_tag(content=fonts())
    before = _settled(page)
    page.add_style_tag(content=change or "/* nothing */")
    after = _settled(page)
    context.close()
    assert (difference(before, after) > SHARE) == is_seen
