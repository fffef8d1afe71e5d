"""Text pasted from a spreadsheet or a message is read a field a line."""

from __future__ import annotations

import pytest

from explorer.planner.county_file import pasted_over, read_pasted
from explorer.planner.entries import Entries
from tests.unit.planner_words import LABELS

FILLED = Entries(
    name="甲县",
    texts={"population": "约60万", "county_visit_rate": "85.3%"},
    choices={"payment": ("capitation",), "lead_hospital": ("secondary_a",)},
)

PASTED: dict[str, tuple[str, dict[str, str]]] = {
    "cells of a spreadsheet": ("人口数\t60万\n县域就诊率\t85.3%", {"population": "60万", "county_visit_rate": "85.3%"}),
    "colons": ("人口数：60万\n县域就诊率: 85.3%", {"population": "60万", "county_visit_rate": "85.3%"}),
    "blanks": ("人口数 60万\n县域就诊率  85.3%", {"population": "60万", "county_visit_rate": "85.3%"}),
    "nothing between": ("人口数60万\n县域就诊率85.3%", {"population": "60万", "county_visit_rate": "85.3%"}),
    "a greeting before": ("您好：\n人口数为60万", {"population": "60万"}),
    "English": (
        "Population: 600,000\nCounty visit rate 85.3%",
        {"population": "600,000", "county_visit_rate": "85.3%"},
    ),
    "commas": ("population,600,000\ncounty_visit_rate,85.3%", {"population": "600,000", "county_visit_rate": "85.3%"}),
    "tenths": ("县域就诊率\t九成", {"county_visit_rate": "九成"}),
}


@pytest.mark.parametrize("kind", PASTED)
def test_pasted_text_is_read_a_field_a_line(kind: str) -> None:
    text, texts = PASTED[kind]
    reading = read_pasted(text, LABELS)
    assert reading.problems == ()
    assert reading.entries.texts == texts


def test_a_definition_may_stand_behind_a_pasted_value() -> None:
    reading = read_pasted("基层就诊占比\t55%\t占县域内诊疗人次", LABELS)
    assert reading.entries.definitions == {"primary_rate": "within_county"}


@pytest.mark.parametrize(
    ("text", "key"),
    [("", "file_nothing"), ("您好", "file_nothing"), ("某率 85", "row_unknown"), ("x" * 30_000, "paste_too_long")],
)
def test_pasted_text_without_a_field_is_told_about(text: str, key: str) -> None:
    reading = read_pasted(text, LABELS)
    assert [problem.key for problem in reading.problems] == [key]
    assert reading.count == 0


def test_what_is_pasted_replaces_the_same_fields_and_leaves_the_others() -> None:
    after = pasted_over(FILLED, read_pasted("人口数\t61万\n县名\t乙县", LABELS).entries)
    assert after.name == "乙县"
    assert after.texts == {**FILLED.texts, "population": "61万"}
    assert after.choices == FILLED.choices
