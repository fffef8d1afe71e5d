"""A step that opens a page of the explorer: what its slides and papers show of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from explorer.exports.handout import Table, facilitator_guide, handout
from explorer.exports.slides import story_slides
from explorer.exports.story_material import StoryMaterial, story_material
from explorer.exports.view_grids import DIFFERING, MOST_ROWS, OPENING_CASES
from explorer.i18n import LANGUAGES, Language
from explorer.queries import cases, records
from explorer.record import Text
from explorer.story_links import PAGES, read_link
from explorer.story_schema import Story, ViewStep
from explorer.ui import differences
from tests.unit.slide_reading import charts, misfits, notes, opened, texts
from tests.unit.story_deck import TODAY, asking, database, translator

pytestmark = pytest.mark.shipped_database

LINKS = {
    "case": "case?case=deqing",
    "policy": "policy?policy=nhc-2023-41",
    "compare": "compare?case=deqing&case=changxing",
    "policies": "policies?level=national&from=2015&to=2023",
    "cases": "cases?model=medical_group",
}
"""The links of a step by page; a page stands for itself where it says all."""

SAME = Text(zh="看。", en="Look.")


@cache
def shown(link: str, language: Language) -> tuple[StoryMaterial, Any]:
    step = ViewStep(kind="view", key="one", title=SAME, prompt=SAME, minutes=5, link=link)
    story = Story(id="one", title=SAME, summary=SAME, aims=(SAME,), minutes=5, steps=(step,))
    with database() as connection:
        material = story_material(asking(connection), translator(language), story, [()], "0123456789abcdef")
    return material, opened(story_slides(material, translator(language), TODAY))


def tables(deck: Any) -> list[Any]:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_a_native_chart_or_a_table_and_the_form_to_fill_in_a_link(page: str, language: Language) -> None:
    link = LINKS.get(page, page)
    _, deck = shown(link, language)
    assert bool(charts(deck) or tables(deck)) == (page != "planner")
    assert misfits(deck) == []
    assert link in notes(deck.slides[2])


def test_a_comparison_whose_link_leaves_out_its_indicators_shows_those_of_the_page() -> None:
    material, deck = shown("compare?case=deqing&case=changxing", "zh")
    assert {name for panel in material.steps[0].panels for name in panel.figures["indicator_id"]} == {
        "county-visit-rate",
        "primary-visit-rate",
    }
    assert len(charts(deck)) == 2


def test_a_case_is_told_in_a_table_and_its_figures_from_before_and_after_are_charts() -> None:
    material, deck = shown("case?case=deqing", "zh")
    assert {name for panel in material.steps[0].panels for name in panel.figures["case_id"]} == {"deqing"}
    assert len(charts(deck)) == len(material.steps[0].panels) > 1
    with database() as connection:
        (case,) = records(cases.case_cards(connection, ["deqing"]))
    assert any(case["summary_zh"] in text for slide in deck.slides for text in texts(slide))
    assert material.references


def test_what_is_shown_of_a_long_page_says_how_many_rows_there_are() -> None:
    material, _ = shown("cases", "zh")
    page = material.steps[0].page
    assert page is not None
    assert len(page.rows) == MOST_ROWS
    with database() as connection:
        every = cases.totals(connection)["cases"]
    assert translator("zh")("slides.rows_left", shown=MOST_ROWS, count=every) in page.notes


@pytest.mark.parametrize("paper", [handout, facilitator_guide])
def test_the_table_of_a_page_stands_on_paper_too(paper: Any) -> None:
    material, _ = shown("targets", "en")
    grids = [block.grid for block in paper(material, translator("en")).blocks if isinstance(block, Table)]
    assert material.steps[0].page in grids


def test_a_page_without_choices_opens_as_the_page_does() -> None:
    assert OPENING_CASES == differences.OPENING_CASES
    assert DIFFERING == differences.OPENING_ATTRIBUTES
    assert read_link("differs").state == {}
