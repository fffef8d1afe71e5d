"""For those who see little, and for those whom movement makes ill."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from explorer.i18n import LANGUAGES, Language
from tests.browser.reading import charts
from tests.browser.waiting import WAIT_LIMIT_MS, settled

CUT_WORDS = Path(__file__).with_name("cut_words.js").read_text(encoding="utf-8")
SIDEWAYS = """() => ["html", "[data-testid='stMain']"].some((name) => {
    const element = document.querySelector(name);
    return element.scrollWidth > element.clientWidth + 1;
})"""
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running").map((one) => {
    const where = one.effect?.target?.closest("[data-testid]")?.dataset.testid ?? "";
    return `${one.animationName ?? one.transitionProperty} ${where}`;
})"""
STREAMLITS_OWN = ("stStatusWidget", "-radius stExpander")
"""The sign that a script runs; and how round the corners of a fold are, which moves nothing."""

PAGES = (
    *("/", "/cases", "/case?case=deqing", "/compare", "/referrals", "/differs", "/targets", "/frameworks"),
    *("/policies", "/policy?policy=nhc-2023-41", "/planner", "/my_figures", "/stories", "/workbench", "/methods"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_twice_the_size_nothing_is_lost(browser: Browser, app_url: str, language: Language) -> None:
    # What a browser does at 200 % to a window of 1280 by 720: half as many pixels, each twice as large.
    context = browser.new_context(
        base_url=app_url, locale="zh-CN", viewport={"width": 640, "height": 360}, device_scale_factor=2
    )
    context.set_default_timeout(WAIT_LIMIT_MS)
    page = context.new_page()
    lost: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        settled(page)
        lost[address] = page.evaluate(CUT_WORDS)
        if page.evaluate(SIDEWAYS):
            lost[address].append("scrolls sideways")
    context.close()
    assert {address: words for address, words in lost.items() if words} == {}


def test_nothing_moves_for_those_who_want_no_movement(browser: Browser, app_url: str) -> None:
    context = browser.new_context(base_url=app_url, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(WAIT_LIMIT_MS)
    page = context.new_page()
    for address in ("/", "/compare", "/case?case=deqing", "/present?story=two-counties&step=7&embed=true"):
        page.goto(address)
        settled(page)
        assert charts(page).count() > 0
        assert [what for what in page.evaluate(MOVING) if not what.endswith(STREAMLITS_OWN)] == [], address
        before = charts(page).first.inner_html()
        settled(page)  # fifteen frames on
        assert charts(page).first.inner_html() == before, address
    context.close()
