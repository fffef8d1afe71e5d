"""The one form that a reader's figures take once they are read: long, one number a row, in base units.

`python -m explorer compute` writes this form, *My figures* reads it, and what a session keeps is a Parquet file of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

PANEL_SCHEMA = pa.schema(
    [
        pa.field("place", pa.string(), nullable=False),  # six digits of GB/T 2260, or a name as its owner writes it
        pa.field("place_name", pa.string()),
        pa.field("indicator_id", pa.string(), nullable=False),  # of the codebook
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("period_end", pa.date32(), nullable=False),  # the last day, itself included
        pa.field("value", pa.float64(), nullable=False),  # in base units, percent as 0-100
        pa.field("unit", pa.string(), nullable=False),  # of the vocabulary
        pa.field("numerator", pa.float64()),
        pa.field("denominator", pa.float64()),
        pa.field("note", pa.string()),
        pa.field("synthetic", pa.bool_(), nullable=False),  # made up to try things on
    ]
)
"""Columns of a panel file, CSV with the same names or Parquet; a file may have others, which are left alone."""


@dataclass(frozen=True)
class OwnPanel:
    """A reader's figures as a session keeps them.

    ``path`` is a Parquet file of PANEL_SCHEMA, sorted by indicator, place and period, in a folder of the session's own;
    ``name`` is what the reader calls the set, ``places`` and ``indicators`` are what occurs in it, the latter in the
    codebook's order. ``synthetic`` if any row is.
    """

    path: Path
    name: str
    rows: int
    places: int
    indicators: tuple[str, ...]
    first: date
    last: date
    synthetic: bool
