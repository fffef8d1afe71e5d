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


RATES = ("what_if.file.percent_now", "what_if.file.percent_then")
ENDS = (
    *("what_if.file.now_low", "what_if.file.now_high"),
    *("what_if.file.then_low", "what_if.file.then_high"),
    *("what_if.file.more_low", "what_if.file.more_high"),
)
"""The heads of rates and of the ends of amounts."""


def scenarios_data(scenarios: Sequence[Scenario], tr: Translator) -> DataTable:
    """For computing: one row a scenario and rate, amounts in base units with both ends."""
    header = ["what_if.name", "field_id", "what_if.column.rate", *RATES, "column.unit", *ENDS]
    body: list[list[object]] = []
    for scenario in scenarios:
        for field_id, found in scenario.outcomes.items():
            row: list[object] = [scenario.name, field_id, tr(f"county.{field_id}")]
            if isinstance(found, Change):
                unit = tr.label("unit", UNIT_OF[found.quantity.name])
                row += [f"{found.now.value:f}", f"{found.then.value:f}", unit]
                for interval in (found.kept_now, found.kept_then, found.more):
                    amount = amount_of(interval)
                    row += [f"{amount.low:f}", f"{amount.high:f}"]
            else:
                row += [None, f"{scenario.rates[field_id]:f}", None, *[None] * len(ENDS)]
            body.append(row)
    columns = {name: [row[place] for row in body] for place, name in enumerate(header)}
    return table_from(columns, tr, numbers=(*RATES, *ENDS), ids={"what_if.name": "scenario"})
