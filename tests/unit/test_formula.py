"""Formulas of derived figures: exact arithmetic over other figures, and nothing else."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.formula import FormulaError, derive, evaluate, evaluate_interval, operands
from explorer.interval import Interval
from explorer.schema import Qualifier

A, B = Decimal("6"), Decimal("1.5")

ONLY_ARITHMETIC = "only numbers, [observation ids], + - * / and parentheses may stand in a formula"
NOT_READABLE = "expected arithmetic over [observation ids], such as [a] / (1 + [b] / 100)"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("[a] + [b]", "7.5"),
        ("[a] - [b]", "4.5"),
        ("[a] * [b]", "9"),
        ("[a] / [b]", "4"),
        ("-[b]", "-1.5"),
        ("[a] + [b] * 2", "9"),
        ("([a] + [b]) * 2", "15"),
        ("[a] - 1 - 1", "4"),
        ("[a] / (1 + 20 / 100)", "5"),
        ("[a-long-id-2023] * 1", "6"),
        ("0.1 + 0.2", "0.3"),
    ],
)
def test_a_formula_is_worked_out_as_at_school(formula: str, value: str) -> None:
    assert evaluate(formula, {"a": A, "b": B, "a-long-id-2023": A}) == Decimal(value)


def test_operands_are_named_once_in_the_order_of_the_formula() -> None:
    assert operands("[b] / ([a] + [b]) * 100") == ["b", "a"]
    assert operands("1 + 1") == []


@given(a=st.integers(-(10**9), 10**9), b=st.integers(1, 10**9), percent=st.integers(0, 1000))
def test_a_formula_gives_what_plain_arithmetic_gives(a: int, b: int, percent: int) -> None:
    values = {"a": Decimal(a), "b": Decimal(b), "p": Decimal(percent) / 10}
    expected = Decimal(a) / (1 + Decimal(percent) / 10 / 100) - Decimal(b)
    assert evaluate("[a] / (1 + [p] / 100) - [b]", values) == expected


@pytest.mark.parametrize("formula", ["[a] / 0", "[a] / ([b] - 1.5)", "0 / 0"])
def test_a_division_by_zero_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError, match=r"^a division by zero$"):
        evaluate(formula, {"a": A, "b": B})


def test_an_operand_without_a_value_is_named() -> None:
    with pytest.raises(FormulaError, match=r"^no observation 'c'$"):
        evaluate("[a] + [c]", {"a": A})


@pytest.mark.parametrize(
    "formula",
    [
        "a",
        "[a] ** 2",
        "[a] // 2",
        "[a] % 2",
        "+[a]",
        "[a] if [b] else 1",
        "[a] > [b]",
        "max([a], [b])",
        "__import__('os').system('true')",
        "().__class__",
        "[a].real",
        "'6'",
        "True",
        "1j",
        "lambda: 1",
        "[a][b]",  # two operands side by side
        "[a] + _0",  # a name that stands for an operand must not be guessable
        "[a] + __________0",
        "[a] * 1e999",  # more than a number can hold
    ],
)
def test_anything_but_arithmetic_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError) as caught:
        evaluate(formula, {"a": A, "b": B})
    assert str(caught.value) == ONLY_ARITHMETIC


@pytest.mark.parametrize("formula", ["", "[a] /", "([a]", "[a] [b", "[a]; [b]", "x = [a]", "[a] × [b]", "[a] 加 [b]"])
def test_what_cannot_be_read_is_refused_with_an_example(formula: str) -> None:
    with pytest.raises(FormulaError) as caught:
        evaluate(formula, {"a": A, "b": B})
    assert str(caught.value) == NOT_READABLE


@given(st.text(alphabet="[]ab01.+-*/() _e", max_size=30))
def test_any_text_gives_a_finite_number_or_a_formula_error(formula: str) -> None:
    try:
        value = evaluate(formula, {"a": A, "b": B})
    except FormulaError:
        return
    assert value.is_finite()


# The interval that rounding leaves, and the qualifier

EXACT, ABOUT = Qualifier.exactly, Qualifier.about
GROWTH = "[level] / (1 + [growth] / 100)"


def rounded(value: str, step: str) -> Interval:
    return Interval.around(Fraction(value), Fraction(step))


def test_the_interval_holds_what_the_rounded_operands_allow() -> None:
    # 3032.17 万 after growth of 9.7%: somewhere from 3032.165 / 1.0975 to 3032.175 / 1.0965
    level, growth = rounded("30321700", "100"), rounded("9.7", "0.1")
    interval = evaluate_interval(GROWTH, {"level": level, "growth": growth})
    assert interval == Interval(Fraction("30321650") / Fraction("1.0975"), Fraction("30321750") / Fraction("1.0965"))


@given(a=st.integers(1, 10**6), b=st.integers(1, 10**4), step=st.sampled_from(["1", "0.1", "10"]))
def test_the_interval_holds_the_value(a: int, b: int, step: str) -> None:
    values = {"a": Decimal(a), "b": Decimal(b * 100)}
    derived = derive(
        "[a] / [b]",
        values,
        {"a": rounded(str(a), step), "b": rounded(str(b * 100), step)},
        {"a": EXACT, "b": EXACT},
    )
    assert derived.interval.low <= Fraction(a, b * 100) <= derived.interval.high


def test_a_derived_figure_is_exact_while_its_fourth_digit_is_sure() -> None:
    counts = {"a": Interval.exactly(12938), "b": Interval.exactly(5724)}
    values = {"a": Decimal(12938), "b": Decimal(5724)}
    assert derive("[a] / [b]", values, counts, {"a": EXACT, "b": EXACT}).qualifier is EXACT
    coarse = {"a": rounded("12938", "100"), "b": Interval.exactly(5724)}
    assert derive("[a] / [b]", values, coarse, {"a": EXACT, "b": EXACT}).qualifier is ABOUT


def test_an_approximate_operand_makes_an_approximate_figure() -> None:
    values, intervals = {"a": A}, {"a": Interval.exactly(A)}
    assert derive("[a] * 2", values, intervals, {"a": ABOUT}).qualifier is ABOUT


MORE, LESS = Interval(Fraction(100), math.inf), Interval(-math.inf, Fraction(40))
BOUNDS = {
    "[more] + 1": (">", Interval(Fraction(101), math.inf)),
    "[more] - [a]": (">", Interval(Fraction(94), math.inf)),
    "[a] - [more]": ("<", Interval(-math.inf, Fraction(-94))),
    "[a] - [least]": ("<=", Interval(-math.inf, Fraction(-94))),
    "[more] - [less]": (">", Interval(Fraction(60), math.inf)),
    "[a] / [more]": ("~", Interval(Fraction(0), Fraction("0.06"))),
}


@pytest.mark.parametrize("formula", BOUNDS)
def test_a_difference_of_bounds_is_a_bound(formula: str) -> None:
    values = {"a": A, "more": Decimal(100), "least": Decimal(100), "less": Decimal(40)}
    intervals = {"a": Interval.exactly(A), "more": MORE, "least": MORE, "less": LESS}
    qualifiers = {
        "a": EXACT,
        "more": Qualifier.more_than,
        "least": Qualifier.at_least,
        "less": Qualifier.less_than,
    }
    derived = derive(formula, values, intervals, qualifiers)
    assert (derived.qualifier.value, derived.interval) == BOUNDS[formula]


def test_a_difference_of_two_lower_bounds_is_not_defined() -> None:
    values, intervals = {"a": Decimal(100), "b": Decimal(40)}, {"a": MORE, "b": Interval(Fraction(40), math.inf)}
    with pytest.raises(FormulaError, match=r"leave the result open on both sides; it is not defined$"):
        derive("[a] - [b]", values, intervals, {"a": Qualifier.more_than, "b": Qualifier.more_than})


def test_a_divisor_that_may_be_zero_within_its_bound_is_refused() -> None:
    with pytest.raises(FormulaError, match=r"^a division by what may be zero, within its rounding or its bound$"):
        derive("1 / [less]", {"less": Decimal(40)}, {"less": LESS}, {"less": Qualifier.less_than})
