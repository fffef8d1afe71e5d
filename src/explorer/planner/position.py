"""Where a county stands: each of its numbers beside targets and beside every figure of the same definition."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd

from explorer.comparability import definition_of, differing_parts
from explorer.county import FIELD, FIELDS, County, Number
from explorer.interval import Interval
from explorer.queries import records
from explorer.schema import ALONE
from explorer.target_verdict import Verdict, verdict

Row = Mapping[str, Any]

FIELD_INDICATORS = tuple(dict.fromkeys(name for field in FIELDS for name in field.indicators.values()))
"""Every published indicator that a field of the form can be."""

AMOUNTS = ("population", "visits", "admissions", "fund")
"""Fields that say how large the county is, not how well off: they are reckoned with, and held against nothing."""


class WhyNot(StrEnum):
    """Why a number of the county stands beside no other."""

    no_definition = "no_definition"
    """The field has several definitions, and the county did not say by which it counted."""
    within_place = "within_place"
    """Each place counts its own, so that places say nothing about one another."""
    no_figure = "no_figure"
    """Nobody published one of the same definition."""
    no_indicator = "no_indicator"
    """The field is no published indicator."""


@dataclass(frozen=True)
class Rule:
    """A target to hold the county's number against. ``differs`` names the parts of the definition that are others."""

    target: Row
    differs: tuple[str, ...]
    verdict: Verdict | None
    """How the two numbers stand, whoever the target was set for; None where the definitions differ."""


@dataclass(frozen=True)
class Apart:
    """Figures that ask the same question and are defined otherwise, so that they are not set beside the county's."""

    indicator: Row
    parts: tuple[str, ...]
    figures: int


@dataclass(frozen=True)
class Position:
    """One number of the county with what it may be held against.

    ``figures`` are those of the same definition, as from ``explorer.queries.observations``.
    """

    field_id: str
    number: Number
    indicator: Row | None
    figures: pd.DataFrame
    rules: tuple[Rule, ...] = ()
    apart: tuple[Apart, ...] = ()
    why_not: WhyNot | None = None

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The comparable figures as dictionaries, None wherever a value is missing."""
        return records(self.figures)

    @cached_property
    def newest_rows(self) -> list[dict[str, Any]]:
        """Of those, the newest of each case, subject and indicator."""
        return [row for row, is_newest in zip(self.rows, newest(self.figures), strict=True) if is_newest]


def positions(
    county: County, indicators: Sequence[Row], figures: pd.DataFrame, targets: Sequence[Row]
) -> list[Position]:
    """Each number of the county but the amounts, in the order of the form.

    ``indicators`` as from ``queries.position.indicators_alike`` for FIELD_INDICATORS, ``figures`` as from
    ``queries.observations.comparison`` for all of those, ``targets`` as from ``queries.policies.targets_for``.
    """
    return [
        _position(county, field.field_id, indicators, figures, targets)
        for field in FIELDS
        if field.field_id in county.numbers and field.field_id not in AMOUNTS
    ]


def _position(
    county: County, field_id: str, indicators: Sequence[Row], figures: pd.DataFrame, targets: Sequence[Row]
) -> Position:
    number = county.numbers[field_id]
    nothing = figures.iloc[0:0]
    by_id = {row["indicator_id"]: row for row in indicators}
    indicator = by_id.get(county.indicator_of(field_id) or "")
    if indicator is None:
        named = bool(FIELD[field_id].indicators)
        return Position(field_id, number, None, nothing, why_not=WhyNot.no_definition if named else WhyNot.no_indicator)
    alike = {name for name, row in by_id.items() if definition_of(row) == definition_of(indicator)}
    rules = tuple(
        _rule(number, indicator, by_id[row["indicator_id"]], row)
        for row in targets
        if row["indicator_id"] in by_id and _one_group(indicator, by_id[row["indicator_id"]])
    )
    if indicator["within_place"]:
        return Position(field_id, number, indicator, nothing, rules, why_not=WhyNot.within_place)
    counted = figures["indicator_id"].value_counts()
    own = figures[figures["indicator_id"].isin(alike) & (figures["unit"] == indicator["unit"])]
    apart = tuple(
        Apart(row, tuple(differing_parts(indicator, row)), int(counted[name]))
        for name, row in by_id.items()
        if name not in alike and name in counted and _one_question(field_id, indicator, row)
    )
    why = WhyNot.no_figure if own.empty and not rules else None
    return Position(field_id, number, indicator, own, rules, apart, why)


def _rule(number: Number, indicator: Row, of_target: Row, target: Row) -> Rule:
    differs = tuple(differing_parts(indicator, of_target))
    same = definition_of(indicator) == definition_of(of_target)
    stands = None
    if same:
        # As everywhere: a number without a bound is held against the target as it is written.
        stands = verdict(target["operator"], target["value"], "=", float(number.value), None, None)
    return Rule(target, differs, stands)


def _one_group(one: Row, other: Row) -> bool:
    return one["indicator_id"] == other["indicator_id"] or one["group_id"] == other["group_id"] != ALONE


def _one_question(field_id: str, one: Row, other: Row) -> bool:
    return _one_group(one, other) or other["indicator_id"] in FIELD[field_id].indicators.values()


def newest(figures: pd.DataFrame) -> pd.Series:
    """Whether each figure is the newest of its case, subject and indicator; a bool a row.

    One without a date counts only where none has one.
    """
    if figures.empty:
        return pd.Series(dtype=bool)
    ends = figures["period_end"]
    latest = ends.groupby([figures[name] for name in ("case_id", "subject_en", "indicator_id")]).transform("max")
    return (ends == latest) | latest.isna()


def standing(position: Position) -> tuple[int, int, int]:
    """How many of the newest comparable figures lie certainly below the county's number, not told apart, and above."""
    below = level = above = 0
    own = position.number.stands_for
    for row in position.newest_rows:
        other = figure_interval(row)
        if other.high < own.low:
            below += 1
        elif other.low > own.high:
            above += 1
        else:
            level += 1
    return below, level, above


def figure_interval(row: Row) -> Interval:
    """What a figure stands for; an end that is missing is left open by a bound."""
    low, high = row["value_low"], row["value_high"]
    return Interval(-math.inf if low is None else low, math.inf if high is None else high)
