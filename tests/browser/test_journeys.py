"""The ways through the explorer that people take, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from explorer.i18n import LANGUAGES, Language
from tests.browser.conftest import listen
from tests.browser.reading import asked, charts, chip, choose, click_in_middle, listed, say, title, unfold, visit
from tests.browser.serving import served
from tests.browser.waiting import settled

MANY_KEYS = 60
"""More presses of the tab key than any page on the way needs."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_shows_totals_the_matrix_the_tiles_and_three_doors(page: Page, language: Language) -> None:
    visit(page, f"/?lang={language}", say("overview.heading", language))
    expect(page).to_have_title(say("app.title", language))
    expect(page.get_by_text(re.compile({"zh": "29 个案例", "en": "29 cases"}[language])).first).to_be_visible()
    expect(charts(page)).to_have_count(2)
    expect(charts(page).nth(0).locator("path[aria-roledescription='circle']").first).to_be_visible()
    expect(charts(page).nth(1).locator("path[aria-roledescription='rect mark']")).to_have_count(34)
    for reader in ("researcher", "trainer", "planner"):
        expect(page.get_by_role("link", name=say(f"entrance.{reader}.title", language))).to_be_visible()


@pytest.mark.parametrize(("browsers", "language"), [("en-GB", "en"), ("zh-CN", "zh")])
def test_a_plain_address_speaks_the_browsers_language(
    browser: Browser, app_url: str, browsers: str, language: Language
) -> None:
    context = browser.new_context(base_url=app_url, locale=browsers)
    visit(context.new_page(), "/", say("overview.heading", language))
    context.close()


@pytest.mark.parametrize("script", ["app.py", "server.py"])
def test_a_link_to_an_inner_page_works_as_the_very_first_request_to_a_server(browser: Browser, script: str) -> None:
    with served(script) as url:
        context = browser.new_context(base_url=url, locale="zh-CN")
        page = context.new_page()
        complaints = listen(page, url)
        visit(page, "/compare?lang=en&case=changxing&case=deqing", say("compare.heading", "en"))
        expect(charts(page)).to_have_count(2)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        context.close()
        assert complaints == []


def test_back_from_a_case_leads_to_the_filtered_list_and_forward_to_the_case(page: Page) -> None:
    visit(page, "/cases", say("cases.heading"))
    choose(page, say("facet.alliance_model"), "医疗共同体")
    choose(page, say("facet.technology"), "数据治理平台")
    filtered, address = listed(page), page.url
    assert "deqing" in filtered
    assert len(filtered) < 29
    page.get_by_role("link", name=say("cases.open", place="德清县")).click()
    expect(title(page)).to_have_text("德清县域健康共同体")
    expect(page).to_have_url(re.compile(r"/case\?case=deqing"))
    page.go_back()
    expect(title(page)).to_have_text(say("cases.heading"))
    expect(page).to_have_url(address)
    settled(page)
    assert listed(page) == filtered
    expect(chip(page, "医疗共同体")).to_be_visible()
    page.go_forward()
    expect(title(page)).to_have_text("德清县域健康共同体")


def test_back_takes_off_the_filter_chosen_last(page: Page) -> None:
    visit(page, "/cases?category=alliance", say("cases.heading"))
    before = listed(page)
    choose(page, say("facet.alliance_model"), "医疗集团")
    assert len(listed(page)) < len(before)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/cases\?category=alliance$"))
    expect(page.get_by_text(say("cases.found", count=len(before)).replace("*", ""), exact=True)).to_be_visible()
    settled(page)
    assert listed(page) == before


def test_two_options_of_a_facet_are_chosen_without_unfolding_it_again(page: Page) -> None:
    visit(page, "/cases", say("cases.heading"))
    unfold(page, say("facet.alliance_model"))
    for option in ("医疗集团", "医疗共同体"):
        page.get_by_test_id("stPopoverBody").locator("label").filter(has_text=option).click()
        chip(page, option).wait_for()
    expect(page.get_by_test_id("stPopoverBody").filter(visible=True)).to_have_count(1)
    assert asked(page) == {"model": ["medical_group", "medical_community"]}


@pytest.mark.parametrize("way", ["back", "chip"])
def test_a_filter_taken_off_does_not_return_with_the_next(page: Page, way: str) -> None:
    visit(page, "/cases", say("cases.heading"))
    choose(page, say("facet.alliance_model"), "医疗共同体")
    if way == "back":
        page.go_back()
    else:
        chip(page, "医疗共同体").click()
    expect(page).not_to_have_url(re.compile("model="))
    settled(page)
    choose(page, say("facet.integration_type"), "管理整合")
    choose(page, say("facet.technology"), "数据治理平台")
    assert asked(page) == {"type": ["management"], "technology": ["data-platform"]}


def test_a_copied_link_opens_the_same_cases_in_the_other_language(browser: Browser, app_url: str, page: Page) -> None:
    visit(page, "/cases", say("cases.heading"))
    choose(page, say("facet.province"), "浙江")
    choose(page, say("facet.integration_type"), "服务整合")
    page.get_by_role("searchbox").fill("医共体")
    expect(page).to_have_url(re.compile("q="))
    settled(page)
    mine = listed(page)
    assert 0 < len(mine) < 29
    context = browser.new_context(locale="zh-CN")
    theirs = context.new_page()
    visit(theirs, f"{page.url}&lang=en", say("cases.heading", "en"))
    assert listed(theirs) == mine
    expect(chip(theirs, "Zhejiang")).to_be_visible()
    visit(theirs, theirs.url.replace("lang=en", "lang=zh"), say("cases.heading"))
    assert listed(theirs) == mine
    assert app_url in page.url
    context.close()


def test_the_switch_of_language_keeps_the_filters(page: Page) -> None:
    visit(page, "/cases?model=medical_community&q=cx", say("cases.heading"))
    mine = listed(page)
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    expect(title(page)).to_have_text(say("cases.heading", "en"))
    settled(page)
    assert listed(page) == mine
    assert asked(page) == {"lang": ["en"], "model": ["medical_community"], "q": ["cx"]}
    expect(page.get_by_role("searchbox")).to_have_value("cx")


def test_only_comparable_switched_off_brings_more_panels_and_each_is_a_chart_of_its_own(page: Page) -> None:
    visit(page, "/compare", say("compare.heading"))
    before = charts(page).count()
    unfold(page, say("compare.definitions"))
    page.get_by_text(say("compare.only_comparable"), exact=True).click()
    expect(page).to_have_url(re.compile("related=on"))
    expect(page.get_by_role("heading", name="基层诊疗量占比（分母为全部诊疗量）", exact=True)).to_be_visible()
    settled(page)
    panels = page.get_by_role("heading", level=2).all_inner_texts()
    assert charts(page).count() == len(panels) == len(set(panels)) > before
    unfold(page, say("compare.definitions"))
    page.get_by_text(say("compare.only_comparable"), exact=True).click()
    expect(charts(page)).to_have_count(before)
    assert asked(page) == {}


def test_a_change_in_one_part_of_the_comparison_keeps_what_was_changed_in_another(page: Page) -> None:
    visit(page, "/compare", say("compare.heading"))
    page.get_by_text(say("compare.by.title"), exact=True).click()
    page.get_by_role("radio", name=say("facet.integration_type")).or_(
        page.get_by_role("button", name=say("facet.integration_type"))
    ).first.click()
    expect(page).to_have_url(re.compile("by=integration_type"))
    unfold(page, say("facet.alliance_model"))
    page.get_by_role("button", name="医疗共同体").click()
    expect(page).to_have_url(re.compile("model=medical_community"))
    unfold(page, say("compare.definitions"))
    page.get_by_text(say("compare.only_comparable"), exact=True).click()
    expect(page).to_have_url(re.compile("related=on"))
    page.keyboard.press("Escape")
    settled(page)
    mine = {"model": ["medical_community"], "related": ["on"], "by": ["integration_type"]}
    assert asked(page) == mine
    drawn = page.get_by_role("heading", level=3).all_inner_texts()
    page.go_back()
    expect(page).not_to_have_url(re.compile("related=on"))
    settled(page)
    assert asked(page) == {"model": ["medical_community"], "by": ["integration_type"]}
    page.go_forward()
    expect(page).to_have_url(re.compile("related=on"))
    settled(page)
    assert page.get_by_role("heading", level=3).all_inner_texts() == drawn
    page.get_by_role("button", name="English").click()
    expect(title(page)).to_have_text(say("compare.heading", "en"))
    settled(page)
    assert asked(page) == {"lang": ["en"], **mine}


def test_a_change_of_the_comparison_draws_nothing_else_on_the_page_again(page: Page) -> None:
    messages: list[ForwardMsg] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: messages.append(ForwardMsg.FromString(frame))),
    )
    visit(page, "/compare", say("compare.heading"))
    messages.clear()
    unfold(page, say("facet.alliance_model"))
    page.get_by_role("button", name="医疗共同体").click()
    expect(page).to_have_url(re.compile("model=medical_community"))
    settled(page)
    drawn = [message.delta for message in messages if message.WhichOneof("type") == "delta"]
    assert len({delta.fragment_id for delta in drawn if delta.fragment_id}) >= 1
    assert all(delta.fragment_id for delta in drawn)
    assert say("compare.by.title") not in str([delta.new_element.markdown.body for delta in drawn])


def test_a_circle_of_the_matrix_leads_to_its_cases(page: Page) -> None:
    visit(page, "/", say("overview.heading"))
    number = charts(page).nth(0).locator("text[aria-label*='专科联盟'][aria-label*='功能整合']")
    count = int(str(number.text_content()))
    click_in_middle(page, number)
    expect(title(page)).to_have_text(say("cases.heading"))
    settled(page)
    assert asked(page) == {"model": ["specialty_alliance"], "type": ["functional"]}
    assert len(listed(page)) == count


def test_a_tile_of_the_map_leads_to_the_cases_of_its_province_and_back_leads_to_the_map(page: Page) -> None:
    visit(page, "/", say("overview.heading"))
    tile = charts(page).nth(1).locator("path[aria-label*='浙江省']")
    count = int(re.findall(r"\d+$", str(tile.get_attribute("aria-label")))[0])
    click_in_middle(page, tile)
    expect(title(page)).to_have_text(say("cases.heading"))
    settled(page)
    assert asked(page) == {"province": ["zhejiang"]}
    assert len(listed(page)) == count
    page.go_back()
    expect(title(page)).to_have_text(say("overview.heading"))
    settled(page)
    expect(charts(page)).to_have_count(2)


def test_a_tile_without_cases_leads_nowhere(page: Page) -> None:
    visit(page, "/", say("overview.heading"))
    empty = charts(page).nth(1).locator("path[aria-label*='贵州省']")
    assert str(empty.get_attribute("aria-label")).endswith(": 0")
    click_in_middle(page, empty)
    settled(page)
    expect(title(page)).to_have_text(say("overview.heading"))
    click_in_middle(page, charts(page).nth(1).locator("path[aria-label*='云南省']"))
    expect(page).to_have_url(re.compile(r"/cases\?province=yunnan$"))


@pytest.mark.parametrize("pause_ms", [0, 40, 150])
def test_the_search_box_keeps_every_letter_typed(page: Page, pause_ms: int) -> None:
    visit(page, "/cases", say("cases.heading"))
    box = page.get_by_role("searchbox")
    words = "changxing xian yigongti"
    box.press_sequentially(words, delay=pause_ms)
    expect(page).to_have_url(re.compile(r"q=changxing(\+|%20)xian(\+|%20)yigongti$"))
    settled(page)
    expect(box).to_have_value(words)


def test_results_follow_the_typing_without_a_press_of_enter(page: Page) -> None:
    visit(page, "/cases", say("cases.heading"))
    page.get_by_role("searchbox").press_sequentially("zhangxing")
    page.get_by_role("searchbox").fill("deqing")
    expect(page.get_by_role("link", name=say("cases.open", place="长兴县"))).to_have_count(0)
    expect(page.get_by_role("link", name=say("cases.open", place="德清县"))).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_from_the_first_page_to_a_case_with_the_keyboard_alone(page: Page) -> None:
    visit(page, "/", say("overview.heading"))
    enter(page, say("entrance.researcher.title"))
    expect(title(page)).to_have_text(say("cases.heading"))
    settled(page)
    tab_to(page, lambda text, role: role == "searchbox")
    page.keyboard.type("deqing")
    expect(page.get_by_role("link", name=say("cases.open", place="长兴县"))).to_have_count(0)
    settled(page)
    enter(page, say("cases.open", place="德清县"))
    expect(title(page)).to_have_text("德清县域健康共同体")


def enter(page: Page, name: str) -> None:
    """Press tab until a link of this name has the focus, then press enter."""
    tab_to(page, lambda text, role: role == "link" and name in text)
    page.keyboard.press("Enter")


def tab_to(page: Page, wanted: Callable[[str, str], bool]) -> None:
    """Press tab until what has the focus is wanted, by its text and role, and shows that it has it."""
    role = (
        "e => e.getAttribute('role') ?? {A: 'link', BUTTON: 'button'}[e.tagName] "
        "?? (e.type === 'search' ? 'searchbox' : '')"
    )
    for _ in range(MANY_KEYS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and wanted(focused.inner_text(), focused.evaluate(role)):
            return
    pytest.fail("the tab key does not reach it")


def test_a_facet_can_be_chosen_with_the_keyboard_alone(page: Page) -> None:
    # A fold-out stands at the end of the document, wherever its button is: a short list brings it near.
    visit(page, "/cases?q=deqing", say("cases.heading"))
    tab_to(page, lambda text, role: role == "button" and text.startswith(say("facet.category")))
    page.keyboard.press("Enter")
    option = page.get_by_test_id("stPopoverBody").get_by_role("checkbox").first
    expect(option).to_be_visible()
    for _ in range(MANY_KEYS):
        page.keyboard.press("Tab")
        if option.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"category=alliance"))


def test_chosen_cases_are_compared_and_still_chosen_on_return(page: Page) -> None:
    visit(page, "/cases?q=医共体", say("cases.heading"))
    for place in ("长兴县", "德清县"):
        card = page.get_by_test_id("stVerticalBlock").filter(
            has=page.get_by_role("link", name=say("cases.open", place=place))
        )
        card.last.get_by_text(say("cases.compare_this"), exact=True).click()
        settled(page)
    page.get_by_role("link", name=say("cases.compare_picked", count=2)).click()
    expect(title(page)).to_have_text(say("compare.heading"))
    settled(page)
    assert asked(page) == {"case": ["changxing", "deqing"]}
    page.go_back()
    expect(page.get_by_role("link", name=say("cases.compare_picked", count=2))).to_be_visible()
