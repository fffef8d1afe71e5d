"""Where a county stands: only figures of the same definition beside its numbers, and a reason for everything else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
import pytest

from explorer.exports.position import COLUMNS, position_data, position_table
from explorer.planner.goals import goal_of_closest, goals, opening_goal, seen_range
from explorer.planner.position import AMOUNTS, WhyNot, newest, standing
from explorer.planner.position_words import rule_words, standing_words, whose, why_not_words
from explorer.queries import records
from explorer.target_verdict import Verdict
from tests.unit.planner_counties import EN, MONITORED, ZH, county, published, stands
from tests.unit.rows import Rows, empty_database

PRIMARY = {"primary_rate": "within_county"}


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        published(rows)
        yield rows


def test_a_number_stands_beside_figures_of_its_own_definition_only(rows: Rows) -> None:
    position = stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"]
    assert set(position.figures["indicator_id"]) == {"county-visit-rate-monitored"}
    (apart,) = position.apart
    assert (apart.indicator["indicator_id"], apart.figures) == ("county-visit-rate", 1)
    assert apart.parts == ("numerator", "denominator", "population", "care")
    assert position.why_not is None


def test_the_newest_figure_of_each_place_decides_where_the_county_stands(rows: Rows) -> None:
    position = stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"]
    assert standing(position) == (1, 0, 2)  # 80 below; 85.5 and 95.25 above; the 70 of 2015 does not count
    assert sorted(position.figures[newest(position.figures)]["value"]) == [80.0, 85.5, 95.25]


def test_a_figure_without_a_date_counts_only_where_none_has_one(rows: Rows) -> None:
    rows.figure("low", "county-visit-rate-monitored", 99.0)
    rows.figure("undated", "county-visit-rate-monitored", 98.0)
    position = stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"]
    assert sorted(position.figures[newest(position.figures)]["value"]) == [80.0, 85.5, 95.25, 98.0]


def test_a_number_that_rounds_over_a_figure_is_not_told_apart_from_it(rows: Rows) -> None:
    position = stands(rows, county(MONITORED, county_visit_rate="85"))["county_visit_rate"]
    assert standing(position) == (1, 1, 1)  # 84.5 to 85.5 holds what 85.50 stands for


def test_a_bound_is_not_told_apart_from_what_it_leaves_open(rows: Rows) -> None:
    rows.figure("bound", "county-visit-rate-monitored", 82.0, "2019", qualifier=">", value_low=82.0, value_high=None)
    position = stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"]
    assert standing(position) == (1, 1, 2)


@pytest.mark.parametrize(("written", "verdict"), [("84.5", Verdict.not_reached), ("90.0", Verdict.reached)])
def test_a_target_of_the_same_definition_is_held_against_the_number_as_written(
    rows: Rows, written: str, verdict: Verdict
) -> None:
    position = stands(rows, county(MONITORED, county_visit_rate=written))["county_visit_rate"]
    (rule,) = position.rules
    assert (rule.target["target_id"], rule.verdict, rule.differs) == ("ninety", verdict, ())
    assert EN(f"targets.number.{verdict}") in rule_words(rule, position, EN).text


def test_a_target_of_another_definition_is_told_and_not_held_against_it(rows: Rows) -> None:
    position = stands(rows, county({"county_visit_rate": "documents"}, county_visit_rate="84.5"))["county_visit_rate"]
    (rule,) = position.rules
    assert rule.verdict is None
    assert "for reference only" in rule_words(rule, position, EN).text
    assert opening_goal(position) is not None
    assert not any(goal.is_target for goal in goals(position))


@pytest.mark.parametrize(
    ("definitions", "numbers", "why"),
    [
        ({}, {"county_visit_rate": "84.5"}, WhyNot.no_definition),
        ({}, {"referrals_up": "3000"}, WhyNot.within_place),
        (PRIMARY, {"primary_rate": "50"}, WhyNot.no_figure),
        ({}, {"township_centres": "18"}, WhyNot.no_indicator),
    ],
)
def test_what_cannot_be_compared_says_why(
    rows: Rows, definitions: dict[str, str], numbers: dict[str, str], why: WhyNot
) -> None:
    (position,) = stands(rows, county(definitions, **numbers)).values()
    assert position.why_not is why
    assert position.figures.empty
    for tr in (ZH, EN):
        assert len(why_not_words(position, tr)) == 1


def test_how_large_a_county_is_is_held_against_nothing(rows: Rows) -> None:
    assert stands(rows, county(**dict.fromkeys(AMOUNTS, "600000"))) == {}


def test_every_number_of_a_sentence_can_be_followed(rows: Rows) -> None:
    position = stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"]
    said = [standing_words(position, EN), rule_words(position.rules[0], position, EN), *why_not_words(position, EN)]
    for paragraph in said:
        assert all(run.origins for run in paragraph.runs if any(sign.isdigit() for sign in run.text)), paragraph.text
    assert "form:county_visit_rate" in said[0].origins
    assert "target:ninety" in said[1].origins


def test_targets_come_first_among_the_levels_to_reach_then_exact_figures_from_low_to_high(rows: Rows) -> None:
    rows.figure("about", "county-visit-rate-monitored", 88.0, "2019", qualifier="~", value_low=87.5, value_high=88.5)
    position = stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"]
    every = goals(position)
    assert [goal.rate.value for goal in every] == [Decimal(90), Decimal("80.00"), Decimal("85.50"), Decimal("95.25")]
    assert every[0].goal_id == "target:ninety"
    assert opening_goal(position) == every[0]


def test_without_a_target_the_nearest_figure_above_is_the_level_to_begin_with(rows: Rows) -> None:
    rows.group("fund")
    for case_id, value in (("a", 40.0), ("b", 60.5), ("c", 90.0)):
        rows.indicator("insurance-fund-within-county", "fund")
        rows.figure(case_id, "insurance-fund-within-county", value, "2019", value_low=value, value_high=value)
    for own, expected in (("50", "b"), ("95", "c"), ("60.5", "c")):
        position = stands(rows, county(fund_within_county=own))["fund_within_county"]
        goal = opening_goal(position)
        assert goal is not None
        assert goal.row["case_id"] == expected
    assert seen_range(position) == (Decimal(40), Decimal(90))
    closest = goal_of_closest(position, ["told", "b", "a"])
    assert closest is not None
    assert closest.row["case_id"] == "b"
    assert goal_of_closest(position, ["told"]) is None


def test_a_figure_is_told_by_its_county_or_else_by_its_subject(rows: Rows) -> None:
    rows.case("city", name_zh="某市体系", name_en="City system")
    rows.figure("city", "county-visit-rate-monitored", 77.0, "2020", subject="the city")
    rows.case("town", county_zh="某县", county_en="Some County")
    rows.figure("town", "county-visit-rate-monitored", 78.0, "2020", subject="its stays")
    told = {row["case_id"]: whose(EN, row) for row in records(rows.compared("county-visit-rate-monitored"))}
    assert (told["city"], told["town"], told["pilot"]) == ("the city_en", "Some County", "pilot_en")


@pytest.mark.parametrize("tr", [ZH, EN], ids=["zh", "en"])
def test_the_table_has_the_countys_number_the_target_and_every_figure(rows: Rows, tr: object) -> None:
    one = county(MONITORED, county_visit_rate="84.5")
    table = position_table(list(stands(rows, one).values()), one, tr)  # type: ignore[arg-type]
    assert len(table) == 1 + 1 + 4
    assert list(table.columns) == [tr(key) for key in COLUMNS]  # type: ignore[operator]
    assert table.iloc[0, 1] == "甲县"
    short = position_table(list(stands(rows, one).values()), one, tr, all_times=False)  # type: ignore[arg-type]
    assert len(short) == 1 + 1 + 3


def test_the_file_has_a_row_a_number_in_base_units_and_no_formula_runs(rows: Rows) -> None:
    one = county(MONITORED, county_visit_rate="84.5")
    hostile = type(one)("=cmd()", one.numbers, one.definitions)
    text = position_data(list(stands(rows, hostile).values()), hostile, EN).csv().decode("utf-8")
    lines = text.splitlines()
    assert text.startswith("\ufefffield_id,observation_id,target_id,case_id,indicator_id")
    assert lines[1].startswith("county_visit_rate,,,,county-visit-rate-monitored,exactly,84.5,%")
    assert "'=cmd()" in lines[1]
    assert lines[2].startswith("county_visit_rate,,ninety,,county-visit-rate-monitored,at least,90,%")
    assert len(lines) == 7


def test_no_figures_have_no_newest() -> None:
    assert newest(pd.DataFrame()).empty
