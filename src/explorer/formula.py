"""Formulas of derived figures: arithmetic over other observations, and nothing else.

A formula is written ``[id-of-one] / (1 + [id-of-other] / 100)``: observation ids in square brackets, numbers,
``+ - * /`` and parentheses. Its value is exact (:class:`~decimal.Decimal`); the interval beside it holds every value
that it would have if the operands were known to more digits than are printed.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from explorer.interval import Interval
from explorer.rounding import BOUNDS
from explorer.schema import Qualifier

T = TypeVar("T")
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
CERTAIN = Decimal("0.0001")
"""How wide an interval may be, as a part of its value, for the fourth significant digit to be sure."""


class FormulaError(ValueError):
    """The formula cannot be read or evaluated; the message says why."""


@dataclass(frozen=True)
class Derived:
    """What a formula gives: a value, the interval that the operands' rounding leaves, and the qualifier of both."""

    value: Decimal
    interval: Interval
    qualifier: Qualifier


def operands(formula: str) -> list[str]:
    """The observation ids that a formula refers to, in order, each once."""
    return list(dict.fromkeys(_REFERENCE.findall(formula)))


def evaluate(formula: str, values: Mapping[str, Decimal]) -> Decimal:
    """The value of a formula, given those of its operands.

    Raises FormulaError for anything but arithmetic, an operand without a value, or a division by zero.
    """
    return _evaluate(formula, values, lambda number: number)


def evaluate_interval(formula: str, intervals: Mapping[str, Interval]) -> Interval:
    """The interval of a formula, given those of its operands.

    Raises FormulaError as ``evaluate`` does, and if a divisor may be zero within its interval.
    """
    return _evaluate(formula, intervals, Interval.exactly)


def derive(
    formula: str, values: Mapping[str, Decimal], intervals: Mapping[str, Interval], qualifiers: Mapping[str, Qualifier]
) -> Derived:
    """A derived figure, given what its operands stand for.

    Bounds give a bound; a figure whose fourth significant digit is not sure, or with an approximate operand, is
    approximate. Raises FormulaError as ``evaluate_interval`` does, and where bounds leave the result open both ways.
    """
    value, interval = evaluate(formula, values), evaluate_interval(formula, intervals)
    if interval.is_unlimited:
        raise FormulaError("the bounds among its operands leave the result open on both sides; it is not defined")
    return Derived(value, interval, _qualifier(value, interval, [qualifiers[name] for name in operands(formula)]))


def _qualifier(value: Decimal, interval: Interval, of_operands: Iterable[Qualifier]) -> Qualifier:
    strict = {Qualifier.more_than, Qualifier.less_than} & set(of_operands)
    if math.isinf(interval.high):
        return Qualifier.more_than if strict else Qualifier.at_least
    if math.isinf(interval.low):
        return Qualifier.less_than if strict else Qualifier.at_most
    vague = {Qualifier.about, *BOUNDS} & set(of_operands)
    wide = interval.high - interval.low > abs(value) * CERTAIN
    return Qualifier.about if vague or wide else Qualifier.exactly


def _evaluate(formula: str, values: Mapping[str, T], constant: Callable[[Decimal], T]) -> T:
    names: dict[str, T] = {}
    prefix = "_" * (len(formula) + 1)  # longer than any name that could stand in the formula itself

    def placeholder(match: re.Match[str]) -> str:
        operand = match.group(1)
        if operand not in values:
            raise FormulaError(f"no observation {operand!r}")
        name = f"{prefix}{len(names)}"
        names[name] = values[operand]
        return name

    text = _REFERENCE.sub(placeholder, formula)
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        raise FormulaError("expected arithmetic over [observation ids], such as [a] / (1 + [b] / 100)") from None
    return _value(tree.body, names, constant)


def _value(node: ast.expr, names: Mapping[str, T], constant: Callable[[Decimal], T]) -> T:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _value(node.left, names, constant), _value(node.right, names, constant)
        if isinstance(node.op, ast.Div):
            _refuse_zero(right)
        return _OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, names, constant)  # type: ignore[operator]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        number = Decimal(str(node.value))
        if number.is_finite():  # Python reads 1e999 as infinity
            return constant(number)
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    raise FormulaError("only numbers, [observation ids], + - * / and parentheses may stand in a formula")


def _refuse_zero(divisor: object) -> None:
    if divisor == 0:
        raise FormulaError("a division by zero")
    if isinstance(divisor, Interval) and divisor.holds_zero:
        raise FormulaError("a division by what may be zero, within its rounding or its bound")
