"""The questions of `bench/panel.py` in SQLite, with an index on indicator, place and period."""

import sqlite3
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

COLUMNS = (
    "place, place_name, indicator_id, period_start, period_end, value, unit, numerator, denominator, note, synthetic"
)


def load_in_sqlite(source: Path, path: Path) -> sqlite3.Connection:
    """The panel as a table with its index; periods as ISO text, as SQLite has no dates."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"CREATE TABLE panel ({COLUMNS})")
    marks = ", ".join("?" * len(COLUMNS.split(", ")))
    for batch in pq.ParquetFile(source).iter_batches(200_000):
        columns = [
            (pc.strftime(column, "%Y-%m-%d") if name.startswith("period") else column).to_pylist()
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        ]
        connection.executemany(f"INSERT INTO panel VALUES ({marks})", zip(*columns, strict=True))
    connection.execute("CREATE INDEX by_key ON panel (indicator_id, place, period_start)")
    connection.execute("ANALYZE")
    connection.commit()
    return connection


def filtered_in_sqlite(connection: sqlite3.Connection, indicator_id: str, first: date, last: date) -> pd.DataFrame:
    return pd.read_sql_query(
        "SELECT * FROM panel WHERE indicator_id = ? AND period_start >= ? AND period_end <= ? "
        "ORDER BY place, period_start",
        connection,
        params=(indicator_id, first.isoformat(), last.isoformat()),
    )


def ranked_in_sqlite(connection: sqlite3.Connection, indicator_id: str) -> pd.DataFrame:
    # Beside max(), SQLite takes the other columns from the row that has it.
    return pd.read_sql_query(
        """
        WITH latest AS (
            SELECT place, place_name, period_start, max(period_end) AS period_end, value, unit, synthetic
            FROM panel WHERE indicator_id = ? GROUP BY place
        )
        SELECT *, rank() OVER (ORDER BY value DESC) AS rank, count(*) OVER () AS counties,
            100 * percent_rank() OVER (ORDER BY value) AS below
        FROM latest ORDER BY value DESC, place LIMIT 20
        """,
        connection,
        params=(indicator_id,),
    )


def trend_in_sqlite(connection: sqlite3.Connection, indicator_id: str, places: list[str]) -> pd.DataFrame:
    marks = ", ".join("?" * len(places))
    return pd.read_sql_query(
        "SELECT place, place_name, period_start, period_end, value, unit, synthetic FROM panel "
        f"WHERE indicator_id = ? AND place IN ({marks}) ORDER BY place, period_start",
        connection,
        params=(indicator_id, *places),
    )
