"""What a reader uploads or pastes: tables of cells to be mapped, or a panel that needs no mapping."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.own_figures.faults import Fault, of_problem
from explorer.own_figures.panel import PANEL_SCHEMA
from explorer.planner.file_cells import MEGABYTE, Cell, Limits, Row, Table, table_of_text, tables_of_file
from explorer.planner.problems import Problem

if TYPE_CHECKING:
    import pyarrow as pa

MOST_MEGABYTES = 200
"""Of a panel as Parquet or in CSV."""

LIMITS = Limits(
    bytes=8 * MEGABYTE,
    unpacked=80 * MEGABYTE,
    rows=50_000,
    columns=400,
    sheets=30,
    computed=True,
    merged=True,
)
"""Of a table that has to be mapped: every cell is looked at, some 50,000 a second."""

MOST_CHECKED_BY_ROW = 20_000
"""Rows of a panel in CSV that are read like any other table, each with its own faults; more are checked as a whole."""

LONGEST_PASTE = 200_000
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"
_LINKED = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
REQUIRED = frozenset(field.name for field in PANEL_SCHEMA if not field.nullable and field.name != "synthetic")


@dataclass(frozen=True)
class PanelFile:
    """A file that is a panel already; ``suffix`` is how its name has to end to be read as such."""

    suffix: str


def opened(data: bytes, name: str) -> list[Table] | PanelFile | Fault:
    """The tables of a file that hold anything, or that it is a panel, or why it is not read. Its name says nothing."""
    del name  # a picture called .csv is a picture
    if data.startswith(_PARQUET):
        return _of_parquet(data)
    if data.count(b"\n") > MOST_CHECKED_BY_ROW and _is_panel_csv(data):
        return PanelFile(".csv")
    if len(data) > LIMITS.bytes:
        return Fault("file_too_large", {"most": LIMITS.bytes // MEGABYTE})
    if data.startswith(_ZIP) and (fault := _active(data)) is not None:
        return fault
    found = tables_of_file(data, LIMITS)
    if isinstance(found, Problem):
        return of_problem(found)
    return _readable([table for table in found if table.rows])


def pasted(text: str) -> list[Table] | Fault:
    """The table of a pasted text."""
    if not text.strip():
        return Fault("file_empty")
    if len(text) > LONGEST_PASTE:
        return Fault("paste_too_long", {"count": len(text)})
    return _readable([table_of_text(text, LIMITS)])


def _readable(tables: Sequence[Table]) -> list[Table] | Fault:
    """The tables that can be read whole, if there is any; a table that is read in part would lose the rest."""
    whole = [table for table in tables if not table.problems]
    if whole:
        return [table for table in whole if _says_more_than_heads(table)] or Fault("file_heads_only")
    return of_problem(tables[0].problems[0]) if tables else Fault("file_empty")


def _says_more_than_heads(table: Table) -> bool:
    return len(table.rows) > 1 or any(letter.isdecimal() for cell in table.rows[0].cells for letter in cell.text)


def _active(data: bytes) -> Fault | None:
    """Why a workbook is not opened: it runs something, or it takes figures from elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [part.filename for part in packed.infolist()[:2000]]
    except (zipfile.BadZipFile, OSError, ValueError):
        return Fault("file_broken")
    if any(name.endswith("vbaProject.bin") or "/macrosheets/" in name for name in names):
        return Fault("file_macros")
    if any(name.startswith(_LINKED) for name in names):
        return Fault("file_links")
    if "mimetype" in names and "content.xml" in names:
        return Fault("file_ods")
    return None


def _is_panel_csv(data: bytes) -> bool:
    """Whether a text begins with the heads of a panel."""
    try:
        head = data[:10_000].decode("utf-8-sig", errors="ignore").splitlines()[0]
    except IndexError:
        return False
    return {cell.strip().strip('"') for cell in head.split(",")} >= REQUIRED


def _of_parquet(data: bytes) -> list[Table] | PanelFile | Fault:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(data))
        if set(file.schema_arrow.names) >= REQUIRED:
            return PanelFile(".parquet")
        if file.metadata.num_rows >= LIMITS.rows or len(file.schema_arrow.names) > LIMITS.columns:
            return Fault("file_parquet", {"most": LIMITS.rows})
        return _readable([_table_of_columns(file.read())])
    except (pa.ArrowException, OSError, ValueError, MemoryError):
        return Fault("file_broken")


def _table_of_columns(columns: pa.Table) -> Table:
    """A table of columns as rows of cells under their names."""
    heads = Row(1, tuple(Cell(str(name)) for name in columns.schema.names))
    texts = [["" if value is None else _text(value) for value in column.to_pylist()] for column in columns.columns]
    rows = [Row(number, tuple(map(Cell, cells))) for number, cells in enumerate(zip(*texts, strict=True), start=2)]
    return Table((heads, *(row for row in rows if any(cell.text.strip() for cell in row.cells))))


def _text(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)
