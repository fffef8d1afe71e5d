"""The picture of the architecture is what the code is."""

from __future__ import annotations

from tools.architecture import PARTS, PICTURE, arrows, drawing, rows_of, without_detours


def test_the_picture_is_drawn_from_the_imports_as_they_are() -> None:
    assert PICTURE.read_text("utf-8") == drawing(), "run `make architecture`"


def test_every_arrow_runs_down() -> None:
    below = arrows()
    row_of = {part: number for number, row in enumerate(rows_of(below)) for part in row}
    assert [(part, other) for part, others in below.items() for other in others if row_of[other] <= row_of[part]] == []


def test_every_part_of_the_picture_is_there() -> None:
    assert set(arrows()) == set(PARTS)


def test_an_arrow_that_follows_from_two_others_is_left_out() -> None:
    below = {"page": {"chart", "query"}, "chart": {"query"}, "query": set[str]()}
    assert without_detours(below) == {"page": {"chart"}, "chart": {"query"}, "query": set()}
