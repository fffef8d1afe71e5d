"""Scenarios as a table to read and as data."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from explorer.exports.data_table import DataTable, table_from
from explorer.i18n import Translator
from explorer.planner.amount import amount_of
from explorer.planner.gap import UNIT_OF, Change
from explorer.planner.position import Position
from explorer.planner.scenario import Scenario
from explorer.planner.scenario_words import scenario_rows, scenarios_header


def scenarios_table(positions: Sequence[Position], scenarios: Sequence[Scenario], tr: Translator) -> pd.DataFrame:
    """For reading. Two scenarios of one name are told apart by their number."""
    heads = [piece.text for piece in scenarios_header(scenarios, tr)]
    heads = [head if heads.count(head) == 1 else f"{head} {index}" for index, head in enumerate(heads)]
    rows = scenario_rows(positions, scenarios, tr)
    return pd.DataFrame([[cell.text for cell in row] for row in rows], columns=heads)


def scenarios_data(scenarios: Sequence[Scenario], tr: Translator) -> DataTable:
    """For computing: one row a scenario and rate, amounts in base units with both ends."""
    header = ["scenario", "field_id", "percent_now", "percent_then", "unit"]
    header += [f"{name}_{end}" for name in ("now", "then", "more") for end in ("low", "high")]
    body: list[list[object]] = []
    for scenario in scenarios:
        for field_id, found in scenario.outcomes.items():
            row: list[object] = [scenario.name, field_id]
            if isinstance(found, Change):
                row += [f"{found.now.value:f}", f"{found.then.value:f}", UNIT_OF[found.quantity.name]]
                for interval in (found.kept_now, found.kept_then, found.more):
                    amount = amount_of(interval)
                    row += [f"{amount.low:f}", f"{amount.high:f}"]
            else:
                row += [None, f"{scenario.rates[field_id]:f}", None, *[None] * 6]
            body.append(row)
    columns = {name: [row[place] for row in body] for place, name in enumerate(header)}
    return table_from(columns, tr, numbers=[name for name in header if name not in ("scenario", "field_id", "unit")])
