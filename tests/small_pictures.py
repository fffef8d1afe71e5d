"""Page pictures made small and grey, and where two of them differ.

A small picture's pixel is the mean grey of a square of the page. Letters become a tone in it: how their edges are
smoothed does not show, and neither does a line that lies a pixel lower. What shows is whether there is a block of
text, a chart or a column in a place, and how dense it is.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.float64]
"""Rows of greys from 0 (black) to 255."""

STEP = 8
"""Between two greys of a stored picture, which makes its file a third smaller."""

NEIGHBOURS = 1
"""A pixel may lie so many pixels away, in any direction, in the other picture."""

TOLERATED_GREY = 9.0
"""A difference of the mean of three by three pixels."""

TOLERATED_PIXELS = 90
"""So many may differ more than that.

Measured on ten pages at two widths in two languages: the same page drawn twice, or with smoothing of another kind,
differs in none; with every letter a fiftieth of a pixel wider in up to 57, unless a line breaks elsewhere. A chart
that is missing makes 158 or more, a paragraph of two lines 228, a column that is gone 123.
"""


def reduced(png: bytes, factor: int) -> Image.Image:
    """A screenshot in grey, each pixel of it the mean of a square of ``factor`` pixels, in steps of ``STEP``."""
    grey = Image.open(io.BytesIO(png)).convert("L")
    small = grey.resize((grey.width // factor, grey.height // factor), Image.Resampling.BOX)
    return small.point([min(255, round(level / STEP) * STEP) for level in range(256)])


def differing(kept: Image.Image, shown: Image.Image) -> NDArray[np.bool_]:
    """Which pixels of the picture kept have none like them in the same place, or next to it, in the one shown.

    Both ways: what is only in one of the two counts, whichever it is. Raises ValueError where the sizes differ.
    """
    if kept.size != shown.size:
        raise ValueError(f"The pictures are of different sizes: {kept.size} and {shown.size}.")
    one, other = _evened(kept), _evened(shown)
    found: NDArray[np.bool_] = np.maximum(_least(one, other), _least(other, one)) > TOLERATED_GREY
    return found


def unlike(kept: Image.Image, shown: Image.Image) -> bool:
    """Whether somebody would see that these are not the same page; those of different sizes are not."""
    return kept.size != shown.size or int(differing(kept, shown).sum()) > TOLERATED_PIXELS


def beside(kept: Image.Image, shown: Image.Image, target: Path) -> None:
    """Write the picture kept, the one shown and, black on white, where they differ, side by side."""
    where = Image.fromarray(np.where(differing(kept, shown), 0, 255).astype(np.uint8))
    sheet = Image.new("L", (3 * kept.width + 8, kept.height), 128)
    for place, picture in enumerate((kept, shown, where)):
        sheet.paste(picture, (place * (kept.width + 4), 0))
    sheet.resize((sheet.width * 3, sheet.height * 3), Image.Resampling.NEAREST).save(target)


def _evened(picture: Image.Image) -> Grey:
    """Greys as means of three by three pixels."""
    return np.asarray(picture.filter(ImageFilter.BoxBlur(1)), dtype=np.float64)


def _least(one: Grey, other: Grey) -> Grey:
    """How far each pixel is from the nearest grey in its neighbourhood of the other picture."""
    height, width = one.shape
    around = np.pad(other, NEIGHBOURS, mode="edge")
    shifts = range(2 * NEIGHBOURS + 1)
    windows = [around[down : down + height, right : right + width] for down in shifts for right in shifts]
    least: Grey = np.min([np.abs(one - window) for window in windows], axis=0)
    return least
