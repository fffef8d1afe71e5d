"""Which figures may stand on one axis: those whose indicators measure the same thing in the same way.

A measure is a numerator, a denominator, a population and a kind of care. Indicators of one comparability group ask the
same question; where their measures differ they stand apart all the same, unless a reader asks otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from explorer.schema import ALONE, Measure

PARTS = tuple(Measure.model_fields)
"""The parts of a measure: numerator, denominator, population, care."""

Definition = tuple[str | None, ...]
Row = Mapping[str, Any]


class UnlikeFiguresError(ValueError):
    """Figures of different definition were about to be drawn on one axis."""


@dataclass(frozen=True)
class Panel:
    """Indicators on one axis.

    ``asked`` is False for what was brought in only because it is related; ``overridden`` is True where definitions
    differ and the reader wants one axis all the same.
    """

    indicator_ids: tuple[str, ...]
    asked: bool = True
    overridden: bool = False


def definition_of(row: Row) -> Definition:
    """What decides whether two figures may share an axis; ``row`` is a figure or an indicator, as queries give them."""
    if row["group_id"] == ALONE:
        return (ALONE, row["indicator_id"])
    return (row["group_id"], *(row[f"{part}_zh"] or None for part in PARTS))


def differing_parts(one: Row, other: Row) -> list[str]:
    """The parts of the measure in which two indicators differ."""
    return [part for part in PARTS if (one[f"{part}_zh"] or None) != (other[f"{part}_zh"] or None)]


def panels(choices: Sequence[Row], asked: Sequence[str], *, with_related: bool, one_axis: bool) -> list[Panel]:
    """One panel a definition, in the order asked; each holds every indicator of that definition.

    ``choices`` are all indicators (``explorer.queries.observations.indicator_choices``). With ``with_related``, those
    of the same group or family that are defined otherwise follow in panels of their own. With ``one_axis``, panels of
    one group or family and one unit become one panel.
    """
    by_id = {row["indicator_id"]: row for row in choices}
    by_definition: dict[Definition, list[str]] = {}
    for row in choices:
        by_definition.setdefault(definition_of(row), []).append(row["indicator_id"])
    wanted = dict.fromkeys(definition_of(by_id[indicator_id]) for indicator_id in asked)
    found = {key: Panel(tuple(by_definition[key])) for key in wanted}
    if with_related:
        questions = {_question(by_id[indicator_id]) for indicator_id in asked} - {None}
        for row in choices:
            if _question(row) in questions and definition_of(row) not in found:
                found[definition_of(row)] = Panel(tuple(by_definition[definition_of(row)]), asked=False)
    return _joined(list(found.values()), by_id) if one_axis else list(found.values())


def can_be_joined(shown: Sequence[Panel], choices: Sequence[Row]) -> bool:
    """Whether any two of these panels ask the same question in one unit, so that a reader could want one axis."""
    by_id = {row["indicator_id"]: row for row in choices}
    return len(_joined(shown, by_id)) < len(shown)


def ensure_one_definition(figures: pd.DataFrame) -> None:
    """Raise UnlikeFiguresError if these figures differ in definition."""
    columns = ["group_id", "indicator_id", *(f"{part}_zh" for part in PARTS)]
    rows = figures[columns].astype(object).where(figures[columns].notna(), None).drop_duplicates()
    definitions = {definition_of(row) for row in rows.to_dict("records")}
    if len(definitions) > 1:
        named = ", ".join(sorted(set(figures["indicator_id"])))
        raise UnlikeFiguresError(f"{len(definitions)} definitions on one axis: {named}")


def _question(row: Row) -> str | None:
    """What a group or, where it has one, its family asks; None for an indicator that stands alone."""
    return None if row["group_id"] == ALONE else row["family"] or row["group_id"]


def _joined(shown: Sequence[Panel], by_id: Mapping[str, Row]) -> list[Panel]:
    together: dict[object, list[Panel]] = {}
    for panel in shown:
        row = by_id[panel.indicator_ids[0]]
        question = _question(row)
        together.setdefault((question, row["unit"]) if question else panel, []).append(panel)
    return [
        Panel(
            tuple(indicator_id for panel in those for indicator_id in panel.indicator_ids),
            asked=any(panel.asked for panel in those),
            overridden=len(those) > 1,
        )
        for those in together.values()
    ]
