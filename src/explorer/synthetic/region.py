"""A region that does not exist: a city, counties at growing distance from it, their providers, two alliances.

Codes begin with 99, which GB/T 2260 gives to no province; every name begins with 示例.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

CITY = "990000"
SIZE_OF_THE_CITY = 1.5
"""Its residents, where a county has about 1.1 of the same."""
MOST_COUNTIES = 999
VISITS_A_YEAR = 6.7
"""Encounters of a resident in a year, about: by it the population follows from the number of rows asked for."""


@dataclass(frozen=True)
class Provider:
    """One institution. ``role`` is what it is to its county; ``share`` its part of what goes to that role there."""

    provider_id: str
    name: str
    county: str
    level: str
    role: str
    share: float
    alliance: str | None


@dataclass(frozen=True)
class County:
    """One county. ``residents`` and ``aged_share`` (of those aged 60 and over, 0-1) are by year."""

    code: str
    name: str
    distance_km: float
    residents: tuple[int, ...]
    aged_share: tuple[float, ...]
    alliance: str | None
    formed: int | None
    """The month, counted from the first, in which its alliance was formed."""


@dataclass(frozen=True)
class Region:
    """What the records are about: years one after the other, the city, counties by distance from it, providers."""

    years: tuple[int, ...]
    rows: int
    seed: int
    city: County
    counties: tuple[County, ...]
    providers: tuple[Provider, ...]

    @property
    def places(self) -> tuple[County, ...]:
        """Where residents live: the city, then the counties."""
        return (self.city, *self.counties)


def region(counties: int, years: tuple[int, ...], rows: int, seed: int) -> Region:
    """The region that belongs to these numbers and this seed, always the same."""
    chance = random.Random(f"region {seed}")
    sizes = [0.6 + chance.random() for _ in range(counties)]
    people = rows / len(years) / VISITS_A_YEAR / (sum(sizes) + SIZE_OF_THE_CITY)
    told = tuple(
        _county(position, counties, max(20, round(people * size)), len(years), chance)
        for position, size in enumerate(sizes)
    )
    city = _place(CITY, "示例市", 0.0, max(20, round(people * SIZE_OF_THE_CITY)), len(years))
    providers = [provider for county in told for provider in _providers_of(county, chance)]
    return Region(years, rows, seed, city, told, (*providers, *_providers_of_the_city()))


def _county(position: int, counties: int, residents: int, years: int, chance: random.Random) -> County:
    """The county at this place in the order by distance. The second and third nearest are the ones with an alliance."""
    number = position + 1
    distance = 8 + 112 * (position + chance.random() / 2) / counties
    months = 12 * years
    first, second = min(1, counties - 1), min(2, counties - 1)
    alliances = {second: ("示例医共体 2", months // 2 + months // 12), first: ("示例医共体 1", months // 2)}
    alliance, formed = alliances.get(position, (None, None))
    return _place(f"99{number:04d}", f"示例县 {number:02d}", round(distance, 1), residents, years, alliance, formed)


def _place(
    code: str,
    name: str,
    distance: float,
    residents: int,
    years: int,
    alliance: str | None = None,
    formed: int | None = None,
) -> County:
    return County(
        code=code,
        name=name,
        distance_km=distance,
        residents=tuple(round(residents * 0.996**year) for year in range(years)),
        aged_share=tuple(round(0.17 + 0.0005 * distance + 0.009 * year, 4) for year in range(years)),
        alliance=alliance,
        formed=formed,
    )


def _providers_of(county: County, chance: random.Random) -> list[Provider]:
    """Two county hospitals, some township health centres and a private clinic.

    The general hospital and the health centres are in the county's alliance; the hospital of traditional medicine and
    the clinic stay outside it.
    """
    centres = 3 + chance.randrange(4)
    sizes = [0.5 + chance.random() for _ in range(centres)]
    found = [
        ("hospital", "县医院", "secondary", 0.68, county.alliance),
        ("hospital", "中医院", "secondary", 0.32, None),
    ]
    found += [
        ("centre", f"卫生院 {number}", "primary", size / sum(sizes), county.alliance)
        for number, size in enumerate(sizes, 1)
    ]
    found.append(("clinic", "门诊部", "other", 1.0, None))
    return [
        Provider(f"{county.code}-{number:02d}", f"{county.name} {name}", county.code, level, role, share, alliance)
        for number, (role, name, level, share, alliance) in enumerate(found, 1)
    ]


def _providers_of_the_city() -> list[Provider]:
    """Three tertiary hospitals, the second in the alliance of the nearest county that has one; two health centres, and
    a clinic."""
    found = [("city", f"医院 {number}", "tertiary", share) for number, share in enumerate((0.5, 0.3, 0.2), 1)]
    found += [("centre", f"社区卫生服务中心 {number}", "primary", 0.5) for number in (1, 2)]
    found.append(("clinic", "门诊部", "other", 1.0))
    return [
        Provider(
            f"{CITY}-{number:02d}", f"示例市 {name}", CITY, level, role, share, "示例医共体 1" if number == 2 else None
        )
        for number, (role, name, level, share) in enumerate(found, 1)
    ]


def nearness(distance_km: float) -> float:
    """How strongly the city draws, 1 at its gate, falling by distance."""
    return math.exp(-distance_km / 45)
