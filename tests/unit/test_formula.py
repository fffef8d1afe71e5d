"""Formulas of derived figures: exact arithmetic over other figures, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.formula import FormulaError, evaluate, operands

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
