"""The list of policies as a table to read and as data: the same rows, the same order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from explorer.exports.data_table import DataTable, table_of
from explorer.i18n import Translator
from explorer.queries import records


def policies_table(cards: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """Policies for reading, one row each in the order given: date, level, kind, title, issuer, number.

    ``cards`` as from ``explorer.queries.policies.policy_cards``.
    """
    rows = records(cards)
    columns = {
        "policy.column.date": [tr.issued(row) for row in rows],
        "column.level": [tr.pick(row, "level") for row in rows],
        "policy.column.kind": [tr.pick(row, "kind") for row in rows],
        "policy.column.title": [tr.pick(row, "title") for row in rows],
        "policy.column.issuer": [tr.pick(row, "issuer") for row in rows],
        "policy.column.number": [row["document_number"] or "—" for row in rows],
    }
    return pd.DataFrame({tr(key): cells for key, cells in columns.items()})


def policies_data(cards: pd.DataFrame, tr: Translator, link: Callable[[str], str]) -> DataTable:
    """The listed policies: identity, date as printed and the days it may mean, counts, source and locator.

    ``cards`` as from ``explorer.queries.policies.policy_cards``; ``link`` gives a policy's address.
    """
    cells: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "policy_id": lambda row: row["policy_id"],
        "policy.column.title": lambda row: tr.pick(row, "title"),
        "policy.column.issuer": lambda row: tr.pick(row, "issuer"),
        "policy.column.number": lambda row: row["document_number"],
        "policy.column.date": lambda row: row["issued"],
        "policy.column.earliest": lambda row: _day(row["issued_from"]),
        "policy.column.latest": lambda row: _day(row["issued_to"]),
        "policy.column.basis": lambda row: row["issued_basis"] and tr(f"policy.date.{row['issued_basis']}"),
        "column.note": lambda row: tr.pick(row, "issued_note"),
        "column.level": lambda row: tr.pick(row, "level"),
        "policy.column.kind": lambda row: tr.pick(row, "kind"),
        "column.status": lambda row: tr.pick(row, "status"),
        "facet.family": lambda row: tr.pick(row, "family"),
        "column.summary": lambda row: tr.pick(row, "summary"),
        "policy.column.targets": lambda row: row["targets"],
        "column.cases": lambda row: row["cases"],
        "column.source": lambda row: row["source_id"],
        "column.locator": lambda row: row["locator"],
        "column.link": lambda row: link(row["policy_id"]),
    }
    numbers = ("policy.column.targets", "column.cases")
    return table_of(records(cards), cells, tr, numbers=numbers, ids={"column.source": "source_id"})


def _day(day: Any) -> str | None:
    return None if day is None else f"{day:%Y-%m-%d}"
