"""Where records are: files of Parquet or CSV, or a table of a database; looked at before anything is read."""

from __future__ import annotations

import csv
import glob
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from explorer.fault_messages import nearest
from explorer.monitoring.contract import SYNTHETIC_MARK, TABLES, Column
from explorer.monitoring.mapping import TableMapping

Physical = Literal["text", "integer", "real", "decimal", "date", "timestamp", "other"]
FITTING: Mapping[str, tuple[Physical, ...]] = {
    "text": ("text",),
    "date": ("date", "timestamp", "text"),
    "money": ("real", "decimal", "integer", "text"),
    "weight": ("real", "decimal", "integer", "text"),
    "integer": ("integer", "real", "decimal", "text"),
}
"""How a column of the contract may be stored. Codes are text: as a number a code loses its leading zero."""
SUFFIXES = {".parquet": "parquet", ".csv": "csv"}
IN_DATABASE = "table:"


@dataclass(frozen=True)
class Source:
    """Where one table of the contract is: ``files`` of one ``form``, or a ``name`` in the engine's database."""

    table: str
    form: Literal["parquet", "csv", "database"]
    files: tuple[Path, ...] = ()
    name: str = ""
    physical: Mapping[str, Physical] | None = None
    """How each column of the contract is stored, of those there are; unknown (None) of a database's table."""
    synthetic: bool = False


def find_source(table: str, given: str, mapping: TableMapping, faults: list[str]) -> Source | None:
    """The source that a pattern, a folder or ``table:name`` stands for, its files' columns looked at.

    None, and sentences in ``faults``, if there is none or it will not do: nothing matches, two forms at once, a file
    that is no whole Parquet file, a column that is missing or stored as what it is not.
    """
    if given.startswith(IN_DATABASE):
        return Source(table, "database", name=given.removeprefix(IN_DATABASE))
    files = _matching(given)
    forms = {SUFFIXES.get(file.suffix.lower()) for file in files}
    if not files:
        faults.append(
            f"{table}: no file matches {given!r}; check the path, and put a pattern in quotes so that the shell leaves "
            "it alone"
        )
        return None
    if len(forms) > 1 or None in forms:
        faults.append(
            f"{table}: {given!r} matches files of several kinds; name .parquet files only, or .csv files only"
        )
        return None
    form = forms.pop()
    looked_at = [_columns(table, file, faults) for file in files]
    if any(columns is None for columns in looked_at):
        return None
    columns = TABLES[table]
    physicals = [
        _physical(table, file, found or {}, columns, mapping, faults)
        for file, found in zip(files, looked_at, strict=True)
    ]
    for file, physical in zip(files, physicals, strict=True):
        for name in sorted(
            {name for name in {**physical, **physicals[0]} if physical.get(name) != physicals[0].get(name)}
        ):
            faults.append(
                f"{table}: column {name!r} is stored in one way in {files[0]} and in another in {file}; store it alike"
            )
    return Source(
        table,
        "csv" if form == "csv" else "parquet",
        files,
        physical=physicals[0],
        synthetic=form == "parquet" and any(_marked_synthetic(file) for file in files),
    )


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _matching(given: str) -> tuple[Path, ...]:
    path = Path(given)
    if path.is_dir():
        return tuple(sorted(file for suffix in SUFFIXES for file in path.rglob(f"*{suffix}")))
    return tuple(sorted(Path(name) for name in glob.glob(given, recursive=True) if Path(name).is_file()))


def _columns(table: str, file: Path, faults: list[str]) -> dict[str, Physical] | None:
    """How each column of a file is stored, by its own name; None, and a fault, if the file cannot be read."""
    if file.suffix.lower() == ".csv":
        return _csv_columns(table, file, faults)
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            schema = opened.schema_arrow
    except (pa.ArrowInvalid, OSError) as error:
        reason = str(error).splitlines()[0]
        faults.append(f"{table}: {file} is not a whole Parquet file ({reason}); copy or export it again")
        return None
    return {field.name: _stored(field.type) for field in schema}


def _csv_columns(table: str, file: Path, faults: list[str]) -> dict[str, Physical] | None:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            names = next(csv.reader(lines), [])
    except UnicodeDecodeError:
        faults.append(f"{table}: {file} is not UTF-8; save it again as UTF-8 (in Excel: CSV UTF-8)")
        return None
    except OSError as error:
        faults.append(f"{table}: {file} cannot be read: {error.strerror}; make it a readable file")
        return None
    return dict.fromkeys(names, "text")


def _stored(kind: object) -> Physical:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return _stored(kind.value_type)  # type: ignore[attr-defined]
    tests: tuple[tuple[Physical, tuple], ...] = (
        ("text", (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)),
        ("integer", (pa.types.is_integer,)),
        ("real", (pa.types.is_floating,)),
        ("decimal", (pa.types.is_decimal,)),
        ("date", (pa.types.is_date,)),
        ("timestamp", (pa.types.is_timestamp,)),
    )
    return next((name for name, checks in tests if any(check(kind) for check in checks)), "other")


def _physical(
    table: str,
    file: Path,
    found: Mapping[str, Physical],
    columns: tuple[Column, ...],
    mapping: TableMapping,
    faults: list[str],
) -> dict[str, Physical]:
    """How each column of the contract is stored in a file."""
    physical: dict[str, Physical] = {}
    for column in columns:
        name = mapping.source_of(column.name)
        if name not in found:
            if not column.optional:
                remedy = nearest(name, list(found)) or f"; it has {', '.join(found) or 'no columns'}"
                faults.append(
                    f"{table}: {file} has no column {name!r}{remedy}. Name the records' own column in the mapping: "
                    f"{table}: {{columns: {{{column.name}: …}}}}"
                )
        elif found[name] not in FITTING[column.type]:
            faults.append(f"{table}: {file}: column {name!r} is stored as {found[name]}, expected {_expected(column)}")
        else:
            physical[column.name] = found[name]
    return physical


def _expected(column: Column) -> str:
    return {
        "text": "text: a code stored as a number loses its leading zero; export it as text",
        "date": "a date, or text as 2023-01-31",
        "money": "a number of yuan",
        "weight": "a number",
        "integer": "a whole number",
    }[column.type]


def _marked_synthetic(file: Path) -> bool:
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as opened:
        metadata = opened.schema_arrow.metadata or {}
        marks = {**metadata, **(opened.metadata.metadata or {})}
    return marks.get(SYNTHETIC_MARK.encode(), b"").lower() == b"true"


def groups(files: tuple[Path, ...], most_bytes: int) -> Iterator[tuple[Path, ...]]:
    """The files in order, together as long as they have no more bytes than that; a larger one stands alone."""
    group: list[Path] = []
    size = 0
    for file in files:
        length = file.stat().st_size
        if group and size + length > most_bytes:
            yield tuple(group)
            group, size = [], 0
        group.append(file)
        size += length
    if group:
        yield tuple(group)
