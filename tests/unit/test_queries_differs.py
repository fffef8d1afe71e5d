"""Questions about what cases share and where they differ, each asked of the smallest database that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.queries import differs, records
from tests.unit.rows import Rows, empty_database

BOTH = ["payment", "population"]


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def pairs(rows: Rows, *arguments: Any, **options: Any) -> list[tuple[str, str, int, int]]:
    """Closest pairs as (one, other, tags in common, tags of either)."""
    found = records(differs.closest_pairs(rows.connection, *arguments, **options))
    return [(row["case_a"], row["case_b"], row["shared"], row["either"]) for row in found]


def outcomes(rows: Rows, *dimensions: str) -> list[tuple[str, str, str, float, float]]:
    """Outcomes that differ as (one, other, indicator, value of one, value of the other)."""
    found = records(differs.same_tags_other_outcomes(rows.connection, list(dimensions) or ["payment"]))
    return [(row["case_a"], row["case_b"], row["indicator_id"], row["value_a"], row["value_b"]) for row in found]


# Tags side by side


def test_every_tag_of_a_chosen_case_stands_once_for_each_that_has_it(rows: Rows) -> None:
    rows.case("a", {"payment": ("drg", "capitation"), "population": ("women",)})
    rows.case("b", {"payment": ("capitation",), "problem": ("ageing",)})  # ageing is left out: not a chosen dimension
    rows.case("c", {"payment": ("user-fee",)})  # left out: not chosen
    found = records(differs.tags_side_by_side(rows.connection, ["b", "a"], BOTH))
    assert [(row["dimension"], row["tag"], row["case_id"], row["holders"]) for row in found] == [
        ("payment", "drg", "a", 1),
        ("payment", "capitation", "b", 2),
        ("payment", "capitation", "a", 2),
        ("population", "women", "a", 1),
    ]


def test_dimensions_stand_in_the_order_asked_and_tags_in_that_of_the_vocabulary(rows: Rows) -> None:
    rows.tag("payment", "capitation")
    rows.case("a", {"population": ("women",), "payment": ("drg", "capitation")})
    found = records(differs.tags_side_by_side(rows.connection, ["a"], ["population", "payment"]))
    assert [row["tag"] for row in found] == ["women", "capitation", "drg"]


def test_a_tag_carries_its_basis_its_place_and_its_reason(rows: Rows) -> None:
    rows.case("a")
    rows.tag("payment", "drg")
    reason = {"note_zh": "理由", "note_en": "reason"}
    rows.put("case_tags", "drg", case_id="a", dimension="payment", tag="drg", basis="judged", locator="2.1", **reason)
    (row,) = records(differs.tags_side_by_side(rows.connection, ["a"], ["payment"]))
    assert (row["basis"], row["locator"], row["note_en"], row["source_en"]) == ("judged", "2.1", "reason", "report_en")


# Pairs


def test_a_pair_counts_the_tags_it_has_in_common_and_those_of_either(rows: Rows) -> None:
    rows.case("a", {"payment": ("drg", "capitation"), "population": ("women",), "problem": ("ageing",)})
    rows.case("b", {"payment": ("capitation",), "population": ("women", "children"), "problem": ("ageing",)})
    assert pairs(rows, BOTH) == [("a", "b", 2, 4)]  # ageing does not count: not a chosen dimension
    (row,) = records(differs.closest_pairs(rows.connection, BOTH))
    assert row["jaccard"] == pytest.approx(2 / 4)
    assert row["labels_en"] == ["capitation_en", "women_en"]
    assert (row["name_a_zh"], row["name_b_zh"]) == ("a_zh", "b_zh")


def test_the_same_word_in_two_dimensions_is_not_a_tag_in_common(rows: Rows) -> None:
    rows.case("a", {"payment": ("other",)})
    rows.case("b", {"population": ("other",)})
    assert pairs(rows, BOTH) == []


def test_a_programme_and_its_branches_are_not_paired(rows: Rows) -> None:
    same = {"payment": ("drg",)}
    rows.case("programme", same)
    rows.case("one", same, part_of="programme")
    rows.case("two", same, part_of="programme")
    rows.case("stranger", same)
    rows.case("foreign-branch", same, part_of="stranger")
    assert {(a, b) for a, b, *_ in pairs(rows, ["payment"])} == {
        (a, b) for a in ("programme", "one", "two") for b in ("stranger", "foreign-branch")
    }


def test_most_tags_in_common_come_first_then_fewest_others_then_authored_order(rows: Rows) -> None:
    rows.case("a", {"payment": ("drg", "capitation")})
    rows.case("b", {"payment": ("drg", "capitation")})
    rows.case("c", {"payment": ("drg", "user-fee", "charity")})
    rows.case("d", {"payment": ("drg", "user-fee")})
    assert pairs(rows, ["payment"], limit=4) == [("a", "b", 2, 2), ("c", "d", 2, 3), ("a", "d", 1, 3), ("b", "d", 1, 3)]


def test_asked_about_some_cases_each_pair_holds_one_of_them(rows: Rows) -> None:
    for case_id in ("a", "b", "c"):
        rows.case(case_id, {"payment": ("drg",)})
    assert pairs(rows, ["payment"], ["c"]) == [("a", "c", 1, 1), ("b", "c", 1, 1)]


TAGS = ("drg", "capitation", "user-fee", "charity")


@given(st.lists(st.sets(st.sampled_from(TAGS)), min_size=2, max_size=6))
@settings(deadline=None, max_examples=30)
def test_pairs_are_those_of_a_second_computation(collection: list[set[str]]) -> None:
    with empty_database() as rows:
        for number, tags in enumerate(collection):
            rows.case(f"c{number}", {"payment": tuple(sorted(tags))})
        found = pairs(rows, ["payment"], None, 100)
    expected = [
        (f"c{one}", f"c{other}", len(a & b), len(a | b))
        for (one, a), (other, b) in combinations(enumerate(collection), 2)
        if a & b
    ]
    assert found == sorted(expected, key=lambda pair: (-pair[2], -pair[2] / pair[3], pair[0], pair[1]))


# The same tags, and outcomes that differ


@pytest.fixture
def alike(rows: Rows) -> Rows:
    """Two cases with the same payment, and an indicator whose figures may stand side by side."""
    rows.group("rates")
    rows.indicator("rate", "rates")
    rows.case("a", {"payment": ("drg",), "population": ("women",)})
    rows.case("b", {"payment": ("drg",), "population": ("children",)})
    return rows


def told(rows: Rows, case_id: str, value: float, period: str | None = "2023", **given: Any) -> None:
    """A figure that an outcome of the case tells."""
    indicator = given.pop("indicator", "rate")
    rows.point(case_id, "outcome", rows.figure(case_id, indicator, value, period, **given))


def test_cases_with_the_same_tags_and_different_outcomes_are_told_with_both_figures(alike: Rows) -> None:
    told(alike, "a", 90.3, locator="3")
    told(alike, "b", 90.1, "2022", locator="2.4")
    assert outcomes(alike) == [("a", "b", "rate", 90.3, 90.1)]
    (row,) = records(differs.same_tags_other_outcomes(alike.connection, ["payment"]))
    assert (row["locator_a"], row["locator_b"]) == ("3", "2.4")
    assert (row["period_printed_a"], row["period_printed_b"]) == ("2023", "2022")
    assert (row["subject_en_a"], row["source_en_b"], row["group_reason_en"]) == ("a_en", "report_en", "rates_en")
    assert row["labels_zh"] == ["drg_zh"]


def test_cases_that_differ_in_one_chosen_dimension_are_left_out(alike: Rows) -> None:
    told(alike, "a", 90)
    told(alike, "b", 80)
    assert outcomes(alike, "payment", "population") == []


def test_a_dimension_empty_in_both_is_the_same_but_never_all_there_is(alike: Rows) -> None:
    told(alike, "a", 90)
    told(alike, "b", 80)
    assert len(outcomes(alike, "payment", "problem")) == 1
    assert outcomes(alike, "problem") == []


def test_equal_outcomes_are_no_difference(alike: Rows) -> None:
    told(alike, "a", 90)
    told(alike, "b", 90)
    assert outcomes(alike) == []


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        (("=", 90), ("=", 80), True),
        (("<", 50), ("=", 60), True),
        (("<", 50), ("=", 50), True),
        (("<=", 50), ("=", 50), False),
        (("<", 50), ("=", 40), False),
        ((">", 60), ("<", 50), True),
        ((">", 50), ("<=", 50), True),
        ((">=", 50), ("<=", 50), False),
        ((">", 10), (">", 30), False),
        (("~", 90), ("=", 10), False),
    ],
)
def test_bounds_differ_only_where_they_exclude_each_other(
    alike: Rows, one: tuple[str, float], other: tuple[str, float], different: bool
) -> None:
    told(alike, "a", one[1], qualifier=one[0])
    told(alike, "b", other[1], qualifier=other[0])
    assert bool(outcomes(alike)) is different


def test_only_the_newest_figure_of_a_subject_is_taken(alike: Rows) -> None:
    told(alike, "a", 70, "2019", subject="hospital")
    told(alike, "a", 90, "2023", subject="hospital")
    told(alike, "b", 80)
    assert outcomes(alike) == [("a", "b", "rate", 90, 80)]


def test_what_is_no_outcome_or_may_not_stand_side_by_side_is_left_out(alike: Rows) -> None:
    told(alike, "b", 80)
    alike.point("a", "problem", alike.figure("a", "rate", 90, "2023"))  # told of the problem
    alike.figure("a", "rate", 91, "2023")  # told by no point
    told(alike, "a", 92, kind="target")
    told(alike, "a", 93, kind="change")  # the other's is a level
    told(alike, "a", 94, basis="derived")
    told(alike, "a", 1, indicator="alone")
    told(alike, "b", 2, indicator="alone")
    alike.group("counts", within_place=True)
    alike.indicator("visits", "counts")
    told(alike, "a", 1, indicator="visits")
    told(alike, "b", 2, indicator="visits")
    assert outcomes(alike) == []


def test_a_figure_told_by_two_outcomes_counts_once(alike: Rows) -> None:
    figure = alike.figure("a", "rate", 90, "2023")
    alike.point("a", "outcome", figure)
    alike.point("a", "outcome", figure)
    told(alike, "b", 80)
    assert len(outcomes(alike)) == 1


def test_branches_of_one_programme_can_be_alike_and_differ(alike: Rows) -> None:
    alike.case("branch", {"payment": ("drg",)}, part_of="a")
    told(alike, "a", 90)
    told(alike, "branch", 80)
    assert outcomes(alike) == [("a", "branch", "rate", 90, 80)]
