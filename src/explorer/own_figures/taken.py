"""What a reader takes away: the set as a file that loads again, and the rows that were left out with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explorer.csv_text import csv_bytes, guarded
from explorer.i18n import Translator
from explorer.own_figures.faults import Refused, said
from explorer.own_figures.panel import PANEL_SCHEMA

MOST_IN_CSV = 1_000_000
"""Spreadsheets show no more rows; a larger set is taken as Parquet."""

TEXTS = frozenset({"place", "place_name", "note"})
"""Columns whose texts are the reader's own."""


def panel_csv(path: Path) -> bytes:
    """A kept panel as CSV with the columns of PANEL_SCHEMA; read again it is the same."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=PANEL_SCHEMA.names)
    columns = [
        [_cell(value, is_text=name in TEXTS) for value in table.column(name).to_pylist()] for name in table.column_names
    ]
    return csv_bytes(PANEL_SCHEMA.names, zip(*columns, strict=True))


def panel_parquet(path: Path) -> bytes:
    """A kept panel as it is."""
    return path.read_bytes()


def refused_csv(refused: Sequence[Refused], heads: Sequence[str], tr: Translator) -> bytes:
    """Every row that is left out as it was written, behind its number, the column at fault and the reason."""
    lead = [tr("mine.refused.row"), tr("mine.refused.column"), tr("mine.refused.reason")]
    rows = [[str(each.row), each.column, said(each.fault, tr), *each.written] for each in refused]
    return csv_bytes([guarded(head) for head in (*lead, *heads)], ([guarded(cell) for cell in row] for row in rows))


def _cell(value: object, *, is_text: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return guarded(str(value)) if is_text else str(value)
