"""axe-core finds nothing serious on any page, in either language, in either theme, and no heading skips a level."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from explorer.i18n import LANGUAGES, Language
from explorer.ui.embedding import EMBEDDABLE
from tests.browser.every_page import pages_left_out
from tests.browser.reading import visit
from tests.browser.waiting import settled

PAGES = (
    *("/", "/cases", "/case?case=deqing", "/case", "/compare", "/referrals", "/differs", "/targets"),
    *("/targets?part=recommendations", "/frameworks", "/policies", "/policy?policy=urban-groups-pilot-plan-2023"),
    *("/planner", "/my_figures", "/stories", "/my_story", "/present", "/present?story=two-counties&step=7", "/vote"),
    *("/workbench", "/workbench?sql=SELECT%20nobody", "/workbench?sql=FROM%20case_tags"),
    *("/methods", "/methods?part=sources", "/methods?part=audit", "/methods?part=coverage", "/methods?part=left_out"),
    *(
        "/downloads",
        "/compare?embed=true",
        "/referrals?embed=true",
        "/case?case=deqing&embed=true",
        "/targets?embed=true",
        "/?embed=true",
        "/policies?embed=true",
        "/frameworks?embed=true",
        "/methods?part=coverage&embed=true",
    ),
)
GRAVE = {"serious", "critical"}
ORDER = {"heading-order", "page-has-heading-one", "region", "landmark-one-main", "landmark-unique"}
"""Rules that axe calls moderate, and by which a screen reader's user finds the way: headings and landmarks."""

SELECTED_SEGMENT = "button[data-selected='true']"
"""Streamlit writes the chosen one of a segmented control in the primary colour, and on that colour always in white: on
a dark ground no colour is legible both ways (streamlit/streamlit issue 12801)."""


def grave_findings(page: Page, *, dark: bool, embedded: bool) -> list[str]:
    """What axe finds serious or critical, or out of order for a screen reader, with where and why."""
    # An embedded view stands in a page of another site, which has the heading of the first level.
    order = ORDER - {"page-has-heading-one"} if embedded else ORDER
    left_out = {"exclude": [[SELECTED_SEGMENT]]} if dark else None
    found: list[dict[str, Any]] = Axe().run(page, left_out).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
        if rule["impact"] in GRAVE or rule["id"] in order
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_serious(page: Page, address: str, language: Language) -> None:
    visit(page, f"{address}{'&' if '?' in address else '?'}lang={language}")
    embedded = "embed=true" in address
    assert grave_findings(page, dark=False, embedded=embedded) == []
    page.emulate_media(color_scheme="dark")
    settled(page)
    assert grave_findings(page, dark=True, embedded=embedded) == []


def test_no_page_and_no_embedded_view_is_left_out() -> None:
    assert pages_left_out(PAGES) == set()
    embedded = {address.partition("?")[0].strip("/") for address in PAGES if "embed=true" in address}
    assert embedded == set(EMBEDDABLE.values())
