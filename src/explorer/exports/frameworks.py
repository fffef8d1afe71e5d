"""An evaluation frame in words, as a table to read and as data: what is looked at, what there is, and on whose word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from explorer.exports.data_table import DataTable, table_from
from explorer.exports.tables import qualifier_word, source_and_locator
from explorer.exports.targets import due, rule, tally
from explorer.i18n import Translator, decimals_of, plain_number
from explorer.queries import records
from explorer.target_verdict import outcome

Row = Mapping[str, Any]
ByEntry = Mapping[int, Sequence[Row]]
"""Rows of ``queries.frameworks`` by the position of their entry."""


def by_entry(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Evidence or standings by the position of their entry."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["position"], []).append(row)
    return found


def standard(entry: Row, tr: Translator) -> str:
    """What an entry is held against, in words; for one without, that there is none."""
    if not has_standard(entry):
        return tr("frameworks.no_standard")
    asked = {"value": entry["target"], "operator": entry["operator"], "unit": entry["unit"]}
    scope = tr.pick(entry, "scope")
    if entry["target_id"]:
        return tr("targets.asked", rule=rule(asked, tr), due=due(entry, tr), scope=scope)
    place = {name: entry[f"standard_title_{name}"] for name in ("zh", "en")}
    source = source_and_locator(
        {"source_zh": place["zh"], "source_en": place["en"], "locator": entry["standard_locator"]}, tr
    )
    return tr("frameworks.standard", rule=rule(asked, tr), scope=scope, source=source)


def has_standard(entry: Row) -> bool:
    return bool(entry["target_id"] or entry["standard_source"])


def standing(entry: Row, figures: Sequence[Row], tr: Translator) -> list[str]:
    """How the figures of an entry stand to its standard: a phrase that sums them up, then how many stand how."""
    if not has_standard(entry):
        return []
    return [tr(f"targets.outcome.{outcome(figures)}"), *tally(figures, tr)]


def basis(entry: Row, tr: Translator) -> str:
    """Where the choice of an entry comes from."""
    place = source_and_locator(entry, tr)
    if entry["basis"] == "stated":
        said = tr("frameworks.basis.stated", words=entry["as_printed"], source=place)
        reason = tr.pick(entry, "reason")
        return tr("frameworks.sentences", first=said, second=reason) if reason else said
    return tr("frameworks.basis.judged", reason=tr.pick(entry, "reason"), source=place)


def why_blank(entry: Row, tr: Translator) -> str:
    """Why there is no figure: what is wanted says so itself."""
    return tr.pick(entry, "missing") or tr("frameworks.told.blank")


def names_of(evidence: Sequence[Row], tr: Translator) -> list[str]:
    """What each case or place is called: by its place, or by its own name where two share a place."""
    places = [tr.pick(row, "place") or tr.pick(row, "case") or "" for row in evidence]
    return [
        place if places.count(place) == 1 else tr.pick(row, "case") or place
        for place, row in zip(places, evidence, strict=True)
    ]


def held(name: str, row: Row, tr: Translator) -> str:
    """A case with how many figures it has, and of which years."""
    first, last = row["first_year"], row["last_year"]
    if last is None:
        return tr("frameworks.held", name=name, count=row["figures"])
    years = f"{first}–{last}" if first != last else str(last)
    return tr("frameworks.held.years", name=name, count=row["figures"], years=years)


def framework_table(entries: pd.DataFrame, said: Sequence[str], evidence: ByEntry, tr: Translator) -> pd.DataFrame:
    """For reading beside the chart: one row an entry and model, what there is of it and whose; a blank says why.

    ``entries`` as from ``explorer.queries.frameworks.framework_entries``; ``said``: what there is of each, in words, as
    from ``explorer.charts.frameworks.told``.
    """
    columns = _told(records(entries), said, evidence, tr)
    return pd.DataFrame({tr(key): cells for key, cells in columns.items()})


def _told(found: Sequence[Row], said: Sequence[str], evidence: ByEntry, tr: Translator) -> dict[str, list[str]]:
    """The cells of ``framework_table`` by the key of their column's head."""
    own = [evidence.get(row["position"], []) for row in found]
    return {
        "frameworks.dimension": [tr.pick(row, "dimension") or "" for row in found],
        "facet.alliance_model": [tr.label("alliance_model", row["model"]) for row in found],
        "column.indicator": [tr.pick(row, "name") or "" for row in found],
        "frameworks.evidence": [
            why_blank(row, tr) if row["status"] == "blank" else words for row, words in zip(found, said, strict=True)
        ],
        "frameworks.column.held_by": [tr.listing(names_of(rows, tr)) or "—" for rows in own],
    }


def framework_data(
    framework: Row,
    entries: pd.DataFrame,
    said: Sequence[str],
    evidence: ByEntry,
    standings: ByEntry,
    tr: Translator,
) -> DataTable:
    """For computing: one row an entry, model and case or place; a blank once, with the reason.

    ``framework`` as from ``explorer.queries.frameworks.frameworks``, all else as for the table.
    """
    found = records(entries)
    named = _told(found, said, evidence, tr) | {
        "frameworks.column.direction": [tr(f"direction.{row['direction']}") for row in found],
        "frameworks.column.standard": [standard(row, tr) for row in found],
        "targets.column.against": [
            tr("separator").join(standing(row, standings.get(row["position"], []), tr)) for row in found
        ],
        "frameworks.column.basis": [basis(row, tr) for row in found],
    }
    pairs = [
        (place, entry, row) for place, entry in enumerate(found) for row in evidence.get(entry["position"]) or (None,)
    ]
    columns: dict[str, list[Any]] = {
        "framework_id": [framework["framework_id"] for _ in pairs],
        **{_ENTRY_IDS[name]: [entry[name] for _, entry, _ in pairs] for name in _ENTRY_IDS},
        "case_id": [row and row["case_id"] for _, _, row in pairs],
        "column.case": [row and tr.pick(row, "case") for _, _, row in pairs],
        **{key: [row and row[name] for _, _, row in pairs] for key, name in _COUNTS.items()},
        "column.qualifier": [entry["operator"] and qualifier_word(entry["operator"], tr) for _, entry, _ in pairs],
        "targets.column.number": [_asked(entry["target"]) for _, entry, _ in pairs],
        **{key: [cells[place] for place, _, _ in pairs] for key, cells in named.items()},
    }
    return table_from(columns, tr, numbers=(*_COUNTS, "targets.column.number"))


_ENTRY_IDS = {
    **{"model": "model_id", "dimension_id": "dimension_id", "indicator_id": "indicator_id"},
    **{"target_id": "target_id", "status": "status_id"},
}
_COUNTS = {
    "column.figures": "figures",
    "frameworks.column.first": "first_year",
    "frameworks.column.last": "last_year",
}


def _asked(value: float | None) -> str | None:
    return None if value is None else plain_number(value, decimals_of(value))
