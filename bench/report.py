"""What was measured, as Markdown for docs/performance.md, and the goals held against it."""

from __future__ import annotations

import math
import os
import platform
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bench.subjects import App, Page

CROWDS = (1, 10, 40)
DEFAULT, TUNED, EXPLORER = "default floor", "tuned floor", "explorer"


@dataclass
class Measured:
    """The measures of one page of one app by name: milliseconds, kilobytes (``sent``) or megabytes (``session``)."""

    app: str
    page: Page
    values: dict[str, list[float]] = field(default_factory=dict)

    def middle(self, name: str) -> float:
        """The median; not a number where nothing was measured."""
        return statistics.median(self.values[name]) if self.values.get(name) else math.nan

    def share(self, name: str, percent: int) -> float:
        """The value that the given percentage of all values does not exceed."""
        found = self.values.get(name) or [math.nan]
        return statistics.quantiles([*found, *found], n=100, method="inclusive")[percent - 1]


COLUMNS: tuple[tuple[str, Callable[[Measured], float]], ...] = (
    ("first visitor", lambda one: one.middle("first visitor")),
    ("first chart, cold", lambda one: one.middle("cold")),
    ("warm load", lambda one: one.middle("warm")),
    ("filter to redrawn", lambda one: one.middle("change")),
    ("sent, kB", lambda one: one.middle("sent")),
    *(
        (f"{count} at once p{share}", lambda one, count=count, share=share: one.share(f"{count} at once", share))
        for count in CROWDS
        for share in (50, 95)
    ),
    ("MB a session", lambda one: one.middle("session")),
)


def report(every: list[Measured], starts: Mapping[str, list[float]], rounds: int) -> str:
    """The tables, with how they were made."""
    floors = {one.app: one for one in every if one.app in (DEFAULT, TUNED)}
    said = [
        f"`make bench`, {date.today():%Y-%m-%d}: {rounds} rounds, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}. Milliseconds unless said otherwise, medians unless "
        "p95; in brackets the ratio to the default floor and to the tuned floor.",
        "",
        "| | server start |",
        "|---|---:|",
        *(f"| {app} | {number(statistics.median(found))} |" for app, found in starts.items()),
    ]
    said += ["", "| | " + " | ".join(name for name, _ in COLUMNS) + " |", "|---|" + "---:|" * len(COLUMNS)]
    for one in every:
        cells = [cell(one, floors, read) for _, read in COLUMNS]
        mark = "" if one.page.filters or one.app != EXPLORER else " †"
        said.append(f"| {one.app} `{one.page.path}`{mark} | " + " | ".join(cells) + " |")
    said += ["", "† Nothing to choose from: the change measured is of the language, which draws the page anew.", ""]
    return "\n".join([*said, *goals(every, floors)])


def cell(one: Measured, floors: Mapping[str, Measured], read: Callable[[Measured], float]) -> str:
    """A figure with its ratios to both floors; under one is in the explorer’s favour."""
    value = read(one)
    if math.isnan(value) or one.app in (DEFAULT, TUNED):
        return number(value)
    ratios = [value / read(floors[name]) for name in (DEFAULT, TUNED)]
    known = " · ".join(f"{ratio:.2f}" for ratio in ratios if not math.isnan(ratio))
    return f"{number(value)} ({known})" if known else number(value)


def number(value: float) -> str:
    """A figure for a cell."""
    return "–" if math.isnan(value) else f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


@dataclass(frozen=True)
class Goal:
    """What was promised: a figure of a page, divided by one of a floor or of itself, is to be no more than ``most``."""

    said: str
    figure: Callable[[Measured], float]
    against: Callable[[Measured, Mapping[str, Measured]], float]
    most: float


def floor(name: str, read: Callable[[Measured], float]) -> Callable[[Measured, Mapping[str, Measured]], float]:
    """The same figure of a floor."""
    return lambda _, floors: read(floors[name])


def middle(name: str) -> Callable[[Measured], float]:
    """A reader of a median."""
    return lambda one: one.middle(name)


def slowest(count: int) -> Callable[[Measured], float]:
    """A reader of the 95th percentile of so many sessions."""
    return lambda one: one.share(f"{count} at once", 95)


GOALS = (
    Goal(
        "first chart, first visitor, to the default floor",
        middle("first visitor"),
        floor(DEFAULT, middle("first visitor")),
        1,
    ),
    Goal("first chart, cold, to the default floor", middle("cold"), floor(DEFAULT, middle("cold")), 1),
    Goal("first chart, cold, to the tuned floor", middle("cold"), floor(TUNED, middle("cold")), 1.25),
    Goal("first chart, warm, to the default floor", middle("warm"), floor(DEFAULT, middle("warm")), 1),
    Goal("first chart, warm, to the tuned floor", middle("warm"), floor(TUNED, middle("warm")), 1.25),
    Goal("filter to redrawn, to the default floor", middle("change"), floor(DEFAULT, middle("change")), 1),
    Goal("filter to redrawn, to the tuned floor", middle("change"), floor(TUNED, middle("change")), 1.25),
    Goal("p95 of ten sessions, to the default floor", slowest(10), floor(DEFAULT, slowest(10)), 0.5),
    Goal("p95 of forty sessions, to that of ten", slowest(40), lambda one, _: slowest(10)(one), 4),
    Goal("MB a further session", middle("session"), lambda *_: 1, 30),
    Goal("bytes of a cold visit, to the default floor", middle("sent"), floor(DEFAULT, middle("sent")), 1.1),
)


def goals(every: list[Measured], floors: Mapping[str, Measured]) -> list[str]:
    """Each goal with the page that is furthest from it, and the pages that miss it."""
    said = ["| goal | at most | worst page | missed by |", "|---|---:|---|---|"]
    for goal in GOALS:
        found = {
            one.page.path: goal.figure(one) / goal.against(one, floors)
            for one in every
            if one.app == EXPLORER and not math.isnan(goal.figure(one))
        }
        if not found:
            continue
        worst = max(found, key=lambda path: found[path])
        missed = [f"`{path}` {ratio:.2f}" for path, ratio in found.items() if ratio > goal.most]
        said.append(f"| {goal.said} | {goal.most:g} | `{worst}` {found[worst]:.2f} | {', '.join(missed) or 'none'} |")
    return said


def begin(app: App) -> list[Measured]:
    """The pages of an app with nothing measured yet."""
    return [Measured(app.name, page) for page in app.pages]
