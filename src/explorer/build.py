"""Authored files into ``metrics.duckdb``: one transaction into a new file beside the old one, then a rename."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from importlib import resources
from pathlib import Path

import duckdb
import pandas as pd

from explorer import schema
from explorer.audit.findings import write_findings
from explorer.catalog import Catalog, load_catalog
from explorer.errors import BuildError
from explorer.table_rows import tables

SCHEMA_VERSION = "15"
"""Raise it whenever tables.sql or what fills them changes: a database of another version is rebuilt."""

ABANDONED_AFTER_S = 3600
"""A build takes seconds: a temporary file older than this was left by one that was killed."""

INPUT_FILES = (*schema.FILES, schema.OBSERVATIONS_FILE)


def content_hash(folder: Path) -> str:
    """A hash over the names and contents of the authored files; line endings do not count.

    Raises FileNotFoundError if one is missing.
    """
    digest = hashlib.sha256(SCHEMA_VERSION.encode())
    for name in INPUT_FILES:
        digest.update(name.encode() + b"\0")
        digest.update((folder / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def build_database(folder: Path, target: Path) -> Catalog:
    """Validate the files in ``folder`` and replace ``target`` with a database made from them.

    A reader of ``target`` sees the old file or the new one, never a part. Raises DataFileError for faults in the files
    (``target`` stays as it was) and BuildError if the file cannot be written.
    """
    try:
        digest = content_hash(folder)  # before reading: what is saved meanwhile makes the database stale, not false
    except OSError:
        digest = ""  # a file is missing, as the next line says
    catalog = load_catalog(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".tmp", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
    except OSError as error:
        raise BuildError(target, error.strerror or str(error)) from error
    try:
        temporary.unlink()
        _write(temporary, catalog, digest)
        temporary.chmod(0o644)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(target)
    except (OSError, duckdb.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise BuildError(target, reason) from error
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(f"{temporary.name}.wal").unlink(missing_ok=True)  # of a build that failed
    return catalog


def _sweep(target: Path) -> None:
    """Take away what killed builds left beside ``target``, and leave alone what another is writing now."""
    for path in target.parent.glob(f"{target.name}.*.tmp*"):
        with suppress(OSError):  # another builder took it away first
            if time.time() - path.stat().st_mtime > ABANDONED_AFTER_S:
                path.unlink()


def _write(path: Path, catalog: Catalog, digest: str) -> None:
    # The smallest block DuckDB has: at the default of 256 kB these small tables would fill 16 MB.
    connection = duckdb.connect()
    try:
        connection.execute("ATTACH $path AS built (BLOCK_SIZE 16384)", {"path": str(path)})
        connection.execute("USE built")
        fill(connection, catalog, digest)
        connection.execute("USE memory")
        connection.execute("DETACH built")
    finally:
        connection.close()


def fill(connection: duckdb.DuckDBPyConnection, catalog: Catalog, digest: str) -> None:
    """Create the tables in an empty database and load the catalog, all or nothing."""
    connection.execute("BEGIN TRANSACTION")
    connection.execute(resources.files("explorer").joinpath("tables.sql").read_text(encoding="utf-8"))
    info = {"schema_version": SCHEMA_VERSION, "content_hash": digest}
    for table, rows in tables(catalog, info):
        frame = pd.DataFrame(list(rows), dtype=object)
        if not frame.empty:
            connection.register("incoming", frame.where(frame.notna(), None))
            connection.execute("INSERT INTO " + table + " BY NAME SELECT * FROM incoming")
            connection.unregister("incoming")
    write_findings(connection)
    connection.execute("COMMIT")
