"""What an evaluation frame looks at and how much of it can be seen: models by dimensions, a dot an indicator."""

from __future__ import annotations

import json
from collections import Counter

import altair as alt
import pandas as pd

from explorer.charts.theme import ACCENT, MUTED, PLOT_WIDTH, wrapped
from explorer.i18n import Translator
from explorer.queries.frameworks import STATUSES

MARKS = {"cases": ("circle", ACCENT, ACCENT), "places": ("diamond", ACCENT, "transparent")}
MARKS |= {"blank": ("circle", MUTED, "transparent")}
"""Shape, stroke and fill of an indicator's dot by its status."""

SIGNS = {"cases": "●", "places": "◇", "blank": "○"}
FEW_MODELS, IN_LINE, IN_LINE_OF_FEW = 2, 5, 10
"""Dots in a line of a cell: with few models a cell is wide."""

LINE_PIXELS, DOT_PIXELS, HEAD_PIXELS, GAP_PIXELS = 17, 20, 46, 20
"""From line to line in a cell, from dot to dot where there is room, the names above, and what a cell leaves free."""

MODEL_LETTERS, DIMENSION_LETTERS = (22, 12), (28, 12)
"""In half-width letters: what a line of a name holds on a wide screen and on a phone."""


def framework_chart(entries: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """Models as columns, dimensions as rows; a dot an indicator, above them how many have figures of cases.

    ``entries`` as from ``explorer.queries.frameworks.framework_entries``.
    """
    shown = _placed(entries, tr)
    models = [tr.label("alliance_model", model) for model in models_in_order(entries)]
    dimensions = list(dict.fromkeys(shown["dimension"]))
    band = alt.Scale(paddingInner=0.06, paddingOuter=0)
    columns, rows = (
        _axis(names, letters, orient=orient)
        for names, letters, orient in ((models, MODEL_LETTERS, "top"), (dimensions, DIMENSION_LETTERS, "left"))
    )
    x = alt.X("model_label:N", sort=models, title=None, scale=band, axis=columns)
    y = alt.Y("dimension:N", sort=dimensions, title=None, scale=band, axis=rows)
    tips = {"model_label": "facet.alliance_model", "dimension": "frameworks.dimension", "name": "column.indicator"}
    tips |= {"told": "frameworks.evidence"}
    # On a phone the dots of a line share what room the cell has.
    pitch = f"min({DOT_PIXELS}, {PLOT_WIDTH} / {len(models) * (_in_line(len(models)) + 0.4)})"
    dots = (
        alt.Chart(shown)
        .mark_point(
            size=70,
            strokeWidth=1.8,
            opacity=1,
            xOffset=alt.expr(f"datum.across * {pitch}"),
            yOffset=alt.expr(f"datum.down * {LINE_PIXELS}"),
        )
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("shape:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            tooltip=[alt.Tooltip(f"{name}:N", title=tr(key)) for name, key in tips.items()],
        )
    )
    cells = shown.drop_duplicates(["model_label", "dimension"])
    ground = alt.Chart(cells).mark_rect(color=MUTED, opacity=0.1, cornerRadius=3).encode(x=x, y=y)
    counts = (
        alt.Chart(cells)
        .mark_text(fontSize=12, fontWeight="bold", yOffset=alt.expr(f"datum.top * {LINE_PIXELS}"))
        .encode(x=x, y=y, text="count:N")
    )
    lines = int(shown["line"].max()) + 1
    height = len(dimensions) * (LINE_PIXELS * lines + GAP_PIXELS) + HEAD_PIXELS
    return alt.layer(ground, dots, counts).properties(height=height)


def models_in_order(entries: pd.DataFrame) -> list[str]:
    """The models of a frame by their first entry: authors put the models in the order of the vocabulary."""
    return list(dict.fromkeys(entries.sort_values("position")["model"]))


def told(entries: pd.DataFrame, tr: Translator) -> list[str]:
    """What there is of each entry, in words."""
    counts = zip(
        entries["status"],
        entries["cases"],
        entries["figures"],
        entries["places"],
        entries["place_figures"],
        strict=True,
    )
    return [
        tr(f"frameworks.told.{status}", cases=int(cases), count=int(figures))
        if status == "cases"
        else tr(f"frameworks.told.{status}", places=int(places), count=int(held))
        for status, cases, figures, places, held in counts
    ]


def framework_legend(entries: pd.DataFrame, tr: Translator) -> str:
    """What the dots mean and how many there are of each; those that do not occur are left out."""
    counts = entries["status"].value_counts()
    return tr("separator").join(
        tr(f"frameworks.sign.{status}", sign=SIGNS[status], count=int(counts[status]))
        for status in STATUSES
        if status in counts
    )


def framework_alt(entries: pd.DataFrame, tr: Translator) -> str:
    """How many of the indicators named have figures, and the dimension with most blanks."""
    counts = Counter(entries["status"])
    blanks = entries[entries["status"] == "blank"].groupby(f"dimension_{tr.language}", sort=False).size()
    found = tr(
        "frameworks.alt",
        models=entries["model"].nunique(),
        dimensions=entries["dimension_id"].nunique(),
        count=len(entries),
        cases=counts["cases"],
        blanks=counts["blank"],
    )
    # Of several dimensions with equally many blanks none has the most.
    if blanks.empty or (blanks == blanks.max()).sum() > 1:
        return found
    return found + tr("frameworks.alt.most", dimension=blanks.idxmax(), count=int(blanks.max()))


def _placed(entries: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """Each entry with its place in its cell, in dots and lines from the middle, and the cell's count."""
    in_line = _in_line(entries["model"].nunique())
    cells = entries.groupby(["dimension_id", "model"], sort=False)
    number, named = cells.cumcount(), cells["status"].transform("size")
    line = number // in_line + 1
    lines = (named - 1) // in_line + 1
    widest = named.clip(upper=in_line)
    marks = [MARKS[status] for status in entries["status"]]
    with_figures = (entries["status"] == "cases").groupby([entries["dimension_id"], entries["model"]]).transform("sum")
    return pd.DataFrame(
        {
            "model_label": [tr.label("alliance_model", model) for model in entries["model"]],
            "dimension": entries[f"dimension_{tr.language}"].to_list(),
            "name": entries[f"name_{tr.language}"].to_list(),
            "told": told(entries, tr),
            "status": entries["status"].to_list(),
            "line": line.to_list(),
            "across": (number % in_line - (widest - 1) / 2).to_list(),
            "down": (line - lines / 2).to_list(),
            "top": (-lines / 2).to_list(),
            "count": [f"{one} / {every}" for one, every in zip(with_figures, named, strict=True)],
            "shape": [shape for shape, _, _ in marks],
            "stroke": [stroke for _, stroke, _ in marks],
            "fill": [fill for _, _, fill in marks],
        }
    )


def _in_line(models: int) -> int:
    return IN_LINE_OF_FEW if models <= FEW_MODELS else IN_LINE


SMALL = f"{PLOT_WIDTH} < 600"
"""The test for a drawing in which rows named in full would run out to the left."""


def _axis(names: list[str], letters: tuple[int, int], *, orient: str) -> alt.Axis:
    wide, narrow = ({name: wrapped(name, width) for name in names} for width in letters)
    chosen = (
        f"({SMALL} ? {json.dumps(narrow, ensure_ascii=False)} : {json.dumps(wide, ensure_ascii=False)})[datum.label]"
    )
    return alt.Axis(
        orient=orient,
        labelExpr=chosen,
        labelAngle=0,
        labelLimit=0,
        labelOverlap=False,
        labelFlush=False,
        labelFontSize=alt.expr(f"{SMALL} ? 10 : 12"),
        labelLineHeight=13,
        domain=False,
        ticks=False,
    )
