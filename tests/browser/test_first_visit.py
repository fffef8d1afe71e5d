"""What the browser asks for on a first visit."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reading import title
from tests.browser.waiting import settled


def test_no_font_is_fetched_but_streamlits_icons(page: Page) -> None:
    fonts: list[str] = []
    page.on("request", lambda request: fonts.append(request.url) if request.resource_type == "font" else None)
    page.goto("/")
    settled(page)
    assert [url for url in fonts if "MaterialSymbols" not in url] == []


def test_scripts_arrive_compressed_and_the_page_still_talks_to_the_app(page: Page) -> None:
    encodings: dict[str, str | None] = {}
    page.on("response", lambda answer: encodings.update({answer.url: answer.headers.get("content-encoding")}))
    page.goto("/")
    settled(page)
    scripts = [url for url in encodings if url.endswith(".js")]
    assert len(scripts) > 50
    assert [url for url in scripts if encodings[url] != "gzip"] == []
    assert page.get_by_role("heading").first.is_visible()


@pytest.mark.parametrize("path", ["/", "/compare", "/referrals", "/policies", "/targets", "/frameworks"])
def test_every_script_fetched_before_the_first_chart_is_drawn_is_announced_in_the_pages_head(
    page: Page, path: str
) -> None:
    page.add_init_script(
        """new MutationObserver((_, observer) => {
            if (document.querySelector("[data-testid='stVegaLiteChart'] svg")) {
                window.fetched = performance.getEntriesByType("resource").map(entry => entry.name);
                observer.disconnect();
            }
        }).observe(document, { childList: true, subtree: true });"""
    )
    answer = page.goto(path)
    assert answer is not None
    announced = set(re.findall(r"static/js/[^\"]+\.js", answer.text()))
    fetched = page.wait_for_function("() => window.fetched").json_value()
    scripts = {match[0] for name in fetched if (match := re.search(r"static/js/[^?]+\.js$", name))}
    assert any("ArrowVegaLiteChart" in name for name in scripts)
    assert scripts - announced == set()


def test_the_app_is_connected_without_waiting_for_the_answers_to_two_questions(page: Page) -> None:
    page.goto("/")
    settled(page)
    page.route("**/_stcore/host-config", lambda route: None)  # never answered
    page.route("**/_stcore/health", lambda route: None)
    page.goto("/compare")
    expect(title(page)).to_be_visible()


def test_an_inner_page_finds_the_app_at_the_first_attempt(page: Page) -> None:
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto("/compare")
    settled(page)
    assert failed == []


def test_a_browser_without_gzip_gets_the_page_too(browser: Browser, app_url: str) -> None:
    context = browser.new_context(extra_http_headers={"accept-encoding": "identity"})
    answer = context.request.get(f"{app_url}/compare")
    assert answer.ok
    assert "content-encoding" not in answer.headers
    assert '<div id="root"></div>' in answer.text()
    context.close()
