"""Which targets bear on an indicator."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from explorer.queries import policies, records
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def test_an_indicators_targets_are_those_of_its_comparability_group_by_due_date(rows: Rows) -> None:
    rows.indicator("county-rate", "county-rates")
    rows.indicator("monitored-rate", "county-rates")
    rows.indicator("primary-rate", "primary-rates")
    rows.target("later", "county-rate", 95, "2027")
    rows.target("earlier", "monitored-rate", 90, "2020")
    rows.target("elsewhere", "primary-rate", 65, "2017")  # left out: its group shares no axis with county-rate
    rows.target("in-words", "county-rate", None, "2025")  # left out: no number to draw
    found = policies.targets_for(rows.connection, ["county-rate"])
    assert list(found["target_id"]) == ["earlier", "later"]
    assert list(found["group_id"]) == ["county-rates", "county-rates"]


def test_targets_due_on_one_day_come_by_id(rows: Rows) -> None:
    for target_id in ("b", "a"):
        rows.target(target_id, "rate", 90, "2025")
    assert list(policies.targets_for(rows.connection, ["rate"])["target_id"]) == ["a", "b"]


def test_a_target_says_its_operator_value_scope_policy_and_source(rows: Rows) -> None:
    rows.target("t", "rate", 90, "2025", operator="~", scope_zh="试点县", scope_en="pilot counties")
    found = policies.targets_for(rows.connection, ["rate"])
    assert list(found.columns) == [
        *(
            "target_id",
            "policy_id",
            "indicator_id",
            "group_id",
            "unit",
            "operator",
            "value",
            "due",
            "scope_zh",
            "scope_en",
        ),
        *("note_zh", "note_en", "policy_zh", "policy_en", "document_number", "source_id"),
    ]
    target = records(found)[0]
    assert (target["unit"], target["operator"], target["value"]) == ("percent", "~", 90)
    assert target["due"] == pd.Timestamp("2025-12-31")
    assert (target["scope_zh"], target["policy_en"], target["document_number"]) == ("试点县", "t_en", None)


def test_without_indicators_or_for_an_unknown_one_there_are_no_targets(rows: Rows) -> None:
    rows.target("t", "rate", 90, "2025")
    assert policies.targets_for(rows.connection, []).empty
    assert policies.targets_for(rows.connection, ["unknown"]).empty
