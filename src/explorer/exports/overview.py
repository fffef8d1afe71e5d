"""The counts of the overview as a page shows them and as files hold them: with the cases that were counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from explorer.exports.data_table import DataTable, table_of
from explorer.filters import NO_MODEL
from explorer.i18n import Translator
from explorer.queries import records


def matrix_table(counts: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """For reading: one row a model, one column an integration type, as in the drawing.

    ``counts`` as from ``explorer.queries.cases.model_type_matrix``.
    """
    rows = records(counts)
    types = dict.fromkeys(row["type"] for row in rows)
    cells: dict[str, list[str]] = {tr("facet.alliance_model"): [], **{tr(f"overview.type.{tag}"): [] for tag in types}}
    for model in dict.fromkeys(row["model"] for row in rows):
        cells[tr("facet.alliance_model")].append(_model(model, tr))
        for row in (row for row in rows if row["model"] == model):
            cells[tr(f"overview.type.{row['type']}")].append(tr.number(row["cases"], 0))
    return pd.DataFrame(cells)


def matrix_data(counts: pd.DataFrame, members: Mapping[tuple[str, str], Sequence[str]], tr: Translator) -> DataTable:
    """For computing: one row a model and integration type, none left out; ``members`` are the ids of its cases."""
    return table_of(
        records(counts),
        {
            "model_id": lambda row: row["model"],
            "type_id": lambda row: row["type"],
            "facet.alliance_model": lambda row: _model(row["model"], tr),
            "facet.integration_type": lambda row: _type(row["type"], tr),
            "column.cases": lambda row: row["cases"],
            "case_ids": lambda row: "; ".join(members.get((row["model"], row["type"]), ())),
        },
        tr,
        numbers=("column.cases",),
    )


def provinces_table(counts: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """For reading: the provinces that have cases, those with most first.

    ``counts`` as from ``explorer.queries.cases.cases_by_province``.
    """
    held = counts[counts["cases"] > 0].sort_values("cases", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            tr("facet.province"): [tr.pick(row, "name") or "" for row in records(held)],
            tr("column.cases"): [tr.number(row["cases"], 0) for row in records(held)],
        }
    )


def provinces_data(counts: pd.DataFrame, members: Mapping[str, Sequence[str]], tr: Translator) -> DataTable:
    """For computing: one row a province, those without cases too; ``members`` are the ids of its cases."""
    return table_of(
        records(counts),
        {
            "province_id": lambda row: row["province"],
            "facet.province": lambda row: tr.pick(row, "name"),
            "column.cases": lambda row: row["cases"],
            "case_ids": lambda row: "; ".join(members.get(row["province"], ())),
        },
        tr,
        numbers=("column.cases",),
    )


def _model(tag: str, tr: Translator) -> str:
    return tr("model.none") if tag == NO_MODEL else tr.label("alliance_model", tag)


def _type(tag: str, tr: Translator) -> str:
    return tr.label("integration_type", tag)
