"""Periods as tables write them: ``2023``, ``2023年5月``, ``2023Q1``, ``上半年``, a date of a spreadsheet."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from explorer.own_figures.faults import Fault
from explorer.planner.reading import plainly_typed

DateGrain = Literal["day", "month", "year"]
"""What a full date stands for: itself, or the month or year that it begins."""

FIRST_YEAR, LAST_YEAR = 1949, 2100
SERIAL_DAYS = range(18264, 73051)
"""Numbers that a spreadsheet keeps for the days from 1950 to 2100."""

_DAY_ZERO = date(1899, 12, 30)
_MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name} | {
    name.lower(): at for at, name in enumerate(calendar.month_abbr) if name
}
_NUMERALS = {
    **{letter: str(at) for at, letter in enumerate("〇一二三四五六七八九")},
    **{"零": "0", "○": "0"},
}
_MONTH_WORDS = {"十一": "11", "十二": "12", "十": "10"} | {k: v for k, v in _NUMERALS.items() if v != "0"}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TO = r"\s*(?:-|–|—|~|～|至|到|to)\s*"
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4}

_PATTERNS = (
    ("year", re.compile(rf"{_YEAR}\s*(?:年度|年全年|年|全年)?")),
    ("quarter", re.compile(rf"{_YEAR}\s*年?\s*[-/.]?\s*(?:q|第)\s*(?P<quarter>[1-4一二三四])\s*(?:季度|季)?")),
    ("quarter", re.compile(rf"{_YEAR}\s*年\s*(?P<quarter>[1-4一二三四])\s*(?:季度|季)")),
    ("quarter", re.compile(rf"q\s*(?P<quarter>[1-4])\s*[-/, ]?\s*{_YEAR}")),
    ("half", re.compile(rf"{_YEAR}\s*年?\s*[-/.]?\s*(?P<half>上半年|下半年|h1|h2)")),
    ("half", re.compile(rf"(?P<half>h1|h2)\s*[-/, ]?\s*{_YEAR}")),
    ("months", re.compile(rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月?{_TO}(?P<last>\d{{1,2}})\s*月(?:份)?")),
    ("span", re.compile(rf"{_YEAR}\s*年?\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*月?{_TO}"
                        r"(?P<until>(?:19|20)\d\d)\s*[-/.年]\s*(?P<last>\d{1,2})\s*月?")),
    ("years", re.compile(rf"{_YEAR}\s*年?{_TO}(?P<until>(?:19|20)\d\d)\s*年?")),
    ("month", re.compile(rf"{_YEAR}\s*[-/年]\s*(?P<month>\d{{1,2}})\s*(?:月|月份)?")),
    ("month", re.compile(rf"{_YEAR}\.(?P<month>[2-9]|\d{{2}})")),
    ("month", re.compile(rf"{_YEAR}(?P<month>0[1-9]|1[0-2])")),
    ("month", re.compile(rf"{_YEAR}年\s*(?P<word>十[一二]?|[一二三四五六七八九])月(?:份)?")),
    ("month", re.compile(rf"(?P<name>[a-z]{{3,9}})\.?[\s,-]*{_YEAR}")),
    ("month", re.compile(rf"{_YEAR}[\s,-]*(?P<name>[a-z]{{3,9}})\.?")),
    ("day", re.compile(rf"{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*日?"
                       r"(?:[t ]00:00(?::00(?:\.0+)?)?)?")),
    ("day", re.compile(rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])")),
)  # fmt: skip
_WITHOUT_YEAR = re.compile(
    r"(?:第?[1-4一二三四]季度?|q[1-4]|上半年|下半年|h[12]|全年|(?:\d{1,2}|十[一二]?|[一二三四五六七八九])\s*月(?:份)?)"
)
_AMBIGUOUS = re.compile(r"(?:19|20)\d\d\.1")
_AS_OF = re.compile(r"(?:截至|截止|as of|end of)\s*(?P<a>.+?)(?:底|末)?|(?P<b>.+?)(?:底|末)")
_BETWEEN_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:/|至|到|~|to)\s*(\d{4}-\d\d-\d\d)")
_BRACKETED = re.compile(r"(?P<rest>.+?)\s*[(（\[【](?P<period>[^()（）\[\]【】]+)[)）\]】]")


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    start: date
    end: date


def read_period(text: str, grain: DateGrain = "day") -> Period | Fault:
    """The period that a text says. Raises nothing: what is none is a fault."""
    typed = plainly_typed(text).lower().strip(" .。,;")
    if not typed:
        return Fault("period_missing")
    typed = re.sub(r"^[〇零○一二三四五六七八九]{4}(?=年)", lambda found: _digits(found[0]), typed)
    if _AMBIGUOUS.fullmatch(typed):
        return Fault("period_ambiguous", {"entered": text, "first": f"{typed[:4]}-0{typed[5]}", "year": typed[:4]})
    if between := _BETWEEN_DAYS.fullmatch(typed):
        first, last = (read_period(day) for day in between.groups())
        if isinstance(first, Period) and isinstance(last, Period) and first.start <= last.end:
            return Period(first.start, last.end)
    if re.fullmatch(r"\d{5}(?:\.0+)?", typed) and int(typed[:5]) in SERIAL_DAYS:
        return _of_day(_DAY_ZERO + timedelta(int(typed[:5])), grain)
    typed = re.sub(r"(?<=^(?:19|20)\d\d)\.0$", "", typed)  # a year that was kept as a decimal number
    for kind, pattern in _PATTERNS:
        if found := pattern.fullmatch(typed):
            period = _period(kind, found.groupdict(), grain)
            if period is not None:
                return period
    if (as_of := _AS_OF.fullmatch(typed)) and isinstance(until := read_period(as_of["a"] or as_of["b"], grain), Period):
        return Period(until.end, until.end)
    return Fault("period_unreadable", {"entered": text})


def written(start: date, end: date) -> str:
    """A period as a table says it, so that it is read again as the same: ``2023``, ``2023Q1``, ``2023-05``."""
    ends = (start.month, end.month)
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        if start.year != end.year:
            return f"{start.year}-{end.year}" if ends == (1, 12) else f"{start.isoformat()}/{end.isoformat()}"
        if ends == (1, 12):
            return f"{start.year}"
        if start.month == end.month:
            return f"{start.year}-{start.month:02}"
        if ends in ((1, 6), (7, 12)):
            return f"{start.year}H{1 if start.month == 1 else 2}"
        if end.month - start.month == 2 and start.month % 3 == 1:
            return f"{start.year}Q{(start.month + 2) // 3}"
    return f"{start.isoformat()}/{end.isoformat()}"


def is_period(text: str) -> bool:
    """Whether a text says a period with its year, by itself."""
    return isinstance(read_period(text), Period) and not re.fullmatch(r"\d{5}", plainly_typed(text))


def is_part_of_year(text: str) -> bool:
    """Whether a text says a month, quarter or half of a year that stands elsewhere."""
    return _WITHOUT_YEAR.fullmatch(plainly_typed(text).lower()) is not None


def within_year(year: str, part: str) -> str:
    """A year and a part of it as one text: ``2023`` and ``5`` or ``第一季度``."""
    typed, of_year = plainly_typed(part).lower(), plainly_typed(year).lower()
    of_year = re.sub(r"\.0$", "", of_year).removesuffix("度").removesuffix("年")
    if re.fullmatch(r"\d{1,2}(?:\.0)?", typed):
        return f"{of_year}年{int(float(typed))}月"
    if re.fullmatch(r"[一二三四]季度?", typed):
        typed = f"第{typed}"
    return f"{of_year}年{typed}"


def period_within(text: str) -> tuple[str, str] | None:
    """The period within a longer text, and the text without it: ``2023年门急诊人次`` gives ``2023年`` and the rest."""
    typed = plainly_typed(text)
    if is_period(typed):
        return typed, ""
    if (inside := _BRACKETED.fullmatch(typed)) and is_period(inside["period"]):
        return inside["period"], inside["rest"]
    part = r"(?:(?:第[一二三四1-4]季度|q[1-4]|[上下]半年|\d{1,2}\s*[-–—~至到]\s*\d{1,2}月|\d{1,2}月(?:份)?)|度)?"
    leading = re.match(rf"((?:19|20)\d\d年?\s*{part}(?!\d))", typed, re.IGNORECASE)
    trailing = re.search(rf"((?<!\d)(?:19|20)\d\d年?\s*{part})$", typed, re.IGNORECASE)
    for found in (leading, trailing):
        if found and is_period(found[1]):
            rest = (typed[: found.start()] + typed[found.end() :]).strip(" -_—·:：,，()（）[]")
            return found[1].strip(), rest
    return None


def _digits(letters: str) -> str:
    return "".join(_NUMERALS.get(letter, letter) for letter in letters)


def _period(kind: str, parts: dict[str, str | None], grain: DateGrain) -> Period | None:
    year = int(parts["year"] or 0)
    month = _month(parts)
    if kind == "year":
        return Period(date(year, 1, 1), date(year, 12, 31))
    if kind == "years":
        until = int(parts["until"] or 0)
        return Period(date(year, 1, 1), date(until, 12, 31)) if until >= year else None
    if kind == "quarter":
        first = 3 * _QUARTERS[str(parts["quarter"])] - 2
        return _months(year, first, year, first + 2)
    if kind == "half":
        first = 1 if parts["half"] in ("上半年", "h1") else 7
        return _months(year, first, year, first + 5)
    if month is None or not 1 <= month <= 12:
        return None
    if kind == "month":
        return _months(year, month, year, month)
    if kind in ("months", "span"):
        last, until = int(parts["last"] or 0), int(parts.get("until") or year)
        return _months(year, month, until, last) if 1 <= last <= 12 and (until, last) >= (year, month) else None
    day = int(parts["day"] or 0)
    return _of_day(date(year, month, day), grain) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _month(parts: dict[str, str | None]) -> int | None:
    if parts.get("word"):
        return int(_MONTH_WORDS[str(parts["word"])])
    if parts.get("name"):
        return _MONTHS.get(str(parts["name"]))
    return int(parts["month"] or 0) or None if "month" in parts else None


def _months(year: int, month: int, last_year: int, last_month: int) -> Period:
    last = calendar.monthrange(last_year, last_month)[1]
    return Period(date(year, month, 1), date(last_year, last_month, last))


def _of_day(day: date, grain: DateGrain) -> Period:
    if grain == "year":
        return Period(date(day.year, 1, 1), date(day.year, 12, 31))
    return _months(day.year, day.month, day.year, day.month) if grain == "month" else Period(day, day)


def is_full_date(text: str) -> bool:
    """Whether a text says one day, so that it has to be known what the day stands for."""
    found = read_period(text)
    return isinstance(found, Period) and found.start == found.end
