"""Small panels for tests: one row a figure, whatever isn't said being a usual county's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from explorer.own_figures.keeping import keep_table
from explorer.own_figures.panel import PANEL_SCHEMA, OwnPanel

UNITS = {"referrals-up": "referrals", "referrals-down": "referrals", "referrals-total": "referrals"}


def figure(place: str = "330522", value: float = 63.4, year: int = 2023, **more: Any) -> dict[str, Any]:
    """A row of PANEL_SCHEMA: a whole year's county visit rate unless said otherwise."""
    row: dict[str, Any] = dict.fromkeys(PANEL_SCHEMA.names)
    row |= {"place": place, "value": value, "indicator_id": "county-visit-rate", "synthetic": False}
    row |= {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}
    row |= more
    row["unit"] = row["unit"] or UNITS.get(row["indicator_id"], "percent")
    return row


def table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), PANEL_SCHEMA)


def panel(folder: Path, *rows: dict[str, Any], name: str = "我的一套") -> OwnPanel:
    """The rows as a session keeps them."""
    return keep_table(table(*rows), name, folder)
