"""Whether a figure stands in its document as it says: its words, its value, its dates, its further places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from explorer import schema
from explorer.verification.dates import PrintedPeriod, printed_periods
from explorer.verification.documents import Document, Section
from explorer.verification.numerals import numerals, values

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATED_ID = re.compile(r"(?:-((?:19|20)\d\d))?-((?:19|20)\d\d(?:-\d\d){0,2})$")
"""An id that ends in a date names the period's beginning or end, one that ends in two years both: a slip shows."""
_STOPS = "。；"
_SENTENCE_END = re.compile(rf"[{_STOPS}\t]")
"""A cell of a table is a sentence."""
_THREE_LETTERS = re.compile(r"(?=([\u4e00-\u9fff]{3}))")
_DATE_PARTS = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(\d{1,2})(?=\s*(?:[—–~～至到-]+\s*\d{1,2}\s*)?月)"),
    re.compile(r"(?<!\d)(\d{1,2})(?=\s*(?:[—–~～至到-]+\s*\d{1,2}\s*)?日)"),
)
"""How a year, a month and a day are printed."""
_SUM = re.compile(r"\d\s*\+\s*\d")


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold: the row or document it concerns, and a sentence."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def placed(
    document: Document, observations: Iterable[schema.Observation], problems: list[Problem]
) -> Iterator[tuple[int, int]]:
    """Where the words of the figures stand; what does not hold is added to the problems."""
    for observation in observations:
        words = observation.as_reported or ""
        sections = document.find(observation.locator) if observation.locator else []
        if not sections:
            problems.append(
                Problem(
                    observation.observation_id, f"no one section of {document.name} is called {observation.locator!r}"
                )
            )
            continue
        spans = document.occurrences(words, sections[0].start, sections[0].end)
        if not spans:
            problems.append(Problem(observation.observation_id, _not_found(document, observation, words)))
            continue
        yield from spans
        for place, section in enumerate(sections[1:], 1):
            again = [span for span in document.occurrences(words, section.start, section.end) if span not in spans]
            again = again or _numbers_again(document, observation, section, spans)
            if section in sections[:place]:
                problems.append(Problem(observation.observation_id, f"the locator names {section.locator!r} twice"))
            elif not again:
                problems.append(
                    Problem(observation.observation_id, f"{words!r} is not told again under {section.locator!r}")
                )
            yield from again
        problems.extend(_value_and_years(document, observation, sections[0]))


def _not_found(document: Document, observation: schema.Observation, words: str) -> str:
    elsewhere = {document.section_at(start).locator: None for start, _ in document.occurrences(words)}
    if elsewhere:
        return f"{words!r} does not stand under {observation.locator!r} but under " + ", ".join(map(repr, elsewhere))
    return f"{words!r} stands nowhere in {document.name}"


def _numbers_again(
    document: Document, observation: schema.Observation, section: Section, spans: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Where one sentence of a further section repeats all the numbers of the words, in other words.

    So that it is not another fact with the same number, it must share three letters running with the words or the
    subject; nor is it the place where the words themselves stand, their ``spans``.
    """
    words = observation.as_reported or ""
    known = _threes(words) | _threes(observation.subject_zh)
    for start, end in _sentences(document.text, section):
        found = [
            [place for place in document.occurrences(number.text, start, end) if not inside(place, spans)]
            for number in numerals(words)
        ]
        if all(found) and known & _threes(document.text[start:end]):
            return [place for places in found for place in places]
    return []


def _sentences(text: str, section: Section) -> Iterator[tuple[int, int]]:
    start = section.start
    for match in _SENTENCE_END.finditer(text, section.start, section.end):
        yield start, match.end()
        start = match.end()
    yield start, section.end


def _threes(text: str) -> set[str]:
    """Every three Chinese letters that stand together in a text, white space aside."""
    return set(_THREE_LETTERS.findall("".join(text.split())))


def _value_and_years(document: Document, observation: schema.Observation, section: Section) -> Iterator[Problem]:
    words = observation.as_reported or ""
    value = observation.value
    if value is not None and not any(_meets(printed, value) for printed in _designated(document, words, section)):
        yield Problem(observation.observation_id, f"the value {value} is not what {words!r} prints")
    dates = sorted({date for date in (observation.period_start, observation.period_end) if date})
    named = _DATED_ID.search(observation.observation_id)
    if named and dates and not _agrees(named.group(1), named.group(2), observation):
        ending = named.group().removeprefix("-")
        yield Problem(observation.observation_id, f"the id ends in {ending}, the period is {'/'.join(dates)}")
    if dates:
        yield from _undated(document, observation, section)


def _undated(document: Document, observation: schema.Observation, section: Section) -> Iterator[Problem]:
    """What keeps the period from being one that is printed with the words, or one that the note tells."""
    period = (observation.period_start or observation.period_end, observation.period_end)
    printed = {(found.first, found.last) for found in _dating(document, observation.as_reported or "", section)}
    told = {(found.first, found.last) for found in printed_periods(observation.note_zh or "")}
    shown = "—".join(dict.fromkeys(date for date in period if date))
    if period in printed:
        return
    if period not in told:
        nearest = ", ".join(sorted("—".join(dict.fromkeys(found)) for found in printed)) or "none"
        message = f"the period {shown} is neither the one printed with {observation.as_reported!r} ({nearest}) nor told"
        yield Problem(observation.observation_id, f"{message} in the note")
        return
    around = _around(document, section)
    for date in dict.fromkeys(date for date in period if date):
        for pattern, part, unit in zip(_DATE_PARTS, date.split("-"), "年月日", strict=False):
            if int(part) not in {int(number) for number in pattern.findall(around)}:
                yield Problem(
                    observation.observation_id, f"{int(part)} {unit} of {shown}, which the note tells, is not printed"
                )


def _agrees(first: str | None, last: str, observation: schema.Observation) -> bool:
    """Whether the dates that an id ends in are those of the period: its first and last, or if one, either."""
    start, end = observation.period_start, observation.period_end
    if first is None:
        return any(_within(last, date) for date in (start, end) if date)
    return _within(first, start or "") and _within(last, end or "")


def _within(one: str, other: str) -> bool:
    """Whether one of two partial dates holds the other: ``2023`` and ``2023-09``."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _dating(document: Document, words: str, section: Section) -> Iterator[PrintedPeriod]:
    """The periods that may date the words, wherever they stand in the section.

    Those in the words themselves; else the last in their sentence before them; else the first in it after them, and the
    last in the section before it. In a table, those of the words or their line; else those of its caption.
    """
    text = document.text
    table = section.path[-1][0] in "表图"
    stops = "\n" if table else _STOPS
    periods = [found for found in document.periods if section.start <= found.start < section.end]
    for start, end in document.occurrences(words, section.start, section.end):
        own = [found for found in periods if found.start < end and start < found.end]
        if own and not all(found.compared for found in own):
            yield from own
            continue
        absolute = [found for found in periods if not found.compared]
        opening = max(section.start, *(text.rfind(stop, 0, start) + 1 for stop in stops))
        closing = min(found if (found := text.find(stop, end)) >= 0 else len(text) for stop in stops)
        before = [found for found in absolute if found.end <= start][-1:]
        after = [found for found in absolute if end <= found.start < closing][:1]
        if before and before[0].start >= opening:
            yield from before
        elif table:
            yield from after or (found for found in periods if found.start < section.body)
        else:
            yield from [*before, *after]


def _around(document: Document, section: Section) -> str:
    """The text of the case that holds a section, or of the chapter."""
    holding = [other for other in document.sections if other.start <= section.start and section.end <= other.end]
    cases = [other for other in holding if other.path[-1].startswith("案例")]
    widest = max(cases or holding, key=lambda other: other.end - other.start, default=section)
    return document.text[widest.start : widest.end]


def _designated(document: Document, words: str, section: Section) -> set[Decimal]:
    """What the words may print as the value: their last number or, outside a table, their first; of 1+8, the first.

    同年 and 当年 print the year that stands before them.
    """
    if words.startswith(("同年", "当年")):
        place = document.occurrences(words, section.start, section.end)[0][0]
        return {Decimal(year) for year in _YEAR.findall(document.text[section.start : place])[-1:]}
    printed = values(words)
    if _SUM.search(words):
        return set(printed[:1])
    return set(printed[-1:] if section.path[-1].startswith("表") else [*printed[:1], *printed[-1:]])


def _meets(printed: Decimal, value: Decimal) -> bool:
    """Whether a value, its sign aside, is the number printed; of 1/3 and the like, to the digits it has."""
    exponent = int(value.as_tuple().exponent)
    tolerance = Decimal(5).scaleb(exponent - 1) if exponent <= -2 else Decimal(0)
    return abs(printed - abs(value)) <= tolerance


def taken_twice(observations: Iterable[schema.Observation]) -> Iterator[Problem]:
    """Rows that take the same number from the same words of one place: at most one of them can be right."""
    seen: dict[tuple[str, str, Decimal], str] = {}
    for observation in observations:
        if observation.as_reported and observation.locator and observation.value is not None:
            key = ("".join(observation.as_reported.split()), observation.locator, observation.value)
            first = seen.setdefault(key, observation.observation_id)
            if first != observation.observation_id:
                message = f"takes {observation.value} from {observation.as_reported!r}, as {first} does"
                yield Problem(observation.observation_id, message)


def inside(place: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Whether a place of the text lies within one of the spans."""
    return any(start <= place[0] and place[1] <= end for start, end in spans)
