"""What a rate means in visits, admissions and money: arithmetic with every operand named, and nothing but arithmetic.

Every operand is an interval, so every result is one: what was entered as 63.4% may be anything from 63.35% to 63.45%.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from explorer.county import County
from explorer.interval import Interval

QUANTITY_OF = {
    "county_visit_rate": "visits",
    "primary_rate": "visits",
    "admissions_within_county": "admissions",
    "fund_within_county": "fund",
}
"""The fields that are rates to reach, and the field that says of how much in a year each is a share."""

QUANTITIES = tuple(dict.fromkeys(QUANTITY_OF.values()))
UNIT_OF = {"visits": "visits", "admissions": "admissions", "fund": "yuan"}
HUNDRED = Interval.exactly(100)


class Assumption(StrEnum):
    """What is taken for granted in the arithmetic, to be said beside it."""

    same_amount = "same_amount"
    """The amount of a year stays as it is while the rate moves."""
    per_person = "per_person"
    """The county's residents use as much a head as the coefficient says."""
    all_visits = "all_visits"
    """The visits of residents are taken for all visits in the area, of which the rate is a share."""
    outpatient = "outpatient"
    """Outpatient and emergency visits are taken for all visits within the county."""
    common_diseases = "common_diseases"
    """A monitored rate may count common diseases only, and is applied to all visits."""
    undefined = "undefined"
    """The documents do not define their rate; it is taken for a share of residents' visits."""


class Lack(StrEnum):
    """Why a rate cannot be turned into an amount."""

    no_definition = "no_definition"
    undefined = "undefined"
    """The rate says of what it is a share of in no document."""
    no_amount = "no_amount"
    """Neither the amount of a year nor a coefficient with the population is known."""
    no_county_rate = "no_county_rate"
    """A share of the visits within the county needs the share of visits made there."""
    no_rate = "no_rate"


@dataclass(frozen=True)
class PerPerson:
    """How much a resident uses in a year, with where it comes from."""

    value: Decimal
    stands_for: Interval
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Quantity:
    """How much residents use in a year; computed from the population where ``per_person`` is told."""

    name: str
    amount: Interval
    origins: tuple[str, ...]
    per_person: PerPerson | None = None


@dataclass(frozen=True)
class Rate:
    """A rate in percent with where it comes from. ``within`` is the share of visits made in the county at all."""

    value: Decimal
    stands_for: Interval
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A rate as it is and as it would be, and what each means in a year.

    ``within`` and ``within_then`` are the county visit rates now and then, where the rate is a share of the visits
    within the county. ``more`` is the difference in a year: negative where less would be kept.
    """

    field_id: str
    quantity: Quantity
    now: Rate
    then: Rate
    within: Rate | None
    within_then: Rate | None
    kept_now: Interval
    kept_then: Interval
    more: Interval
    assumptions: tuple[Assumption, ...]

    @property
    def is_reached(self) -> bool:
        """Whether no more is needed, however the numbers are rounded."""
        return self.more.high <= 0

    @property
    def is_within_rounding(self) -> bool:
        return self.more.low <= 0 < self.more.high

    @property
    def origins(self) -> tuple[str, ...]:
        """Everything that the amounts are computed from."""
        rates = [rate for rate in (self.now, self.then, self.within, self.within_then) if rate is not None]
        return tuple(dict.fromkeys([*self.quantity.origins, *(name for rate in rates for name in rate.origins)]))


def rate_of(county: County, field_id: str) -> Rate | None:
    """A rate of the county as entered."""
    number = county.numbers.get(field_id)
    return None if number is None else Rate(number.value, number.stands_for, (f"form:{field_id}",))


def rate_to_reach(value: Decimal, *origins: str) -> Rate:
    """A rate that is set, and so exact."""
    return Rate(value, Interval.exactly(value), origins)


def quantity_of(county: County, name: str, per_person: Mapping[str, PerPerson]) -> Quantity | None:
    """The amount of a year: as entered, or else the population times what a person uses; None without either."""
    entered, population = county.numbers.get(name), county.numbers.get("population")
    if entered is not None:
        return Quantity(name, entered.stands_for, (f"form:{name}",))
    each = per_person.get(name)
    if each is None or population is None:
        return None
    return Quantity(name, population.stands_for * each.stands_for, ("form:population", *each.origins), each)


def change(
    county: County,
    field_id: str,
    then: Rate,
    per_person: Mapping[str, PerPerson],
    within_then: Rate | None = None,
) -> Change | Lack:
    """What reaching ``then`` would mean; why it cannot be said where it cannot.

    ``within_then`` is the county visit rate of the same scenario, for a rate that is a share of the visits within the
    county; None leaves it as it is.
    """
    now = rate_of(county, field_id)
    if now is None:
        return Lack.no_rate
    definition = county.definitions.get(field_id, "")
    if lack := _undefined(county, field_id, definition):
        return lack
    within = within_now = None
    if definition.startswith("within_county"):
        within_now = rate_of(county, "county_visit_rate")
        if within_now is None:
            return Lack.no_county_rate
        within = within_then or within_now
    quantity = quantity_of(county, QUANTITY_OF[field_id], per_person)
    if quantity is None:
        return Lack.no_amount
    share_now, share_then = _share(now, within_now), _share(then, within)
    same_rate_before = within is within_now and within_now is not None
    # What stands on both sides is factored out, so that its rounding widens the difference only once.
    difference = (
        (_part(then) - _part(now)) * _part(within_now)
        if same_rate_before and within_now is not None
        else share_then - share_now
    )
    return Change(
        field_id=field_id,
        quantity=quantity,
        now=now,
        then=then,
        within=within_now,
        within_then=within,
        kept_now=quantity.amount * share_now,
        kept_then=quantity.amount * share_then,
        more=quantity.amount * difference,
        assumptions=_assumptions(field_id, definition, quantity),
    )


def _undefined(county: County, field_id: str, definition: str) -> Lack | None:
    if county.indicator_of(field_id) is None:
        return Lack.no_definition
    return Lack.undefined if (field_id, definition) == ("primary_rate", "documents") else None


def _assumptions(field_id: str, definition: str, quantity: Quantity) -> tuple[Assumption, ...]:
    found = [Assumption.same_amount]
    if quantity.per_person is not None:
        found.append(Assumption.per_person)
    by_definition = {
        ("primary_rate", "all_visits"): Assumption.all_visits,
        ("primary_rate", "within_county_outpatient"): Assumption.outpatient,
        ("county_visit_rate", "monitored"): Assumption.common_diseases,
        ("county_visit_rate", "documents"): Assumption.undefined,
    }
    if extra := by_definition.get((field_id, definition)):
        found.append(extra)
    return tuple(found)


def _part(rate: Rate) -> Interval:
    """A rate as a part of one; what it may stand for beyond nothing and everything is left out."""
    part = rate.stands_for / HUNDRED
    return Interval(min(max(part.low, 0), 1), min(max(part.high, 0), 1))


def _share(rate: Rate, within: Rate | None) -> Interval:
    return _part(rate) if within is None else _part(rate) * _part(within)


def national_visits_per_resident(figures: Sequence[Mapping[str, Any]]) -> PerPerson | None:
    """Visits ÷ (people aged 60 and over ÷ their share), from ``queries.position.visits_per_resident``.

    The value keeps four significant digits, as derived figures do; None without the three figures.
    """
    if len(figures) != 3:
        return None
    visits, older, share = figures
    people = _printed(older) / (_printed(share) / HUNDRED)
    value = Decimal(visits["value"]) / (Decimal(older["value"]) / (Decimal(str(share["value"])) / 100))
    origins = tuple(f"observation:{row['observation_id']}" for row in figures)
    return PerPerson(round(value, 3 - value.adjusted()), _printed(visits) / people, origins)


def _printed(row: Mapping[str, Any]) -> Interval:
    low, high = (Decimal(repr(float(row[name]))) for name in ("value_low", "value_high"))
    return Interval(Interval.exactly(low).low, Interval.exactly(high).high)


def entered_per_person(name: str, value: Decimal) -> PerPerson:
    """A coefficient that a reader set, and so exact."""
    return PerPerson(value, Interval.exactly(value), (f"setting:per_person.{name}",))
