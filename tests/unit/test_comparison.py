"""Which cases the comparison page shows: those that tags and choice allow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.filters import CaseFilter
from explorer.queries import records
from explorer.ui import comparison
from explorer.ui.comparison import cases_to_show
from explorer.ui.links import View
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rows]:
    """An empty database that the page's parts ask in place of the app's."""
    with empty_database() as rows:
        monkeypatch.setattr(comparison, "ask", lambda query, *given: query(rows.connection, *given))
        monkeypatch.setattr(comparison, "rows", lambda query, *given: records(query(rows.connection, *given)))
        yield rows


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
