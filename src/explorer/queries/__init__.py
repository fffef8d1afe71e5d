"""Questions to the compiled database: a connection and plain values in, a DataFrame out.

Equal arguments give equal rows in a stated order. Texts come in both languages (``…_zh``, ``…_en``); missing stays
missing (None or NaN, never an empty text or a zero).
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd

Connection = duckdb.DuckDBPyConnection


def frame(connection: Connection, sql: str, parameters: dict[str, object] | None = None) -> pd.DataFrame:
    """The rows of a query with values bound by name."""
    return connection.execute(sql, parameters or {}).df()


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries, None wherever a value is missing."""
    columns = [[None if _is_missing(value) else value for value in _plain(rows[name])] for name in rows]
    return [dict(zip(rows.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _is_missing(value: Any) -> bool:
    # A whole number that may be missing comes as NA, which cannot be compared even with itself.
    return value is pd.NA or value is pd.NaT or bool(value != value)


def _plain(column: pd.Series) -> list[Any]:
    # Lists come as arrays, whose comparison with themselves is no truth value.
    values = column.tolist()
    return [list(value) if isinstance(value, np.ndarray) else value for value in values]
