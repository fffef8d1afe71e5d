"""A table read into figures: what can be used of it, and every row or cell that cannot, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from explorer.csv_text import unguarded
from explorer.own_figures.cell_kinds import is_missing
from explorer.own_figures.codebook import Codebook, Known
from explorer.own_figures.faults import Fault, Refused
from explorer.own_figures.heads import Role
from explorer.own_figures.layout import Column, Layout, is_total_row
from explorer.own_figures.meanings import FACTORS, Meaning, Scale, unit_of, written_name
from explorer.own_figures.numbers import Read, parts_fault, range_fault, read_value
from explorer.own_figures.periods import FIRST_YEAR, Period, is_part_of_year, read_period, within_year
from explorer.own_figures.places import PlaceRead, is_note, read_place
from explorer.own_figures.units import Unit, is_counted
from explorer.planner.file_cells import Cell, Row
from explorer.planner.naming import YES, folded

if TYPE_CHECKING:
    import pyarrow as pa

NOTHING = Cell("")


@dataclass(frozen=True)
class Figure:
    """One figure as a panel keeps it, and the row and column that it was read from."""

    row: int
    column: str
    place: str
    place_name: str | None
    indicator_id: str
    start: date
    end: date
    value: float
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    note: str | None = None
    synthetic: bool = False

    @property
    def key(self) -> tuple[str, str, date, date]:
        """What no two figures share."""
        return self.indicator_id, self.place, self.start, self.end


@dataclass(frozen=True)
class Reading:
    """What a table gave. ``blanks`` is how many of its cells say that there is no figure."""

    figures: tuple[Figure, ...]
    refused: tuple[Refused, ...]
    blanks: int = 0

    @property
    def at_fault(self) -> tuple[Refused, ...]:
        return tuple(each for each in self.refused if not each.aside)

    @property
    def aside(self) -> tuple[Refused, ...]:
        return tuple(each for each in self.refused if each.aside)

    def table(self) -> pa.Table:
        """The figures as a table of PANEL_SCHEMA."""
        import pyarrow as pa

        from explorer.own_figures.panel import PANEL_SCHEMA

        named = {"period_start": "start", "period_end": "end"}
        columns = [[getattr(each, named.get(name, name)) for each in self.figures] for name in PANEL_SCHEMA.names]
        return pa.table(columns, schema=PANEL_SCHEMA)


def read_figures(
    rows: Sequence[Row], layout: Layout, meanings: Mapping[str, Meaning], codebook: Codebook, today: date
) -> Reading:
    """Every figure of a table, or why it is none; ``today`` is the day after which no figure can be of."""
    reader = _Reader(layout, meanings, codebook, today)
    for row in rows[layout.first :]:
        reader.take(row)
    figures, twice = _without_repeats(reader.figures, reader.written)
    refused = sorted([*reader.refused, *twice], key=lambda each: each.row)
    return Reading(tuple(figures), tuple(refused), reader.blanks)


@dataclass
class _Reader:
    """What has been read so far, and what was met before."""

    layout: Layout
    meanings: Mapping[str, Meaning]
    codebook: Codebook
    today: date
    figures: list[Figure] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    written: dict[int, tuple[str, ...]] = field(default_factory=dict)
    blanks: int = 0
    above: tuple[str, str] = ("", "")
    """The code and the name of the place of the row above."""
    periods: dict[str, Period | Fault] = field(default_factory=dict)
    places: dict[tuple[str, str], PlaceRead | Fault] = field(default_factory=dict)
    units: dict[tuple[str, str], Unit | None] = field(default_factory=dict)

    @cached_property
    def at(self) -> dict[Role, int]:
        return {column.role: column.index for column in self.layout.columns if column.role is not Role.value}

    @cached_property
    def width(self) -> int:
        return max((column.index + 1 for column in self.layout.columns if column.head), default=0)

    def cell(self, row: Row, role: Role) -> Cell:
        at = self.at.get(role)
        return row.cells[at] if at is not None and at < len(row.cells) else NOTHING

    def refuse(self, row: Row, fault: Fault, column: str = "") -> None:
        self.refused.append(Refused(row.number, column, fault, tuple(cell.text for cell in row.cells)))

    def take(self, row: Row) -> None:
        """One row below the heads."""
        if (aside := self._aside(row)) is not None:
            self.refuse(row, aside)
            return
        if self.layout.heads and any(cell.text.strip() for cell in row.cells[self.width :]):
            self.refuse(row, Fault("row_split", {"most": self.width, "count": len(row.cells)}))
            return
        told = [column for column in self.layout.values if not is_missing(_text(row, column))]
        self.blanks += len(self.layout.values) - len(told)
        shared = self._place(row, self.layout.place) if told and not any(c.place for c in told) else None
        if isinstance(shared, Fault):
            self.refuse(row, shared, self._head(Role.place))
            return
        if told:
            self.written[row.number] = tuple(cell.text for cell in row.cells)
        for column in told:
            place = shared or self._place(row, column.place)
            if isinstance(place, Fault):
                self.refuse(row, place, self._head(Role.place))
                continue
            self._take_cell(row, column, place)

    def _aside(self, row: Row) -> Fault | None:
        """Why a row holds no figures of its own, although nothing is wrong with it."""
        heads = self.layout.heads
        if heads and folded(row.cells[-1].text) == heads[-1] and tuple(folded(c.text) for c in row.cells) == heads:
            return Fault("head_again")
        if is_total_row(row, self.layout):
            return Fault("total")
        is_bare = all(is_missing(_text(row, column)) for column in self.layout.values)
        if not is_bare and len(row.cells) > 1 and row.cells[0].text != row.cells[1].text:
            return None
        distinct = {cell.text.strip() for cell in row.cells if cell.text.strip()}
        first = next(cell.text for cell in row.cells if cell.text.strip())
        if (is_bare or len(distinct) == 1) and (is_note(first) or (len(distinct) == 1 and len(first) > 20)):
            return Fault("note_row")
        return None

    def _place(self, row: Row, told: str) -> PlaceRead | Fault:
        code, name = self.cell(row, Role.code).text, self.cell(row, Role.place).text
        if is_missing(code) and is_missing(name):
            code, name = self.above if self.layout.filled and not told else ("", told)
        else:
            code, name = ("" if is_missing(code) else code), ("" if is_missing(name) else unguarded(name))
            self.above = code, name
        key = (code, name)
        if key not in self.places:
            self.places[key] = read_place(code, name)
        return self.places[key]

    def _take_cell(self, row: Row, column: Column, place: PlaceRead) -> None:
        cell = row.cells[column.index]
        name = column.name or self.layout.name
        if Role.indicator in self.at:
            name = written_name(self.cell(row, Role.indicator).text)
        found = self._figure(row, column, cell, name, place)
        if isinstance(found, Fault):
            self.refuse(row, found, column.head or name)
        else:
            self.figures.append(found)

    def _figure(self, row: Row, column: Column, cell: Cell, name: str, place: PlaceRead) -> Figure | Fault:
        meaning = self.meanings.get(name)
        known = self._known(name, meaning)
        if isinstance(known, Fault):
            return known
        assert meaning is not None
        if cell.spread or cell.fault is not None:
            return Fault("merged_value" if cell.spread else str(cell.fault), {"entered": cell.text})
        period = self._period(row, column)
        if isinstance(period, Fault):
            return period
        factor = self._factor(row, column, name, known, meaning)
        if isinstance(factor, Fault):
            return factor
        text = unguarded(cell.text.strip())
        read = read_value(text, known.unit, factor, self.codebook.units)
        if isinstance(read, Fault):
            return read
        parts = self._parts(row)
        if isinstance(parts, Fault):
            return parts
        fault = range_fault(known, read, text)
        if fault is None and None not in parts and len(self.layout.values) == 1:
            fault = parts_fault(known, read, *parts)  # type: ignore[arg-type]
        if fault is not None:
            return fault
        return self._made(row, column, place, known, period, read, text, parts)

    def _made(
        self,
        row: Row,
        column: Column,
        place: PlaceRead,
        known: Known,
        period: Period,
        read: Read,
        text: str,
        parts: tuple[Read | None, Read | None],
    ) -> Figure:
        note = unguarded(" ".join(self.cell(row, Role.note).text.split()))
        if read.about and text not in note:
            note = f"{note} {text}".strip()
        numerator, denominator = (float(part.value) if part is not None else None for part in parts)
        return Figure(
            row=row.number,
            column=column.head,
            place=place.key,
            place_name=place.name,
            indicator_id=known.indicator_id,
            start=period.start,
            end=period.end,
            value=float(read.value),
            unit=known.unit,
            numerator=numerator,
            denominator=denominator,
            note=note or None,
            synthetic=Role.synthetic in self.at and folded(self.cell(row, Role.synthetic).text) in YES,
        )

    def _known(self, name: str, meaning: Meaning | None) -> Known | Fault:
        if not name and (meaning is None or not meaning.sure):
            return Fault("indicator_missing")
        if meaning is None or (meaning.indicator_id is None and not meaning.sure):
            return Fault("indicator_unmapped", {"entered": name})
        if meaning.indicator_id is None:
            return Fault("left_out", {"entered": name})
        if not meaning.sure:
            return Fault("definition_open", {"entered": name})
        if meaning.scale_open:
            return Fault("scale_open", {"entered": name})
        return self.codebook.indicators[meaning.indicator_id]

    def _period(self, row: Row, column: Column) -> Period | Fault:
        start, end = self.cell(row, Role.start).text, self.cell(row, Role.end).text
        if not is_missing(start) and not is_missing(end):
            first, last = self._read(start), self._read(end)
            if isinstance(first, Fault) or isinstance(last, Fault):
                return first if isinstance(first, Fault) else last
            found: Period | Fault = Period(first.start, last.end)
            if first.start > last.end:
                return Fault("period_backwards", {"first": start, "last": end})
        else:
            found = self._read(self._period_text(row, column))
        if isinstance(found, Period):
            if found.start > self.today:
                return Fault("period_future", {"entered": found.start.isoformat()})
            if found.start.year < FIRST_YEAR:
                return Fault("period_early", {"entered": found.start.isoformat()})
        return found

    def _period_text(self, row: Row, column: Column) -> str:
        whole, year = self.cell(row, Role.period).text.strip(), self.cell(row, Role.year).text.strip()
        part = self.cell(row, Role.part).text.strip()
        if column.period and not is_part_of_year(column.period):
            return column.period
        year = year or whole or self.layout.period
        if column.period:
            return within_year(year, column.period) if year else ""
        return within_year(year, part) if part and not whole else year

    def _read(self, text: str) -> Period | Fault:
        if text not in self.periods:
            self.periods[text] = read_period(text, self.layout.grain)
        return self.periods[text]

    def _factor(self, row: Row, column: Column, name: str, known: Known, meaning: Meaning) -> Decimal | Fault:
        """What a number of a cell without a unit of its own is times in the unit of its indicator."""
        if meaning.scale is not Scale.told:
            return FACTORS[meaning.scale]
        written = self.cell(row, Role.unit).text.strip()
        if written and not is_missing(written):
            unit = self._unit(written, "")
            if unit is None:
                return Fault("unit_unknown", {"entered": written})
        else:
            unit = self._unit(name, column.unit)
        if unit is not None:
            factor = unit.factor_to(known.unit)
            if factor is None or (not unit.ids and not _goes_in_sizes(known.unit)):
                return Fault("unit_differs", {"entered": unit.written, "unit": known.unit})
            return factor
        of_all = self._unit(self.layout.unit, "")
        if of_all is not None and _goes_in_sizes(known.unit):
            factor = of_all.factor_to(known.unit)
            return factor if factor is not None else Decimal(1)
        return Decimal(1)

    def _unit(self, name: str, told: str) -> Unit | None:
        key = (name, told)
        if key not in self.units:
            self.units[key] = self.codebook.units.read(name) if not told else None
            self.units[key] = self.units[key] or unit_of(name, told, self.codebook)
        return self.units[key]

    def _parts(self, row: Row) -> tuple[Read | None, Read | None] | Fault:
        """The numerator and the denominator that a row gives."""
        found: list[Read | None] = []
        for role in (Role.numerator, Role.denominator):
            cell = self.cell(row, role)
            if is_missing(cell.text):
                found.append(None)
                continue
            read = read_value(cell.text, "ratio", Decimal(1), self.codebook.units)
            if isinstance(read, Fault) or cell.fault is not None:
                return Fault("part_unreadable", {"entered": cell.text})
            found.append(read)
        return found[0], found[1]

    def _head(self, role: Role) -> str:
        column = self.layout.of(role) or self.layout.of(Role.code)
        return column.head if column is not None else ""


def _text(row: Row, column: Column) -> str:
    if column.index >= len(row.cells):
        return ""
    cell = row.cells[column.index]
    return cell.text or ("=" if cell.fault else "")


def _goes_in_sizes(unit: str) -> bool:
    """Whether figures of a unit are written in 万 or 亿: what is counted, and money."""
    return is_counted(unit) or unit == "yuan"


def _without_repeats(
    figures: Sequence[Figure], written: Mapping[int, tuple[str, ...]]
) -> tuple[list[Figure], Iterator[Refused]]:
    """The figures without those that share a key: of equal ones the first stays, of unequal ones none."""
    by_key: dict[tuple[str, str, date, date], list[Figure]] = {}
    for figure in figures:
        by_key.setdefault(figure.key, []).append(figure)
    kept, refused = [], []
    for same in by_key.values():
        first, *others = same
        if all(other.value == first.value for other in others):
            kept.append(first)
            refused += [(other, Fault("repeated", {"first_row": first.row})) for other in others]
            continue
        for at, figure in enumerate(same):
            other = same[0] if at else same[1]
            slots: dict[str, str | int] = {
                "first_row": other.row,
                "entered": f"{figure.value:g}",
                "other": f"{other.value:g}",
            }
            refused.append((figure, Fault("contradicted", slots)))
    told = (Refused(each.row, each.column, fault, written.get(each.row, ())) for each, fault in refused)
    return kept, told
