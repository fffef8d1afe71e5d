"""The tables of the database as they are: what they hold, how they hang together, and every row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from explorer.errors import UnknownCodeError
from explorer.queries import Connection, frame, records

INNER = ("build_info", "case_search", "policy_search")
"""Tables that say nothing which others do not: how the database was made, and what the search box reads."""


@dataclass(frozen=True)
class ForeignKey:
    """Columns that hold the key of another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class TableColumn:
    name: str
    type: str
    """As DuckDB names it: VARCHAR, INTEGER, DOUBLE, DATE, BOOLEAN."""
    required: bool


@dataclass(frozen=True)
class TableShape:
    """A table without its rows."""

    name: str
    columns: tuple[TableColumn, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    rows: int


def table_shapes(connection: Connection) -> list[TableShape]:
    """Every table but INNER, parents before those that refer to them."""
    names = [
        row["table_name"]
        for row in records(
            frame(
                connection,
                """
                SELECT table_name FROM duckdb_tables()
                WHERE NOT internal AND NOT list_contains($inner, table_name) ORDER BY table_name
                """,
                {"inner": list(INNER)},
            )
        )
    ]
    shapes = {name: _shape(connection, name) for name in names}
    ordered: list[str] = []
    while len(ordered) < len(shapes):
        ready = [
            name
            for name, shape in shapes.items()
            if name not in ordered and {key.table for key in shape.foreign_keys} <= {*ordered, name}
        ]
        ordered += ready
    return [shapes[name] for name in ordered]


def _shape(connection: Connection, name: str) -> TableShape:
    columns = records(
        frame(
            connection,
            """
            SELECT column_name, data_type, is_nullable FROM duckdb_columns()
            WHERE NOT internal AND table_name = $name ORDER BY column_index
            """,
            {"name": name},
        )
    )
    keys = records(
        frame(
            connection,
            """
            SELECT constraint_type AS type, constraint_column_names AS columns, referenced_table AS referred,
                referenced_column_names AS referenced
            FROM duckdb_constraints()
            WHERE table_name = $name AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY constraint_index
            """,
            {"name": name},
        )
    )
    ((rows,),) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()
    return TableShape(
        name=name,
        columns=tuple(TableColumn(row["column_name"], row["data_type"], not row["is_nullable"]) for row in columns),
        primary_key=next((tuple(key["columns"]) for key in keys if key["type"] == "PRIMARY KEY"), ()),
        foreign_keys=tuple(
            ForeignKey(tuple(key["columns"]), key["referred"], tuple(key["referenced"]))
            for key in keys
            if key["type"] == "FOREIGN KEY"
        ),
        rows=rows,
    )


def table_rows(connection: Connection, shape: TableShape) -> pa.Table:
    """Every row of a table in the order in which it was authored, as Arrow; missing is null."""
    return connection.sql(f'SELECT * FROM "{shape.name}" ORDER BY rowid').to_arrow_table()


def every_row(connection: Connection, name: str) -> pd.DataFrame:
    """Every row of a table in authored order. Raises UnknownCodeError for a name that no table has."""
    known = [shape.name for shape in table_shapes(connection)]
    if name not in known:
        raise UnknownCodeError("table", name)
    return frame(connection, f'SELECT * FROM "{name}" ORDER BY rowid')


def database_file(connection: Connection) -> Path:
    """The file that the connection reads."""
    ((path,),) = connection.execute(
        "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchall()
    return Path(path)
