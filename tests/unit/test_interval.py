"""Intervals: every result that the operands allow lies in the result."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from explorer.interval import Interval

NUMBERS = st.fractions(-1000, 1000, max_denominator=100)


@st.composite
def an_interval(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    open_end = draw(st.sampled_from(["neither"] * 4 + ["low", "high"]))
    return Interval(-math.inf if open_end == "low" else low, math.inf if open_end == "high" else high)


def inside(draw: st.DataObject, interval: Interval) -> Fraction:
    low = Fraction(-2000) if math.isinf(interval.low) else Fraction(interval.low)
    high = Fraction(2000) if math.isinf(interval.high) else Fraction(interval.high)
    return draw.draw(st.fractions(low, high, max_denominator=100) if low < high else st.just(low))


@given(a=an_interval(), b=an_interval(), data=st.data())
def test_what_the_operands_allow_lies_in_the_result(a: Interval, b: Interval, data: st.DataObject) -> None:
    x, y = inside(data, a), inside(data, b)
    results = {a + b: x + y, a - b: x - y, a * b: x * y, -a: -x}
    if not b.holds_zero:
        results[a / b] = x / y
    for interval, value in results.items():
        assert interval.low <= value <= interval.high


@given(a=NUMBERS, b=NUMBERS)
def test_exact_numbers_give_exact_results(a: Fraction, b: Fraction) -> None:
    assume(b != 0)
    one, other = Interval.exactly(a), Interval.exactly(b)
    assert [one + other, one - other, one * other, one / other] == [
        Interval.exactly(value) for value in (a + b, a - b, a * b, a / b)
    ]


def test_what_rounds_to_a_number_lies_half_a_step_around_it() -> None:
    assert Interval.around(Fraction("12.3"), Fraction("0.1")) == Interval(Fraction("12.25"), Fraction("12.35"))


def test_a_divisor_that_may_be_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError, match="may be zero"):
        Interval.exactly(1) / Interval(Fraction(-1), Fraction(1))


def test_only_an_interval_without_any_end_is_unlimited() -> None:
    assert Interval(-math.inf, math.inf).is_unlimited
    assert not Interval(Fraction(0), math.inf).is_unlimited
