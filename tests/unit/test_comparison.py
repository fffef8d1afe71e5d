"""What the comparison page shows: one panel for what may share an axis, and the cases that tags and choice allow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.filters import CaseFilter
from explorer.queries import records
from explorer.ui import comparison
from explorer.ui.comparison import Panel, cases_to_show, panels
from explorer.ui.links import View
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rows]:
    """An empty database that the page's parts ask in place of the app's."""
    with empty_database() as rows:
        monkeypatch.setattr(comparison, "ask", lambda query, *given: query(rows.connection, *given))
        monkeypatch.setattr(comparison, "rows", lambda query, *given: records(query(rows.connection, *given)))
        yield rows


@pytest.fixture
def indicators(rows: Rows) -> Rows:
    """Two groups of one family, a group of its own, and two indicators that stand alone."""
    rows.group("county-rates", family="care-sought")
    rows.group("primary-rates", family="care-sought")
    rows.group("primary-shares", family="care-sought")
    rows.group("referrals")
    for indicator_id, group in (
        ("county-rate", "county-rates"),
        ("county-rate-monitored", "county-rates"),
        ("primary-rate", "primary-rates"),
        ("primary-share", "primary-shares"),
        ("referrals-up", "referrals"),
        ("satisfaction", "standing-alone"),
        ("savings", "standing-alone"),
    ):
        rows.indicator(indicator_id, group)
        rows.figure("a", indicator_id, 1, "2023")
    rows.indicator("county-rate-silent", "county-rates")  # left out of its panel: no figure
    return rows


COUNTY = Panel("county-rates", ("county-rate", "county-rate-monitored"), asked=True)


def test_an_indicator_brings_the_others_of_its_group_onto_its_axis(indicators: Rows) -> None:
    assert panels(["county-rate"], with_related=False) == [COUNTY]


def test_two_indicators_of_one_group_share_a_panel(indicators: Rows) -> None:
    assert panels(["county-rate-monitored", "county-rate"], with_related=False) == [COUNTY]


def test_unlike_definitions_have_panels_of_their_own_in_the_order_chosen(indicators: Rows) -> None:
    assert [panel.group_id for panel in panels(["referrals-up", "county-rate"], with_related=False)] == [
        "referrals",
        "county-rates",
    ]


def test_indicators_that_stand_alone_never_share_a_panel(indicators: Rows) -> None:
    assert panels(["savings", "satisfaction"], with_related=False) == [
        Panel("standing-alone", ("savings",), asked=True),
        Panel("standing-alone", ("satisfaction",), asked=True),
    ]


def test_related_definitions_follow_in_panels_that_were_not_asked_for(indicators: Rows) -> None:
    assert panels(["primary-rate"], with_related=True) == [
        Panel("primary-rates", ("primary-rate",), asked=True),
        Panel("county-rates", ("county-rate", "county-rate-monitored"), asked=False),
        Panel("primary-shares", ("primary-share",), asked=False),
    ]


def test_a_group_without_a_family_has_nothing_related(indicators: Rows) -> None:
    asked = ["referrals-up", "savings"]
    assert panels(asked, with_related=True) == panels(asked, with_related=False)


def test_no_indicator_is_ever_in_two_panels(indicators: Rows) -> None:
    shown = panels(["county-rate", "primary-share", "savings"], with_related=True)
    every = [indicator_id for panel in shown for indicator_id in panel.indicator_ids]
    assert len(every) == len(set(every))


def test_without_an_indicator_there_is_no_panel(indicators: Rows) -> None:
    assert panels([], with_related=True) == []


# Which cases


def view(*picked: str) -> View:
    return View("compare", (), {"case": picked}, (), "zh")


@pytest.fixture
def places(rows: Rows) -> Rows:
    for case_id, model in (("a", "medical_group"), ("b", "medical_community"), ("c", "medical_group")):
        rows.case(case_id, {"alliance_model": (model,)})
    rows.case("national", category="context", province=None)
    return rows


GROUPS = CaseFilter(tags={"alliance_model": ("medical_group",)})


def test_without_choice_or_tags_every_case_and_place_is_shown(places: Rows) -> None:
    assert cases_to_show(view(), CaseFilter()) is None


def test_chosen_cases_are_shown_in_the_order_chosen(places: Rows) -> None:
    assert cases_to_show(view("national", "b"), CaseFilter()) == ["national", "b"]


def test_tags_show_the_cases_that_have_them(places: Rows) -> None:
    assert cases_to_show(view(), GROUPS) == ["a", "c"]


def test_of_the_chosen_cases_those_with_the_tags_are_shown(places: Rows) -> None:
    assert cases_to_show(view("c", "b"), GROUPS) == ["c"]
    # No case at all is not the same as every case.
    assert cases_to_show(view("b"), GROUPS) == []
