"""What a reader sees first is sent first: the rest of a page waits a moment, once a visit."""

from __future__ import annotations

import pytest

from explorer.ui import first_paint
from tests.app.visiting import sound, unfold, visit


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses made, in order, none of them really waited for."""
    made: list[float] = []
    monkeypatch.setattr(first_paint, "PAUSE_S", 0.25)
    monkeypatch.setattr(first_paint, "CHANGED_PAUSE_S", 0.05)
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


def test_a_timeline_that_changes_is_waited_for_and_one_that_does_not_is_not(pauses: list[float]) -> None:
    at = unfold(visit("policies"), "policy", page="policies")
    assert pauses == [0.25]
    sound(at.checkbox(key="policies.level.county.zh").check().run())
    assert pauses == [0.25, 0.05]
    sound(at.selectbox(key="policies.sort.zh").select("title").run())
    assert pauses == [0.25, 0.05, 0.05]  # the sort changes which mark comes first, and so the drawing
    sound(at.run())
    assert pauses == [0.25, 0.05, 0.05]


@pytest.mark.parametrize(
    ("page", "link", "controls"),
    [
        ("policies", {}, ["text_input"]),
        ("targets", {}, ["button_group"]),
        ("frameworks", {}, ["selectbox"]),
        ("methods", {"part": "coverage"}, ["button_group", "selectbox"]),
    ],
)
def test_controls_above_the_first_chart_have_their_room_before_they_come(
    page: str, link: dict[str, str], controls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []
    monkeypatch.setattr(first_paint, "sleep", lambda _: held.append("waited"))
    at = visit(page, **link)
    assert held == ["waited"]
    kinds = [node.type for node in at.main]
    assert "space" not in kinds  # given back to the controls
    assert max(kinds.index(kind) for kind in controls) < kinds.index("vega_lite_chart")
