"""A region as files: encounters by year and month, providers, referrals, residents, the truth, a manifest."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from explorer.errors import BuildError
from explorer.monitoring.contract import SYNTHETIC_MARK
from explorer.synthetic import dirt
from explorer.synthetic.design import Design, of_year
from explorer.synthetic.records import ROWS_AT_ONCE, encounters, referrals
from explorer.synthetic.region import region
from explorer.synthetic.truth import truth

GENERATOR = "1"
"""Raise it whenever the same options give other records."""
LAST_YEAR = 2025
"""The records' last year, however many there are: none lies in the future."""
AT_ONCE = 2
MARK = {
    "zh": "本目录中的记录均为虚构，只供试用；所涉县、机构、人员均不存在。",
    "en": "All records in this folder are made up, to try things on; its counties, providers and persons do not exist.",
}
VARIED = {"encounter_id", "person", "case_weight", "referral_id"}
"""Columns with so many values that a dictionary of them would be larger than they are."""


@dataclass(frozen=True)
class Order:
    """What is asked for: counties, years, encounters, a seed, and rows of each fault."""

    counties: int
    years: int
    rows: int
    seed: int
    faults: int = 0

    @property
    def calendar(self) -> tuple[int, ...]:
        """The years, one after the other, up to LAST_YEAR."""
        return tuple(range(LAST_YEAR - self.years + 1, LAST_YEAR + 1))


def write_records(order: Order, target: Path, told: Callable[[str], None] = lambda _: None) -> dict[str, object]:
    """Write everything into the folder ``target``, which must be new or empty, and give the manifest back.

    The same order gives the same bytes. The folder appears when all is there, not before. ``told`` hears how far it
    is. Raises BuildError if the folder holds something or cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f"{target.name}.", suffix=".tmp", dir=target.parent))
    except OSError as error:
        raise BuildError(target, error.strerror or str(error)) from error
    try:
        manifest = _write_all(order, temporary, told)
        temporary.chmod(0o755)
        temporary.replace(target)
    except OSError as error:
        raise BuildError(target, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return manifest


def _write_all(order: Order, folder: Path, told: Callable[[str], None]) -> dict[str, object]:
    place = region(order.counties, order.calendar, order.rows, order.seed)
    design = Design(place, unknown=order.faults, stray=order.faults)
    for year in order.calendar:
        (folder / "encounters" / f"year={year}").mkdir(parents=True)
        (folder / "referrals" / f"year={year}").mkdir(parents=True)
    written = {"encounters": 0, "referrals": 0}
    with ThreadPoolExecutor(AT_ONCE) as pool:  # numpy and Parquet work outside the interpreter's lock
        for month, rows in enumerate(pool.map(lambda month: _write_month(design, folder, month), range(design.months))):
            written["encounters"] += rows
            told(f"{design.days_of(month)[0]:%Y-%m}: {written['encounters']:,} encounters")
    for place_of_year, year in enumerate(order.calendar):
        each = of_year(order.faults, order.years, place_of_year)
        if each:
            faulty = dirt.faulty_encounters(design, place_of_year, each)
            written["encounters"] += _write(folder / "encounters" / f"year={year}" / "faulty.parquet", [faulty])
        written["referrals"] += _write_referrals(design, folder, place_of_year, written["referrals"])
    _write(folder / "providers.parquet", [_providers(design)])
    _write(folder / "residents.parquet", [_residents(design)])
    _write(folder / "truth.parquet", [truth(design)])
    manifest: dict[str, object] = {
        SYNTHETIC_MARK: True,
        "notice": MARK,
        "generator": GENERATOR,
        "counties": order.counties,
        "years": list(order.calendar),
        "rows": order.rows,
        "seed": order.seed,
        "written": written,
        "faults": dict.fromkeys((*dirt.ENCOUNTER_FAULTS, "unknown_county", "stray_referral"), order.faults),
        "alliances": {
            county.alliance: f"{design.days_of(county.formed)[0]:%Y-%m}"
            for county in place.counties
            if county.alliance and county.formed is not None
        },
        "files": {
            path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(folder.rglob("*.parquet"))
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")
    return manifest


def _write_month(design: Design, folder: Path, month: int) -> int:
    begins, _ = design.days_of(month)
    path = folder / "encounters" / f"year={begins.year}" / f"month-{begins.month:02d}.parquet"
    return _write(path, encounters(design, month))


def _write_referrals(design: Design, folder: Path, year: int, first: int) -> int:
    tables: list[pa.Table] = []
    for month in range(12 * year, 12 * year + 12):
        tables.append(referrals(design, month, first))
        first += len(tables[-1])
    if design.stray:
        tables = [*map(dirt.plain, tables), dirt.stray_referrals(design, year)]
    return _write(folder / "referrals" / f"year={design.region.years[year]}" / "referrals.parquet", tables)


def _write(path: Path, tables: Iterable[pa.Table]) -> int:
    """Write tables of one schema as one Parquet file that says it is made up; how many rows. No rows, no file."""
    rows = 0
    several: Iterator[pa.Table] = iter(tables)
    first = next(several, None)
    if first is None:
        return 0
    coded = [name for name in first.column_names if name not in VARIED]
    with pq.ParquetWriter(
        path, first.schema, compression="zstd", compression_level=1, use_dictionary=coded, store_schema=False
    ) as writer:
        writer.add_key_value_metadata({SYNTHETIC_MARK: "true", "notice": MARK["en"]})
        while first is not None:
            writer.write_table(first, row_group_size=ROWS_AT_ONCE)
            rows += len(first)
            first = next(several, None)
    return rows


def _providers(design: Design) -> pa.Table:
    providers = design.region.providers
    return pa.table(
        {
            "provider_id": [each.provider_id for each in providers],
            "county": [each.county for each in providers],
            "level": [each.level for each in providers],
            "alliance": pa.array([each.alliance for each in providers], pa.string()),
            "name": [each.name for each in providers],
            "synthetic": [True] * len(providers),
        }
    )


def _residents(design: Design) -> pa.Table:
    rows = [
        {
            "county": county.code,
            "period": str(year),
            "number": number,
            "county_name": county.name,
            "aged_60_and_over": round(number * aged),
            "distance_km": county.distance_km,
            "synthetic": True,
        }
        for county in design.region.places
        for year, number, aged in zip(design.region.years, county.residents, county.aged_share, strict=True)
    ]
    return pa.Table.from_pylist(rows)
