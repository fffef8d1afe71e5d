"""How a figure becomes a mark: its row, shape, fill, words, and the axis it is read against."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from explorer.charts.theme import ACCENT, MUTED, OWN, SHAPE_SIGNS, SHAPES, STAR, STAR_SIGN, is_hollow, mark_shape
from explorer.i18n import VERDICT_SIGNS, YEAR_UNIT, Translator
from explorer.queries import records

LEAST_PERCENT_SPAN = 10
"""A percent axis never spans less: a tenth of a point must not look like a gulf."""

ALL_KEYS = {"row": "column.place", "words": "column.value", "period": "column.period", "definition": "column.indicator",
            "basis": "column.basis", "source": "column.source"}  # fmt: skip


def prepared(figures: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """One row a figure with everything that a mark shows.

    ``figures`` as from ``explorer.queries.observations``. Columns: observation_id, case_id, indicator_id, value,
    period_end, row, mark (shape), colour, fill, hollow, words (for tooltips), label (the same for the mark), period,
    mark_label, definition, source, basis, finding (empty for none), context (bool), rank (the newest value in its row),
    and own (bool) where any may be the reader's.
    """
    rows = records(figures)
    definitions = list(dict.fromkeys(figures["indicator_id"]))
    shapes = {name: SHAPES[index % len(SHAPES)] for index, name in enumerate(definitions)}
    labels = row_labels(rows, tr)
    shown = pd.DataFrame(
        {
            "observation_id": figures["observation_id"].to_list(),
            "case_id": figures["case_id"].to_list(),
            "indicator_id": figures["indicator_id"].to_list(),
            "value": figures["value"].to_list(),
            "period_end": figures["period_end"].to_list(),
            "row": labels,
            "mark": [
                STAR if is_own(row) else mark_shape(shapes[row["indicator_id"]], row["qualifier"]) for row in rows
            ],
            "colour": [OWN if is_own(row) else MUTED if row["case_category"] == "context" else ACCENT for row in rows],
            "hollow": [is_hollow(row["qualifier"]) or row["basis"] == "derived" for row in rows],
            "words": [tr.figure(row) for row in rows],
            "label": [tr.figure(row, beside=False) for row in rows],
            "period": [tr.period(row) for row in rows],
            "mark_label": [
                tr("chart.mark_label", figure=tr.figure(row, beside=False), period=tr.short_period(row)) for row in rows
            ],
            "definition": [tr.pick(row, "indicator") for row in rows],
            "source": [tr.pick(row, "source") for row in rows],
            "basis": [tr(f"basis.{row['basis']}") for row in rows],
            "finding": [tr.pick(row, "finding") or "" for row in rows],
            "context": [row["case_category"] == "context" for row in rows],
        }
    )
    if "origin" in figures:
        shown["own"] = [is_own(row) for row in rows]
    shown["fill"] = shown["colour"].mask(shown["hollow"], "transparent")
    newest = shown.groupby("row")["period_end"].transform("max")
    current = shown["value"].where(newest.isna() | (shown["period_end"] == newest))
    shown["rank"] = current.groupby(shown["row"]).transform("max")
    return shown


def is_own(row: Mapping[str, Any]) -> bool:
    """Whether a figure is the reader's own, and no published one."""
    return str(row.get("origin")).startswith("own")


def own_words(figures: pd.DataFrame, tr: Translator) -> str:
    """Which of these figures are the reader's own, in a sentence, and whether they are made up; empty if none is."""
    rows = [row for row in records(figures) if is_own(row)] if "origin" in figures else []
    if not rows:
        return ""
    places = tr.listing(list(dict.fromkeys(tr.pick(row, "place") or "" for row in rows)))
    synthetic = any(row["origin"] == "own_synthetic" for row in rows)
    return tr("own.alt.synthetic" if synthetic else "own.alt", count=len(rows), places=places)


def row_labels(rows: list[dict[str, Any]], tr: Translator) -> list[str]:
    """The row each figure stands in: its place, with what tells it from others of that place.

    The subject is added where a place has several, the indicator where one subject has several for one period; where
    two cases share a place, each goes by its own name.
    """
    subjects: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    indicators: defaultdict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    sharing: defaultdict[str | None, set[str]] = defaultdict(set)
    for row in rows:
        # The country's subject says no more than the country, unless one indicator has several.
        within = row["indicator_id"] if row["case_category"] == "context" else None
        subjects[row["case_id"], within].add(row["subject_en"])
        indicators[row["case_id"], row["subject_en"], row["period_printed"]].add(row["indicator_id"])
        sharing[tr.pick(row, "place")].add(row["case_id"])
    by_subject = {case_id for (case_id, _), names in subjects.items() if len(names) > 1}
    by_indicator = {case_id for (case_id, _, _), names in indicators.items() if len(names) > 1}
    only_case = len({row["case_id"] for row in rows}) == 1
    labels = []
    for row in rows:
        place = tr.pick(row, "place" if len(sharing[tr.pick(row, "place")]) == 1 else "case") or ""
        subject = tr.pick(row, "subject") or ""
        parts = [] if only_case else [place]
        if row["case_id"] in by_subject and subject != place:
            parts.append(subject)
        if row["case_id"] in by_indicator:
            parts.append(tr.pick(row, "indicator") or "")
        labels.append(" · ".join(parts or [place]))
    return labels


def tooltip(shown: pd.DataFrame, tr: Translator) -> list[alt.Tooltip]:
    """What hovering tells: everything that a citation needs, and what the audit found."""
    keys = ALL_KEYS | ({"finding": "column.finding"} if shown["finding"].any() else {})
    return [alt.Tooltip(f"{column}:N", title=tr(key)) for column, key in keys.items()]


def extent(values: list[float], unit: str) -> tuple[float, float]:
    """The range that an axis must show, at least LEAST_PERCENT_SPAN wide for percentages."""
    low, high = min(values), max(values)
    least = LEAST_PERCENT_SPAN if unit == "percent" else abs(high) * 0.1 or 1.0
    if high - low < least:
        middle = (high + low) / 2
        low, high = middle - least / 2, middle + least / 2
        if unit == "percent" and max(values) <= 100 < high:
            low, high = low - (high - 100), 100.0
        if min(values) >= 0 > low:
            low, high = 0.0, high - low
    return low, high


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers from ``low`` to ``high``, about ``count`` of them."""
    raw = (high - low) / count
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(step * index, 10) for index in range(first, math.floor(high / step + 1e-9) + 1)]


def value_axis(low: float, high: float, unit: str, tr: Translator) -> alt.Axis:
    """An axis with round ticks inside the data's range, in the language's way of writing large numbers."""
    values = ticks(low, high)
    if unit == YEAR_UNIT:
        values = [value for value in values if value.is_integer()]
    labels = json.dumps(tr.tick_labels(values, unit), ensure_ascii=False)
    words = f"{labels}[indexof({json.dumps(values)}, datum.value)]"
    return alt.Axis(values=values, labelExpr=words, labelFlush=False, labelOverlap=True, labelSeparation=6)


def marks_legend(figures: pd.DataFrame, tr: Translator, *, upright: bool = False) -> str:
    """What the marks of this chart mean, in one line; empty where every mark is a plain dot.

    ``upright`` says that arrowheads point along values that run upwards.
    """
    names = dict(zip(figures["indicator_id"], figures[f"indicator_{tr.language}"], strict=True))
    parts = []
    named_in_rows = any(name in label for label in row_labels(records(figures), tr) for name in names.values())
    if len(names) > 1 and not named_in_rows:
        parts = [f"{SHAPE_SIGNS[SHAPES[index % len(SHAPES)]]} {name}" for index, name in enumerate(names.values())]
    verdicts = set(figures["verdict"])
    qualifiers, derived = set(figures["qualifier"]), "derived" in set(figures["basis"])
    if "~" in qualifiers or derived:
        reported = figures[figures["basis"] == "reported"]
        about = "~" in set(reported["qualifier"])
        parts.append(
            tr("marks.about_or_derived" if about and derived else "marks.derived" if derived else "marks.about")
        )
    if qualifiers & {">", ">="}:
        parts.append(tr("marks.more_than", sign="△" if upright else "▷"))
    if qualifiers & {"<", "<="}:
        parts.append(tr("marks.less_than", sign="▽" if upright else "◁"))
    origins = set(figures["origin"]) if "origin" in figures else set()
    if origins & {"own", "own_synthetic"}:
        parts.append(tr("own.marks.synthetic" if "own_synthetic" in origins else "own.marks", sign=STAR_SIGN))
    parts += [tr(f"marks.{verdict}", sign=sign) for verdict, sign in VERDICT_SIGNS.items() if verdict in verdicts]
    legend = tr("separator").join(parts)
    return legend[:1].upper() + legend[1:]
