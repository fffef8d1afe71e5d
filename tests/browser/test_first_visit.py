"""What the browser asks for on a first visit."""

from playwright.sync_api import Browser, Page

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


def test_the_chart_library_is_not_waited_for_until_the_first_chart(page: Page) -> None:
    page.goto("/")
    settled(page)
    asked = "name => performance.getEntriesByType('resource').find(e => e.name.includes(name)).startTime"
    assert page.evaluate(asked, "ArrowVegaLiteChart") < page.evaluate(asked, "_stcore/host-config")


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
