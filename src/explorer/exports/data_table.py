"""A table that can leave the explorer: columns with stable ids, cells that are numbers or text; and its CSV."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.csv_text import csv_bytes, inert
from explorer.i18n import Translator

Row = Mapping[str, Any]
Cell = str | int | float | None
"""A number stands as it is to be written, digit for digit (``90.30``), or as a whole number."""

Cells = Mapping[str, Callable[[Any], object]]
"""How each column is read from a row, by the key of its head; a column of ids is named by its id, which has no dot."""


@dataclass(frozen=True)
class Column:
    """A column: ``id`` is the same in every language and version, ``head`` is what a reader sees."""

    id: str
    head: str
    is_number: bool = False

    @property
    def head_and_id(self) -> str:
        """The head with the id beside it, where they differ."""
        return self.head if self.head == self.id else f"{self.head} ({self.id})"


@dataclass(frozen=True)
class DataTable:
    """Rows under columns, in the order in which a page shows them."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        ids = [column.id for column in self.columns]
        if len(set(ids)) < len(ids):
            raise ValueError(f"two columns share an id: {ids}")

    def ids_in(self, column_id: str) -> list[str]:
        """The different ids in a column, in order; none if there is no such column."""
        for place, column in enumerate(self.columns):
            if column.id == column_id:
                return list(dict.fromkeys(str(row[place]) for row in self.rows if row[place] is not None))
        return []

    def with_constants(self, further: Sequence[tuple[Column, str]]) -> DataTable:
        """The table with columns that say the same in every row."""
        constants = tuple(text for _, text in further)
        columns = (*self.columns, *(column for column, _ in further))
        return DataTable(columns, tuple((*row, *constants) for row in self.rows))

    def csv(self) -> bytes:
        """UTF-8 with byte order mark, one line of heads with their ids; no text cell can run as a formula."""
        numbers = [column.is_number for column in self.columns]
        body = [
            [cell if is_number else inert(cell) for cell, is_number in zip(row, numbers, strict=True)]
            for row in self.rows
        ]
        return csv_bytes([str(inert(column.head_and_id)) for column in self.columns], body)


def table_of(
    rows: Sequence[Any],
    cells: Cells,
    tr: Translator,
    *,
    numbers: Collection[str] = (),
    ids: Mapping[str, str] | None = None,
) -> DataTable:
    """A table with one row for each of ``rows``.

    A column's id is the last part of its key unless ``ids`` says otherwise. ``numbers`` names the keys of columns whose
    cells are numbers.
    """
    body = tuple(tuple(_plain(read(row)) for read in cells.values()) for row in rows)
    return DataTable(_columns(cells, tr, numbers, ids), body)


def table_from(
    columns: Mapping[str, Sequence[object]],
    tr: Translator,
    *,
    numbers: Collection[str] = (),
    ids: Mapping[str, str] | None = None,
) -> DataTable:
    """The same of columns of equal length."""
    body = tuple(tuple(map(_plain, row)) for row in zip(*columns.values(), strict=True))
    return DataTable(_columns(columns, tr, numbers, ids), body)


def _columns(
    keys: Collection[str], tr: Translator, numbers: Collection[str], ids: Mapping[str, str] | None
) -> tuple[Column, ...]:
    named = {key: key.rpartition(".")[2] for key in keys} | dict(ids or {})
    return tuple(Column(named[key], tr(key) if "." in key else key, key in numbers) for key in keys)


def _plain(cell: object) -> Cell:
    """A cell without the number types of pandas, and nothing instead of an empty text."""
    if cell is None or cell is False or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell)
    return cell if isinstance(cell, str | int | float) else int(str(cell))
