"""The strips: the county's mark is told apart by shape, and no label lies on another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from explorer.charts.position import LANES, SHAPE, SLIM, WIDE, _Label, _place, drawable, position_alt, position_chart
from explorer.charts.theme import LETTER_PIXELS, framed, half_widths
from explorer.county import County
from explorer.i18n import Translator
from explorer.planner.position import Position
from tests.unit.planner_counties import EN, MONITORED, ZH, county, published, stands
from tests.unit.rows import Rows, empty_database

both_languages = pytest.mark.parametrize("tr", [ZH, EN], ids=["zh", "en"])


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        published(rows)
        yield rows


def strips(rows: Rows, one: County | None = None) -> list[Position]:
    return drawable(list(stands(rows, one or county(MONITORED, county_visit_rate="84.5", referrals_up="7")).values()))


def data(spec: dict[str, Any], column: str) -> list[dict[str, Any]]:
    """The rows of the first dataset with a column."""
    return next(rows for rows in spec["datasets"].values() if column in rows[0])


@both_languages
def test_every_figure_of_the_definition_is_a_mark_and_the_county_is_a_diamond(rows: Rows, tr: Translator) -> None:
    points = data(position_chart(strips(rows), tr).to_dict(), "shape")
    own = [row for row in points if row["kind"] == "own"]
    assert [(row["value"], row["shape"]) for row in own] == [(84.5, "diamond")]
    assert sorted(row["value"] for row in points if row["kind"] != "own") == [70.0, 80.0, 85.5, 95.25]
    assert {row["shape"] for row in points if row["kind"] != "own"} == {SHAPE["case"], SHAPE["place"]}


def test_an_earlier_figure_is_small_and_has_no_label(rows: Rows) -> None:
    spec = position_chart(strips(rows), EN).to_dict()
    sizes = {row["value"]: row["size"] for row in data(spec, "shape")}
    assert sizes[70.0] < sizes[80.0] < sizes[84.5]
    assert not any("70%" in row["label"] for row in data(spec, "align"))


def test_a_bound_is_an_arrowhead_and_an_approximate_figure_hollow(rows: Rows) -> None:
    rows.figure("bound", "county-visit-rate-monitored", 82.0, "2019", qualifier=">", value_low=82.0, value_high=None)
    rows.figure("about", "county-visit-rate-monitored", 88.0, "2019", qualifier="~", value_low=87.5, value_high=88.5)
    points = {row["value"]: row for row in data(position_chart(strips(rows), EN).to_dict(), "shape")}
    assert points[82.0]["shape"] == "triangle-right"
    assert points[88.0]["fill"] == "transparent"
    assert points[85.5]["fill"] != "transparent"


def test_a_target_is_a_rule_with_its_policy_and_scope(rows: Rows) -> None:
    (rule,) = data(position_chart(strips(rows), EN).to_dict(), "policy")
    assert (rule["label"], rule["policy"], rule["scope"]) == ("target ≥90% (2020)", "ninety_en", "ninety_en")


def test_a_target_of_another_definition_is_marked_as_such(rows: Rows) -> None:
    told = county({"county_visit_rate": "documents"}, county_visit_rate="84.5")
    (rule,) = data(position_chart(strips(rows, told), EN).to_dict(), "policy")
    assert rule["label"] == "target ≥90% (2020), defined differently"


def test_a_number_with_nothing_beside_it_has_no_strip(rows: Rows) -> None:
    assert [position.field_id for position in strips(rows)] == ["county_visit_rate"]


@pytest.mark.parametrize("width", [WIDE, SLIM])
def test_no_two_labels_lie_on_one_another(width: int) -> None:
    labels = [_Label("My county 50.0%", 0.5, "own"), _Label("target ≥90% (2020)", 0.55, "target")]
    labels += [_Label(f"Pilot county {index} 50.{index}%", index / 30, "place") for index in range(31)]
    assert _place(labels, width) <= LANES
    shown = [label for label in labels if label.lanes[width] is not None]
    assert shown[:2] == labels[:2]

    def span(label: _Label) -> tuple[float, float]:
        room = LETTER_PIXELS * half_widths(label.text)
        middle = label.at * width
        start = middle - 8 if label.at < 0.2 else middle + 8 - room if label.at > 0.8 else middle - room / 2
        return start, start + room

    for one, other in combinations(shown, 2):
        if one.lanes[width] == other.lanes[width]:
            (a, b), (c, d) = span(one), span(other)
            assert b <= c or d <= a, (one.text, other.text)


@both_languages
def test_the_words_about_it_count_what_lies_below_and_above(rows: Rows, tr: Translator) -> None:
    said = position_alt(strips(rows), tr)
    assert "84.5%" in said
    assert {"zh": "低于本县的 1 个，高于的 2 个", "en": "1 lower, 2 higher"}[tr.language] in said


@both_languages
def test_it_can_be_framed_as_a_picture(rows: Rows, tr: Translator) -> None:
    spec = framed(position_chart(strips(rows), tr), "title", "subtitle", ["note"])
    assert spec["vconcat"][0]["title"]["text"] == "title"
    assert "datum.slim" not in str(spec) or "false ? datum.slim" in str(spec)
