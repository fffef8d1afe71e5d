"""How far a county is from a place: Gower's distance, held against a second, plain implementation."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.county import FIELD, FIELDS, County, FieldKind, Number
from explorer.interval import Interval
from explorer.planner.likeness import Figure, Place, fields_to_compare, likeness, rank, without_definition
from tests.unit.alternative_likeness import Value, distance

NUMBERS = [one.field_id for one in FIELDS if one.kind is FieldKind.number and one.indicators]
LISTS = ("payment", "in_place")
TAGS = ("a", "b", "c", "d")


def number(value: str, step: str = "0.1") -> Number:
    return Number(Decimal(value), Interval.around(Decimal(value), Decimal(step)), value)


def figure(value: str, step: str = "0.1", *, low: float | None = None) -> Figure:
    """A figure as printed; ``low`` replaces its lower end."""
    around = Interval.around(Decimal(value), Decimal(step))
    return Figure(f"figure-{value}", Decimal(value), around if low is None else Interval(low, around.high))


def county(**numbers: str) -> County:
    """A county of these numbers, each by the first definition that its field has."""
    definitions = {name: next(iter(FIELD[name].indicators)) for name in numbers if "" not in FIELD[name].indicators}
    return County("X", {name: number(value) for name, value in numbers.items()}, definitions)


def place(place_id: str = "p", **figures: Figure) -> Place:
    """A place with these figures, each by the first definition that its field has."""
    return Place(place_id, {next(iter(FIELD[name].indicators.values())): own for name, own in figures.items()})


def width(field_id: str) -> Decimal:
    plausible = FIELD[field_id].plausible
    assert plausible is not None
    return plausible.high - plausible.low


# One field


def test_numbers_differ_by_a_share_of_the_fields_plausible_range() -> None:
    found = likeness(county(fund_within_county="60"), place(fund_within_county=figure("75.8")), {})
    assert found.distance == Fraction("15.8") / Fraction(width("fund_within_county"))


def test_numbers_farther_apart_than_the_plausible_range_differ_as_far_as_can_be() -> None:
    assert likeness(county(case_mix_index="0.1"), place(case_mix_index=figure("9")), {}).distance == 1


def test_a_choice_is_the_same_or_not() -> None:
    mine = County("X", choices={"lead_hospital": ("tertiary_b",)})
    same, other = (Place("p", choices={"lead_hospital": frozenset({tag})}) for tag in ("tertiary_b", "tertiary_a"))
    assert (likeness(mine, same, {}).distance, likeness(mine, other, {}).distance) == (0, 1)


def test_checklists_differ_by_the_entries_that_are_not_in_both() -> None:
    mine = County("X", choices={"payment": ("a", "b", "c")})
    assert likeness(mine, Place("p", choices={"payment": frozenset("bcd")}), {}).distance == Fraction(1, 2)


def test_a_field_that_only_one_side_has_counts_neither_as_alike_nor_as_unlike() -> None:
    mine = county(fund_within_county="60", case_mix_index="0.8")
    both = likeness(mine, place(fund_within_county=figure("70"), case_mix_index=figure("0.8")), {})
    one = likeness(mine, place(fund_within_county=figure("70")), {})
    assert [part.field_id for part in one.shared] == ["fund_within_county"]
    assert both.distance is not None
    assert one.distance == 2 * both.distance  # a missing index, if taken as alike, would halve it


def test_an_empty_checklist_of_a_place_is_no_answer() -> None:
    mine = County("X", choices={"payment": ("a",)})
    assert likeness(mine, Place("p", choices={"payment": frozenset()}), {}).distance is None


def test_figures_of_another_definition_are_not_compared() -> None:
    mine = County("X", {"primary_rate": number("60")}, {"primary_rate": "within_county"})
    other = Place("p", {"primary-visit-share-all": figure("60")})
    assert likeness(mine, other, {}).distance is None


def test_a_number_without_the_definition_meant_is_not_compared_and_is_named() -> None:
    mine = County("X", {"primary_rate": number("60"), "fund_within_county": number("70")})
    assert fields_to_compare(mine, {}) == ("fund_within_county",)
    assert without_definition(mine) == ("primary_rate",)


# Rounding and bounds


def test_a_difference_says_between_what_it_may_lie_for_the_digits_given() -> None:
    (part,) = likeness(county(fund_within_county="70.0"), place(fund_within_county=figure("72.0")), {}).shared
    own = Fraction(width("fund_within_county"))
    assert (part.least * own, part.difference * own, part.most * own) == (Fraction("1.9"), 2, Fraction("2.1"))


def test_a_bound_reaches_to_the_end_of_what_is_possible() -> None:
    below_50 = figure("50", low=float("-inf"))
    (part,) = likeness(county(fund_within_county="40"), place(fund_within_county=below_50), {}).shared
    own = Fraction(width("fund_within_county"))
    assert part.least == 0
    assert part.difference == 10 / own
    assert part.most == Fraction("40.05") / own  # from 0 to 40.05


# Weights


def test_parts_add_up_to_the_distance_by_their_weights() -> None:
    mine = county(fund_within_county="60", case_mix_index="0.8")
    found = likeness(
        mine, place(fund_within_county=figure("70"), case_mix_index=figure("1")), {"case_mix_index": Fraction(3)}
    )
    index, fund = found.shared  # in the order of the form
    assert fund.part == fund.difference / 4
    assert index.part == 3 * index.difference / 4
    assert found.distance == fund.part + index.part


def test_a_weight_of_nothing_drops_the_field() -> None:
    mine, other = county(fund_within_county="60", case_mix_index="0.8"), place(fund_within_county=figure("70"))
    weights = {"fund_within_county": Fraction(0)}
    assert fields_to_compare(mine, weights) == ("case_mix_index",)
    assert likeness(mine, other, weights).distance is None


# Ranking


def test_a_place_that_shares_too_little_is_not_ranked_and_is_told_apart() -> None:
    mine = county(fund_within_county="60", case_mix_index="0.8")
    much = place("much", fund_within_county=figure("90"), case_mix_index=figure("2"))
    little = place("little", fund_within_county=figure("60"))
    found = rank(mine, [little, much], {}, least_shared=2)
    assert [one.place_id for one in found.ranked] == ["much"]
    assert [one.place_id for one in found.too_little] == ["little"]


def test_of_places_equally_far_the_one_that_shares_more_comes_first() -> None:
    mine = county(fund_within_county="60", case_mix_index="0.8")
    one = place("one", fund_within_county=figure("60"))
    two = place("two", fund_within_county=figure("60"), case_mix_index=figure("0.8"))
    assert [each.place_id for each in rank(mine, [one, two], {}, least_shared=1).ranked] == ["two", "one"]


# What holds of every county and place


@st.composite
def sides(draw: st.DrawFn) -> dict[str, Value]:
    """What is known of one side: some numbers within reach, a choice, some checklists."""
    found: dict[str, Value] = {}
    for field_id in draw(st.lists(st.sampled_from(NUMBERS), unique=True)):
        possible = FIELD[field_id].possible
        assert possible is not None
        tenths = st.integers(int(possible.low * 10), int(possible.high * 10))
        found[field_id] = draw(tenths) / 10
    if draw(st.booleans()):
        found["lead_hospital"] = draw(st.sampled_from(FIELD["lead_hospital"].options))
    for field_id in LISTS:
        tags = draw(st.frozensets(st.sampled_from(TAGS)))
        if tags:
            found[field_id] = tags
    return found


weightings = st.dictionaries(st.sampled_from([*NUMBERS, "lead_hospital", *LISTS]), st.integers(0, 3))


def as_county(side: dict[str, Value]) -> County:
    numbers = {name: repr(value) for name, value in side.items() if isinstance(value, float)}
    chosen = {name: (value,) for name, value in side.items() if isinstance(value, str)}
    ticked = {name: tuple(value) for name, value in side.items() if isinstance(value, frozenset)}
    found = county(**numbers)
    return County("X", found.numbers, found.definitions, {**chosen, **ticked})


def as_place(side: dict[str, Value]) -> Place:
    found = place(**{name: figure(repr(value)) for name, value in side.items() if isinstance(value, float)})
    chosen = {name: frozenset({value}) for name, value in side.items() if isinstance(value, str)}
    ticked = {name: value for name, value in side.items() if isinstance(value, frozenset)}
    return Place("p", found.figures, {**chosen, **ticked})


@given(one=sides(), other=sides(), weights=weightings)
@settings(max_examples=200, deadline=None)
def test_distances_are_those_of_a_second_plain_implementation(
    one: dict[str, Value], other: dict[str, Value], weights: dict[str, int]
) -> None:
    found = likeness(as_county(one), as_place(other), {name: Fraction(weight) for name, weight in weights.items()})
    ranges = {field_id: float(width(field_id)) for field_id in NUMBERS}
    expected = distance(one, other, ranges, {name: float(weight) for name, weight in weights.items()})
    assert found.distance == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(one=sides(), other=sides(), weights=weightings)
@settings(max_examples=100, deadline=None)
def test_distances_are_the_same_from_either_side_and_lie_between_nothing_and_one(
    one: dict[str, Value], other: dict[str, Value], weights: dict[str, int]
) -> None:
    by = {name: Fraction(weight) for name, weight in weights.items()}
    there, back = likeness(as_county(one), as_place(other), by), likeness(as_county(other), as_place(one), by)
    assert there.distance == back.distance
    if there.distance is not None and there.least is not None and there.most is not None:
        assert 0 <= there.least <= there.distance <= there.most <= 1
        assert sum(part.part for part in there.shared) == there.distance


@given(side=sides(), weights=weightings)
@settings(max_examples=100, deadline=None)
def test_a_place_that_is_the_same_in_all_it_shares_is_at_no_distance(
    side: dict[str, Value], weights: dict[str, int]
) -> None:
    found = likeness(as_county(side), as_place(side), {name: Fraction(weight) for name, weight in weights.items()})
    assert found.distance in (0, None)


@given(one=sides(), other=sides(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_what_a_place_does_not_say_is_left_out_as_if_it_weighed_nothing(
    one: dict[str, Value], other: dict[str, Value], data: st.DataObject
) -> None:
    lost = data.draw(st.lists(st.sampled_from(sorted(other)), unique=True) if other else st.just([]))
    without = {name: value for name, value in other.items() if name not in lost}
    weights = dict.fromkeys(lost, Fraction(0))
    assert (
        likeness(as_county(one), as_place(without), {}).distance
        == likeness(as_county(one), as_place(other), weights).distance
    )
