"""Datasette serving the same tables: another way to put a database before readers, held beside the explorer."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from bench.subjects import Page
from tests.browser.serving import REPOSITORY, free_port, started

ROWS = "table.rows-and-columns td"
TABLE = Page("/metrics/observations", ROWS)
FILTERED = Page("/metrics/observations?indicator_id=discharges", ROWS)
INSTALL_LIMIT_S = 180


def installed(folder: Path) -> Path | None:
    """Datasette in an environment of its own below ``folder``; None where no package index can be reached."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    command: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "datasette"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=INSTALL_LIMIT_S).returncode == 0
    except subprocess.TimeoutExpired:
        return None
    return python if done else None


def copied(folder: Path) -> Path:
    """Every table of the explorer's database as a SQLite file; lists, which SQLite has none of, as text."""
    file = folder / "metrics.db"
    with (
        duckdb.connect(str(REPOSITORY / "data" / "metrics.duckdb"), read_only=True) as source,
        sqlite3.connect(file) as copy,
    ):
        for (table,) in source.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall():
            found = source.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in found.description or ()]
            copy.execute(f'CREATE TABLE "{table}" ({", ".join(map(quoted, names))})')
            rows = [[plain(value) for value in row] for row in found.fetchall()]
            copy.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(names))})', rows)
    return file


def quoted(name: str) -> str:
    """A column's name as SQL takes it."""
    return f'"{name}"'


def plain(value: object) -> object:
    """A value that SQLite can hold."""
    return value if value is None or isinstance(value, int | float | str | bytes) else str(value)


@contextmanager
def served(python: Path, database: Path) -> Iterator[str]:
    """Serve the database; the address is valid inside the block."""
    port = free_port()
    command: list[str | Path] = [python, "-m", "datasette", "serve", database, "--port", str(port)]
    with started(command, database.parent, f"http://127.0.0.1:{port}/-/versions.json"):
        yield f"http://127.0.0.1:{port}"
