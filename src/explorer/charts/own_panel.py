"""A large panel of a reader's own: how the places' values lie, and how those of a few places went."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.lines import HEIGHT, name_drops
from explorer.charts.marks import extent, value_axis
from explorer.charts.theme import FIGURE_WORDS, OWN, PHONE, PICTURE_WIDTH, RULE, SERIES_COLOURS, label_pixels
from explorer.i18n import Translator
from explorer.queries import records

NAME = alt.expr(f"{PHONE} ? [datum.series, datum.label] : datum.series")
"""On a phone a place's last value stands under its name."""

NAME_PIXELS, NARROW_NAME_PIXELS = 17, 32
"""Between the names of two places."""

BINS = 24
DISTRIBUTION_HEIGHT = 300
MORE_COLOURS = ("#7557c4", "#c8553d", "#057598", "#a49200")
COLOURS = (*SERIES_COLOURS, *MORE_COLOURS)
"""Of up to ten lines, each with its name at its end."""


def distribution_chart(parts: pd.DataFrame, median: float, unit: str, tr: Translator) -> alt.LayerChart:
    """A bar for each part of the range, as high as it has places, and the median as a rule.

    ``parts`` as from ``explorer.queries.own_figures.histogram``.
    """
    low, high = extent([parts["low"].min(), parts["high"].max()], unit)
    shown = parts.assign(
        said=[
            tr(
                "own.panel.distribution.tip",
                low=value_words(row["low"], unit, tr),
                high=value_words(row["high"], unit, tr),
                count=row["places"],
            )
            for row in records(parts)
        ]
    )
    # One value only has no width: it is drawn as wide as a bar would be.
    shown["high"] = shown["high"].where(shown["high"] > shown["low"], shown["low"] + (high - low) / BINS)
    x = alt.X(
        "low:Q", title=None, axis=value_axis(low, high, unit, tr), scale=alt.Scale(domain=[low, high], nice=False)
    )
    bars = (
        alt.Chart(shown)
        .mark_bar(color=OWN, opacity=0.75)
        .encode(
            x=x,
            x2="high:Q",
            y=alt.Y("places:Q", title=tr("own.panel.distribution.axis"), axis=alt.Axis(tickMinStep=1, format=",d")),
            y2=alt.datum(0),
            tooltip=[alt.Tooltip("said:N", title=tr("own.panel.distribution.range"))],
        )
    )
    words = tr("chart.place_label", place=tr("own.panel.median"), label=value_words(median, unit, tr))
    middle = alt.Chart(pd.DataFrame([{"low": median, "said": words}])).encode(x=x)
    rule = middle.mark_rule(color=RULE, strokeWidth=2, strokeDash=[6, 4])
    label = middle.mark_text(
        align="left" if median < (low + high) / 2 else "right",
        dx=6 if median < (low + high) / 2 else -6,
        baseline="top",
        style=FIGURE_WORDS,
        fontWeight="bold",
    ).encode(y=alt.value(2), text="said:N")
    return alt.layer(bars, rule, label).properties(height=DISTRIBUTION_HEIGHT)


def value_words(value: float, unit: str, tr: Translator) -> str:
    """A computed value with its unit: to one decimal where it is small, whole where it is large."""
    decimals = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    return tr.amount(round(value, decimals), decimals, unit)


def trend_chart(figures: pd.DataFrame, unit: str, tr: Translator) -> alt.LayerChart:
    """A line a place from period to period, each named at its last point.

    ``figures`` as from ``explorer.queries.own_figures.trend``, with ``series``, the name shown, and not empty.
    """
    shown = figures[["series", "value", "period_end"]].copy()
    shown["label"] = [value_words(value, unit, tr) for value in shown["value"]]
    shown["when"] = [f"{end:%Y-%m-%d}" for end in shown["period_end"]]
    # A number, because a drawing's own time axis speaks one language only. A year stands at its own tick.
    shown["year"] = figures["period_start"].dt.year + (figures["period_start"].dt.day_of_year - 1) / 366
    palette = dict(zip(dict.fromkeys(shown["series"]), COLOURS, strict=False))
    shown["colour"] = shown["series"].map(palette)
    shown = shown.drop(columns="period_end")
    low, high = extent(shown["value"].tolist(), unit)
    room = (high - low) * 0.12
    first, last = shown["year"].min(), shown["year"].max()
    span = max(last - first, 0.5)
    years = alt.Axis(values=list(range(int(first), int(last) + 2)), format="d", grid=False, labelOverlap=True)
    names = min(0.45, max(label_pixels(series) for series in palette) / PICTURE_WIDTH * 1.3)
    x_scale = alt.Scale(domain=[first - 0.03 * span, last + names * span], nice=False)
    x = alt.X("year:Q", title=None, scale=x_scale, axis=years)
    scale = alt.Scale(domain=[low - room, high + room], nice=False, zero=False)
    y = alt.Y("value:Q", title=None, scale=scale, axis=value_axis(low, high, unit, tr))
    told = {"series": "column.place", "when": "column.period", "label": "column.value"}
    base = alt.Chart(shown).encode(
        x=x,
        y=y,
        color=alt.Color("colour:N", scale=None),
        detail="series:N",
        tooltip=[alt.Tooltip(f"{name}:N", title=tr(key)) for name, key in told.items()],
    )
    crowded = len(shown) > 200
    layers = [base.mark_line(strokeWidth=2), base.mark_point(filled=True, opacity=0 if crowded else 1, size=28)]
    ends = shown.loc[shown.groupby("series")["year"].idxmax()].sort_values(["value"], ascending=False)
    per_pixel = (high - low + 2 * room) / HEIGHT
    level = ends.assign(year=last)  # all names keep clear of one another, wherever their lines end
    drops = zip(*(name_drops(level, per_pixel, apart) for apart in (NAME_PIXELS, NARROW_NAME_PIXELS)), strict=True)
    for end, (drop, narrow) in zip(records(ends), drops, strict=True):
        name = alt.Chart(pd.DataFrame([end])).mark_text(
            text=NAME,
            align="left",
            dx=8,
            dy=alt.expr(f"{PHONE} ? {narrow} : {drop}"),
            fontSize=12,
            lineHeight=14,
            fontWeight="bold",
            color=end["colour"],
        )
        layers.append(name.encode(x=x, y=y))
    return alt.layer(*layers).properties(height=HEIGHT)


def trend_alt(figures: pd.DataFrame, name: str, unit: str, tr: Translator) -> str:
    """Each place's first and last figure in words."""
    told = []
    for series, rows in figures.groupby("series", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        told.append(
            tr(
                "own.panel.trend.alt.one",
                place=series,
                first=value_words(first["value"], unit, tr),
                start=f"{first['period_end']:%Y-%m}",
                last=value_words(last["value"], unit, tr),
                end=f"{last['period_end']:%Y-%m}",
            )
        )
    return tr("own.panel.trend.alt", name=name, count=len(told), told=tr("separator").join(told))
