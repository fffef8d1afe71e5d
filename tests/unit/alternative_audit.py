"""The audit computed a second time, in plain fractions and without a database.

Nothing of ``explorer.audit`` or ``explorer.rounding`` is used: what a printed figure stands for is read from the digits
again, and every kind of check is worked out as one would on paper.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Number = Fraction | float
COUNTED_UNITS = """
    persons visits referrals discharges person-times institutions places beds items specimens operations sessions teams
    years months days rank sites kinds cases departments childcare-places households batches occasions calendar-year
    parties party-branches tiers reported-cases admissions
"""
COUNTED = frozenset(COUNTED_UNITS.split())
PER = {
    "percent": 100,
    "per-1000": 1000,
    "per-1000-people": 1000,
    "persons-per-1000-people": 1000,
    "beds-per-1000-people": 1000,
    "per-100000": 100_000,
}
WORTH = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}


@dataclass(frozen=True)
class Figure:
    """A figure as printed: its value, the worth of its last digit (None if derived), and what it may stand for."""

    value: Fraction
    step: Fraction | None
    low: Number
    high: Number
    qualifier: str = "="
    unit: str = "persons"
    years: int | None = None

    @property
    def is_bound(self) -> bool:
        return self.qualifier in ("<", "<=", ">", ">=")

    def rounded(self) -> tuple[Number, Number]:
        """Its interval as the result of a computation, which is rounded even if it is a whole number."""
        if self.low == self.high and self.step is not None:
            return self.value - self.step / 2, self.value + self.step / 2
        return self.low, self.high


@dataclass(frozen=True)
class Outcome:
    verdict: str
    reported: float | None = None
    computed: float | None = None
    low: float | None = None
    high: float | None = None
    truncated: bool = False


def as_printed(text: str, words: str, qualifier: str, unit: str, years: int | None = None) -> Figure:
    """A figure from the cells of its row: ``value`` as text, ``as_reported``, ``qualifier``, ``unit``."""
    value = Fraction(text)
    step = _step(value, words, unit)
    if qualifier in (">", ">="):
        return Figure(value, step, value, math.inf, qualifier, unit, years)
    if qualifier in ("<", "<="):
        return Figure(value, step, -math.inf, value, qualifier, unit, years)
    if qualifier == "~":
        width = max(step, _last_digit(value))
    elif unit in COUNTED and step == 1:
        width = Fraction(0)
    else:
        width = step
    return Figure(value, step, value - width / 2, value + width / 2, qualifier, unit, years)


def _step(value: Fraction, words: str, unit: str) -> Fraction:
    found = None
    for match in re.finditer(r"(?P<whole>\d+)(?:\.(?P<decimals>\d+))?\s*(?P<worth>百万|千万|千|万|亿)?", words):
        decimals, worth = match["decimals"] or "", WORTH[match["worth"] or ""]
        if Fraction(f"{match['whole']}.{decimals or 0}") * worth == abs(value):
            found = Fraction(worth, 10 ** len(decimals))  # the last in the sentence counts
    if found is not None:
        return found
    return Fraction(10) if unit == "percent" else _last_digit(value)


def _last_digit(value: Fraction) -> Fraction:
    """The worth of the last digit that is not zero."""
    if value == 0:
        return Fraction(1)
    worth = Fraction(1)
    while value % worth:
        worth /= 10
    while value % (worth * 10) == 0:
        worth *= 10
    return worth


def outcome(kind: str, roles: Mapping[str, Sequence[Figure]], listed: int = 0) -> Outcome:
    """What recomputing a check gives; ``roles`` hold its figures in order, ``listed`` the length of its own list."""
    if kind == "order":
        return Outcome(_sequence(roles["items"]))
    if kind == "nesting":
        (whole,), (part,) = roles["whole"], roles["part"]
        return Outcome(_sequence([whole, part]), *map(float, (whole.value, part.value, part.low, part.high)))
    if kind == "equality":
        return _equality(roles["figures"])
    if kind == "count":
        (stated,), n = roles["stated"], Fraction(listed or len(roles["items"]))
        return _compare((n, n, n), (stated.value, stated.low, stated.high), None, is_open=False)
    if kind == "target":
        (target,), (result,) = roles["target"], roles["result"]
        below = target.qualifier in ("<", "<=")
        goal = (target.value, -math.inf if below else target.value, target.value if below else math.inf)
        return _compare((result.value, result.low, result.high), goal, None, is_open=result.is_bound)
    return _computed(kind, roles)


def _computed(kind: str, roles: Mapping[str, Sequence[Figure]]) -> Outcome:
    result_role = {"sum": "whole", "sd_sample": "sd", "sd_population": "sd"}.get(kind, kind)
    operands = [figure for role, figures in roles.items() if role != result_role for figure in figures]
    is_open = any(figure.is_bound for figure in operands)
    if kind == "sum":
        sides = tuple(
            sum((getattr(part, side) for part in roles["parts"]), Fraction(0)) for side in ("value", "low", "high")
        )
        if "whole" not in roles:
            return _compare(sides, (Fraction(100),) * 3, None, is_open)
        (whole,) = roles["whole"]
        return _compare(sides, (whole.value, whole.low, whole.high), whole, is_open)
    (told,) = roles[result_role]
    return _compare(_worked_out(kind, roles, told), (told.value, *told.rounded()), told, is_open)


def _worked_out(kind: str, roles: Mapping[str, Sequence[Figure]], told: Figure) -> tuple[Number, Number, Number]:
    if kind in ("mean", "sd_sample", "sd_population"):
        return _of_items(kind, roles["items"])
    if kind == "yearly":
        (total,) = roles["total"]
        assert total.years is not None
        return total.value / total.years, total.low / total.years, total.high / total.years
    if kind == "difference":
        (before,), (after,) = roles["before"], roles["after"]
        return after.value - before.value, after.low - before.high, after.high - before.low
    if kind == "growth":
        quotient = _quotient(*_sides(roles["after"]), *_sides(roles["before"]))
        return tuple((side - 1) * 100 for side in quotient)  # type: ignore[return-value]
    scale = PER.get(told.unit, 1)
    upper = _sides(roles.get("parts") or roles.get("numerator") or [])
    lower = _sides(roles.get("whole") or roles.get("denominator") or [])
    if not upper:
        upper = (Fraction(_half_away(told.value / scale * lower[0])),) * 3
    if not lower:
        lower = (Fraction(max(1, _half_away(upper[0] * scale / told.value)) if told.value else 1),) * 3
    return tuple(side * scale for side in _quotient(*upper, *lower))  # type: ignore[return-value]


def _sides(figures: Sequence[Figure]) -> tuple[Number, ...]:
    if not figures:
        return ()
    return tuple(sum((getattr(figure, side) for figure in figures), Fraction(0)) for side in ("value", "low", "high"))


def _half_away(number: Number) -> int:
    return math.floor(abs(number) + Fraction(1, 2)) * (1 if number >= 0 else -1)


def _quotient(a: Number, a_low: Number, a_high: Number, b: Number, b_low: Number, b_high: Number) -> tuple[Number, ...]:
    """Counts and amounts are never negative, so the extremes are the opposite ends."""
    low = a_low if math.isinf(a_low) else Fraction(0) if math.isinf(b_high) else a_low / b_high
    high = math.inf if math.isinf(a_high) or b_low <= 0 else a_high / b_low
    return a / b, low, high


def _of_items(kind: str, items: Sequence[Figure]) -> tuple[Number, Number, Number]:
    values = [item.value for item in items]
    if kind == "mean":
        return tuple(sum(getattr(item, side) for item in items) / len(items) for side in ("value", "low", "high"))  # type: ignore[return-value]
    over = len(items) - (kind == "sd_sample")
    deviation = (statistics.stdev if kind == "sd_sample" else statistics.pstdev)(values)
    give = math.sqrt(sum(((item.high - item.low) / 2) ** 2 for item in items) / over)
    return float(deviation), float(deviation) - give, float(deviation) + give


def _compare(sides: Sequence[Number], told: Sequence[Number], printed: Figure | None, is_open: bool) -> Outcome:
    (value, low, high), (reported, least, most) = sides, told
    numbers = (float(reported), float(value), float(low), float(high))
    near = 1e-9 * max(1, abs(reported), abs(value))
    meets = low <= most + near and high >= least - near
    inside = low >= least - near and high <= most + near
    if meets:
        return Outcome("consistent" if inside or not is_open else "undetermined", *numbers)
    if printed is not None and printed.step is not None and printed.qualifier == "=" and not is_open:
        step = printed.step if reported >= 0 else -printed.step
        cut_low, cut_high = sorted((reported, reported + step))
        ends_before = low < cut_high - near if reported >= 0 else low <= cut_high + near
        starts_after = high >= cut_low - near if reported >= 0 else high > cut_low + near
        if ends_before and starts_after:
            return Outcome("consistent", *numbers, truncated=True)
    return Outcome("inconsistent", *numbers)


def _sequence(figures: Sequence[Figure]) -> str:
    pairs = list(pairwise(figures))

    def near(figure: Figure) -> float:
        return 1e-9 * max(1, abs(figure.value))

    if any(second.low > first.high + near(first) for first, second in pairs):
        return "inconsistent"
    if all(second.high <= first.low + near(first) for first, second in pairs):
        return "consistent"
    return "undetermined" if any(figure.is_bound for figure in figures) else "consistent"


def _equality(figures: Sequence[Figure]) -> Outcome:
    first = figures[0].value
    farthest = max(figures, key=lambda figure: abs(figure.value - first)).value
    apart = max(figure.low for figure in figures) > min(figure.high for figure in figures) + 1e-9 * max(1, abs(first))
    verdict = "undetermined" if all(figure.is_bound for figure in figures) else "consistent"
    return Outcome("inconsistent" if apart else verdict, float(first), float(farthest))
