"""Which form a chart takes, and how its rows are named and ordered: both follow from the figures alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.charts.figures import COUNTED_UNITS, MOST_LINES, figures_chart, form_of, split_trends
from explorer.charts.marks import row_labels
from explorer.charts.targets import NO_TARGETS
from explorer.charts.theme import TAG_COLOURS
from explorer.i18n import LANGUAGES
from tests.unit.drawings import EN, drawn, dumbbell, encoded, marks, points, spread
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


# Which form


def figure_set(rows: Rows, *figures: tuple[Any, ...], unit: str = "percent", **given: Any) -> pd.DataFrame:
    for case_id, value, period in figures:
        rows.figure(case_id, "x", value, period, unit=unit, **given)
    return rows.compared("x")


@pytest.mark.parametrize("unit", sorted(COUNTED_UNITS))
def test_exact_counts_of_one_period_are_bars(rows: Rows, unit: str) -> None:
    assert form_of(figure_set(rows, ("a", 5, "2023"), ("b", 0, "2022"), unit=unit)) == "bar"


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"unit": "percent"}, id="a rate"),
        pytest.param({"unit": "visits", "qualifier": "~"}, id="approximate"),
        pytest.param({"unit": "visits", "qualifier": ">"}, id="a bound"),
        pytest.param({"unit": "visits", "basis": "derived"}, id="derived"),
    ],
)
def test_what_does_not_count_from_zero_exactly_is_a_dot(rows: Rows, given: dict[str, str]) -> None:
    assert form_of(figure_set(rows, ("a", 5, "2023"), **given)) == "dot"


def test_one_figure_below_zero_makes_dots(rows: Rows) -> None:
    assert form_of(figure_set(rows, ("a", 5, "2023"), ("b", -5, "2023"), unit="visits")) == "dot"


def test_two_dates_of_one_thing_make_a_dumbbell(rows: Rows) -> None:
    assert form_of(figure_set(rows, ("a", 5, "2020"), ("a", 6, "2023"))) == "dumbbell"
    assert form_of(figure_set(rows, ("b", 5, "2023"))) == "dumbbell"


def test_two_dates_of_two_things_or_a_missing_date_make_none(rows: Rows) -> None:
    assert form_of(figure_set(rows, ("a", 5, "2020"), ("b", 6, "2023"), ("b", 7, None))) == "dot"


def test_three_dates_of_everything_make_lines(rows: Rows) -> None:
    assert form_of(figure_set(rows, *(("a", year, str(year)) for year in (2019, 2020, 2021)))) == "line"


@pytest.mark.parametrize("other", [("b", 5, "2020"), ("a", 5, None)], ids=["one date", "no date"])
def test_one_figure_outside_the_trends_makes_a_dumbbell_of_all(rows: Rows, other: tuple[Any, ...]) -> None:
    trend = [("a", year, str(year)) for year in (2019, 2020, 2021)]
    figures = figure_set(rows, *trend, other)
    assert form_of(figures) == "dumbbell"
    trends, rest = split_trends(figures)
    assert set(trends["observation_id"]) | set(rest["observation_id"]) == set(figures["observation_id"])
    assert (len(trends), len(rest)) == (3, 1)
    assert form_of(trends) == "line"


def test_more_lines_than_can_be_told_apart_are_dumbbells(rows: Rows) -> None:
    for number in range(MOST_LINES + 1):
        for year in (2019, 2020, 2021):
            rows.figure(f"c{number}", "x", number, str(year))
    figures = rows.compared("x")
    assert form_of(figures) == "dumbbell"
    assert split_trends(figures)[0].empty
    assert form_of(figures[figures["case_id"] != "c0"]) == "line"


# Rows


@st.composite
def figure_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Figures of few cases, places, subjects and indicators, so that everything collides with everything."""
    found = []
    for _ in range(draw(st.integers(1, 8))):
        case_id = draw(st.sampled_from("abc"))
        place = {"a": "east", "b": "east", "c": "west"}[case_id]
        subject = draw(st.sampled_from([place, "staff", "patients"]))
        row = {
            "case_id": case_id,
            "case_category": {"a": "alliance", "b": "alliance", "c": "context"}[case_id],
            "indicator_id": draw(st.sampled_from(["rate", "share"])),
            "period_printed": draw(st.sampled_from([None, "2020", "2023"])),
        }
        for language in LANGUAGES:
            row |= {f"case_{language}": f"case {case_id}", f"place_{language}": place}
            row |= {f"subject_{language}": subject, f"indicator_{language}": row["indicator_id"]}
        found.append(row)
    return found


@given(figure_rows())
@settings(deadline=None, max_examples=300)
def test_a_row_never_holds_figures_of_two_things_that_look_alike(found: list[dict[str, Any]]) -> None:
    things: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for label, row in zip(row_labels(found, EN), found, strict=True):
        # Within a row the shape tells indicators apart.
        things.setdefault((label, row["indicator_id"]), set()).add((row["case_id"], row["subject_en"]))
    assert all(len(of_one_look) == 1 for of_one_look in things.values())


@given(figure_rows())
@settings(deadline=None)
def test_indicators_of_one_subject_and_period_stand_in_rows_of_their_own(found: list[dict[str, Any]]) -> None:
    labels = {}
    for label, row in zip(row_labels(found, EN), found, strict=True):
        key = (row["case_id"], row["subject_en"], row["period_printed"], label)
        assert labels.setdefault(key, row["indicator_id"]) == row["indicator_id"]


def test_a_row_is_named_by_its_place_alone_where_that_is_enough() -> None:
    assert {row["row"] for row in points(drawn(dumbbell, EN))} == {"a_en", "b_en", "c_en"}


def test_two_cases_in_one_county_go_by_their_own_names(rows: Rows) -> None:
    for case_id in ("plus", "group"):
        rows.case(case_id, county_zh="秀洲区", county_en="Xiuzhou")
        rows.figure(case_id, "rate", 80, "2023")
    assert {row["row"] for row in points(figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict())} == {
        "plus_en",
        "group_en",
    }


def test_rows_go_from_the_highest_newest_figure_down_with_places_of_comparison_last(rows: Rows) -> None:
    rows.case("national", category="context", province=None)
    rows.case("high", category="context", province=None)
    rows.figure("fallen", "rate", 95, "2015")
    rows.figure("fallen", "rate", 60, "2023")
    rows.figure("risen", "rate", 50, "2015")
    rows.figure("risen", "rate", 70, "2023")
    rows.figure("undated", "rate", 65, None)
    rows.figure("national", "rate", 80, "2023")
    rows.figure("high", "rate", 90, "2023")
    order = encoded(figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict(), "y")
    assert (
        order["sort"] == order["scale"]["domain"] == ["risen_en", "undated_en", "fallen_en", "high_en", "national_en"]
    )


def test_a_chart_is_taller_the_more_rows_it_has(rows: Rows) -> None:
    rows.figure("a", "rate", 80, "2023")
    one = figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict()["height"]
    for number in range(9):
        rows.figure(f"c{number}", "rate", 80, "2023")
    assert figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict()["height"] > 5 * one / 2


def test_each_tag_has_its_cases_under_it_in_its_colour() -> None:
    spec = drawn(spread, EN)
    shown = sorted(points(spec), key=lambda row: row["line"])
    assert [(row["tag"], row["case_id"], row["colour"]) for row in shown] == [
        ("medical_group", "a", TAG_COLOURS["medical_group"]),
        ("medical_community", "b", TAG_COLOURS["medical_community"]),
        ("medical_community", "a", TAG_COLOURS["medical_community"]),
    ]


def test_each_point_of_a_spread_and_each_tags_name_has_a_line_of_its_own() -> None:
    [figures] = marks(drawn(spread, EN), "point")
    lines = figures["encoding"]["y"]["scale"]["domain"]
    assert lines == sorted(set(lines))
    assert len(lines) == 3 + 2
