"""Scenarios: sliders stop at what has been published, and what the rates would mean is arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from explorer.exports.scenarios import scenarios_data, scenarios_table
from explorer.planner.gap import Change, Lack, entered_per_person
from explorer.planner.scenario import Kind, Scenario, outcomes, slider_of
from explorer.planner.scenario_words import lacks
from tests.unit.planner_counties import EN, MONITORED, ZH, county, published, stands
from tests.unit.rows import Rows, empty_database

EACH = {"visits": entered_per_person("visits", Decimal(6))}


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        published(rows)
        yield rows


def test_a_slider_stops_at_the_lowest_and_highest_published_figure(rows: Rows) -> None:
    slider = slider_of(stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"])
    assert slider is not None
    assert slider.seen == (Decimal("70"), Decimal("95.25"))
    assert (slider.low, slider.high) == (Decimal("70.0"), Decimal("95.3"))


def test_the_countys_own_number_is_never_outside_its_slider(rows: Rows) -> None:
    slider = slider_of(stands(rows, county(MONITORED, county_visit_rate="99.76"))["county_visit_rate"])
    assert slider is not None
    assert slider.high == Decimal("99.8")


def test_a_scenario_begins_at_the_target_the_closest_case_or_halfway(rows: Rows) -> None:
    position = stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"]
    slider = slider_of(position, ["told", "high"])
    assert slider is not None
    assert slider.opening == {Kind.target: 90, Kind.closest: Decimal("95.25"), Kind.halfway: Decimal("87.25")}
    alone = slider_of(position)
    assert alone is not None
    assert alone.opening[Kind.closest] == Decimal("84.5")


def test_what_is_reached_already_is_not_given_up_again(rows: Rows) -> None:
    slider = slider_of(stands(rows, county(MONITORED, county_visit_rate="93.5"))["county_visit_rate"])
    assert slider is not None
    assert set(slider.opening.values()) == {Decimal("93.5")}


def test_a_target_beyond_everything_published_is_held_at_the_end_of_the_slider(rows: Rows) -> None:
    rows.target("all", "county-visit-rate-monitored", 99.0, "2030")
    slider = slider_of(stands(rows, county(MONITORED, county_visit_rate="84.5"))["county_visit_rate"])
    assert slider is not None
    assert slider.opening[Kind.target] == Decimal("95.3")


def test_nothing_published_leaves_nothing_to_slide_along(rows: Rows) -> None:
    one = county({"primary_rate": "within_county"}, primary_rate="50")
    assert slider_of(stands(rows, one)["primary_rate"]) is None


def scenario(rows: Rows, rate: str, name: str = "Bold") -> tuple[Scenario, list[object]]:
    one = county(MONITORED, population="1000", county_visit_rate="84.5")
    rates = {"county_visit_rate": Decimal(rate)}
    return Scenario(1, name, rates, outcomes(one, 1, rates, EACH)), [stands(rows, one)["county_visit_rate"]]


def test_the_table_tells_the_rate_what_it_keeps_and_the_difference(rows: Rows) -> None:
    more, positions = scenario(rows, "90.0")
    less, _ = scenario(rows, "80.0", "Timid")
    table = scenarios_table(positions, [more, less], EN)  # type: ignore[arg-type]
    assert list(table["Bold"]) == ["90.0%", "5,400 visits", "about 330 visits (327 to 333) more"]
    assert list(table["Timid"]) == ["80.0%", "4,800 visits", "about 270 visits (267 to 273) less"]
    assert list(table["My county now"])[:2] == ["84.5%", "about 5,070 visits (5,067 to 5,073)"]


def test_two_scenarios_of_one_name_keep_a_column_each(rows: Rows) -> None:
    one, positions = scenario(rows, "90.0")
    table = scenarios_table(positions, [one, one], ZH)  # type: ignore[arg-type]
    assert len(set(table.columns)) == 5


def test_a_rate_that_cannot_be_reckoned_keeps_its_row_and_says_what_is_missing(rows: Rows) -> None:
    one = county(MONITORED, county_visit_rate="84.5")
    rates = {"county_visit_rate": Decimal("90.0")}
    made = Scenario(1, "Bold", rates, outcomes(one, 1, rates, EACH))
    assert made.outcomes == {"county_visit_rate": Lack.no_amount}
    assert len(scenarios_table([stands(rows, one)["county_visit_rate"]], [made], EN)) == 1
    (said,) = lacks([made, made], EN)
    assert "missing" in said


def test_the_file_has_both_ends_of_every_amount(rows: Rows) -> None:
    made, _ = scenario(rows, "90.0", "=1+1")
    assert isinstance(made.outcomes["county_visit_rate"], Change)
    table = scenarios_data([made], EN)
    assert [column.id for column in table.columns[-6:]] == [
        *("now_low", "now_high", "then_low", "then_high", "more_low", "more_high")
    ]
    _, row = table.csv().decode("utf-8").splitlines()
    rate = EN("county.county_visit_rate")
    assert row == f"'=1+1,county_visit_rate,{rate},84.5,90.0,visits,5067,5073,5400,5400,327,333"
