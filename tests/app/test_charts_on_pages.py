"""What every chart of every page says, in both languages: to those who see it and to those who do not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from explorer.i18n import LANGUAGES, Language
from tests.app.pages_with_charts import VIEWS, drawn, within

CHINESE = re.compile(r"[\u3400-\u9fff]")
DIGIT = re.compile(r"\d")
every_view = pytest.mark.parametrize("view", VIEWS)


def titles(spec: dict[str, Any]) -> set[str]:
    """Every title of an axis, a legend, a tooltip or the chart itself."""
    return {value for key, value in within(spec) if key == "title" and isinstance(value, str)}


@every_view
def test_each_chart_is_told_in_words_of_its_own_with_a_number_from_it(view: str) -> None:
    for language in LANGUAGES:
        found = [chart.alt for chart in drawn(view, language)]
        assert found
        assert all(DIGIT.search(told) for told in found)
        assert len(set(found)) == len(found)


@every_view
def test_no_chart_is_told_in_the_same_words_in_both_languages(view: str) -> None:
    chinese, english = (drawn(view, language) for language in LANGUAGES)
    assert len(chinese) == len(english)
    assert all(CHINESE.search(chart.alt) for chart in chinese)
    assert [chart.alt for chart in english if CHINESE.search(chart.alt)] == []


@every_view
def test_every_title_of_an_axis_legend_or_tooltip_is_in_the_readers_language(view: str) -> None:
    chinese, english = ([titles(chart.spec) for chart in drawn(view, language)] for language in LANGUAGES)
    assert [words for found in english for words in found if CHINESE.search(words)] == []
    latin = {words for found in chinese for words in found if words and not CHINESE.search(words)}
    assert {words for words in latin if re.search(r"[a-z]{3}", words)} == set()
    assert [len(found) for found in chinese] == [len(found) for found in english]


OUR_ROWS = ("row", "label", "name", "words", "period", "definition", "basis", "told", "mark_label", "status_label")
"""Columns that hold words of ours or of the data in the reader's language, where a chart has them."""


@every_view
def test_the_rows_of_an_english_chart_are_english(view: str) -> None:
    held = [
        str(cell)
        for chart in drawn(view, "en")
        for frame in chart.frames
        for column in set(OUR_ROWS) & set(frame)
        for cell in frame[column]
    ]
    assert [cell for cell in held if CHINESE.search(cell)] == []


@every_view
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_colour_says_shape_dashes_place_or_words_say_too(view: str, language: Language) -> None:
    alone = []
    for chart in drawn(view, language):
        coded = {key for key, value in within(chart.spec) if key in CODES and is_coded(value)}
        if coded & {"color", "stroke", "fill"} and not coded & DOUBLES:
            alone.append(chart.alt)
    assert alone == []


CODES = {"color", "stroke", "fill", "shape", "text", "strokeDash", "xOffset", "yOffset"}
DOUBLES = {"shape", "text", "strokeDash", "xOffset", "yOffset"}


def is_coded(value: object) -> bool:
    """Whether a channel tells kinds apart, or writes words."""
    return isinstance(value, dict) and ("field" in value or "condition" in value or "expr" in value)
