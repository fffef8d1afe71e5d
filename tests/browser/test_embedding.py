"""A chart in a page on another site, and pages that no other site may show."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.waiting import WAIT_LIMIT_MS


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder served as another site: ``localhost`` is not the site of ``127.0.0.1``, where the app is."""
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield tmp_path, f"http://localhost:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("language", "out"), [("zh", "在案例库中查看"), ("en", "See it in the explorer")], ids=["zh", "en"]
)
def test_a_chart_stands_in_another_sites_page_and_leads_back(
    browser: Browser, app_url: str, elsewhere: tuple[Path, str], language: str, out: str
) -> None:
    folder, site = elsewhere
    view = f"{app_url}/compare?lang={language}&indicator=county-visit-rate"
    frame = f'<iframe src="{view}&chart=compare-county-visit-rate&embed=true" width="640" height="600"></iframe>'
    (folder / "page.html").write_text(f'<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,">{frame}')
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(WAIT_LIMIT_MS)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{site}/page.html")
    inside = page.frame_locator("iframe")
    expect(inside.locator("svg.marks")).to_have_count(1, timeout=WAIT_LIMIT_MS)
    expect(inside.get_by_role("heading", level=1)).to_have_count(0)
    expect(inside.get_by_test_id("stTopNav")).to_have_count(0)
    link = inside.get_by_role("link", name=out)
    expect(link).to_have_attribute("target", "_blank")
    back = urlsplit(link.get_attribute("href") or "")
    assert back._replace(query="").geturl() == f"{app_url}/compare"
    assert set(back.query.split("&")) == {f"lang={language}", "indicator=county-visit-rate"}
    context.close()
    assert complaints == []


def test_no_other_site_can_show_a_whole_page(browser: Browser, app_url: str, elsewhere: tuple[Path, str]) -> None:
    folder, site = elsewhere
    (folder / "page.html").write_text(f'<!DOCTYPE html><link rel="icon" href="data:,"><iframe src="{app_url}/compare">')
    context = browser.new_context()
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site}/page.html")
    page.wait_for_load_state("networkidle")
    context.close()
    assert any("frame-ancestors 'none'" in complaint for complaint in complaints)
