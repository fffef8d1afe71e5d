"""How a room scored, drawn: every score has its bar, the median its arrow, the round before its outline."""

from __future__ import annotations

from typing import Any

import pytest

from explorer.charts.scores import scores_chart
from explorer.i18n import Translator
from tests.unit.drawings import EN, both_languages


def layers(counts: list[int], before: list[int] | None = None, tr: Translator = EN) -> list[dict[str, Any]]:
    spec = scores_chart("service", counts, tr, before=before).to_dict()
    names = [layer.get("data", spec.get("data", {}))["name"] for layer in spec["layer"]]
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    return [{"mark": mark, "rows": spec["datasets"][name]} for mark, name in zip(marks, names, strict=True)]


@both_languages
def test_every_score_has_a_bar_with_its_count_even_where_nobody_gave_it(tr: Translator) -> None:
    bars, words, arrow = layers([0, 2, 0, 5, 0, 0], tr=tr)
    assert [row["count"] for row in bars["rows"]] == [0, 2, 0, 5, 0, 0]
    assert [row["words"] for row in words["rows"]] == ["", "2", "", "5", "", ""]
    assert arrow["rows"][0]["score"] == 3


def test_without_scores_there_is_no_median_to_point_at() -> None:
    assert [layer["mark"] for layer in layers([0] * 6)] == ["bar", "text"]


def test_the_round_before_stands_behind_as_an_outline() -> None:
    outline = layers([0, 0, 0, 0, 20, 0], [10, 0, 0, 0, 0, 10])[0]
    assert [row["before"] for row in outline["rows"]] == [10, 0, 0, 0, 0, 10]


@pytest.mark.parametrize("most", [0, 40])
def test_charts_beside_one_another_share_their_scale(most: int) -> None:
    spec = scores_chart("service", [1, 2, 3, 4, 5, 6], EN, most=most).to_dict()
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, max(6, most) * 1.45]
