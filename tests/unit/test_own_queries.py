"""What DuckDB answers about a reader's panel is what plain Python would count on the same rows."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.own_figures.asking import asked, opened
from explorer.queries import own_figures as questions
from explorer.queries import records
from tests.unit.own_panels import figure, panel, table

RATE = "county-visit-rate"
Rows = list[dict[str, Any]]


def month(place: str, value: float, year: int, number: int, **more: Any) -> dict[str, Any]:
    end = (pd.Timestamp(year, number, 1) + pd.offsets.MonthEnd(0)).date()
    return figure(place, value, period_start=date(year, number, 1), period_end=end, **more)


@contextmanager
def holding(rows: Rows) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = in_memory()
    connection.register("panel", table(*rows))
    yield connection
    connection.unregister("panel")


@cache
def in_memory() -> duckdb.DuckDBPyConnection:
    """One for all examples: opening a database takes longer than asking it."""
    return duckdb.connect()


@st.composite
def panels(draw: st.DrawFn) -> Rows:
    """Up to nine places over four years, holes and equal values included, and another indicator to leave out."""
    keys = draw(
        st.lists(st.tuples(st.sampled_from("ABCDEFGHI"), st.integers(2020, 2023)), min_size=1, max_size=25, unique=True)
    )
    values = draw(st.lists(st.integers(0, 12), min_size=len(keys), max_size=len(keys)))
    rows = [figure(place, value, year) for (place, year), value in zip(keys, values, strict=True)]
    return [*rows, figure("A", 99, 2023, indicator_id="primary-visit-rate"), figure("Z", 1, 2030, indicator_id="other")]


def newest(rows: Rows) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["indicator_id"] == RATE and (
            row["place"] not in found or row["period_end"] > found[row["place"]]["period_end"]
        ):
            found[row["place"]] = row
    return found


@settings(max_examples=25, deadline=None)
@given(panels())
def test_ranks_are_of_the_newest_figure_of_each_place(rows: Rows) -> None:
    latest = newest(rows)
    with holding(rows) as connection:
        found = records(questions.ranked(connection, RATE, "largest", 100))
        smallest = records(questions.ranked(connection, RATE, "smallest", 3))
        of_two = records(questions.ranked_places(connection, RATE, ["A", "B"]))
    order = sorted(latest.values(), key=lambda row: (-row["value"], row["place"]))
    assert [(row["place"], row["value"]) for row in found] == [(row["place"], row["value"]) for row in order]
    for row in found:
        others = [one["value"] for place, one in latest.items() if place != row["place"]]
        assert row["rank"] == 1 + sum(value > row["value"] for value in others)
        assert row["of"] == len(latest)
        below = 100 * sum(value < row["value"] for value in others) / len(others) if others else None
        assert row["below"] == (None if below is None else pytest.approx(below))
    ascending = sorted(latest.values(), key=lambda row: (row["value"], row["place"]))
    assert [row["place"] for row in smallest] == [row["place"] for row in ascending[:3]]
    assert of_two == [row for row in found if row["place"] in "AB"]


@settings(max_examples=25, deadline=None)
@given(panels())
def test_the_distribution_is_that_of_the_newest_figures(rows: Rows) -> None:
    values = sorted(row["value"] for row in newest(rows).values())
    with holding(rows) as connection:
        found = records(questions.distribution(connection, RATE))
        parts = records(questions.histogram(connection, RATE, 4))
    assert len(found) == len(values[:1])
    if not values:
        assert parts == []
        return
    (row,) = found
    tenths = statistics.quantiles(values, n=20, method="inclusive") if len(values) > 1 else values * 19
    assert (row["places"], row["least"], row["largest"]) == (len(values), values[0], values[-1])
    for name, place in (("p10", 1), ("p25", 4), ("median", 9), ("p75", 14), ("p90", 17)):
        assert row[name] == pytest.approx(tenths[place])
    assert sum(part["places"] for part in parts) == len(values)
    for part in parts[:-1]:
        assert part["places"] == sum(part["low"] <= value < part["high"] for value in values)
    assert len(parts) == (4 if values[0] < values[-1] else 1)


@settings(max_examples=25, deadline=None)
@given(panels(), st.lists(st.sampled_from("ABCDEFGHIZ"), max_size=4, unique=True))
def test_a_trend_is_every_figure_of_these_places_in_order(rows: Rows, places: list[str]) -> None:
    with holding(rows) as connection:
        found = records(questions.trend(connection, RATE, places))
        filtered = records(questions.filtered(connection, RATE, date(2021, 1, 1), date(2022, 12, 31), places))
    own = [row for row in rows if row["indicator_id"] == RATE and row["place"] in places]
    own.sort(key=lambda row: (row["place"], row["period_start"]))
    assert [(row["place"], row["value"]) for row in found] == [(row["place"], row["value"]) for row in own]
    within = [row["value"] for row in own if 2021 <= row["period_start"].year <= 2022]
    assert [row["value"] for row in filtered] == within


MIXED = [
    figure("A", 50, 2022),
    figure("A", 60, 2023),
    month("A", 10, 2023, 11),
    month("A", 20, 2023, 12),
    month("B", 30, 2023, 12),
    month("B", 40, 2024, 1),
]
"""Years and months of one indicator, which must never be ranked together."""


def test_months_and_years_are_counted_apart() -> None:
    with holding(MIXED) as connection:
        found = [
            (row["months"], row["figures"], row["places"]) for row in records(questions.coverage(connection, RATE))
        ]
        assert found == [(12, 2, 1), (1, 4, 2)]
        assert [row["value"] for row in records(questions.ranked(connection, RATE, "largest", 9, 12))] == [60]
        assert [row["value"] for row in records(questions.ranked(connection, RATE, "largest", 9, 1))] == [40, 20]
        assert len(questions.periods(connection, RATE, 1)) == 3


def test_of_one_period_only_its_figures_are_ranked() -> None:
    december = (date(2023, 12, 1), date(2023, 12, 31))
    with holding(MIXED) as connection:
        found = records(questions.ranked(connection, RATE, "largest", 9, None, december))
    assert [(row["place"], row["value"]) for row in found] == [("B", 30), ("A", 20)]


def test_beside_published_figures_stands_one_figure_a_year_the_whole_year_where_there_is_one() -> None:
    with holding(MIXED) as connection:
        found = records(questions.of_places(connection, [RATE], ["A", "B"]))
    assert [(row["place"], row["value"]) for row in found] == [("A", 50), ("A", 60), ("B", 30), ("B", 40)]


def test_places_are_found_by_a_part_of_the_name_or_code_and_what_is_asked_is_no_sql() -> None:
    rows = [figure("330522", place_name="长兴县"), figure("330521", place_name="德清县"), figure("990001")]
    with holding(rows) as connection:
        assert list(questions.places(connection, [RATE], "长兴")["place"]) == ["330522"]
        assert list(questions.places(connection, [RATE], "3305")["place"]) == ["330521", "330522"]
        assert list(questions.places(connection, [RATE], "%' OR 1=1 --")["place"]) == []
        assert len(questions.places(connection, [RATE], "", 2)) == 2


def test_a_kept_panel_answers_and_shows_nothing_else_of_the_disk(tmp_path: Any) -> None:
    kept = panel(tmp_path, *MIXED)
    (tmp_path / "secret.csv").write_text("a\n1\n", "utf-8")
    with asked(kept) as connection:
        assert len(questions.coverage(connection, RATE)) == 2
        for sql in (f"SELECT * FROM read_csv('{tmp_path}/secret.csv')", "SET enable_external_access = true"):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)


def test_two_panels_do_not_see_each_other(tmp_path: Any) -> None:
    one, other = opened(panel(tmp_path, figure("A", 1))), opened(panel(tmp_path, figure("B", 2)))
    assert [list(questions.places(each, [RATE])["place"]) for each in (one, other)] == [["A"], ["B"]]
    one.close()
    other.close()
