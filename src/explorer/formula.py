"""Formulas of derived figures: arithmetic over other observations, and nothing else.

A formula is written ``[id-of-one] / (1 + [id-of-other] / 100)``: observation ids in square brackets, numbers,
``+ - * /`` and parentheses. Evaluation is exact (:class:`~decimal.Decimal`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from decimal import Decimal

_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_OPERATORS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


class FormulaError(ValueError):
    """The formula cannot be read or evaluated; the message says why."""


def operands(formula: str) -> list[str]:
    """The observation ids that a formula refers to, in order, each once."""
    return list(dict.fromkeys(_REFERENCE.findall(formula)))


def evaluate(formula: str, values: Mapping[str, Decimal]) -> Decimal:
    """The value of a formula, given those of its operands.

    Raises FormulaError for anything but arithmetic, an operand without a value, or a division by zero.
    """
    names: dict[str, Decimal] = {}
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
    return _value(tree.body, names)


def _value(node: ast.expr, names: Mapping[str, Decimal]) -> Decimal:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _value(node.left, names), _value(node.right, names)
        if isinstance(node.op, ast.Div) and right == 0:
            raise FormulaError("a division by zero")
        return _OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, names)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        number = Decimal(str(node.value))
        if number.is_finite():  # Python reads 1e999 as infinity
            return number
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    raise FormulaError("only numbers, [observation ids], + - * / and parentheses may stand in a formula")
