"""The files that a run gives: the panel, the same by level of institution, what is kept back, and the manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from explorer.monitoring.contract import SYNTHETIC_MARK
from explorer.monitoring.definitions import DEFINITIONS
from explorer.monitoring.rollup import ALLIANCE, COUNTY, EVERY_LEVEL, values
from explorer.monitoring.work import MANIFEST

PANEL, LEVELS, KEPT_BACK, QUALITY = "panel", "levels", "withheld", "quality.json"
MONTHS = {"month": 1, "quarter": 3, "year": 12}
INCOMPLETE = "记录未覆盖整个时段 records do not cover the whole period"


def rows_of(
    sums: pd.DataFrame, back: pd.Series, names: Mapping[str, str], span: tuple[int, int], synthetic: bool
) -> pd.DataFrame:
    """The rows of all the files: the panel's columns, then grain, level and suppressed.

    ``back`` says which of the sums are kept back; their value, numerator and denominator are missing. ``span`` is the
    first and the last month (year × 100 + month) with records: a period that reaches beyond has a note.
    """
    indicators = np.array([each.indicator for each in DEFINITIONS])
    units = np.array([each.unit for each in DEFINITIONS])
    found = values(sums).assign(suppressed=back)
    found = found[_published(found)]
    found.loc[found["suppressed"], ["value", "numerator", "denominator"]] = np.nan
    first, last = _days(found)
    definition = found["definition"].to_numpy(dtype=int)
    rows = pd.DataFrame(
        {
            "place": found["place"],
            "place_name": found["place"].map(names).astype(object),
            "indicator_id": indicators[definition],
            "period_start": first,
            "period_end": last,
            "value": found["value"],
            "unit": units[definition],
            "numerator": found["numerator"],
            "denominator": found["denominator"],
            "note": _reaches_beyond(found, span).map({True: INCOMPLETE, False: None}),
            "synthetic": synthetic,
            "grain": found["grain"],
            "level": found["level"],
            "suppressed": found["suppressed"],
        }
    )
    order = ["indicator_id", "place", "level", "period_start", "period_end"]
    return rows.sort_values(order, kind="stable", ignore_index=True)


def _published(found: pd.DataFrame) -> pd.Series:
    shown = [(position, each) for position, each in enumerate(DEFINITIONS) if not each.guard]
    of = {
        COUNTY: [position for position, each in shown if each.of_counties],
        ALLIANCE: [position for position, each in shown if each.of_alliances],
    }
    published = pd.Series(False, index=found.index)
    for sort, positions in of.items():
        published |= (found["sort"] == sort) & found["definition"].isin(positions)
    return published


def _days(found: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    length = found["grain"].map(MONTHS).astype(int)
    following = found["year"] * 12 + found["first_month"] - 1 + length
    first = pd.to_datetime({"year": found["year"], "month": found["first_month"], "day": 1})
    after = pd.to_datetime({"year": following // 12, "month": following % 12 + 1, "day": 1})
    return first, after - pd.Timedelta(days=1)


def _reaches_beyond(found: pd.DataFrame, span: tuple[int, int]) -> pd.Series:
    first = found["year"] * 12 + found["first_month"] - 1
    last = first + found["grain"].map(MONTHS).astype(int) - 1
    begin, end = (month // 100 * 12 + month % 100 - 1 for month in span)
    return (first < begin) | (last > end)


def write_results(folder: Path, rows: pd.DataFrame, quality: Mapping[str, Any], manifest: Mapping[str, Any]) -> None:
    """Write the four tables, each as Parquet and CSV, the quality report and, last, the manifest."""
    shown, back = rows[~rows["suppressed"]], rows[rows["suppressed"]]
    whole = shown["level"] == EVERY_LEVEL
    tables = {PANEL: shown[whole], LEVELS: shown[~whole], KEPT_BACK: back}
    for name, table in tables.items():
        _write(folder, name, table)
    (folder / QUALITY).write_text(_json(quality), encoding="utf-8")
    counted = {name: len(table) for name, table in tables.items()}
    (folder / MANIFEST).write_text(_json({**manifest, "rows": counted}), encoding="utf-8")


def _write(folder: Path, name: str, table: pd.DataFrame) -> None:
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    from explorer.own_figures.panel import PANEL_SCHEMA

    own = [pa.field("grain", pa.string()), pa.field("level", pa.string()), pa.field("suppressed", pa.bool_())]
    schema = pa.schema([*PANEL_SCHEMA, *own])
    if name == KEPT_BACK:
        schema = pa.schema([field for field in schema if field.name not in ("value", "numerator", "denominator")])
    made = pa.Table.from_pandas(table[schema.names], schema=schema, preserve_index=False)
    mark = "true" if bool(table["synthetic"].any()) else "false"
    pa.parquet.write_table(made.replace_schema_metadata({SYNTHETIC_MARK: mark}), folder / f"{name}.parquet")
    with (folder / f"{name}.csv").open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        pa.csv.write_csv(made, file)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
