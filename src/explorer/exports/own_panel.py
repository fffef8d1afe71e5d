"""What the view of a large panel shows, as tables for reading and as data: always said to be the reader's own."""

from __future__ import annotations

import pandas as pd

from explorer.charts.own_panel import value_words
from explorer.exports.data_table import Cells, DataTable, table_of
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


def rank_data(ranked: pd.DataFrame, indicator_id: str, name: str, set_name: str, tr: Translator) -> DataTable:
    """The same for computing, one row a place: code, name, indicator, period, number, unit, rank, whose figure."""
    cells: Cells = {
        **_figure_cells(indicator_id, name, tr),
        "own.panel.column.rank": lambda row: row["rank"],
        "own.panel.column.of": lambda row: row["of"],
        "own.panel.column.below": lambda row: None if row["below"] is None else f"{row['below']:.4f}",
        **_origin_cells(set_name, tr),
    }
    numbers = ("column.number", "own.panel.column.rank", "own.panel.column.of", "own.panel.column.below")
    return table_of(records(ranked), cells, tr, numbers=numbers)


def _figure_cells(indicator_id: str, name: str, tr: Translator) -> Cells:
    return {
        "own.panel.column.code": lambda row: row["place"],
        "column.place": lambda row: row["place_name"],
        "column.indicator": lambda _: name,
        "column.number": lambda row: _number(row["value"]),
        "column.unit": lambda row: tr.label("unit", row["unit"]),
        "indicator_id": lambda _: indicator_id,
        "period_start": lambda row: f"{row['period_start']:%Y-%m-%d}",
        "period_end": lambda row: f"{row['period_end']:%Y-%m-%d}",
    }


def _origin_cells(set_name: str, tr: Translator) -> Cells:
    return {
        "own.column.origin": lambda row: origin(row["synthetic"], tr),
        "column.source": lambda _: tr("own.source", name=set_name),
    }


def trend_table(figures: pd.DataFrame, unit: str, tr: Translator) -> pd.DataFrame:
    """Places over time, for reading: a row a period, a column a place; a dash where there is no figure."""
    words = figures.assign(
        period=[period_words(row) for row in records(figures)],
        words=[tr.amount(value, min(decimals_of(value), 2), unit) for value in figures["value"]],
    )
    wide = words.pivot(index="period", columns="series", values="words")
    wide = wide[list(dict.fromkeys(figures["series"]))].fillna("—").reset_index()
    return wide.rename(columns={"period": tr("column.period")}).rename_axis(columns=None)


def trend_data(figures: pd.DataFrame, indicator_id: str, name: str, set_name: str, tr: Translator) -> DataTable:
    """Places over time for computing, one row a figure."""
    cells = {**_figure_cells(indicator_id, name, tr), **_origin_cells(set_name, tr)}
    return table_of(records(figures), cells, tr, numbers=("column.number",))


def distribution_table(parts: pd.DataFrame, unit: str, tr: Translator) -> pd.DataFrame:
    """The parts of the range with how many places lie in each, for reading."""
    rows = records(parts)
    ranges = [
        tr("own.panel.distribution.range.of", **{end: value_words(row[end], unit, tr) for end in ("low", "high")})
        for row in rows
    ]
    counts = [f"{row['places']:,}" for row in rows]
    return pd.DataFrame({tr("own.panel.distribution.range"): ranges, tr("own.panel.distribution.axis"): counts})


def distribution_data(parts: pd.DataFrame, indicator_id: str, name: str, synthetic: bool, tr: Translator) -> DataTable:
    """The same for computing."""
    cells: Cells = {
        "indicator_id": lambda _: indicator_id,
        "column.indicator": lambda _: name,
        "low": lambda row: row["low"],
        "high": lambda row: row["high"],
        "own.panel.distribution.axis": lambda row: row["places"],
        "own.column.origin": lambda _: origin(synthetic, tr),
    }
    numbers = ("low", "high", "own.panel.distribution.axis")
    return table_of(records(parts), cells, tr, numbers=numbers, ids={"own.panel.distribution.axis": "places"})


def _number(value: float) -> str:
    return plain_number(value, decimals_of(value))
