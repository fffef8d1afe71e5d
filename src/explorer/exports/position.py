"""Where a county stands as a table to read and as data: its numbers, the targets, every comparable figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from explorer.county import County
from explorer.exports.data_table import DataTable, table_from
from explorer.exports.tables import qualifier_word, reported_or_formula, source_and_locator
from explorer.i18n import Translator, decimals_of, plain_number
from explorer.planner.position import Position, figure_interval
from explorer.planner.position_words import number_of, position_name, rule_words, target_words

Row = dict[str, str]
COLUMNS = ("column.indicator", "position.column.whose", "column.period", "column.value", "position.column.stands",
           "column.as_reported", "column.source")  # fmt: skip


def position_table(
    positions: Sequence[Position], county: County, tr: Translator, *, all_times: bool = True
) -> pd.DataFrame:
    """For reading: the county's number, then targets, then figures from high to low, strip by strip.

    Without ``all_times`` only the newest figure of each place stands there.
    """
    rows = [row for position in positions for row in _rows(position, county, tr, all_times=all_times)]
    return pd.DataFrame(
        {tr(key): [str(row.get(key) or "") for row in rows] for key in COLUMNS}, columns=[tr(key) for key in COLUMNS]
    )


def _rows(position: Position, county: County, tr: Translator, *, all_times: bool) -> list[dict[str, Any]]:
    name = position_name(position, tr).text
    own = {
        "column.indicator": name,
        "position.column.whose": county.name or tr("position.mine"),
        "column.period": tr("date.year", year=county.year) if county.year else tr("period.none"),
        "column.value": number_of(position, tr).text,
        "column.as_reported": position.number.as_entered,
        "column.source": tr("position.form"),
    }
    found: list[dict[str, Any]] = [own]
    for rule in position.rules:
        found.append(
            {
                "column.indicator": name,
                "position.column.whose": tr("position.column.target"),
                "column.period": tr("date.year", year=rule.target["due"].year),
                "column.value": target_words(tr, rule.target).text,
                "position.column.stands": rule_words(rule, position, tr).text,
                "column.source": tr.pick(rule.target, "policy"),
            }
        )
    figures = position.rows if all_times else position.newest_rows
    for row in sorted(figures, key=lambda row: -row["value"]):
        found.append(
            {
                "column.indicator": tr.pick(row, "indicator"),
                "position.column.whose": tr.pick(row, "subject"),
                "column.period": tr.period(row),
                "column.value": tr.figure(row),
                "position.column.stands": tr(f"position.stands.{stands(position, row)}"),
                "column.as_reported": reported_or_formula(row, tr),
                "column.source": source_and_locator(row, tr),
            }
        )
    return found


def stands(position: Position, row: dict[str, Any]) -> str:
    """Whether a figure lies certainly below the county's number, above it, or cannot be told apart from it."""
    own, other = position.number.stands_for, figure_interval(row)
    return "below" if other.high < own.low else "above" if other.low > own.high else "level"


def position_data(positions: Sequence[Position], county: County, tr: Translator) -> DataTable:
    """For computing: one row a number, with ids and numbers in base units."""
    fields: list[str] = []
    ids: list[list[object]] = []
    told: list[dict[str, Any]] = []
    for position in positions:
        own = [_own_ids(position, tr)]
        own += [_target_ids(rule.target, tr) for rule in position.rules]
        own += [_figure_ids(row, tr) for row in sorted(position.rows, key=lambda row: -row["value"])]
        ids += own
        told += _rows(position, county, tr, all_times=True)
        fields += [position.field_id] * len(own)
    columns: dict[str, Sequence[object]] = {"field_id": fields}
    columns |= {key: [row[place] for row in ids] for place, key in enumerate(_IDS)}
    columns |= {key: [str(row.get(key) or "") for row in told] for key in COLUMNS}
    return table_from(columns, tr, numbers=("column.number",))


_IDS = (
    *("observation_id", "target_id", "case_id", "indicator_id"),
    *("column.qualifier", "column.number", "column.unit"),
)


def _own_ids(position: Position, tr: Translator) -> list[object]:
    unit = tr.label("unit", position.indicator["unit"]) if position.indicator else None
    name = position.indicator["indicator_id"] if position.indicator else None
    return [None, None, None, name, qualifier_word("=", tr), f"{position.number.value:f}", unit]


def _target_ids(target: Any, tr: Translator) -> list[object]:
    number = plain_number(target["value"], decimals_of(target["value"]))
    told = [qualifier_word(target["operator"], tr), number, tr.label("unit", target["unit"])]
    return [None, target["target_id"], None, target["indicator_id"], *told]


def _figure_ids(row: dict[str, Any], tr: Translator) -> list[object]:
    number = plain_number(row["value"], int(row["decimals"]))
    told = [qualifier_word(row["qualifier"], tr), number, tr.label("unit", row["unit"])]
    return [row["observation_id"], None, row["case_id"], row["indicator_id"], *told]
