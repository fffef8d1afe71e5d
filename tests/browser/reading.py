"""What a reader finds on a page, by what it is called there."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from explorer.i18n import Language, Translator
from tests.browser.waiting import WAIT_LIMIT_MS, settled

CHART = "[data-testid='stVegaLiteChart'] svg.marks"


def say(key: str, language: Language = "zh", **slots: object) -> str:
    """Our sentence for a key."""
    return Translator(language)(key, **slots)


def visit(page: Page, address: str, heading: str | None = None) -> None:
    """Open an address and wait for the page to be done, under the given heading if there is one."""
    page.goto(address)
    if heading is not None:
        expect(title(page)).to_have_text(heading, timeout=WAIT_LIMIT_MS)  # the first visitor of a cold app waits
    settled(page)


def title(page: Page) -> Locator:
    """The heading of the page."""
    return page.get_by_role("heading", level=1)


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters in the address bar."""
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def listed(page: Page) -> list[str]:
    """The cases in the list, as their links name them, in the order of the document."""
    addresses = page.locator("a[data-testid='stPageLink-NavLink'][href*='case?case=']")
    found = [parse_qs(urlsplit(str(link.get_attribute("href"))).query) for link in addresses.all()]
    return [link["case"][0] for link in found]


def charts(page: Page) -> Locator:
    """The drawn charts."""
    return page.locator(CHART)


def choose(page: Page, facet: str, option: str) -> None:
    """Unfold a facet, tick an option by its name, and fold the facet again."""
    page.get_by_role("button", name=re.compile(f"^{facet}")).click()
    page.locator("[data-testid='stPopoverBody'] label").filter(has_text=re.compile(rf"^{option}（\d+）$")).click()
    chip(page, option).wait_for()
    page.keyboard.press("Escape")
    settled(page)


def unfold(page: Page, name: str) -> None:
    """Open what is folded under a button, as the controls of a comparison are; any other is folded first."""
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody").filter(visible=True)).to_have_count(0)
    page.get_by_test_id("stPopoverButton").filter(has_text=name).click()
    page.get_by_test_id("stPopoverBody").filter(visible=True).wait_for()


def chip(page: Page, option: str) -> Locator:
    """The chip of an applied filter."""
    return page.get_by_role("button", name=option, exact=False).filter(has_text="close").first


def click_in_middle(page: Page, mark: Locator) -> None:
    """Click a mark of a chart where a person would; the number drawn on it lies above it."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
