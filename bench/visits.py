"""One visitor in a real browser: until the first chart, again with a warm cache, a change, and how much was sent."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from json import dumps
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright
from playwright.sync_api import Page as Tab

from bench.subjects import HERE, Page
from tests.browser.find_chromium import FLAGS

WATCH_CHARTS = (HERE / "watch_charts.js").read_text("utf-8")
STILL_FRAMES = 20
"""Frames without another change after which a redraw counts as done."""
LIMIT_MS = 30_000

Times = dict[str, list[float]]
"""Measures by name."""


class Visitor:
    """A browser to visit with, a fresh profile for every page."""

    def __init__(self, playwright: Playwright, chromium: Path) -> None:
        """``chromium`` is the browser's file."""
        self.playwright, self.chromium = playwright, chromium

    def visit(self, url: str, page: Page, times: Times, *, warm: int, changes: int) -> None:
        """A cold visit, so many warm loads and changes, added to ``times`` in milliseconds and kilobytes."""
        with self.profile(page.first) as context:
            tab = context.new_page()
            received = counted(tab)
            times.setdefault("cold", []).append(load_time(tab, url))
            tab.wait_for_load_state("networkidle")
            times.setdefault("sent", []).append(sum(received) / 1000)
            if not warm:
                return
            for _ in range(warm):
                tab.close()
                tab = context.new_page()
                times.setdefault("warm", []).append(load_time(tab, url))
            if changes:
                open_controls(tab, page)
                change_time(tab, page)  # the first also loads what only a second state needs
                times.setdefault("change", []).extend(change_time(tab, page) for _ in range(changes))

    @contextmanager
    def profile(self, first: str) -> Iterator[BrowserContext]:
        """A browser that has never been anywhere, and that notes when what ``first`` selects is painted."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            context = self.playwright.chromium.launch_persistent_context(
                folder,
                executable_path=self.chromium,
                args=list(FLAGS),
                viewport={"width": 1280, "height": 720},
                bypass_csp=True,
            )
            context.set_default_timeout(LIMIT_MS)
            context.add_init_script(f"const FIRST = {dumps(first)};\n{WATCH_CHARTS}")
            yield context
            context.close()


def counted(tab: Tab) -> list[float]:
    """The bytes of everything the tab receives from now on, as they went over the wire; frames of sockets too."""
    received: list[float] = []
    protocol = tab.context.new_cdp_session(tab)
    protocol.send("Network.enable")

    def note_file(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    def note_frame(event: dict[str, Any]) -> None:
        data = event["response"]["payloadData"]
        # Binary frames come in base 64.
        received.append(len(data) if event["response"]["opcode"] == 1 else len(data) * 3 / 4)

    protocol.on("Network.loadingFinished", note_file)
    protocol.on("Network.webSocketFrameReceived", note_frame)
    return received


def load_time(tab: Tab, url: str) -> float:
    """Milliseconds from the navigation until what the visitor waits for is on the screen."""
    tab.goto(url, wait_until="commit")
    tab.wait_for_function("window.chartTimes?.painted")
    return float(tab.evaluate("chartTimes.painted"))


def open_controls(tab: Tab, page: Page) -> None:
    """Get ready for a change once the whole page has come."""
    tab.wait_for_selector("[data-test-script-state='notRunning']")
    if page.changed:
        tab.evaluate("selector => { chartTimes.watched = selector; }", page.changed)
    for opener in page.opening:
        tab.locator(opener).first.click()
    # A list closes when the page scrolls, as it would to bring the control under the mouse.
    tab.locator(page.change[0]).first.scroll_into_view_if_needed()


def change_time(tab: Tab, page: Page) -> float:
    """Milliseconds from the last click of a change until what it changes has changed for the last time."""
    if len(page.change) > 1:
        tab.keyboard.press("Escape")  # a list may still be open from the change before
    for click in page.change:
        tab.locator(click).first.click()
    tab.wait_for_function(f"chartTimes.redrawn && chartTimes.stillFrames > {STILL_FRAMES}")
    return float(tab.evaluate("chartTimes.redrawn - chartTimes.clicked"))
