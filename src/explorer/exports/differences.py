"""What cases share and where they differ, as tables to read and as data to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from explorer.exports.data_table import DataTable, table_from, table_of
from explorer.exports.tables import source_and_locator
from explorer.i18n import Translator
from explorer.queries import records

JACCARD_DECIMALS = 2


def tags_table(tags: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """Tags one by one, one row per tag and case: on what basis, where it stands, why.

    ``tags`` as from ``explorer.queries.differs.tags_side_by_side``, in the order given; headers in the reader's
    language.
    """
    return pd.DataFrame([{tr(key): read(row, tr) for key, read in _TAG_CELLS.items()} for row in records(tags)])


def tags_data(tags: pd.DataFrame, tr: Translator) -> DataTable:
    """The same rows with ids in front."""
    cells: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "case_id": lambda row: row["case_id"],
        "dimension": lambda row: row["dimension"],
        "tag": lambda row: row["tag"],
    }
    cells |= {key: lambda row, read=read: read(row, tr) for key, read in _TAG_CELLS.items()}  # type: ignore[misc]
    return table_of(records(tags), cells, tr, ids={"column.tag": "label"})


_TAG_CELLS: dict[str, Callable[[Mapping[str, Any], Translator], str]] = {
    "column.case": lambda row, tr: tr.pick(row, "case") or "",
    "column.attribute": lambda row, tr: tr(f"facet.{row['dimension']}"),
    "column.tag": lambda row, tr: tr.pick(row, "label") or "",
    "column.basis": lambda row, tr: tr(f"tag.basis.{row['basis']}"),
    "column.source": lambda row, tr: tr.pick(row, "source") or "",
    "column.locator": lambda row, tr: row["locator"] or "—",
    "column.note": lambda row, tr: tr.pick(row, "note") or "",
}


def pairs_data(pairs: pd.DataFrame, tr: Translator) -> DataTable:
    """Pairs with what they have in common, in the order given.

    ``pairs`` as from ``explorer.queries.differs.closest_pairs``.
    """
    cells: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "case_a": lambda row: row["case_a"],
        "case_b": lambda row: row["case_b"],
        "differs.column.name_a": lambda row: tr.pick(row, "name_a"),
        "differs.column.name_b": lambda row: tr.pick(row, "name_b"),
        "column.shared": lambda row: row["shared"],
        "column.either": lambda row: row["either"],
        "column.jaccard": lambda row: format(row["jaccard"], f".{JACCARD_DECIMALS}f"),
        "column.tags": lambda row: "; ".join(row[f"labels_{tr.language}"]),
    }
    return table_of(records(pairs), cells, tr, numbers=("column.shared", "column.either", "column.jaccard"))


def outcomes_table(outcomes: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """The two figures of each comparison one under the other: whose, how much of what and when, as printed, where.

    ``outcomes`` as from ``explorer.queries.differs.same_tags_other_outcomes``; headers in the reader's language. Value,
    subject and period share a column, so that a phone has room for them.
    """
    cells = [_read(row, side, tr) for row in records(outcomes) for side in ("a", "b")]
    for row in cells:
        subject, period = row.pop("column.subject"), row.pop("column.period")
        row["column.value"] = tr("differs.outcomes.value", value=row["column.value"], subject=subject, period=period)
    return pd.DataFrame([{tr(key): cell for key, cell in row.items()} for row in cells])


def outcomes_data(outcomes: pd.DataFrame, tr: Translator) -> DataTable:
    """The same rows with ids in front and the comparability of the two."""
    rows = [(row, side) for row in records(outcomes) for side in ("a", "b")]
    tables = [_read(row, side, tr) for row, side in rows]
    columns: dict[str, list[Any]] = {
        "case_id": [row[f"case_{side}"] for row, side in rows],
        "indicator_id": [row["indicator_id"] for row, _ in rows],
        "observation_id": [row[f"observation_id_{side}"] for row, side in rows],
        **{key: [cells[key] for cells in tables] for key in _OUTCOME_KEYS},
        "column.comparability": [tr.pick(row, "group_reason") for row, _ in rows],
    }
    return table_from(columns, tr)


_OUTCOME_KEYS = (
    *("column.indicator", "column.case", "column.subject", "column.value", "column.period", "column.as_reported"),
    "column.source",
)


def _read(row: Mapping[str, Any], side: str, tr: Translator) -> dict[str, str]:
    """One figure of a comparison by the keys of the heads."""
    suffix = f"_{side}"
    figure = {name.removesuffix(suffix): value for name, value in row.items() if name.endswith(suffix)}
    # Texts stand as subject_zh_a: the side behind the language.
    return {
        "column.indicator": tr.pick(row, "indicator") or "",
        "column.case": tr.pick(row, f"name_{side}") or "",
        "column.subject": tr.pick(figure, "subject") or "",
        "column.value": tr.figure(figure),
        "column.period": tr.period(figure),
        "column.as_reported": figure["as_reported"],
        "column.source": source_and_locator(figure, tr),
    }
