"""Everything that can be done with a mouse can be done from the keyboard, and one always sees where one is."""

import re
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.reading import asked, say, title, visit
from tests.browser.waiting import settled

MOST_PRESSES = 150
FOCUS = """() => {
    const here = document.activeElement;
    return {
        tag: here.tagName,
        role: here.getAttribute("role") ?? here.getAttribute("type") ?? "",
        words: (here.getAttribute("aria-label") ?? here.innerText ?? "").trim(),
        href: here.getAttribute("href") ?? "",
        kind: here.closest("[data-testid]")?.dataset.testid ?? "",
    };
}"""
BLUR = "() => { window.left = document.activeElement; window.left.blur(); }"
BACK = "() => window.left.focus({focusVisible: true, preventScroll: true})"
AROUND_PIXELS = 6
UNSEEN = {"stBaseButton-elementToolbar"}
"""Streamlit's own buttons above a chart appear when they have the focus, and do not say which of them has it."""

SCROLLED = "stMain"
"""The page itself, which takes the focus so that it can be scrolled by keys; where it is needs no sign."""


def focused(page: Page) -> dict[str, Any]:
    """What has the focus: its tag, role, words, address, and the kind of element it belongs to."""
    return dict(page.evaluate(FOCUS))


def is_seen(page: Page) -> bool:
    """Whether what has the focus looks otherwise than without it."""
    box = page.evaluate("() => document.activeElement.getBoundingClientRect().toJSON()")
    clip: FloatRect = {
        "x": max(0, box["x"] - AROUND_PIXELS),
        "y": max(0, box["y"] - AROUND_PIXELS),
        "width": box["width"] + 2 * AROUND_PIXELS,
        "height": min(300, box["height"] + 2 * AROUND_PIXELS),
    }
    with_focus = page.screenshot(clip=clip, animations="disabled")
    page.evaluate(BLUR)
    without = page.screenshot(clip=clip, animations="disabled")
    page.evaluate(BACK)
    return with_focus != without


def tab_to(page: Page, wanted: str, *, attribute: str = "words", kind: str = "") -> dict[str, Any]:
    """Press Tab until the focus is on what matches, in an element of this kind; fail where it does not come by."""
    passed = []
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        here = focused(page)
        if re.search(wanted, here[attribute]) and kind in here["kind"]:
            return here
        passed.append(here["words"] or here["tag"])
    raise AssertionError(f"Tab never comes by {wanted}, but by {passed}")


def test_from_the_landing_page_to_a_case(page: Page) -> None:
    visit(page, "/", say("overview.heading"))
    tab_to(page, say("entrance.researcher.title"), kind="stPageLink")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text(say("cases.heading"))
    settled(page)
    tab_to(page, r"case\?.*case=", attribute="href")
    page.keyboard.press("Enter")
    expect(title(page)).not_to_have_text(say("cases.heading"))
    settled(page)
    assert len(asked(page)["case"]) == 1


def test_the_menus_of_the_bar_open_and_lead_on_by_their_arrows(page: Page) -> None:
    visit(page, "/", say("overview.heading"))
    tab_to(page, f"^{say('nav.explore')}$")
    page.keyboard.press("Enter")
    page.get_by_role("menuitem").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert focused(page)["role"] == "menuitem"
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text(say("cases.heading"))


def test_an_indicator_is_chosen_and_its_table_read(page: Page) -> None:
    visit(page, "/compare", say("compare.heading"))
    tab_to(page, rf"\n{say('compare.indicators')}\n", kind="stPopoverButton")
    page.keyboard.press("Enter")
    page.get_by_test_id("stPopoverBody").get_by_role("combobox").first.wait_for()
    settled(page)
    before = asked(page)
    tab_to(page, "combobox", attribute="role")
    page.keyboard.type("出院")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.press("Escape")
    settled(page)
    assert asked(page) != before
    page.locator("body").focus()
    tab_to(page, f"{say('chart.table')}$")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stMain").get_by_role("table").first).to_be_visible()


@pytest.mark.parametrize(
    ("address", "wanted", "attribute"),
    [("/workbench", "stBidiComponent", "kind"), ("/my_figures", "stFileUploader|stButton|stBaseButton", "kind")],
)
def test_what_a_reader_brings_or_asks_is_within_reach(page: Page, address: str, wanted: str, attribute: str) -> None:
    visit(page, address)
    page.get_by_test_id("stMain").focus()
    tab_to(page, wanted, attribute=attribute)


@pytest.mark.parametrize("address", ["/", "/cases", "/compare", "/policies", "/planner", "/my_figures", "/workbench"])
def test_the_focus_is_seen_wherever_it_goes_and_is_caught_nowhere(page: Page, address: str) -> None:
    visit(page, address)
    visited, unseen, kinds = [], {}, set()
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        here = focused(page)
        if here["tag"] == "BODY":
            break  # past the last: the browser's own controls come next
        visited.append((here["kind"], here["words"], here["href"]))
        if (kind := f"{here['tag']} {here['role']} {here['kind']}") not in kinds:
            kinds.add(kind)
            if here["kind"] not in {SCROLLED, *UNSEEN} and not is_seen(page):
                unseen[kind] = here["words"]
    caught = [one for one, after in zip(visited, visited[3:], strict=False) if one == after and visited.count(one) > 6]
    assert caught == []
    assert len(kinds) > 2
    assert unseen == {}
