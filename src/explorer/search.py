"""Where a query's words stand in a text, and how much around them to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CONTEXT = 24
"""Characters shown on each side of the first match; a Chinese clause is about that long."""

_FIRST_CHINESE = "\u2e80"
"""Below it stand the alphabets and the punctuation of English, curly quotes and dashes among them."""


@dataclass(frozen=True)
class Snippet:
    """A stretch of text cut for display, as (text, matched) parts in order."""

    parts: tuple[tuple[str, bool], ...]


def snippet(text: str, words: Sequence[str]) -> Snippet | None:
    """The surroundings of the first match in ``text``, every match in them marked; None if no word occurs."""
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    first = pattern.search(text) if words else None
    if first is None:
        return None
    start, end = max(0, first.start() - CONTEXT), min(len(text), first.end() + 2 * CONTEXT)
    start, end = _word_start(text, start), _word_end(text, end)
    shown = text[start:end]
    parts: list[tuple[str, bool]] = [("…", False)] if start > 0 else []
    position = 0
    for match in pattern.finditer(shown):
        if match.start() > position:
            parts.append((shown[position : match.start()], False))
        parts.append((match.group(), True))
        position = match.end()
    parts.append((shown[position:] + ("…" if end < len(text) else ""), False))
    return Snippet(tuple((part, matched) for part, matched in parts if part))


def _word_start(text: str, position: int) -> int:
    while _inside_word(text, position):
        position -= 1
    return position


def _word_end(text: str, position: int) -> int:
    while _inside_word(text, position):
        position += 1
    return position


def _inside_word(text: str, position: int) -> bool:
    """Whether a cut here would part an English word or a number; between Chinese characters any cut is good."""
    around = text[position - 1 : position + 1] if position > 0 else ""
    return len(around) == 2 and all(letter < _FIRST_CHINESE and not letter.isspace() for letter in around)
