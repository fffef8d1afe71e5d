"""The county file: the form as a table that can be filled in and loaded again, empty or filled."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from explorer.county import FIELDS, Field, FieldKind
from explorer.csv_text import csv_bytes, guarded
from explorer.i18n import Translator
from explorer.planner.entries import Entries, definitions_of, options_of
from explorer.planner.field_words import definition_name, option_name, usual_range
from explorer.planner.naming import ways
from explorer.record import UNPRINTABLE

WRITTEN = ("field_id", "field", "value", "unit", "definition", "usual", "explained", "where")
"""The columns of the template."""

_WIDTHS = {
    "field_id": 24,
    "field": 34,
    "value": 22,
    "unit": 10,
    "definition": 34,
    "usual": 24,
    "explained": 60,
    "where": 40,
}
_TO_FILL = PatternFill("solid", start_color="FFF6DD")
_HEAD = PatternFill("solid", start_color="DCE6F1")


@dataclass(frozen=True)
class Line:
    """One row of the template, as text; ``choices`` are what its value may be, ``meanings`` its definitions."""

    cells: dict[str, str]
    choices: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()


def lines(entries: Entries, tr: Translator) -> Iterator[Line]:
    """Name, year and every field in the order of the form; a checklist has a row for each of its tags."""
    yield Line(_told("name", tr) | {"value": entries.name})
    yield Line(_told("year", tr) | {"value": entries.year})
    for each in FIELDS:
        told = _told(each.field_id, tr)
        if each.kind is FieldKind.number:
            yield _number_line(each, entries, told, tr)
        elif each.kind is FieldKind.choice:
            chosen = entries.choices.get(each.field_id, ())
            names = {option: option_name(each, option, tr) for option in options_of(each, tr.labels)}
            value = next((name for option, name in names.items() if option in chosen), "")
            yield Line(told | {"value": value}, choices=tuple(names.values()))
        else:
            for tag in options_of(each, tr.labels):
                field = tr("county.of_field", field=told["field"], sentence=option_name(each, tag, tr))
                value = tr("county.file.yes") if tag in entries.choices.get(each.field_id, ()) else ""
                named = {"field_id": f"{each.field_id}.{tag}", "field": field, "value": value}
                yield Line(told | named, choices=(tr("county.file.yes"),))


def _told(field_id: str, tr: Translator) -> dict[str, str]:
    return {
        "field_id": field_id,
        "field": tr(f"county.{field_id}"),
        "explained": tr(f"county.{field_id}.definition"),
        "where": tr(f"county.{field_id}.where"),
    }


def _number_line(each: Field, entries: Entries, told: dict[str, str], tr: Translator) -> Line:
    assert each.unit is not None
    meanings = {definition: definition_name(each, definition, tr) for definition in definitions_of(each)}
    cells = {
        "value": entries.texts.get(each.field_id, ""),
        "unit": tr.label("unit", each.unit) if each.unit != "index" else "",
        "definition": meanings.get(entries.definitions.get(each.field_id, ""), ""),
        "usual": usual_range(each, tr),
    }
    return Line(told | cells, meanings=tuple(meanings.values()))


def heads() -> list[str]:
    """The column heads, each in both languages."""
    return [" ".join(ways(f"county.column.{column}")) for column in WRITTEN]


def county_csv(entries: Entries, tr: Translator) -> bytes:
    """The county file as CSV; UTF-8 with byte order mark; no cell can run as a formula."""
    body = ([guarded(line.cells.get(column, "")) for column in WRITTEN] for line in lines(entries, tr))
    return csv_bytes(heads(), body)


def county_xlsx(entries: Entries, tr: Translator) -> bytes:
    """The county file as a workbook, with lists to choose from; every cell is text, so that nothing is converted."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = tr("county.file.sheet")
    sheet["A1"] = tr("county.file.title")
    sheet["A1"].font = Font(bold=True)
    for place, head in enumerate(heads(), start=1):
        cell = sheet.cell(2, place, head)
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[WRITTEN[place - 1]]
    sheet.freeze_panes = "D3"
    options = book.create_sheet("options")
    options.sheet_state = "hidden"
    listed: dict[tuple[str, ...], str] = {}
    for row, line in enumerate(lines(entries, tr), start=3):
        for place, column in enumerate(WRITTEN, start=1):
            cell = sheet.cell(row, place)
            assert isinstance(cell, Cell)
            to_fill = column == "value" or (column == "definition" and bool(line.meanings))
            _write(cell, line.cells.get(column, ""), to_fill)
        for column, choices in (("value", line.choices), ("definition", line.meanings)):
            if choices:
                _offer(sheet, options, listed, choices, f"{get_column_letter(WRITTEN.index(column) + 1)}{row}")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _write(cell: Cell, text: str, to_fill: bool) -> None:
    cell.value = UNPRINTABLE.sub("", text) or None
    if text:
        cell.data_type = "s"  # a text that starts with = stays a text
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if to_fill:
        cell.fill, cell.number_format = _TO_FILL, "@"


def _offer(
    sheet: Worksheet, options: Worksheet, listed: dict[tuple[str, ...], str], choices: tuple[str, ...], cell: str
) -> None:
    """A cell with a list to choose from; the list stands on a sheet of its own, because names have commas in them."""
    if choices not in listed:
        column = len(listed) + 1
        for row, choice in enumerate(choices, start=1):
            options.cell(row, column, choice)
        letter = get_column_letter(column)
        listed[choices] = f"options!${letter}$1:${letter}${len(choices)}"
    validation = DataValidation(type="list", formula1=listed[choices], allow_blank=True, showErrorMessage=False)
    validation.add(cell)
    sheet.add_data_validation(validation)
