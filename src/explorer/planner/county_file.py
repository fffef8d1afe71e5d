"""A county file read back, and pasted text: fields by any of their names, one a row, with what is wrong row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from explorer.county import FIELD, FieldKind
from explorer.csv_text import unguarded
from explorer.i18n import Labels
from explorer.planner.entries import Entries, cleaned_name, read_field, read_year
from explorer.planner.file_cells import Cell, Row, Table, table_of_text, tables_of_file
from explorer.planner.naming import NO, YES, Names, folded, ways
from explorer.planner.problems import Problem

COLUMNS = ("field_id", "field", "value", "unit", "definition", "year", "usual", "explained", "where")
"""The columns that a file may have, each under its name in either language or both."""

OTHER_HEADS = {
    "field": ("指标", "指标名称", "名称", "项目名称", "indicator", "item", "name"),
    "value": ("数据", "值", "本县", "本县数据", "填写", "figure", "data", "number"),
    "year": ("年度", "年份"),
}
"""What people call the columns besides."""

HEADS_WITHIN = 30
"""The column heads stand in one of so many first rows."""

_LIST = re.compile(r"[;；、,，|\n]+")
_GROUP_OF_THREE = re.compile(r"\d{3}(?:\.\d+)?\D*")
_FIRST_GROUP = re.compile(r"[+-]?\d{1,3}")
LONGEST_PASTE = 20_000


@dataclass(frozen=True)
class FileReading:
    """What a file says: how many fields were read, and what is wrong with the rest, row by row."""

    entries: Entries
    count: int
    problems: tuple[Problem, ...]


@dataclass
class _Found:
    """What has been read so far."""

    entries: Entries = field(default_factory=Entries)
    rows: dict[str, int] = field(default_factory=dict)
    """By field or checklist tag, the row that gave it."""
    years: dict[int, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_county_file(data: bytes, labels: Labels) -> FileReading:
    """The entries of an XLSX or CSV file; of several sheets the first that holds any field."""
    tables = tables_of_file(data)
    if isinstance(tables, Problem):
        return FileReading(Entries(), 0, (tables,))
    names = Names.of(labels)
    readings = [_read_table(table, names) for table in tables]
    found = [reading for reading in readings if reading.count]
    if found:
        return found[0]
    told = [reading for reading in readings if reading.problems]
    return told[0] if told else FileReading(Entries(), 0, (Problem("file_nothing"),))


def read_pasted(text: str, labels: Labels) -> FileReading:
    """The entries of pasted text: cells of a spreadsheet, separated values, or a field's name and its value a line."""
    if not text.strip():
        return FileReading(Entries(), 0, (Problem("file_nothing"),))
    if len(text) > LONGEST_PASTE:
        return FileReading(Entries(), 0, (Problem("paste_too_long", counts={"count": len(text)}),))
    reading = _read_table(table_of_text(text), Names.of(labels))
    if not reading.count and not reading.problems:
        return replace(reading, problems=(Problem("file_nothing"),))
    return reading


def pasted_over(entries: Entries, read: Entries) -> Entries:
    """Entries with what was read in place of the same fields."""
    return Entries(
        name=read.name or entries.name,
        year=read.year or entries.year,
        texts={**entries.texts, **read.texts},
        definitions={**entries.definitions, **read.definitions},
        choices={**entries.choices, **read.choices},
    )


def _read_table(table: Table, names: Names) -> FileReading:
    heads = _heads(table.rows)
    found = _Found(problems=list(table.problems))
    for row in table.rows:
        if heads is None:
            _read_loose(row, names, found)
        elif row.number > heads[0]:
            _read_headed(row, heads[1], names, found)
    _settle_year(found)
    problems = sorted(found.problems, key=lambda problem: problem.row or 0)
    return FileReading(found.entries, len(found.rows), tuple(problems))


def _heads(rows: Sequence[Row]) -> tuple[int, Mapping[str, int]] | None:
    """The row of the column heads with each head's place; None for a table that has none.

    Heads may be merged over several columns or stand below a title: what counts is that a value's head stands beside
    another.
    """
    known = {}
    for column in COLUMNS:
        zh, en = ways(f"county.column.{column}")
        for written in (column, zh, en, zh + en, en + zh, *OTHER_HEADS.get(column, ())):
            known[folded(written)] = column
    for row in rows[:HEADS_WITHIN]:
        places: dict[str, int] = {}
        for place, cell in enumerate(row.cells):
            head = known.get(folded(cell.text))
            if head is not None:
                places.setdefault(head, place)
        if "value" in places and len(places) > 1:
            return row.number, places
    return None


def _read_headed(row: Row, heads: Mapping[str, int], names: Names, found: _Found) -> None:
    """A row below column heads."""

    def cell(column: str) -> Cell:
        place = heads.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else Cell("")

    value = cell("value")
    if not value.text.strip():
        return
    named = [each.text for each in row.cells[: heads["value"]] if each.text.strip()]
    named += [cell(column).text for column in ("field_id", "field") if cell(column).text.strip()]
    written = next((text for text in named if names.knows(text)), None)
    if written is None:
        if named:
            found.problems.append(_unknown(named[0], row.number, names))
        return
    after = row.cells[heads["value"] + 1] if heads["value"] + 1 < len(row.cells) else Cell("")
    if len(row.cells) > max(heads.values()) + 1 and _is_split(value.text, after.text):
        entered = f"{value.text},{after.text}"
        found.problems.append(Problem("row_split", names.field(written), entered, row=row.number))
        return
    year = read_year(cell("year").text)
    if isinstance(year, int):
        found.years.setdefault(year, row.number)
    _take(row.number, written, value, cell("definition").text, names, found)


def _is_split(value: str, after: str) -> bool:
    """Whether 600,000 was taken apart at its comma."""
    return bool(_FIRST_GROUP.fullmatch(value.strip()) and _GROUP_OF_THREE.fullmatch(after.strip()))


def _read_loose(row: Row, names: Names, found: _Found) -> None:
    """A row of a table without heads: the field, then its value, then perhaps its definition."""
    cells = [cell for cell in row.cells if cell.text.strip()]
    place = next((at for at, cell in enumerate(cells) if names.knows(cell.text)), None)
    if place is None:
        parted = names.leading_field(cells[0].text.strip()) if cells else None
        if parted is not None and parted[1]:
            cells, place = [Cell(parted[0]), Cell(parted[1]), *cells[1:]], 0
        elif cells and any(letter.isdigit() for cell in cells for letter in cell.text):
            found.problems.append(_unknown(cells[0].text, row.number, names))
    if place is None:
        return
    written = cells[place].text
    rest = [cell for cell in cells[place + 1 :] if names.field(cell.text) is None]
    if not rest:
        return
    value, more = rest[0], list(rest[1:])
    while more and _is_split(value.text.rpartition(",")[2], more[0].text):
        value = Cell(f"{value.text.strip()},{more.pop(0).text.strip()}", value.fault)
    field_id = names.field(written)
    definition = next((c.text for c in more if folded(c.text) in names.definitions.get(field_id or "", {})), "")
    _take(row.number, written, value, definition, names, found)


def _take(row: int, written: str, value: Cell, definition: str, names: Names, found: _Found) -> None:
    """What a row says of a field, unless an earlier one said it or it cannot be read."""
    field_id, tag = names.field(written), names.tag(written)
    own = field_id or (".".join(tag) if tag else "")
    about = field_id or (tag[0] if tag else None)
    if own in found.rows:
        counts = {"first_row": found.rows[own]}
        found.problems.append(Problem("row_repeated", about, value.text, row=row, counts=counts))
        return
    if value.fault is not None:
        found.problems.append(Problem(value.fault, about, value.text, row=row))
        return
    text = unguarded(value.text.strip())
    problems = list(_entered(field_id, tag, text, definition, names, found))
    found.problems += [problem.at(about, row) for problem in problems]
    if not any(problem.blocks for problem in problems):
        found.rows[own] = row


def _entered(
    field_id: str | None, tag: tuple[str, str] | None, text: str, definition: str, names: Names, found: _Found
) -> Iterator[Problem]:
    """Enter what one row says; the problems of it."""
    entries = found.entries
    if field_id is None:
        assert tag is not None
        if folded(text) in YES or text in YES:
            found.entries = entries.with_choice(tag[0], (*entries.choices.get(tag[0], ()), tag[1]))
        elif folded(text) not in NO and text not in NO:
            yield Problem("yes_or_no", entered=text)
    elif field_id == "name":
        found.entries = entries.with_text("name", cleaned_name(text))
    elif field_id == "year":
        year = read_year(text)
        if isinstance(year, Problem):
            yield year
        else:
            found.entries = entries.with_text("year", str(year or ""))
    elif FIELD[field_id].kind is FieldKind.number:
        number, said = read_field(field_id, text)
        yield from (problem for problem in said if problem.blocks)
        if number is not None:
            found.entries = entries.with_text(field_id, text)
            yield from _defined(field_id, definition, names, found)
    else:
        yield from _chosen(field_id, text, names, found)


def _defined(field_id: str, definition: str, names: Names, found: _Found) -> Iterator[Problem]:
    known = names.definitions.get(field_id, {})
    if not definition.strip() or not known:
        return
    if folded(definition) in known:
        found.entries = found.entries.with_definition(field_id, known[folded(definition)])
    else:
        yield Problem("definition_unknown", entered=definition, blocks=False)


def _chosen(field_id: str, text: str, names: Names, found: _Found) -> Iterator[Problem]:
    """One option, or for a checklist a list of them; a whole name with a comma in it is one option."""
    known = names.options[field_id]
    is_list = FIELD[field_id].kind is FieldKind.several and folded(text) not in known
    parts = [part for part in _LIST.split(text) if part.strip()] if is_list else [text]
    chosen = [known[folded(part)] for part in parts if folded(part) in known]
    before = found.entries.choices.get(field_id, ())
    found.entries = found.entries.with_choice(field_id, tuple(dict.fromkeys((*before, *chosen))))
    for part in parts:
        if folded(part) not in known:
            yield Problem("option_unknown", entered=part, blocks=not chosen)


def _unknown(written: str, row: int, names: Names) -> Problem:
    nearest = names.nearest(written)
    if nearest is None:
        return Problem("row_unknown", entered=written, row=row)
    return Problem("row_unknown_near", entered=written, row=row, others={"near": nearest})


def _settle_year(found: _Found) -> None:
    """The year of the rows where no row gives the year itself and they agree."""
    if found.entries.year or not found.years:
        return
    if len(found.years) == 1:
        found.entries = found.entries.with_text("year", str(next(iter(found.years))))
    else:
        years = ", ".join(map(str, sorted(found.years)))
        found.problems.append(Problem("years_differ", entered=years, row=None))
