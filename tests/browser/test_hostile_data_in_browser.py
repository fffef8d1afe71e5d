"""Data by somebody who means harm, in a real browser: no dialog, no script of theirs, no request to another host."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.browser.conftest import listen
from tests.browser.serving import served
from tests.browser.waiting import WAIT_LIMIT_MS, settled
from tests.faults.hostile_data import OTHER_HOST, hostile_copy

PAGES = ("", "cases", "case?case=changxing", "compare", "policies", "targets", "methods", "stories?story=two-counties")


@pytest.fixture(scope="module")
def hostile_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over a data folder with markup in every text."""
    folder = hostile_copy(tmp_path_factory.mktemp("hostile") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "EXPLORER_DATA", str(folder))
        with served("server.py") as url:
            yield url


@pytest.mark.parametrize("page", PAGES)
def test_hostile_data_run_nothing_and_ask_no_other_host(browser: Browser, hostile_url: str, page: str) -> None:
    context = browser.new_context(base_url=hostile_url, locale="zh-CN", viewport={"width": 1280, "height": 720})
    context.set_default_timeout(WAIT_LIMIT_MS)
    context.add_init_script("window.ran = 0; window.hit = () => { window.ran += 1 }")
    tab = context.new_page()
    complaints = listen(tab, hostile_url)
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    tab.on("dialog", refuse)
    tab.goto(f"/{page}")
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    settled(tab)
    assert tab.evaluate("window.ran") == 0
    assert dialogs == []
    assert tab.locator(f"img[src*='{OTHER_HOST}'], a[href^='javascript'], a[href*='{OTHER_HOST}']").count() == 0
    assert tab.locator("script", has_text="hit()").count() == 0
    assert complaints == []
    context.close()
