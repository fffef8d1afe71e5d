"""A kept panel, open to questions: read-only, and shut in to its one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from explorer.own_figures.panel import OwnPanel

SETTINGS = {"memory_limit": "1GB", "threads": "2"}


def opened(panel: OwnPanel) -> duckdb.DuckDBPyConnection:
    """A connection whose view ``panel`` is the reader's file, for ``explorer.queries.own_figures``.

    It can read nothing else. Take a cursor a query, and close it with the session.
    """
    connection = duckdb.connect(config={**SETTINGS})
    # The file never changes once it is kept: what its footer says is read once.
    connection.execute("SET parquet_metadata_cache = true")
    connection.read_parquet(str(panel.path)).create_view("panel")
    # Whatever else there is on the disk is shut; $path would be taken for a list's only element unbound.
    connection.execute("SET allowed_paths = $paths", {"paths": [str(panel.path)]})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


@contextmanager
def asked(panel: OwnPanel) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same for a few questions, closed afterwards."""
    connection = opened(panel)
    try:
        yield connection
    finally:
        connection.close()
