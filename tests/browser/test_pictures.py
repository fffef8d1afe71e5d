"""Every page looks as it did, on a projector's width and a phone's, in both languages.

The pictures kept are small and grey (tests/small_pictures.py says how two are compared). `make pictures` draws anew
those that differ; look at what changed before they are committed. Another set of fonts breaks lines elsewhere, so
the pictures are compared only where the browser draws the same letters as wide as when they were drawn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from explorer.i18n import LANGUAGES, Language
from tests.browser.every_page import pages_left_out
from tests.browser.reading import visit
from tests.browser.waiting import WAIT_LIMIT_MS, settled
from tests.small_pictures import beside, reduced, unlike

FOLDER = Path(__file__).parents[1] / "snapshots" / "pictures"
UPDATE = "UPDATE_SNAPSHOTS"
FONTS = {"Liberation Sans", "Noto Sans CJK SC"}
"""What Chromium takes for this app's letters where Debian's fonts-liberation and fonts-noto-cjk are installed."""

MEASURED = "医联体改革案例库：县域就诊率 90.3%　Medical alliances, county visit rates"
WIDTHS = {14: 472.23, 16: 539.7, 28: 944.47}
"""How many pixels wide this text is at each size. With other hinting, or another version of a font, it is not."""

WINDOWS = {1280: (720, 8), 390: (844, 6)}
"""Each width with the height of its screen, and the side of the square that becomes one pixel."""

SCREENS = 3
"""So much of a page is in its picture."""

ONE_SCREEN = {"present"}
"""Pages that fit themselves into the window, however high it is."""

ADDRESSES = {
    "overview": "/",
    "cases": "/cases",
    "case": "/case?case=deqing",
    "policies": "/policies",
    "policy": "/policy?policy=urban-groups-pilot-plan-2023",
    "compare": "/compare",
    "referrals": "/referrals",
    "differs": "/differs",
    "targets": "/targets",
    "frameworks": "/frameworks",
    "planner": "/planner",
    "my_figures": "/my_figures",
    "stories": "/stories",
    "my_story": "/my_story",
    "present": "/present?story=two-counties&step=7",
    "vote": "/vote",
    "methods": "/methods",
    "coverage": "/methods?part=coverage",
    "workbench": "/workbench",
    "downloads": "/downloads",
    "embedded": "/compare?indicator=county-visit-rate&chart=compare-county-visit-rate&embed=true",
}
FILES = {f"{name}.{language}.{width}.png" for name in ADDRESSES for language in LANGUAGES for width in WINDOWS}

HIDE_CHART = "document.querySelector('svg.marks').style.visibility = 'hidden'"
HIDE_TEXT = """document.querySelectorAll("[data-testid='stExpander'], [data-testid='stCaptionContainer']")
    .forEach((element) => { element.style.visibility = 'hidden'; })"""
DROP_COLUMN = "document.querySelector(\"[data-testid='stColumn']:has(svg.marks)\").style.display = 'none'"


@pytest.fixture(scope="module")
def windows(browser: Browser, app_url: str) -> Iterator[Mapping[int, Page]]:
    """One page for each width, kept from picture to picture, with reduced motion."""
    contexts = []
    pages = {}
    for width in WINDOWS:
        context = browser.new_context(base_url=app_url, locale="zh-CN", reduced_motion="reduce")
        context.set_default_timeout(WAIT_LIMIT_MS)
        contexts.append(context)
        pages[width] = context.new_page()
    yield pages
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def fonts(windows: Mapping[int, Page]) -> None:
    """Leave the pictures alone where letters are drawn with other fonts; there none may be drawn anew either."""
    page = windows[1280]
    visit(page, "/?lang=zh")
    taken, widths = fonts_taken(page), widths_drawn(page)
    if taken == FONTS and all(abs(widths[size] - width) < 0.5 for size, width in WIDTHS.items()):
        return
    sentence = (
        f"The page pictures are of {' and '.join(sorted(FONTS))}, a line of {list(WIDTHS.values())} pixels, and this "
        f"browser takes {' and '.join(sorted(taken))}, {list(widths.values())} pixels: install Debian's "
        "fonts-liberation and fonts-noto-cjk to compare them."
    )
    if os.environ.get(UPDATE):
        pytest.fail(sentence)
    pytest.skip(sentence)


def fonts_taken(page: Page) -> set[str]:
    """The families that the browser itself says it draws the headings and paragraphs with."""
    protocol = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        protocol.send(f"{domain}.enable")
    root = protocol.send("DOM.getDocument")["root"]["nodeId"]
    found = protocol.send("DOM.querySelectorAll", {"nodeId": root, "selector": "h1, h2, h3, p"})["nodeIds"]
    drawn = [protocol.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in found]
    protocol.detach()
    return {font["familyName"] for fonts in drawn for font in fonts}


def widths_drawn(page: Page) -> dict[int, float]:
    """How wide the measured text is drawn at each size, in the letters of the page."""
    measure = """([text, size]) => {
        const line = document.body.appendChild(document.createElement("span"));
        line.style.cssText = `position: absolute; white-space: pre; font-size: ${size}px`;
        line.textContent = text;
        const { width } = line.getBoundingClientRect();
        line.remove();
        return width;
    }"""
    return {size: round(float(page.evaluate(measure, [MEASURED, size])), 2) for size in WIDTHS}


def open_page(page: Page, name: str, width: int, language: Language) -> None:
    """Show a page in a window as high as its picture."""
    screens = 1 if name in ONE_SCREEN else SCREENS
    page.set_viewport_size({"width": width, "height": WINDOWS[width][0] * screens})
    address = ADDRESSES[name]
    visit(page, f"{address}{'&' if '?' in address else '?'}lang={language}")


def small_picture(page: Page, width: int) -> Image.Image:
    """What the window shows now."""
    return reduced(page.screenshot(animations="disabled"), WINDOWS[width][1])


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_the_page_looks_as_in_the_picture_kept_of_it(
    windows: Mapping[int, Page], tmp_path: Path, name: str, language: Language
) -> None:
    changed = []
    for width, page in windows.items():
        open_page(page, name, width, language)
        shown, file = small_picture(page, width), FOLDER / f"{name}.{language}.{width}.png"
        kept = Image.open(file) if file.exists() else Image.new("L", (1, 1))
        if not unlike(kept, shown):
            continue
        if os.environ.get(UPDATE):
            shown.save(file, optimize=True)
        else:
            sheet = tmp_path / file.name
            beside(kept if kept.size == shown.size else Image.new("L", shown.size, 255), shown, sheet)
            changed.append(f"{file.name} (kept, now and the difference: {sheet})")
    assert not changed, f"This looks different: {'; '.join(changed)}. If it is meant to, run make pictures."


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("damage", [HIDE_CHART, HIDE_TEXT, DROP_COLUMN], ids=["chart", "text", "column"])
def test_a_page_without_one_of_its_charts_its_text_or_a_column_is_seen_to_differ(
    windows: Mapping[int, Page], damage: str
) -> None:
    for width, page in windows.items():
        open_page(page, "compare", width, "zh")
        whole = small_picture(page, width)
        page.evaluate(damage)
        settled(page)
        assert unlike(whole, small_picture(page, width)), width


def test_there_is_a_picture_of_every_page_and_no_other() -> None:
    assert pages_left_out(ADDRESSES.values()) == set()
    kept = {file.name for file in FOLDER.iterdir()}
    if os.environ.get(UPDATE):
        for name in kept - FILES:
            (FOLDER / name).unlink()
        return
    assert kept == FILES
