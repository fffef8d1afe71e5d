"""The numbers that a story tells, and where they may come from.

Looked up are numbers in digits, Chinese fractions and tenths (``三分之一``, ``五成``), English ones (``a third of``,
``half of``) and, in words, numbers above ten. Not looked up, because they are no facts about the cases: years; minutes
of the workshop; what numbers a place, a grade or an order (``表2``, ``grade 3``, ``第2步``, ``2nd``); numbers joined to
Latin letters (``5G``); and small counts in words (``两个县``, ``three questions``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from explorer.verification import numerals

_SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4,
    "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_WORDS_EN: dict[str, int | Decimal] = {
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "a third of": Decimal(100) / 3,
    "one third": Decimal(100) / 3, "two thirds": Decimal(200) / 3, "a quarter of": 25, "three quarters": 75,
    "half of": 50,
}  # fmt: skip
_DIGITS = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s*(?P<scale>万亿|千亿|百亿|亿|千万|百万|万|thousand\b|million\b|billion\b))?"
)
_SPELT = re.compile(r"\b(?:" + "|".join(sorted(_WORDS_EN, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_NUMBERED_BEFORE = re.compile(
    r"(?:第\s*|[表图]\s*|[A-Za-z][-–]?"
    r"|\b(?:grades?|tables?|figures?|sections?|chapters?|levels?|tiers?|steps?|options?)\s+(?:\d+(?:[–-]|\s(?:and|to)\s))?)$",
    re.IGNORECASE,
)
_NUMBERED_AFTER = re.compile(r"^(?:级|(?:st|nd|rd|th)\b|[A-Za-z])")
_MINUTES_AFTER = re.compile(r"^(?:\s*(?:[–—-]|至|到|to)\s*\d+)?\s*(?:分钟|minutes?\b)", re.IGNORECASE)
_YEAR_AFTER_ZH = re.compile(r"^(?:\s*(?:[—–-]+|[、，和至到])\s*\d{4})*\s*年")
_LARGEST_SMALL_COUNT = 10


@dataclass(frozen=True)
class Told:
    """A number in a text: as written, in base units, and the places after its point."""

    text: str
    value: Decimal
    decimals: int


def told(text: str) -> Iterator[Told]:
    """The numbers of a text that must have an origin, in the order in which they are found."""
    for match in _DIGITS.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _is_no_fact(match, before, after):
            continue
        digits = match["number"].replace(",", "")
        scale = _SCALES[match["scale"]] if match["scale"] else 1
        decimals = len(digits.partition(".")[2]) if scale == 1 else 0
        yield Told(match.group().strip(), Decimal(digits) * scale, decimals)
    for numeral in numerals.numerals(text):
        if numeral.text[0].isdigit():
            continue
        value = numerals.values(numeral.text)[0]
        if value > _LARGEST_SMALL_COUNT:
            yield Told(numeral.text, value, 0)
    for spelt in _SPELT.finditer(text):
        yield Told(spelt.group(), Decimal(_WORDS_EN[spelt.group().lower()]), 0)


def _is_no_fact(match: re.Match[str], before: str, after: str) -> bool:
    number = match["number"]
    if match["scale"] is None and (_NUMBERED_BEFORE.search(before) or _NUMBERED_AFTER.match(after)):
        return True
    if _MINUTES_AFTER.match(after):
        return True
    is_year = len(number) == 4 and number.isdigit() and 1900 <= int(number) < 2100 and match["scale"] is None
    return is_year and (not _is_chinese(before + after) or _YEAR_AFTER_ZH.match(after) is not None)


def _is_chinese(text: str) -> bool:
    return re.search(r"[\u3400-\u9fff]", text) is not None


def origins(texts: Collection[str], values: Collection[float | Decimal]) -> frozenset[Decimal]:
    """Every number that these texts print and these values are, in base units."""
    printed = {value for text in texts for value in numerals.values(text)}
    plain = {Decimal(match["number"].replace(",", "")) for text in texts for match in _DIGITS.finditer(text)}
    scaled = {number.value for text in texts for number in told(text)}
    return frozenset(printed | plain | scaled | {abs(Decimal(repr(float(value)))) for value in values})


def has_origin(number: Told, known: Collection[Decimal]) -> bool:
    """Whether a number is one of these: as it is, rounded to the places that it has after its point, or a fraction."""
    if number.value in known:
        return True
    if number.decimals:
        step = Decimal(1).scaleb(-number.decimals)
        return any(abs(value - number.value) <= step / 2 for value in known)
    fraction = number.value != number.value.to_integral_value()
    return fraction and any(abs(value - number.value) < Decimal("0.01") for value in known)
