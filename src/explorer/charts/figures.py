"""Figures of one comparability group: dots for one period, dumbbells for two, lines for three or more."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from explorer.charts.theme import (
    ACCENT,
    MUTED,
    RULE,
    SERIES_COLOURS,
    SHAPE_SIGNS,
    SHAPES,
    TAG_COLOURS,
    is_hollow,
    mark_shape,
    row_height,
)
from explorer.i18n import Translator
from explorer.queries import records

Form = Literal["bar", "dot", "dumbbell", "line"]
COUNTED_UNITS = {
    "persons", "visits", "yuan", "institutions", "places", "beds", "items", "operations", "sessions", "teams", "sites",
    "specimens", "cases", "diseases",
}  # fmt: skip
"""Units whose zero means nothing there: a bar may be drawn."""
MOST_LINES = 4
LONGEST_LABEL = 22


def form_of(figures: pd.DataFrame) -> Form:
    """Which kind of chart the data call for.

    A line needs three or more dated figures of one thing, and few enough things to label; two figures of one thing
    make a dumbbell; otherwise one dot, or a bar where the unit counts from zero and every figure is exact.
    """
    if figures.empty:
        return "dot"
    periods = figures.dropna(subset=["period_end"]).groupby(_SERIES, sort=False)["period_end"].nunique()
    if not periods.empty and periods.max() >= 3 and len(figures.groupby(_SERIES)) <= MOST_LINES:
        return "line"
    if not periods.empty and periods.max() >= 2:
        return "dumbbell"
    exact = set(figures["qualifier"]) == {"="}
    return "bar" if exact and set(figures["unit"]) <= COUNTED_UNITS and (figures["value"] >= 0).all() else "dot"


_SERIES = ["case_id", "subject_en", "indicator_id"]


def figures_chart(figures: pd.DataFrame, targets: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """The figures of one comparability group, with its targets as rules.

    ``figures`` as from ``explorer.queries.observations.comparison`` (one unit); ``targets`` as from
    ``explorer.queries.policies.targets_for``. Bounds are arrowheads, approximate figures hollow, definitions shapes.
    """
    shown = prepared(figures, tr)
    form = form_of(figures)
    if form == "line":
        return _line_chart(shown, targets, tr)
    return _row_chart(shown, targets, tr, form)


def prepared(figures: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """The figures with what a mark needs: row, label, shape, fill and the words of the tooltip.

    Adds columns row, series, mark, colour, fill, words, period, mark_label, definition, source, rank.
    """
    definitions = list(dict.fromkeys(figures["indicator_id"]))
    shapes = {name: SHAPES[index % len(SHAPES)] for index, name in enumerate(definitions)}
    rows = records(figures)
    several = _ambiguous_places(rows)
    shown = pd.DataFrame(
        {
            "observation_id": figures["observation_id"].to_list(),
            "case_id": figures["case_id"].to_list(),
            "value": figures["value"].to_list(),
            "period_end": figures["period_end"].to_list(),
            "row": [row_label(row, tr, several) for row in rows],
            "mark": [mark_shape(shapes[row["indicator_id"]], row["qualifier"]) for row in rows],
            "colour": [MUTED if row["case_category"] == "context" else ACCENT for row in rows],
            "words": [tr.figure(row) for row in rows],
            "period": [tr.period(row) for row in rows],
            "mark_label": [_mark_label(row, tr) for row in rows],
            "definition": [tr.pick(row, "indicator") for row in rows],
            "source": [tr.pick(row, "source") for row in rows],
            "basis": [tr(f"basis.{row['basis']}") for row in rows],
        }
    )
    shown["fill"] = [
        "transparent" if is_hollow(row["qualifier"]) or row["basis"] == "derived" else colour
        for row, colour in zip(rows, shown["colour"], strict=True)
    ]
    newest = shown.groupby("row")["period_end"].transform("max")
    shown["rank"] = shown["value"].where(shown["period_end"].isna() | (shown["period_end"] == newest))
    shown["rank"] = shown.groupby("row")["rank"].transform("max")
    shown["context"] = [row["case_category"] == "context" for row in rows]
    return shown


def row_label(row: dict[str, Any], tr: Translator, several: set[str]) -> str:
    """A figure's row: its place, and its subject where one place has several."""
    place = tr.pick(row, "place") or ""
    subject = tr.pick(row, "subject") or ""
    if row["case_category"] == "context":
        return subject
    return f"{place} · {subject}" if row["case_id"] in several and subject != place else place


def _ambiguous_places(rows: list[dict[str, Any]]) -> set[str]:
    subjects: dict[str, set[str]] = {}
    for row in rows:
        subjects.setdefault(row["case_id"], set()).add(row["subject_en"])
    return {case_id for case_id, names in subjects.items() if len(names) > 1}


def _mark_label(row: dict[str, Any], tr: Translator) -> str:
    return tr("chart.mark_label", figure=tr.figure(row), period=tr.short_period(row))


def _tooltip(tr: Translator) -> list[alt.Tooltip]:
    names = {
        "row": "column.place", "words": "column.value", "period": "column.period", "definition": "column.indicator",
        "basis": "column.basis", "source": "column.source",
    }  # fmt: skip
    return [alt.Tooltip(f"{column}:N", title=tr(key)) for column, key in names.items()]


def _scale(shown: pd.DataFrame, targets: pd.DataFrame, form: Form) -> alt.Scale:
    values = [*shown["value"], *targets["value"]]
    if form == "bar":
        return alt.Scale(zero=True, nice=True)
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * 0.08
    return alt.Scale(zero=False, nice=True, domain=[low - room, high + 3.2 * room])


def _row_chart(shown: pd.DataFrame, targets: pd.DataFrame, tr: Translator, form: Form) -> alt.LayerChart:
    scale = _scale(shown, targets, form)
    order = shown.sort_values(["context", "rank"], ascending=[True, False], kind="stable")["row"].drop_duplicates()
    y = alt.Y(
        "row:N",
        sort=list(order),
        title=None,
        axis=alt.Axis(labelLimit=230, ticks=False, domain=False, labelPadding=8),
    )
    x = alt.X(
        "value:Q",
        title=None,
        scale=scale,
        axis=alt.Axis(tickCount=5, format="~s" if form == "bar" else ""),
    )
    base = alt.Chart(shown).encode(y=y, tooltip=_tooltip(tr))
    layers: list[alt.Chart | alt.LayerChart] = []
    if not targets.empty:
        layers.append(_target_rules(targets, tr, vertical=True))
    if form == "dumbbell":
        span = shown.groupby("row", as_index=False).agg(low=("value", "min"), high=("value", "max"))
        span = span[span["low"] < span["high"]]
        bars = alt.Chart(span).mark_rule(strokeWidth=3, opacity=0.35, color=MUTED)
        layers.append(bars.encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"))
    if form == "bar":
        layers.append(base.mark_bar(height={"band": 0.62}).encode(x=x, color=alt.Color("colour:N", scale=None)))
    else:
        layers.append(
            base.mark_point(size=110, strokeWidth=2, opacity=1).encode(
                x=x,
                shape=alt.Shape("mark:N", scale=None),
                stroke=alt.Stroke("colour:N", scale=None),
                fill=alt.Fill("fill:N", scale=None),
            )
        )
    labels = base.encode(x=x, text="mark_label:N")
    if form == "dumbbell":
        shown["leftmost"] = shown["value"] < shown.groupby("row")["value"].transform("max")
        labels = alt.Chart(shown).encode(y=y, x=x, text="mark_label:N")
        layers.append(labels.transform_filter("datum.leftmost").mark_text(align="right", dx=-10, fontSize=12))
        layers.append(labels.transform_filter("!datum.leftmost").mark_text(align="left", dx=10, fontSize=12))
    else:
        layers.append(labels.mark_text(align="left", dx=10, fontSize=12))
    return alt.layer(*layers).properties(height=row_height(len(order)))


def _line_chart(shown: pd.DataFrame, targets: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    dated = shown.dropna(subset=["period_end"]).copy()
    dated["year"] = pd.to_datetime(dated["period_end"]).dt.year
    names = list(dict.fromkeys(zip(dated["row"], dated["definition"], strict=True)))
    rows = [row for row, _ in names]
    dated["series"] = [
        definition
        if rows.count(row) > 1 and len(set(rows)) == 1
        else (f"{row} · {definition}" if rows.count(row) > 1 else row)
        for row, definition in zip(dated["row"], dated["definition"], strict=True)
    ]
    series = list(dict.fromkeys(dated["series"]))
    colour = alt.Color(
        "series:N", scale=alt.Scale(domain=series, range=list(SERIES_COLOURS[: len(series)])), legend=None
    )
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1), scale=alt.Scale(nice=False, padding=24))
    y = alt.Y("value:Q", title=None, scale=_scale(dated, targets, "line"), axis=alt.Axis(tickCount=5))
    base = alt.Chart(dated).encode(x=x, y=y, color=colour, tooltip=_tooltip(tr))
    last = dated.loc[dated.groupby("series")["period_end"].idxmax()]
    layers: list[alt.Chart | alt.LayerChart] = [] if targets.empty else [_target_rules(targets, tr, vertical=False)]
    layers.append(base.mark_line(strokeWidth=2, interpolate="linear").encode(detail="series:N"))
    layers.append(
        base.mark_point(size=60, strokeWidth=2, opacity=1).encode(
            shape=alt.Shape("mark:N", scale=None), fill=_filled(series)
        )
    )
    layers.append(base.mark_text(dy=-13, fontSize=11).encode(text="words:N"))
    ends = alt.Chart(last).mark_text(align="right", dy=16, dx=4, fontSize=12, fontWeight="bold")
    if len(series) > 1:
        layers.append(ends.encode(x=x, y=y, color=colour, text="series:N"))
    return alt.layer(*layers).properties(height=320)


def _filled(series: list[str]) -> alt.Fill:
    return alt.Fill("series:N", scale=alt.Scale(domain=series, range=list(SERIES_COLOURS[: len(series)])), legend=None)


def _target_rules(targets: pd.DataFrame, tr: Translator, *, vertical: bool) -> alt.LayerChart:
    rows = records(targets)
    shown = pd.DataFrame(
        {
            "value": targets["value"].to_list(),
            "label": [target_label(row, tr) for row in rows],
            "policy": [tr.pick(row, "policy") for row in rows],
            "scope": [tr.pick(row, "scope") for row in rows],
        }
    )
    tips = [alt.Tooltip(f"{name}:N", title=tr(f"target.{name}")) for name in ("label", "policy", "scope")]
    base = alt.Chart(shown).encode(tooltip=tips)
    rule = base.mark_rule(color=RULE, strokeDash=[5, 4], strokeWidth=1.6)
    text = base.mark_text(color=RULE, fontSize=11, align="left", baseline="bottom")
    if vertical:
        return alt.layer(rule.encode(x="value:Q"), text.encode(x="value:Q", y=alt.value(-4), text="label:N"))
    return alt.layer(rule.encode(y="value:Q"), text.encode(y="value:Q", x=alt.value(4), text="label:N"))


def target_label(row: dict[str, Any], tr: Translator) -> str:
    """A target in a few words: operator, value, due year."""
    value = row["value"]
    number = tr.number(value, 0 if float(value).is_integer() else 1)
    operator = "≈" if row["operator"] == "~" else {">=": "≥", "<=": "≤"}.get(row["operator"], row["operator"])
    return tr("target.rule", value=f"{operator}{number}%", year=row["due"].year)


def tag_chart(figures: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """The same group's latest figures by tag: every case a labelled point, never an average.

    ``figures`` as from ``explorer.queries.observations.by_tag``.
    """
    shown = prepared(figures, tr)
    shown["tag"] = figures["tag"].to_list()
    shown["tag_label"] = figures[f"label_{tr.language}"].to_list()
    shown["colour"] = [TAG_COLOURS.get(tag, ACCENT) for tag in shown["tag"]]
    shown["fill"] = [
        "transparent" if is_hollow(qualifier) else colour
        for qualifier, colour in zip(figures["qualifier"], shown["colour"], strict=True)
    ]
    shown["text"] = [f"{row}  {words}" for row, words in zip(shown["row"], shown["words"], strict=True)]
    shown = shown.sort_values(["tag_label", "value"], kind="stable")
    shown["slot"] = shown.groupby("tag_label", sort=False).cumcount()
    order = list(dict.fromkeys(figures[f"label_{tr.language}"]))
    shown["line"] = [
        f"{order.index(label):02d}-{slot:02d}" for label, slot in zip(shown["tag_label"], shown["slot"], strict=True)
    ]
    first = shown[shown["slot"] == 0]
    y = alt.Y("line:N", title=None, axis=None, sort="ascending")
    x = alt.X("value:Q", title=None, scale=_scale(shown, shown.iloc[0:0], "dot"), axis=alt.Axis(tickCount=5))
    base = alt.Chart(shown).encode(y=y, x=x, tooltip=_tooltip(tr))
    points = base.mark_point(size=110, strokeWidth=2, opacity=1).encode(
        shape=alt.Shape("mark:N", scale=None),
        stroke=alt.Stroke("colour:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
    )
    labels = base.mark_text(align="left", dx=11, fontSize=12).encode(text="text:N")
    heads = (
        alt.Chart(first)
        .mark_text(align="left", fontSize=12, fontWeight="bold", dx=2)
        .encode(y=y, x=alt.value(0), text="tag_label:N", color=alt.Color("colour:N", scale=None))
    )
    return alt.layer(points, labels, heads).properties(height=row_height(len(shown)))


def figures_alt(figures: pd.DataFrame, tr: Translator) -> str:
    """The highest and lowest figure, in words, and how many are shown."""
    if figures.empty:
        return tr("chart.alt.empty")
    rows = records(figures)
    several = _ambiguous_places(rows)
    high, low = max(rows, key=lambda row: row["value"]), min(rows, key=lambda row: row["value"])
    if len(rows) == 1:
        return tr("chart.alt.one", name=_named(high, tr), place=row_label(high, tr, several), figure=tr.figure(high))
    return tr(
        "chart.alt.range",
        name=_named(high, tr),
        count=len(rows),
        high_place=row_label(high, tr, several),
        high=tr.figure(high),
        low_place=row_label(low, tr, several),
        low=tr.figure(low),
    )


def _named(row: dict[str, Any], tr: Translator) -> str:
    return tr.pick(row, "indicator") or ""


def marks_legend(figures: pd.DataFrame, tr: Translator) -> str:
    """What the marks of this chart mean, in one line; empty where every mark is a plain dot."""
    definitions = list(dict.fromkeys(zip(figures["indicator_id"], figures[f"indicator_{tr.language}"], strict=True)))
    parts = []
    if len(definitions) > 1:
        signs = [SHAPE_SIGNS[SHAPES[index % len(SHAPES)]] for index in range(len(definitions))]
        parts = [f"{sign} {name}" for sign, (_, name) in zip(signs, definitions, strict=True)]
    qualifiers = set(figures["qualifier"])
    if "~" in qualifiers:
        parts.append(tr("marks.about"))
    if qualifiers & {">", ">="}:
        parts.append(tr("marks.more_than"))
    if qualifiers & {"<", "<="}:
        parts.append(tr("marks.less_than"))
    if "derived" in set(figures["basis"]):
        parts.append(tr("marks.derived"))
    return tr("separator").join(parts)
