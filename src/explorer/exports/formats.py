"""A document as CSV, as JSON and as a workbook: the same cells in each."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

from explorer.exports.archive import printable
from explorer.exports.data_table import Cell, DataTable
from explorer.exports.document import Document
from explorer.i18n import Translator

MADE_AT = dt.datetime(2000, 1, 1)
"""What a workbook says of when it was made: files of the same are the same."""

LONGEST_TEXT = 32_767
"""Letters that Excel lets a cell hold."""

WIDEST, NARROWEST = 48, 8
"""Of a column on a sheet, in letters; a Chinese one counts as two."""


def csv_file(document: Document, tr: Translator) -> bytes:
    """The table, and in its last columns what the view shows, of which data, how to cite it and where it is.

    One line of heads and a row a line, so that spreadsheets, pandas and R read it as they stand.
    """
    return document.table.with_constants(document.facts(tr)).csv()


def json_file(document: Document, tr: Translator) -> bytes:
    """What the document is, its columns, and its rows by the ids of the columns, numbers as numbers."""
    content = {
        "language": tr.language,
        **{column.id: text for column, text in document.facts(tr)},
        "view_filters": list(document.filters),
        "data": {"content_hash": document.version.content_hash, "newest_document": document.version.newest},
        "licence": tr("file.licence"),
        "notes": list(document.notes),
        "columns": [
            {"id": column.id, "head": column.head, "type": "number" if column.is_number else "string"}
            for column in document.table.columns
        ],
        "rows": _records(document.table),
        "codebook": _records(document.codebook),
        "sources": _records(document.sources),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _records(table: DataTable) -> list[dict[str, Cell]]:
    ids = [column.id for column in table.columns]
    numbers = [column.is_number for column in table.columns]
    return [
        {name: _number(cell) if is_number else cell for name, cell, is_number in zip(ids, row, numbers, strict=True)}
        for row in table.rows
    ]


def _number(cell: Cell) -> int | float | None:
    if isinstance(cell, str):
        return int(cell) if cell.lstrip("-").isdigit() else float(cell)
    return cell


def xlsx_file(document: Document, tr: Translator) -> bytes:
    """A workbook of four sheets: data, the indicators in them, their sources, and notes.

    Numbers are numbers with the decimals they were printed with; every other cell is text and no formula.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # slow to load, and few want it

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as workbook:
        workbook.set_properties(
            {"title": printable(document.title), "comments": printable(document.citation), "created": MADE_AT}
        )
        _sheet(workbook, tr("file.sheet.data"), document.table)
        _sheet(workbook, tr("file.sheet.codebook"), document.codebook)
        _sheet(workbook, tr("file.sheet.sources"), document.sources)
        _notes(workbook, document, tr)
    return written.getvalue()


def _sheet(workbook: Any, name: str, table: DataTable) -> None:
    sheet = workbook.add_worksheet(name)
    head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = workbook.add_format({"valign": "top"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _text(column.head_and_id), head)
        cells = [row[place] for row in table.rows]
        longest = max((_width(str(cell)) for cell in cells if cell is not None), default=0)
        fits = max(longest, _width(column.head_and_id) // 2)
        sheet.set_column(place, place, min(max(fits + 2, NARROWEST), WIDEST))
        for line, cell in enumerate(cells, start=1):
            if cell is None:
                continue
            if column.is_number:
                sheet.write_number(line, place, float(cell), _number_format(workbook, cell))
            else:
                sheet.write_string(line, place, _text(str(cell)), text)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _text(text: str) -> str:
    """A text as a cell can hold it; the library would leave out one that is too long."""
    clean = printable(text)
    return clean if len(clean) <= LONGEST_TEXT else f"{clean[: LONGEST_TEXT - 1]}…"


def _number_format(workbook: Any, cell: Cell) -> Any:
    """A number with as many decimals as it is written with."""
    if "e" in str(cell):
        return workbook.add_format({"valign": "top"})
    decimals = len(str(cell).partition(".")[2])
    return workbook.add_format({"num_format": f"0.{'0' * decimals}" if decimals else "0", "valign": "top"})


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _notes(workbook: Any, document: Document, tr: Translator) -> None:
    """What the file is, then the remarks, then what each column of the data is called in every language."""
    sheet = workbook.add_worksheet(tr("file.sheet.notes"))
    bold = workbook.add_format({"bold": True, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    lines = [(column.head_and_id, text) for column, text in document.facts(tr)]
    lines.append((tr("file.licence_head"), tr("file.licence")))
    lines += [(tr("column.note"), note) for note in document.notes]
    lines.append((tr("file.columns"), ""))
    lines += [(column.id, column.head) for column in document.table.columns]
    for line, (name, text) in enumerate(lines):
        sheet.write_string(line, 0, _text(name), bold)
        sheet.write_string(line, 1, _text(text), wrapped)
