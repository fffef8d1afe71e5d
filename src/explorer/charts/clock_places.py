"""The reform clock: what it shows, and where on its axes each event and each figure stands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import pandas as pd

from explorer.charts.marks import extent, prepared, ticks
from explorer.charts.theme import SERIES_COLOURS, label_pixels, wrapped
from explorer.i18n import Translator
from explorer.queries import records

Mode = Literal["calendar", "since"]
MODES: tuple[Mode, ...] = ("calendar", "since")

EARLIEST = 10
"""Years before the start; an event from longer before is told in words, or it would press all others together."""

BEFORE, BEFORE_SHARE = 2, 0.16
"""How much of the axis lies before the start at least: in years, and as a part of the years after it."""

HEAD, GAP, PANEL, FOOT, LANE, MARK_ROW = 20, 34, 190, 10, 26, 16
LINE, FIGURE_LINE, FLOOR = 14, 13, 24
"""Heights in pixels: above the events, between events and figures, of the figures, beneath them, of a row of a case, of
an event's mark; of a line of words; kept free beneath the lowest figure."""

EVENT_LETTERS, FIGURE_LETTERS, NAME_LETTERS = 44, 40, 16
"""A line of words on the marks is no longer, in half-width letters: half a picture, and a phone, must hold it."""

BESIDE = 9
"""Pixels between the marks of events of one case and one date: none may hide another."""

MOST_COLOURS = len(SERIES_COLOURS)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Clock:
    """What a clock shows; all frames as from ``explorer.queries.clock``.

    ``events`` and ``figures`` (of one definition) may be empty, not both. With ``mode`` since, every case has a start.
    """

    starts: pd.DataFrame
    events: pd.DataFrame
    figures: pd.DataFrame
    mode: Mode = "calendar"

    @property
    def is_overlay(self) -> bool:
        """Whether several cases lie over one another: then each has one row of events, without words."""
        return len(self.starts) > 1

    @property
    def drawn_events(self) -> pd.DataFrame:
        """The events that are not from longer before the start than the axis reaches."""
        return self.events[~_is_too_early(self.events)]

    @property
    def early_events(self) -> pd.DataFrame:
        """The events from longer before the start than the axis reaches."""
        return self.events[_is_too_early(self.events)]


def _is_too_early(events: pd.DataFrame) -> pd.Series:
    return (events["since_last"] < -EARLIEST).fillna(False).astype(bool)


def decimal_year(day: Any) -> float:
    """A day as a number of years: 1 July 2023 is 2023.496."""
    day = pd.Timestamp(day)
    return float(day.year + (day.day_of_year - 1) / (366 if day.is_leap_year else 365))


def _zero(start: Row, mode: Mode) -> float:
    """What is taken off a date: nothing, or the calendar year of the start, which is year 0."""
    return float(pd.Timestamp(start["start_from"]).year) if mode == "since" else 0.0


def _span(row: Row, zero: float) -> dict[str, float]:
    """From where to where the date of an event or a figure runs, and the middle of it."""
    start = decimal_year(row["from_day"]) - zero
    end = decimal_year(row["period_end"] + timedelta(days=1)) - zero
    is_day = row["from_day"] == row["period_end"]
    return {"start": start, "end": start if is_day else end, "middle": start if is_day else (start + end) / 2}


def _zeros(clock: Clock) -> dict[str, float]:
    return {row["case_id"]: _zero(row, clock.mode) for row in records(clock.starts)}


def started_span(start: Row, mode: Mode) -> tuple[float, float] | None:
    """From where to where on the axis a start may lie, no more precise than printed; None where none is stated."""
    if start["start_from"] is None:
        return None
    zero = _zero(start, mode)
    return decimal_year(start["start_from"]) - zero, decimal_year(start["start_to"] + timedelta(days=1)) - zero


def years_shown(clock: Clock, events: pd.DataFrame, figures: pd.DataFrame) -> tuple[int, int]:
    """The whole years that the axis shows: all that is drawn, and some before the start."""
    spans = [span for row in records(clock.starts) if (span := started_span(row, clock.mode))]
    shown = [frame for frame in (events, figures) if not frame.empty]
    low = min([*(frame["start"].min() for frame in shown), *(start for start, _ in spans)])
    high = max([*(frame["end"].max() for frame in shown), *(end for _, end in spans)])
    low, high = math.floor(low), math.ceil(high)
    if spans:
        first = math.floor(min(start for start, _ in spans))
        low = min(low, first - max(BEFORE, math.ceil((high - first) * BEFORE_SHARE)))
    return low, max(high, low + 1)


def placed_events(clock: Clock, tr: Translator) -> tuple[pd.DataFrame, dict[int, list[str]], int]:
    """Every event with its row, the names of the rows by their place, and where the rows end.

    A case by itself has a row an event, which the event's words name; of several cases each has one row.
    """
    zeros, found = _zeros(clock), []
    drawn = records(clock.drawn_events)
    lanes: dict[int, list[str]] = {}
    place = float(HEAD)
    if clock.is_overlay:
        of_case = {}
        for start in records(clock.starts):
            name = wrapped(tr.pick(start, "place") or "", NAME_LETTERS)
            height = max(LANE, LINE * len(name) + 6)
            of_case[start["case_id"]] = round(place + height / 2)
            lanes[round(place + height / 2)] = name
            place += height
    for row in drawn:
        words = tr("clock.event", date=tr.short_period(row), event=event_words(row, tr))
        lines = wrapped(words, EVENT_LETTERS)
        if not clock.is_overlay:
            place += LINE * len(lines) + MARK_ROW
        found.append(
            {
                "observation_id": row["observation_id"],
                "case_id": row["case_id"],
                "indicator_id": row["indicator_id"],
                **_span(row, zeros[row["case_id"]]),
                "place": of_case[row["case_id"]] if clock.is_overlay else place - MARK_ROW / 2,
                "words": "\n".join(lines),
                "lines": len(lines),
                "event": event_words(row, tr),
                "case": tr.pick(row, "place"),
                "period": tr.period(row),
                "source": tr.pick(row, "source"),
            }
        )
    events = pd.DataFrame(found)
    if clock.is_overlay and not events.empty:
        same = events.groupby(["case_id", "middle"])["middle"]
        events["shift"] = (same.cumcount() - (same.transform("size") - 1) / 2) * BESIDE
    return events, lanes, round(place + (GAP if not clock.figures.empty else FOOT))


HAPPENED = "milestone-"
EVENTS = (
    "agreement",
    "founded",
    "started",
    "designated",
    "recognised",
    "plan-issued",
    "coverage",
    "event",
    "ended",
    "ageing-society",
)
"""The indicators of milestones that have a short word for what happened; others go by their name."""


def event_words(row: Row, tr: Translator) -> str:
    """An event in words: of what kind, unless its own words say so, and what it was."""
    kind, subject = row["indicator_id"].removeprefix(HAPPENED), tr.pick(row, "subject") or ""
    word = tr(f"clock.happened.{kind}") if kind in EVENTS else tr.pick(row, "indicator") or ""
    return subject if word.lower() in subject.lower() else tr("clock.event.kind", kind=word, event=subject)


def _axis_of(figures: pd.DataFrame) -> tuple[float, float]:
    low, high = extent(figures["value"].tolist(), figures["unit"].iloc[0])
    return low, high


def _height_of(value: float, low: float, high: float, top: int) -> float:
    """Where a value stands in the panel, whose upper part is kept free for the words on the topmost mark."""
    room = 0.24 * PANEL
    return top + PANEL - FLOOR - (value - low) / (high - low) * (PANEL - FLOOR - room)


def placed_figures(clock: Clock, tr: Translator, top: int) -> pd.DataFrame:
    """Every figure with its place on the axes, the thing it is about, its colour and its words."""
    if clock.figures.empty:
        return pd.DataFrame()
    shown = prepared(clock.figures, tr)
    zeros, rows = _zeros(clock), records(clock.figures)
    spans = pd.DataFrame([_span(row, zeros[row["case_id"]]) for row in rows])
    shown = pd.concat([shown, spans], axis=1)
    low, high = _axis_of(clock.figures)
    shown["place"] = [_height_of(value, low, high, top) for value in shown["value"]]
    shown["thing"] = shown["case_id"] + "/" + shown["row"] + "/" + shown["indicator_id"]
    keys = list(dict.fromkeys(shown["case_id"] if clock.is_overlay else shown["row"]))
    if 1 < len(keys) <= MOST_COLOURS:
        colours = dict(zip(keys, SERIES_COLOURS, strict=False))
        shown["colour"] = (shown["case_id"] if clock.is_overlay else shown["row"]).map(colours)
        shown["fill"] = shown["colour"].mask(shown["hollow"], "transparent")
    shown["joined"] = joined(clock.figures)
    shown["mark"] = shown["mark"].replace(UPRIGHT)
    last = shown["middle"] == shown.groupby("thing")["middle"].transform("max")
    several = shown["row"].nunique() > 1
    labels = [
        tr("chart.place_label", place=row, label=label) if several and is_last else label
        for row, label, is_last in zip(shown["row"], shown["label"], last, strict=True)
    ]
    shown["long"] = ["\n".join(wrapped(label, FIGURE_LETTERS)) for label in labels]
    return _without_collisions(shown)


def _without_collisions(shown: pd.DataFrame) -> pd.DataFrame:
    """Words above or below the marks that have room for them, from above down; the others' stand in the table only."""
    span = max(shown["end"].max() - shown["start"].min(), 1.0)
    taken: list[tuple[float, float, float, float]] = []
    found: dict[Any, tuple[bool, bool]] = {}
    for index, row in shown.sort_values(["place", "middle"]).iterrows():
        lines = str(row["long"]).split("\n")
        wide = max(label_pixels(row["long"]) / PICTURE_PLOT, label_pixels(row["label"]) / PHONE_PLOT) * span
        height = FIGURE_LINE * len(lines)
        boxes = {False: row["place"] - 9 - height, True: row["place"] + 9}
        fits = [
            below
            for below, upper in boxes.items()
            if all(
                abs(row["middle"] - middle) > (wide + other_wide) / 2
                or upper >= other_lower
                or upper + height <= other_upper
                for middle, other_wide, other_upper, other_lower in taken
            )
        ]
        # A mark is in the way of words as well, whether or not it has any itself.
        taken.append((row["middle"], span * 0.02, row["place"] - 6, row["place"] + 6))
        found[index] = (bool(fits), bool(fits) and fits[0])
        if fits:
            taken.append((row["middle"], wide, boxes[fits[0]], boxes[fits[0]] + height))
    has_words = pd.Series({index: words for index, (words, _) in found.items()})
    return shown.assign(labelled=has_words, below=pd.Series({index: below for index, (_, below) in found.items()}))


PICTURE_PLOT, PHONE_PLOT = 540, 270
"""The least width of a drawing in pixels, where the words on figures name their things and where they do not."""

BOUNDS = (">", ">=", "<", "<=")
UPRIGHT = {"triangle-right": "triangle-up", "triangle-left": "triangle-down"}
"""Here values run upwards, and so do the arrowheads of bounds."""


def joined(figures: pd.DataFrame) -> pd.Series:
    """Whether a figure is an end of a line: no bound, and one of at least two dates of the same thing."""
    exact = ~figures["qualifier"].isin(BOUNDS)
    dates = figures["period_end"].where(exact)
    things = [figures[name] for name in ("case_id", "indicator_id", "subject_en")]
    return exact & (dates.groupby(things).transform("nunique") > 1)


def value_ticks(clock: Clock, tr: Translator, top: int) -> dict[int, list[str]]:
    """The round values of the figures by where they stand."""
    low, high = _axis_of(clock.figures)
    values = ticks(low, high)
    labels = tr.tick_labels(values, clock.figures["unit"].iloc[0])
    return {round(_height_of(value, low, high, top)): [label] for value, label in zip(values, labels, strict=True)}
