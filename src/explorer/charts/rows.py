"""One row a place: a bar, a dot, or a dumbbell where there are two times."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from explorer.charts.marks import extent, prepared, tooltip, value_axis
from explorer.charts.targets import target_rules
from explorer.charts.theme import MUTED, NARROW, row_height
from explorer.i18n import Translator

RowForm = Literal["bar", "dot", "dumbbell"]
LABEL = alt.expr(f"{NARROW} ? datum.words : datum.mark_label")
"""On a phone the value alone fits beside a mark; its period is in the table beneath."""

LABEL_ROOM = 0.46
"""The part of the data's span kept free beside the outermost marks for their labels."""


def row_chart(figures: pd.DataFrame, targets: pd.DataFrame, tr: Translator, form: RowForm) -> alt.LayerChart:
    """Figures row by row, cases above places of comparison, the newest figure of each row deciding its order."""
    shown = prepared(figures, tr)
    unit = figures["unit"].iloc[0]
    low, high = extent([*shown["value"], *targets["value"]], unit)
    if form == "bar":
        low = 0.0
    room = (high - low) * LABEL_ROOM
    scale = alt.Scale(domain=[low - room * (0.6 if form == "dumbbell" else 0.15), high + room], nice=False, zero=False)
    if form == "bar":
        scale = alt.Scale(domain=[0, high + room], nice=False)
    order = shown.sort_values(["context", "rank"], ascending=[True, False], kind="stable")["row"].drop_duplicates()
    rows = list(order)
    headroom = HEADROOM if form == "dumbbell" else 0
    bands = alt.Scale(domain=rows, type="band", paddingInner=0, paddingOuter=headroom)
    y = alt.Y("row:N", sort=rows, scale=bands, title=None, axis=_row_axis())
    x = alt.X("value:Q", title=None, scale=scale, axis=value_axis(low, high, tr))
    base = alt.Chart(shown).encode(y=y, x=x, tooltip=tooltip(tr))
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
    layers += _labels(shown, y, x)
    lines = max(row.count(" · ") for row in rows)
    height = row_height((len(rows) + 2 * headroom) * (1 + 0.45 * lines), with_target=not targets.empty)
    return alt.layer(*layers).properties(height=height)


HEADROOM = 0.4
"""In rows: what the label above the topmost dumbbell needs."""


def _row_axis() -> alt.Axis:
    # A label of several parts takes a line for each.
    return alt.Axis(
        labelLimit=190,
        ticks=False,
        domain=False,
        labelPadding=8,
        labelFontSize=12,
        labelExpr="split(datum.label, ' · ')",
    )


def _bars_between(shown: pd.DataFrame, y: alt.Y, scale: alt.Scale) -> alt.Chart:
    """A bar between two times of the same thing, never between two definitions or to a figure without a date."""
    things = shown.dropna(subset=["period_end"]).groupby(["row", "indicator_id"], as_index=False)
    span = things.agg(low=("value", "min"), high=("value", "max"), times=("period_end", "nunique"))
    span = span[(span["low"] < span["high"]) & (span["times"] > 1)]
    bars = alt.Chart(span).mark_rule(strokeWidth=3, opacity=0.35, color=MUTED)
    return bars.encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q")


def _labels(shown: pd.DataFrame, y: alt.Y, x: alt.X) -> list[alt.Chart]:
    """The value and period on the right of each mark, or above all but the rightmost of a row."""
    values = shown.groupby("row")["value"]
    above = (shown["value"] < values.transform("max")) & (values.transform("nunique") > 1)
    beside = {"align": "left", "dx": 10}
    return [
        alt.Chart(side).mark_text(fontSize=12, text=LABEL, **place).encode(y=y, x=x)
        for side, place in ((shown[above], {"dy": -14}), (shown[~above], beside))
        if not side.empty
    ]
