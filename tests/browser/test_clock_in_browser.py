"""The reform clock as a reader uses it: switched, sent as a link, read as a table, laid over another case's."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from explorer.i18n import LANGUAGES, Language
from tests.browser.reading import asked, charts, say, visit
from tests.browser.waiting import settled


def clock(page: Page, title: str) -> Locator:
    """The clock that says since when it counts, or by which years."""
    return charts(page).filter(has_text=title).first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clock_is_switched_to_years_since_the_start_and_its_link_opens_the_same(
    page: Page, language: Language
) -> None:
    visit(page, f"/case?case=deqing&lang={language}")
    axis = say("clock.axis.since", language)
    none_before = say("clock.none_before", language).split("\n")[0]
    expect(charts(page).first).to_contain_text("2013")
    expect(charts(page).first).to_contain_text(none_before)
    expect(charts(page).filter(has_text=axis)).to_have_count(0)
    page.get_by_role("radio", name=say("clock.mode.since", language)).click()
    expect(clock(page, axis)).to_be_visible()
    settled(page)
    assert asked(page) == {"case": ["deqing"], "lang": [language], "clock": ["since"]}
    page.reload()
    expect(clock(page, axis)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comparison_draws_its_clocks_only_when_asked(page: Page, language: Language) -> None:
    visit(page, f"/compare?lang={language}")
    before = charts(page).count()
    page.get_by_text(say("clock.heading", language), exact=True).click()
    shown = clock(page, say("clock.axis.since", language))
    expect(shown).to_be_visible()
    settled(page)
    assert charts(page).count() == before + 2
    for place in {"zh": ("长兴县", "德清县"), "en": ("Changxing County", "Deqing County")}[language]:
        expect(shown).to_contain_text(place)
    expect(page.get_by_text(re.compile(re.escape(say("clock.note.order", language)))).first).to_be_visible()
    assert asked(page) == {"lang": [language], "clock": ["since"]}
