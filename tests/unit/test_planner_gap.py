"""What a rate means in visits, admissions and money, against the same arithmetic done by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.county import County
from explorer.planner.gap import (
    QUANTITY_OF,
    Assumption,
    Change,
    Lack,
    PerPerson,
    change,
    entered_per_person,
    national_visits_per_resident,
    quantity_of,
    rate_to_reach,
)
from explorer.planner.gap_words import amount_words, arithmetic_lines, assumption_lines, lack_words
from tests.unit.planner_counties import EN, MONITORED, ZH, county

SIX = {"visits": entered_per_person("visits", Decimal(6))}
NINETY = rate_to_reach(Decimal(90), "target:ninety")


def reckon(
    one: County, field_id: str = "county_visit_rate", goal: str = "90", each: dict[str, PerPerson] = SIX
) -> Change:
    found = change(one, field_id, rate_to_reach(Decimal(goal), "target:ninety"), each)
    assert isinstance(found, Change)
    return found


def test_the_gap_is_the_visits_times_the_difference_of_the_rates() -> None:
    found = reckon(county(MONITORED, population="600000", county_visit_rate="85.0"))
    # 600,000 × 6 × (90 − 84.95…85.05) / 100
    assert (found.more.low, found.more.high) == (Fraction(178_200), Fraction(181_800))
    assert (found.kept_then.low, found.kept_then.high) == (3_240_000, 3_240_000)
    assert (found.kept_now.low, found.kept_now.high) == (3_058_200, 3_061_800)


@settings(deadline=None)
@given(st.integers(10_000, 2_000_000), st.integers(4_000, 9_900), st.integers(4_000, 9_900), st.integers(1, 20))
def test_the_arithmetic_agrees_with_plain_fractions(people: int, now: int, goal: int, each: int) -> None:
    one = county(MONITORED, population=str(people), county_visit_rate=str(Decimal(now) / 100))
    found = reckon(one, goal=str(Decimal(goal) / 100), each={"visits": entered_per_person("visits", Decimal(each))})
    step = Fraction(1, 10 ** max(0, -int(one.numbers["county_visit_rate"].value.as_tuple().exponent)))
    visits, low, high = people * each, Fraction(now, 100) - step / 2, Fraction(now, 100) + step / 2
    assert found.more.low == visits * (Fraction(goal, 100) - high) / 100
    assert found.more.high == visits * (Fraction(goal, 100) - low) / 100
    assert found.is_reached == (found.more.high <= 0)
    assert found.is_within_rounding == (found.more.low <= 0 < found.more.high)


def test_an_amount_in_the_form_goes_before_any_coefficient() -> None:
    found = reckon(county(MONITORED, population="600000", visits="1000000", county_visit_rate="85.0"))
    assert found.quantity.origins == ("form:visits",)
    assert found.quantity.per_person is None
    assert Assumption.per_person not in found.assumptions
    assert found.kept_then.low == 900_000


@pytest.mark.parametrize(("now", "kept"), [("0", (0, 18_000)), ("100", (3_582_000, 3_600_000))])
def test_no_rate_keeps_less_than_nothing_or_more_than_everything(now: str, kept: tuple[int, int]) -> None:
    found = reckon(county(MONITORED, population="600000", county_visit_rate=now))
    assert (found.kept_now.low, found.kept_now.high) == kept


def test_everything_that_a_result_rests_on_is_named() -> None:
    found = reckon(county(MONITORED, population="600000", county_visit_rate="85.0"))
    assert set(found.origins) == {
        "form:population",
        "setting:per_person.visits",
        "form:county_visit_rate",
        "target:ninety",
    }


def test_a_share_of_the_visits_within_the_county_needs_the_county_rate_and_is_of_those_visits() -> None:
    primary = {"primary_rate": "within_county"}
    lacking = change(county(primary, population="600000", primary_rate="50"), "primary_rate", NINETY, SIX)
    assert lacking is Lack.no_county_rate
    one = county(primary | MONITORED, population="600000", primary_rate="50", county_visit_rate="80.0")
    found = reckon(one, "primary_rate", "60")
    visits = 3_600_000
    assert found.more.low == visits * Fraction(7995, 10_000) * (60 - Fraction("50.5")) / 100
    assert found.more.high == visits * Fraction(8005, 10_000) * (60 - Fraction("49.5")) / 100


def test_a_scenario_moves_both_rates_at_once() -> None:
    definitions = MONITORED | {"primary_rate": "within_county"}
    one = county(definitions, visits="1000", primary_rate="50.00", county_visit_rate="80.00")
    then = rate_to_reach(Decimal(90), "setting:scenario.1.county_visit_rate")
    found = change(one, "primary_rate", rate_to_reach(Decimal(60), "setting:scenario.1.primary_rate"), {}, then)
    assert isinstance(found, Change)
    assert found.kept_then.low == found.kept_then.high == 540
    assert "setting:scenario.1.county_visit_rate" in found.origins


@pytest.mark.parametrize(
    ("definitions", "numbers", "field_id", "lack"),
    [
        (MONITORED, {"county_visit_rate": "80"}, "county_visit_rate", Lack.no_amount),
        (MONITORED, {"county_visit_rate": "80", "visits": "10"}, "primary_rate", Lack.no_rate),
        ({}, {"county_visit_rate": "80", "visits": "10"}, "county_visit_rate", Lack.no_definition),
        ({"primary_rate": "documents"}, {"primary_rate": "50", "visits": "10"}, "primary_rate", Lack.undefined),
        ({}, {"admissions_within_county": "80", "population": "10"}, "admissions_within_county", Lack.no_amount),
    ],
)
def test_what_cannot_be_reckoned_says_what_is_missing(
    definitions: dict[str, str], numbers: dict[str, str], field_id: str, lack: Lack
) -> None:
    assert change(county(definitions, **numbers), field_id, NINETY, SIX) is lack
    for tr in (ZH, EN):
        assert lack_words(tr, field_id, lack).text


def test_no_rate_of_a_county_with_nothing_filled_in_can_be_reckoned() -> None:
    assert {change(County("x"), field_id, NINETY, SIX) for field_id in QUANTITY_OF} == {Lack.no_rate}
    assert quantity_of(County("x"), "visits", SIX) is None


def test_the_lines_show_every_operand_and_each_can_be_followed() -> None:
    one = county(MONITORED, population="600000", county_visit_rate="85.0")
    found = reckon(one)
    lines = arithmetic_lines(EN, one, found)
    assert [line.text for line in lines] == [
        "Residents’ visits in a year: 600,000 persons × 6 visits per person = 3,600,000 visits.",
        "Now: 3,600,000 visits × 85.0% = about 3,060,000 visits (3,058,000 to 3,062,000).",
        "Then: 3,600,000 visits × 90% = 3,240,000 visits.",
        "Difference: 3,600,000 visits × (90% − 85.0%) = about 180,000 visits (178,000 to 182,000).",
    ]
    assert all(run.origins for line in lines for run in line.runs if any(sign.isdigit() for sign in run.text))
    assert {line.text for line in assumption_lines(EN, found)} == {
        EN("gap.assume.same_amount"),
        EN("gap.assume.per_person"),
        EN("gap.assume.common_diseases"),
    }


def test_a_level_that_is_reached_needs_nothing_more_and_a_minus_is_a_minus() -> None:
    found = reckon(county(MONITORED, population="600000", county_visit_rate="95.0"))
    assert found.is_reached
    assert not found.is_within_rounding
    assert amount_words(EN, found.more, "visits").text == "about −180,000 visits (−182,000 to −178,000)"


def test_chinese_writes_an_amount_and_its_ends_in_one_unit() -> None:
    found = reckon(county(MONITORED, population="600000", county_visit_rate="85.0"))
    assert amount_words(ZH, found.more, "visits").text == "约 18.0万人次（17.8万—18.2万）"


def test_the_countrys_visits_per_resident_are_three_published_figures_divided() -> None:
    figures = [
        {"observation_id": "v", "value": 9.55e9, "value_low": 9.545e9, "value_high": 9.555e9},
        {"observation_id": "o", "value": 296_970_000.0, "value_low": 296_965_000.0, "value_high": 296_975_000.0},
        {"observation_id": "s", "value": 21.1, "value_low": 21.05, "value_high": 21.15},
    ]
    each = national_visits_per_resident(figures)
    assert each is not None
    assert each.value == Decimal("6.785")
    assert each.origins == ("observation:v", "observation:o", "observation:s")
    assert each.stands_for.low == Fraction(9_545_000_000) / (Fraction(296_975_000) / Fraction("0.2105"))
    assert each.stands_for.high == Fraction(9_555_000_000) / (Fraction(296_965_000) / Fraction("0.2115"))
    assert national_visits_per_resident(figures[:2]) is None
