"""From an empty form to a draft brief: a county's published figures, a rate moved, the Word file opened and read."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from explorer.i18n import LANGUAGES, Language
from tests.browser.reading import say, visit
from tests.browser.waiting import WAIT_LIMIT_MS, settled

PUBLISHED = ("99.76%", "55.95%", "86.56%", "73.71%", "13.73%")
"""Pilot county A1 as the paper prints it."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_becomes_a_brief_that_word_opens(page: Page, tmp_path: Path, language: Language) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(unquote(request.url)))
    visit(page, f"/planner?lang={language}", say("planner.heading", language))
    page.get_by_role("button", name=say("county.form.example", language)).click()
    word = page.get_by_role("button", name=say("export.docx", language))
    expect(word).to_be_visible(timeout=WAIT_LIMIT_MS)
    settled(page)

    name = page.get_by_role("textbox", name=say("what_if.name", language)).first
    name.fill("QZX情景")
    name.press("Tab")
    settled(page)
    rate = page.get_by_role("slider").nth(1)  # the primary-care rate of the first scenario
    rate.focus()
    rate.press("ArrowLeft")
    settled(page)

    with page.expect_download(timeout=WAIT_LIMIT_MS) as download:
        word.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    opened = Document(str(path))
    said = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    cells = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    for key in ("brief.summary", "position.title", "gap.title", "brief.limits", "brief.settings", "brief.references"):
        assert say(key, language) in said
    assert {cell for row in cells for cell in row} >= set(PUBLISHED)
    assert "QZX情景" in cells[len(opened.tables[0].rows)]
    assert "QZX情景" in said  # among the settings it was made with
    assert len(opened.inline_shapes) == 1
    assert [each for each in (*addresses, unquote(page.url)) if "99.76" in each or "QZX" in each] == []
