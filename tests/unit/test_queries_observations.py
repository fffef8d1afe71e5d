"""Questions about figures, each asked of the smallest database that shows what it answers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.queries import observations, records
from tests.unit.rows import Rows, empty_database

NAMES = {
    *("case_zh", "case_en", "place_zh", "place_en", "case_category", "indicator_zh", "indicator_en"),
    *("definition_zh", "definition_en", "definition_note_zh", "definition_note_en", "group_id"),
    *("source_zh", "source_en", "source_kind"),
}
"""What every answer says of a figure beside the columns of its table."""


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def ids(frame: pd.DataFrame) -> list[str]:
    return list(frame["observation_id"])


# Of one case


def test_a_cases_figures_come_by_codebook_then_subject_then_period_with_undated_last(rows: Rows) -> None:
    rows.indicator("second")
    rows.put("indicators", "first", indicator_id="first", comparability_group="standing-alone", position=0)
    rows.put("indicators", "third", indicator_id="third", comparability_group="standing-alone", position=9)
    for name, indicator, period in (
        ("5", "third", "2020"),
        ("3", "first", None),
        ("2", "first", "2023"),
        ("1", "first", "2021/2022"),
    ):
        rows.figure("a", indicator, 1, period, observation_id=name)
    rows.figure("a", "first", 1, "2019", subject="b", observation_id="4")
    rows.figure("b", "first", 1, "2020")  # left out: another case
    assert ids(observations.observations_of_case(rows.connection, "a")) == ["1", "2", "3", "4", "5"]


def test_every_figure_names_its_case_place_indicator_definition_and_source_in_both_languages(rows: Rows) -> None:
    rows.case("a", name_zh="某县医共体", name_en="A community", county_zh="某县", county_en="A County")
    rows.indicator("rate", "visit-rates", name_zh="就诊率", definition_note_en="counts emergencies too")
    rows.figure("a", "rate", 90.5, "2023")
    frame = observations.observations_of_case(rows.connection, "a")
    assert set(frame.columns) >= NAMES
    figure = records(frame)[0]
    assert (figure["case_zh"], figure["place_zh"], figure["place_en"]) == ("某县医共体", "某县", "A County")
    assert (figure["indicator_zh"], figure["group_id"]) == ("就诊率", "visit-rates")
    assert (figure["definition_note_zh"], figure["definition_note_en"]) == (None, "counts emergencies too")
    assert (figure["value"], figure["decimals"], figure["period_printed"]) == (90.5, 1, "2023")


def test_a_case_without_a_county_is_its_own_place(rows: Rows) -> None:
    rows.case("hospital", name_zh="某医院", name_en="A hospital")
    rows.figure("hospital", "rate", 1)
    figure = records(observations.observations_of_case(rows.connection, "hospital"))[0]
    assert (figure["place_zh"], figure["place_en"]) == ("某医院", "A hospital")


def test_missing_stays_missing(rows: Rows) -> None:
    rows.figure("a", "rate", 1)
    figure = records(observations.observations_of_case(rows.connection, "a"))[0]
    missing = ("period_start", "period_end", "period_printed", "formula", "locator", "note_zh")
    assert [figure[name] for name in missing] == [None] * len(missing)


def test_figures_asked_by_id_come_in_the_order_asked(rows: Rows) -> None:
    for name in ("x", "y", "z"):
        rows.figure("a", "rate", 1, observation_id=name)
    assert ids(observations.observations_by_id(rows.connection, ["z", "x", "unknown"])) == ["z", "x"]


def test_a_card_shows_its_cases_headline_figures_in_their_order(rows: Rows) -> None:
    for case_id in ("b", "a", "c"):
        rows.case(case_id)
    for case_id in ("a", "b", "c"):
        rows.figure(case_id, "rate", 1, observation_id=f"{case_id}-1")
        rows.figure(case_id, "rate", 2, observation_id=f"{case_id}-2")
    # c has a headline and is left out: not asked for.
    headlines = [("a", 1, "a-1"), ("a", 0, "a-2"), ("b", 0, "b-1"), ("c", 0, "c-1")]
    for case_id, position, figure in headlines:
        rows.put("case_headlines", figure, case_id=case_id, position=position, observation_id=figure)
    assert ids(observations.headline_figures(rows.connection, ["a", "b"])) == ["b-1", "a-2", "a-1"]


# Before and after


def test_before_and_after_is_one_thing_from_one_source_at_two_dated_times(rows: Rows) -> None:
    rows.figure("a", "rate", 80, "2015", observation_id="before")
    rows.figure("a", "rate", 90, "2020", observation_id="after")
    found = observations.before_and_after(rows.connection, "a")
    assert ids(found) == ["before", "after"]
    assert set(found.columns) >= NAMES


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"period": None}, id="undated"),
        pytest.param({"period": "2015"}, id="same period"),
        pytest.param({"period": "2020", "subject": "someone else"}, id="another subject"),
        pytest.param({"period": "2020", "source_id": "another"}, id="another source"),
        pytest.param({"period": "2020", "kind": "target"}, id="a target"),
        pytest.param({"period": "2020", "kind": "change"}, id="a change"),
        pytest.param({"period": "2020", "basis": "derived"}, id="derived"),
        pytest.param({"period": "2020", "indicator_id": "count"}, id="another indicator"),
        pytest.param({"period": "2020", "case_id": "b"}, id="another case"),
    ],
)
def test_it_is_no_before_and_after_where_the_second_figure_is(rows: Rows, other: dict[str, str]) -> None:
    rows.figure("a", "rate", 80, "2015", subject="a")
    figure = {"case_id": "a", "indicator_id": "rate", "subject": "a"} | other
    case_id, indicator_id = figure.pop("case_id"), figure.pop("indicator_id")
    rows.figure(case_id, indicator_id, 90, **figure)
    assert observations.before_and_after(rows.connection, "a").empty


def test_an_undated_figure_beside_two_dated_ones_is_left_out(rows: Rows) -> None:
    rows.figure("a", "rate", 80, "2015", observation_id="before")
    rows.figure("a", "rate", 85, None)  # left out: nobody knows when
    rows.figure("a", "rate", 90, "2020", observation_id="after")
    assert ids(observations.before_and_after(rows.connection, "a")) == ["before", "after"]


# Across cases


@pytest.fixture
def compared(rows: Rows) -> Rows:
    """Two indicators, two cases and a place, entered in another order than they are to be shown."""
    rows.indicator("primary", "rates")
    rows.indicator("county", "rates")
    for case_id in ("b", "a"):
        rows.case(case_id)
    rows.case("national", category="context", province=None)
    rows.figure("national", "primary", 50, "2022", observation_id="national")
    rows.figure("a", "county", 90, "2023", observation_id="a-county")
    rows.figure("a", "primary", 65, None, observation_id="a-undated")
    rows.figure("a", "primary", 60, "2023", observation_id="a-2023")
    rows.figure("a", "primary", 55, "2021", observation_id="a-2021")
    rows.figure("b", "primary", 70, "2023", observation_id="b-2023")
    rows.figure("b", "primary", 75, "2025", kind="target")  # left out: what the case aims at
    rows.figure("b", "other", 1, "2023")  # left out: another indicator
    return rows


def test_a_comparison_goes_by_indicator_case_and_period_and_leaves_targets_out(compared: Rows) -> None:
    assert ids(observations.comparison(compared.connection, ["county", "primary"])) == [
        *("b-2023", "a-2021", "a-2023", "a-undated", "national", "a-county"),
    ]


def test_a_comparison_keeps_to_the_cases_asked_for(compared: Rows) -> None:
    assert ids(observations.comparison(compared.connection, ["primary"], ["b", "national"])) == ["b-2023", "national"]


def test_figures_alike_in_every_respect_stand_as_authored(rows: Rows) -> None:
    rows.case("a", {"alliance_model": ("group",)})
    authored = [3, 1, 4, 2, 5, 0]
    for position in authored:
        rows.figure("a", "rate", position, "2020", observation_id=f"{position}", position=position)
        rows.figure("a", "share", position, subject=f"s{position}", observation_id=f"s{position}", position=position)
    rows.figure("a", "rate", 9, "2021", observation_id="9", position=9)
    in_order = [f"{position}" for position in sorted(authored)]
    assert ids(observations.comparison(rows.connection, ["rate"])) == [*in_order, "9"]
    assert ids(observations.before_and_after(rows.connection, "a")) == [*in_order, "9"]
    of_tag = observations.by_tag(rows.connection, ["share"], "alliance_model")
    assert ids(of_tag) == [f"s{name}" for name in in_order]


def test_an_indicator_can_be_chosen_where_it_has_figures_other_than_targets(rows: Rows) -> None:
    rows.tag("theme", "cost")
    rows.tag("theme", "access")
    rows.group("rates", family="primary-care")
    rows.indicator("late", theme="access")
    rows.indicator("early", "rates", theme="cost")
    rows.indicator("later", theme="access", unit="visits")
    rows.indicator("aim")
    rows.indicator("silent")  # left out: no figure
    rows.figure("a", "early", 1, "2020")
    rows.figure("a", "early", 1, "2021")
    rows.figure("b", "early", 1, "2021")
    rows.figure("b", "late", 1)
    rows.figure("b", "later", 1)
    rows.figure("b", "later", 2, kind="target")  # left out of the count
    rows.figure("b", "aim", 1, kind="target")  # left out with its indicator: nothing but a target
    found = observations.indicator_choices(rows.connection)
    assert list(found["indicator_id"]) == ["early", "late", "later"]
    assert list(zip(found["cases"], found["figures"], strict=True)) == [(2, 3), (1, 1), (1, 1)]
    first = records(found)[0]
    assert (first["group_id"], first["family"], first["unit"]) == ("rates", "primary-care", "percent")
    assert records(found)[1]["family"] is None


def test_the_comparability_groups_come_with_their_reasons(rows: Rows) -> None:
    rows.group("b", reason_en="one denominator")
    rows.group("a", target_note_en="the target counts otherwise")
    found = records(observations.comparability_groups(rows.connection))
    assert [row["group_id"] for row in found] == ["a", "b"]
    assert found[0]["target_note_en"] == "the target counts otherwise"
    assert (found[1]["reason_en"], found[1]["target_note_en"]) == ("one denominator", None)


def test_a_groups_indicators_are_those_with_figures_in_codebook_order(rows: Rows) -> None:
    for indicator_id in ("second", "first"):
        rows.indicator(indicator_id, "rates", position={"first": 1, "second": 2}[indicator_id])
    rows.indicator("silent", "rates")  # left out: no figure
    rows.indicator("elsewhere", "counts")  # left out: another group
    for indicator_id in ("second", "second", "first", "elsewhere"):
        rows.figure("a", indicator_id, 1)
    found = observations.indicators_of_groups(rows.connection, ["rates"])
    assert list(found["indicator_id"]) == ["first", "second"]
    assert list(found.columns) == ["indicator_id", "group_id"]


# By tag


def test_by_tag_takes_the_latest_period_of_each_case_once_for_every_tag(rows: Rows) -> None:
    for tag in ("group", "community"):
        rows.tag("alliance_model", tag)
    rows.case("both", {"alliance_model": ("community", "group")})
    rows.case("one", {"alliance_model": ("community",)})
    rows.case("none")  # left out: no model
    rows.case("place", {"alliance_model": ("group",)}, category="context")  # left out: not a case
    rows.figure("both", "rate", 1, "2020")  # left out: older
    rows.figure("both", "rate", 2, "2023", observation_id="both")
    rows.figure("both", "rate", 3)  # left out: undated where a dated one is there
    rows.figure("one", "rate", 4, observation_id="undated")
    rows.figure("one", "rate", 5, "2025", kind="target")  # left out: what the case aims at
    rows.figure("one", "other", 6, "2025")  # left out: another indicator
    for case_id in ("none", "place"):
        rows.figure(case_id, "rate", 7, "2023")
    found = observations.by_tag(rows.connection, ["rate"], "alliance_model")
    assert list(zip(found["tag"], found["observation_id"], strict=True)) == [
        ("group", "both"),
        ("community", "both"),
        ("community", "undated"),
    ]
    assert set(found.columns) >= {*NAMES, "tag", "label_zh", "label_en"}
    assert records(found)[0]["label_zh"] == "group_zh"


def test_by_tag_each_subject_of_a_case_has_its_own_latest_figure(rows: Rows) -> None:
    rows.case("a", {"integration_type": ("service",)})
    rows.figure("a", "rate", 1, "2020", subject="staff", observation_id="staff")
    rows.figure("a", "rate", 2, "2023", subject="patients", observation_id="patients")
    found = observations.by_tag(rows.connection, ["rate"], "integration_type")
    assert ids(found) == ["staff", "patients"]


PERIODS = st.none() | st.sampled_from(["2019", "2020", "2020-06", "2021/2023", "2023"])


@given(st.lists(st.tuples(st.sampled_from("abc"), PERIODS), min_size=1, max_size=8))
@settings(deadline=None, max_examples=25)
def test_the_latest_figures_are_those_of_a_second_computation(figures: list[tuple[str, str | None]]) -> None:
    with empty_database() as rows:
        for case_id in "abc":
            rows.case(case_id, {"alliance_model": ("group",)})
        for number, (case_id, period) in enumerate(figures):
            rows.figure(case_id, "rate", number, period)
        found = observations.by_tag(rows.connection, ["rate"], "alliance_model")

    def end(period: str | None) -> str:
        last = (period or "").rpartition("/")[2]
        return last + "-99" if len(last) == 4 else last

    latest = {}
    for number, (case_id, period) in enumerate(figures):
        if case_id not in latest or end(period) >= end(figures[latest[case_id]][1]):
            latest[case_id] = number
    assert dict(zip(found["case_id"], found["value"], strict=True)) == latest


def test_empty_lists_give_no_rows_and_keep_their_columns(compared: Rows) -> None:
    connection = compared.connection
    for answer in (
        observations.observations_of_case(connection, "nowhere"),
        observations.observations_by_id(connection, []),
        observations.headline_figures(connection, []),
        observations.before_and_after(connection, "nowhere"),
        observations.comparison(connection, []),
        observations.comparison(connection, ["primary"], []),
        observations.by_tag(connection, [], "alliance_model"),
        observations.by_tag(connection, ["primary"], "unknown-dimension"),
    ):
        assert answer.empty
        assert set(answer.columns) >= NAMES
    assert observations.indicators_of_groups(connection, []).empty


def test_dates_come_as_dates_and_values_as_numbers(compared: Rows) -> None:
    frame = observations.comparison(compared.connection, ["primary"])
    assert pd.api.types.is_datetime64_any_dtype(frame["period_end"])
    assert pd.api.types.is_float_dtype(frame["value"])


def test_by_group_takes_the_latest_of_each_member_once_for_every_group_that_holds_it(rows: Rows) -> None:
    rows.figure("a", "rate", 60, "2017")  # left out: not the latest
    rows.figure("a", "rate", 90, "2023")
    rows.case("pilot", category="context")
    rows.figure("pilot", "rate", 70, "2019")  # a place may be in a group, though it has no tags
    rows.figure("b", "rate", 50, "2020")  # left out: in no group
    groups = ["near a city: 甲", "islands"]
    found = observations.by_group(rows.connection, ["rate"], groups, [["pilot", "a"], ["a"]])
    assert [(row["tag"], row["case_id"], row["value"]) for row in records(found)] == [
        ("near a city: 甲", "a", 90),
        ("near a city: 甲", "pilot", 70),
        ("islands", "a", 90),
    ]
    assert list(found["label_zh"]) == list(found["label_en"]) == list(found["tag"])
