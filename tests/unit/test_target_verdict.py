"""A figure reaches a target, does not, or leaves it open; when, is said apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.target_verdict import Timing, Verdict, timing, verdict

OPEN = None


@pytest.mark.parametrize(
    ("operator", "qualifier", "low", "high", "expected"),
    [
        # a target of at least 90
        (">=", "=", 89.5, 90.5, Verdict.reached),  # as printed: 90 is 90
        (">=", ">", 90, OPEN, Verdict.reached),
        (">=", ">=", 90, OPEN, Verdict.reached),
        (">=", "<", OPEN, 90, Verdict.not_reached),
        (">=", "<=", OPEN, 90, Verdict.undecided),
        (">=", "~", 85, 95, Verdict.undecided),
        (">=", "~", 91, 95, Verdict.reached),
        (">=", "~", 55, 65, Verdict.not_reached),
        (">=", ">", 60, OPEN, Verdict.undecided),
        (">=", "<", OPEN, 95, Verdict.undecided),
        # more than 90
        (">", "=", 89.5, 90.5, Verdict.not_reached),
        (">", ">", 90, OPEN, Verdict.reached),
        (">", ">=", 90, OPEN, Verdict.undecided),
        (">", "<=", OPEN, 90, Verdict.not_reached),
        # exactly 90 is reached by more
        ("=", ">", 95, OPEN, Verdict.reached),
        ("=", "<", OPEN, 90, Verdict.not_reached),
        # at most 90, less than 90
        ("<=", "<", OPEN, 90, Verdict.reached),
        ("<=", "=", 89.5, 90.5, Verdict.reached),
        ("<=", ">", 90, OPEN, Verdict.not_reached),
        ("<=", ">=", 90, OPEN, Verdict.undecided),
        ("<", "=", 89.5, 90.5, Verdict.not_reached),
        ("<", "<", OPEN, 90, Verdict.reached),
        # about 90 decides nothing
        ("~", "=", 89.5, 90.5, Verdict.undecided),
    ],
)
def test_a_bound_decides_only_what_it_can(
    operator: str, qualifier: str, low: float | None, high: float | None, expected: Verdict
) -> None:
    assert verdict(operator, 90, qualifier, 90, low, high) is expected


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_an_exact_figure_is_always_decided_and_mirrors(target: float, value: float) -> None:
    found = verdict(">=", target, "=", value, value, value)
    assert found is (Verdict.reached if value >= target else Verdict.not_reached)
    assert verdict("<=", -target, "=", -value, -value, -value) is found


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (date(2019, 12, 31), Timing.before_due),
        (date(2020, 9, 30), Timing.before_due),
        (date(2020, 12, 31), Timing.at_due),
        (date(2021, 1, 1), Timing.after_due),
        (None, Timing.undated),
    ],
)
def test_a_figure_is_at_due_only_if_it_ends_on_the_day_of_the_target(end: date | None, expected: Timing) -> None:
    assert timing(date(2020, 12, 31), end) is expected


def test_without_a_due_date_no_figure_is_early_or_late() -> None:
    assert timing(None, date(2020, 12, 31)) is Timing.undated
