"""What had to be there in the closest cases, held against what the county's form says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from explorer.county import County

Row = Mapping[str, Any]


class Standing(StrEnum):
    """Whether a county has a precondition: ticked in its form, not ticked in a form filled there, or not answered."""

    has = "has"
    missing = "missing"
    unanswered = "unanswered"


@dataclass(frozen=True)
class Ticked:
    """A precondition with the closest cases whose documents tell of it, and how the county stands to it."""

    precondition: Row
    holders: tuple[Row, ...]
    standing: Standing

    @property
    def precondition_id(self) -> str:
        return str(self.precondition["precondition_id"])


def ticked(
    case_ids: Sequence[str], preconditions: Iterable[Row], holders: Iterable[Row], county: County
) -> list[Ticked]:
    """The preconditions that at least one of these cases had, those of most cases first.

    ``preconditions`` and ``holders`` as from ``queries.planner.preconditions`` and ``precondition_holders``.
    """
    by_id: dict[str, list[Row]] = {}
    for row in holders:
        if row["case_id"] in case_ids:
            by_id.setdefault(row["precondition_id"], []).append(row)
    found = [
        Ticked(
            row,
            tuple(sorted(by_id[row["precondition_id"]], key=lambda holder: case_ids.index(holder["case_id"]))),
            standing(row["answers"], county),
        )
        for row in preconditions
        if row["precondition_id"] in by_id
    ]
    return sorted(found, key=lambda one: -len(one.holders))


def standing(answers: Iterable[str], county: County) -> Standing:
    """How a county stands to a precondition that any of these answers shows, each "field:answer".

    It is missing only where every field that could show it was answered otherwise: an empty checklist says nothing.
    """
    pairs = [tuple(answer.split(":", 1)) for answer in answers]
    if any(answer in county.choices.get(field_id, ()) for field_id, answer in pairs):
        return Standing.has
    if all(county.choices.get(field_id) for field_id, _ in pairs):
        return Standing.missing
    return Standing.unanswered
