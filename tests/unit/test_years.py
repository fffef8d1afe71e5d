"""Years chosen of a timeline: from a link and into one, and the years before and after."""

from __future__ import annotations

import pytest

from explorer.years import Years

BOUNDS = Years(2003, 2024)


@pytest.mark.parametrize(
    ("state", "years"),
    [
        ({}, BOUNDS),
        ({"from": (), "to": ()}, BOUNDS),
        ({"from": ("2015",)}, Years(2015, 2024)),
        ({"to": ("2015",)}, Years(2003, 2015)),
        ({"from": ("2015",), "to": ("2020",)}, Years(2015, 2020)),
        pytest.param({"from": ("2020",), "to": ("2015",)}, Years(2015, 2020), id="the later year first"),
    ],
)
def test_a_link_asks_for_years_and_an_end_left_out_is_open(state: dict[str, tuple[str, ...]], years: Years) -> None:
    assert Years.from_state(state, BOUNDS) == years


def test_a_link_says_only_what_narrows_the_years() -> None:
    assert BOUNDS.to_state(BOUNDS) == {"from": (), "to": ()}
    assert Years(2015, 2024).to_state(BOUNDS) == {"from": ("2015",), "to": ()}
    assert Years.from_state(Years(2015, 2020).to_state(BOUNDS), BOUNDS) == (2015, 2020)


@pytest.mark.parametrize(
    ("years", "pages", "moved"),
    [
        (Years(2010, 2014), 1, Years(2015, 2019)),
        (Years(2010, 2014), -1, Years(2005, 2009)),
        (Years(2021, 2023), 1, Years(2022, 2024)),
        (Years(2004, 2008), -1, Years(2003, 2007)),
        (BOUNDS, 1, BOUNDS),
    ],
)
def test_the_years_before_and_after_are_as_many_and_stay_within_the_bounds(
    years: Years, pages: int, moved: Years
) -> None:
    assert years.moved(pages, BOUNDS) == moved


def test_no_years_make_no_range() -> None:
    assert Years.of([]) is None
    assert Years.of([2019, 2003, 2024]) == BOUNDS
