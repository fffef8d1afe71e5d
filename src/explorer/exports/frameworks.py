"""An evaluation frame in words, as a table and as a file: what is looked at, what there is, and on whose word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from explorer.exports.tables import csv_bytes, inert, qualifier_word, source_and_locator
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
    found = records(entries)
    own = [evidence.get(row["position"], []) for row in found]
    columns: dict[str, list[str]] = {
        "frameworks.dimension": [tr.pick(row, "dimension") or "" for row in found],
        "facet.alliance_model": [tr.label("alliance_model", row["model"]) for row in found],
        "column.indicator": [tr.pick(row, "name") or "" for row in found],
        "frameworks.evidence": [
            why_blank(row, tr) if row["status"] == "blank" else words for row, words in zip(found, said, strict=True)
        ],
        "frameworks.column.held_by": [tr.listing(names_of(rows, tr)) or "—" for rows in own],
    }
    return pd.DataFrame({tr(key): cells for key, cells in columns.items()})


def framework_csv(
    framework: Row,
    entries: pd.DataFrame,
    said: Sequence[str],
    evidence: ByEntry,
    standings: ByEntry,
    tr: Translator,
) -> bytes:
    """For computing: one row an entry, model and case or place; a blank once, with the reason.

    UTF-8 with byte order mark. ``framework`` as from ``explorer.queries.frameworks.frameworks``, all else as for the
    table.
    """
    found = records(entries)
    table = framework_table(entries, said, evidence, tr)
    further = {
        "frameworks.column.direction": [tr(f"direction.{row['direction']}") for row in found],
        "frameworks.column.standard": [standard(row, tr) for row in found],
        "targets.column.against": [
            tr("separator").join(standing(row, standings.get(row["position"], []), tr)) for row in found
        ],
        "frameworks.column.basis": [basis(row, tr) for row in found],
    }
    named = table.assign(**{tr(key): cells for key, cells in further.items()})
    ids = ["framework_id", "model_id", "dimension_id", "indicator_id", "target_id", "status_id", "case_id"]
    counts = [tr("column.case"), tr("column.figures"), tr("frameworks.column.first"), tr("frameworks.column.last")]
    numbers = [tr("column.qualifier"), tr("targets.column.number")]
    body: list[list[object]] = []
    for entry, cells in zip(found, named.to_numpy().tolist(), strict=True):
        keys = [framework["framework_id"], entry["model"], entry["dimension_id"], entry["indicator_id"]]
        keys += [entry["target_id"], entry["status"]]
        value = entry["target"]
        asked: list[object] = [None, None]
        if value is not None:
            asked = [inert(qualifier_word(entry["operator"], tr)), plain_number(value, decimals_of(value))]
        for row in evidence.get(entry["position"]) or (None,):
            who = [row and row["case_id"], row and tr.pick(row, "case")]
            how_many = [row and row[name] for name in ("figures", "first_year", "last_year")]
            body.append([*map(inert, [*keys, *who]), *how_many, *asked, *map(inert, cells)])
    return csv_bytes([*ids, *counts, *numbers, *named.columns], body)
