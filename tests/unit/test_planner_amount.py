"""An amount says no more than is known: one digit of the uncertainty, the ends rounded outwards."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.interval import Interval
from explorer.planner.amount import amount_of

ENDS = st.fractions(min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("low", "high", "value", "ends", "step"),
    [
        ("155200", "163900", "160000", ("155000", "164000"), "1000"),
        ("1000", "1000", "1000", ("1000", "1000"), "1"),
        ("999.2", "1000.9", "1000", ("999", "1001"), "1"),
        ("-3000", "2000", "0", ("-3000", "2000"), "1000"),
        ("0", "200", "100", ("0", "200"), "100"),
    ],
)
def test_the_last_digit_said_is_the_first_uncertain_one(
    low: str, high: str, value: str, ends: tuple[str, str], step: str
) -> None:
    amount = amount_of(Interval(Fraction(low), Fraction(high)))
    assert amount.value == Decimal(value)
    assert (amount.low, amount.high) == (Decimal(ends[0]), Decimal(ends[1]))
    assert amount.step == Decimal(step)


def test_a_single_whole_number_is_exact_and_any_other_is_not() -> None:
    assert amount_of(Interval.exactly(600_000)).exact
    assert not amount_of(Interval.exactly(Fraction(1, 3))).exact
    assert not amount_of(Interval.around(Decimal(7), Decimal(1))).exact


@settings(deadline=None)
@given(ENDS, ENDS)
def test_no_possible_value_is_left_out_and_the_value_said_is_possible_to_a_step(one: Fraction, other: Fraction) -> None:
    low, high = min(one, other), max(one, other)
    amount = amount_of(Interval(low, high))
    assert amount.low <= low
    assert high <= amount.high
    assert low - Fraction(amount.step) <= amount.value <= high + Fraction(amount.step)
    assert amount.value % amount.step == 0


@settings(deadline=None)
@given(ENDS, ENDS)
def test_at_most_twenty_steps_lie_between_the_ends(one: Fraction, other: Fraction) -> None:
    amount = amount_of(Interval(min(one, other), max(one, other)))
    assert (amount.high - amount.low) / amount.step <= 22
