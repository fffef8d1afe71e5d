"""What was set as a target, and what figures there are to hold against it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from explorer.queries import records, targets
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def test_targets_come_by_due_date_and_undated_ones_last(rows: Rows) -> None:
    rows.target("undated", "rate", 50, None)
    rows.target("later", "rate", 90, "2025")
    rows.target("sooner", "rate", 90, "2020-06")
    found = targets.all_targets(rows.connection)
    assert list(found["target_id"]) == ["sooner", "later", "undated"]
    sooner = records(found)[0]
    assert (sooner["due"], sooner["due_printed"], sooner["unit"]) == (pd.Timestamp("2020-06-30"), "2020-06", "percent")


def test_a_target_in_words_has_no_unit_and_one_without_figures_says_why(rows: Rows) -> None:
    rows.target("words", "goal-year", None, "2025", outcome_note_zh="没有数字", outcome_note_en="no figure")
    (found,) = records(targets.all_targets(rows.connection))
    assert (found["operator"], found["value"], found["unit"], found["outcomes"]) == (None, None, None, 0)
    assert found["outcome_note_en"] == "no figure"


def test_a_policys_own_targets_come_as_authored(rows: Rows) -> None:
    rows.target("b", "rate", 90, "2025", policy_id="plan")
    rows.target("a", "rate", 80, "2020", policy_id="plan")
    rows.target("c", "rate", 80, "2020")  # left out: another policy's
    assert list(targets.targets_of_policy(rows.connection, "plan")["target_id"]) == ["b", "a"]


def test_each_figure_is_held_against_the_target_by_date(rows: Rows) -> None:
    rows.target("share", "rate", 65, "2017")
    before = rows.figure("national", "rate", 55.1, "2016", value_low=55.05, value_high=55.15)
    due = rows.figure("national", "rate", 66, "2017", value_low=65.5, value_high=66.5)
    bound = rows.figure("weifang", "rate", 60, "2023", qualifier=">", value_low=60, value_high=None)
    elsewhere = rows.figure("county", "rate", 90, "2023", value_low=89.5, value_high=90.5)  # left out: not named
    for figure in (bound, due, before):
        rows.outcome("share", figure, in_scope=figure != bound)
    found = records(targets.targets_against_observations(rows.connection, ["share"]))
    assert [(row["observation_id"], row["timing"], row["verdict"], row["in_scope"]) for row in found] == [
        (before, "before_due", "not_reached", True),
        (due, "at_due", "reached", True),
        (bound, "after_due", "undecided", False),
    ]
    assert elsewhere not in {row["observation_id"] for row in found}
    assert {row["target"] for row in found} == {65}


def test_a_figure_beside_a_target_in_words_has_no_verdict(rows: Rows) -> None:
    rows.target("words", "goal-year", None, "2023")
    rows.outcome("words", rows.figure("national", "centres", 125, "2023-07", as_of=True))
    (found,) = records(targets.targets_against_observations(rows.connection))
    assert (found["operator"], found["target"], found["verdict"], found["timing"]) == (None, None, None, "before_due")


def test_without_targets_there_is_nothing_to_hold_against(rows: Rows) -> None:
    assert targets.all_targets(rows.connection).empty
    assert targets.targets_against_observations(rows.connection).empty
    assert "verdict" in targets.targets_against_observations(rows.connection, []).columns
