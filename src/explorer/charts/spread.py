"""How figures spread over tags: under each tag its cases, every case a labelled point, never an average."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.marks import extent, prepared, tooltip, value_axis
from explorer.charts.rows import LABEL_ROOM
from explorer.charts.theme import ACCENT, TAG_COLOURS, row_height, scale_end, wrapped
from explorer.i18n import Translator


def spread_chart(figures: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """The latest figures of one indicator by tag. ``figures`` as from ``explorer.queries.observations.by_tag``."""
    shown = prepared(figures, tr)
    shown["tag"] = figures["tag"].to_list()
    shown["tag_label"] = figures[f"label_{tr.language}"].to_list()
    shown["colour"] = [TAG_COLOURS.get(tag, ACCENT) for tag in shown["tag"]]
    shown["fill"] = shown["colour"].mask(shown["hollow"], "transparent")
    shown["text"] = _words(shown, tr)
    shown = shown.sort_values("value", ascending=False, kind="stable")
    order = list(dict.fromkeys(figures["tag"]))
    shown["slot"] = shown.groupby("tag").cumcount() + 1
    shown["line"] = [_line(order.index(tag), slot) for tag, slot in zip(shown["tag"], shown["slot"], strict=True)]
    heads = shown.drop_duplicates("tag").assign(line=lambda head: [_line(order.index(tag), 0) for tag in head["tag"]])
    lines = sorted([*shown["line"], *heads["line"]])
    low, high = extent(list(shown["value"]), figures["unit"].iloc[0])
    first, last = low - (high - low) * 0.06, high + (high - low) * LABEL_ROOM
    end = scale_end(first, high, last, shown["text"], shown["text"])
    scale = alt.Scale(domain=[first, last], domainMax=end, nice=False, zero=False)
    y = alt.Y("line:N", axis=None, sort=lines, scale=alt.Scale(domain=lines))
    x = alt.X("value:Q", title=None, scale=scale, axis=value_axis(low, high, figures["unit"].iloc[0], tr))
    points = (
        alt.Chart(shown)
        .mark_point(size=110, strokeWidth=2, opacity=1)
        .encode(
            y=y,
            x=x,
            shape=alt.Shape("mark:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            tooltip=tooltip(shown, tr),
        )
    )
    words = alt.Chart(shown).mark_text(align="left", dx=11, dy=MIDDLE, fontSize=12, lineBreak="\n", lineHeight=14)
    labels = words.encode(y=y, x=x, text="text:N")
    titles = alt.Chart(heads).mark_text(align="left", fontSize=12, fontWeight="bold")
    named = titles.encode(y=y, x=alt.value(0), text="tag_label:N")
    tallest = 1 + max(text.count("\n") for text in shown["text"])
    return alt.layer(points, labels, named).properties(height=row_height(len(lines) * (0.55 + 0.45 * tallest)))


WORD_LETTERS = 36
"""A line of a point's words is no longer, in half-width letters: on a phone it stands beside the point."""

MIDDLE = alt.expr("-7 * (length(split(datum.text, '\\n')) - 1)")
"""Vega sets the first of several lines at the point; the middle belongs there."""


def _words(shown: pd.DataFrame, tr: Translator) -> list[str]:
    """A point's words in as many lines as they need: place, then figure and period."""
    pairs = zip(shown["row"], shown["mark_label"], strict=True)
    return ["\n".join(wrapped(tr("chart.place_label", place=p, label=label), WORD_LETTERS)) for p, label in pairs]


def _line(group: int, slot: int) -> str:
    return f"{group:03d}-{slot:03d}"
