"""How many encounters of every sort a region has in each month, decided before a single one is written.

The design holds whole numbers only: whatever is counted or summed over the records follows from it exactly, without
reading them (``truth``), and the records are written from it (``writing``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from explorer.synthetic.region import County, Provider, Region, nearness

VISITS = {"outpatient": (5.0, 9.5), "emergency": (0.25, 0.5), "inpatient": (0.10, 0.42)}
"""Encounters a resident has in a year: under 60, and from 60 on."""
PRIMARY = {"outpatient": 0.52, "emergency": 0.20, "inpatient": 0.18}
"""What health centres have of that which goes to neither city, neighbour nor clinic."""
CITY_FLOOR = {"outpatient": 0.04, "emergency": 0.02, "inpatient": 0.09}
CITY_PULL = {"outpatient": 0.18, "emergency": 0.10, "inpatient": 0.36}
NEIGHBOUR = {"outpatient": 0.015, "emergency": 0.01, "inpatient": 0.03}
CLINIC = {"outpatient": 0.06, "emergency": 0.0, "inpatient": 0.0}
SPRING_FESTIVAL = {2017: 1, 2020: 1, 2023: 1, 2025: 1, 2028: 1}
"""The month in which it falls; every other year of these decades, February."""
FESTIVAL_TROUGH, WINTER_PEAK = 0.74, 0.13
CROSSING = 0.16
"""Part of the stays that end in the month after the one in which they began."""
FEN = {
    "outpatient": {"primary": 6_400, "secondary": 19_500, "tertiary": 38_000, "other": 11_000},
    "emergency": {"primary": 9_000, "secondary": 31_000, "tertiary": 62_000, "other": 15_000},
    "inpatient": {"primary": 168_000, "secondary": 540_000, "tertiary": 1_640_000, "other": 300_000},
}
"""Mean cost of an encounter in the first year, in fen."""
COST_GROWTH, COST_SPREAD = 0.03, 0.6
FUND_PERCENT = {
    "outpatient": {"primary": 55, "secondary": 45, "tertiary": 30, "other": 20},
    "emergency": {"primary": 55, "secondary": 45, "tertiary": 30, "other": 20},
    "inpatient": {"primary": 80, "secondary": 70, "tertiary": 55, "other": 50},
}
WEIGHT = {"primary": 5_600, "secondary": 8_700, "tertiary": 13_800, "other": 6_000}
"""Mean DRG weight of a stay in the first year, in ten-thousandths."""
WEIGHT_GROWTH, WEIGHT_SPREAD = 0.008, 0.5
OPERATED = {"primary": 0.04, "secondary": 0.28, "tertiary": 0.46, "other": 0.10}
GRADES = {
    "primary": (0.70, 0.30, 0.0, 0.0),
    "secondary": (0.24, 0.42, 0.27, 0.07),
    "tertiary": (0.08, 0.27, 0.40, 0.25),
    "other": (0.60, 0.40, 0.0, 0.0),
}
DAY_SURGERY = 0.004
"""Part of the outpatient visits to hospitals with an operation of grade 1."""


@dataclass(frozen=True)
class Cell:
    """Encounters alike in everything that an indicator looks at; ``n`` of them, numbered from ``first`` on.

    ``fen``, ``fund_fen`` and ``weight`` are what one costs on average, exactly: the sum over the cell is n times it.
    ``up_to_grade`` counts those with an operation of grade 1, of grade 1 or 2, and so on. ``month`` counts from the
    first; a stay that is ``crossing`` ends in the month after it.
    """

    first: int
    n: int
    month: int
    resident: County | None
    persons: int
    provider: Provider
    kind: str
    crossing: bool
    fen: int
    fund_fen: int
    weight: int | None
    up_to_grade: tuple[int, int, int, int]


@dataclass(frozen=True)
class Referred:
    """Of a cell, the encounters ``first_row`` to ``first_row + n - 1``: a referral to a provider followed each."""

    cell: Cell
    first_row: int
    n: int
    to: Provider


@dataclass(frozen=True)
class Flow:
    """Residents of a county who see a provider, with their number by month up to a common factor."""

    resident: County | None
    provider: Provider
    kind: str
    crossing: bool
    weights: np.ndarray


class Design:
    """The cells of a region: ``rows`` encounters, and beside them ``unknown`` ones of whom nobody knows the county.

    ``stray`` are referrals, beside those that follow encounters, of a person who saw nobody: they count all the same.
    """

    def __init__(self, region: Region, unknown: int = 0, stray: int = 0) -> None:
        self.region, self.stray = region, stray
        self.months = 12 * len(region.years)
        self.flows = _flows(region)
        self.counts = _whole(np.array([flow.weights for flow in self.flows]).T, region.rows)
        if unknown:
            strangers = [
                Flow(None, provider, "outpatient", False, np.ones(self.months))
                for provider in region.providers
                if provider.role == "hospital"
            ]
            self.flows += strangers
            more = _whole(np.ones((self.months, len(strangers))), unknown)
            self.counts = np.hstack([self.counts, more])
        self._first = np.concatenate([[0], np.cumsum(self.counts.sum(axis=1))])
        self._hospitals = {p.county: p for p in reversed(region.providers) if p.role in ("hospital", "city")}
        self._centres = {p.county: p for p in reversed(region.providers) if p.role == "centre"}

    def days_of(self, month: int) -> tuple[date, int]:
        """The first day of a month counted from the first one, and how many days it has."""
        year, place = self.region.years[0] + month // 12, month % 12 + 1
        following = date(year + place // 12, place % 12 + 1, 1)
        return date(year, place, 1), (following - date(year, place, 1)).days

    def cells(self, month: int) -> Iterator[Cell]:
        """The cells of one month that have any encounter, numbered on from the month before."""
        first = int(self._first[month])
        year = month // 12
        for flow, count in zip(self.flows, self.counts[month].tolist(), strict=True):
            if not count:
                continue
            level, resident = flow.provider.level, flow.resident
            fen = round(FEN[flow.kind][level] * (1 + COST_GROWTH) ** year)
            yield Cell(
                first=first,
                n=count,
                month=month,
                resident=resident,
                persons=resident.residents[year] if resident else 1_000,
                provider=flow.provider,
                kind=flow.kind,
                crossing=flow.crossing,
                fen=fen,
                fund_fen=fen * FUND_PERCENT[flow.kind][level] // 100,
                weight=round(WEIGHT[level] * (1 + WEIGHT_GROWTH) ** year) if flow.kind == "inpatient" else None,
                up_to_grade=self._up_to_grade(flow, count, first, month),
            )
            first += count

    def referrals(self, month: int) -> Iterator[Referred]:
        """The referrals that follow encounters of one month, each on the day on which its encounter ended."""
        for cell in self.cells(month):
            home = cell.resident
            if home is None or cell.crossing or cell.kind == "emergency":
                continue
            allied = ramp(home, month)
            role, row = cell.provider.role, 0
            ways: list[tuple[Provider, float]] = []
            if role == "centre" and cell.kind == "outpatient":
                ways = [(self._hospitals[home.code], 0.02 + 0.02 * allied)]
            elif role == "hospital" and cell.kind == "inpatient":
                city = next(p for p in self.region.providers if p.role == "city")
                ways = [(city, 0.03), (self._centres[home.code], 0.02 + 0.08 * allied)]
            elif role == "city" and cell.kind == "inpatient":
                back = self._centres if home is self.region.city else self._hospitals
                ways = [(back[home.code], 0.03 + 0.06 * allied)]
            for to, share in ways:
                count = math.floor(cell.n * share + self._chance(cell.first))
                if count:
                    yield Referred(cell, row, min(count, cell.n - row), to)
                row += count

    def stray_referrals(self, year: int) -> tuple[Provider, Provider, int]:
        """From where to where stray referrals of a year (counted from 0) go, all of them in January, and how many."""
        first = self.region.counties[0].code
        return self._centres[first], self._hospitals[first], of_year(self.stray, len(self.region.years), year)

    def _up_to_grade(self, flow: Flow, count: int, first: int, month: int) -> tuple[int, int, int, int]:
        level = flow.provider.level
        if flow.kind == "emergency" or (flow.kind == "outpatient" and flow.provider.role not in ("hospital", "city")):
            return (0, 0, 0, 0)
        if flow.kind == "outpatient":
            shares = (DAY_SURGERY, 0.0, 0.0, 0.0)
        else:
            one, two, three, four = GRADES[level]
            operated = OPERATED[level]
            shares = (operated * one, operated * two, operated * three, operated * four)
        chance = self._chance(first)
        first_grade, second, third, fourth = (
            math.floor(count * sum(shares[:grade]) + chance) for grade in (1, 2, 3, 4)
        )
        return first_grade, second, third, fourth

    def _chance(self, number: int) -> float:
        """From 0 to below 1, by a golden-ratio walk over the encounters' numbers: whole numbers come out unbiased."""
        return (number * 0.6180339887498949 + self.region.seed * 0.7548776662466927) % 1.0


def of_year(total: int, years: int, year: int) -> int:
    """How many of a total fall into one year, the years counted from 0: equal parts, what is left over first."""
    return total // years + (year < total % years)


def ramp(county: County, month: int) -> float:
    """How far a county's alliance has come, 0 before it was formed, rising towards 1."""
    if county.formed is None or month < county.formed:
        return 0.0
    return 1 - math.exp(-(month - county.formed + 1) / 8)


def season(year: int, place: int, kind: str) -> float:
    """How busy a month of the year is, 1 on average: a winter peak, and a trough at the Spring Festival."""
    strength = 1.6 if kind == "emergency" else 1.0
    peak = 1 + strength * WINTER_PEAK * math.cos(2 * math.pi * (place - 1) / 12)
    festival = place == SPRING_FESTIVAL.get(year, 2) and kind != "emergency"
    return peak * (FESTIVAL_TROUGH if festival else 1)


def destinations(county: County, kind: str, month: int) -> dict[str, float]:
    """Where a county's residents go in a month: shares of the roles, together 1."""
    allied = ramp(county, month)
    city = (CITY_FLOOR[kind] + CITY_PULL[kind] * nearness(county.distance_km)) * (1 - 0.25 * allied)
    staying = 1 - city - NEIGHBOUR[kind] - CLINIC[kind]
    centre = staying * (PRIMARY[kind] + 0.10 * allied)
    if not county.distance_km:  # in the city its hospitals are the county's
        city, staying = city + staying - centre, centre
    return {
        "centre": centre,
        "hospital": staying - centre,
        "clinic": CLINIC[kind],
        "city": city,
        "neighbour": NEIGHBOUR[kind],
    }


def _flows(region: Region) -> list[Flow]:
    months = range(12 * len(region.years))
    flows = []
    for position, county in enumerate(region.places):
        nearer = {0: 1, 1: min(2, len(region.counties))}.get(position, position - 1)  # a county's own, never the city
        neighbour = region.places[nearer]
        for kind, (young, old) in VISITS.items():
            shares = [destinations(county, kind, month) for month in months]
            demand = [
                county.residents[month // 12]
                * (young + (old - young) * county.aged_share[month // 12])
                * season(region.years[month // 12], month % 12 + 1, kind)
                for month in months
            ]
            for provider in region.providers:
                for role in _roles(provider, county, neighbour):
                    weights = np.array([share[role] * of for share, of in zip(shares, demand, strict=True)])
                    for crossing in (False, True) if kind == "inpatient" else (False,):
                        part = provider.share * _parts(len(months), kind, crossing)
                        flows.append(Flow(county, provider, kind, crossing, weights * part))
    return flows


def _parts(months: int, kind: str, crossing: bool) -> np.ndarray:
    """The part of the encounters, by month, that cross the month's end or do not; none leaves the last year."""
    crosses = np.full(months, CROSSING if kind == "inpatient" else 0.0)
    crosses[-1] = 0
    return crosses if crossing else 1 - crosses


def _roles(provider: Provider, county: County, neighbour: County) -> list[str]:
    """What a provider is to the residents of a county."""
    roles = []
    if provider.county == county.code or provider.role == "city":
        roles.append(provider.role)
    if provider.county == neighbour.code and provider.role == "hospital":
        roles.append("neighbour")
    return roles


def _whole(weights: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in proportion to the weights that add up to the total, each less than one off."""
    running = np.cumsum(weights.ravel())
    upto = np.floor(running * (total / running[-1]) + 0.5).astype(np.int64)
    upto[-1] = total
    return np.diff(upto, prepend=0).reshape(weights.shape)
