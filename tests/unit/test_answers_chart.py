"""The chart of a reader's own answer: drawn as it is, under its columns' names, and refused where it would mislead."""

from __future__ import annotations

from typing import Any

import pytest

from explorer.charts.answers import (
    MOST_COLOURS,
    MOST_LINES,
    MOST_POINTS,
    MOST_ROWS,
    Drawing,
    How,
    answer_alt,
    answer_chart,
    drawing,
    holds_bounds,
    lines_of,
)
from explorer.i18n import LANGUAGES, Language, Translator

COLUMNS = [("County", "text"), ("Percent", "number"), ("Series", "text"), ("Year", "number"), ("Day", "date")]
ROWS: list[list[Any]] = [
    ["Changxing", 90.3, "a", 2023, "2023-01-01"],
    ["Deqing", 90.13, "b", 2023, "2023-02-01"],
    ["Ruian", None, "a", 2022, "2023-03-01"],
    ["Anji", 70, "b", 2021, None],
]
EN = Translator("en")


def draw(how: How = "bar", x: int = 0, y: int = 1, colour: int | None = None, rows: list[list[Any]] = ROWS) -> Drawing:
    return drawing(rows, COLUMNS, how, x, y, colour)


def spec(shown: Drawing) -> dict[str, Any]:
    return answer_chart(shown, EN).to_dict()


def axis_of(shown: Drawing, field: str) -> dict[str, Any]:
    return next(
        one for name, one in spec(shown)["encoding"].items() if one != [] and name in "xy" and one["field"] == field
    )


@pytest.mark.parametrize("how", ["bar", "line", "point"])
@pytest.mark.parametrize("x", [0, 3, 4])
def test_every_field_that_is_drawn_is_a_column(how: How, x: int) -> None:
    shown = draw(how, x, 1, 2)
    fields = {one["field"] for one in spec(shown)["encoding"].values() if isinstance(one, dict)}
    assert fields <= set(shown.points)


def test_the_axes_carry_the_names_of_the_columns() -> None:
    assert axis_of(draw(), "x")["axis"]["title"] == "County"
    assert axis_of(draw(), "y")["axis"]["title"] == "Percent"


def test_bars_begin_at_zero_and_lines_and_points_need_not() -> None:
    assert axis_of(draw("bar"), "y")["scale"]["zero"] is True
    assert axis_of(draw("line"), "y")["scale"]["zero"] is False
    assert axis_of(draw("point"), "y")["scale"]["zero"] is False


def test_a_row_without_a_number_is_left_out_and_not_drawn_as_zero() -> None:
    assert draw().points["x"].tolist() == ["Changxing", "Deqing", "Anji"]
    assert draw(x=4).points["y"].tolist() == [90.3, 90.13]


def test_names_stand_in_the_order_of_the_answer() -> None:
    assert axis_of(draw(), "x")["sort"] == ["Changxing", "Deqing", "Anji"]


def test_long_names_stand_beside_rows_and_short_ones_under_columns() -> None:
    assert not draw().lies
    long = [[f"{row[0]} Integrated Health Community", *row[1:]] for row in ROWS]
    assert spec(draw(rows=long))["encoding"]["y"]["field"] == "x"


def test_a_long_name_is_set_in_lines_and_only_a_very_long_one_is_cut() -> None:
    assert lines_of("德清县域健康共同体（示例）", 20) == ["德清县域健康共同体", "（示例）"]
    assert lines_of("word " * 30, 20)[-1].endswith("…")
    assert len(lines_of("word " * 30, 20)) == MOST_LINES


def test_bars_that_would_hide_one_another_become_points() -> None:
    twice = [*ROWS, ["Anji", 60, "b", 2020, None]]
    assert draw(rows=twice).how == "point"
    assert draw(rows=[*ROWS, ["Anji", 60, "a", 2020, None]], colour=2).how == "bar"


def test_years_on_an_axis_are_not_grouped_by_thousands() -> None:
    assert axis_of(draw("point", x=3), "x")["axis"]["format"] == "d"


def test_colours_are_told_apart_by_shape_or_dash_too() -> None:
    assert spec(draw("point", colour=2))["encoding"]["shape"]["field"] == "colour"
    assert spec(draw("line", colour=2))["encoding"]["strokeDash"]["field"] == "colour"


@pytest.mark.parametrize(
    ("shown", "lack"),
    [
        (draw(rows=[["a", None, "", 1, None]]), "number"),
        (draw("point", x=3, rows=[["a", 1, "", year, None] for year in range(MOST_POINTS + 1)]), "points"),
        (draw(rows=[[f"n{number}", 1, "", 1, None] for number in range(MOST_ROWS + 1)]), "rows"),
        (draw(colour=2, rows=[["a", n, f"c{n}", 1, None] for n in range(MOST_COLOURS + 1)]), "colours"),
        (draw(), None),
    ],
)
def test_what_could_not_be_read_is_not_drawn(shown: Drawing, lack: str | None) -> None:
    assert shown.lack == lack


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_names_the_least_and_the_greatest_number(language: Language) -> None:
    said = answer_alt(draw(), Translator(language))
    for part in ("County", "Percent", "3", "70", "Anji", "90.3", "Changxing"):
        assert part in said


@pytest.mark.parametrize(
    ("signs", "found"),
    [(["=", "~"], True), (["=", ">"], True), (["=", "="], False), (["a", ">"], False), ([None], False)],
)
def test_a_column_of_qualifiers_is_noticed_where_one_is_not_exact(signs: list[Any], found: bool) -> None:
    assert holds_bounds([["x", sign] for sign in signs]) is found
