"""How a table is laid out: where its heads end, and what each column holds. A guess that a reader can correct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from explorer.own_figures.cell_kinds import is_missing, is_number
from explorer.own_figures.codebook import Codebook
from explorer.own_figures.head_rows import UNIT_NOTE, head_parts, head_rows, numbers_columns
from explorer.own_figures.heads import ROLE_OF_HEAD, Role
from explorer.own_figures.periods import (
    DateGrain,
    Period,
    is_full_date,
    is_part_of_year,
    is_period,
    period_within,
    read_period,
)
from explorer.own_figures.places import is_code, is_like_a_place, is_total
from explorer.planner.file_cells import Cell, Row
from explorer.planner.naming import folded
from explorer.planner.reading import plainly_typed

LOOKED_AT = 200
"""So many rows say what a column holds."""

_NOT_IN_TITLE = re.compile(r"(?:截至|制表|填表|上报|打印|日期|时间)")


class Shape(StrEnum):
    """What is told of the layout as a whole."""

    long = "long"
    wide = "wide"


@dataclass(frozen=True)
class Column:
    """One column: its head as written, and what it holds.

    A column of figures has ``name``, the indicator as its head writes it, where the head says one; ``period``,
    ``place`` and ``unit`` likewise.
    """

    index: int
    head: str
    role: Role
    name: str = ""
    period: str = ""
    place: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """How a table is read.

    ``first`` is the index of the first row below the heads, ``heads`` are the folded cells of the last row of heads.
    ``period``, ``place``, ``name`` and ``unit`` hold for every row that says none itself. ``filled`` is whether a row
    without a place is of the place above it.
    """

    first: int
    columns: tuple[Column, ...]
    heads: tuple[str, ...] = ()
    period: str = ""
    place: str = ""
    name: str = ""
    unit: str = ""
    grain: DateGrain = "day"
    filled: bool = False

    def with_role(self, index: int, role: Role) -> Layout:
        """The same with another role of a column; a role that only one column can have is taken from any other."""
        columns = []
        for column in self.columns:
            if column.index == index:
                name = column.name or (column.head if role is Role.value else "")
                columns.append(replace(column, role=role, name=name))
            elif column.role is role and role not in (Role.value, Role.ignored):
                columns.append(replace(column, role=Role.ignored))
            else:
                columns.append(column)
        return replace(self, columns=tuple(columns))

    def of(self, role: Role) -> Column | None:
        return next((column for column in self.columns if column.role is role), None)

    @property
    def values(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role is Role.value)

    @property
    def shape(self) -> Shape:
        return Shape.long if self.of(Role.indicator) is not None and len(self.values) == 1 else Shape.wide


def guessed(rows: Sequence[Row], codebook: Codebook) -> Layout:
    """The likeliest layout of a table of at least one row."""
    top, first = head_rows(rows, codebook)
    width = max(len(row.cells) for row in rows[: first + LOOKED_AT])
    parts, last = head_parts(rows[top:first], width), first - 1
    if first < len(rows) - 1 and numbers_columns(rows[first]):
        first += 1
    body = rows[first : first + LOOKED_AT]
    columns = [_column(at, parts[at], _cells(body, at), codebook) for at in range(width)]
    columns = _settled(columns, body, codebook)
    layout = _with_titles(rows[:top], Layout(first, tuple(columns)), codebook)
    heads = tuple(folded(cell.text) for cell in rows[last].cells) if last >= 0 else ()
    return replace(layout, heads=heads, grain=_grain(layout, body))


def _cells(body: Sequence[Row], at: int) -> list[Cell]:
    cells = [row.cells[at] for row in body if at < len(row.cells)]
    return [cell for cell in cells if cell.text.strip()]


def _column(at: int, parts: tuple[str, ...], cells: Sequence[Cell], codebook: Codebook) -> Column:
    """What a column holds, by its head and then by its cells."""
    head = " ".join(parts)
    role = next(
        (ROLE_OF_HEAD[folded(text)] for text in (*reversed(parts[-1:]), head, *parts) if folded(text) in ROLE_OF_HEAD),
        None,
    )
    filled = [cell.text for cell in cells if not is_missing(cell.text)]
    numbers = [text for text in filled if is_number(text)]
    figures = len(numbers) * 2 > len(filled) or any(cell.fault == "formula" for cell in cells)
    if role is not None and not (role is Role.value and len(parts) > 1):
        return Column(at, head, _fitting(role, filled, codebook))
    name, period, place, unit = _said(parts, codebook)
    if period or unit or codebook.is_named(name) or (head and figures):
        told = bool(period or unit) and not codebook.is_named(name)
        if figures or not filled or not told:
            return Column(at, head, Role.value, name, period, place, unit)
    return Column(at, head, _by_cells(filled, head, codebook))


def _fitting(role: Role, filled: Sequence[str], codebook: Codebook) -> Role:
    """The role that a head says, where its cells bear it out; 单位 heads units as well as institutions."""
    sample = filled[:50]
    if role is Role.unit and sample and not any(codebook.units.read(text) for text in sample):
        return Role.place
    if role in (Role.year, Role.part) and sample and all(is_period(text) for text in sample):
        return Role.year if role is Role.year and all(map(_is_year, sample)) else Role.period
    if role is Role.place and sample and all(is_code(text) for text in sample):
        return Role.code
    if role is Role.code and sample and not any(is_code(text) or is_number(text) for text in sample):
        return Role.place
    return role


def _is_year(text: str) -> bool:
    found = read_period(text)
    return isinstance(found, Period) and (found.start.month, found.end.month) == (1, 12)


def _said(parts: Sequence[str], codebook: Codebook) -> tuple[str, str, str, str]:
    """The indicator's name, period, place and unit that the parts of a head say."""
    names, period, place, unit = [], "", "", ""
    for part in parts:
        rest = part
        bare, own = codebook.units.parted(rest)
        if own is not None:
            unit, rest = own.written, bare
        if codebook.is_named(rest):
            names.append(rest)
            continue
        if own is not None:
            pass
        elif len(parts) > 1 and (alone := codebook.units.read(rest)) is not None and not rest.isdigit():
            unit, rest = alone.written, ""
        if not codebook.is_named(rest) and (found := period_within(rest)) is not None:
            period, rest = _joined_period(period, found[0]), found[1]
        elif is_part_of_year(rest):
            period, rest = _joined_period(period, rest), ""
        bare, own = codebook.units.parted(rest)
        if own is not None and not codebook.is_named(rest):
            unit, rest = own.written, bare
        if is_like_a_place(rest) or is_code(rest):
            place, rest = rest, ""
        if rest and folded(rest) not in ROLE_OF_HEAD:
            names.append(rest)
    return _name(names, codebook), period, place, unit


def _name(names: Sequence[str], codebook: Codebook) -> str:
    """Of the parts of a head the one that names an indicator, else all of them."""
    return next((name for name in reversed(names) if codebook.is_named(name)), " ".join(names))


def _joined_period(first: str, second: str) -> str:
    return f"{first.removesuffix('年').removesuffix('年度')}年{second}" if first and is_part_of_year(second) else second


def _by_cells(filled: Sequence[str], head: str, codebook: Codebook) -> Role:
    """What a column without a head that says so holds."""
    if not filled:
        return Role.ignored
    for role, holds in (
        (Role.code, is_code),
        (Role.period, is_period),
        (Role.place, is_like_a_place),
        (Role.indicator, codebook.is_named),
    ):
        if sum(map(holds, filled)) * 2 > len(filled):
            return role
    if not head and sum(map(is_number, filled)) * 2 > len(filled):
        return Role.value
    return Role.ignored


ONCE = (Role.code, Role.place, Role.period, Role.start, Role.end, Role.year, Role.part, Role.indicator, Role.unit)


def _settled(columns: list[Column], body: Sequence[Row], codebook: Codebook) -> list[Column]:
    """The columns with each role held once, a place where any text can be one, and figures where heads say none."""
    seen: set[Role] = set()
    named = [at for at, column in enumerate(columns) if column.role is Role.indicator]
    if len(named) > 1:
        # Of a column of codes and one of names the one that the codebook knows.
        known = {at: sum(codebook.is_named(cell.text) for cell in _cells(body, at)) for at in named}
        best = max(named, key=lambda at: known[at])
        columns = [replace(c, role=Role.ignored) if at in named and at != best else c for at, c in enumerate(columns)]
    places = [at for at, column in enumerate(columns) if column.role is Role.place]
    if len(places) > 1 and folded(columns[places[0]].head) == "place":
        # In a panel the key of a place, which is a code where it has one, stands before its name.
        columns[places[0]] = replace(columns[places[0]], role=Role.code)
    for at, column in enumerate(columns):
        if column.role in ONCE and column.role in seen:
            columns[at] = replace(column, role=Role.ignored)
        seen.add(column.role)
    sums = [at for at, c in enumerate(columns) if c.role is Role.value and is_total(c.head.rpartition(" ")[2])]
    if len(sums) < sum(column.role is Role.value for column in columns):
        columns = [replace(c, role=Role.ignored) if at in sums else c for at, c in enumerate(columns)]
    roles = {column.role for column in columns}
    if not roles & {Role.place, Role.code} and not any(column.place for column in columns):
        for at, column in enumerate(columns):
            texts = [cell.text for cell in _cells(body, at)]
            is_text = column.role is Role.ignored and folded(column.head) not in ROLE_OF_HEAD and texts
            if is_text and not any(map(is_number, texts)):
                columns[at] = replace(column, role=Role.place)
                break
    if Role.indicator in roles and any(c.role is Role.value and c.head and not c.name for c in columns):
        # Beside a column of indicators a column of figures without a name is the value.
        columns = [replace(c, role=Role.value) if c.role is Role.value else c for c in columns]
    return columns


def _with_titles(titles: Sequence[Row], layout: Layout, codebook: Codebook) -> Layout:
    """The layout with what the lines above the heads say for the whole table."""
    has_period = any(layout.of(role) for role in (Role.period, Role.year, Role.start, Role.end))
    has_period = has_period or any(read_period_of(column) for column in layout.columns)
    has_place = any(layout.of(role) for role in (Role.place, Role.code)) or any(c.place for c in layout.columns)
    for row in titles:
        for text in dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip()):
            if (unit := UNIT_NOTE.search(text)) and codebook.units.read(unit[1]):
                layout = replace(layout, unit=unit[1])
            found = None if has_period or _NOT_IN_TITLE.search(text) else _period_anywhere(text)
            if found and not layout.period:
                layout = replace(layout, period=found)
            if not layout.name and layout.of(Role.indicator) is None and any(not c.name for c in layout.values):
                layout = replace(layout, name=codebook.named_within(text))
            place = None if has_place else re.match(r"[\u4e00-\u9fff]{1,8}?(?:县|市|区|旗)(?!域|级)", _bare(text))
            if place and not layout.place:
                layout = replace(layout, place=place[0])
    return layout


def read_period_of(column: Column) -> bool:
    """Whether the head of a column of figures says its period with the year."""
    return column.role is Role.value and isinstance(read_period(column.period), Period)


def _bare(text: str) -> str:
    found = period_within(text)
    return found[1] if found else text


def _period_anywhere(text: str) -> str | None:
    """The one period that a title says; None where it says several or none."""
    found = re.findall(
        r"(?:19|20)\d\d年?(?:第[一二三四]季度|[上下]半年|\d{1,2}[-–—至]\d{1,2}月|\d{1,2}月)?", plainly_typed(text)
    )
    found = [one for one in found if is_period(one)]
    return found[0] if len(found) == 1 else None


def _grain(layout: Layout, body: Sequence[Row]) -> DateGrain:
    """What the full dates of a table stand for: months or years where every one is the first day of its own."""
    column = layout.of(Role.period)
    if layout.of(Role.start) is not None:
        return "day"
    cells = [cell.text for cell in _cells(body, column.index)] if column is not None else []
    texts = [text for text in (*cells, *(each.period for each in layout.columns)) if is_full_date(text)]
    days = {found.start for text in texts if isinstance(found := read_period(text), Period)}
    if not days or any(day.day != 1 for day in days):
        return "day"
    return "year" if len(days) > 1 and all(day.month == 1 for day in days) else "month"


def is_total_row(row: Row, layout: Layout) -> bool:
    """Whether a row adds up or averages others, by what stands where its place does."""
    column = layout.of(Role.place) or layout.of(Role.code)
    at = [column.index] if column is not None else []
    texts = [row.cells[place].text for place in {*at, 0} if place < len(row.cells)]
    return any(is_total(text) for text in texts if text and not text.isdecimal())
