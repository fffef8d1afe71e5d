"""Whether every figure stands in its document where its locator says, and whether any number there was passed over."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from explorer import schema
from explorer.catalog import Catalog
from explorer.verification.documents import INTRODUCTION, Document
from explorer.verification.figures import Problem, inside, placed, taken_twice
from explorer.verification.footing import footing
from explorer.verification.frameworks import framework_problems
from explorer.verification.numerals import Numeral, numerals
from explorer.verification.policies import policy_problems

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE_UNIT = re.compile(r"\s*(?:[—–~～至到-]+\s*(?:\d{4}|\d{1,2})\s*)?([年月日])")
_CONTEXT = 14
TAKEN, DATE, LEFT_OUT, UNACCOUNTED = "taken down", "date", "left out", "unaccounted"
KINDS = (TAKEN, DATE, LEFT_OUT, "footnote", "heading", "title", "figure", "page", "citation", "name", UNACCOUNTED)


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
    taken = list(placed(document, observations, report.problems))
    report.problems.extend(taken_twice(observations))
    report.problems.extend(_cases_misdated(document, catalog, source.id))
    left_out = list(
        _left_out(document, [entry for entry in catalog.left_out if entry.source == source.id], report.problems)
    )
    report.problems.extend(Problem(*found) for found in policy_problems(document, catalog, source.id))
    report.problems.extend(Problem(*found) for found in framework_problems(document, catalog, source.id))
    _account(document, taken, left_out, _dates(document, catalog, source.id), report)
    return report


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
        if inside((numeral.start, numeral.end), taken):
            kind = TAKEN
        elif numeral.start in by_place:
            kind = by_place[numeral.start]
        elif inside((numeral.start, numeral.end), left_out):
            kind = LEFT_OUT
        elif _is_date(document.text, numeral, dated[document.section_at(numeral.start).path]):
            kind = DATE
        else:
            kind = UNACCOUNTED
            report.problems.append(Problem(document.name, _passed_over(document, numeral)))
        report.numerals[kind] += 1


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
