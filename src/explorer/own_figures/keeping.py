"""What a session keeps of a reader's figures: one sorted Parquet file, whatever they came as.

Small sets come as a table that was read and checked cell by cell. A panel of millions of rows comes as a Parquet or CSV
file of PANEL_SCHEMA: it is checked where it lies, column by column in DuckDB, and never held as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa

from explorer.own_figures.panel import PANEL_SCHEMA, OwnPanel
from explorer.own_figures.rules import Codebook
from explorer.rounding import SHARE_SCALES

ROWS_OF_A_GROUP = 122_880
"""Of the kept file. Smaller groups would be skipped more often, but opening each costs more than that spares: a trend
of ten counties in ten million rows took 4 ms with these, 8 with a third of them, 14 with an eighth."""

SETTINGS = {
    "memory_limit": "1GB",
    "threads": "2",
    "max_temp_directory_size": "20GB",
    "preserve_insertion_order": "true",
}
EXAMPLES = 3
REQUIRED = [field.name for field in PANEL_SCHEMA if not field.nullable and field.name != "synthetic"]
"""Columns that a file must have; what doesn't say that it is synthetic is not."""

_ORDER = "indicator_id, place, period_start, period_end"
_SQL_TYPES = {pa.string(): "VARCHAR", pa.date32(): "DATE", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN"}


@dataclass(frozen=True)
class PanelProblem:
    """One kind of thing wrong in a panel file, how many rows have it, and the first of them.

    ``kind`` is ``unreadable``, ``columns``, ``empty``, ``missing``, ``unknown_indicator``, ``unit``, ``period``,
    ``range``, ``parts`` or ``duplicate``; ``examples`` are rows in words that need no translation, or names of columns.
    """

    kind: str
    count: int
    examples: tuple[str, ...] = ()


def keep_table(table: pa.Table, name: str, folder: Path, order: Iterable[str] = ()) -> OwnPanel:
    """Keep a table of PANEL_SCHEMA that was checked already; ``order`` are indicators in the codebook's order.

    Raises pyarrow.ArrowInvalid if the table has other columns, and ValueError if it is empty.
    """
    if not table.num_rows:
        raise ValueError("a panel without a row cannot be kept")
    with _workplace(folder) as connection:
        connection.register("good", table.select(PANEL_SCHEMA.names).cast(PANEL_SCHEMA))
        path = _written(connection, folder)
        return _described(connection, path, name, tuple(order))


def keep_parquet(source: Path, name: str, folder: Path, codebook: Codebook) -> OwnPanel | list[PanelProblem]:
    """Check a Parquet or CSV file of PANEL_SCHEMA's columns against the codebook, and keep it sorted.

    A file is kept whole or not at all: with any problem nothing is, and every kind of problem is given with the number
    of its rows. A CSV file is one whose name ends so. Memory stays bounded; what doesn't fit is set down in ``folder``.
    """
    with _workplace(folder) as connection:
        try:
            problems = _read(connection, source) or _checked(connection, codebook)
            if problems:
                return problems
            path = _written(connection, folder)
        except (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException) as error:
            return [PanelProblem("unreadable", 1, (str(error).splitlines()[0].replace(str(source), source.name),))]
        if twice := _duplicates(connection, path):
            path.unlink()
            return [twice]
        return _described(connection, path, name, tuple(codebook))


def _workplace(folder: Path) -> duckdb.DuckDBPyConnection:
    folder.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(config={**SETTINGS, "temp_directory": str(folder / "spilled")})


def _read(connection: duckdb.DuckDBPyConnection, source: Path) -> list[PanelProblem]:
    """Make ``given``, the file with its columns as PANEL_SCHEMA has them: what is no number or date becomes NULL."""
    is_csv = source.suffix.lower() == ".csv"
    reader = "read_csv($source, header = true, all_varchar = true)" if is_csv else "read_parquet($source)"
    found = connection.execute(f"DESCRIBE SELECT * FROM {reader}", {"source": str(source)}).fetchall()
    has = {row[0] for row in found}
    if absent := [name for name in REQUIRED if name not in has]:
        return [PanelProblem("columns", len(absent), tuple(absent))]
    columns = ", ".join(_column(field, field.name in has) for field in PANEL_SCHEMA)
    # A view takes no bound values; it does take a variable, and that is bound.
    connection.execute("SET VARIABLE source = $source", {"source": str(source)})
    given = reader.replace("$source", "getvariable('source')")
    connection.execute(f"CREATE TEMP VIEW good AS SELECT {columns} FROM {given}")
    return []


def _column(field: pa.Field, is_there: bool) -> str:
    kind = _SQL_TYPES[field.type]
    if field.name == "synthetic":
        return f"coalesce(TRY_CAST({field.name} AS {kind}), false) AS synthetic" if is_there else "false AS synthetic"
    if not is_there:
        return f"CAST(NULL AS {kind}) AS {field.name}"
    text = f"nullif(trim(CAST({field.name} AS VARCHAR)), '')" if kind == "VARCHAR" else field.name
    return f"TRY_CAST({text} AS {kind}) AS {field.name}"


def _checked(connection: duckdb.DuckDBPyConnection, codebook: Codebook) -> list[PanelProblem]:
    """Every kind of problem but duplicates, the most basic of each row; counted in one pass."""
    connection.execute("CREATE TEMP TABLE rules (indicator_id VARCHAR, of_unit VARCHAR, low DOUBLE, high DOUBLE)")
    rules = [[key, rule.unit, rule.low, rule.high] for key, rule in codebook.items()]
    connection.executemany("INSERT INTO rules VALUES (?, ?, ?, ?)", rules)
    # A value may be rounded to a whole number, a ratio to one decimal.
    scales = [[unit, scale, 0.05 if scale == 1 else 0.5] for unit, scale in SHARE_SCALES.items()]
    connection.execute("CREATE TEMP TABLE scales (of_unit VARCHAR, scale DOUBLE, tolerance DOUBLE)")
    connection.executemany("INSERT INTO scales VALUES (?, ?, ?)", scales)
    missing = " OR ".join(f"{name} IS NULL" for name in REQUIRED)
    found = connection.execute(f"""
        WITH judged AS (
            SELECT *, CASE
                WHEN {missing} THEN 'missing'
                WHEN of_unit IS NULL THEN 'unknown_indicator'
                WHEN unit <> of_unit THEN 'unit'
                WHEN period_end < period_start OR year(period_start) < 1900 OR year(period_end) > 2100 THEN 'period'
                WHEN NOT isfinite(value) OR value < low OR value > high THEN 'range'
                WHEN abs(numerator / nullif(denominator, 0) * scale - value) > tolerance THEN 'parts'
            END AS problem
            FROM (SELECT *, row_number() OVER () AS number FROM good)
                LEFT JOIN (SELECT * FROM rules LEFT JOIN scales USING (of_unit)) USING (indicator_id)
        )
        SELECT problem, count(*), arg_min(concat_ws(' · ', number, indicator_id, place, period_end, value, unit),
            number, {EXAMPLES})
        FROM judged WHERE problem IS NOT NULL GROUP BY problem ORDER BY min(number)
    """).fetchall()
    problems = [PanelProblem(kind, count, tuple(examples)) for kind, count, examples in found]
    if problems or connection.execute("SELECT 1 FROM good LIMIT 1").fetchone():
        return problems
    return [PanelProblem("empty", 0)]


def _written(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """``good`` as a sorted Parquet file of a name of its own."""
    path = folder / f"panel-{uuid4().hex}.parquet"
    connection.execute(
        f"COPY (SELECT * FROM good ORDER BY {_ORDER}) TO '{_quoted(path)}' "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_OF_A_GROUP})"
    )
    return path


def _duplicates(connection: duckdb.DuckDBPyConnection, path: Path) -> PanelProblem | None:
    """Rows with the key of the row before, which in a sorted file are all that share one."""
    keys = _ORDER.split(", ")
    before = ", ".join(f"lag({key}) OVER () AS {key}_before" for key in keys)
    same = " AND ".join(f"{key} = {key}_before" for key in keys)
    count, examples = _row(
        connection,
        f"""
        SELECT count(*), arg_min(concat_ws(' · ', indicator_id, place, period_end, value), number, {EXAMPLES})
        FROM (SELECT *, row_number() OVER () AS number, {before} FROM read_parquet($path)) WHERE {same}
        """,
        path,
    )
    return PanelProblem("duplicate", count, tuple(examples)) if count else None


def _described(connection: duckdb.DuckDBPyConnection, path: Path, name: str, order: Sequence[str]) -> OwnPanel:
    rows, places, first, last, synthetic, indicators = _row(
        connection,
        """
        SELECT count(*), count(DISTINCT place), min(period_start), max(period_end), bool_or(synthetic),
            list(DISTINCT indicator_id)
        FROM read_parquet($path)
        """,
        path,
    )
    rank = {indicator_id: number for number, indicator_id in enumerate(order)}
    in_order = sorted(indicators, key=lambda one: (rank.get(one, len(rank)), one))
    return OwnPanel(path, name, rows, places, tuple(in_order), first, last, synthetic)


def _row(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> tuple[Any, ...]:
    found = connection.execute(sql, {"path": str(path)}).fetchone()
    assert found is not None
    return found


def _quoted(path: Path) -> str:
    # COPY takes no bound value for where it writes; the path is ours, and its quotes are doubled all the same.
    return str(path).replace("'", "''")
