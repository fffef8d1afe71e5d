"""Numbers that cannot be true, that are unusual, or that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from explorer.county import FIELD, County, Field, Number, Range
from explorer.interval import Interval
from explorer.planner.problems import Problem

HUNDRED = 100
LARGER_UNITS = (10**4, 10**8)
"""The units in which a planner's tables may be: 万 and 亿."""


@dataclass(frozen=True)
class PerHead:
    """A number that is usually so much for each resident, in the unit of the field."""

    field_id: str
    usual: Range


PER_HEAD = (
    PerHead("visits", Range(Decimal("0.5"), Decimal(30))),
    PerHead("admissions", Range(Decimal("0.02"), Decimal("0.6"))),
    PerHead("fund", Range(Decimal(50), Decimal(10_000))),
)
"""Wide on purpose: outside these a figure was most often typed in another unit, or is of another place."""

PARTS = (("referrals_up", "visits"), ("referrals_down", "visits"), ("admissions", "visits"))
"""Fields that are a part of another, or far fewer than it: every referral and every stay comes with visits."""

OF_ALL_VISITS = frozenset({"all_visits"})
"""The definitions of the primary-care rate that count visits wherever they are made."""


def range_problem(each: Field, number: Number) -> Problem | None:
    """What is to be said about a number by itself; it is blocked where it cannot be true."""
    assert each.unit is not None
    value = number.value
    if each.possible is not None and value not in each.possible:
        return Problem("impossible", each.field_id, number.as_entered, within=(each.possible, each.unit))
    if each.plausible is None or value in each.plausible:
        return None
    if each.unit == "percent" and 0 < value <= 1 and value * HUNDRED in each.plausible:
        suggestion = {"suggestion": (value * HUNDRED, "percent")}
        return Problem("perhaps_percent", each.field_id, number.as_entered, blocks=False, amounts=suggestion)
    for size in LARGER_UNITS:
        if each.unit != "percent" and value > 0 and value * size in each.plausible:
            return Problem(
                "perhaps_larger",
                each.field_id,
                number.as_entered,
                blocks=False,
                amounts={"suggestion": (value * size, each.unit)},
                within=(each.plausible, each.unit),
            )
    return Problem("unusual", each.field_id, number.as_entered, blocks=False, within=(each.plausible, each.unit))


def contradictions(county: County) -> Iterator[Problem]:
    """What does not go together, in the order of the form: said, and everything is used all the same."""
    yield from _primary_above_county(county)
    yield from _admissions_over(county)
    for part, whole in PARTS:
        yield from _part_above_whole(county, part, whole)
    for each in PER_HEAD:
        yield from _per_head(county, each)


def _primary_above_county(county: County) -> Iterator[Problem]:
    """Primary-care institutions stand in the county: their share of all visits is not above the county's share."""
    pair = _pair(county, "primary_rate", "county_visit_rate")
    if pair is not None and county.definitions.get("primary_rate") in OF_ALL_VISITS:
        primary, within = pair
        if primary.stands_for.low > within.stands_for.high:
            yield _between("primary_above_county", county, "primary_rate", "county_visit_rate")


def _admissions_over(county: County) -> Iterator[Problem]:
    """Stays within the county and stays outside it are at most all stays; patients and stays do not add up."""
    pair = _pair(county, "admissions_within_county", "admissions_outside")
    if pair is not None and county.definitions.get("admissions_outside") != "inpatients":
        total = pair[0].stands_for + pair[1].stands_for
        if total.low > HUNDRED:
            yield _between(
                "admissions_over",
                county,
                "admissions_within_county",
                "admissions_outside",
                total=(pair[0].value + pair[1].value, "percent"),
            )


def _part_above_whole(county: County, part: str, whole: str) -> Iterator[Problem]:
    pair = _pair(county, part, whole)
    if pair is not None and pair[0].stands_for.low > pair[1].stands_for.high:
        yield _between("part_above_whole", county, part, whole)


def _per_head(county: County, each: PerHead) -> Iterator[Problem]:
    """A number that is far too much or too little for so many residents."""
    pair = _pair(county, each.field_id, "population")
    if pair is None or pair[1].stands_for.holds_zero:
        return
    usual = Interval(Fraction(each.usual.low), Fraction(each.usual.high))
    ratio = pair[0].stands_for / pair[1].stands_for
    if ratio.low > usual.high or ratio.high < usual.low:
        unit = FIELD[each.field_id].unit
        assert unit is not None
        per_head = round(pair[0].value / pair[1].value, 3 if pair[0].value < pair[1].value else 1)
        said = _between("per_head", county, each.field_id, "population", ratio=(per_head, unit))
        yield replace(said, within=(each.usual, unit))


def _pair(county: County, first: str, second: str) -> tuple[Number, Number] | None:
    if first in county.numbers and second in county.numbers:
        return county.numbers[first], county.numbers[second]
    return None


def _between(key: str, county: County, first: str, second: str, **amounts: tuple[Decimal, str]) -> Problem:
    """A problem of two fields, with both as they were entered."""
    return Problem(
        key,
        blocks=False,
        others={"first": first, "second": second},
        words={"first_entered": county.numbers[first].as_entered, "second_entered": county.numbers[second].as_entered},
        amounts=amounts,
    )
