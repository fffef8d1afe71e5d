"""The axes of a table of shades: names above its columns and beside its rows, for phones and wide screens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import altair as alt

from explorer.charts.theme import NARROW, wrapped


def column_axis(
    lines: Mapping[str, Sequence[str]], upright: Mapping[str, str], line_pixels: int, font_pixels: float
) -> alt.Axis:
    """Names above columns: ``lines`` by name above a wide column, ``upright`` by name above one a few pixels wide."""
    # Vega puts the first of several lines where one would stand, and the others over the cells.
    further = line_pixels * (max(map(len, lines.values()), default=1) - 1)
    return alt.Axis(
        orient="top",
        labelPadding=alt.expr(f"{NARROW} ? 4 : {4 + further}"),
        labelLineHeight=line_pixels,
        labelFlush=False,
        labelAngle=alt.expr(f"{NARROW} ? -90 : 0"),
        labelAlign=alt.expr(f"{NARROW} ? 'left' : 'center'"),
        labelBaseline=alt.expr(f"{NARROW} ? 'middle' : 'bottom'"),
        labelExpr=f"{NARROW} ? {_by_label(upright)} : {_by_label(lines)}",
        labelLimit=0,
        labelOverlap=False,
        labelFontSize=font_pixels,
        domain=False,
        ticks=False,
    )


def row_axis(rows: Sequence[str], letters: int, line_pixels: int, narrow_font_pixels: int) -> alt.Axis:
    """Names beside rows, on a phone in lines of so many half-width ``letters``."""
    lines = {row: wrapped(row, letters) for row in rows}
    return alt.Axis(
        labelExpr=f"{NARROW} ? {_by_label(lines)} : datum.label",
        labelLimit=0,
        labelOverlap=False,
        labelFontSize=alt.expr(f"{NARROW} ? {narrow_font_pixels} : 12"),
        labelLineHeight=line_pixels,
        labelFlush=False,
        domain=False,
        ticks=False,
    )


def _by_label(shown: Mapping[str, object]) -> str:
    return f"{json.dumps(shown, ensure_ascii=False)}[datum.label]"
