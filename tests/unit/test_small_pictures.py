"""When two page pictures count as the same: whatever the letters' edges, but not without a chart or a paragraph."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.small_pictures import differing, reduced, unlike

WIDTH, HEIGHT, FACTOR = 1280, 1440, 8
PARAGRAPH, CHART, COLUMN = (80, 200, 640, 248), (80, 300, 600, 560), (700, 200, 1200, 900)
"""Left, top, right and bottom."""

Place = tuple[int, int, int, int]


def page_with(*places: Place) -> Image.Image:
    """A white page with what looks like writing in each place: strokes in rows of 14 pixels with 10 between them."""
    strokes = np.random.default_rng(7).random((HEIGHT, WIDTH)) < 0.3
    ink = np.zeros((HEIGHT, WIDTH), dtype=bool)
    for left, top, right, bottom in places:
        ink[top:bottom, left:right] = True
    ink &= (np.arange(HEIGHT) % 24 < 14)[:, None]
    return Image.fromarray(np.where(ink & strokes, 40, 255).astype(np.uint8))


def small(page: Image.Image) -> Image.Image:
    file = io.BytesIO()
    page.save(file, "PNG")
    return reduced(file.getvalue(), FACTOR)


WHOLE = page_with(PARAGRAPH, CHART, COLUMN)


@pytest.mark.parametrize(
    "drawn_again",
    [
        lambda page: page,
        lambda page: page.filter(ImageFilter.GaussianBlur(0.7)),
        lambda page: page.transform(page.size, Image.Transform.AFFINE, (1, 0, -1, 0, 1, -1), fillcolor=255),
    ],
    ids=["as it was", "smoothed otherwise", "a pixel further down and right"],
)
def test_a_page_drawn_again_is_the_same(drawn_again: Callable[[Image.Image], Image.Image]) -> None:
    assert not unlike(small(WHOLE), small(drawn_again(WHOLE)))


@pytest.mark.parametrize(
    "left",
    [(CHART, COLUMN), (PARAGRAPH, COLUMN), (PARAGRAPH, CHART), (PARAGRAPH, CHART, (700, 200, 760, 900))],
    ids=["a paragraph vanished", "a chart is missing", "a column is gone", "a column collapsed"],
)
def test_a_page_that_lost_something_is_another_whichever_is_the_one_kept(left: tuple[Place, ...]) -> None:
    broken = page_with(*left)
    assert unlike(small(WHOLE), small(broken))
    assert unlike(small(broken), small(WHOLE))


def test_pictures_of_different_sizes_are_never_the_same() -> None:
    assert unlike(small(WHOLE), small(WHOLE.crop((0, 0, WIDTH, HEIGHT - FACTOR))))
    with pytest.raises(ValueError, match="different sizes"):
        differing(small(WHOLE), small(WHOLE.crop((0, 0, WIDTH, HEIGHT - FACTOR))))
