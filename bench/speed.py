"""How fast the explorer is beside the least Streamlit app there is, in a real browser: `make bench`.

Both serve from this machine: `empty_app.py` with Streamlit's defaults, the explorer as `make run` serves it. Rounds
alternate between them, so that a busy moment touches both. Each round starts a fresh server for each page and measures

- first visitor: a fresh browser profile at the fresh server, until its first chart is painted
- later visitor: another fresh profile, the server now warm
- warm load: the same profile again, its cache filled
- change: from letting go of the mouse on a control until the last chart that it changes is painted

and then, without a browser, ten sessions that rerun the whole page at the same moment. Medians are printed as Markdown.
"""

import argparse
import asyncio
import math
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from bench.sessions import rerun_times
from tests.browser.find_chromium import FLAGS, find_or_install
from tests.browser.serving import REPOSITORY, served

HERE = Path(__file__).parent
WATCH_CHARTS = (HERE / "watch_charts.js").read_text("utf-8")
STILL_FRAMES = 30
"""Frames without another change after which a redraw counts as done."""
SWITCH = "[data-testid='stCheckbox'] label"
MODELS = "[class*='st-key-compare-fold-model'] button"
MODEL_FILTER = "[class*='st-key-compare-model'] button"
NARROWED = "/compare?indicator=outpatient-visits&indicator=discharges"
"""Two charts that the first model narrows down; those of the opening view hold no case that it would leave out."""
SESSIONS = 10

Times = dict[str, list[float]]


@dataclass(frozen=True)
class Subject:
    """An app to measure: a script, the folder that holds its configuration, a page and the way to a control on it.

    ``controls`` are clicked once each; the last is the one whose change is measured. None: no change is measured.
    """

    name: str
    script: str
    folder: Path
    path: str
    controls: tuple[str, ...]


def main() -> None:
    """Measure and print."""
    options = parsed_arguments()
    with tempfile.TemporaryDirectory() as folder:
        # Away from the repository, so that its .streamlit/config.toml does not apply.
        shutil.copy(HERE / "empty_app.py", folder)
        subjects = [Subject("empty app", "empty_app.py", Path(folder), "/", (SWITCH,))]
        for page in options.pages:
            path, *controls = page.split("::")
            subjects.append(Subject(f"explorer `{path}`", "server.py", REPOSITORY, path, tuple(controls)))
        times: dict[str, Times] = {subject.name: defaultdict(list) for subject in subjects}
        with sync_playwright() as playwright:
            for subject in alternating(options.rounds, subjects):
                measure_visits(playwright, options.chromium, subject, options.changes, times[subject.name])
        for subject in alternating(options.rounds, subjects):
            with served(subject.script, subject.folder) as address:
                times[subject.name]["reruns"] += asyncio.run(rerun_times(address, subject.path, SESSIONS))
    print(report(times, options.rounds))


def parsed_arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="server starts for each page (default 5)")
    parser.add_argument("--changes", type=int, default=5, help="changes measured in a round (default 5)")
    parser.add_argument(
        "pages",
        nargs="*",
        default=["/", "/compare", f"{NARROWED}::{MODELS}::{MODEL_FILTER}"],
        metavar="PATH[::SELECTOR…]",
        help="pages of the explorer, with the CSS selectors of what is clicked, the last of them to change a chart "
        "(default: /, /compare, and a model on a comparison that it narrows down)",
    )
    options = parser.parse_args()
    options.chromium = find_or_install()  # before Playwright runs, which the search may itself need
    return options


def alternating(rounds: int, subjects: list[Subject]) -> Iterator[Subject]:
    """The subjects in turn, so often; says where it is."""
    for number in range(rounds):
        for subject in subjects:
            print(f"round {number + 1} of {rounds}: {subject.name}", file=sys.stderr)
            yield subject


def measure_visits(playwright: Playwright, chromium: Path, subject: Subject, changes: int, times: Times) -> None:
    """One round of one app in the browser, added to its times."""
    with served(subject.script, subject.folder) as address:
        url = address + subject.path
        with profile(playwright, chromium) as context:
            times["first visitor"].append(load_time(context.new_page(), url))
        with profile(playwright, chromium) as context:
            times["later visitor"].append(load_time(context.new_page(), url))
            page = context.new_page()
            times["warm load"].append(load_time(page, url))
            if subject.controls:
                *opening, control = subject.controls
                for opener in opening:
                    page.locator(opener).first.click()
                change_time(page, control)  # the first click also loads what only a second state needs
                times["change"] += [change_time(page, control) for _ in range(changes)]


@contextmanager
def profile(playwright: Playwright, chromium: Path) -> Iterator[BrowserContext]:
    """A browser that has never been anywhere."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=chromium, args=list(FLAGS), viewport={"width": 1280, "height": 720}
        )
        context.add_init_script(WATCH_CHARTS)
        yield context
        context.close()


def load_time(page: Page, url: str) -> float:
    """Milliseconds from the navigation until the first mark of a chart is on the screen."""
    page.goto(url, wait_until="commit")
    page.wait_for_function("window.chartTimes?.painted", timeout=60_000)
    return float(page.evaluate("chartTimes.painted"))


def change_time(page: Page, control: str) -> float:
    """Milliseconds from the click until the charts on the page have changed for the last time."""
    page.locator(control).first.click()
    page.wait_for_function(f"chartTimes.redrawn && chartTimes.stillFrames > {STILL_FRAMES}", timeout=60_000)
    return float(page.evaluate("chartTimes.redrawn - chartTimes.clicked"))


def report(times: dict[str, Times], rounds: int) -> str:
    """The table, with how it was made, ready for docs/performance.md."""
    floor = next(iter(times.values()))
    lines = [
        f"`make bench`, {date.today():%Y-%m-%d}: {rounds} rounds, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}. Milliseconds, medians; in brackets the ratio to "
        "the empty app.",
        "",
        "| | " + " | ".join(times) + " |",
        "|---|" + "---:|" * len(times),
    ]
    for name in ("first visitor", "later visitor", "warm load", "change"):
        lines.append(row(name, [median(of[name]) for of in times.values()], median(floor[name])))
    for share in (50, 95):
        values = [percentile(of["reruns"], share) for of in times.values()]
        lines.append(row(f"{SESSIONS} sessions at once, p{share}", values, values[0]))
    return "\n".join(lines)


def row(name: str, values: list[float], floor: float) -> str:
    """One line of the table; a ratio under one is in the explorer's favour."""
    first, *others = values
    cells = ["–" if math.isnan(value) else f"{value:,.0f} ({value / floor:.2f})" for value in others]
    return " | ".join([f"| {name}", f"{first:,.0f}", *cells]) + " |"


def median(values: list[float]) -> float:
    """The median; not a number where nothing was measured."""
    return statistics.median(values) if values else math.nan


def percentile(values: list[float], share: int) -> float:
    """The value that the given percentage of all values does not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    main()
