"""The axis that figures are read against."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.charts.figures import figures_chart
from explorer.charts.marks import LEAST_PERCENT_SPAN, extent, ticks
from explorer.charts.targets import NO_TARGETS
from explorer.i18n import Translator
from tests.unit.drawings import EN, ZH, Draw, by_name, dot, drawn, dumbbell, encoded, line, spread
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


VALUES = st.lists(st.integers(-(10**11), 10**11).map(lambda number: number / 100), min_size=1, max_size=6)
"""Rates and counts, with two decimals."""


@given(VALUES, st.sampled_from(["percent", "visits"]))
@settings(deadline=None)
def test_ticks_are_round_few_and_inside_the_range(values: list[float], unit: str) -> None:
    low, high = extent(values, unit)
    found = ticks(low, high)
    assert 2 <= len(found) <= 5
    step = found[1] - found[0]
    slack = step / 1000
    assert found[0] >= low - slack
    assert found[-1] <= high + slack
    for tick in found:
        assert math.isclose(tick / step, round(tick / step), abs_tol=1e-3)
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - round_one) for round_one in (1, 2, 2.5, 5, 10)) < 1e-3


@given(VALUES, st.sampled_from(["percent", "visits"]))
@settings(deadline=None)
def test_an_axis_shows_every_value_and_never_makes_a_hair_a_gulf(values: list[float], unit: str) -> None:
    low, high = extent(values, unit)
    slack = max(abs(low), abs(high)) * 1e-9
    assert low <= min(values) + slack
    assert high >= max(values) - slack
    assert high - low >= (LEAST_PERCENT_SPAN if unit == "percent" else max(values) * 0.1) * (1 - 1e-6)
    assert low >= 0 or min(values) < 0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
@settings(deadline=None)
def test_no_tick_of_a_percent_axis_lies_above_a_hundred_or_below_zero(values: list[float]) -> None:
    low, high = extent(values, "percent")
    assert high <= 100
    assert low >= 0
    assert all(0 <= tick <= 100 for tick in ticks(low, high))


@pytest.mark.parametrize("draw", [dot, dumbbell, line, spread], ids=by_name)
def test_a_percent_chart_spans_at_least_ten_points_and_has_no_tick_above_a_hundred(draw: Draw) -> None:
    found = encoded(drawn(draw, EN), "y" if draw is line else "x")
    low, high = found["scale"]["domain"]
    assert high - low >= LEAST_PERCENT_SPAN
    assert max(found["axis"]["values"]) <= 100


def test_figures_close_to_a_hundred_leave_the_axis_ending_there(rows: Rows) -> None:
    rows.figure("a", "rate", 98, "2023")
    rows.figure("b", "rate", 99.5, "2023")
    found = encoded(figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict(), "x")
    assert found["axis"]["values"] == [90, 92.5, 95, 97.5, 100]


@pytest.mark.parametrize(
    ("tr", "labels"),
    [(ZH, ["0", "200万", "400万"]), (EN, ["0", "2,000,000", "4,000,000"])],
)
def test_large_ticks_are_written_as_the_language_writes_large_numbers(
    rows: Rows, tr: Translator, labels: list[str]
) -> None:
    for case_id, value in (("a", 1200000), ("b", 4500000)):
        rows.figure(case_id, "visits", value, "2023", unit="visits")
    axis = encoded(figures_chart(rows.compared("visits"), NO_TARGETS, tr).to_dict(), "x")["axis"]
    assert axis["labelExpr"].startswith(json.dumps(labels, ensure_ascii=False))
    assert [float(value) for value in axis["values"]] == [0, 2000000, 4000000]


def test_the_axis_of_milestones_has_whole_years_only(rows: Rows) -> None:
    for case_id, value in (("a", 2017), ("b", 2019)):
        rows.figure(case_id, "founded", value, str(value), unit="calendar-year", kind="milestone")
    axis = encoded(figures_chart(rows.compared("founded"), NO_TARGETS, EN).to_dict(), "x")["axis"]
    assert all(float(value).is_integer() for value in axis["values"])
    assert "," not in axis["labelExpr"].partition("]")[0].replace(", ", "")
