"""What stands in an uploaded or pasted table: rows of cells as text, out of bytes that may be anything.

Nothing is unpacked or parsed before its size is known, and nothing in a file is followed or computed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from explorer.planner.problems import Problem

MEGABYTE = 1024 * 1024
MOST_BYTES = MEGABYTE
MOST_PARTS = 300
"""Files within an XLSX file; a sheet with the county's figures has a dozen."""


@dataclass(frozen=True)
class Limits:
    """How much of a file is read, and how.

    ``computed`` is whether a formula reads as the value that the spreadsheet kept beside it; else it is a fault.
    ``merged`` is whether merged cells each read as the first of them.
    """

    bytes: int = MOST_BYTES
    unpacked: int = 4 * MEGABYTE
    rows: int = 500
    columns: int = 40
    sheets: int = 10
    computed: bool = False
    merged: bool = False


OF_A_COUNTY = Limits()
MOST_LOOKED_AT, LONGEST_LOOK = 500, MEGABYTE
"""So many lines and letters say what separates the cells of a text."""
MOST_CONTROLS = 0.02
"""A text with more control characters than this share is no text."""

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"PK\x05\x06",
)
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
MOST_MERGED = 100_000
"""Cells of merged blocks that are filled."""
_NEEDED_PARTS = {"[Content_Types].xml", "xl/workbook.xml"}
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, OSError, EOFError),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, AssertionError),
)
"""What reading a damaged or hostile XLSX file can end in; broken XML is a SyntaxError, a locked part a RuntimeError."""


@dataclass(frozen=True)
class Cell:
    """A cell as text; ``fault`` names the problem of a cell that holds no value of its own.

    ``spread`` is a cell within a merged block that reads as the first of it.
    """

    text: str
    fault: str | None = None
    spread: bool = False


@dataclass(frozen=True)
class Row:
    """The cells of a row that says anything, and its number as spreadsheets and editors count it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The rows of one sheet or text, and what had to be left out."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    name: str = ""
    """Of the sheet; none for a text."""


def tables_of_file(data: bytes, limits: Limits = OF_A_COUNTY) -> list[Table] | Problem:
    """The sheets of an XLSX file or the one table of a text file, whatever its name says; else a problem."""
    if not data.strip(b"\x00\t\r\n "):
        return Problem("file_empty")
    if len(data) > limits.bytes:
        return Problem("file_too_large")
    if data.startswith(_OLD_OFFICE):
        return Problem("file_old")
    if data.startswith(_ZIP):
        return _sheets(data, limits)
    if data.startswith(_OTHER_KINDS):
        return Problem("file_kind")
    text = _decoded(data)
    if isinstance(text, Problem):
        return text
    return [table_of_text(text, limits)]


def _decoded(data: bytes) -> str | Problem:
    """Text in one of the encodings in which spreadsheets save."""
    text = None
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    if text is None:
        return Problem("file_encoding")
    controls = sum(letter < " " and letter not in "\t\r\n\x00" for letter in text)
    return Problem("file_kind") if controls > MOST_CONTROLS * len(text) else text


def _encodings(data: bytes) -> Iterator[str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            yield encoding
            return
    half = max(1, len(data) // 2)
    if data[1::2].count(0) > half * 0.4:
        yield "utf-16-le"
    elif data[0::2].count(0) > half * 0.4:
        yield "utf-16-be"
    yield "utf-8"
    yield "gb18030"


def table_of_text(text: str, limits: Limits = OF_A_COUNTY) -> Table:
    """The table of a text of separated values, read up to the first quotation mark that does not close."""
    problems: list[Problem] = []
    rows: list[Row] = []
    # A line that starts or ends with something else than a line break would shift every number after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            problems.append(Problem("file_unclosed", row=number))
            break
        row = _row(number, [Cell(cell) for cell in _bounded(cells, number, problems, limits)])
        number = reader.line_num + 1
        if row is None:
            continue
        if len(rows) == limits.rows:
            problems.append(Problem("file_too_many_rows", counts={"most": limits.rows}))
            break
        rows.append(row)
    return Table(tuple(rows), tuple(problems))


def _delimiter(text: str) -> str:
    """What separates the cells: the mark that most lines have, a tab rather than a comma."""
    lines = text[:LONGEST_LOOK].splitlines()[:MOST_LOOKED_AT]
    return max("\t,;，；|", key=lambda mark: sum(mark in line for line in lines))


def _bounded(cells: list[str], number: int, problems: list[Problem], limits: Limits) -> list[str]:
    """The cells of a row as far as they are read; a few empty ones beyond are passed over."""
    most = limits.columns
    if len(cells) > 2 * most or any(map(str.strip, cells[most:])):
        counts = {"count": len(cells), "most": most}
        problems.append(Problem("file_too_many_columns", row=number, counts=counts))
    return cells[:most]


def _row(number: int, cells: list[Cell]) -> Row | None:
    """A row without empty cells at its end; None if it says nothing."""
    while cells and not cells[-1].text.strip():
        cells.pop()
    return Row(number, tuple(cells)) if cells else None


def _sheets(data: bytes, limits: Limits) -> list[Table] | Problem:
    """The visible sheets of an XLSX file in their order."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        problem = _packing_problem(data, limits)
        if problem is not None:
            return problem
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are not needed
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][: limits.sheets]
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                has_formulas = any(b"<f" in packed.read(sheet._worksheet_path) for sheet in visible)
            kept = None
            if limits.computed and has_formulas:
                kept = load_workbook(io.BytesIO(data), read_only=True, keep_links=False, data_only=True)
            return [_sheet(sheet, kept[sheet.title] if kept else None, data, limits) for sheet in visible]
    except (*_BROKEN, InvalidFileException):
        return Problem("file_broken")


def _packing_problem(data: bytes, limits: Limits) -> Problem | None:
    """Why a packed file must not be opened: no workbook, too much in it, or XML that defines things of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked:
            return Problem("file_unfolds")
        if not {part.filename for part in parts} >= _NEEDED_PARTS:
            return Problem("file_kind")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(part):
                return Problem("file_broken")
    return None


def _sheet(sheet: Any, kept: Any, data: bytes, limits: Limits) -> Table:
    """The rows of a sheet; ``kept`` is the same sheet with the values of its formulas, None if they do not count."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        blocks = _merged(packed.read(sheet._worksheet_path)) if limits.merged else {}
    problems: list[Problem] = []
    rows: list[Row] = []
    firsts: dict[tuple[int, int], Cell] = {}
    for number, cells in enumerate(_cells(sheet, limits, kept), start=1):
        for place, first in blocks.get(number, {}).items():
            cells += [Cell("")] * (place + 1 - len(cells))
            if first == (number, place):
                firsts[first] = cells[place]
            elif not cells[place].text:
                cells[place] = replace(firsts.get(first, Cell("")), spread=True)
        row = _row(number, cells)
        if row is not None and number > limits.rows:
            problems.append(Problem("file_too_many_rows", counts={"most": limits.rows}))
        elif row is not None:
            rows.append(row)
            if row.cells[limits.columns :]:
                counts = {"count": len(row.cells), "most": limits.columns}
                problems.append(Problem("file_too_many_columns", row=number, counts=counts))
    return Table(tuple(rows), tuple(problems), str(sheet.title))


def _cells(sheet: Any, limits: Limits, kept: Any) -> Iterator[list[Cell]]:
    """The cells of each row of a sheet as far as they are read, and a row and a column more that tell of the rest."""
    columns = limits.columns + (1 if limits.computed else 0)
    for each in (sheet, kept):
        if each is not None:
            each.reset_dimensions()  # what the file says of its own size need not be true
    written = sheet.iter_rows(max_row=limits.rows + 1, max_col=columns)
    if kept is None:
        for cells in written:
            yield [_cell(cell) for cell in cells]
        return
    for cells, values in zip(written, kept.iter_rows(max_row=limits.rows + 1, max_col=columns), strict=False):
        pairs = zip_longest(cells, values)
        yield [
            _cell(value if cell.data_type == "f" and value is not None and value.value is not None else cell)
            for cell, value in pairs
            if cell is not None
        ]


def _merged(written: bytes) -> dict[int, dict[int, tuple[int, int]]]:
    """By row and column (from 1 and from 0), the row and column of the first cell of the merged block it is in."""
    from openpyxl.utils import range_boundaries

    found: dict[int, dict[int, tuple[int, int]]] = {}
    cells = 0
    for block in _MERGE.findall(written):
        left, top, right, bottom = (int(end or 0) for end in range_boundaries(block.decode()))
        cells += (right - left + 1) * (bottom - top + 1)
        if cells > MOST_MERGED:
            break
        for row in range(top, bottom + 1):
            found.setdefault(row, {}).update(dict.fromkeys(range(left - 1, right), (top, left - 1)))
    return found


def _cell(cell: Any) -> Cell:
    """A spreadsheet's cell as it would be typed: a share formatted as percent reads 85.3%, not 0.853."""
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f":
        formula = value if isinstance(value, str) else str(getattr(value, "text", None) or "=")
        return Cell(formula, "formula")
    if cell.data_type == "e":
        return Cell(str(value), "cell_error")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(str(value), "date")
    if isinstance(value, int | float):
        return Cell(_typed(value, "%" in str(cell.number_format or "")))
    return Cell(str(value))


def _typed(value: float, is_percent: bool) -> str:
    number = Decimal(repr(value))
    if not number.is_finite():
        return repr(value)
    # Fifteen digits are what a spreadsheet shows; the rest is what binary fractions leave.
    number = Decimal(f"{number * 100 if is_percent else number:.14e}").normalize()
    written = f"{number:f}" if abs(number.adjusted()) < 30 else f"{number:e}"
    return f"{written}%" if is_percent else written
