"""The table and the file of the reform clock: the years from the start of each event and figure."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from explorer.charts.clock_places import Clock
from explorer.exports.clock import clock_data, clock_table
from explorer.i18n import Translator
from tests.unit.clocks import clock_of, county
from tests.unit.csv_reading import by_id
from tests.unit.drawings import EN, LABELS, ZH
from tests.unit.rows import Rows, empty_database

EN_YEARS = Translator("en", LABELS | {("unit", "calendar-year"): {"zh": "年份", "en": "calendar year"}})
"""A file of events names their unit."""

ZH_YEARS = Translator("zh", EN_YEARS.labels)


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def everything(shown: Clock) -> pd.DataFrame:
    return pd.concat([shown.events, shown.figures], ignore_index=True)


def test_the_table_says_of_events_and_figures_in_which_year_from_the_start_they_are(rows: Rows) -> None:
    county(rows)
    table = clock_table(everything(clock_of(rows, "a")), EN)
    assert list(table["Years from the start"]) == ["1", "2", "3", "−2", "5 to 6"]
    assert list(table["Before or after"]) == [*["after the start"] * 3, "before the start", "after the start"]


def test_without_a_start_the_table_has_dashes(rows: Rows) -> None:
    county(rows, started=None)
    table = clock_table(everything(clock_of(rows, "a")), ZH)
    assert set(table["距启动年数"]) == set(table["与启动的先后"]) == {"—"}


def test_the_file_holds_the_years_as_numbers(rows: Rows) -> None:
    county(rows)
    found = by_id(clock_data(everything(clock_of(rows, "a")), EN_YEARS).csv())
    pairs = [(row["since_first"], row["since_last"]) for row in found]
    assert pairs == [("1", "1"), ("2", "2"), ("3", "3"), ("-2", "-2"), ("5", "6")]
    assert [row["stands"] for row in found][3] == "before the start"
    assert all(row["locator"] is not None and row["as_reported"] for row in found)


def test_the_file_of_a_case_without_a_start_leaves_them_blank(rows: Rows) -> None:
    county(rows, started=None)
    content = clock_data(everything(clock_of(rows, "a")), ZH_YEARS).csv()
    assert {row["since_first"] for row in by_id(content)} == {""}
