"""On a large screen, a projector and a phone, in both languages: every word can be read, and nothing runs out sideways.

That no page logs an error or asks another host for anything, the page fixture sees to.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from explorer.i18n import LANGUAGES, Language
from tests.app import authored
from tests.browser.every_page import pages_left_out
from tests.browser.reading import charts, say, visit
from tests.browser.waiting import settled

CUT_WORDS = Path(__file__).with_name("cut_words.js").read_text(encoding="utf-8")
WIDER_THAN_THE_WINDOW = """() => ["html", "[data-testid='stMain']"].map((name) => document.querySelector(name))
    .filter((element) => element.scrollWidth > element.clientWidth + 1).length > 0"""
SCREENS = {"desktop": (1440, 900), "projector": (1280, 720), "phone": (390, 844)}
VIEWS = {
    "/": 2,
    "/cases": 0,
    "/cases?q=changxing&model=medical_community&province=zhejiang&technology=data-platform&case=deqing": 0,
    "/cases?category=social&model=medical_group": 0,
    "/case": 0,
    "/case?case=deqing": 8,
    "/case?case=shanghai-cognitive&clock=since": 1,
    "/case?case=zju-women": 0,
    "/case?case=nowhere": 0,
    "/compare": 2,
    "/compare?by=alliance_model": 4,
    "/compare?clock=since": 4,
    "/compare?clock=calendar&indicator=member-institutions&case=deqing&case=tianjin&case=hubei-pediatric": 2,
    "/compare?related=on&case=deqing&case=changxing&case=national&by=integration_type": 4,
    "/compare?indicator=discharges&indicator=operations&indicator=primary-visit-share-all": 3,
    "/referrals": 4,
    "/differs": 0,
    "/differs?case=ruian&case=zju-women&case=xiuzhou-group-2&case=jining&case=weifang&case=alar&case=tianjin": 0,
    "/differs?attribute=alliance_model&shared=shown": 0,
    "/targets": 4,
    "/targets?part=recommendations": 0,
    "/targets?level=district&outcome=reached": 2,
    "/frameworks": 1,
    "/frameworks?model=medical_community": 1,
    "/frameworks?frame=branch-cooperation-appraisal": 1,
    "/methods": 0,
    "/methods?part=sources": 0,
    "/methods?part=audit": 0,
    "/methods?part=coverage": 1,
    "/methods?part=coverage&year=2023": 1,
    "/methods?part=left_out": 0,
    "/workbench": 1,
    "/workbench?example=measures&table=targets": 1,
    "/workbench?sql=SELECT%20nobody": 0,
    "/downloads": 0,
    "/downloads?table=policies": 0,
    "/planner": 0,
    "/my_figures": 0,
    "/stories": 0,
    "/my_story": 0,
    "/present": 0,
    "/present?story=two-counties&step=7": 2,
    "/vote": 0,
    "/policies": 1,
    "/policies?q=forfait&level=national": 0,
    "/policies?from=2023&to=2023": 1,
    "/policies?q=tianjin&kind=notice&kind=plan": 0,
    "/policy": 0,
    "/policy?policy=urban-groups-pilot-plan-2023": 0,
    "/policy?policy=provincial-accreditation-rules": 0,
    "/policy?policy=tianjin-capitation-notice-2021": 0,
    "/policy?policy=nhc-2023-41&level=national": 0,
}
"""Each view with the least number of charts on it, so that an empty page does not pass."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_word_can_be_read_and_no_page_scrolls_sideways(page: Page, screen: str, language: Language) -> None:
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    for address, least_charts in VIEWS.items():
        visit(page, f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert charts(page).count() >= least_charts, address
        assert page.evaluate(CUT_WORDS) == [], address
        assert not page.evaluate(WIDER_THAN_THE_WINDOW), address
        assert page.get_by_test_id("stException").count() == 0, address


def test_no_page_is_left_out() -> None:
    assert pages_left_out(VIEWS) == set()


# Every case in English, whose words are longer and break only at spaces; in Chinese every other one, to save a minute.
@pytest.mark.parametrize(("language", "step"), [("en", 1), ("zh", 2)])
def test_every_word_of_every_case_can_be_read_on_a_projector_and_on_a_phone(
    page: Page, language: Language, step: int
) -> None:
    case_ids = sorted(authored.cases())[::step]
    found: dict[str, list[str]] = {}
    for case_id in case_ids:
        for screen in ("projector", "phone"):
            width, height = SCREENS[screen]
            page.set_viewport_size({"width": width, "height": height})
            # The page is loaded once and follows the window, as it does when a reader turns a phone.
            if screen == "projector":
                visit(page, f"/case?case={case_id}&lang={language}")
            else:
                settled(page)
            found[f"{case_id} {screen}"] = page.evaluate(CUT_WORDS)
            if page.evaluate(WIDER_THAN_THE_WINDOW):
                found[f"{case_id} {screen}"].append("scrolls sideways")
    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", ["projector", "phone"])
def test_what_folds_out_can_be_read_too(page: Page, screen: str, language: Language) -> None:
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    visit(page, f"/cases?lang={language}")
    page.get_by_role("button", name=say("facet.instrument", language)).first.click()
    page.get_by_test_id("stPopoverBody").get_by_role("checkbox").first.wait_for()
    settled(page)
    assert page.evaluate(CUT_WORDS) == []
    visit(page, f"/compare?lang={language}")
    for name in ("compare.indicators", "compare.cases"):
        page.get_by_role("button", name=re.compile(say(name, language))).first.click()
        page.get_by_test_id("stPopoverBody").get_by_role("combobox").first.wait_for()
        settled(page)
        assert page.evaluate(CUT_WORDS) == []
        page.keyboard.press("Escape")
    page.get_by_text(say("chart.table", language), exact=True).first.click()
    page.get_by_role("button", name=say("export.png", language)).wait_for()
    settled(page)
    assert page.evaluate(CUT_WORDS) == []
    assert not page.evaluate(WIDER_THAN_THE_WINDOW)


def test_the_opening_comparison_stands_above_the_fold_of_a_projector(page: Page) -> None:
    visit(page, "/compare", say("compare.heading"))
    box = charts(page).first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] / 2 < SCREENS["projector"][1]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/compare",
        "/referrals",
        "/case?case=deqing",
        "/targets",
        "/frameworks",
        "/methods?part=coverage",
        "/workbench?example=policies",
        "/policies",
    ],
)
def test_every_chart_is_described_to_those_who_cannot_see_it(page: Page, address: str) -> None:
    visit(page, address)
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        names = chart.evaluate("e => [e, ...e.querySelectorAll('*')].map(x => x.getAttribute('aria-label') ?? '')")
        assert any(name.endswith("。") for name in names)
