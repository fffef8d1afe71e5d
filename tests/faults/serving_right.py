"""What a reader is served from a data folder, so that it can be held against what it should be."""

from __future__ import annotations

from pathlib import Path

import duckdb

from explorer.queries import Connection
from explorer.store import Rebuilt, Store

REPOSITORY = Path(__file__).parents[2]
Content = dict[str, list[tuple[object, ...]]]


def content(connection: Connection) -> Content:
    """Every row of every table."""
    names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
    return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall() for name in names}


def everything(database: Path) -> Content:
    """What a database file holds."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return content(connection)


def served_by(folder: Path) -> tuple[Rebuilt | None, Content]:
    """What the next start of the app says, and what it serves."""
    store = Store(folder)
    try:
        told = store.refresh()
        with store.cursor() as cursor:
            return told, content(cursor)
    finally:
        store.close()
