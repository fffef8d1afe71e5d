"""What a reader sees first is sent first: the rest of a page waits a moment, once a visit."""

from __future__ import annotations

import pytest

from explorer.ui import first_paint
from tests.app.visiting import visit


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses made, in order, none of them really waited for."""
    made: list[float] = []
    monkeypatch.setattr(first_paint, "PAUSE_S", 0.25)
    monkeypatch.setattr(first_paint, "sleep", made.append)
    return made


@pytest.mark.parametrize("page", ["compare", "referrals", "targets", "policies", "frameworks"])
def test_a_visit_waits_once_for_its_first_chart(page: str, pauses: list[float]) -> None:
    at = visit(page)
    at.run()
    assert pauses == [0.25]


def test_a_case_waits_once_however_many_charts_it_has(pauses: list[float]) -> None:
    visit("case", case="deqing")
    assert pauses == [0.25]


def test_a_page_without_a_chart_waits_for_nothing(pauses: list[float]) -> None:
    visit("cases")
    assert pauses == []
