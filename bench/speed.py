"""How fast the explorer is beside the least Streamlit app there is, in a real browser: `make bench`.

Both serve from this machine: `empty_app.py` with Streamlit's defaults, the explorer as `make run` serves it. Rounds
alternate between them, so that a busy moment touches both. Each round starts a fresh server and measures

- first visitor: a fresh browser profile at the fresh server, until its first chart is painted
- later visitor: another fresh profile, the server now warm
- warm load: the same profile again, its cache filled
- change: from letting go of the mouse on a control until the last chart that it changes is painted

and then, without a browser, ten sessions that rerun the whole page at the same moment. Medians are printed as Markdown.
"""

import argparse
import asyncio
import platform
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
SESSIONS = 10

Times = dict[str, list[float]]


@dataclass(frozen=True)
class Subject:
    """An app to measure: a script, the folder that holds its configuration, a page and a control on it."""

    name: str
    script: str
    folder: Path
    path: str
    control: str


def main() -> None:
    """Measure and print."""
    options = parsed_arguments()
    with tempfile.TemporaryDirectory() as folder:
        # Away from the repository, so that its .streamlit/config.toml does not apply.
        shutil.copy(HERE / "empty_app.py", folder)
        empty = Subject("empty app", "empty_app.py", Path(folder), "/", SWITCH)
        explorer = Subject(f"explorer {options.path}", "server.py", REPOSITORY, options.path, options.control)
        times: dict[str, Times] = {subject.name: defaultdict(list) for subject in (empty, explorer)}
        with sync_playwright() as playwright:
            for subject in alternating(options.rounds, empty, explorer):
                measure_visits(playwright, options.chromium, subject, options.changes, times[subject.name])
        for subject in alternating(options.rounds, empty, explorer):
            with served(subject.script, subject.folder) as address:
                times[subject.name]["ten sessions"] += asyncio.run(rerun_times(address, subject.path, SESSIONS))
    print(report(times[empty.name], times[explorer.name], options, explorer))


def parsed_arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="server starts per app (default 5)")
    parser.add_argument("--changes", type=int, default=5, help="changes measured per round (default 5)")
    parser.add_argument("--path", default="/compare", help="the explorer's page (default /compare)")
    parser.add_argument("--control", default=SWITCH, help="CSS selector of what is clicked there (default: a switch)")
    options = parser.parse_args()
    options.chromium = find_or_install()  # before Playwright runs, which the search may itself need
    return options


def alternating(rounds: int, *subjects: Subject) -> Iterator[Subject]:
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
            page.locator(subject.control).first.wait_for()
            change_time(page, subject.control)  # the first click also loads what only a second state needs
            times["change"] += [change_time(page, subject.control) for _ in range(changes)]


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


def report(empty: Times, explorer: Times, options: argparse.Namespace, subject: Subject) -> str:
    """The table, with how it was made, ready for docs/performance.md."""
    lines = [
        "",
        f"`make bench`, {options.rounds} rounds, {platform.machine()} {platform.system()}, "
        f"Python {platform.python_version()}; milliseconds, medians.",
        "",
        f"| | empty app | {subject.name} | ratio |",
        "|---|---:|---:|---:|",
    ]
    for name in ("first visitor", "later visitor", "warm load", "change"):
        lines.append(row(f"{name}", statistics.median(empty[name]), statistics.median(explorer[name])))
    for share in (50, 95):
        name = f"{SESSIONS} sessions at once, p{share}"
        lines.append(row(name, percentile(empty["ten sessions"], share), percentile(explorer["ten sessions"], share)))
    return "\n".join(lines)


def row(name: str, empty: float, explorer: float) -> str:
    """One line of the table; a ratio under one is in the explorer's favour."""
    return f"| {name} | {empty:,.0f} | {explorer:,.0f} | {explorer / empty:.2f} |"


def percentile(values: list[float], share: int) -> float:
    """The value that the given percentage of all values does not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    main()
