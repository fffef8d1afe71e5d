"""Where a query's words stand in a text, and how much around them to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    pattern = _any_of(words)
    first = pattern.search(text) if words else None
    if first is None:
        return None
    start, end = max(0, first.start() - CONTEXT), min(len(text), first.end() + 2 * CONTEXT)
    start, end = _word_start(text, start), _word_end(text, end)
    shown = text[start:end]
    before, after = ("…", False) if start > 0 else ("", False), ("…", False) if end < len(text) else ("", False)
    return Snippet(tuple(part for part in (before, *_parts(shown, pattern), after) if part[0]))


def highlighted(text: str, words: Sequence[str]) -> Snippet:
    """The whole text, every match in it marked."""
    return Snippet(tuple(_parts(text, _any_of(words)))) if words else Snippet(((text, False),))


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    # Queries hold straight apostrophes, texts curly ones.
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word).replace("'", "['’]") for word in longest_first), re.IGNORECASE)


def _parts(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    position = 0
    for match in pattern.finditer(text):
        if match.start() > position:
            yield text[position : match.start()], False
        yield match.group(), True
        position = match.end()
    if position < len(text):
        yield text[position:], False


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
