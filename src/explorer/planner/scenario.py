"""Three sets of rates side by side, and what each would mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from explorer.county import County
from explorer.planner.gap import QUANTITY_OF, Change, Lack, PerPerson, Rate, change, rate_to_reach
from explorer.planner.goals import goal_of_closest, opening_goal, seen_range
from explorer.planner.position import Position

STEP = Decimal("0.1")
"""A slider's step in percentage points; where it begins, it stands exactly at the number that it begins with."""


HUNDREDTH = Decimal("0.01")


class Kind(StrEnum):
    """Where the rates of a scenario begin."""

    target = "target"
    """At the target, or else at the nearest comparable figure above the county's own; as it is if that is reached."""
    closest = "closest"
    """At the figure of the most similar case that published one of the same definition."""
    halfway = "halfway"
    """Half of the way from the county's number to the first."""


@dataclass(frozen=True)
class Slider:
    """From where to where a rate can be moved, and where it begins in each scenario, in percent."""

    field_id: str
    low: Decimal
    high: Decimal
    seen: tuple[Decimal, Decimal]
    opening: Mapping[Kind, Decimal]


@dataclass(frozen=True)
class Scenario:
    """A named set of rates, and what each would mean."""

    number: int
    name: str
    rates: Mapping[str, Decimal]
    outcomes: Mapping[str, Change | Lack]


def slider_of(position: Position, closest: Sequence[str] = ()) -> Slider | None:
    """A slider that stops at what has been published for the same definition, with the county's own number inside.

    Its ends are whole steps, so that round rates can be set: they lie less than a step outside.

    None where nothing was published: there is no range to stop at.
    """
    seen = seen_range(position)
    if seen is None:
        return None
    own = position.number.value
    low, high = _down(min(seen[0], own)), _up(max(seen[1], own))
    goal = opening_goal(position)
    # What is reached already is not given up again.
    target = max(goal.rate.value, own) if goal else own
    alike = goal_of_closest(position, closest)
    wanted = {
        Kind.target: target,
        Kind.closest: alike.rate.value if alike else own,
        Kind.halfway: ((own + target) / 2).quantize(HUNDREDTH),
    }
    return Slider(
        position.field_id,
        low,
        high,
        seen,
        {kind: min(max(value, low), high) for kind, value in wanted.items()},
    )


def outcomes(
    county: County, number: int, rates: Mapping[str, Decimal], per_person: Mapping[str, PerPerson]
) -> dict[str, Change | Lack]:
    """What the rates of a scenario would mean, by field in the order of the form; ``number`` names it in origins."""
    set_rates = {
        field_id: rate_to_reach(value, f"setting:scenario.{number}.{field_id}") for field_id, value in rates.items()
    }
    within: Rate | None = set_rates.get("county_visit_rate")
    return {
        field_id: change(county, field_id, set_rates[field_id], per_person, within)
        for field_id in QUANTITY_OF
        if field_id in set_rates
    }


def _down(value: Decimal) -> Decimal:
    return value.quantize(STEP, ROUND_FLOOR)


def _up(value: Decimal) -> Decimal:
    return min(Decimal(100), value.quantize(STEP, ROUND_CEILING))
