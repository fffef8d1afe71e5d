"""Records small enough to count by hand, and the indicators of any records in plain Python: for tests of monitoring.

Nothing here knows how the product computes: a loop over the records, a dictionary of sums.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Row = dict[str, Any]

HOME, NEXT, FAR = "990101", "990102", "990200"
TIER = {"primary": 0, "secondary": 1, "tertiary": 2}

PROVIDERS: list[Row] = [
    {"provider_id": "centre", "county": HOME, "level": "primary", "alliance": "first"},
    {"provider_id": "hospital", "county": HOME, "level": "secondary", "alliance": "first"},
    {"provider_id": "clinic", "county": HOME, "level": "other", "alliance": None},
    {"provider_id": "next-centre", "county": NEXT, "level": "primary", "alliance": "first"},
    {"provider_id": "next-hospital", "county": NEXT, "level": "secondary", "alliance": "second"},
    {"provider_id": "city", "county": FAR, "level": "tertiary", "alliance": None},
]
RESIDENTS: list[Row] = [
    {"county": HOME, "period": "2023", "number": 4, "county_name": "示例县"},
    {"county": NEXT, "period": "2023", "number": 0, "county_name": "邻县"},
]

TYPES = {
    "encounters": pa.schema(
        [
            *((name, pa.string()) for name in ("encounter_id", "person", "resident_county", "provider_id", "kind")),
            *(("start", pa.date32()), ("end", pa.date32()), ("cost", pa.float64()), ("fund", pa.float64())),
            *(("operation_grade", pa.int32()), ("case_weight", pa.float64())),
        ]
    ),
    "providers": pa.schema([(name, pa.string()) for name in ("provider_id", "county", "level", "alliance")]),
    "referrals": pa.schema(
        [
            *((name, pa.string()) for name in ("referral_id", "person", "from_provider", "to_provider")),
            ("date", pa.date32()),
        ]
    ),
    "residents": pa.schema(
        [("county", pa.string()), ("period", pa.string()), ("number", pa.int64()), ("county_name", pa.string())]
    ),
}


def encounter(number: int, **told: Any) -> Row:
    """An outpatient visit of somebody from HOME to the health centre on 2 March 2023, but for what is told."""
    row: Row = {
        "encounter_id": f"e{number}",
        "person": f"p{number}",
        "resident_county": HOME,
        "provider_id": "centre",
        "kind": "outpatient",
        "start": date(2023, 3, 2),
        "cost": 100.0,
        "fund": 60.25,
        "operation_grade": None,
        "case_weight": None,
        **told,
    }
    return {"end": row["start"], **row}


def referral(number: int, sender: str, receiver: str, on: date = date(2023, 3, 2), person: str = "p1") -> Row:
    return {
        "referral_id": f"r{number}",
        "person": person,
        "from_provider": sender,
        "to_provider": receiver,
        "date": on,
    }


def write_parquet(path: Path, table: str, rows: Sequence[Row]) -> Path:
    """The rows as a Parquet file of the contract's types."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows), schema=TYPES[table]), path)
    return path


def write_csv(path: Path, table: str, rows: Sequence[Row]) -> Path:
    """The rows as a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TYPES[table].names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


Found = dict[tuple[str, str, str, str, date], tuple[float, float | None]]
"""By indicator, place, level, grain and first day: numerator and denominator."""


def counted_by_hand(
    encounters: Iterable[Row], providers: Iterable[Row], referrals: Iterable[Row], residents: Iterable[Row]
) -> Found:
    """Every indicator of the records, for those with a denominator that is not 0 (or a count that is not)."""
    about = {row["provider_id"]: row for row in providers}
    sums: defaultdict[tuple[str, str, str, str, date], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in encounters:
        for name, place, level, on, above, below in _of_encounter(row, about[row["provider_id"]]):
            _add(sums, name, place, level, on, above, below)
    for row in referrals:
        for name, place, level, on, above, below in _of_referral(row, about):
            _add(sums, name, place, level, on, above, below)
    numbers = {(row["county"], int(row["period"])): row["number"] for row in residents}
    found: Found = {}
    for key, (above, below) in sums.items():
        name, place, _, grain, first = key
        if name == "outpatient-visits-per-resident":
            below = numbers.get((place, first.year), 0) if grain == "year" else 0
        if name in ("referrals-up", "referrals-down", "referrals-out"):
            if above:
                found[key] = (above, None)
        elif below:
            found[key] = (above, below)
    return found


def _add(sums: Any, name: str, place: str, level: str, on: date, above: float, below: float) -> None:
    firsts = {"month": on.replace(day=1), "quarter": date(on.year, (on.month - 1) // 3 * 3 + 1, 1)}
    for grain, first in {**firsts, "year": date(on.year, 1, 1)}.items():
        sums[name, place, level, grain, first][0] += above
        sums[name, place, level, grain, first][1] += below


def _of_encounter(row: Row, provider: Row) -> Iterator[tuple[str, str, str, date, float, float]]:
    home, county, level = row["resident_county"], provider["county"], provider["level"]
    visit, primary, inside = row["kind"] != "inpatient", level == "primary", home == county
    if home:
        for cut in ("all", level):
            yield "county-visit-rate-monitored", home, cut, row["start"], inside, 1
            yield "insurance-fund-within-county", home, cut, row["start"], inside * row["fund"], row["fund"]
            if not visit:
                yield "county-admission-share", home, cut, row["start"], inside, 1
        if inside:
            yield "insurance-fund-primary", home, "all", row["start"], primary * row["fund"], row["fund"]
        if visit:
            yield "primary-outpatient-share-residents", home, "all", row["start"], primary, 1
            yield "outpatient-visits-per-resident", home, "all", row["start"], 1, 0
    if visit:
        yield "primary-outpatient-share-within-county", county, "all", row["start"], primary, 1
        if provider["alliance"]:
            yield "primary-outpatient-share-alliance", provider["alliance"], "all", row["start"], primary, 1
    for place in (county, provider["alliance"]):
        for cut in ("all", level):
            if place and not visit and row["case_weight"] is not None:
                yield "case-mix-index", place, cut, row["end"], row["case_weight"], 1
            if place and row["operation_grade"] is not None:
                yield "grade-3-4-surgery-share", place, cut, row["end"], row["operation_grade"] >= 3, 1


def _of_referral(row: Row, about: Mapping[str, Row]) -> Iterator[tuple[str, str, str, date, float, float]]:
    sender, receiver = about[row["from_provider"]], about[row["to_provider"]]
    from_tier, to_tier = TIER.get(sender["level"]), TIER.get(receiver["level"])
    if from_tier is not None and to_tier is not None and from_tier != to_tier:
        up = from_tier < to_tier
        lower = sender if up else receiver
        for place in (lower["county"], lower["alliance"]):
            if place:
                yield "referral-down-up-ratio", place, "all", row["date"], not up, up
                for cut in ("all", lower["level"]):
                    yield f"referrals-{'up' if up else 'down'}", place, cut, row["date"], 1, 0
    if sender["county"] != receiver["county"]:
        for place in (sender["county"], sender["alliance"]):
            for cut in ("all", sender["level"]):
                if place:
                    yield "referrals-out", place, cut, row["date"], 1, 0
