"""How much room a text takes, by the widths of Arial's letters: what decides whether it fits on a slide.

Nothing is measured with a font file, so that a deck comes out alike on every machine. Chinese characters and the
quotation marks, dashes and ellipses that a Chinese font may set as wide as a character count as one em.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_ASCII_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
"""From the space to the tilde, in thousandths of an em."""

_WIDE_MARKS = "“”‘’—…·×÷†‡✓–"
_OTHER = 0.62
_BOLD = 1.08
_SLACK = 0.96
"""The part of a line that is counted on: renderers differ, and a line may not begin with a comma."""

LINE_HEIGHT = 1.36
"""Of the letters' size. Written into every paragraph, because fonts of different systems have different ones."""

_SENTENCE_ENDS = re.compile(r"(?<=[。！？；])|(?<=[.!?;])\s")


def _letter(letter: str, chinese: bool) -> float:
    code = ord(letter)
    if 32 <= code <= 126:
        return _ASCII_WIDTHS[code - 32] / 1000
    if code > 0x2E7F:
        return 1.0
    if letter in _WIDE_MARKS:
        return 1.0 if chinese else 0.56
    return _OTHER


def _is_chinese(text: str) -> bool:
    return any(ord(letter) > 0x2E7F for letter in text)


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a box of that width; at least one."""
    room = width * _SLACK
    chinese = _is_chinese(text)
    factor = size * (_BOLD if bold else 1)
    lines, used = 1, 0.0
    for unit in _units(text):
        wide = sum(_letter(letter, chinese) for letter in unit) * factor
        if used + wide > room and used:
            lines, used = lines + 1, 0.0
        if wide > room:  # a word longer than the line is broken
            lines += int(wide // room)
            wide %= room
        used += wide
    return lines


def _units(text: str) -> list[str]:
    """Between which a line may break: Chinese characters, and words with the space behind them."""
    return re.findall(r"[\u2e80-\U0003ffff]|[^\s\u2e80-\U0003ffff]+\s*|\s+", text)


def sentences_of(text: str) -> list[str]:
    """A text as its sentences, none empty."""
    return [part.strip() for part in _SENTENCE_ENDS.split(text) if part and part.strip()]


@dataclass(frozen=True)
class Para:
    """One paragraph on a slide. ``lead`` (a bullet or an option's letter) hangs before it; ``tone`` names its colour.

    ``indent`` says how far a paragraph with a lead is moved in, in sizes of its letters.
    """

    text: str
    lead: str = ""
    bold: bool = False
    tone: str = "ink"
    indent: float = 1.3


GAP = 0.4
"""Of the letters' size: the room after a paragraph."""


def height_of(paragraphs: Sequence[Para], size: float, width: float) -> float:
    """The height of paragraphs one under another, each with its gap."""
    return sum(_height(paragraph, size, width) for paragraph in paragraphs)


def _height(paragraph: Para, size: float, width: float) -> float:
    room = width - (paragraph.indent * size if paragraph.lead else 0)
    return lines_of(paragraph.text, size, room, bold=paragraph.bold) * size * LINE_HEIGHT + GAP * size


def fitting_size(paragraphs: Sequence[Para], width: float, height: float, sizes: Sequence[float]) -> float | None:
    """The first of these sizes at which the paragraphs fit; None if none does."""
    return next((size for size in sizes if height_of(paragraphs, size, width) <= height), None)


def pages_of(paragraphs: Sequence[Para], size: float, width: float, height: float) -> list[list[Para]]:
    """The paragraphs in as many pages as they take at this size, about evenly filled; a long one breaks at a sentence.

    What does not even fit as one sentence is left whole: the rules for stories keep texts shorter than that.
    """
    parts = [part for paragraph in paragraphs for part in _broken(paragraph, size, width, height)]
    pages: list[list[Para]] = []
    used = height
    for part in parts:
        tall = _height(part, size, width)
        if used + tall > height:
            pages.append([])
            used = 0.0
        pages[-1].append(part)
        used += tall
    return pages


def _broken(paragraph: Para, size: float, width: float, height: float) -> list[Para]:
    if _height(paragraph, size, width) <= height:
        return [paragraph]
    space = "" if _is_chinese(paragraph.text) else " "
    parts: list[Para] = []
    for sentence in sentences_of(paragraph.text):
        longer = replace(parts[-1], text=f"{parts[-1].text}{space}{sentence}") if parts else None
        if longer is not None and _height(longer, size, width) <= height:
            parts[-1] = longer
        else:
            parts.append(replace(paragraph, text=sentence, lead="" if parts else paragraph.lead))
    return parts
