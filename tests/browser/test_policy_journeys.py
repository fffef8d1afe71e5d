"""The ways through the policies that people take, with the mouse, and with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from explorer.i18n import LANGUAGES, Language
from tests.browser.reading import asked, charts, click_in_middle, say, title, unfold, visit
from tests.browser.waiting import settled

CAPITATION = {"zh": "按人头总额付费", "en": "Capitation"}


def marks(page: Page) -> Locator:
    """The marks of the timeline."""
    return charts(page).first.locator("path[aria-roledescription='point']")


def link_to(page: Page, address: str) -> Locator:
    """The link on the page that leads there, whatever it is called."""
    return page.locator(f"[data-testid='stMain'] a[href*='{address}']").first


def follow(page: Page, address: str) -> None:
    """Click a link and wait for its page."""
    link_to(page, address).click()
    expect(page).to_have_url(re.compile(re.escape(address)))
    settled(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_payment_by_head_to_the_figures_of_tianjin_and_deqing_and_back_to_the_notices_without_typing(
    page: Page, language: Language
) -> None:
    figures = {
        "tianjin": {"zh": "9.65亿元（965,000,000）", "en": "965,000,000 yuan"},
        "deqing": {"zh": "3年", "en": "3 years"},
    }
    indicators = {"tianjin": "capitation-quota", "deqing": "fund-deficit-years"}
    notices = {"tianjin": "tianjin-capitation-notice-2021", "deqing": "deqing-payment-scheme"}
    visit(page, f"/policies?lang={language}", say("policies.heading", language))
    unfold(page, say("facet.policy", language))
    page.get_by_test_id("stPopoverBody").get_by_role("radio", name=say("facet.payment", language)).click()
    page.get_by_test_id("stPopoverBody").locator("label").filter(has_text=CAPITATION[language]).click()
    expect(page).to_have_url(re.compile("payment=capitation"))
    page.keyboard.press("Escape")
    settled(page)
    for case_id, notice in notices.items():
        follow(page, f"policy={notice}")
        expect(page.get_by_text(figures[case_id][language], exact=True).first).to_be_visible()
        follow(page, f"compare?case={case_id}")
        assert indicators[case_id] in asked(page)["indicator"]
        expect(page.locator("[data-testid='stVegaLiteChart']").first).to_be_visible()
        follow(page, f"case?case={case_id}")
        assert "indicator" not in asked(page)
        follow(page, f"policy={notice}")
        expect(page.get_by_text(figures[case_id][language], exact=True).first).to_be_visible()
        page.get_by_role("button", name=say("policy.same_payment", language)).click()
        page.get_by_test_id("stPopoverBody").locator("a[href*='policies?payment=capitation']").click()
        expect(title(page)).to_have_text(say("policies.heading", language))
        settled(page)


def test_a_filter_put_on_and_taken_off_changes_the_timeline_where_it_stands(page: Page) -> None:
    visit(page, "/policies", say("policies.heading"))
    every = marks(page).count()
    page.evaluate(
        """selector => {
            window.mostCharts = 1;
            new MutationObserver(() => {
                window.mostCharts = Math.max(window.mostCharts, document.querySelectorAll(selector).length);
            }).observe(document, { childList: true, subtree: true });
        }""",
        "[data-testid='stMain'] [data-testid='stVegaLiteChart']",
    )
    unfold(page, say("facet.policy"))
    page.get_by_test_id("stPopoverBody").locator("label").filter(has_text="县级").click()
    expect(page).to_have_url(re.compile("level=county"))
    page.keyboard.press("Escape")
    settled(page)
    assert 0 < marks(page).count() < every
    page.get_by_role("button", name=say("filter.clear")).click()
    expect(page).to_have_url(re.compile("policies$"))
    settled(page)
    assert marks(page).count() == every
    assert page.evaluate("window.mostCharts") == 1  # never the old one beside the new one


def test_a_choice_of_years_draws_only_these_and_back_takes_it_off_again(page: Page) -> None:
    visit(page, "/policies", say("policies.heading"))
    before = marks(page).count()
    page.get_by_role("button", name=say("timeline.busiest", first=2023)).click()
    expect(page).to_have_url(re.compile("from=2023&to=2023"))
    settled(page)
    assert 0 < marks(page).count() < before
    expect(page.get_by_text(say("timeline.outside", count=before - marks(page).count()))).to_be_visible()
    page.get_by_role("button", name=say("timeline.earlier")).click()
    expect(page).to_have_url(re.compile("from=2022&to=2022"))
    settled(page)
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/policies$"))
    settled(page)
    expect(marks(page)).to_have_count(before)


def test_a_click_on_a_mark_opens_its_policy_and_back_leads_to_the_same_years(page: Page) -> None:
    visit(page, "/policies?from=2015&to=2016", say("policies.heading"))
    drawn = marks(page).count()
    mark = charts(page).first.locator("path[aria-label*='分级诊疗']").first
    click_in_middle(page, mark)
    expect(page).to_have_url(re.compile("policy=gbf-2015-70"))
    expect(title(page)).to_contain_text("分级诊疗")
    page.go_back()
    expect(page).to_have_url(re.compile("from=2015&to=2016"))
    settled(page)
    expect(marks(page)).to_have_count(drawn)


def test_the_wheel_over_the_timeline_scrolls_the_page(page: Page) -> None:
    visit(page, "/policies", say("policies.heading"))
    drawn, chart = marks(page).count(), charts(page).first
    chart.hover()
    page.mouse.wheel(0, 300)
    page.wait_for_function("document.querySelector(\"[data-testid='stMain']\").scrollTop > 200")
    assert asked(page) == {}
    expect(marks(page)).to_have_count(drawn)


def test_every_mark_of_the_timeline_is_reached_with_the_keyboard_alone(page: Page) -> None:
    visit(page, "/policies?level=county&from=2013&to=2019", say("policies.heading"))
    drawn = marks(page).count()
    box = page.get_by_role("combobox", name=say("timeline.go_to"))
    tab_to(page, box)
    page.keyboard.press("ArrowDown")
    options = page.get_by_role("option")
    expect(options).to_have_count(drawn)
    names = options.all_inner_texts()
    assert any("宁海" in name and "年份为推断" in name for name in names)
    page.keyboard.type("德清县深化")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    expect(title(page)).to_contain_text("德清县深化")
    page.go_back()
    expect(page).to_have_url(re.compile("level=county"))
    settled(page)
    expect(title(page)).to_have_text(say("policies.heading"))
    expect(page.get_by_role("combobox", name=say("timeline.go_to"))).to_have_value("")


def test_the_years_can_be_changed_with_the_keyboard_alone(page: Page) -> None:
    visit(page, "/policies", say("policies.heading"))
    first = page.get_by_role("slider").first
    tab_to(page, first)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("from=2004$"))
    settled(page)
    expect(page.get_by_text(say("timeline.outside", count=1))).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press tab until it has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    pytest.fail("the tab key does not reach it")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_timeline_is_a_picture_to_take_away(page: Page, language: Language) -> None:
    visit(page, f"/policies?level=province&from=2019&to=2023&lang={language}", say("policies.heading", language))
    page.get_by_text(say("chart.table", language), exact=True).click()
    settled(page)
    with page.expect_download() as started:
        page.get_by_role("button", name=say("export.svg", language)).click()
    svg = started.value.path().read_text(encoding="utf-8")
    for wanted in (say("timeline.title", language), say("timeline.note.picture", language)[:8], "2019"):
        assert wanted in svg
    with page.expect_download() as started:
        page.get_by_role("button", name=say("export.png", language)).click()
    assert started.value.path().read_bytes().startswith(b"\x89PNG")
