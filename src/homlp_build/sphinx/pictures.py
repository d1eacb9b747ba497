"""The smallest form in which a browser shows a picture, worked out once for each picture."""

import gzip
import os
import shutil
from pathlib import Path

from PIL import Image

__all__ = ["smallest"]


def smallest(png: Path, svg: Path | None, *, cache: Path) -> Path:
    """Return the form of a picture that weighs least over the network.

    That is the picture as lossless WebP, or its lines if they are smaller with gzip, as
    servers send them.

    Parameters
    ----------
    png : Path
        The picture, in a file that is named after its content.
    svg : Path or None
        The same picture as lines.
    cache : Path
        Where forms that were chosen before are kept.
    """
    kept = [cache / f"{png.stem}{ending}" for ending in (".webp", ".svg")]
    found = next((path for path in kept if path.exists()), None)
    if found:
        return found
    cache.mkdir(parents=True, exist_ok=True)
    webp, lines = kept
    part = cache / f"{png.stem}.{os.getpid()}.part"
    with Image.open(png) as image:
        image.save(part, "WEBP", lossless=True, quality=80, method=4)
    if svg is None or _sent(svg) >= part.stat().st_size:
        return part.replace(webp)
    shutil.copyfile(svg, part)
    return part.replace(lines)


def _sent(file: Path) -> int:
    return len(gzip.compress(file.read_bytes()))
