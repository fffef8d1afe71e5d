"""A thing over three or more times: a line from figure to figure, nothing between them filled in."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.marks import extent, prepared, tooltip, value_axis
from explorer.charts.targets import target_rules
from explorer.charts.theme import FIGURE_WORDS, PHONE, SERIES_COLOURS
from explorer.i18n import Translator

HEIGHT = 340
WORDS = alt.expr("datum.label")
WORDS_WHERE_WIDE = alt.expr(f"{PHONE} ? '' : datum.label")
"""On a phone values overprint: those that tell least are left to the table beneath."""

NAME_AND_VALUE = alt.expr("[datum.series, datum.label]")
"""A series' last value stands under its name, where there is room, not on the line that comes to its last point."""

DASHED_OWN = alt.StrokeDash("own:N", scale=alt.Scale(domain=[False, True], range=[[1, 0], [6, 4]]), legend=None)
FEW_YEARS = 4
FEW_POINTS = 6
"""So many values of one series stand side by side on a phone; of more, only the first, last, highest and lowest."""

NAME_PIXELS = 32
"""Between the names of two series that end in one year."""

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
    lines = base.mark_line(strokeWidth=2).encode(detail="series:N", color=colour)
    layers.append(lines.encode(strokeDash=DASHED_OWN) if "own" in shown else lines)
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
    """Each series' name and last value beside its last point, pushed apart where two would overprint."""
    ends = shown.loc[shown.groupby("series")["year"].idxmax()].sort_values(["year", "value"], ascending=[True, False])
    layers = []
    for end, drop in zip(ends.to_dict("records"), name_drops(ends, per_pixel, NAME_PIXELS), strict=True):
        name = alt.Chart(pd.DataFrame([end])).mark_text(
            text=NAME_AND_VALUE,
            align="left",
            dx=14,
            dy=drop,
            fontSize=12,
            lineHeight=14,
            fontWeight="bold",
        )
        layers.append(name.encode(x=x, y=y))
    return layers


def name_drops(ends: pd.DataFrame, per_pixel: float, apart: int) -> list[float]:
    """How many pixels below its point each name stands, so that names of one year are so far apart."""
    drops: list[float] = []
    year, lowest = None, 0.0
    for end in ends.to_dict("records"):
        place = -end["value"] / per_pixel
        drop = max(0.0, lowest + apart - place) if end["year"] == year else 0.0
        year, lowest = end["year"], place + drop
        drops.append(drop)
    return drops


def _values(shown: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Each point's value above it, or below where it is the lowest of several in its year, or a line turns upwards.

    The last of several series has its value with its name.
    """
    if "own" in shown and not shown["own"].all():
        shown = shown[~shown["own"]]  # the reader's stand in rows and in the table; here they would overprint
    if len(shown) > MOST_LABELLED:
        ends = shown.groupby("series")["year"]
        shown = shown[(shown["year"] == ends.transform("min")) | (shown["year"] == ends.transform("max"))]
    values = shown.groupby("year")["value"]
    lowest = (shown["value"] == values.transform("min")) & (values.transform("count") > 1)
    if shown["series"].nunique() == 1:
        lowest = _turns_upwards(shown)
    named = (shown["year"] == shown.groupby("series")["year"].transform("max")) & (shown["series"].nunique() > 1)
    always = _telling(shown)
    layers = []
    for below, shift in ((lowest, 16), (~lowest, -14)):
        for telling, words in ((always, WORDS), (~always, WORDS_WHERE_WIDE)):
            side = shown[below & ~named & telling]
            if not side.empty:
                text = alt.Chart(side).mark_text(text=words, style=FIGURE_WORDS, dy=shift, align="center", fontSize=11)
                layers.append(text.encode(x=x, y=y))
    return layers


def _turns_upwards(shown: pd.DataFrame) -> pd.Series:
    """Whether the line comes down to a point and goes up from it, so that words above it would stand on the line."""
    values = shown.sort_values("year")["value"]
    return ((values < values.shift(1)) & (values < values.shift(-1))).reindex(shown.index)


def _telling(shown: pd.DataFrame) -> pd.Series:
    """Whether a value is written on a phone too: every one of a short series alone, else its ends and extremes."""
    alone = shown["series"].nunique() == 1
    if not alone or len(shown) <= FEW_POINTS:
        return pd.Series(alone, index=shown.index)
    ends, values = [shown["year"].min(), shown["year"].max()], [shown["value"].min(), shown["value"].max()]
    return shown["year"].isin(ends) | shown["value"].isin(values)
