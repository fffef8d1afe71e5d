"""The questions of `bench/panel.py` as one would write them for DuckDB by hand, for this one file."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from explorer.own_figures.rules import Codebook


def checked_by_hand(source: Path, target: Path, codebook: Codebook) -> int:
    """Check the file against units, ranges, periods and parts, write it sorted, look for duplicates; its rows."""
    rules = pd.DataFrame([[name, rule.unit, rule.low, rule.high] for name, rule in codebook.items()])
    rules.columns = pd.Index(["indicator_id", "of_unit", "low", "high"])
    with duckdb.connect(config={"memory_limit": "1GB", "threads": "2"}) as connection:
        connection.register("rules", rules)
        faults = connection.execute(f"""
            SELECT count(*) FROM '{source}' LEFT JOIN rules USING (indicator_id)
            WHERE of_unit IS NULL OR unit <> of_unit OR period_end < period_start OR NOT isfinite(value)
                OR value < low OR value > high OR abs(numerator / denominator * 100 - value) > 0.5
                OR place IS NULL OR value IS NULL OR period_start IS NULL OR period_end IS NULL
        """).fetchall()
        assert faults == [(0,)]
        connection.execute(f"""
            COPY (SELECT * FROM '{source}' ORDER BY indicator_id, place, period_start, period_end)
            TO '{target}' (FORMAT parquet, COMPRESSION zstd)
        """)
        twice = connection.execute(f"""
            SELECT count(*) FROM (
                SELECT indicator_id = lag(indicator_id) OVER () AND place = lag(place) OVER ()
                    AND period_start = lag(period_start) OVER () AND period_end = lag(period_end) OVER () AS same
                FROM '{target}'
            ) WHERE same
        """).fetchall()
        assert twice == [(0,)]
        ((rows, *_),) = connection.execute(f"""
            SELECT count(*), count(DISTINCT place), min(period_start), max(period_end), bool_or(synthetic),
                list(DISTINCT indicator_id)
            FROM '{target}'
        """).fetchall()
    return int(rows)


def filtered_by_hand(
    connection: duckdb.DuckDBPyConnection, path: str, indicator_id: str, first: date, last: date
) -> pd.DataFrame:
    return connection.execute(f"""
        SELECT * FROM '{path}'
        WHERE indicator_id = '{indicator_id}' AND period_start >= DATE '{first}' AND period_end <= DATE '{last}'
        ORDER BY place, period_start
    """).df()


def ranked_by_hand(connection: duckdb.DuckDBPyConnection, path: str, indicator_id: str) -> pd.DataFrame:
    return connection.execute(f"""
        WITH latest AS (
            SELECT place, arg_max(place_name, period_end) AS place_name, arg_max(period_start, period_end) AS
                period_start, max(period_end) AS period_end, arg_max(value, period_end) AS value,
                arg_max(unit, period_end) AS unit, arg_max(synthetic, period_end) AS synthetic
            FROM '{path}' WHERE indicator_id = '{indicator_id}' GROUP BY place
        )
        SELECT *, rank() OVER (ORDER BY value DESC) AS rank, count(*) OVER () AS counties,
            100 * percent_rank() OVER (ORDER BY value) AS below
        FROM latest ORDER BY value DESC, place LIMIT 20
    """).df()


def trend_by_hand(
    connection: duckdb.DuckDBPyConnection, path: str, indicator_id: str, places: list[str]
) -> pd.DataFrame:
    listed = ", ".join(f"'{place}'" for place in places)
    return connection.execute(f"""
        SELECT place, place_name, period_start, period_end, value, unit, synthetic FROM '{path}'
        WHERE indicator_id = '{indicator_id}' AND place IN ({listed}) ORDER BY place, period_start
    """).df()
