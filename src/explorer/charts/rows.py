"""One row a place: a bar, a dot, or a dumbbell where there are two times."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

import altair as alt
import pandas as pd

from explorer.charts.marks import extent, prepared, tooltip, value_axis
from explorer.charts.targets import target_rules
from explorer.charts.theme import FIGURE_WORDS, MUTED, NARROW, PHONE, row_height, scale_end, wrapped
from explorer.i18n import Translator

RowForm = Literal["bar", "dot", "dumbbell"]
LABEL = alt.expr(f"{NARROW} ? split(datum.short, '\\n') : datum.mark_label")
"""On a phone the value alone fits beside a mark, long ones in two lines; its period is in the table beneath."""

FURTHER_LINES = f"({NARROW} ? length(split(datum.short, '\\n')) - 1 : 0)"
SHORT_LETTERS = 20

LABEL_ROOM = 0.46
"""The part of the data's span kept free beside the outermost marks for their labels."""


def row_chart(figures: pd.DataFrame, targets: pd.DataFrame, tr: Translator, form: RowForm) -> alt.LayerChart:
    """Figures row by row, cases above places of comparison, the newest figure of each row deciding its order."""
    shown = prepared(figures, tr)
    shown["short"] = ["\n".join(wrapped(words, SHORT_LETTERS)) for words in shown["label"]]
    shown["above"] = _above(shown)
    unit = figures["unit"].iloc[0]
    low, high = extent([*shown["value"], *targets["value"]], unit)
    if form == "bar":
        low = 0.0
    room = (high - low) * LABEL_ROOM
    first = 0.0 if form == "bar" else low - room * 0.15
    end = scale_end(first, high, high + room, shown["mark_label"], shown["short"])
    scale = alt.Scale(domain=[first, high + room], domainMax=end, nice=False, zero=form == "bar")
    order = shown.sort_values(["context", "rank"], ascending=[True, False], kind="stable")["row"].drop_duplicates()
    rows = list(order)
    headroom = HEADROOM if form == "dumbbell" else 0
    bands = alt.Scale(domain=rows, type="band", paddingInner=0, paddingOuter=headroom)
    names, narrow = (_row_names(rows, letters) for letters in (ROW_LETTERS, NARROW_ROW_LETTERS))
    y = alt.Y("row:N", sort=rows, scale=bands, title=None, axis=_row_axis(names, narrow))
    x = alt.X("value:Q", title=None, scale=scale, axis=value_axis(low, high, unit, tr))
    placed = alt.Chart(shown).encode(y=y, x=x)
    base = placed.encode(tooltip=tooltip(shown, tr))
    layers: list[alt.Chart] = [] if targets.empty else target_rules(targets, tr, scale, vertical=True)
    if form == "bar":
        layers.append(base.mark_bar(height={"band": 0.6}).encode(color=alt.Color("colour:N", scale=None)))
    else:
        if form == "dumbbell":
            layers.append(_bars_between(shown, y, scale))
        layers.append(
            base.mark_point(size=110, strokeWidth=2, opacity=1).encode(
                shape=alt.Shape("mark:N", scale=None),
                stroke=alt.Stroke("colour:N", scale=None),
                fill=alt.Fill("fill:N", scale=None),
            )
        )
    layers.append(_labels(placed))
    # Half a line is enough for a further one on a phone: the rows' own padding gives the rest.
    lines = max(*map(len, names.values()), *(len(name) - 0.5 for name in narrow.values()))
    height = row_height((len(rows) + 2 * headroom) * (0.55 + 0.45 * lines), with_target=not targets.empty)
    return alt.layer(*layers).properties(height=height)


HEADROOM = 0.4
"""In rows: what the label above the topmost dumbbell needs."""


ROW_LETTERS, NARROW_ROW_LETTERS = 28, 20
"""A line of a row's name is no longer, in half-width letters, on any screen and on a phone: it must leave room for the
figures."""


def _row_names(rows: Sequence[str], letters: int) -> dict[str, list[str]]:
    """The names of rows in lines: one for each part of a name, several for a long part."""
    return {row: [line for part in row.split(" · ") for line in wrapped(part, letters)] for row in rows}


def _row_axis(names: dict[str, list[str]], narrow: dict[str, list[str]]) -> alt.Axis:
    wide_names, narrow_names = (json.dumps(some, ensure_ascii=False) for some in (names, narrow))
    return alt.Axis(
        labelLimit=0,
        ticks=False,
        domain=False,
        labelPadding=8,
        labelFontSize=12,
        labelOverlap=False,
        labelExpr=f"({PHONE} ? {narrow_names} : {wide_names})[datum.label]",
    )


def _bars_between(shown: pd.DataFrame, y: alt.Y, scale: alt.Scale) -> alt.Chart:
    """A bar between two times of the same thing, never between two definitions or to a figure without a date."""
    things = shown.dropna(subset=["period_end"]).groupby(["row", "indicator_id"], as_index=False)
    span = things.agg(low=("value", "min"), high=("value", "max"), times=("period_end", "nunique"))
    span = span[(span["low"] < span["high"]) & (span["times"] > 1)]
    bars = alt.Chart(span).mark_rule(strokeWidth=3, opacity=0.35, color=MUTED)
    return bars.encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q")


def _labels(placed: alt.Chart) -> alt.Chart:
    """The value and period on the right of each mark, or above all but the rightmost of a row, from the mark on."""
    return placed.mark_text(
        fontSize=12,
        lineHeight=14,
        text=LABEL,
        style=FIGURE_WORDS,
        align="left",
        dx=alt.expr("datum.above ? -7 : 10"),
        dy=alt.expr(f"(datum.above ? -14 : 0) - (datum.above ? 14 : 7) * {FURTHER_LINES}"),
    )


def _above(shown: pd.DataFrame) -> pd.Series:
    """Whether a mark's label stands above it: another mark of its row is on the right, where it would stand."""
    values = shown.groupby("row")["value"]
    return (shown["value"] < values.transform("max")) & (values.transform("nunique") > 1)
