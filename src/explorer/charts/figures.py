"""Figures of one comparability group: the chart that the data call for, and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import altair as alt
import pandas as pd

from explorer.charts.lines import line_chart
from explorer.charts.marks import own_words, row_labels
from explorer.charts.rows import row_chart
from explorer.i18n import Translator
from explorer.queries import records

Form = Literal["bar", "dot", "dumbbell", "line"]
COUNTED_UNITS = {
    *("persons", "visits", "yuan", "institutions", "places", "beds", "items"),
    *("referrals", "discharges", "person-times", "operations", "sessions", "teams", "sites", "specimens", "cases"),
}
"""Units whose zero means nothing there: a bar may be drawn."""

LEAST_TIMES, MOST_LINES = 3, 4
_ONE_THING = ["case_id", "subject_en", "indicator_id"]


def split_trends(figures: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures that make lines (one thing at three or more dates, at most MOST_LINES things), and all others.

    Figures without a date cannot stand on a time axis: they are never among the first.
    """
    dated = figures.dropna(subset=["period_end"])
    times = dated.groupby(_ONE_THING)["period_end"].transform("nunique")
    trends = dated[times >= LEAST_TIMES]
    if trends.empty or len(trends.groupby(_ONE_THING)) > MOST_LINES:
        return figures.iloc[0:0], figures
    return trends, figures.drop(trends.index)


def charts_of(tr: Translator, name: str, title: str, figures: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Figures that share an axis by chart: lines where a thing has many dates, and all others as rows in a second.

    Each comes with the name of its file and its title, after ``name`` and ``title`` of the whole.
    """
    for number, part in enumerate(part for part in split_trends(figures) if not part.empty):
        yield (f"{name}-{number}", tr("compare.others", name=title), part) if number else (name, title, part)


def form_of(figures: pd.DataFrame) -> Form:
    """Which kind of chart the data call for.

    A line where every figure belongs to a trend; a dumbbell where one thing has two dates; otherwise one dot, or a bar
    where the unit counts from zero and every figure is exact.
    """
    trends, rest = split_trends(figures)
    if not trends.empty and rest.empty:
        return "line"
    dated = figures.dropna(subset=["period_end"])
    if not dated.empty and dated.groupby(_ONE_THING)["period_end"].nunique().max() >= 2:
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
    """The highest and lowest figure, in words, and how many are shown, and which of them are the reader's own."""
    if figures.empty:
        return tr("chart.alt.empty")
    rows = records(figures.drop_duplicates("observation_id"))  # by tag, a figure stands under each
    named = list(zip(row_labels(rows, tr), rows, strict=True))
    (high_place, high), (low_place, low) = (pick(named, key=lambda pair: pair[1]["value"]) for pick in (max, min))
    name = tr.pick(high, "indicator")
    if len(rows) == 1:
        told = tr("chart.alt.one", name=name, place=high_place, figure=tr.figure(high), period=tr.period(high))
    else:
        told = tr(
            "chart.alt.range",
            name=name,
            count=len(rows),
            high_place=high_place,
            high=tr.figure(high),
            low_place=low_place,
            low=tr.figure(low),
        )
    return " ".join(part for part in (told, own_words(figures, tr)) if part)
