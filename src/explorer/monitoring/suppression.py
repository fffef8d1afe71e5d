"""Small numbers kept back, and with them every number from which they could be got back by adding and subtracting.

What is published is decided for *families*: all months of a quarter, all quarters of a year or a year, for all levels
together or for each level, of one place and one bundle of indicators whose sums belong together. A family is published
whole or not at all. It is kept back

1. if any of its cells is small: from 1 to the threshold less one records in a numerator, in a denominator or, of a
   share, in what is left of it;
2. if the family above it is: quarters without their year, months without their quarter, levels without their total
   are not published, so that nothing can be taken from something larger to leave a small rest;
3. of an alliance, if the same family, or that of its levels, of any county, alliance or block (what an alliance has in
   a county) that it hangs together with is kept back: counties and alliances are sums of the same blocks, and where all
   institutions of an alliance are of one level, its total is that level.

Why that is enough (docs/decisions/0030): within a family that is kept back, one record more in one month and level, one
less in another month and in another level, changes every cell of the family and no published sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from explorer.monitoring.definitions import DEFINITIONS
from explorer.monitoring.listed import Place
from explorer.monitoring.rollup import ALLIANCE, BLOCK, COUNTY, EVERY_LEVEL

DEFAULT_THRESHOLD = 10
Family = tuple[str, str, str, int, str, int, bool]
"""Bundle, sort of place, place, year, grain, quarter (0 unless months), and whether it is of each level."""
FAMILY = ["bundle", "sort", "place", "year", "grain", "slot", "detailed"]


def small(sums: pd.DataFrame, threshold: int) -> pd.Series:
    """Whether a cell has from 1 to ``threshold`` - 1 records in its numerator, its denominator or what is left."""

    def few(records: pd.Series) -> pd.Series:
        return (records > 0) & (records < threshold)

    shares = sums["definition"].isin([position for position, each in enumerate(DEFINITIONS) if each.is_share])
    return few(sums["counted"]) | few(sums["of"]) | (shares & few(sums["of"] - sums["counted"]))


def kept_back(sums: pd.DataFrame, threshold: int, places: Iterable[Place]) -> pd.Series:
    """Whether each of the sums (``rollup.by_period``) is kept back. Below a threshold of 2 none is."""
    if threshold < 2 or sums.empty:
        return pd.Series(False, index=sums.index)
    bundles = dict(enumerate(each.bundle for each in DEFINITIONS))
    frame = sums.assign(
        bundle=sums["definition"].map(bundles),
        slot=sums["quarter"].where(sums["grain"] == "month", 0),
        detailed=sums["level"] != EVERY_LEVEL,
        small=small(sums, threshold),
    )
    families = frame.groupby(FAMILY, sort=False)["small"].any()
    unsafe = {family for family, found in families.items() if found}
    closed = {family for family in families.index if any(each in unsafe for each in _with_all_above(family))}
    closed |= set(_of_alliances(families.index, closed, _hanging_together(places)))
    closed |= {family for family in families.index if any(each in closed for each in _with_all_above(family))}
    back = pd.Series([family in closed for family in families.index], index=families.index, name="back")
    return frame[FAMILY].join(back, on=FAMILY)["back"]


def _with_all_above(family: Family) -> Iterator[Family]:
    """A family and all above it: the longer periods, and of levels their total."""
    bundle, sort, place, year, grain, slot, detailed = family
    yield family
    if detailed:
        yield from _with_all_above((bundle, sort, place, year, grain, slot, False))
    if grain == "month":
        yield from _with_all_above((bundle, sort, place, year, "quarter", 0, detailed))
    elif grain == "quarter":
        yield from _with_all_above((bundle, sort, place, year, "year", 0, detailed))


def _of_alliances(
    families: Iterable[Family], closed: set[Family], group: Mapping[tuple[str, str], str]
) -> Iterator[Family]:
    """The families of alliances that hang together with one that is kept back."""
    kept = {(family[0], group.get(family[1:3]), *family[3:]) for family in closed if family[1:3] in group}
    kept |= {(*family[:-1], False) for family in kept}
    for family in families:
        if family[1] == ALLIANCE and (family[0], group.get(family[1:3]), *family[3:]) in kept:
            yield family


def _hanging_together(places: Iterable[Place]) -> dict[tuple[str, str], str]:
    """By sort and place, the group of counties and alliances that share institutions, directly or through others."""
    head: dict[tuple[str, str], tuple[str, str]] = {}

    def top(place: tuple[str, str]) -> tuple[str, str]:
        while head.setdefault(place, place) != place:
            place = head[place]
        return place

    for each in places:
        county, block = (COUNTY, each.county), (BLOCK, f"{each.county}|{each.alliance}")
        head[top(block)] = top(county)
        if each.alliance:
            head[top((ALLIANCE, each.alliance))] = top(county)
    return {place: "|".join(top(place)) for place in head}
