"""The reform clock: a case's events and its figures on one axis of years, or several cases from their starts on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from explorer.charts.clock_places import (
    FIGURE_LINE,
    FOOT,
    HEAD,
    LANE,
    LINE,
    MOST_COLOURS,
    PANEL,
    Clock,
    placed_events,
    placed_figures,
    started_span,
    value_ticks,
    years_shown,
)
from explorer.charts.marks import tooltip
from explorer.charts.theme import ACCENT, MUTED, NARROW, PLOT_WIDTH, SERIES_COLOURS
from explorer.i18n import Translator
from explorer.queries import records

AXIS_PIXELS = 46
"""Beneath the drawing: the years, and what they are counted from."""


@dataclass(frozen=True)
class _Frame:
    """The axes and what stands where on them: from year ``low`` to ``high``, the figures from ``top`` to ``bottom``."""

    low: int
    high: int
    top: int
    bottom: int
    lanes: Mapping[int, list[str]]
    y: alt.Y
    x_title: str | None

    def x(self, column: str, **more: Any) -> alt.X:
        """Every layer must name the axis alike: Vega-Lite would put their titles beside one another."""
        return alt.X(
            f"{column}:Q", title=self.x_title, scale=alt.Scale(domain=[self.low, self.high], nice=False), **more
        )


def clock_chart(clock: Clock, tr: Translator) -> alt.LayerChart:
    """Events above, figures below, on one axis of whole years; the time before the start is shaded.

    A year or a month is a line over the whole of it with the mark in the middle. A line joins the figures of one thing
    where there are two dates or more, and never leads to or from a single figure.
    """
    events, lanes, top = placed_events(clock, tr)
    figures = placed_figures(clock, tr, top)
    bottom = top + (0 if clock.figures.empty else PANEL + FOOT)
    values = {} if clock.figures.empty else value_ticks(clock, tr, top)
    places = alt.Scale(domain=[0, bottom], nice=False, reverse=True)
    y = alt.Y("place:Q", title=None, scale=places, axis=_left_axis(lanes | values))
    title = tr("clock.axis.since") if clock.mode == "since" else None
    frame = _Frame(*years_shown(clock, events, figures), top, bottom, lanes, y, title)
    layers = [_ground(clock, frame), *_rules(frame, list(values)), *_words(clock, frame, tr)]
    if not events.empty:
        layers += _event_layers(events, clock, frame, tr)
    if not figures.empty:
        layers += _figure_layers(figures, frame, tr)
    return alt.layer(*layers).properties(height=bottom + AXIS_PIXELS)


# What is drawn


def _ground(clock: Clock, frame: _Frame) -> alt.Chart:
    """The shaded time before each start, and the start itself, as wide as its date is uncertain."""
    spans = [started_span(row, clock.mode) for row in records(clock.starts)]
    areas = []
    for span, middle in zip(spans, frame.lanes or [None], strict=True):
        if span is not None:
            above, below = (0, frame.bottom) if middle is None else (middle - LANE / 2 + 2, middle + LANE / 2 - 2)
            edge = {"place": float(above), "until": float(below)}
            areas.append({"start": float(frame.low), "end": span[0], "is": "before", **edge})
            areas.append({"start": span[0], "end": span[1], "is": "start", **edge})
    if clock.is_overlay and clock.mode == "since" and not clock.figures.empty:
        edge = {"place": float(frame.top), "until": float(frame.bottom)}
        areas.append({"start": float(frame.low), "end": 0.0, "is": "before", **edge})
    # Without any start an area of no size carries the axes.
    nothing = {"start": float(frame.low), "end": float(frame.low), "is": "before", "place": 0.0, "until": 0.0}
    return (
        alt.Chart(pd.DataFrame(areas or [nothing]))
        .mark_rect(opacity=0.16)
        .encode(
            x=frame.x("start", axis=_year_axis(frame.low, frame.high)),
            x2="end:Q",
            y=frame.y,
            y2="until:Q",
            color=alt.Color("is:N", scale=alt.Scale(domain=["before", "start"], range=[MUTED, ACCENT]), legend=None),
        )
    )


def _rules(frame: _Frame, values: list[int]) -> list[alt.Chart]:
    """Where one year ends and the next begins, and the round values of the figures."""
    years = alt.Chart(pd.DataFrame({"start": [float(year) for year in range(frame.low, frame.high + 1)]}))
    layers = [years.mark_rule(color=MUTED, opacity=0.22).encode(x=frame.x("start"))]
    if values:
        lines = alt.Chart(pd.DataFrame({"place": [float(value) for value in values]}))
        layers.append(lines.mark_rule(color=MUTED, opacity=0.4, strokeDash=[2, 3]).encode(y=frame.y))
    return layers


LEAST_FOR_BEFORE = 260
"""On a narrower drawing the word over the shaded years would run into the next."""


def _words(clock: Clock, frame: _Frame, tr: Translator) -> list[alt.Chart]:
    """What the shaded time is, that there is no figure from it, and what the figures are of.

    All in one layer, because every layer takes its time to compile; a break in the words is a break in the drawing.
    """
    spans = [span for row in records(clock.starts) if (span := started_span(row, clock.mode))]
    first, left, has_figures = HEAD / 2, float(frame.low), not clock.figures.empty
    found: list[tuple[float, float, str, str, int]] = []
    if spans and (not clock.is_overlay or clock.mode == "since"):
        found.append((0.0 if clock.is_overlay else spans[0][0], first, tr("clock.start"), "bold", 0))
        found.append((left, first, tr("clock.before"), "normal", LEAST_FOR_BEFORE))
        if has_figures and not (clock.figures["stands"] == "before").any():
            found.append((left, (frame.top + frame.bottom) / 2, tr("clock.none_before"), "normal", 0))
    if has_figures:
        name = tr.pick(records(clock.figures)[0], "indicator") or ""
        found.append((left, float(frame.top - 9), name, "bold", 0))
    if not found:
        return []
    rows = pd.DataFrame(found, columns=["start", "place", "said", "weight", "least"])
    layer = alt.Chart(rows).mark_text(
        text=alt.expr(f"{PLOT_WIDTH} < datum.least ? '' : split(datum.said, '\\n')"),
        fontWeight=alt.expr("datum.weight"),
        align="left",
        baseline="middle",
        fontSize=12,
        lineHeight=15,
        dx=4,
    )
    return [layer.encode(x=frame.x("start"), y=frame.y)]


ROOM = 10
"""Pixels between a mark and its words."""


def _event_layers(events: pd.DataFrame, clock: Clock, frame: _Frame, tr: Translator) -> list[alt.Chart]:
    told = {"event": "clock.milestone", "case": "column.place", "period": "column.period", "source": "column.source"}
    base = alt.Chart(events.assign(colour=events["case_id"].map(_case_colours(clock)))).encode(
        y=frame.y,
        color=alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip(f"{name}:N", title=tr(key)) for name, key in told.items()],
    )
    # Beside words of several lines a mark stands half-way up.
    rise = 0 if clock.is_overlay else alt.expr(f"{NARROW} ? 0 : -{LINE / 2} * (datum.lines - 1)")
    shift = alt.expr("datum.shift") if clock.is_overlay else 0
    layers = [
        base.mark_rule(strokeWidth=3, opacity=0.4, yOffset=rise).encode(x=frame.x("start"), x2="end:Q"),
        base.mark_point(shape="diamond", size=80, filled=True, opacity=1, xOffset=shift, yOffset=rise).encode(
            x=frame.x("middle")
        ),
    ]
    return layers if clock.is_overlay else [*layers, _event_words(events, frame)]


def _case_colours(clock: Clock) -> dict[str, str]:
    """A colour a case, as its figures have it; with more cases than colours all have one."""
    every, drawn = list(clock.starts["case_id"]), list(dict.fromkeys(clock.figures["case_id"]))
    if not 1 < len(drawn) <= MOST_COLOURS:
        return dict.fromkeys(every, ACCENT)
    return dict.fromkeys(every, MUTED) | dict(zip(drawn, SERIES_COLOURS, strict=False))


def _with_shares(placed: pd.DataFrame, frame: _Frame) -> pd.DataFrame:
    """With where a mark stands and how far its line reaches to either side, as parts of the axis.

    In a picture a drawing’s scales have other names than on screen: an expression cannot ask them.
    """
    years = frame.high - frame.low
    share = (placed["middle"] - frame.low) / years
    return placed.assign(share=share, half=(placed["end"] - placed["start"]) / 2 / years)


def _event_words(events: pd.DataFrame, frame: _Frame) -> alt.Chart:
    """Beside the mark, on the side that has more room; on a phone above it, over the whole width."""
    events = _with_shares(events, frame)
    away = f"{PLOT_WIDTH} * datum.half + {ROOM}"
    beside = f"(datum.share > 0.5 ? -({away}) : {away})"
    return (
        alt.Chart(events)
        .mark_text(
            fontSize=12,
            lineHeight=LINE,
            baseline="middle",
            text=alt.expr("split(datum.words, '\\n')"),
            align=alt.expr(f"!({NARROW}) && datum.share > 0.5 ? 'right' : 'left'"),
            dx=alt.expr(f"{NARROW} ? 4 - {PLOT_WIDTH} * datum.share : {beside}"),
            # Never below the mark: there the next event's words begin.
            dy=alt.expr(f"-{LINE} * (datum.lines - ({NARROW} ? 0 : 1))"),
        )
        .encode(x=frame.x("middle"), y=frame.y)
    )


def _figure_layers(figures: pd.DataFrame, frame: _Frame, tr: Translator) -> list[alt.Chart]:
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(figures).encode(y=frame.y, tooltip=tooltip(figures, tr))
    layers = [
        base.mark_rule(strokeWidth=3, opacity=0.4).encode(x=frame.x("start"), x2="end:Q", color=colour),
        base.mark_point(size=80, strokeWidth=2, opacity=1).encode(
            x=frame.x("middle"),
            shape=alt.Shape("mark:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
        ),
    ]
    trends = figures[figures["joined"]]
    if not trends.empty:
        lines = alt.Chart(trends).mark_line(strokeWidth=1.5, opacity=0.8)
        layers.insert(0, lines.encode(x=frame.x("middle"), y=frame.y, detail="thing:N", color=colour))
    return [*layers, _figure_words(figures[figures["labelled"]], frame)]


def _figure_words(figures: pd.DataFrame, frame: _Frame) -> alt.Chart:
    """Above the mark; names of things only where the screen is wide, and words never out of the drawing."""
    further = f"({NARROW} ? 0 : length(split(datum.long, '\\n')) - 1)"
    return (
        alt.Chart(_with_shares(figures, frame))
        .mark_text(
            fontSize=12,
            lineHeight=FIGURE_LINE,
            baseline="middle",
            text=alt.expr(f"{NARROW} ? datum.label : split(datum.long, '\\n')"),
            align=alt.expr("datum.share > 0.66 ? 'right' : datum.share < 0.34 ? 'left' : 'center'"),
            dx=alt.expr("datum.share > 0.66 ? 6 : datum.share < 0.34 ? -6 : 0"),
            dy=alt.expr(f"datum.below ? 15 : -15 - {FIGURE_LINE} * {further}"),
        )
        .encode(x=frame.x("middle"), y=frame.y)
    )


# Axes


def _left_axis(names: Mapping[int, list[str]]) -> alt.Axis:
    # A label of several lines hangs from its first.
    hung = {round(place - LINE / 2 * (len(lines) - 1)): lines for place, lines in names.items()}
    said = json.dumps({str(place): lines for place, lines in hung.items()}, ensure_ascii=False)
    return alt.Axis(
        values=list(hung),
        labelLineHeight=LINE,
        labelExpr=f"{said}[format(datum.value, 'd')]",
        labelLimit=0,
        labelOverlap=False,
        labelFontSize=12,
        grid=False,
        ticks=False,
        domain=False,
    )


def _year_axis(low: int, high: int) -> alt.Axis:
    """A label in the middle of each year: a mark for a whole year stands above it."""
    return alt.Axis(
        values=[year + 0.5 for year in range(low, high)],
        labelExpr="replace(format(floor(datum.value), 'd'), '-', '−')",
        labelOverlap=True,
        labelFlush=False,
        grid=False,
        ticks=False,
    )
