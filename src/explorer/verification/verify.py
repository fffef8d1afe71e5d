"""Whether every figure stands in its document where its locator says, and whether any number there was passed over."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from explorer import schema
from explorer.catalog import Catalog
from explorer.verification.dates import PrintedPeriod, printed_periods
from explorer.verification.documents import INTRODUCTION, Document, Section
from explorer.verification.footing import footing
from explorer.verification.numerals import Numeral, numerals, values
from explorer.verification.policies import policy_problems

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
_DATE_UNIT = re.compile(r"\s*(?:[—–~～至到-]+\s*(?:\d{4}|\d{1,2})\s*)?([年月日])")
_SUM = re.compile(r"\d\s*\+\s*\d")
_CONTEXT = 14
TAKEN, DATE, LEFT_OUT, UNACCOUNTED = "taken down", "date", "left out", "unaccounted"
KINDS = (TAKEN, DATE, LEFT_OUT, "footnote", "heading", "title", "figure", "page", "citation", "name", UNACCOUNTED)


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold: the row or document it concerns, and a sentence."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass
class DocumentReport:
    """What was found for one document: problems, and how many numerals of each kind it holds."""

    source_id: str
    file: str
    figures: int
    numerals: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def verify(catalog: Catalog, folder: Path) -> list[DocumentReport]:
    """A report for each document of the catalog whose file is in ``folder``; one whose file is missing has a problem.

    A figure must stand, white space aside, under the heading that its locator names; its value must be one that its
    words print, and its period the one printed with them or told in its note. Every numeral of the document must be in
    the words of a figure, a date of one, on the list of what is left out, or no fact by its place (``footing``).
    """
    return [_verify_document(catalog, source, folder) for source in catalog.sources if source.file]


def _verify_document(catalog: Catalog, source: schema.Source, folder: Path) -> DocumentReport:
    observations = [o for o in catalog.observations if o.source_id == source.id and o.as_reported]
    report = DocumentReport(source.id, source.file or "", len(observations))
    try:
        document = Document.read(folder / report.file, source.headings)
    except OSError as error:
        report.problems.append(
            Problem(report.file, f"the document cannot be read ({error.strerror}); name its folder with --sources")
        )
        return report
    except UnicodeDecodeError:
        report.problems.append(Problem(report.file, "the document is not UTF-8 text; save it as UTF-8"))
        return report
    taken = list(_figures(document, observations, report.problems))
    report.problems.extend(_taken_twice(observations))
    report.problems.extend(_cases_misdated(document, catalog, source.id))
    left_out = list(
        _left_out(document, [entry for entry in catalog.left_out if entry.source == source.id], report.problems)
    )
    report.problems.extend(Problem(*found) for found in policy_problems(document, catalog, source.id))
    _account(document, taken, left_out, _dates(document, catalog, source.id), report)
    return report


def figure_problems(document: Document, observation: schema.Observation) -> list[Problem]:
    """What does not hold of one figure in its document: its words, locator, value or dates."""
    problems: list[Problem] = []
    list(_figures(document, [observation], problems))
    return problems


def _figures(
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
            [place for place in document.occurrences(number.text, start, end) if not _inside(place, spans)]
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


def _taken_twice(observations: Iterable[schema.Observation]) -> Iterator[Problem]:
    """Rows that take the same number from the same words of one place: at most one of them can be right."""
    seen: dict[tuple[str, str, Decimal], str] = {}
    for observation in observations:
        if observation.as_reported and observation.locator and observation.value is not None:
            key = ("".join(observation.as_reported.split()), observation.locator, observation.value)
            first = seen.setdefault(key, observation.observation_id)
            if first != observation.observation_id:
                message = f"takes {observation.value} from {observation.as_reported!r}, as {first} does"
                yield Problem(observation.observation_id, message)


def _cases_misdated(document: Document, catalog: Catalog, source_id: str) -> Iterator[Problem]:
    """Cases whose start or end is printed neither under their locator nor with a figure of theirs."""
    own: dict[str, set[str]] = defaultdict(set)
    for observation in catalog.observations:
        own[observation.case_id] |= {date for date in (observation.period_start, observation.period_end) if date}
    for case in catalog.cases:
        sections = document.find(case.locator) if case.source == source_id else []
        printed = {
            date
            for section in sections
            for found in document.periods
            if section.start <= found.start < section.end
            for date in (found.first, found.last)
        }
        for name, date in (("start", case.started), ("end", case.ended)):
            if sections and date and date not in printed | own[case.id]:
                yield Problem(
                    case.id, f"its {name}, {date}, is printed neither under {case.locator!r} nor with a figure"
                )


def _left_out(
    document: Document, entries: Iterable[schema.LeftOut], problems: list[Problem]
) -> Iterator[tuple[int, int]]:
    for entry in entries:
        sections = document.find(entry.locator)
        if not sections:
            problems.append(Problem("left_out.yaml", f"no one section of {document.name} is called {entry.locator!r}"))
        for words in entry.words if sections else ():
            spans = [span for section in sections for span in document.occurrences(words, section.start, section.end)]
            if not spans:
                problems.append(Problem("left_out.yaml", f"{words!r} does not stand under {entry.locator!r}"))
            yield from spans


def _dates(document: Document, catalog: Catalog, source_id: str) -> dict[tuple[str, ...], set[str]]:
    """The dates that records give to a section, by its path: of figures, of policies, of a case to its start."""
    dated: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for observation in catalog.observations:
        if observation.source_id == source_id and observation.locator:
            for section in document.find(observation.locator):
                dated[section.path] |= {d for d in (observation.period_start, observation.period_end) if d}
    for policy in catalog.policies:
        for mention in policy.mentions:
            if mention.source == source_id and mention.locator and policy.issued:
                for section in document.find(mention.locator):
                    dated[section.path].add(policy.issued)
    for case in catalog.cases:
        for section in document.find(case.locator) if case.source == source_id else ():
            dated[(*section.path, INTRODUCTION)] |= {d for d in (case.started, case.ended) if d}
    return dated


def _account(
    document: Document,
    taken: list[tuple[int, int]],
    left_out: list[tuple[int, int]],
    dated: dict[tuple[str, ...], set[str]],
    report: DocumentReport,
) -> None:
    found = list(numerals(document.text))
    by_place = footing(document, found)
    for numeral in found:
        if _inside((numeral.start, numeral.end), taken):
            kind = TAKEN
        elif numeral.start in by_place:
            kind = by_place[numeral.start]
        elif _inside((numeral.start, numeral.end), left_out):
            kind = LEFT_OUT
        elif _is_date(document.text, numeral, dated[document.section_at(numeral.start).path]):
            kind = DATE
        else:
            kind = UNACCOUNTED
            report.problems.append(Problem(document.name, _passed_over(document, numeral)))
        report.numerals[kind] += 1


def _inside(place: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in spans)


def _is_date(text: str, numeral: Numeral, dates: set[str]) -> bool:
    """Whether a numeral is the year, month or day of one of the dates."""
    if _YEAR.fullmatch(numeral.text):
        return any(date[:4] == numeral.text for date in dates)
    unit = _DATE_UNIT.match(text, numeral.end)
    if unit is None or not numeral.text.isdigit():
        return False
    parts = {"月": 1, "日": 2, "年": 0}
    place = parts[unit.group(1)]
    return any(len(date.split("-")) > place and int(date.split("-")[place]) == int(numeral.text) for date in dates)


def _passed_over(document: Document, numeral: Numeral) -> str:
    around = document.text[max(0, numeral.start - _CONTEXT) : numeral.end + _CONTEXT]
    section = document.section_at(numeral.start)
    return f"{numeral.text!r} under {section.locator!r} is neither taken down nor left out: …{''.join(around.split())}…"
