"""How alike a county and a place are: Gower's distance over what is known of both by the same definition.

A field that either side lacks says nothing: it counts neither as alike nor as unlike. Numbers are compared by their
difference as a share of the field's plausible range, a fixed yardstick, so that the distance to one place does not
depend on which others are held; a choice is the same or not; two checklists by the share of their entries that is not
in both (one minus Jaccard's index). The distance is the weighted mean of these, from 0 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from explorer.county import FIELD, FIELDS, County, FieldKind, Number
from explorer.interval import End, Interval

ONE = Fraction(1)
Weights = Mapping[str, Fraction]
"""By field; a field that is not named weighs 1, one of weight 0 is left out."""


@dataclass(frozen=True)
class Figure:
    """A place's number: as printed, and every value that it stands for."""

    observation_id: str
    value: Decimal
    stands_for: Interval


@dataclass(frozen=True)
class Place:
    """What is known of a place: figures by indicator, choices and checklists by field."""

    place_id: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Contribution:
    """What one field adds to a distance.

    ``difference`` is the field's own, from 0 to 1; ``least`` and ``most`` what it may be within the digits and bounds
    of both figures. ``part`` is its share in the distance: the parts of all fields add up to it.
    """

    field_id: str
    difference: Fraction
    least: Fraction
    most: Fraction
    part: Fraction
    observation_id: str | None = None


@dataclass(frozen=True)
class Likeness:
    """How far a place is from a county; ``distance`` is None where nothing is known of both."""

    place_id: str
    distance: Fraction | None
    least: Fraction | None
    most: Fraction | None
    shared: tuple[Contribution, ...]


@dataclass(frozen=True)
class Ranking:
    """Places by distance, and those that share too few fields with the county to be ranked."""

    ranked: tuple[Likeness, ...]
    too_little: tuple[Likeness, ...]
    asked: tuple[str, ...]
    """The fields of the county that could be compared with some place: filled, defined, and of some weight."""


def rank(county: County, places: Iterable[Place], weights: Weights, least_shared: int) -> Ranking:
    """The places closest first; of equals, that which shares more, then in the order given.

    ``least_shared`` is how many fields a place must share with the county to be ranked.
    """
    found = [likeness(county, place, weights) for place in places]
    enough = [one for one in found if one.distance is not None and len(one.shared) >= least_shared]
    enough.sort(key=lambda one: (one.distance or 0, -len(one.shared)))
    rest = [one for one in found if one not in enough]
    rest.sort(key=lambda one: -len(one.shared))
    return Ranking(tuple(enough), tuple(rest), fields_to_compare(county, weights))


def fields_to_compare(county: County, weights: Weights) -> tuple[str, ...]:
    """The fields of a county that a place could be compared by, in the order of the form."""
    return tuple(
        one.field_id for one in FIELDS if _weight(one.field_id, weights) > 0 and _comparable(county, one.field_id)
    )


def without_definition(county: County) -> tuple[str, ...]:
    """The numbers that cannot be compared because nobody said by which of several definitions they are meant."""
    return tuple(
        one.field_id
        for one in FIELDS
        if one.field_id in county.numbers and one.indicators and county.indicator_of(one.field_id) is None
    )


def likeness(county: County, place: Place, weights: Weights) -> Likeness:
    """The distance of a county from one place and what each field adds to it."""
    compared = [
        (field_id, weight, found)
        for field_id in fields_to_compare(county, weights)
        if (weight := _weight(field_id, weights)) and (found := _difference(county, place, field_id)) is not None
    ]
    total = sum((weight for _, weight, _ in compared), Fraction(0))
    if not total:
        return Likeness(place.place_id, None, None, None, ())
    shared = tuple(
        Contribution(field_id, at, low, high, weight * at / total, observation_id)
        for field_id, weight, (at, low, high, observation_id) in compared
    )
    least = sum((weight * found[1] for _, weight, found in compared), Fraction(0)) / total
    most = sum((weight * found[2] for _, weight, found in compared), Fraction(0)) / total
    return Likeness(place.place_id, sum((one.part for one in shared), Fraction(0)), least, most, shared)


def _weight(field_id: str, weights: Weights) -> Fraction:
    return weights.get(field_id, ONE)


def _comparable(county: County, field_id: str) -> bool:
    if FIELD[field_id].kind is FieldKind.number:
        return field_id in county.numbers and county.indicator_of(field_id) is not None
    return bool(county.choices.get(field_id))


def _difference(county: County, place: Place, field_id: str) -> tuple[Fraction, Fraction, Fraction, str | None] | None:
    """How far apart the two are in one field (as printed, at least, at most), None where the place's is not known."""
    kind = FIELD[field_id].kind
    if kind is FieldKind.number:
        figure = place.figures.get(county.indicator_of(field_id) or "")
        return (
            None
            if figure is None
            else (*number_difference(field_id, county.numbers[field_id], figure), figure.observation_id)
        )
    own, others = frozenset(county.choices[field_id]), place.choices.get(field_id)
    if not others:
        return None
    at = Fraction(own != others) if kind is FieldKind.choice else 1 - Fraction(len(own & others), len(own | others))
    return at, at, at, None


def number_difference(field_id: str, one: Number, other: Figure | Number) -> tuple[Fraction, Fraction, Fraction]:
    """The difference of two numbers as a share of the field's plausible range, 1 where it is larger than that.

    As printed, and the least and the most that it may be for the values that the two stand for; a bound that leaves an
    end open reaches to the end of what is possible.
    """
    plausible, possible = FIELD[field_id].plausible, FIELD[field_id].possible
    assert plausible is not None
    assert possible is not None
    width = Fraction(plausible.high) - Fraction(plausible.low)
    a, b = (_closed(side.stands_for, Fraction(possible.low), Fraction(possible.high)) for side in (one, other))
    at = abs(Fraction(one.value) - Fraction(other.value))
    least = max(a[0] - b[1], b[0] - a[1], Fraction(0))
    most = max(a[1] - b[0], b[1] - a[0])
    at, least, most = (min(ONE, gap / width) for gap in (at, least, most))
    return at, min(least, at), max(most, at)


def _closed(stands_for: Interval, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    ends: Sequence[tuple[End, Fraction]] = ((stands_for.low, low), (stands_for.high, high))
    first, last = (limit if math.isinf(end) else Fraction(end) for end, limit in ends)
    return first, last
