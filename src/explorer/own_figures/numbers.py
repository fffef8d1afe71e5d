"""One number of a table in the unit of its indicator, and whether a value is what its parts give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from explorer.interval import Interval
from explorer.own_figures.codebook import Known
from explorer.own_figures.faults import Fault, of_problem
from explorer.own_figures.units import PARTS_OF, Unit, Units, is_counted
from explorer.planner.problems import Problem
from explorer.planner.reading import plainly_typed, read_number

_PLAIN = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")
_UNIT_BEHIND = re.compile(r"(?P<number>.*?\d)\s*(?P<unit>/10万|[^\d.,\s][^\d]*)")
_NEUTRAL = "ratio"
"""A unit that any number can be read in."""

_ABOUT = ("约", "大约", "近似", "左右", "上下", "≈", "~", "about", "approx")


@dataclass(frozen=True)
class Read:
    """A number in its unit, and the worth of its last place; ``about`` where it was written as approximate."""

    value: Decimal
    step: Decimal | Fraction
    about: bool = False

    @property
    def stands_for(self) -> Interval:
        """Every value that would have been written so. Asked for only where parts are checked: it takes long."""
        return Interval.around(self.value, self.step)


def read_value(text: str, unit: str, factor: Decimal, units: Units) -> Read | Fault:
    """The number that a cell says, in ``unit``; ``factor`` turns a number without a unit of its own into it."""
    typed = plainly_typed(text)
    if _PLAIN.fullmatch(typed):
        number = Decimal(typed)
        exponent = number.as_tuple().exponent
        step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
        return _scaled(text, number, step, factor, unit)
    own = _own_unit(typed, units)
    if own is not None:
        number_text, written = own
        own_factor = written.factor_to(unit)
        if own_factor is None:
            return Fault("unit_differs", {"entered": written.written, "unit": unit})
        if not written.ids and factor != 1:
            return Fault("unit_twice", {"entered": text})
        typed, factor = number_text, own_factor
    plain = read_number(typed, unit if own is None and factor == 1 else _NEUTRAL)
    if plain is None or isinstance(plain, Problem):
        return of_problem(plain) if plain is not None else Fault("unreadable", {"entered": text})
    if factor != 1 and own is None and re.search(r"[万亿]", typed):
        return Fault("unit_twice", {"entered": text})
    about = any(word in typed.lower() for word in _ABOUT)
    low, high = plain.stands_for.low, plain.stands_for.high
    width = high - low if isinstance(low, Fraction) and isinstance(high, Fraction) else Fraction(1)
    return _scaled(text, plain.value, width, factor, unit, about=about)


def _own_unit(typed: str, units: Units) -> tuple[str, Unit] | None:
    """A cell's number and the unit behind it."""
    found = _UNIT_BEHIND.fullmatch(typed)
    if found is None:
        return None
    unit = units.read(found["unit"])
    return (found["number"], unit) if unit is not None else None


def _scaled(
    text: str, number: Decimal, step: Decimal | Fraction, factor: Decimal, unit: str, *, about: bool = False
) -> Read | Fault:
    value = number * factor
    if is_counted(unit) and value != value.to_integral_value():
        return Fault("fractional", {"entered": text})
    return Read(value, step * factor if isinstance(step, Decimal) else step * Fraction(factor), about)


def range_fault(known: Known, read: Read, text: str) -> Fault | None:
    """Why a value cannot be true of its indicator."""
    low, high, value = known.rule.low, known.rule.high, float(read.value)
    if low is not None and value < low:
        return Fault("negative" if low == 0 else "percent_range", {"entered": text, "low": f"{low:g}", "high": "…"})
    if high is not None and value > high:
        return Fault("percent_range", {"entered": text, "low": f"{low or 0:g}", "high": f"{high:g}"})
    return None


def parts_fault(known: Known, value: Read, numerator: Read, denominator: Read) -> Fault | None:
    """Why a value is not what its numerator and denominator give, within the rounding of all three."""
    slots = {"numerator": f"{numerator.value:f}", "denominator": f"{denominator.value:f}", "value": f"{value.value:f}"}
    if denominator.value == 0:
        return Fault("denominator_zero", slots)
    parts = PARTS_OF.get(known.unit)
    if parts is None or known.is_change:
        return None
    if denominator.stands_for.holds_zero:
        return None
    given = numerator.stands_for / denominator.stands_for * Interval.exactly(parts)
    if given.low <= value.stands_for.high and value.stands_for.low <= given.high:
        return None
    computed = numerator.value / denominator.value * parts
    return Fault("parts_differ", {**slots, "computed": f"{computed.quantize(Decimal('0.01')):f}"})
