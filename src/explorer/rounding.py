"""What a printed figure stands for: every value that would have been printed so.

A figure printed 12.3 stands for 12.25 to 12.35. A whole number of things that are counted stands for itself, unless it
is printed in 万 or 亿. A figure told as approximate counts as rounded at its last digit that is not zero, so that 约
3000 stands for 2,500 to 3,500. A bound stands for the half-line that it leaves, its end included.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

from explorer import schema
from explorer.interval import Interval

MEASURED_UNITS = frozenset(
    {
        "percent",
        "percentage-points",
        "yuan",
        "ratio",
        "index",
        "points",
        "minutes",
        "hours",
        "kilometres",
        "square-metres",
        "per-100000",
        "per-1000",
        "per-1000-people",
        "persons-per-1000-people",
        "beds-per-1000-people",
        "emr-grade",
    }
)
"""Units of what is measured or computed; everything else is counted, in whole numbers."""

SHARE_SCALES = {
    "ratio": 1,
    "percent": 100,
    "per-1000": 1_000,
    "per-1000-people": 1_000,
    "persons-per-1000-people": 1_000,
    "beds-per-1000-people": 1_000,
    "per-100000": 100_000,
}
"""By its unit, what a share is of: parts of one, a hundred, a thousand, a hundred thousand."""

BOUNDS = (
    schema.Qualifier.more_than,
    schema.Qualifier.at_least,
    schema.Qualifier.less_than,
    schema.Qualifier.at_most,
)
_NUMERAL = re.compile(r"(\d+(?:\.\d+)?)\s*([百千]?[万亿]|千)?")
_MULTIPLIERS = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "千亿": 10**11}
_TENTH = Decimal(10)
"""The step in percent of a share told in tenths (成), as a half or as another simple fraction."""


def printed_step(value: Decimal, unit: str, as_reported: str) -> Decimal:
    """The worth of the last digit printed: 0.01 for 90.13%, 100 for 300.27 万人.

    Where ``as_reported`` spells the number out, it is the worth of its last digit that is not zero, and in percent ten
    (六成, 三分之一).
    """
    for digits, multiplier in reversed(_NUMERAL.findall(as_reported)):  # in the row of a table the cell comes last
        number = Decimal(digits)
        factor = _MULTIPLIERS.get(multiplier, 1)
        if number * factor == abs(value):
            exponent = number.as_tuple().exponent
            assert isinstance(exponent, int)
            return Decimal(10) ** exponent * factor
    return _TENTH if unit == "percent" else last_place(value)


def last_place(value: Decimal) -> Decimal:
    """The worth of a number's last digit that is not zero: 100 for 5400, 0.1 for 12.30; 1 for zero."""
    exponent = value.normalize().as_tuple().exponent if value else 0
    assert isinstance(exponent, int)
    return Decimal(10) ** exponent


def stands_for(observation: schema.Observation) -> tuple[Decimal, Interval]:
    """The step of a reported figure and the interval of values that it may stand for."""
    value, qualifier = observation.value, observation.qualifier
    assert value is not None
    assert observation.as_reported is not None
    step = printed_step(value, observation.unit, observation.as_reported)
    if qualifier in BOUNDS:
        upward = qualifier in (schema.Qualifier.more_than, schema.Qualifier.at_least)
        end = Fraction(value)
        return step, Interval(end, math.inf) if upward else Interval(-math.inf, end)
    if qualifier is schema.Qualifier.about:
        return step, Interval.around(value, max(step, last_place(value)))
    if step == 1 and observation.unit not in MEASURED_UNITS:
        return step, Interval.exactly(value)
    return step, Interval.around(value, step)
