"""The encounters and referrals of a design, one Arrow table after another: made from whole numbers, nothing remembered.

Everything that differs from encounter to encounter follows from its number and the seed by a hash, so that any part can
be made without what comes before it, and a referral can repeat the person and day of its encounter. Costs, payments and
weights lie in pairs around their mean, one as far above as the other below: their sums over a cell stay exact.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from explorer.monitoring.contract import KINDS
from explorer.synthetic.design import COST_SPREAD, FUND_PERCENT, WEIGHT_SPREAD, Cell, Design

ROWS_AT_ONCE = 1_000_000
FIRST_ENCOUNTER, FIRST_REFERRAL = 10_000_000_000, 50_000_000_000
SHORTEST_STAY, SHORTEST_CROSSING, STAY_SPREAD = 2, 6, 8
LAST_DAYS = 5
"""A stay that crosses the month's end begins in these last days of it and is longer than they are."""

ENCOUNTERS = pa.schema(
    [
        ("encounter_id", pa.string()),
        ("person", pa.string()),
        ("resident_county", pa.string()),
        ("provider_id", pa.string()),
        ("kind", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("cost", pa.float64()),
        ("fund", pa.float64()),
        ("operation_grade", pa.int32()),
        ("case_weight", pa.float64()),
        ("synthetic", pa.bool_()),
    ]
)
REFERRALS = pa.schema(
    [
        *((name, pa.string()) for name in ("referral_id", "person", "from_provider", "to_provider")),
        ("date", pa.date32()),
        ("synthetic", pa.bool_()),
    ]
)


class Month:
    """The cells of one month as columns, and what follows from an encounter's place among them."""

    def __init__(self, design: Design, month: int, cells: list[Cell]) -> None:
        self.begins, self.days = design.days_of(month)
        self.seed = design.region.seed
        self.counties = ["", *(county.code for county in design.region.places)]
        self.providers = [provider.provider_id for provider in design.region.providers]
        county_at = {code: place for place, code in enumerate(self.counties)}
        provider_at = {code: place for place, code in enumerate(self.providers)}
        kind_at = {kind: place for place, kind in enumerate(KINDS)}
        self.first = np.array([cell.first for cell in cells], np.int64)
        self.n = np.array([cell.n for cell in cells], np.int64)
        self.county = np.array([county_at[c.resident.code if c.resident else ""] for c in cells], np.int32)
        self.persons = np.array([cell.persons for cell in cells], np.uint64)
        self.provider = np.array([provider_at[cell.provider.provider_id] for cell in cells], np.int32)
        self.kind = np.array([kind_at[cell.kind] for cell in cells], np.int8)
        self.crossing = np.array([cell.crossing for cell in cells])
        self.fen = np.array([cell.fen for cell in cells], np.int64)
        self.fund_fen = np.array([cell.fund_fen for cell in cells], np.int64)
        self.percent = np.array([FUND_PERCENT[cell.kind][cell.provider.level] for cell in cells], np.int64)
        self.weight = np.array([cell.weight or 0 for cell in cells], np.int64)
        self.grades = np.array([cell.up_to_grade for cell in cells], np.int64).reshape(-1, 4)

    def person(self, cell: np.ndarray, number: np.ndarray) -> pa.Array:
        """The pseudonyms: one of the county's residents each, as sixteen digits."""
        one = _mixed(number, self.seed, 1) % self.persons[cell]
        key = _mixed((self.county[cell].astype(np.uint64) << np.uint64(40)) | one, self.seed, 2)
        return pc.cast((key % np.uint64(9 * 10**15)).astype(np.int64) + 10**15, pa.string())

    def stay(self, cell: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The day on which each begins, counted from the month's first as 0, and the nights."""
        drawn = _mixed(number, self.seed, 3)
        inpatient, crossing = self.kind[cell] == KINDS.index("inpatient"), self.crossing[cell]
        drawn_nights = ((drawn >> np.uint64(8)) % np.uint64(STAY_SPREAD)).astype(np.int64)
        nights = drawn_nights + np.where(crossing, SHORTEST_CROSSING, SHORTEST_STAY)
        nights = np.where(inpatient, nights, 0)
        room = np.where(crossing, LAST_DAYS, self.days - nights)
        begins = ((drawn >> np.uint64(24)) % room.astype(np.uint64)).astype(np.int64)
        return begins + np.where(crossing, self.days - LAST_DAYS, 0), nights

    def date(self, day: np.ndarray) -> pa.Array:
        """Days counted from the month's first as dates."""
        return pa.array((np.datetime64(self.begins) + day).astype("datetime64[D]"), pa.date32())


def encounters(design: Design, month: int) -> Iterator[pa.Table]:
    """The encounters that begin in one month, by day and within a day in no order, at most ROWS_AT_ONCE in a table."""
    of = Month(design, month, list(design.cells(month)))
    cell_of = np.repeat(np.arange(len(of.n), dtype=np.int32), of.n)
    if not len(cell_of):
        return
    offset = int(of.first[0])
    order = _shuffled(len(cell_of))
    day = np.concatenate([of.stay(cell_of[part], part + offset)[0].astype(np.uint8) for part in _parts(order)])
    order = order[np.argsort(day, kind="stable")]
    for part in _parts(order):
        yield _encounters_of(of, cell_of[part], part + offset)


def _encounters_of(of: Month, cell: np.ndarray, number: np.ndarray) -> pa.Table:
    begins, nights = of.stay(cell, number)
    row, n = number - of.first[cell], of.n[cell]
    above = np.sign(n - 1 - 2 * row)  # 1 in the first half of the cell, -1 in the second, 0 in the middle of an odd one
    pair = _mixed(of.first[cell] + np.minimum(row, n - 1 - row), of.seed, 4)
    spread = (of.fen * COST_SPREAD).astype(np.uint64) + np.uint64(1)
    apart = (pair % spread[cell]).astype(np.int64)
    fen = of.fen[cell] + above * apart
    fund = of.fund_fen[cell] + above * (apart * of.percent[cell] // 100)
    weight_spread = (of.weight * WEIGHT_SPREAD).astype(np.uint64) + np.uint64(1)
    weight = of.weight[cell] + above * ((pair >> np.uint64(24)) % weight_spread[cell]).astype(np.int64)
    grade = sum(((row >= of.grades[cell, place]).astype(np.int32) for place in range(3)), np.int32(1))
    columns = [
        pc.cast(number + FIRST_ENCOUNTER, pa.string()),
        of.person(cell, number),
        _coded(of.county[cell], of.counties, missing=of.county[cell] == 0),
        _coded(of.provider[cell], of.providers),
        _coded(of.kind[cell], list(KINDS)),
        of.date(begins),
        of.date(begins + nights),
        pa.array(fen / 100),
        pa.array(fund / 100),
        pa.array(grade, pa.int32(), mask=row >= of.grades[cell, 3]),
        pa.array(weight / 10_000, mask=of.weight[cell] == 0),
        pa.array(np.ones(len(cell), bool)),
    ]
    return pa.table(columns, names=ENCOUNTERS.names)


def referrals(design: Design, month: int, first: int) -> pa.Table:
    """The referrals of one month, numbered on from ``first``."""
    found = list(design.referrals(month))
    of = Month(design, month, [referred.cell for referred in found])
    n = np.array([referred.n for referred in found], np.int64)
    cell = np.repeat(np.arange(len(found), dtype=np.int32), n)
    place = np.arange(len(cell)) - np.repeat(np.cumsum(n) - n, n)
    row = np.repeat(np.array([referred.first_row for referred in found], np.int64), n) + place
    number = of.first[cell] + row
    begins, nights = of.stay(cell, number)
    provider_at = {code: at for at, code in enumerate(of.providers)}
    to = np.array([provider_at[referred.to.provider_id] for referred in found], np.int32)
    columns = [
        pc.cast(pa.array(np.arange(len(cell)) + (FIRST_REFERRAL + first)), pa.string()),
        of.person(cell, number),
        _coded(of.provider[cell], of.providers),
        _coded(to[cell], of.providers),
        of.date(begins + nights),
        pa.array(np.ones(len(cell), bool)),
    ]
    return pa.table(columns, names=REFERRALS.names)


def _coded(places: np.ndarray, words: list[str], missing: np.ndarray | None = None) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32), mask=missing), pa.array(words, pa.string()))


def _parts(order: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, len(order), ROWS_AT_ONCE):
        yield order[start : start + ROWS_AT_ONCE]


def _shuffled(n: int) -> np.ndarray:
    """The numbers below n in another order: steps of a golden section, coprime to n, so that each comes once."""
    step = max(1, round(n * 0.6180339887498949))
    while math.gcd(step, n) != 1:
        step += 1
    return np.arange(n, dtype=np.int64) * step % n


def _mixed(number: np.ndarray, seed: int, stream: int) -> np.ndarray:
    """64 bits that look random, the same for the same number, seed and stream (the finalizer of SplitMix64)."""
    key = np.uint64(random.Random(f"{seed} {stream}").getrandbits(64))
    z = number.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + key
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
