"""A real Chromium at the app as `make run` serves it; a page that complains fails its test."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from tests.browser.find_chromium import FLAGS, NoBrowserError, find
from tests.browser.serving import served
from tests.browser.waiting import WAIT_LIMIT_MS

HERE = Path(__file__).parent

# Two browsers and two servers share the machine's cores: what takes a second alone may take ten.
expect.set_options(timeout=WAIT_LIMIT_MS)

STREAMLIT_PROBE = "/_stcore/"
"""On an inner page Streamlit asks <page>/_stcore/ before it finds its base path: those 404s are its own."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark with which a test says that the page is meant to complain."""
    config.addinivalue_line("markers", "complaints_expected: the page may log errors and fail requests in this test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser, `-m 'not browser'` leaves it out, and comes last.

    Last, because from its start to its end Playwright keeps an event loop running in this thread, and no test
    thereafter could run one of its own.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser's program. Fails, rather than skips, where there is none: `make test` installs one."""
    try:
        path = find()
    except NoBrowserError as error:
        pytest.fail(str(error))
    if path is None:
        pytest.fail("No Chromium on this machine; python tests/browser/find_chromium.py installs one.")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One browser for all tests; each test has a profile of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of the running app, without a slash at the end."""
    with served("server.py") as url:
        yield url


@pytest.fixture
def page(browser: Browser, app_url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page with an empty profile in Chinese, 1280 by 720; addresses may be relative (`page.goto("/cases")`).

    Afterwards there must have been no console error, no uncaught exception, no failed answer and no request to
    another host, unless the test is marked `complaints_expected`.
    """
    context = browser.new_context(base_url=app_url, locale="zh-CN", viewport={"width": 1280, "height": 720})
    context.set_default_timeout(WAIT_LIMIT_MS)
    page = context.new_page()
    complaints = listen(page, app_url)
    yield page
    context.close()
    if not request.node.get_closest_marker("complaints_expected"):
        assert not complaints, "\n".join(complaints)


def listen(page: Page, app_url: str) -> list[str]:
    """What the page complains of, filled in as it happens."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and STREAMLIT_PROBE not in message.location.get("url", ""):
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_response(response: Response) -> None:
        if response.status >= 400 and STREAMLIT_PROBE not in response.url:
            complaints.append(f"status {response.status}: {response.url}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(app_url).netloc:
            complaints.append(f"another host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    page.on("response", on_response)
    page.on("request", on_request)
    return complaints
