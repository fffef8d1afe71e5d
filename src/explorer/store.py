"""The compiled database as the app reads it: read-only, shut in, and rebuilt when it is not what it should be."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from explorer.build import INPUT_FILES, SCHEMA_VERSION, build_database, content_hash
from explorer.errors import BuildError, DatabaseMissingError, DataFileError

log = logging.getLogger(__name__)

READERS_FINISH_S = 5
"""How long a reopening waits for the queries still running; they take milliseconds."""

RETRY_S = 60
"""How long a database that could not be written is left alone: trying again stalls the page that does."""

Signature = tuple[tuple[int, int, int] | None, ...]
READ_ONLY_SETTINGS = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
    "threads": "2",
    "index_scan_percentage": "1",  # a range over a whole table may use the index too: see _read_everything
}


@dataclass(frozen=True)
class Rebuilt:
    """That the database was rebuilt, and why: ``missing``, ``stale``, ``version`` or ``unreadable``."""

    reason: str


class Store:
    """One read-only connection to the database of a data folder, kept in step with the folder.

    ``refresh`` is cheap while nothing changed on disk (a few ``stat`` calls) and is meant to be called before each
    page; ``cursor`` gives each query a cursor of its own, because a DuckDB connection serves one thread at a time.
    """

    def __init__(self, folder: Path, database: Path | None = None) -> None:
        self.folder = folder
        self.database = database or folder / "metrics.duckdb"
        self._lock = threading.Condition()
        self._readers = 0
        self._closing = False
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._signature: Signature | None = None
        self._hash = ""
        self._open: Path | None = None
        self._fallback: tempfile.TemporaryDirectory[str] | None = None
        self.faults: DataFileError | None = None
        """Why the newest data files are not served, if they hold faults; the last good database is."""
        self.unwritten: BuildError | None = None
        """Why the newest data files are not served, if no database of them could be written; the last good one is."""
        self._retry_at = 0.0

    @property
    def version(self) -> str:
        """The content hash of the database being served."""
        return self._hash

    @property
    def path(self) -> Path:
        """The file being served: the database or a private copy. Raises DatabaseMissingError if none is."""
        if self._open is None:
            raise DatabaseMissingError(self.database)
        return self._open

    def refresh(self) -> Rebuilt | None:
        """Make sure that a database made from the present files is open; say so if it had to be rebuilt.

        Raises DataFileError if the files hold faults, and BuildError if neither the data folder nor a temporary one
        can be written, and there is no older database to serve.
        """
        with self._lock:
            self._lock.wait_for(lambda: not self._closing)
            signature = self._on_disk()
            waiting = self.unwritten is None or time.monotonic() < self._retry_at
            if self._connection is not None and signature == self._signature and waiting:
                return None
            rebuilt = self._reopen()
            # The files as they were before: what was saved while they were being compiled is new at the next refresh.
            self._signature = (_file_signature(self.database), *signature[1:])
            return rebuilt

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one query; waits while the database is being rebuilt.

        Raises DatabaseMissingError before the first ``refresh``.
        """
        with self._lock:
            self._lock.wait_for(lambda: not self._closing)
            if self._connection is None:
                raise DatabaseMissingError(self.database)
            cursor = self._connection.cursor()
            self._readers += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._lock:
                self._readers -= 1
                self._lock.notify_all()

    def close(self) -> None:
        """Let go of the database, and of the private copy if there is one."""
        with self._lock:
            self._close()
            if self._fallback is not None:
                self._fallback.cleanup()
                self._fallback = None

    def _close(self) -> None:
        # Closing a connection breaks off the queries of its cursors, so they finish first, and no other begins; one
        # that takes too long keeps the old database to itself.
        self._closing = True
        if self._lock.wait_for(lambda: self._readers == 0, READERS_FINISH_S) and self._connection is not None:
            self._connection.close()
        self._connection, self._closing = None, False
        self._lock.notify_all()

    def _on_disk(self) -> Signature:
        paths = [self.database, *(self.folder / name for name in INPUT_FILES)]
        return tuple(_file_signature(path) for path in paths)

    def _reopen(self) -> Rebuilt | None:
        try:
            wanted = content_hash(self.folder)
        except OSError:
            wanted = ""  # fits no database; building will say which file is missing
        self._close()
        opened, reason = self._try_open(self.database, wanted)
        self.faults = self.unwritten = None
        if opened:
            return None
        try:
            path = self._build()
        except (DataFileError, BuildError) as error:
            if isinstance(error, DataFileError):
                self.faults = error
                log.error("the data files hold faults; the last good database stays in use\n%s", error)
            else:
                self.unwritten, self._retry_at = error, time.monotonic() + RETRY_S
                log.error("no new database could be written; the last good one stays in use\n%s", error)
            # Stale but sound: better the figures of yesterday than none.
            if any(self._try_open(path, None)[0] for path in self._last_good()):
                return None
            raise
        log.warning("database rebuilt (%s): %s", reason, path)
        # While a query still runs on the old file, DuckDB hands out that one for the path: open a copy instead.
        if not (self._try_open(path, wanted)[0] or self._try_open(self._copy(path), None)[0]):
            raise DatabaseMissingError(path)
        return Rebuilt(reason)

    def _copy(self, path: Path) -> Path:
        copy = self._private_folder() / f"{path.stem}-{time.monotonic_ns()}{path.suffix}"
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            copy.unlink(missing_ok=True)
            raise BuildError(copy, error.strerror or str(error)) from error
        return copy

    def _private_folder(self) -> Path:
        if self._fallback is None:
            try:
                self._fallback = tempfile.TemporaryDirectory(prefix="explorer-")
            except OSError as error:
                raise BuildError(Path(tempfile.gettempdir()), error.strerror or str(error)) from error
        return Path(self._fallback.name)

    def _private_copies(self) -> list[Path]:
        """The databases in the private folder, newest first."""
        folder = Path(self._fallback.name) if self._fallback is not None else None
        found = folder.glob("*" + self.database.suffix) if folder is not None else ()
        return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)

    def _last_good(self) -> list[Path]:
        """Where the data served last may be found: not always the newest by a clock that may have been set back."""
        served = (self._open,) if self._open is not None else ()
        return list(dict.fromkeys((*served, self.database, *self._private_copies())))

    def _build(self) -> Path:
        try:
            build_database(self.folder, self.database)
            return self.database
        except BuildError as error:
            # A read-only installation: serve a private copy instead.
            log.warning("%s", error)
            path = self._private_folder() / self.database.name
            build_database(self.folder, path)
            return path

    def _try_open(self, path: Path, wanted: str | None) -> tuple[bool, str]:
        """Open ``path`` if it is sound (and, given ``wanted``, fresh); else say what is wrong with it."""
        if not path.exists():
            return False, "missing"
        try:
            connection = duckdb.connect(str(path), read_only=True, config=READ_ONLY_SETTINGS)  # type: ignore[arg-type]
        except (duckdb.Error, RuntimeError):
            return False, "unreadable"
        try:
            info = dict(connection.execute("SELECT key, value FROM build_info").fetchall())
            if info.get("schema_version") != SCHEMA_VERSION:
                connection.close()
                return False, "version"
            if wanted is not None and info.get("content_hash") != wanted:
                connection.close()
                return False, "stale"
            _read_everything(connection)
        except (duckdb.Error, RuntimeError):
            connection.close()
            return False, "unreadable"
        self._connection, self._hash, self._open = connection, info["content_hash"], path
        return True, ""


def open_database(path: Path) -> tuple[duckdb.DuckDBPyConnection, str]:
    """A database opened for reading, as it is, with its content hash.

    Raises DatabaseMissingError if there is none, or one that this version of the project cannot read.
    """
    try:
        connection = duckdb.connect(str(path), read_only=True, config=READ_ONLY_SETTINGS)  # type: ignore[arg-type]
    except (duckdb.Error, RuntimeError):
        raise DatabaseMissingError(path) from None
    try:
        info = dict(connection.execute("SELECT key, value FROM build_info").fetchall())
    except duckdb.Error:
        info = {}
    if info.get("schema_version") != SCHEMA_VERSION:
        connection.close()
        raise DatabaseMissingError(path)
    return connection, info["content_hash"]


def _file_signature(path: Path) -> tuple[int, int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _read_everything(connection: duckdb.DuckDBPyConnection) -> None:
    """Touch every block once, so that a damaged one is found now and not on a reader's page."""
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall():
        connection.execute(f'SELECT * FROM "{table}"').fetchall()
    # DuckDB looks rows up through indexes of one column, and reads those only then; a range walks a whole index,
    # unless the statistics already say which rows are in it. A column of one value has no range: it is looked up.
    indexed = """
        SELECT DISTINCT table_name, constraint_column_names[1] FROM duckdb_constraints()
        WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY') AND len(constraint_column_names) = 1
    """
    for table, column in connection.execute(indexed).fetchall():
        (least,) = connection.execute(f'SELECT min("{column}") FROM "{table}"').fetchone() or (None,)
        for sign in (">", "="):
            query = f'SELECT count(*) FROM "{table}" WHERE "{column}" {sign} $least'
            connection.execute(query, {"least": least}).fetchall()
