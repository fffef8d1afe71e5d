"""When a Streamlit page is done: there is no event that says so."""

from playwright.sync_api import Page

WAIT_LIMIT_MS = 60_000

SETTLED = """() => {
    const app = document.querySelector("[data-testid='stApp']");
    const unfinished = "[data-stale='true'], [data-testid='stSkeleton'], [data-testid='stSpinner']";
    const running = !app || app.dataset.testScriptState !== "notRunning" || document.querySelector(unfinished);
    const shape = () => [app.innerText.length, document.querySelectorAll("*").length, app.scrollHeight].join();
    const picture = running ? null : shape();
    window.stillFrames = picture !== null && picture === window.lastPicture ? (window.stillFrames ?? 0) + 1 : 0;
    window.lastPicture = picture;
    return window.stillFrames >= 15;
}"""


def settled(page: Page) -> None:
    """Wait until no script runs, nothing is stale and the page has kept its shape for fifteen frames from now on."""
    page.evaluate("window.stillFrames = 0")
    page.wait_for_function(SETTLED, timeout=WAIT_LIMIT_MS)
