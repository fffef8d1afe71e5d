"""The events and figures of a reform clock as a table to read and as data, with where each stands to the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from explorer.exports.data_table import DataTable
from explorer.exports.tables import figures_data, figures_table
from explorer.i18n import Translator
from explorer.queries import records

Row = Mapping[str, Any]


def since_start(row: Row, tr: Translator) -> str:
    """In which year from the start on: ``10``, ``2–4``; a dash where no start is stated."""
    if row["since_first"] is None:
        return "—"
    first, last = (str(row[name]).replace("-", "−") for name in ("since_first", "since_last"))
    return first if first == last else tr("clock.since.range", first=first, last=last)


def stands_to_start(row: Row, tr: Translator) -> str:
    """Before the start, at it or after it, as far as the dates tell."""
    return tr(f"clock.stands.{row['stands']}") if row["stands"] else "—"


def clock_table(rows: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """For reading: as ``figures_table``, with the year from the start on and what lies before it beside the period.

    ``rows`` are milestones and outcomes as from ``explorer.queries.clock``, one below the other.
    """
    table = figures_table(rows, tr)
    told = records(rows)
    place = list(table.columns).index(tr("column.period")) + 1
    table.insert(place, tr("clock.column.since"), [since_start(row, tr) for row in told])
    table.insert(place + 1, tr("clock.column.stands"), [stands_to_start(row, tr) for row in told])
    return table


def clock_data(rows: pd.DataFrame, tr: Translator) -> DataTable:
    """For computing: as ``figures_data``, with the years from the start on, and before, at or after it."""
    return figures_data(
        rows,
        tr,
        more={
            "clock.column.since_first": lambda row: row["since_first"],
            "clock.column.since_last": lambda row: row["since_last"],
            "clock.column.stands": lambda row: row["stands"] and tr(f"clock.stands.{row['stands']}"),
        },
        numbers=("clock.column.since_first", "clock.column.since_last"),
    )
