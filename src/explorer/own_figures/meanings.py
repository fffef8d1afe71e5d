"""What the names of a table mean: each the indicator that it is taken for, and in what its numbers are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from explorer.own_figures.cell_kinds import is_missing, is_number
from explorer.own_figures.codebook import Codebook, Known
from explorer.own_figures.heads import Role
from explorer.own_figures.layout import Layout
from explorer.own_figures.units import Unit, is_counted
from explorer.planner.file_cells import Row
from explorer.planner.reading import plainly_typed

LOOKED_AT = 500
"""So many figures of a name say in what they are written."""


class Scale(StrEnum):
    """In what the numbers of a name are written, where a reader says so; named under ``mine.scale``."""

    told = "told"
    """As the table says, and in the unit of the codebook where it says nothing."""
    base = "base"
    fraction = "fraction"
    """Shares from 0 to 1."""
    ten_thousand = "ten_thousand"
    hundred_million = "hundred_million"


FACTORS = {
    Scale.base: Decimal(1),
    Scale.fraction: Decimal(100),
    Scale.ten_thousand: Decimal(10**4),
    Scale.hundred_million: Decimal(10**8),
}


def scales_of(unit: str) -> list[Scale]:
    """In what numbers of a unit may be written; none where there is nothing to choose."""
    if unit == "percent":
        return [Scale.told, Scale.base, Scale.fraction]
    if is_counted(unit) or unit == "yuan":
        return [Scale.told, Scale.base, Scale.ten_thousand, Scale.hundred_million]
    return []


@dataclass(frozen=True)
class Meaning:
    """What one name means.

    ``indicator_id`` is None for a name that is left out. ``sure`` is whether the name says its indicator beyond doubt
    or the reader confirmed it; ``scale_open`` whether the numbers may as well be fractions of one as percentages.
    ``candidates`` are what it may mean, the likeliest first.
    """

    indicator_id: str | None
    sure: bool
    candidates: tuple[str, ...] = ()
    scale: Scale = Scale.told
    scale_open: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a reader has to say something before its figures are read."""
        return not self.sure or (self.indicator_id is not None and self.scale_open)


def names_in(rows: Sequence[Row], layout: Layout) -> tuple[str, ...]:
    """Every name of an indicator that a table writes, in the order met; an empty one where figures have none."""
    column = layout.of(Role.indicator)
    names: dict[str, None] = {}
    if column is not None:
        for row in rows[layout.first :]:
            if column.index < len(row.cells) and (text := written_name(row.cells[column.index].text)):
                names[text] = None
        return tuple(names)
    for value in layout.values:
        names[value.name or layout.name] = None
    return tuple(names)


def written_name(text: str) -> str:
    """A name as it is told apart from others: in one line, with simple blanks."""
    return " ".join(plainly_typed(text).split())


def guessed_meanings(rows: Sequence[Row], layout: Layout, codebook: Codebook) -> dict[str, Meaning]:
    """What each name of the table most likely means. What several definitions may be meant by waits for a reader."""
    samples = _samples(rows, layout)
    return {name: _guess(name, samples.get(name, []), codebook, layout) for name in names_in(rows, layout)}


def opened(meaning: Meaning, indicator_id: str | None, samples: Sequence[str], codebook: Codebook) -> Meaning:
    """The meaning once a reader chose its indicator, or that it is left out."""
    known = codebook.indicators.get(indicator_id or "")
    may_be_fraction = known is not None and meaning.scale is Scale.told and _may_be_fractions(samples, known)
    return Meaning(indicator_id, True, meaning.candidates, meaning.scale, may_be_fraction)


def samples_of(rows: Sequence[Row], layout: Layout, name: str) -> list[str]:
    """The first figures of a name whose unit is told nowhere."""
    return _samples(rows, layout).get(name, [])


def unit_of(name: str, column_unit: str, codebook: Codebook) -> Unit | None:
    """The unit that a column's head or else an indicator's written name says."""
    return codebook.units.read(column_unit) or codebook.units.parted(name)[1]


def _guess(name: str, samples: Sequence[str], codebook: Codebook, layout: Layout) -> Meaning:
    match = codebook.match(name)
    if not match.candidates and not codebook.is_named(name):
        match = codebook.match(codebook.units.parted(name)[0])
    if not match.candidates:
        return Meaning(None, sure=False)
    first = match.candidates[0]
    open_scale = _may_be_fractions(samples, codebook.indicators[first])
    return Meaning(first, match.sure, match.candidates, scale_open=open_scale)


def _samples(rows: Sequence[Row], layout: Layout) -> dict[str, list[str]]:
    """By name, figures that stand without a unit: with none in the cell, the head, the name or the row."""
    names, units = layout.of(Role.indicator), layout.of(Role.unit)
    found: dict[str, list[str]] = {}
    for row in rows[layout.first : layout.first + LOOKED_AT]:
        if units is not None and units.index < len(row.cells) and row.cells[units.index].text.strip():
            continue
        for column in layout.values:
            if column.unit or column.index >= len(row.cells):
                continue
            name = column.name or layout.name
            if names is not None:
                name = written_name(row.cells[names.index].text) if names.index < len(row.cells) else ""
            text = row.cells[column.index].text
            if not is_missing(text):
                found.setdefault(name, []).append(text)
    return {name: texts for name, texts in found.items() if name}


def _may_be_fractions(samples: Sequence[str], known: Known) -> bool:
    """Whether shares that should be in percent all lie between 0 and 1, so that they may be written as fractions."""
    if known.unit != "percent" or known.is_change or is_counted(known.unit):
        return False
    typed = [plainly_typed(text) for text in samples if is_number(text)]
    if not typed or any(not text.replace(".", "", 1).isdigit() for text in typed):
        return False
    numbers = [Decimal(text) for text in typed]
    return all(0 <= number <= 1 for number in numbers) and any(0 < number < 1 for number in numbers)
