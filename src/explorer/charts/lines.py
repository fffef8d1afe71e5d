"""A thing over three or more times: a line from figure to figure, nothing between them filled in."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.marks import extent, prepared, tooltip, value_axis
from explorer.charts.targets import target_rules
from explorer.charts.theme import NARROW, SERIES_COLOURS
from explorer.i18n import Translator

HEIGHT = 340
WORDS = alt.expr("datum.label")
WORDS_WHERE_WIDE = alt.expr(f"{NARROW} ? '' : datum.label")
"""On a phone the values of several series overprint: all but the last are left to the table beneath."""

FEW_YEARS = 4
NAME_PIXELS = 17
MOST_LABELLED = 16
"""With more points than this only the first and last of a series carry their value."""


def line_chart(figures: pd.DataFrame, targets: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """Dated figures by year, each series named at its end, hollow points where approximate or derived."""
    shown = prepared(figures, tr).dropna(subset=["period_end"]).copy()
    shown["year"] = pd.to_datetime(shown["period_end"]).dt.year
    shown["series"] = shown["row"]
    series = list(dict.fromkeys(shown["series"]))
    palette = dict(zip(series, SERIES_COLOURS, strict=False))
    shown["colour"] = shown["series"].map(palette)
    shown["fill"] = shown["colour"].mask(shown["hollow"], "transparent")
    low, high = extent([*shown["value"], *targets["value"]], figures["unit"].iloc[0])
    room = (high - low) * 0.14
    scale = alt.Scale(domain=[low - room, high + room], nice=False, zero=False)
    first, last = int(shown["year"].min()), int(shown["year"].max())
    span = last - first
    # Room for the words on the outermost points: a few years lie far apart, many close together.
    before = 0.3 if span <= FEW_YEARS else 0.05
    after = 0.75 if len(series) > 1 else before
    years = alt.Scale(domain=[first - before * span, last + after * span], nice=False)
    axis = alt.Axis(values=list(range(first, last + 1)), format="d", grid=False, labelOverlap=True)
    x = alt.X("year:Q", title=None, scale=years, axis=axis)
    y = alt.Y("value:Q", title=None, scale=scale, axis=value_axis(low, high, figures["unit"].iloc[0], tr))
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(shown).encode(x=x, y=y, tooltip=tooltip(shown, tr))
    layers: list[alt.Chart] = (
        []
        if targets.empty
        else target_rules(targets, tr, scale, vertical=False, at_start=_is_crowded(shown, targets, high - low))
    )
    layers.append(base.mark_line(strokeWidth=2).encode(detail="series:N", color=colour))
    layers.append(
        base.mark_point(size=70, strokeWidth=2, opacity=1).encode(
            shape=alt.Shape("mark:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
        )
    )
    layers += _values(shown, x, y)
    if len(series) > 1:
        layers += _names(shown, x, y, (high - low + 2 * room) / HEIGHT)
    return alt.layer(*layers).properties(height=HEIGHT)


NEAR = 0.16
"""In parts of the data's span: a point that lies closer to a rule than this would overprint the rule's label."""


def _is_crowded(shown: pd.DataFrame, targets: pd.DataFrame, span: float) -> bool:
    """Whether points stand where a rule's label would at its right end, and none where it would at its left."""
    middle = (shown["year"].min() + shown["year"].max()) / 2
    near = shown["value"].map(lambda value: bool(((targets["value"] - value).abs() < NEAR * span).any()))
    return bool(near[shown["year"] > middle].any()) and not near[shown["year"] <= middle].any()


def _names(shown: pd.DataFrame, x: alt.X, y: alt.Y, per_pixel: float) -> list[alt.Chart]:
    """Each series' name beside its last point, pushed apart where two would overprint."""
    ends = shown.loc[shown.groupby("series")["year"].idxmax()].sort_values(["year", "value"], ascending=[True, False])
    layers, previous = [], (0, float("inf"))
    for end in ends.to_dict("records"):
        place = -end["value"] / per_pixel
        same_year = previous[0] == end["year"]
        drop = max(0.0, previous[1] + NAME_PIXELS - place) if same_year and previous[1] != float("inf") else 0.0
        previous = (end["year"], place + drop)
        name = alt.Chart(pd.DataFrame([end])).mark_text(align="left", dx=14, dy=drop, fontSize=12, fontWeight="bold")
        layers.append(name.encode(x=x, y=y, text="series:N"))
    return layers


def _values(shown: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Each point's value above it, or below where it is the lowest of several in its year."""
    if len(shown) > MOST_LABELLED:
        ends = shown.groupby("series")["year"]
        shown = shown[(shown["year"] == ends.transform("min")) | (shown["year"] == ends.transform("max"))]
    values = shown.groupby("year")["value"]
    lowest = (shown["value"] == values.transform("min")) & (values.transform("count") > 1)
    # A point that carries its series' name on the right has its value on the left of it.
    named = (shown["year"] == shown.groupby("series")["year"].transform("max")) & (shown["series"].nunique() > 1)
    layers = []
    for below, shift in ((lowest, 16), (~lowest, -14)):
        for side, align in ((shown[below & named], "right"), (shown[below & ~named], "center")):
            if not side.empty:
                words = WORDS if align == "right" or shown["series"].nunique() == 1 else WORDS_WHERE_WIDE
                place = {"dy": shift, "dx": 6 if align == "right" else 0, "align": align, "fontSize": 11}
                layers.append(alt.Chart(side).mark_text(text=words, **place).encode(x=x, y=y))
    return layers
