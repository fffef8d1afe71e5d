"""An amount that is known within an interval, rounded so that it says no more than is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from explorer.interval import Interval


@dataclass(frozen=True)
class Amount:
    """A whole number to say, with the ends of what it stands for.

    ``low`` and ``high`` are rounded outwards, so that no possible value is left out; ``step`` is the worth of the last
    digit said. An amount that is one whole number is ``exact``.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def exact(self) -> bool:
        return self.low == self.high


def amount_of(interval: Interval) -> Amount:
    """The amount to say for a bounded interval: one digit of the uncertainty is kept, and nothing below one.

    From 155,200 to 163,900 it is 160,000, from 155,000 to 164,000: the middle is uncertain by thousands.
    """
    assert isinstance(interval.low, Fraction)
    assert isinstance(interval.high, Fraction)
    half = (interval.high - interval.low) / 2
    step = Fraction(10) ** max(0, _exponent(half)) if half else Fraction(1)
    middle = (interval.high + interval.low) / 2
    return Amount(
        value=_decimal(round(middle / step) * step),
        low=_decimal(math.floor(interval.low / step) * step),
        high=_decimal(math.ceil(interval.high / step) * step),
        step=_decimal(step),
    )


def _exponent(number: Fraction) -> int:
    """The power of ten that a positive number starts with."""
    exponent = math.floor(math.log10(number))
    # The logarithm of an exact power of ten may come out a hair below it.
    return exponent + 1 if Fraction(10) ** (exponent + 1) <= number else exponent


def _decimal(whole: Fraction) -> Decimal:
    return Decimal(int(whole))
