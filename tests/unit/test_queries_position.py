"""What a county's figures are held against, and what the country's visits per resident are computed from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.queries import position, records
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def test_indicators_of_one_group_or_family_ask_the_same_question(rows: Rows) -> None:
    rows.group("one", family="shares")
    rows.group("two", family="shares", within_place=True)
    rows.group("three", family="others")
    for name, group in (("a", "one"), ("b", "one"), ("c", "two"), ("d", "three"), ("e", "standing-alone")):
        rows.indicator(name, group)
    rows.indicator("f", "standing-alone")
    found = records(position.indicators_alike(rows.connection, ["a", "e"]))
    assert [row["indicator_id"] for row in found] == ["a", "b", "c", "e"]
    assert [row["within_place"] for row in found] == [False, False, True, False]


NATIONAL = ("total-visits", "population-60-plus", "population-60-plus-share")


def test_the_newest_year_with_all_three_figures_counts(rows: Rows) -> None:
    rows.case("national", category="context", province=None)
    for year in ("2020", "2022", "2023"):
        rows.figure("national", "total-visits", 8e9, year, unit="visits")
    for year in ("2020", "2022"):
        rows.figure("national", "population-60-plus", 2e8, year, as_of=True, unit="persons")
        rows.figure("national", "population-60-plus-share", 20.0, year, as_of=True)
    rows.figure("elsewhere", "population-60-plus-share", 30.0, "2023")
    rows.figure("elsewhere", "population-60-plus", 30.0, "2023")
    found = records(position.visits_per_resident(rows.connection))
    assert [row["indicator_id"] for row in found] == list(NATIONAL)
    assert {row["year"] for row in found} == {2022}


def test_without_all_three_there_are_none(rows: Rows) -> None:
    rows.case("national", category="context", province=None)
    rows.figure("national", "total-visits", 8e9, "2020", unit="visits")
    assert position.visits_per_resident(rows.connection).empty


def test_the_policies_of_targets_come_in_the_order_asked(rows: Rows) -> None:
    rows.target("one", "rate", 90.0, "2020")
    rows.target("two", "rate", 65.0, "2017")
    found = records(position.policies_of_targets(rows.connection, ["two", "one"]))
    assert [(row["target_id"], row["policy_id"]) for row in found] == [("two", "two"), ("one", "one")]
