"""What is said beside a chart: the sentence for those who do not see it, and the legend of its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from explorer.charts.figures import figures_alt
from explorer.charts.marks import marks_legend
from explorer.charts.overview import model_type_alt, province_alt
from explorer.i18n import Translator
from explorer.queries import observations
from tests.unit.drawings import EN, ZH, both_languages, dot, matrix_counts, province_counts, spread
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def test_the_sentence_names_the_highest_and_the_lowest(rows: Rows) -> None:
    rows.indicator("rate", name_zh="就诊率", name_en="Visit rate")
    rows.figure("low", "rate", 60.5, "2023")
    rows.figure("high", "rate", 90, "2023", qualifier=">")
    rows.figure("middle", "rate", 75, "2023")
    figures = rows.compared("rate")
    assert figures_alt(figures, EN) == (
        "Visit rate, 3 figures in the chart; highest: high_en, more than 90%; lowest: low_en, 60.5%."
    )
    assert figures_alt(figures, ZH) == "就诊率等 3 个数据。最高：high_zh，超过 90%；最低：low_zh，60.5%。"


def test_one_figure_is_said_as_one_and_none_as_none(rows: Rows) -> None:
    rows.indicator("rate", name_en="Visit rate")
    rows.figure("a", "rate", 60.5, "2023")
    figures = rows.compared("rate")
    assert figures_alt(figures, EN) == "Visit rate: a_en, 60.5% (2023)."
    assert figures_alt(figures.iloc[0:0], EN) == "No figures."


def test_a_figure_under_two_tags_is_one_figure_in_the_sentence(rows: Rows) -> None:
    spread(rows, EN)
    by_tag = observations.by_tag(rows.connection, ["rate"], "alliance_model")
    assert len(by_tag) == 3
    assert "2 figures in the chart; highest: b_en, more than 80%; lowest: a_en, about 60%" in figures_alt(by_tag, EN)


@both_languages
def test_the_matrix_sentence_names_its_largest_cell(rows: Rows, tr: Translator) -> None:
    said = model_type_alt(matrix_counts(rows), tr)
    assert tr.label("alliance_model", "medical_group") in said
    assert tr.label("integration_type", "service") in said
    assert "2" in said


@both_languages
def test_the_map_sentence_counts_the_provinces_and_names_the_first(rows: Rows, tr: Translator) -> None:
    said = province_alt(province_counts(rows), tr)
    assert {"zh": "浙江省", "en": "Zhejiang"}[tr.language] in said
    assert re.findall(r"\d+", said) == ["1", "2"]


def test_the_legend_explains_every_mark_that_is_not_a_plain_dot(rows: Rows) -> None:
    dot(rows, EN)
    assert marks_legend(rows.compared("rate", "rate-all"), EN) == (
        "● visit rate; ■ visit rate, all causes; "
        "hollow: approximate, or derived and shown to four significant figures; "
        "▷ only a lower bound is given; ◁ only an upper bound is given"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        ({"qualifier": "~"}, "空心：约数"),
        ({"basis": "derived"}, "空心：推算值，按四位有效数字显示"),
        ({"qualifier": ">="}, "▷ 只给出下限（超过、不低于）"),
        ({"qualifier": "<"}, "◁ 只给出上限（不足、不超过）"),
    ],
)
def test_the_legend_is_silent_where_nothing_needs_explaining(rows: Rows, given: dict[str, str], said: str) -> None:
    rows.figure("a", "x", 5, "2023", **given)
    assert marks_legend(rows.compared("x"), ZH) == said
