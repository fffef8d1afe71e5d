"""How far each place is from a county and what each field adds to it: places as rows, fields as columns."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.matrix_axes import column_axis, row_axis
from explorer.charts.theme import ACCENT, NARROW, wrapped
from explorer.i18n import Translator

ROW_PIXELS, HEAD_PIXELS, LINE_PIXELS = 30, 56, 13
PLACE_LETTERS, FIELD_LETTERS = 16, 12
"""In half-width letters: a line of a place's name leaves a phone room for the cells, one of a field's name fits above
its column on a wide screen."""

UPRIGHT_PIXELS = 118
"""The room that upright names of fields take above their columns on a phone."""

PALEST, DARK = 0.10, 0.55
"""The opacity of a cell without difference, and from which on white is read on it better than ink."""

TOTAL = "total"
"""Stands for a field in the column of the distance."""


def likeness_chart(cells: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """A table of shades: each cell says what a field adds to the distance; a dot where it says nothing.

    ``cells`` has one row a place and field, the distance under the field TOTAL. Columns: place_id, place (str),
    field_id, field (str), difference and part (float; NaN where one side has no figure of that definition), shared
    (str, how many fields are known of both), told (str, for the tooltip).
    """
    shown = cells.assign(
        row=[f"{place} {shared}" for place, shared in zip(cells["place"], cells["shared"], strict=True)],
        known=cells["part"].notna(),
        sign=[tr.base_number(part, 2) if part == part else "·" for part in cells["part"]],
        opacity=PALEST + (1 - PALEST) * cells["difference"].fillna(0),
    )
    rows, fields = list(dict.fromkeys(shown["row"])), list(dict.fromkeys(shown["field"]))
    band = alt.Scale(paddingInner=0.06, paddingOuter=0)
    base = alt.Chart(shown).encode(
        x=alt.X("field:N", sort=fields, title=None, scale=band, axis=_field_axis(fields)),
        y=alt.Y("row:N", sort=rows, title=None, scale=band, axis=row_axis(rows, PLACE_LETTERS, 11, 10)),
        tooltip=[
            alt.Tooltip("place:N", title=tr("column.place")),
            alt.Tooltip("field:N", title=tr("likeness.column.field")),
            alt.Tooltip("told:N", title=tr("likeness.column.part")),
        ],
    )
    total, cell = f"datum.field_id == '{TOTAL}'", f"datum.known && datum.field_id != '{TOTAL}'"
    rects = (
        base.transform_filter(cell)
        .mark_rect(cornerRadius=2, color=ACCENT)
        .encode(opacity=alt.Opacity("opacity:Q", scale=None, legend=None))
    )
    size = alt.expr(f"{NARROW} ? 9 : 12")
    words = [
        base.transform_filter(f"{cell} && datum.opacity <= {DARK}").mark_text(fontSize=size),
        base.transform_filter(f"{cell} && datum.opacity > {DARK}").mark_text(fontSize=size, color="#ffffff"),
        base.transform_filter("!datum.known").mark_text(fontSize=size),
        base.transform_filter(total).mark_text(fontSize=size, fontWeight="bold"),
    ]
    height = ROW_PIXELS * len(rows) + _head(fields)
    return alt.layer(rects, *(text.encode(text="sign:N") for text in words)).properties(height=height)


def _head(fields: list[str]) -> int:
    return max(HEAD_PIXELS, LINE_PIXELS * _lines(fields) + 16, UPRIGHT_PIXELS)


def _lines(fields: list[str]) -> int:
    return max((len(wrapped(field, FIELD_LETTERS)) for field in fields), default=1)


def _field_axis(fields: list[str]) -> alt.Axis:
    lines = {field: wrapped(field, FIELD_LETTERS) for field in fields}
    upright = {field: wrapped(field, 2 * FIELD_LETTERS)[0] for field in fields}
    return column_axis(lines, upright, LINE_PIXELS, 11)


def likeness_alt(cells: pd.DataFrame, tr: Translator) -> str:
    """The closest place and the farthest shown, with what they share, in words."""
    totals = cells[cells["field_id"] == TOTAL]
    first, last = totals.iloc[0], totals.iloc[-1]
    return tr(
        "likeness.alt",
        count=len(totals),
        first=first["place"],
        first_distance=tr.base_number(first["part"], 2),
        first_shared=first["shared"],
        last=last["place"],
        last_distance=tr.base_number(last["part"], 2),
        last_shared=last["shared"],
    )
