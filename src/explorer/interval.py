"""Closed intervals of numbers, exact at both ends, and the four operations on them.

An end that is not bounded is plus or minus infinity. The result of an operation holds every value that the operation
can give for values of its operands; an operand that stands twice in an expression makes it wider than need be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

End = Fraction | float
"""An exact number; a float only where it is infinite."""


@dataclass(frozen=True)
class Interval:
    """Every number from ``low`` to ``high``, both included."""

    low: End
    high: End

    @classmethod
    def exactly(cls, value: Decimal | Fraction | int) -> Interval:
        """The interval of a single number."""
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def around(cls, value: Decimal | Fraction, step: Decimal | Fraction) -> Interval:
        """What rounds to ``value`` where ``step`` is the worth of its last digit."""
        half = Fraction(step) / 2
        return cls(Fraction(value) - half, Fraction(value) + half)

    @property
    def holds_zero(self) -> bool:
        return self.low <= 0 <= self.high

    @property
    def is_unlimited(self) -> bool:
        """Whether neither end is bounded, so that nothing is known."""
        return math.isinf(self.low) and math.isinf(self.high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        products = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError if ``other`` holds zero."""
        if other.holds_zero:
            raise ZeroDivisionError("the divisor may be zero")
        return self * Interval(_reciprocal(other.high), _reciprocal(other.low))


def _product(a: End, b: End) -> End:
    return Fraction(0) if a == 0 or b == 0 else a * b  # infinity is never reached, so nothing times it is nothing


def _reciprocal(end: End) -> End:
    return Fraction(0) if isinstance(end, float) else 1 / end
