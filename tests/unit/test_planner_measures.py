"""What the closest cases did and needed: counted by cases, ordered by nothing but the count, held against the form."""

from __future__ import annotations

from typing import Any

import pytest

from explorer.county import County
from explorer.planner.measures import UNTIED, Group, grouped_measures
from explorer.planner.preconditions import Standing, standing, ticked

NOBODY = County("X")


def point(case_id: str, point_id: str, *tags: str, kind: str = "management", problems: tuple[str, ...] = ()) -> dict:
    return {
        "case_id": case_id,
        "point_id": point_id,
        "integration_type": kind,
        "tags": list(tags),
        "problems": list(problems),
    }


def tag(case_id: str, name: str) -> dict[str, Any]:
    dimension, _, own = name.partition(":")
    return {"case_id": case_id, "dimension": dimension, "tag": own}


def told(groups: list[Group]) -> dict[str, list[tuple[str | None, list[str]]]]:
    """By group, each measure's tag and the cases that took it."""
    return {
        group.key: [(each.tag, [taker.case_id for taker in each.takers]) for each in group.measures] for group in groups
    }


POINTS = [
    point("a", "a1", "instrument:training", kind="service", problems=("outflow",)),
    point("b", "b1", "instrument:outreach", "instrument:training", kind="service", problems=("ageing", "outflow")),
    point("b", "b2", "instrument:outreach", "payment:drg"),
    point("c", "c1", kind="organizational"),
    point("far", "f1", "instrument:training", kind="service"),  # left out: not among the closest
]


def test_a_measure_stands_under_its_type_and_those_that_most_cases_took_come_first() -> None:
    groups = grouped_measures(["b", "a", "c"], POINTS, [], NOBODY, "integration_type")
    assert told(groups) == {
        "organizational": [(None, ["c"])],
        "management": [("outreach", ["b"]), ("drg", ["b"])],
        "service": [("training", ["b", "a"]), ("outreach", ["b"])],
    }
    assert list(told(groups)) == ["organizational", "management", "service"]  # the order of the vocabulary


def test_a_case_counts_once_however_many_of_its_points_tell_of_a_measure() -> None:
    points = [point("a", "a1", "instrument:training"), point("a", "a2", "instrument:training")]
    ((group,),) = [grouped_measures(["a"], points, [], NOBODY, "integration_type")]
    (measure,) = group.measures
    (taker,) = measure.takers
    assert [each["point_id"] for each in taker.points] == ["a1", "a2"]


def test_by_instrument_every_tag_of_a_case_counts_whether_a_measure_tells_of_it_or_not() -> None:
    tags = [tag("a", "instrument:training"), tag("a", "instrument:recruitment"), tag("b", "payment:drg")]
    groups = grouped_measures(["a", "b", "c"], POINTS, tags, NOBODY, "instrument")
    assert told(groups) == {
        "instrument": [("training", ["a", "b"]), ("outreach", ["b"]), ("recruitment", ["a"])],
        "payment": [("drg", ["b"])],
        UNTIED: [(None, ["c"])],
    }


def test_by_problem_a_measure_stands_under_each_problem_that_it_answers_the_commonest_first() -> None:
    groups = grouped_measures(["a", "b"], POINTS, [], NOBODY, "problem")
    assert told(groups) == {
        "outflow": [("training", ["a", "b"]), ("outreach", ["b"])],
        "ageing": [("outreach", ["b"]), ("training", ["b"])],
        UNTIED: [("outreach", ["b"]), ("drg", ["b"])],
    }
    assert list(told(groups)) == ["outflow", "ageing", UNTIED]


def test_what_the_form_ticks_is_in_place_whichever_checklist_it_stands_in() -> None:
    mine = County("X", choices={"in_place": ("training",), "payment": ("drg",)})
    groups = grouped_measures(["a", "b"], POINTS, [], mine, "instrument")
    in_place = {each.tag: each.in_place for group in groups for each in group.measures}
    assert in_place == {"training": True, "outreach": False, "drg": True}


# Preconditions


ANSWERS = ["in_place:appraisal", "payment:performance-pay"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"in_place": ("appraisal",)}, Standing.has),
        ({"payment": ("performance-pay",), "in_place": ("training",)}, Standing.has),
        ({"payment": ("drg",), "in_place": ("training",)}, Standing.missing),
        ({"in_place": ("training",)}, Standing.unanswered),  # the other checklist could still show it
        ({"in_place": (), "payment": ()}, Standing.unanswered),
        ({}, Standing.unanswered),
    ],
)
def test_a_precondition_is_missing_only_where_every_checklist_that_could_show_it_was_filled_in(
    choices: dict[str, tuple[str, ...]], expected: Standing
) -> None:
    assert standing(ANSWERS, County("X", choices=choices)) is expected


def test_preconditions_of_most_of_the_closest_cases_come_first_and_those_of_none_are_left_out() -> None:
    preconditions = [{"precondition_id": name, "answers": ANSWERS} for name in ("rare", "common", "elsewhere")]
    holders = [
        {"precondition_id": "rare", "case_id": "b"},
        {"precondition_id": "common", "case_id": "a"},
        {"precondition_id": "common", "case_id": "b"},
        {"precondition_id": "elsewhere", "case_id": "far"},  # left out: not among the closest
    ]
    found = ticked(["b", "a"], preconditions, holders, NOBODY)
    assert [(each.precondition_id, [row["case_id"] for row in each.holders]) for each in found] == [
        ("common", ["b", "a"]),
        ("rare", ["b"]),
    ]
