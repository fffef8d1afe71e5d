"""What the audience guessed beside what was reported."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from explorer.charts.figures import form_of
from explorer.charts.marks import prepared, ticks, tooltip, value_axis
from explorer.charts.theme import MUTED, RULE, row_height, wrapped
from explorer.i18n import Translator, decimals_of

ROW_LETTERS = 34
LINE_HEIGHT = 190
LABEL_ROOM = 0.08
"""The part of the span kept free on either side, for labels centred on the outermost marks."""


def guess_chart(
    figures: pd.DataFrame, guesses: Sequence[float], limits: tuple[float, float], tr: Translator
) -> alt.LayerChart:
    """Guesses as open squares, figures as the marks they are everywhere, a dash between the two.

    ``figures`` as from ``explorer.queries.observations``, with one guess each, in the same order. One thing at three or
    more dates makes two lines over time; all else a row a figure. The axis runs at least over ``limits``.
    """
    unit = figures["unit"].iloc[0]
    shown = prepared(figures, tr)
    shown["guess"] = list(guesses)
    shown["guess_label"] = [tr.amount(guess, decimals_of(guess), unit) for guess in guesses]
    low, high = min(limits[0], *guesses, *shown["value"]), max(limits[1], *guesses, *shown["value"])
    room = (high - low) * LABEL_ROOM
    scale = alt.Scale(domain=[low - room, high + room], nice=False, zero=False)
    if form_of(figures) == "line":
        return _lines(shown, scale, ticks(low, high), tr)
    return _rows(shown, scale, value_axis(low, high, unit, tr), tr)


def _rows(shown: pd.DataFrame, scale: alt.Scale, axis: alt.Axis, tr: Translator) -> alt.LayerChart:
    names = [f"{row} · {period}" for row, period in zip(shown["row"], shown["period"], strict=True)]
    shown["name"] = ["\n".join(wrapped(name, ROW_LETTERS)) for name in names]
    y = alt.Y(
        "name:N",
        sort=list(shown["name"]),
        title=None,
        axis=alt.Axis(
            labelLimit=0,
            ticks=False,
            domain=False,
            labelPadding=8,
            labelFontSize=12,
            labelExpr="split(datum.label, '\\n')",
        ),
    )
    base = alt.Chart(shown).encode(y=y)
    x, guessed = alt.X("value:Q", scale=scale, axis=axis, title=None), alt.X("guess:Q", scale=scale, title=None)
    between = base.mark_rule(strokeWidth=2, strokeDash=[4, 3], color=MUTED).encode(x=guessed, x2="value:Q")
    squares = base.mark_point(shape="square", size=120, strokeWidth=2, filled=False, color=RULE, opacity=1)
    marks = base.mark_point(size=120, strokeWidth=2, opacity=1).encode(
        x=x,
        tooltip=tooltip(shown, tr),
        shape=alt.Shape("mark:N", scale=None),
        stroke=alt.Stroke("colour:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
    )
    figure_words = base.mark_text(fontSize=12, dy=-15, align="center", text=alt.expr("datum.label"), fontWeight="bold")
    guess_words = base.mark_text(fontSize=12, dy=16, align="center", text=alt.expr("datum.guess_label"))
    return alt.layer(
        between, squares.encode(x=guessed), marks, figure_words.encode(x=x), guess_words.encode(x=guessed)
    ).properties(height=row_height(len(shown) * 1.8))


def _lines(shown: pd.DataFrame, scale: alt.Scale, values: list[float], tr: Translator) -> alt.LayerChart:
    shown["year"] = [end.year for end in shown["period_end"]]
    years = sorted(set(shown["year"]))
    ends = alt.Scale(domain=[years[0] - 0.6, years[-1] + 0.6], nice=False, zero=False)
    x = alt.X("year:Q", scale=ends, title=None, axis=alt.Axis(values=years, format="d", grid=False))
    base = alt.Chart(shown).encode(x=x)
    y = alt.Y("value:Q", scale=scale, title=None, axis=alt.Axis(values=values))
    guessed = alt.Y("guess:Q", scale=scale, title=None)
    drawn = base.mark_line(strokeDash=[5, 4], color=RULE, strokeWidth=2).encode(y=guessed)
    squares = base.mark_point(shape="square", size=110, strokeWidth=2, filled=False, color=RULE, opacity=1)
    line = base.mark_line(strokeWidth=2.5, color=shown["colour"].iloc[0]).encode(y=y)
    marks = base.mark_point(size=110, strokeWidth=2, opacity=1).encode(
        y=y,
        tooltip=tooltip(shown, tr),
        shape=alt.Shape("mark:N", scale=None),
        stroke=alt.Stroke("colour:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
    )
    # Each label on the side away from the other line.
    up = "(datum.value >= datum.guess ? -1 : 1)"
    words = base.mark_text(fontSize=12, fontWeight="bold", text=alt.expr("datum.label"), dy=alt.expr(f"15 * {up}"))
    guesses = base.mark_text(fontSize=12, text=alt.expr("datum.guess_label"), dy=alt.expr(f"-15 * {up}"))
    return alt.layer(
        drawn, squares.encode(y=guessed), line, marks, words.encode(y=y), guesses.encode(y=guessed)
    ).properties(height=LINE_HEIGHT)
