"""The arithmetic of a rate, line by line: every operand with where it comes from, every assumption named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from explorer.county import County
from explorer.i18n import Translator
from explorer.interval import Interval
from explorer.planner.amount import amount_of
from explorer.planner.gap import UNIT_OF, Change, Lack, PerPerson, Rate
from explorer.planner.goals import Goal
from explorer.planner.position_words import field_name, of_target, percent, target_words, whose
from explorer.planner.telling import Paragraph, Piece, Told, joined, tell

Row = Mapping[str, Any]


def amount_words(tr: Translator, interval: Interval, quantity: str, *origins: str) -> Told:
    """An amount said no more finely than it is known: ``about 204,000 visits (199,000 to 209,000)``."""
    amount, unit = amount_of(interval), UNIT_OF[quantity]

    ends = tr.alike([float(amount.value), float(amount.low), float(amount.high)])
    value, low, high = (end.replace("-", "−") for end in ends)
    said = tr(f"gap.unit.{unit}", number=value)
    return Told(said if amount.exact else tr("gap.about", amount=said, low=low, high=high), origins)


def goal_words(tr: Translator, goal: Goal) -> Paragraph:
    """The rate to reach and whose it is: a target's with its policy, a place's with its period."""
    if goal.is_target:
        return tell(tr, "gap.goal.target", rate=target_words(tr, goal.row), **dict(of_target(tr, goal.row)))
    origin = (goal.goal_id,)
    return tell(
        tr,
        "gap.goal.figure",
        rate=Told(tr.figure(goal.row), origin),
        place=Told(whose(tr, goal.row), origin),
        period=Told(tr.period(goal.row), origin),
    )


def more_words(tr: Translator, change: Change, goal: Piece) -> Paragraph:
    """What reaching the goal would mean, in one sentence."""
    now = _rate(tr, change.now)
    if change.is_reached:
        return tell(tr, "gap.reached", goal=goal, name=field_name(tr, change.field_id), now=now)
    if change.is_within_rounding:
        return tell(tr, "gap.rounding", goal=goal, name=field_name(tr, change.field_id), now=now)
    more = amount_words(tr, change.more, change.quantity.name, *change.origins)
    return tell(tr, f"gap.more.{change.field_id}", goal=goal, more=more)


def arithmetic_lines(tr: Translator, county: County, change: Change) -> list[Paragraph]:
    """The amount of a year, what the rate keeps of it now and would then, and the difference."""
    quantity = change.quantity
    whole = amount_words(tr, quantity.amount, quantity.name, *quantity.origins)
    lines = [quantity_line(tr, county, change)]
    for key, rate, within, kept in (
        ("gap.line.now", change.now, change.within, change.kept_now),
        ("gap.line.then", change.then, change.within_then, change.kept_then),
    ):
        factors = _factors(tr, rate, within)
        lines.append(
            tell(tr, key, whole=whole, factors=factors, kept=amount_words(tr, kept, quantity.name, *change.origins))
        )
    more = amount_words(tr, change.more, quantity.name, *change.origins)
    now, then = _factors(tr, change.now, change.within), _factors(tr, change.then, change.within_then)
    return [*lines, tell(tr, "gap.line.more", whole=whole, then=then, now=now, more=more)]


def quantity_line(tr: Translator, county: County, change: Change) -> Paragraph:
    """How much residents use in a year: as entered, or the population times what a resident uses."""
    quantity = change.quantity
    name = Told(tr(f"gap.quantity.{quantity.name}"))
    whole = amount_words(tr, quantity.amount, quantity.name, *quantity.origins)
    if quantity.per_person is None:
        return tell(tr, "gap.line.entered", name=name, amount=whole)
    people = county.numbers["population"]
    population = Told(tr.amount(float(people.value), 0, "persons"), ("form:population",))
    each = per_person_words(tr, quantity.name, quantity.per_person)
    return tell(tr, "gap.line.per_person", name=name, population=population, each=each, amount=whole)


def per_person_words(tr: Translator, quantity: str, each: PerPerson) -> Told:
    """How much a resident uses in a year, with its unit."""
    exponent = each.value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return Told(tr(f"gap.each.{quantity}", number=tr.number(float(each.value), decimals)), each.origins)


def national_words(tr: Translator, figures: Sequence[Row], each: PerPerson) -> Paragraph:
    """How the country's visits per resident are computed; ``figures`` are full rows of the three figures."""
    visits, older, share = (
        Told(tr.figure(row, beside=False), (f"observation:{row['observation_id']}",)) for row in figures
    )
    year = Told(str(figures[0]["period_end"].year), visits.origins)
    return tell(
        tr,
        "gap.national",
        year=year,
        visits=visits,
        older=older,
        share=share,
        sixty=Told(tr("gap.national.older"), ("key:gap.national.older",)),
        each=per_person_words(tr, "visits", each),
    )


def assumption_lines(tr: Translator, change: Change) -> list[Paragraph]:
    """What the arithmetic takes for granted."""
    return [tell(tr, f"gap.assume.{each}") for each in change.assumptions]


def lack_words(tr: Translator, field_id: str, lack: Lack) -> Paragraph:
    """Why a rate cannot be turned into an amount, and what to enter."""
    return tell(tr, f"gap.lack.{lack}", name=field_name(tr, field_id))


def _rate(tr: Translator, rate: Rate) -> Told:
    return percent(tr, rate.value, *rate.origins)


def _factors(tr: Translator, rate: Rate, within: Rate | None) -> Piece:
    return _rate(tr, rate) if within is None else joined(_rate(tr, within), Told(" × "), _rate(tr, rate))
