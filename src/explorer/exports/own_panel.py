"""What the view of a large panel shows, as tables for reading and as CSV: always said to be the reader's own."""

from __future__ import annotations

import pandas as pd

from explorer.charts.own_panel import value_words
from explorer.exports.tables import csv_bytes, inert
from explorer.i18n import Translator, decimals_of, plain_number
from explorer.queries import records


def origin(synthetic: bool, tr: Translator) -> str:
    """Whose these figures are."""
    return tr("own.origin.own_synthetic" if synthetic else "own.origin.own")


def rank_table(ranked: pd.DataFrame, unit: str, tr: Translator) -> pd.DataFrame:
    """Places by rank, for reading. ``ranked`` as from ``explorer.queries.own_figures.ranked``."""
    rows = records(ranked)
    return pd.DataFrame(
        {
            tr("own.panel.column.rank"): [f"{row['rank']:,}" for row in rows],
            tr("column.place"): [row["place_name"] or row["place"] for row in rows],
            tr("own.panel.column.code"): [row["place"] for row in rows],
            tr("column.value"): [tr.amount(row["value"], min(decimals_of(row["value"]), 2), unit) for row in rows],
            tr("column.period"): [period_words(row) for row in rows],
            tr("own.panel.column.below"): ["—" if row["below"] is None else f"{row['below']:.1f}" for row in rows],
        }
    )


def period_words(row: dict[str, object]) -> str:
    """A period by its ends, as dates anywhere in the world are written."""
    start, end = (f"{row[name]:%Y-%m-%d}" for name in ("period_start", "period_end"))
    return f"{start}–{end}"


def rank_csv(ranked: pd.DataFrame, indicator_id: str, name: str, set_name: str, tr: Translator) -> bytes:
    """The same for computing, one row a place: code, name, indicator, period, number, unit, rank, whose figure."""
    keys = ("own.panel.column.code", "column.place", "column.indicator", "column.number", "column.unit")
    more = ("own.panel.column.rank", "own.panel.column.of", "own.panel.column.below")
    header = [*map(tr, keys), "indicator_id", "period_start", "period_end", *map(tr, more)]
    header += [tr("own.column.origin"), tr("column.source")]
    body: list[list[object]] = []
    for row in records(ranked):
        start, end = (f"{row[key]:%Y-%m-%d}" for key in ("period_start", "period_end"))
        cells = [inert(row["place"]), inert(row["place_name"]), name, _number(row["value"])]
        cells += [tr.label("unit", row["unit"]), indicator_id, start, end, row["rank"], row["of"]]
        cells += [None if row["below"] is None else f"{row['below']:.4f}", origin(row["synthetic"], tr)]
        body.append([*cells, inert(tr("own.source", name=set_name))])
    return csv_bytes(header, body)


def trend_table(figures: pd.DataFrame, unit: str, tr: Translator) -> pd.DataFrame:
    """Places over time, for reading: a row a period, a column a place; a dash where there is no figure."""
    words = figures.assign(
        period=[period_words(row) for row in records(figures)],
        words=[tr.amount(value, min(decimals_of(value), 2), unit) for value in figures["value"]],
    )
    wide = words.pivot(index="period", columns="series", values="words")
    wide = wide[list(dict.fromkeys(figures["series"]))].fillna("—").reset_index()
    return wide.rename(columns={"period": tr("column.period")}).rename_axis(columns=None)


def trend_csv(figures: pd.DataFrame, indicator_id: str, name: str, set_name: str, tr: Translator) -> bytes:
    """Places over time for computing, one row a figure."""
    keys = ("own.panel.column.code", "column.place", "column.indicator", "column.number", "column.unit")
    header = [*map(tr, keys), "indicator_id", "period_start", "period_end"]
    header += [tr("own.column.origin"), tr("column.source")]
    body: list[list[object]] = []
    for row in records(figures):
        cells = [inert(row["place"]), inert(row["place_name"]), name, _number(row["value"])]
        cells += [tr.label("unit", row["unit"]), indicator_id]
        cells += [f"{row['period_start']:%Y-%m-%d}", f"{row['period_end']:%Y-%m-%d}", origin(row["synthetic"], tr)]
        body.append([*cells, inert(tr("own.source", name=set_name))])
    return csv_bytes(header, body)


def distribution_table(parts: pd.DataFrame, unit: str, tr: Translator) -> pd.DataFrame:
    """The parts of the range with how many places lie in each, for reading."""
    rows = records(parts)
    ranges = [
        tr("own.panel.distribution.range.of", **{end: value_words(row[end], unit, tr) for end in ("low", "high")})
        for row in rows
    ]
    counts = [f"{row['places']:,}" for row in rows]
    return pd.DataFrame({tr("own.panel.distribution.range"): ranges, tr("own.panel.distribution.axis"): counts})


def distribution_csv(parts: pd.DataFrame, indicator_id: str, name: str, synthetic: bool, tr: Translator) -> bytes:
    """The same for computing."""
    header = ["indicator_id", tr("column.indicator"), "low", "high", tr("own.panel.distribution.axis")]
    whose = origin(synthetic, tr)
    body: list[list[object]] = [
        [indicator_id, name, row["low"], row["high"], row["places"], whose] for row in records(parts)
    ]
    return csv_bytes([*header, tr("own.column.origin")], body)


def _number(value: float) -> str:
    return plain_number(value, decimals_of(value))
