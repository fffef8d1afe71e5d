"""The two tables that fit into memory, institutions and residents: read whole, every fault told with file and row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.fault_messages import nearest
from explorer.monitoring.contract import LEVELS, TABLES
from explorer.monitoring.engines import Engine
from explorer.monitoring.mapping import TableMapping
from explorer.monitoring.sources import Source

COUNTY = re.compile(r"\d{6}")
YEAR = re.compile(r"(?:19|20)\d\d")
MOST_TOLD = 20
"""Faults of one table that are told one by one."""


@dataclass(frozen=True, order=True)
class Place:
    """What institutions that no indicator tells apart have in common; ``alliance`` is "" for those in none."""

    county: str
    level: str
    alliance: str


@dataclass(frozen=True)
class Listed:
    """``place_of`` by provider_id, ``residents`` by county and year, ``names`` by county where they have one."""

    place_of: Mapping[str, Place]
    residents: Mapping[tuple[str, int], int]
    names: Mapping[str, str]

    @property
    def places(self) -> list[Place]:
        """Every place once, in order; its position is its number."""
        return sorted(set(self.place_of.values()))


def read_listed(
    engine: Engine, providers: Source, residents: Source | None, mapping: Mapping[str, TableMapping], faults: list[str]
) -> Listed:
    """The institutions and the residents, as far as they are sound; what is wrong goes to ``faults``."""
    place_of: dict[str, Place] = {}
    found: list[str] = []
    for where, row in _rows(engine, providers, mapping["providers"]):
        provider = row["provider_id"]
        problem = _provider_fault(row, place_of)
        if problem:
            found.append(f"{where}: {problem}")
        else:
            place_of[provider] = Place(row["county"], row["level"], row["alliance"])
    if not place_of and not found:
        found.append("providers: there are no rows; name the file that lists the institutions")
    numbers: dict[tuple[str, int], int] = {}
    names: dict[str, str] = {}
    _cut(found, "providers", faults)
    found = []
    for where, row in _rows(engine, residents, mapping["residents"]) if residents else ():
        problem = _resident_fault(row, numbers)
        if problem:
            found.append(f"{where}: {problem}")
            continue
        numbers[row["county"], int(row["period"])] = int(row["number"])
        if row.get("county_name"):
            names[row["county"]] = row["county_name"]
    _cut(found, "residents", faults)
    return Listed(place_of, numbers, names)


def _provider_fault(row: Mapping[str, str], known: Mapping[str, Place]) -> str | None:
    if not row["provider_id"]:
        return "provider_id is empty; give every institution its code"
    if row["provider_id"] in known:
        return f"provider_id {row['provider_id']!r} stands twice; keep one row for each institution"
    if not COUNTY.fullmatch(row["county"]):
        return f"county {row['county']!r}: expected the six digits of GB/T 2260"
    if row["level"] not in LEVELS:
        return f"level {row['level']!r}{nearest(row['level'], LEVELS)}. Translate codes in the mapping file"
    return None


def _resident_fault(row: Mapping[str, str], known: Mapping[tuple[str, int], int]) -> str | None:
    if not COUNTY.fullmatch(row["county"]):
        return f"county {row['county']!r}: expected the six digits of GB/T 2260"
    if not YEAR.fullmatch(row["period"]):
        return f"period {row['period']!r}: expected a year, as 2023"
    if not re.fullmatch(r"\d+", row["number"]):
        return f"number {row['number']!r}: expected a whole number of residents"
    if (row["county"], int(row["period"])) in known:
        return f"county {row['county']} and period {row['period']} stand twice; keep one row"
    return None


def _cut(found: list[str], table: str, faults: list[str]) -> None:
    faults += found[:MOST_TOLD]
    if len(found) > MOST_TOLD:
        faults.append(f"{table}: {len(found) - MOST_TOLD} more rows like these")


def _rows(engine: Engine, source: Source, mapping: TableMapping) -> Iterator[tuple[str, dict[str, str]]]:
    """Where a row stands, and its values as texts by the contract's names, "" for what is missing."""
    for where, raw in _raw_rows(engine, source):
        row = {}
        for column in TABLES[source.table]:
            value = _as_text(raw.get(mapping.source_of(column.name)))
            row[column.name] = mapping.codes.get(column.name, {}).get(value, value)
        yield where, row


def _raw_rows(engine: Engine, source: Source) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if source.form == "database":
        for number, row in enumerate(engine.answer(engine.table(source)).to_pylist(), 1):
            yield f"{source.table}: {source.name}, row {number}", row
    for file in source.files:
        yield from ((f"{source.table}: {file}, row {number}", row) for number, row in _rows_of(file, source.form))


def _rows_of(file: Path, form: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Rows with their number: of a CSV file the line on which they end, of Parquet the row from 1."""
    if form == "csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            for csv_row in reader:
                yield reader.line_num, csv_row
        return
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as opened:
        yield from enumerate(opened.read().to_pylist(), 1)


def _as_text(value: Any) -> str:
    if value is None or isinstance(value, list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
