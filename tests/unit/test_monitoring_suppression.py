"""What is kept back cannot be got back: no small number follows from the published ones by adding and subtracting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from explorer.monitoring.definitions import DEFINITIONS, Definition, Part
from explorer.monitoring.listed import Place
from explorer.monitoring.rollup import ALLIANCE, BLOCK, COUNTY, EVERY_LEVEL, KEYS, NUMBERS, by_period
from explorer.monitoring.suppression import kept_back, small

THRESHOLD = 10
UNKNOWN = ""
"""Some records are of a county that is unknown, or elsewhere: nothing is published of how many."""
HOME, NEXT = "990101", "990102"
PLACES = [
    Place(HOME, "primary", "first"),
    Place(HOME, "secondary", "first"),
    Place(HOME, "primary", "second"),
    Place(NEXT, "primary", "first"),
    Place(NEXT, "secondary", ""),
]
ENCOUNTERS, REFERRALS = ("residents", "visits"), ("transfers",)
"""Bundles that count the same records. Of these two kinds the other bundles are copies."""


@dataclass(frozen=True)
class Sort:
    """Records that nothing published tells apart: how many there are is what an intruder does not know."""

    resident: str
    place: Place
    kind: str
    month: int


def sorts(months: Iterable[int]) -> list[Sort]:
    return [
        Sort(resident, place, kind, month)
        for resident in (HOME, NEXT, UNKNOWN)
        for place in PLACES
        for kind in ("outpatient", "inpatient")
        for month in months
    ]


def belongs(sort: Sort, part: Part) -> bool:
    return (
        (not part.kinds or sort.kind in part.kinds)
        and (not part.within or sort.resident == sort.place.county)
        and (part.level is None or sort.place.level == part.level)
    )


def places_of(sort: Sort, definition: Definition) -> Iterator[tuple[str, str]]:
    if definition.place_of == "resident":
        if sort.resident != UNKNOWN:
            yield COUNTY, sort.resident
        return
    yield COUNTY, sort.place.county
    yield BLOCK, f"{sort.place.county}|{sort.place.alliance}"
    if sort.place.alliance:
        yield ALLIANCE, sort.place.alliance


def monthly(numbers: dict[Sort, int], bundles: tuple[str, ...] = REFERRALS) -> pd.DataFrame:
    """What ``rollup.monthly_sums`` gives for so many records of each sort."""
    sums: dict[tuple, list[int]] = {}
    for position, definition in enumerate(DEFINITIONS):
        if definition.bundle not in bundles:
            continue
        for sort, number in numbers.items():
            for kind, place in places_of(sort, definition):
                for level in (EVERY_LEVEL, sort.place.level) if definition.by_level else (EVERY_LEVEL,):
                    cell = sums.setdefault((position, kind, place, level, sort.month), [0, 0])
                    cell[0] += number * belongs(sort, definition.numerator)
                    below = definition.denominator
                    cell[1] += number * (below is not None and below.what != "number" and belongs(sort, below))
    rows = [(*key, above, below, above, below) for key, (above, below) in sums.items() if above or below]
    return pd.DataFrame(rows, columns=[*KEYS, *NUMBERS])


def covers(cell: pd.Series) -> Callable[[Sort, Definition], bool]:
    """Whether a sort of records counts for a cell: its place, its level and its period."""

    def covered(sort: Sort, definition: Definition) -> bool:
        year, month = divmod(sort.month, 100)
        in_period = year == cell["year"] and (cell["grain"] == "year" or (month - 1) // 3 + 1 == cell["quarter"])
        in_period = in_period and (cell["grain"] != "month" or month == cell["first_month"])
        in_level = cell["level"] in (EVERY_LEVEL, sort.place.level)
        return in_period and in_level and (cell["sort"], cell["place"]) in places_of(sort, definition)

    return covered


def equations(cell: pd.Series, known: list[Sort]) -> tuple[np.ndarray, np.ndarray]:
    """A cell's numerator and denominator as sums over what is not known: the records of each sort, then the money
    that was paid for them. Rows of 0 and 1."""
    definition = DEFINITIONS[cell["definition"]]
    covered = covers(cell)
    inside = np.array([covered(sort, definition) for sort in known])

    def summed(part: Part | None) -> np.ndarray:
        found, nothing = np.zeros(len(known)), np.zeros(len(known))
        if part is not None and part.what != "number":
            found = (inside & np.array([belongs(sort, part) for sort in known])).astype(float)
            if part.what == "fund":
                return np.concatenate([nothing, found])
        return np.concatenate([found, nothing])

    return summed(definition.numerator), summed(definition.denominator)


def is_published(cell: pd.Series) -> bool:
    definition = DEFINITIONS[cell["definition"]]
    wanted = {COUNTY: definition.of_counties, ALLIANCE: definition.of_alliances, BLOCK: False}
    return wanted[cell["sort"]] and not definition.guard


def follow(targets: list[np.ndarray], published: np.ndarray) -> list[bool]:
    """Whether each target is a combination of what is published."""
    if not len(published):
        return [not target.any() for target in targets]
    _, sizes, directions = np.linalg.svd(published, full_matrices=False)
    basis = directions[sizes > 1e-8 * sizes.max()]
    return [bool(np.linalg.norm(target - basis.T @ (basis @ target)) < 1e-6) for target in targets]


months_with_records = st.sampled_from(
    [
        [202301, 202302, 202304],
        [202301, 202302, 202304, 202305],
        [202311, 202312, 202401, 202402],
        [202301, 202304, 202307, 202308],
    ]
)


@st.composite
def counties(draw: st.DrawFn) -> dict[Sort, int]:
    """Many records of each sort, but for thin spots (somewhere, of a level, a kind, in a month) with hardly any."""
    found = sorts(draw(months_with_records))
    numbers = dict.fromkeys(found, draw(st.sampled_from([15, 40])))
    for _ in range(draw(st.integers(1, 3))):
        like, alike = draw(st.sampled_from(found)), draw(st.lists(st.booleans(), min_size=6, max_size=6))
        spot = [one for one in found if _same(one, like, alike)]
        numbers |= dict.fromkeys(spot, 0)
        numbers[draw(st.sampled_from(spot))] = draw(st.integers(1, THRESHOLD - 1))
    return numbers


def _same(one: Sort, other: Sort, alike: list[bool]) -> bool:
    """Whether two sorts agree in the features that count."""

    def features(sort: Sort) -> tuple:
        return (sort.resident, sort.place.county, sort.place.level, sort.place.alliance, sort.kind, sort.month)

    return all(
        not counts or mine == theirs for counts, mine, theirs in zip(alike, features(one), features(other), strict=True)
    )


def few(cell: pd.Series) -> list[bool]:
    """Of a cell's numerator, denominator and, of a share, what is left: whether from 1 to 9 records stand behind it."""
    left = cell["of"] - cell["counted"] if DEFINITIONS[cell["definition"]].is_share else 0
    return [0 < records < THRESHOLD for records in (cell["counted"], cell["of"], left)]


@settings(max_examples=25, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(numbers=counties())
@pytest.mark.parametrize("bundles", [ENCOUNTERS, REFERRALS])
def test_no_small_number_is_published_or_follows_from_what_is(
    bundles: tuple[str, ...], numbers: dict[Sort, int]
) -> None:
    sums = by_period(
        monthly(numbers, bundles), {(place, year): 1000 for place in (HOME, NEXT) for year in (2023, 2024)}
    )
    sums.loc[sums["definition"].map(lambda at: DEFINITIONS[at].grains == ("year",)), "of"] = 0
    back = kept_back(sums, THRESHOLD, PLACES)
    known = list(numbers)
    shown, hidden = [], []
    for index, cell in sums.iterrows():
        if not is_published(cell):
            continue
        above, below = equations(cell, known)
        if not back[index]:
            shown += [above, below]
        parts = zip((above, below, below - above), few(cell), strict=True)
        hidden += [(equation, cell) for equation, is_few in parts if is_few]
    published = np.array([row for row in shown if row.any()]).reshape(-1, 2 * len(known))
    found = follow([equation for equation, _ in hidden], published)
    assert [cell.to_list() for (_, cell), follows in zip(hidden, found, strict=True) if follows] == []


def test_numbers_that_are_large_everywhere_are_all_published() -> None:
    sums = by_period(monthly(dict.fromkeys(sorts(range(202301, 202313)), 50), ENCOUNTERS), {})
    assert not kept_back(sums, THRESHOLD, PLACES).any()


def test_without_a_threshold_nothing_is_kept_back() -> None:
    sums = by_period(monthly(dict.fromkeys(sorts([202301]), 1)), {})
    assert small(sums, THRESHOLD).any()
    assert not kept_back(sums, 0, PLACES).any()


@pytest.mark.parametrize("months", [[202301, 202302, 202303, 202304]])
def test_a_small_month_takes_the_months_of_its_quarter_with_it_and_leaves_the_rest(months: list[int]) -> None:
    numbers = dict.fromkeys(sorts(months), 50)
    transfers = [position for position, each in enumerate(DEFINITIONS) if each.bundle == "transfers"]
    one = next(sort for sort in numbers if sort.place.county == NEXT and sort.month == 202301)
    numbers |= {sort: 0 for sort in numbers if sort.place.county == NEXT and sort.month == 202301}
    numbers[one] = 3
    sums = by_period(monthly(numbers), {})
    back = kept_back(sums, THRESHOLD, PLACES)
    chosen = sums[sums["definition"].isin(transfers) & (sums["place"] == NEXT) & (sums["level"] == EVERY_LEVEL) & back]
    assert set(zip(chosen["grain"], chosen["first_month"], strict=True)) == {("month", 1), ("month", 2), ("month", 3)}


def test_an_alliance_is_kept_back_with_a_small_county_that_is_part_of_it() -> None:
    numbers = dict.fromkeys(sorts([202301, 202304]), 50)
    numbers |= {sort: 1 for sort in numbers if sort.place.county == NEXT}
    sums = by_period(monthly(numbers), {})
    back = kept_back(sums, THRESHOLD, PLACES)
    of_transfers = sums["definition"].map(lambda at: DEFINITIONS[at].bundle == "transfers")
    assert back[of_transfers & (sums["sort"] == ALLIANCE) & (sums["grain"] == "month")].all()
    assert not back[of_transfers & (sums["place"] == HOME) & (sums["grain"] == "month")].any()


def test_an_alliance_of_one_level_is_kept_back_whole_when_its_levels_are() -> None:
    """The second has health centres only: its total is its level, and what is left of the county is the first's."""
    numbers = dict.fromkeys(sorts([202301, 202302, 202304]), 15)
    thin = [one for one in numbers if one.place.alliance == "first" and one.place.level == "primary"]
    thin = [one for one in thin if one.month == 202301]
    numbers |= dict.fromkeys(thin, 0)
    numbers[thin[0]] = 8
    sums = by_period(monthly(numbers), {})
    back = kept_back(sums, THRESHOLD, PLACES)
    transfers = sums["definition"].map(lambda at: DEFINITIONS[at].bundle == "transfers")
    second = transfers & (sums["place"] == "second") & (sums["grain"] == "month") & (sums["quarter"] == 1)
    assert second.any()
    assert back[second].all()
