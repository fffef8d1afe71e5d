"""The dates and periods that a text prints, as places in it and as partial dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DASH = r"\s*[—–~～至到-]+\s*"
_YEAR = r"(?<!\d)(?<!\d[.,])(?:19|20)\d\d(?!\d)"
_MONTH = r"(?:1[0-2]|[1-9])\s*月"
_DAY = r"(?:[12]\d|3[01]|[1-9])\s*日"
_COUNTED = r"\s*[\d,.个家名人次例项所张元万亿余多%％]"
"""What follows a number that looks like a year and is none."""


def _date(name: str) -> str:
    """The pattern of one date, its parts in groups that end in ``name``."""
    month = rf"(?P<month{name}>{_MONTH})(?:\s*(?P<day{name}>{_DAY}))?"
    year = rf"(?P<year{name}>{_YEAR})(?:\s*年(?:\s*{month}|\s*(?P<half{name}>[上下])半年)?|(?!{_COUNTED}))"
    return rf"(?:{year}|(?<!\d)(?P<lone{name}>{_MONTH})(?:\s*(?P<loneday{name}>{_DAY}))?)"


_PERIOD = re.compile(
    rf"(?P<year>{_YEAR})\s*年\s*(?P<month>\d{{1,2}}){_DASH}(?P<until>{_MONTH})|{_date('1')}(?:{_DASH}{_date('2')})?"
)
_TITLE = re.compile(r"《[^《》]*》")
_COMPARED = re.compile(r"[较比与同]\s*\Z")
_FURTHEST_WORD = 4


@dataclass(frozen=True)
class PrintedPeriod:
    """A period as printed, and where: from ``first`` to ``last``, one and the same for a single date."""

    start: int
    end: int
    first: str
    last: str
    compared: bool
    """Whether it is what something is compared with: 较 2022 年."""


def printed_periods(text: str) -> Iterator[PrintedPeriod]:
    """The dates and periods of a text in order, those in titles aside.

    ``2015 年至 2018 年`` is one period and no date; ``7 月`` is of the last year printed before it; a half-year is the
    month it ends with.
    """
    untitled = _TITLE.sub(lambda match: "》" * len(match.group()), text)
    year = ""
    for match in _PERIOD.finditer(untitled):
        if match["until"]:
            year = match["year"]
            first, last = _joined(year, match["month"]), _joined(year, match["until"])
        else:
            first, year = _partial(match, "1", year)
            last, year = _partial(match, "2", year) if match["year2"] or match["lone2"] else (first, year)
        if first:
            before = untitled[max(0, match.start() - _FURTHEST_WORD) : match.start()]
            yield PrintedPeriod(match.start(), match.end(), first, last, _COMPARED.search(before) is not None)


def _partial(match: re.Match[str], name: str, year: str) -> tuple[str, str]:
    """One date of a match and its year, which is the last one before it if it prints none; empty without any."""
    year = match[f"year{name}"] or year
    if half := match[f"half{name}"]:
        return _joined(year, "6" if half == "上" else "12"), year
    month, day = match[f"month{name}"] or match[f"lone{name}"], match[f"day{name}"] or match[f"loneday{name}"]
    return (_joined(year, *(part for part in (month, day) if part)) if year else ""), year


def _joined(year: str, *parts: str) -> str:
    return "-".join([year, *(re.sub(r"\D", "", part).zfill(2) for part in parts)])
