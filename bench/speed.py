"""How fast the explorer is beside the least Streamlit app there is, in a real browser: `make bench`.

Three apps are served from this machine: `empty_app.py` as `streamlit run` starts it (the default floor), the same with
the explorer's settings (the tuned floor), and the explorer as `make run` serves it. Rounds alternate between them, so
that a busy moment touches all. Each round starts every server anew, and measures

- start: until the server answers
- for each page, its first visitor: a fresh browser profile, until the first chart, or the first content of a page
  without one, is painted. That of the page listed first is the very first visitor of the server
- cold: another fresh profile later, and all that it was sent, over sockets too
- warm load: the same profile again, its cache filled
- change: from letting go of the mouse on a control until the last chart that it changes is painted

and then, without a browser, 1, 10 and 40 sessions that rerun the whole page at the same moment, and how much the server
grew with each. Datasette serves the same tables where it can be installed. Medians are printed as Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from bench import datasette
from bench.report import CROWDS, Measured, begin, report
from bench.sessions import crowd
from bench.subjects import CHART, QUICK, App, apps
from bench.subjects import EXPLORER as PAGES
from bench.visits import Visitor
from tests.browser.find_chromium import find_or_install
from tests.browser.serving import served, server

WARM, CHANGES, RERUNS = 2, 3, 4


def main() -> None:
    """Measure and print."""
    options = parsed_arguments()
    starts: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subjects = apps(folder, options.pages)
        found = {app.name: begin(app) for app in subjects}
        every = [one for app in subjects for one in found[app.name]]
        with sync_playwright() as playwright:
            visitor = Visitor(playwright, options.chromium)
            for number in range(options.rounds):
                for app in subjects:
                    say(f"round {number + 1} of {options.rounds}: {app.name}")
                    visit_all(visitor, app, found[app.name], starts[app.name])
            if not options.no_datasette:
                every += beside_datasette(visitor, folder, options.rounds, starts)
        # Playwright's own loop has to be gone before another one runs.
        for app in subjects:
            for one in found[app.name]:
                if one.page.first == CHART:
                    say(f"sessions: {app.name} {one.page.path}")
                    gather_crowds(app, one)
    print(report(every, starts, options.rounds))


def parsed_arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="two rounds of the pages with most on them")
    parser.add_argument("--rounds", type=int, help="server starts of each app (default 3)")
    parser.add_argument("--pages", nargs="+", metavar="PATH", help="pages of the explorer (default: all)")
    parser.add_argument("--no-datasette", action="store_true", help="leave Datasette out, which has to be downloaded")
    options = parser.parse_args()
    options.no_datasette = options.no_datasette or options.quick
    options.rounds = options.rounds or (2 if options.quick else 3)
    options.pages = options.pages or (list(QUICK) if options.quick else [page.path for page in PAGES])
    options.chromium = find_or_install()  # before Playwright runs, which the search may itself need
    return options


def say(text: str) -> None:
    """Where it is, for who waits."""
    print(text, file=sys.stderr, flush=True)


def visit_all(visitor: Visitor, app: App, pages: list[Measured], starts: list[float]) -> None:
    """One round of one app in the browser."""
    begun = time.perf_counter()
    with served(app.script, app.folder) as address:
        starts.append((time.perf_counter() - begun) * 1000)
        for one in pages:
            address_of_page, first = address + one.page.path, dict[str, list[float]]()
            try:
                visitor.visit(address_of_page, one.page, first, warm=0, changes=0)
                one.values.setdefault("first visitor", []).extend(first["cold"])
                visitor.visit(address_of_page, one.page, one.values, warm=WARM, changes=CHANGES)
            except PlaywrightError as error:  # the rest of ten minutes' work is kept
                say(f"{app.name} {one.page.path}: not all could be measured. {error}")


def gather_crowds(app: App, one: Measured) -> None:
    """The sessions at once of one page, at a server of their own, so that no page's memory counts for another."""
    megabytes: dict[int, float] = {}
    with server(app.script, app.folder) as (address, process):
        for count in CROWDS:
            met = asyncio.run(crowd(address, one.page.path, count, process, reruns=RERUNS))
            one.values[f"{count} at once"] = met.times
            megabytes[count] = met.megabytes
    few, many = CROWDS[0], CROWDS[-1]
    one.values["session"] = [(megabytes[many] - megabytes[few]) / (many - few)]


def beside_datasette(visitor: Visitor, folder: Path, rounds: int, starts: dict[str, list[float]]) -> list[Measured]:
    """A table of the same database as Datasette shows it, whole and filtered; nothing where it cannot be had."""
    say("Datasette: installing")
    python = datasette.installed(folder)
    if python is None:
        say("Datasette could not be installed: left out.")
        return []
    database = datasette.copied(folder)
    found = [Measured("Datasette", page) for page in (datasette.TABLE, datasette.FILTERED)]
    for _ in range(rounds):
        begun = time.perf_counter()
        with datasette.served(python, database) as address:
            starts["Datasette"].append((time.perf_counter() - begun) * 1000)
            for one in found:
                visitor.visit(address + one.page.path, one.page, one.values, warm=WARM, changes=0)
    return found


if __name__ == "__main__":
    main()
