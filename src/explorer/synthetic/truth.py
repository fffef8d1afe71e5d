"""What the indicators of made-up records are, from their design alone: no record is read and no definition is shared.

Written apart from ``monitoring`` on purpose, in plain Python over the design's whole numbers: where the two agree to
the last digit, neither can have the other's mistake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow as pa

from explorer.own_figures.panel import PANEL_SCHEMA
from explorer.synthetic.design import Cell, Design
from explorer.synthetic.region import Provider

EVERY_LEVEL = "all"
Period = tuple[str, int, int]
"""Month, quarter or year; the year; its first month."""
Key = tuple[str, str, str, str]
"""What is counted, the place, whether a county or an alliance, and the level of institution or EVERY_LEVEL."""

SHARES = {
    "county-visit-rate-monitored": ("met.within", "met", 100),
    "county-admission-share": ("admitted.within", "admitted", 100),
    "primary-outpatient-share-residents": ("visited.primary", "visited", 100),
    "insurance-fund-within-county": ("fund.within", "fund", 100),
    "insurance-fund-primary": ("fund.within.primary", "fund.within", 100),
    "primary-outpatient-share-within-county": ("seen.primary", "seen", 100),
    "primary-outpatient-share-alliance": ("allied.primary", "allied", 100),
    "case-mix-index": ("weight", "weighted", 1),
    "grade-3-4-surgery-share": ("graded", "operated", 100),
    "referral-down-up-ratio": ("down", "up", 1),
}
"""By indicator: numerator, denominator, and by how much their quotient is multiplied."""
COUNTS = {"referrals-up": "up", "referrals-down": "down", "referrals-out": "out"}
WHOLE_ONLY = {
    *("primary-outpatient-share-residents", "insurance-fund-primary", "primary-outpatient-share-within-county"),
    *("primary-outpatient-share-alliance", "referral-down-up-ratio"),
}
"""Indicators that are not also given for each level of institution."""
FINER = {"fund": 100, "fund.within": 100, "fund.within.primary": 100, "weight": 10_000}
"""What is counted in fen or ten-thousandths."""
UNITS = {"case-mix-index": "index", "referral-down-up-ratio": "ratio", "outpatient-visits-per-resident": "occasions"}
TIERS = {"primary": 1, "secondary": 2, "tertiary": 3}
SCHEMA = pa.schema([*PANEL_SCHEMA, pa.field("grain", pa.string()), pa.field("level", pa.string())])


def truth(design: Design) -> pa.Table:
    """Every indicator of every county and alliance by month, quarter and year, in the panel form.

    With ``grain`` (month, quarter, year) and ``level`` (of institution, EVERY_LEVEL for all together). Sorted by
    indicator, place, level and period. A share whose denominator is 0 has no row; a count of 0 has none either.
    """
    counted: defaultdict[tuple[Key, Period], int] = defaultdict(int)
    for key, month, number in _counts(design):
        for period in _periods(design, month):
            counted[key, period] += number
    names = {county.code: county.name for county in design.region.places}
    rows = [
        {
            "place": place,
            "place_name": names.get(place),
            "indicator_id": indicator,
            "period_start": _span(period)[0],
            "period_end": _span(period)[1],
            "value": value,
            "unit": UNITS.get(indicator, "referrals" if indicator in COUNTS else "percent"),
            "numerator": numerator,
            "denominator": denominator,
            "note": None,
            "synthetic": True,
            "grain": period[0],
            "level": level,
        }
        for indicator, place, level, period, value, numerator, denominator in _results(design, counted)
    ]
    sorted_by = ("indicator_id", "place", "level", "period_start", "period_end")
    return pa.Table.from_pylist(sorted(rows, key=lambda row: [str(row[name]) for name in sorted_by]), schema=SCHEMA)


def _results(design: Design, counted: dict[tuple[Key, Period], int]) -> Iterator[tuple]:
    """Indicator, place, level, period, value, numerator, denominator."""
    for ((what, place, sort, level), period), below in counted.items():
        for indicator, (above_what, below_what, factor) in SHARES.items():
            if what == below_what and below and not (level != EVERY_LEVEL and indicator in WHOLE_ONLY):
                above = counted.get(((above_what, place, sort, level), period), 0)
                above_unit, below_unit = FINER.get(above_what, 1), FINER.get(below_what, 1)
                value = factor * above / below * below_unit / above_unit
                yield indicator, place, level, period, value, above / above_unit, below / below_unit
        for indicator, counted_what in COUNTS.items():
            if what == counted_what and below:
                yield indicator, place, level, period, float(below), float(below), None
    for county in design.region.places:
        for year, residents in zip(design.region.years, county.residents, strict=True):
            period = ("year", year, 1)
            visits = counted.get((("visited", county.code, "county", EVERY_LEVEL), period), 0)
            yield (
                "outpatient-visits-per-resident",
                county.code,
                EVERY_LEVEL,
                period,
                visits / residents,
                visits,
                residents,
            )


def _counts(design: Design) -> Iterator[tuple[Key, int, int]]:
    """What is counted where, the month (from the first as 0) it is counted in, and the number."""
    for month in range(design.months):
        for cell in design.cells(month):
            for (what, place, sort), at, number in (*_of_residents(cell), *_of_providers(cell)):
                yield (what, place, sort, EVERY_LEVEL), at, number
                yield (what, place, sort, cell.provider.level), at, number
        for referred in design.referrals(month):
            yield from _referred(referred.cell.provider, referred.to, month, referred.n)
    for year in range(len(design.region.years)):
        sender, receiver, number = design.stray_referrals(year)
        if number:
            yield from _referred(sender, receiver, 12 * year, number)


def _of_residents(cell: Cell) -> Iterator[tuple[tuple[str, str, str], int, int]]:
    """What an encounter counts for in the county where its patient lives, in the month in which it begins."""
    if cell.resident is None:
        return
    stays, primary = cell.provider.county == cell.resident.code, cell.provider.level == "primary"
    found = {"met": cell.n, "fund": cell.n * cell.fund_fen}
    if cell.kind == "inpatient":
        found["admitted"] = cell.n
    else:
        found["visited"] = cell.n
    if stays:
        found |= {f"{what}.within": number for what, number in found.items() if what != "visited"}
    if primary and cell.kind != "inpatient":
        found["visited.primary"] = cell.n
    if primary and stays:
        found["fund.within.primary"] = cell.n * cell.fund_fen
    for what, number in found.items():
        yield (what, cell.resident.code, "county"), cell.month, number


def _of_providers(cell: Cell) -> Iterator[tuple[tuple[str, str, str], int, int]]:
    """What an encounter counts for in the county and the alliance of its institution.

    Visits in the month in which they are made, stays and operations in the month in which they end.
    """
    county, alliance = cell.provider.county, cell.provider.alliance
    ends = cell.month + cell.crossing
    if cell.kind != "inpatient":
        yield ("seen", county, "county"), cell.month, cell.n
        if cell.provider.level == "primary":
            yield ("seen.primary", county, "county"), cell.month, cell.n
        if alliance:
            yield ("allied", alliance, "alliance"), cell.month, cell.n
            if cell.provider.level == "primary":
                yield ("allied.primary", alliance, "alliance"), cell.month, cell.n
    for place, sort in ((county, "county"), (alliance, "alliance")):
        if place and cell.weight is not None:
            yield ("weight", place, sort), ends, cell.n * cell.weight
            yield ("weighted", place, sort), ends, cell.n
        if place and cell.up_to_grade[3]:
            yield ("operated", place, sort), ends, cell.up_to_grade[3]
            yield ("graded", place, sort), ends, cell.up_to_grade[3] - cell.up_to_grade[1]


def _referred(sender: Provider, receiver: Provider, month: int, number: int) -> Iterator[tuple[Key, int, int]]:
    """What referrals count for: up and down where the lower of the two institutions is, out where the sender is."""
    found: list[Key] = []
    apart = TIERS[receiver.level] - TIERS[sender.level]
    lower = sender if apart > 0 else receiver
    for place, sort in ((lower.county, "county"), (lower.alliance, "alliance")):
        if place and apart:
            found.append(("up" if apart > 0 else "down", place, sort, lower.level))
    if receiver.county != sender.county:
        for place, sort in ((sender.county, "county"), (sender.alliance, "alliance")):
            if place:
                found.append(("out", place, sort, sender.level))
    for what, place, sort, level in found:
        yield (what, place, sort, EVERY_LEVEL), month, number
        yield (what, place, sort, level), month, number


def _periods(design: Design, month: int) -> tuple[Period, Period, Period]:
    """The month, quarter and year that a month counted from the first belongs to."""
    year, place = design.region.years[0] + month // 12, month % 12
    return ("month", year, place + 1), ("quarter", year, place // 3 * 3 + 1), ("year", year, 1)


def _span(period: Period) -> tuple[date, date]:
    """The first and the last day of a period."""
    grain, year, first = period
    following = first + {"month": 1, "quarter": 3, "year": 12}[grain]
    return date(year, first, 1), date(year + following // 13, (following - 1) % 12 + 1, 1) - timedelta(days=1)
