"""What a reader's figure of an indicator must keep to: the unit of the codebook, and what can be true at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ABOVE_A_HUNDRED = frozenset({"bed-occupancy"})
"""Shares that may be over 100%: beds are put up where there are none left."""


@dataclass(frozen=True)
class Rule:
    """An indicator's unit, and the least and the largest value that can be true; None where there is no limit."""

    unit: str
    low: float | None
    high: float | None


Codebook = Mapping[str, Rule]
"""Every indicator by its id, in the codebook's order."""


def codebook_of(indicators: Iterable[Mapping[str, Any]]) -> dict[str, Rule]:
    """The rules of these indicators; rows as from ``explorer.queries.own_figures.codebook_units``.

    What counts or measures isn't negative, a share is no more than a hundred per cent; a change may be anything that is
    not below -100 per cent, a difference anything.
    """
    return {row["indicator_id"]: _rule(row["indicator_id"], row["unit"], row["is_change"]) for row in indicators}


def _rule(indicator_id: str, unit: str, is_change: bool) -> Rule:
    if unit == "percentage-points":
        return Rule(unit, -100, 100)
    if unit == "percent":
        if is_change:
            return Rule(unit, -100, None)
        return Rule(unit, 0, None if indicator_id in ABOVE_A_HUNDRED else 100)
    return Rule(unit, None if is_change else 0, None)
