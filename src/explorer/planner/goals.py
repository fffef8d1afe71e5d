"""Which rates a county may want to reach: a target's, a published figure's, or one of its own choosing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explorer.planner.gap import Rate, rate_to_reach
from explorer.planner.position import Position

RISING = (">", ">=", "=")
"""Operators of a target that asks for so much at least, or for exactly so much."""


@dataclass(frozen=True)
class Goal:
    """A rate to reach. ``row`` is the target or the figure that it is taken from."""

    rate: Rate
    row: dict[str, Any]

    @property
    def is_target(self) -> bool:
        return "target_id" in self.row

    @property
    def goal_id(self) -> str:
        """The origin of the rate: ``target:…`` or ``observation:…``."""
        return self.rate.origins[0]


def goals(position: Position) -> list[Goal]:
    """What a county's rate may be set to: targets first, then the newest comparable figures from low to high.

    A target of another definition is no goal, nor a figure that is only a bound or approximate: neither is a number to
    reach. Of a figure the value is taken as printed.
    """
    found = [
        Goal(rate_to_reach(_exact(rule.target["value"]), f"target:{rule.target['target_id']}"), dict(rule.target))
        for rule in position.rules
        if rule.verdict is not None and rule.target["operator"] in RISING
    ]
    exact = [row for row in position.newest_rows if row["qualifier"] == "=" and row["basis"] == "reported"]
    for row in sorted(exact, key=lambda row: (row["value"], row["case_position"])):
        found.append(Goal(rate_to_reach(_printed(row), f"observation:{row['observation_id']}"), row))
    return found


def opening_goal(position: Position) -> Goal | None:
    """The goal to begin with: a target, or else the nearest figure above the county's own number.

    Without either, the highest figure: then the county lies above all, and nothing is missing.
    """
    every = goals(position)
    targets = [goal for goal in every if goal.is_target]
    if targets:
        return targets[-1]
    figures = [goal for goal in every if not goal.is_target]
    above = [goal for goal in figures if goal.rate.value > position.number.value]
    return above[0] if above else figures[-1] if figures else None


def goal_of_closest(position: Position, closest: Sequence[str]) -> Goal | None:
    """The newest figure of the first of these cases that has one; None where none has."""
    by_case = {goal.row["case_id"]: goal for goal in goals(position) if not goal.is_target}
    return next((by_case[case_id] for case_id in closest if case_id in by_case), None)


def seen_range(position: Position) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest comparable figure, in hundredths as printed; None where there is none."""
    values = [_printed(row) for row in position.rows]
    return (min(values), max(values)) if values else None


def _printed(row: Mapping[str, Any]) -> Decimal:
    """A figure's value with the decimals that it was printed with."""
    return Decimal(repr(float(row["value"]))).quantize(Decimal(1).scaleb(-int(row["decimals"])))


def _exact(value: float) -> Decimal:
    return Decimal(int(value)) if float(value).is_integer() else Decimal(repr(float(value)))
