"""A county typed in, taken away as a file, forgotten, and loaded again; no address ever holds any of it."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from explorer.i18n import LANGUAGES, Language
from tests.browser.reading import say, visit
from tests.browser.waiting import settled

TYPED = {"name": "QZX哨兵", "population": "73.19万", "share_60_plus": "23.7%", "county_visit_rate": "八成半"}


def box(page: Page, field_id: str, language: Language) -> Locator:
    """The box under a field's label."""
    return page.get_by_role("textbox", name=say(f"county.{field_id}", language)).first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_county_is_typed_saved_forgotten_and_loaded_again(page: Page, tmp_path: Path, language: Language) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(unquote(request.url)))
    visit(page, f"/planner?lang={language}", say("planner.heading", language))
    for field_id, text in TYPED.items():
        box(page, field_id, language).fill(text)
        box(page, field_id, language).press("Tab")
        settled(page)
    expect(page.get_by_text(say("county.problem.definition_missing", language))).to_be_visible()

    tools = page.get_by_role("button", name=say("county.form.files", language))
    tools.click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=say("county.form.save.xlsx", language)).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    page.keyboard.press("Escape")

    page.get_by_role("button", name=say("county.form.clear", language)).click()
    settled(page)
    expect(box(page, "population", language)).to_have_value("")
    expect(page.get_by_text(say("planner.gains", language))).to_be_visible()

    tools.click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
    expect(page.get_by_text(say("county.form.read", language, count=len(TYPED)))).to_be_visible()
    for field_id, text in TYPED.items():
        expect(box(page, field_id, language)).to_have_value(text)
    assert [
        address for address in (*addresses, unquote(page.url)) if any(text in address for text in TYPED.values())
    ] == []
