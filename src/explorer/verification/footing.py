"""What numbers in a document are no facts by their place alone: headings, pages, footnotes, figures, titles, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.verification.documents import Document
from explorer.verification.numerals import Numeral

_PAGE = re.compile(r"^[ \t]*\d{1,3}[ \t]*$", re.MULTILINE)
_FIGURE = re.compile(r"[图表]\s*\d{1,2}(?:\s*[、和至]\s*[图表]?\s*\d{1,2})*")
_TITLE = re.compile(r"《[^《》]*》")
_CITATION = re.compile(r"\^?\[\d{1,3}(?:[-,，]\d{1,3})*\^?\]")
_AFTER_FOOTNOTE = re.compile(r"[-、，。；：）”」》,.;:)]|\s*$|\s*\n|\s*和《")
_FEWEST_FOOTNOTES = 5
_FURTHEST_STEP, _FURTHEST_BACK = 3, 12


def footing(document: Document, found: list[Numeral]) -> dict[int, str]:
    """Of the numerals that are no facts by their place, what they are; by their start in the text.

    ``heading`` (the line of a heading or caption), ``page``, ``figure`` (a reference to one), ``title`` (inside 《》),
    ``citation``, ``footnote``, ``name`` (joined to Latin letters, as in 5G).
    """
    kinds: dict[int, str] = {}
    spans = [*_spans(document)]
    for numeral in found:
        for kind, start, end in spans:
            if start <= numeral.start and numeral.end <= end:
                kinds.setdefault(numeral.start, kind)
        if _joined_to_letters(document.text, numeral):
            kinds.setdefault(numeral.start, "name")
    for numeral in _footnotes(document.text, [numeral for numeral in found if numeral.start not in kinds]):
        kinds[numeral.start] = "footnote"
    return kinds


def _spans(document: Document) -> Iterator[tuple[str, int, int]]:
    for section in document.sections:
        yield "heading", section.start, section.body
    for kind, pattern in (("page", _PAGE), ("figure", _FIGURE), ("title", _TITLE), ("citation", _CITATION)):
        for match in pattern.finditer(document.text):
            yield kind, match.start(), match.end()


def _joined_to_letters(text: str, numeral: Numeral) -> bool:
    before, after = text[numeral.start - 1 : numeral.start], text[numeral.end : numeral.end + 1]
    return any(letter.isascii() and letter.isalpha() for letter in (before, after))


def _footnotes(text: str, candidates: list[Numeral]) -> list[Numeral]:
    """The marks of footnotes: whole numbers before a stop, in the order of the document or repeating one just given."""
    latest = 0
    marks = []
    for numeral in candidates:
        if not numeral.text.isdigit() or len(numeral.text) > 3 or numeral.text.startswith("0"):
            continue
        number = int(numeral.text)
        before = text[: numeral.start].rstrip(" ")[-1:]
        follows = _AFTER_FOOTNOTE.match(text, numeral.end) and not before.isdigit() and before not in "（(.~～/"
        expected = latest < number <= latest + _FURTHEST_STEP or latest - _FURTHEST_BACK <= number <= latest
        if follows and expected:
            latest = max(latest, number)
            marks.append(numeral)
    # A document without footnotes may still have a lone 1 before a full stop.
    return marks if latest >= _FEWEST_FOOTNOTES else []
