"""What is in the database: its tables, how large they are, and their columns."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame


def table_sizes(connection: Connection) -> pd.DataFrame:
    """How many rows each table holds. One row per table, by name. Columns: table_name, rows (int)."""
    names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
    # Names come from the catalogue; only a value can be bound.
    counts = " UNION ALL ".join(f"SELECT '{name}' AS table_name, count(*) AS rows FROM \"{name}\"" for name in names)
    return frame(connection, f"{counts} ORDER BY table_name")


def table_columns(connection: Connection) -> pd.DataFrame:
    """The columns of every table. One row per column, in order. Columns: table_name, column_name, type_name."""
    return frame(
        connection,
        """
        SELECT table_name, column_name, data_type AS type_name FROM duckdb_columns()
        WHERE NOT internal ORDER BY table_name, column_index
        """,
    )
