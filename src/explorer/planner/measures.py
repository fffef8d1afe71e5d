"""What the closest cases did, counted by how many of them did it and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from explorer.choices import IntegrationType
from explorer.county import County

Row = Mapping[str, Any]
Grouping = Literal["integration_type", "instrument", "problem"]
GROUPINGS: tuple[Grouping, ...] = ("integration_type", "instrument", "problem")
TAKEN_AS = {"instrument": "in_place", "payment": "payment"}
"""The dimensions of measures, and the checklist of the county's form that holds the same tags."""

UNTIED = "untied"
"""The group of what stands in no other: a tag that the case tells of beside its measures, a measure without a tag, a
measure that answers no tagged problem."""


@dataclass(frozen=True)
class Taker:
    """A case that took a measure, and the points of its story that tell of it (none where only a tag does)."""

    case_id: str
    points: tuple[Row, ...]


@dataclass(frozen=True)
class Measure:
    """Something that cases did: a tag, or a single point of a story that has none.

    ``in_place`` is True where the county's form ticks it.
    """

    dimension: str | None
    tag: str | None
    takers: tuple[Taker, ...]
    in_place: bool

    @property
    def point(self) -> Row:
        """The point that the measure is, where it is no tag."""
        return self.takers[0].points[0]


@dataclass(frozen=True)
class Group:
    """The measures of one integration type, dimension or problem; those that most cases took come first."""

    key: str
    measures: tuple[Measure, ...]


def grouped_measures(
    case_ids: Sequence[str], points: Iterable[Row], tags: Iterable[Row], county: County, grouping: Grouping
) -> list[Group]:
    """The measures of these cases in groups.

    ``points`` as from ``queries.planner.measures``, ``tags`` as from ``queries.planner.tags_by_place``: both may hold
    other cases too, and say the order of measures that equally many cases took. A case counts once for a measure in a
    group, however many of its points tell of it. Types stand in the order of the vocabulary, problems by how many of
    the cases have them; UNTIED is last.
    """
    own_points = [point for point in points if point["case_id"] in case_ids]
    found: dict[str, dict[tuple[str | None, str], dict[str, list[Row]]]] = {}

    def take(group: str, dimension: str | None, tag: str, case_id: str, *told: Row) -> None:
        takers = found.setdefault(group, {}).setdefault((dimension, tag), {})
        takers.setdefault(case_id, []).extend(told)

    told = set()
    for point in own_points:
        case_id = point["case_id"]
        for group in _groups(point, grouping):
            for named in point["tags"] or ():
                dimension, _, tag = named.partition(":")
                take(dimension if grouping == "instrument" else group, dimension, tag, case_id, point)
                told.add((case_id, dimension, tag))
            if not point["tags"]:
                take(
                    UNTIED if grouping == "instrument" else group,
                    None,
                    f"{case_id}.{point['point_id']}",
                    case_id,
                    point,
                )
    for row in tags:
        key = (row["case_id"], row["dimension"], row["tag"])
        if row["case_id"] in case_ids and row["dimension"] in TAKEN_AS and key not in told:
            take(row["dimension"] if grouping == "instrument" else UNTIED, row["dimension"], row["tag"], row["case_id"])
    groups = [Group(key, tuple(_ranked(measures, case_ids, county))) for key, measures in found.items()]
    return sorted(groups, key=_place_of_group)


def _place_of_group(group: Group) -> tuple[bool, int, int]:
    types = [one.value for one in IntegrationType]
    kinds = [*types, *TAKEN_AS]
    cases = {taker.case_id for measure in group.measures for taker in measure.takers}
    named = group.key in kinds
    return group.key == UNTIED, kinds.index(group.key) if named else 0, 0 if named else -len(cases)


def _groups(point: Row, grouping: Grouping) -> Sequence[str]:
    if grouping == "integration_type":
        return (point["integration_type"],)
    if grouping == "problem":
        return tuple(point["problems"]) or (UNTIED,)
    return (UNTIED,)


def _ranked(
    measures: Mapping[tuple[str | None, str], Mapping[str, list[Row]]], case_ids: Sequence[str], county: County
) -> list[Measure]:
    ranked = []
    for (dimension, tag), takers in measures.items():
        in_order = sorted(takers, key=case_ids.index)
        ranked.append(
            Measure(
                dimension,
                tag if dimension else None,
                tuple(Taker(case_id, tuple(takers[case_id])) for case_id in in_order),
                dimension is not None and tag in county.choices.get(TAKEN_AS[dimension], ()),
            )
        )
    return sorted(ranked, key=lambda measure: -len(measure.takers))
