"""What the planner asks of the database, each question of the smallest that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.filters import CaseFilter
from explorer.queries import planner, records
from tests.unit.rows import Rows, empty_database

EVERY = CaseFilter()


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def picked(rows: Rows, which: planner.Which, *indicator_ids: str) -> list[tuple[str, str, float, int]]:
    """(place, indicator, value, how many periods it has)."""
    found = records(planner.figures_by_place(rows.connection, list(indicator_ids) or ["rate"], which))
    return [(row["case_id"], row["indicator_id"], row["value"], row["periods"]) for row in found]


def test_a_place_starts_from_its_earliest_dated_figure_and_is_now_at_its_latest(rows: Rows) -> None:
    rows.figure("a", "rate", 50)  # undated: only where there is no other
    rows.figure("a", "rate", 60, "2017")
    rows.figure("a", "rate", 90, "2023")
    assert picked(rows, "starting") == [("a", "rate", 60, 3)]
    assert picked(rows, "latest") == [("a", "rate", 90, 3)]


def test_an_undated_figure_stands_where_there_is_no_other(rows: Rows) -> None:
    rows.figure("a", "rate", 50)
    assert picked(rows, "starting") == picked(rows, "latest") == [("a", "rate", 50, 1)]


def test_the_country_targets_changes_and_figures_of_another_area_are_no_figures_of_a_place(rows: Rows) -> None:
    rows.case("country", category="context", level="national", province=None)
    rows.figure("country", "rate", 70, "2023")
    rows.figure("a", "rate", 90, "2025", kind="target")
    rows.figure("a", "rate", 5, "2023", kind="change")
    other = rows.figure("a", "rate", 40, "2010")
    rows.put("other_subjects", other, observation_id=other)
    rows.figure("a", "rate", 60, "2017")
    assert picked(rows, "starting") == [("a", "rate", 60, 1)]


def test_figures_stand_by_place_and_then_as_the_indicators_are_asked(rows: Rows) -> None:
    for case_id in ("b", "a"):
        for indicator_id in ("one", "two"):
            rows.figure(case_id, indicator_id, 1, "2020")
    assert [row[:2] for row in picked(rows, "latest", "two", "one")] == [
        ("b", "two"),
        ("b", "one"),
        ("a", "two"),
        ("a", "one"),
    ]


def test_a_county_is_compared_with_cases_and_places_but_with_no_branch_and_not_with_the_country(rows: Rows) -> None:
    rows.case("programme", county_zh="甲县", county_en="Jia County")
    rows.case("branch", part_of="programme")  # left out: told by its programme
    rows.case("country", category="context", level="national", province=None)  # left out: no county
    rows.case("pilot", category="context", county_zh="乙县", county_en="Yi County")
    found = records(planner.places(rows.connection, EVERY))
    assert [(row["case_id"], row["place_en"], row["told"]) for row in found] == [
        ("programme", "Jia County", True),
        ("pilot", "pilot_en", False),
    ]


def test_a_filter_leaves_the_places_out_because_they_carry_no_tags(rows: Rows) -> None:
    rows.case("a", {"alliance_model": ("medical_community",)})
    rows.case("b", {"alliance_model": ("medical_group",)})  # left out: another model
    rows.case("pilot", category="context")  # left out: of no model
    found = planner.places(rows.connection, CaseFilter(tags={"alliance_model": ("medical_community",)}))
    assert list(found["case_id"]) == ["a"]


def test_a_measure_carries_its_own_tags_and_those_of_the_problems_it_answers(rows: Rows) -> None:
    rows.case("a", {"instrument": ("training", "outreach"), "payment": ("drg",), "problem": ("outflow", "ageing")})
    for section in ("measure", "problem"):
        row = {"case_id": "a", "point_id": section, "section": section, "basis": "stated"}
        rows.put("case_points", section, **row, integration_type="service" if section == "measure" else None)
    for point_id, dimension, tag in (
        ("measure", "instrument", "outreach"),
        ("measure", "payment", "drg"),
        ("problem", "problem", "outflow"),
    ):
        rows.put("point_tags", tag, case_id="a", point_id=point_id, dimension=dimension, tag=tag)
    rows.put("point_answers", "measure", case_id="a", point_id="measure", answers="problem")
    (row,) = records(planner.measures(rows.connection))
    assert (row["tags"], row["problems"]) == (["instrument:outreach", "payment:drg"], ["outflow"])


def test_a_precondition_is_shown_by_any_of_its_tags_and_answered_by_any_of_its_answers(rows: Rows) -> None:
    rows.case("a", {"instrument": ("training", "recruitment")})
    rows.case("b", {"instrument": ("recruitment",)})
    rows.case("c", {"instrument": ("outreach",)})  # left out: tells of neither
    rows.put("preconditions", "staff", precondition_id="staff")
    for tag in ("training", "recruitment"):
        rows.put("precondition_tags", tag, precondition_id="staff", dimension="instrument", tag=tag)
        rows.put("precondition_answers", tag, precondition_id="staff", field_id="in_place", answer=tag)
    (precondition,) = records(planner.preconditions(rows.connection))
    assert precondition["answers"] == ["in_place:recruitment", "in_place:training"]
    holders = records(planner.precondition_holders(rows.connection))
    assert [(row["case_id"], row["labels_en"]) for row in holders] == [
        ("a", ["training_en", "recruitment_en"]),
        ("b", ["recruitment_en"]),
    ]
