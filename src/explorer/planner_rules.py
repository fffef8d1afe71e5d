"""Do the preconditions name tags of the vocabulary and answers of the county's form?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from explorer.county import FIELD, FieldKind
from explorer.fault_messages import Location, repeated, unknown
from explorer.planner_schema import OtherSubject, Precondition
from explorer.schema import TAG_DIMENSIONS

Faults = Iterator[tuple[Location, str]]
ANSWERED = tuple(field_id for field_id, field in FIELD.items() if field.kind is not FieldKind.number)
"""The fields that are answered by choosing."""


class PlannerRules:
    """Rules on ``planner.yaml``; ``tags`` gives the ids of a dimension, or None where they could not be read."""

    def __init__(self, tags: Callable[[str], set[str] | None], observations: Collection[str] | None) -> None:
        self.tags = tags
        self.observations = observations

    def of_preconditions(self, preconditions: Iterable[Precondition]) -> Faults:
        """Every fault with its place in the file."""
        for index, precondition in enumerate(preconditions):
            path: Location = ("preconditions", index)
            for dimension, tags in (precondition.cases or {}).items():
                yield from self._named((*path, "cases"), "dimension", dimension, TAG_DIMENSIONS, tags, self.tags)
            for field_id, answers in (precondition.county or {}).items():
                yield from self._named((*path, "county"), "field", field_id, ANSWERED, answers, self._options)

    def _named(
        self,
        path: Location,
        kind: str,
        name: str,
        names: Iterable[str],
        tags: Iterable[str],
        known: Callable[[str], set[str] | None],
    ) -> Faults:
        fault = unknown(kind, name, names)
        if fault is not None:
            yield (*path, name), fault
            return
        places = [((*path, name, position), tag) for position, tag in enumerate(tags or ())]
        yield from repeated(places, "{!r} stands twice; keep one")
        for place, tag in places:
            fault = unknown("tag", tag, known(name))
            if fault is not None:
                yield place, fault

    def _options(self, field_id: str) -> set[str] | None:
        field = FIELD[field_id]
        return self.tags(field.dimension) if field.dimension is not None else set(field.options)

    def of_other_subjects(self, entries: Iterable[OtherSubject]) -> Faults:
        """Every fault with its place in the file."""
        places: list[tuple[Location, str | None]] = [
            (("other_subjects", index, "observation"), entry.observation) for index, entry in enumerate(entries)
        ]
        yield from repeated(places, "{!r} stands twice; keep one")
        for place, observation in places:
            fault = unknown("observation", observation, self.observations)
            if fault is not None:
                yield place, fault
