"""The indicators of records counted once more, one record after another in plain Python: as slow as it is plain.

Knows neither the generator's design nor the product's definitions; what each indicator counts is written out here as
the codebook words it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pyarrow.parquet as pq

Row = dict[str, Any]
Place = tuple[str, str, str]
"""Indicator, place, level of institution ("all" for all)."""
TIER = {"primary": 1, "secondary": 2, "tertiary": 3}
RATIOS = {
    "county-visit-rate-monitored": 100,
    "county-admission-share": 100,
    "primary-outpatient-share-residents": 100,
    "insurance-fund-within-county": 100,
    "insurance-fund-primary": 100,
    "primary-outpatient-share-within-county": 100,
    "primary-outpatient-share-alliance": 100,
    "case-mix-index": 1,
    "grade-3-4-surgery-share": 100,
    "referral-down-up-ratio": 1,
}
ONLY_ALL_LEVELS = {
    "primary-outpatient-share-residents",
    "insurance-fund-primary",
    "primary-outpatient-share-within-county",
    "primary-outpatient-share-alliance",
    "referral-down-up-ratio",
}


def rows(folder: Path) -> list[Row]:
    """Every record of a Parquet file or of a folder of them."""
    if folder.is_dir():
        return list(ds.dataset(folder, format="parquet").to_table().to_pylist())
    return list(pq.ParquetFile(folder).read().to_pylist())


def recounted(folder: Path) -> dict[tuple[str, str, str, date, str], tuple[Fraction, Fraction, Fraction | None]]:
    """Value, numerator and denominator by indicator, place, level, first day and grain."""
    providers = {each["provider_id"]: each for each in rows(folder / "providers.parquet")}
    above: Counter[Any] = Counter()
    below: Counter[Any] = Counter()
    for record in rows(folder / "encounters"):
        provider = providers[record["provider_id"]]
        for indicator, place, day, over, under in _met(record, provider):
            for key in _keys(indicator, place, provider["level"], day):
                above[key] += over
                below[key] += under
    for record in rows(folder / "referrals"):
        for indicator, place, level, over, under in _referred(record, providers):
            for key in _keys(indicator, place, level, record["date"]):
                above[key] += over
                below[key] += under
    found = {}
    for key in above | below:
        if key[0] in RATIOS and below[key]:
            found[key] = (RATIOS[key[0]] * above[key] / below[key], above[key], below[key])
        elif key[0] not in RATIOS and above[key]:
            found[key] = (above[key], above[key], None)
    for each in rows(folder / "residents.parquet"):
        of_year = ("county-visits", each["county"], "all", date(int(each["period"]), 1, 1), "year")
        visits = above[of_year]
        key = ("outpatient-visits-per-resident", *of_year[1:])
        found[key] = (Fraction(visits, each["number"]), Fraction(visits), Fraction(each["number"]))
    return {key: numbers for key, numbers in found.items() if key[0] != "county-visits"}


def _met(record: Row, provider: Row) -> Iterator[tuple[str, str, date, Fraction, Fraction]]:
    """What an encounter adds: indicator, place, the day that counts, to the numerator and to the denominator."""
    one, none = Fraction(1), Fraction(0)
    home, there, starts, ends = record["resident_county"], provider["county"], record["start"], record["end"]
    stay, primary = record["kind"] == "inpatient", provider["level"] == "primary"
    within = one if there == home else none
    fund = Fraction(str(record["fund"]))
    if home:
        yield "county-visit-rate-monitored", home, starts, within, one
        yield "insurance-fund-within-county", home, starts, within * fund, fund
        if there == home:
            yield "insurance-fund-primary", home, starts, fund if primary else none, fund
        if stay:
            yield "county-admission-share", home, starts, within, one
        else:
            yield "primary-outpatient-share-residents", home, starts, one if primary else none, one
            yield "county-visits", home, starts, one, none
    for place, name in ((there, "within-county"), (provider["alliance"], "alliance")):
        if place and not stay:
            yield f"primary-outpatient-share-{name}", place, starts, one if primary else none, one
        if place and stay:
            yield "case-mix-index", place, ends, Fraction(str(record["case_weight"])), one
        if place and record["operation_grade"]:
            yield "grade-3-4-surgery-share", place, ends, one if record["operation_grade"] >= 3 else none, one


def _referred(record: Row, providers: dict[str, Row]) -> Iterator[tuple[str, str, str, Fraction, Fraction]]:
    one, none = Fraction(1), Fraction(0)
    sender, receiver = providers[record["from_provider"]], providers[record["to_provider"]]
    goes_up = TIER[sender["level"]] < TIER[receiver["level"]]
    lower = sender if goes_up else receiver
    for place in filter(None, (lower["county"], lower["alliance"])):
        yield "referrals-up" if goes_up else "referrals-down", place, lower["level"], one, none
        yield "referral-down-up-ratio", place, lower["level"], *((none, one) if goes_up else (one, none))
    if sender["county"] != receiver["county"]:
        for place in filter(None, (sender["county"], sender["alliance"])):
            yield "referrals-out", place, sender["level"], one, none


def _keys(indicator: str, place: str, level: str, day: date) -> Iterator[tuple[str, str, str, date, str]]:
    for of_level in ("all",) if indicator in ONLY_ALL_LEVELS else ("all", level):
        yield indicator, place, of_level, day.replace(day=1), "month"
        yield indicator, place, of_level, date(day.year, (day.month - 1) // 3 * 3 + 1, 1), "quarter"
        yield indicator, place, of_level, date(day.year, 1, 1), "year"
