"""Figures of one comparability group: the chart that the data call for, and the sentence that says what it shows."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from explorer.charts.lines import line_chart
from explorer.charts.marks import row_labels
from explorer.charts.rows import row_chart
from explorer.i18n import Translator
from explorer.queries import records

Form = Literal["bar", "dot", "dumbbell", "line"]
COUNTED_UNITS = {
    *("persons", "visits", "yuan", "institutions", "places", "beds", "items"),
    *("referrals", "discharges", "person-times", "operations", "sessions", "teams", "sites", "specimens", "cases"),
}
"""Units whose zero means nothing there: a bar may be drawn."""

MOST_LINES = 4
_ONE_THING = ["case_id", "subject_en", "indicator_id"]


def form_of(figures: pd.DataFrame) -> Form:
    """Which kind of chart the data call for.

    A line needs three or more dated figures of one thing, and few enough things to tell apart; two of one thing make a
    dumbbell; otherwise one dot, or a bar where the unit counts from zero and every figure is exact.
    """
    dated = figures.dropna(subset=["period_end"])
    most = dated.groupby(_ONE_THING)["period_end"].nunique().max() if not dated.empty else 0
    if most >= 3 and len(figures.groupby(_ONE_THING)) <= MOST_LINES:
        return "line"
    if most >= 2:
        return "dumbbell"
    exact = set(figures["qualifier"]) == {"="} and set(figures["basis"]) == {"reported"}
    return "bar" if exact and set(figures["unit"]) <= COUNTED_UNITS and (figures["value"] >= 0).all() else "dot"


def figures_chart(figures: pd.DataFrame, targets: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """The figures of one comparability group, with its targets as rules.

    ``figures`` as from ``explorer.queries.observations.comparison``, one unit and not empty; ``targets`` as from
    ``explorer.queries.policies.targets_for``. Bounds are arrowheads, approximate figures hollow, definitions shapes.
    """
    form = form_of(figures)
    return line_chart(figures, targets, tr) if form == "line" else row_chart(figures, targets, tr, form)


def figures_alt(figures: pd.DataFrame, tr: Translator) -> str:
    """The highest and lowest figure, in words, and how many are shown."""
    if figures.empty:
        return tr("chart.alt.empty")
    rows = records(figures)
    named = list(zip(row_labels(rows, tr), rows, strict=True))
    (high_place, high), (low_place, low) = (pick(named, key=lambda pair: pair[1]["value"]) for pick in (max, min))
    name = tr.pick(high, "indicator")
    if len(rows) == 1:
        return tr("chart.alt.one", name=name, place=high_place, figure=tr.figure(high))
    return tr(
        "chart.alt.range",
        name=name,
        count=len(rows),
        high_place=high_place,
        high=tr.figure(high),
        low_place=low_place,
        low=tr.figure(low),
    )
