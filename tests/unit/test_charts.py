"""Charts: what is encoded exists, and a figure looks like what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from explorer.charts.figures import figures_chart
from explorer.charts.marks import marks_legend, prepared, tooltip
from explorer.charts.targets import NO_TARGETS, target_label
from explorer.charts.theme import PHONE, RULE, SHAPES
from explorer.exports.tables import figures_table
from explorer.i18n import VERDICT_SIGNS, Translator
from explorer.queries import policies
from tests.unit.drawings import (
    EN,
    EVERY_CHART,
    FIGURE_CHARTS,
    ZH,
    Draw,
    Spec,
    bar,
    both_languages,
    by_name,
    dot,
    drawn,
    dumbbell,
    encoded,
    expressions,
    layers,
    line,
    marks,
    matrix,
    named,
    points,
    provinces,
    spread,
)
from tests.unit.rows import Rows, empty_database

ARROWHEADS = {"triangle-left", "triangle-right"}


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


# Every chart


every_chart = pytest.mark.parametrize("draw", EVERY_CHART, ids=by_name)


@every_chart
@both_languages
def test_every_field_encoded_or_computed_with_is_a_column_of_its_layers_data(draw: Draw, tr: Translator) -> None:
    for layer in layers(drawn(draw, tr)):
        columns = set(layer["data"][0])
        fields = {field for field in named(layer["encoding"], "field") if isinstance(field, str)}
        computed = set(re.findall(r"datum\.(\w+)", expressions(layer)))
        assert fields or computed
        assert fields <= columns
        assert computed <= columns


@pytest.mark.parametrize("draw", FIGURE_CHARTS, ids=by_name)
def test_hovering_a_figure_tells_what_a_citation_needs(draw: Draw) -> None:
    spec = drawn(draw, EN)
    [figures] = marks(spec, "bar" if draw is bar else "point")
    assert {tip["field"]: tip["title"] for tip in figures["encoding"]["tooltip"]} == {
        "row": "Place",
        "words": "Value",
        "period": "Period",
        "definition": "Indicator",
        "basis": "Basis",
        "source": "Source",
    }


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (bar, {"bar", "text"}),
        (dot, {"point", "rule", "text"}),
        (dumbbell, {"point", "rule", "text"}),
        (line, {"line", "point", "rule", "text"}),
        (spread, {"point", "text"}),
        (matrix, {"circle", "text"}),
        (provinces, {"rect", "text"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_chart_is_made_of_these_marks(draw: Draw, expected: set[str]) -> None:
    assert {layer["mark"]["type"] for layer in layers(drawn(draw, ZH))} == expected


@every_chart
def test_every_figure_that_goes_in_is_drawn(draw: Draw) -> None:
    expected = {bar: 3, dot: 9, dumbbell: 5, line: 6, spread: 3, matrix: 6, provinces: 2}[draw]
    kind = {bar: "bar", matrix: "text", provinces: "rect"}.get(draw, "point")
    assert [len(layer["data"]) for layer in marks(drawn(draw, ZH), kind)] == [expected]


def test_bars_start_at_zero() -> None:
    [bars] = marks(drawn(bar, ZH), "bar")
    assert bars["encoding"]["x"]["scale"]["domain"][0] == 0
    assert bars["encoding"]["x"]["axis"]["values"][0] == 0
    assert "x2" not in bars["encoding"]


# What a figure looks like


def of_every_kind() -> dict[str, dict[str, Any]]:
    """The marks of ``dot`` by case."""
    return {row["case_id"]: row for row in points(drawn(dot, EN))}


def test_a_bound_is_an_arrowhead_towards_where_it_lies_open() -> None:
    shapes = {case_id: row["mark"] for case_id, row in of_every_kind().items()}
    assert shapes["over"] == shapes["least"] == "triangle-right"
    assert shapes["under"] == shapes["most"] == "triangle-left"
    assert {shapes["exact"], shapes["about"], shapes["derived"], shapes["defined"]}.isdisjoint(ARROWHEADS)
    assert ARROWHEADS.isdisjoint(SHAPES)


@both_languages
def test_a_mark_carries_the_short_number_and_its_tooltip_all_the_digits(tr: Translator) -> None:
    with empty_database() as rows:
        rows.figure("a", "visits", 3809000, "2023", unit="visits")
        [row] = points_or_bars(figures_chart(rows.compared("visits"), NO_TARGETS, tr).to_dict())
    short = {"zh": "380.9万人次", "en": "3,809,000 visits"}[tr.language]
    assert row["label"] == short
    assert row["mark_label"].startswith(short + ("（" if tr.language == "zh" else " ("))
    assert row["words"] == {"zh": "380.9万人次（3,809,000）", "en": short}[tr.language]


def points_or_bars(spec: Spec) -> list[dict[str, Any]]:
    return marks(spec, "bar")[0]["data"]


def test_only_exact_reported_figures_are_filled() -> None:
    filled = {case_id for case_id, row in of_every_kind().items() if row["fill"] != "transparent"}
    assert filled == {"exact", "defined", "national"}


def test_unlike_definitions_have_unlike_shapes() -> None:
    shapes = {case_id: row["mark"] for case_id, row in of_every_kind().items()}
    assert shapes["exact"] == shapes["about"] == shapes["derived"]
    assert shapes["defined"] != shapes["exact"]


def test_places_of_comparison_have_a_colour_of_their_own() -> None:
    colours = {case_id: row["colour"] for case_id, row in of_every_kind().items()}
    assert colours.pop("national") not in colours.values()
    assert len(set(colours.values())) == 1


def test_a_bar_connects_two_times_of_one_thing_and_never_two_definitions() -> None:
    chart = drawn(dumbbell, EN)
    [bars] = [layer for layer in marks(chart, "rule") if "x2" in layer["encoding"]]
    # b is left out: its two figures are of two definitions; c: it has one figure.
    assert [(row["row"], row["low"], row["high"]) for row in bars["data"]] == [("a_en", 60, 80)]
    shapes = {(row["case_id"], row["indicator_id"]): row["mark"] for row in points(chart)}
    assert shapes["b", "rate"] != shapes["b", "rate-all"]


def test_no_bar_leads_to_a_figure_without_a_date_or_between_two_of_one_date(rows: Rows) -> None:
    rows.figure("a", "rate", 60, "2015")
    rows.figure("a", "rate", 80, "2020")
    rows.figure("b", "rate", 50, "2015")
    rows.figure("b", "rate", 90, None)
    rows.figure("c", "rate", 40, "2020")
    rows.figure("c", "rate", 45, "2020", source_id="another")
    chart = figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict()
    [bars] = [layer for layer in marks(chart, "rule") if "x2" in layer["encoding"]]
    assert [row["row"] for row in bars["data"]] == ["a_en"]


def names_of_series(spec: Spec) -> list[tuple[str, int]]:
    """Which series is named at which year."""
    texts = [layer for layer in marks(spec, "text") if "datum.series" in expressions(layer)]
    return sorted((row["series"], row["year"]) for layer in texts for row in layer["data"])


def test_each_series_of_lines_is_named_once_at_its_last_point() -> None:
    assert names_of_series(drawn(line, EN)) == [("a_en", 2021), ("b_en", 2021)]


def test_the_last_value_of_a_series_stands_with_its_name_and_not_on_its_line_too() -> None:
    spec = drawn(line, EN)
    beside, above = [], []
    for layer in marks(spec, "text"):
        (beside if "datum.series" in expressions(layer) else above).append(layer)
    assert all("datum.label" in expressions(layer) for layer in beside)
    labelled = [row["year"] for layer in above for row in layer["data"] if "series" in row]
    assert labelled
    assert 2021 not in labelled


def test_a_single_line_needs_no_name(rows: Rows) -> None:
    for year in (2019, 2020, 2021):
        rows.figure("a", "rate", year - 1950, str(year))
    chart = figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict()
    assert names_of_series(chart) == []


def test_a_long_line_writes_only_its_ends_and_extremes_on_a_phone(rows: Rows) -> None:
    for year, value in enumerate((50, 60, 55, 57, 40, 45, 48), start=2015):
        rows.figure("a", "rate", value, str(year))
    chart = figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict()
    left_out = [layer for layer in marks(chart, "text") if PHONE in expressions(layer)]
    assert sorted(row["year"] for layer in left_out for row in layer["data"]) == [2017, 2018, 2020]


def test_the_value_of_a_point_from_which_a_line_goes_up_stands_below_it(rows: Rows) -> None:
    for year, value in enumerate((50, 40, 45, 44), start=2015):
        rows.figure("a", "rate", value, str(year))
    chart = figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict()
    below = [layer for layer in marks(chart, "text") if layer["mark"]["dy"] > 0]
    assert [row["year"] for layer in below for row in layer["data"]] == [2016]


def test_a_line_goes_through_the_figures_and_nothing_between(rows: Rows) -> None:
    for year in (2015, 2016, 2021):
        rows.figure("a", "rate", year - 1950, str(year))
    chart = figures_chart(rows.compared("rate"), NO_TARGETS, EN).to_dict()
    [series] = marks(chart, "line")
    assert [(row["year"], row["value"]) for row in series["data"]] == [(2015, 65), (2016, 66), (2021, 71)]


# Targets


@pytest.mark.parametrize("draw", [dot, dumbbell, line], ids=by_name)
def test_targets_are_dashed_rules_with_their_label_in_ink(draw: Draw) -> None:
    chart = drawn(draw, EN)
    rules = [layer for layer in marks(chart, "rule") if "strokeDash" in layer["mark"]]
    [texts] = [layer for layer in marks(chart, "text") if "policy" in layer["data"][0]]
    assert len(rules) == 1
    assert rules[0]["mark"]["color"] == RULE
    assert "color" not in texts["mark"]
    assert rules[0]["data"] == texts["data"]
    assert texts["encoding"]["text"]["field"] == "label"
    assert all(row["policy"] and row["scope"] for row in rules[0]["data"])


def test_without_targets_there_is_no_rule() -> None:
    assert marks(drawn(bar, ZH), "rule") == []


def test_a_target_lies_within_the_axis_even_where_no_figure_reaches_it(rows: Rows) -> None:
    rows.figure("a", "rate", 50, "2023")
    rows.target("t", "rate", 90, "2025")
    chart = figures_chart(rows.compared("rate"), policies.targets_for(rows.connection, ["rate"]), EN).to_dict()
    low, high = encoded(chart, "x")["scale"]["domain"]
    assert low <= 50
    assert high >= 90


@pytest.mark.parametrize(
    ("operator", "value", "unit", "zh", "en"),
    [
        (">=", 90, "percent", "目标 ≥90%（2025 年）", "target ≥90% (2025)"),
        ("<=", 90.5, "percent", "目标 ≤90.5%（2025 年）", "target ≤90.5% (2025)"),
        ("~", 92.25, "percent", "目标 ≈92.25%（2025 年）", "target ≈92.25% (2025)"),
        (">", 2000000, "visits", "目标 >200万人次（2025 年）", "target >2,000,000 visits (2025)"),
    ],
)
def test_a_targets_label_is_its_operator_value_unit_and_year(
    operator: str, value: float, unit: str, zh: str, en: str
) -> None:
    row = {"operator": operator, "value": value, "unit": unit, "due": pd.Timestamp("2025-12-31")}
    assert (target_label(row, ZH), target_label(row, EN)) == (zh, en)


# The overview


@pytest.mark.parametrize(
    ("draw", "name", "fields"), [(matrix, "cell", ["model", "type"]), (provinces, "tile", ["province"])]
)
def test_a_click_carries_the_ids_of_what_was_clicked(draw: Draw, name: str, fields: list[str]) -> None:
    spec = drawn(draw, ZH)
    [parameter] = [parameter for parameter in spec["params"] if parameter["name"] == name]
    assert parameter["select"]["fields"] == fields
    assert set(fields) <= set(layers(spec)[0]["data"][0])


@both_languages
def test_a_tile_says_its_short_name_in_chinese_and_its_letters_in_english(tr: Translator) -> None:
    names = {row["short"] for layer in marks(drawn(provinces, tr), "text") for row in layer["data"]}
    assert names == ({"浙江", "甘肃"} if tr is ZH else {"ZJ", "GS"})


def test_a_cell_without_cases_has_no_circle() -> None:
    [circles] = marks(drawn(matrix, ZH), "circle")
    assert circles["transform"] == [{"filter": "datum.cases > 0"}]


# What the audit found


@both_languages
@pytest.mark.parametrize(("verdict", "sign"), list(VERDICT_SIGNS.items()))
def test_a_figure_that_the_audit_did_not_confirm_carries_its_sign_in_label_tooltip_and_legend(
    rows: Rows, tr: Translator, verdict: str, sign: str
) -> None:
    doubted = rows.figure("a", "rate", 60, "2023")
    rows.figure("b", "rate", 70, "2023")
    rows.put("observation_findings", doubted, observation_id=doubted, verdict=verdict)
    figures = rows.compared("rate")
    shown = prepared(figures, tr)
    assert [sign in label for label in shown["mark_label"]] == [True, False]
    assert [field.to_dict()["title"] for field in tooltip(shown, tr)][-1] == tr("column.finding")
    assert shown["finding"].iloc[0] == f"{doubted}_{tr.language}"
    assert tr(f"marks.{verdict}", sign=sign) in marks_legend(figures, tr)
    table = figures_table(figures, tr)
    assert sign in table[tr("column.value")].iloc[0]
    assert list(table[tr("column.finding")]) == [f"{doubted}_{tr.language}", ""]


@both_languages
def test_where_every_figure_comes_out_nothing_is_said_of_the_audit(rows: Rows, tr: Translator) -> None:
    rows.figure("a", "rate", 60, "2023")
    figures = rows.compared("rate")
    assert tr("column.finding") not in [field.to_dict()["title"] for field in tooltip(prepared(figures, tr), tr)]
    assert tr("column.finding") not in figures_table(figures, tr).columns
