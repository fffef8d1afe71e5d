"""From counted records to the sums behind every indicator: for each place, level of institution and month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from explorer.monitoring.definitions import DEFINITIONS, GRAINS, SCALES, Definition, Part, PlaceOf

if TYPE_CHECKING:
    from ibis.expr.types import Table

EVERY_LEVEL = "all"
COUNTY, ALLIANCE, BLOCK = "county", "alliance", "block"
"""What a place is. A block is what an alliance has in a county; it is published nowhere, see ``suppression``."""
KEYS = ["definition", "sort", "place", "level", "month"]
NUMBERS = ["numerator", "denominator", "counted", "of"]
UNKNOWN = r"^\d{6}$"


def monthly_sums(encounters: Table, referrals: Table, answer: Any) -> pd.DataFrame:
    """The sums of every definition.

    ``encounters`` has the columns of ``cells.counted_encounters`` with the place's county, level and alliance in the
    place of its number, ``referrals`` those of ``cells.placed_referrals``; ``answer`` gives the rows of an expression.

    Columns: KEYS (definition is the position in DEFINITIONS, level EVERY_LEVEL or one, month year × 100 + month) and
    NUMBERS: numerator and denominator in whole numbers (SCALES), and how many records stand behind each. Rows without
    any record are left out.
    """
    parts = []
    for place_of, dated, definitions in _alike():
        records = _placed(encounters, referrals, place_of, dated)
        wide = answer(_summed(records, definitions, by_county_only=place_of == "resident"))
        for position in definitions:
            parts += _long(wide, position, by_county_only=place_of == "resident")
    sums = pd.concat(parts, ignore_index=True)
    return sums[(sums["counted"] > 0) | (sums["of"] > 0)].reset_index(drop=True)


def _alike() -> Iterator[tuple[PlaceOf, str, list[int]]]:
    """Definitions that count for the same place by the same day, as positions: they are summed in one go."""
    found: dict[tuple[PlaceOf, str], list[int]] = {}
    for position, definition in enumerate(DEFINITIONS):
        found.setdefault((definition.place_of, definition.dated), []).append(position)
    for (place_of, dated), positions in found.items():
        yield place_of, dated, positions


def _placed(encounters: Table, referrals: Table, place_of: PlaceOf, dated: str) -> Table:
    """The records with ``place``, ``county``, ``level``, ``alliance`` and ``month`` as the definitions want them."""
    if place_of in ("lower", "sender"):
        return referrals.select(
            "month", "up", "down", "out", **{name: f"{place_of}_{name}" for name in ("county", "level", "alliance")}
        ).mutate(place=lambda t: t.county)
    records = encounters.mutate(month=encounters[f"{dated}_month"])
    if place_of == "resident":
        return records.filter(records.resident_county.re_search(UNKNOWN)).mutate(place=lambda t: t.resident_county)
    return records.mutate(place=records.county)


def _summed(records: Table, definitions: list[int], by_county_only: bool) -> Table:
    sums = {}
    for position in definitions:
        for name, part, behind in _parts(DEFINITIONS[position]):
            sums[f"{name}_{position}"] = part.counted(records) if behind else part.expression(records)
    keys = ["place", "level", "month"] if by_county_only else ["place", "alliance", "level", "month"]
    return records.group_by(keys).agg(**sums)


def _parts(definition: Definition) -> Iterator[tuple[str, Part, bool]]:
    """The columns of NUMBERS that come from records: name, part, and whether it is the records behind it."""
    yield "numerator", definition.numerator, False
    yield "counted", definition.numerator, True
    if definition.denominator is not None and definition.denominator.what != "number":
        yield "denominator", definition.denominator, False
        yield "of", definition.denominator, True


def _long(wide: pd.DataFrame, position: int, by_county_only: bool) -> list[pd.DataFrame]:
    """The sums of one definition for each sort of place, for every level together and, if it has them, for each."""
    definition = DEFINITIONS[position]
    columns = {f"{name}_{position}": name for name, _, _ in _parts(definition)}
    frame = wide.rename(columns=columns)
    for name in NUMBERS:
        if name not in frame:
            frame[name] = 0
    found = []
    for sort, places in _sorts(frame, by_county_only).items():
        by_level = frame.assign(place=places)[places != ""]
        keys = ["place", "level", "month"]
        levels = [by_level] if definition.by_level else []
        for each in (by_level.assign(level=EVERY_LEVEL), *levels):
            summed = each.groupby(keys, as_index=False, sort=False)[NUMBERS].sum()
            found.append(summed.assign(definition=position, sort=sort)[KEYS + NUMBERS])
    return found


def _sorts(frame: pd.DataFrame, by_county_only: bool) -> Mapping[str, pd.Series]:
    if by_county_only:
        return {COUNTY: frame["place"]}
    block = frame["place"] + "|" + frame["alliance"]
    return {COUNTY: frame["place"], ALLIANCE: frame["alliance"], BLOCK: block}


def by_period(monthly: pd.DataFrame, residents: Mapping[tuple[str, int], int]) -> pd.DataFrame:
    """The sums by month, quarter and year.

    Columns: those of ``monthly`` without month, and grain, year, quarter (0 of a year), first_month (1-12). Numbers of
    residents are the denominators of the definitions that want them; years without one have no row.
    """
    year, month = monthly["month"] // 100, monthly["month"] % 100
    quarter = (month - 1) // 3 + 1
    frames = [monthly.assign(grain="month", year=year, quarter=quarter, first_month=month)]
    dated = monthly.assign(year=year, quarter=quarter)
    for grain, slot in (("quarter", quarter), ("year", 0)):
        each = dated.assign(grain=grain, quarter=slot)
        keys = ["definition", "sort", "place", "level", "grain", "year", "quarter"]
        summed = each.groupby(keys, as_index=False, sort=False)[NUMBERS].sum()
        frames.append(summed.assign(first_month=1 if grain == "year" else summed["quarter"] * 3 - 2))
    sums = pd.concat([frame.drop(columns="month", errors="ignore") for frame in frames], ignore_index=True)
    wanted = pd.Series(False, index=sums.index)
    for grain in GRAINS:
        having = [position for position, definition in enumerate(DEFINITIONS) if grain in definition.grains]
        wanted |= (sums["grain"] == grain) & sums["definition"].isin(having)
    return _with_residents(sums[wanted].reset_index(drop=True), residents)


def _with_residents(sums: pd.DataFrame, residents: Mapping[tuple[str, int], int]) -> pd.DataFrame:
    per_head = [
        position
        for position, definition in enumerate(DEFINITIONS)
        if definition.denominator is not None and definition.denominator.what == "number"
    ]
    chosen = sums["definition"].isin(per_head)
    if not chosen.any():
        return sums
    keys = zip(sums.loc[chosen, "place"], sums.loc[chosen, "year"], strict=True)
    sums.loc[chosen, "denominator"] = [residents.get((place, int(year)), 0) for place, year in keys]
    return sums[~chosen | (sums["denominator"] > 0)].reset_index(drop=True)


def values(sums: pd.DataFrame) -> pd.DataFrame:
    """The sums with ``value`` (percent as 0-100) and numerator and denominator in base units; without a denominator
    the value is the numerator. Rows whose denominator is 0 have no value and are left out."""
    about = pd.DataFrame(
        {
            "factor": [each.factor for each in DEFINITIONS],
            "above": [SCALES.get(each.numerator.what, 1) for each in DEFINITIONS],
            "below": [SCALES.get(each.denominator.what, 1) if each.denominator else 0 for each in DEFINITIONS],
        }
    ).loc[sums["definition"]]
    about.index = sums.index
    sums, divided = sums.copy(), about["below"] > 0
    quotient = about["factor"] * sums["numerator"] / sums["denominator"].where(divided & (sums["denominator"] != 0))
    sums["value"] = (quotient * about["below"] / about["above"]).where(divided, sums["numerator"].astype(float))
    sums["numerator"] = sums["numerator"] / about["above"]
    sums["denominator"] = (sums["denominator"] / about["below"].where(divided)).where(divided)
    return sums[sums["value"].notna()]
