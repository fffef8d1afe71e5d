"""A trainer takes a view along, writes a note and goes home with the file; a later session loads it again."""

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from explorer.i18n import LANGUAGES, Language
from tests.browser.reading import say, visit
from tests.browser.waiting import settled

NOTES: dict[Language, str] = {"zh": "先问：为什么分两张图？", "en": "Ask first: why two panels?"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_view_taken_along_is_in_the_file_and_back_after_a_visit_to_another_session(
    page: Page, language: Language, tmp_path: Path
) -> None:
    visit(page, f"/compare?lang={language}&case=changxing&case=deqing", say("compare.heading", language))
    page.get_by_role("button", name=say("my_story.add", language)).click()
    page.get_by_role("link", name=say("my_story.go", language, count=1)).click()
    notes = page.get_by_label(say("my_story.field.notes", language))
    notes.fill(NOTES[language])
    notes.press("Tab")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=say("my_story.save", language)).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    (step,) = yaml.safe_load(path.read_text(encoding="utf-8"))["steps"]
    assert step["link"] == "compare?case=changxing&case=deqing"
    assert step["notes"][language] == NOTES[language]

    # Another session knows nothing of it until it is given the file.
    visit(page, f"/my_story?lang={language}", say("my_story.heading", language))
    expect(page.get_by_text(say("my_story.empty", language))).to_be_visible()
    page.get_by_role("button", name=say("my_story.load", language)).click()
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_label(say("my_story.field.notes", language))).to_have_value(NOTES[language])
