"""One way from records to indicators, for ``bench.records`` to measure: ``python -m bench.record_ways WAY FOLDER``.

Each way but ``scan`` ends with the same table in a Parquet file, which ``bench.records`` holds to the truth that came
with the records.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent
MEMORY = os.environ.get("BENCH_MEMORY", "4GB")
"""What DuckDB may take for itself; the limit that is measured against is of the whole process."""
BY_HAND = "by_hand.parquet"
KINDS = ("outpatient", "emergency", "inpatient")


def main() -> None:
    """Go one way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    WAYS[options.way](options.folder)


def scan(folder: Path) -> int:
    """The columns needed, read and unpacked, and nothing done with them."""
    connection = _connection()
    columns = 'resident_county, provider_id, kind, start, "end", fund, operation_grade, case_weight'
    counts = ", ".join(f"count({column})" for column in columns.split(", "))
    connection.execute(
        f"SELECT {counts} FROM read_parquet($encounters)", {"encounters": _encounters(folder)}
    ).fetchall()
    return 0


def by_hand(folder: Path) -> int:
    """Hand-written SQL."""
    connection = _connection()
    _count_cells(connection, folder)
    return _indicators(connection, folder)


def by_hand_checked(folder: Path) -> int:
    """Hand-written SQL that also looks for encounters that occur twice and for referrals that belong to none."""
    connection = _connection()
    _count_cells(connection, folder)
    found = connection.execute(
        "SELECT count(*) - count(DISTINCT encounter_id) FROM read_parquet($encounters, hive_partitioning = false)",
        {"encounters": _encounters(folder)},
    ).fetchone()
    assert found == (0,)
    stray = connection.execute(
        """
        SELECT count(DISTINCT referral_id) FROM read_parquet($referrals, hive_partitioning = false) AS r
        JOIN read_parquet($encounters, hive_partitioning = false) AS e
            ON e.person = r.person AND (e.provider_id = r.from_provider OR e.provider_id = r.to_provider)
        """,
        {"encounters": _encounters(folder), "referrals": f"{folder}/referrals/*/*.parquet"},
    ).fetchone()
    assert stray is not None
    assert stray[0] > 0
    return _indicators(connection, folder)


def by_pandas(folder: Path) -> int:
    """Everything read into pandas, joined, grouped and summed."""
    import pandas as pd

    columns = ["resident_county", "provider_id", "kind", "start", "end", "fund", "operation_grade", "case_weight"]
    files = sorted((folder / "encounters").rglob("*.parquet"))
    read = pd.concat([pd.read_parquet(file, columns=columns) for file in files], ignore_index=True)
    read = read.merge(pd.read_parquet(folder / "providers.parquet"), on="provider_id")
    starts, ends = pd.to_datetime(read["start"]), pd.to_datetime(read["end"])
    read = read.assign(
        resident_county=read["resident_county"].fillna(""),
        start_month=starts.dt.year * 100 + starts.dt.month,
        end_month=ends.dt.year * 100 + ends.dt.month,
        fund=(read["fund"] * 100).round().astype("int64"),
        weight=(read["case_weight"] * 10_000).round(),
        grade_3_4=read["operation_grade"] >= 3,
    )[(ends >= starts) & read["kind"].isin(KINDS)]
    by = ["resident_county", "county", "level", "alliance", "kind", "start_month", "end_month"]
    cells = read.groupby(by, dropna=False, as_index=False).agg(
        records=("fund", "size"),
        fund=("fund", "sum"),
        operations=("operation_grade", "count"),
        grade_3_4=("grade_3_4", "sum"),
        weight=("weight", "sum"),
        weighted=("weight", "count"),
    )
    return _indicators(_holding(cells.astype({"weight": "int64"})), folder)


def by_polars(folder: Path) -> int:
    """A lazy query of Polars, run by its streaming engine."""
    import polars as pl  # type: ignore[import-not-found, unused-ignore]  # only where somebody installed it

    encounters = pl.scan_parquet(_encounters(folder), hive_partitioning=False)
    providers = pl.scan_parquet(folder / "providers.parquet").drop("synthetic")

    def month(column: str) -> pl.Expr:
        day = pl.col(column).dt
        return (day.year() * 100 + day.month().cast(pl.Int32)).alias(f"{column}_month")

    grade, weight = pl.col("operation_grade"), pl.col("case_weight")
    cells = (
        encounters.join(providers, on="provider_id")
        .filter((pl.col("end") >= pl.col("start")) & pl.col("kind").is_in(KINDS))
        .group_by(
            pl.col("resident_county").fill_null(""), "county", "level", "alliance", "kind", month("start"), month("end")
        )
        .agg(
            records=pl.len().cast(pl.Int64),
            fund=(pl.col("fund") * 100).round().cast(pl.Int64).sum(),
            operations=grade.count().cast(pl.Int64),
            grade_3_4=(grade >= 3).sum().cast(pl.Int64),
            weight=(weight * 10_000).round().cast(pl.Int64).sum(),
            weighted=weight.count().cast(pl.Int64),
        )
        .collect(engine="streaming")
    )
    return _indicators(_holding(cells.to_arrow()), folder)


WAYS: dict[str, Callable[[Path], int]] = {
    "scan": scan,
    "hand": by_hand,
    "hand-checked": by_hand_checked,
    "pandas": by_pandas,
    "polars": by_polars,
}


def _encounters(folder: Path) -> str:
    return f"{folder}/encounters/*/*.parquet"


def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY, "preserve_insertion_order": False})


def _holding(cells: Any) -> duckdb.DuckDBPyConnection:
    connection = _connection()
    connection.register("cells", cells)
    return connection


def _count_cells(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    sql = (HERE / "cells_by_hand.sql").read_text("utf-8")
    sources = {"encounters": _encounters(folder), "providers": str(folder / "providers.parquet")}
    connection.execute(f"CREATE TABLE cells AS {sql}", sources)


def _indicators(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """The indicators of the counted cells, written as BY_HAND in the folder of the records; how many rows they are."""
    sources = {
        "referrals": f"{folder}/referrals/*/*.parquet",
        "providers": str(folder / "providers.parquet"),
        "residents": str(folder / "residents.parquet"),
    }
    sql = (HERE / "indicators_by_hand.sql").read_text("utf-8")
    found = connection.execute(f"COPY ({sql}) TO $target", {**sources, "target": str(folder / BY_HAND)}).fetchone()
    assert found is not None
    return int(found[0])


if __name__ == "__main__":
    main()
