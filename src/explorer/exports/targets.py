"""Targets with the figures held against them, and the recommendations, in words, as tables and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from explorer.exports.data_table import DataTable, table_from
from explorer.exports.tables import qualifier_word, source_and_locator
from explorer.i18n import QUALIFIER_KEYS, Translator, decimals_of, plain_number

Row = Mapping[str, Any]
Pair = tuple[Row, Row | None]
"""A target as from ``queries.targets.targets_with_outcome`` and a figure to hold against it; None for a target without.

A figure is a row of ``queries.observations`` with in_scope, timing and stands (the verdict on it) beside its own.
"""


def rule(target: Row, tr: Translator) -> str:
    """What a target asks for, in words: ``at least 90%``; for one without a number, that it has none."""
    if target["value"] is None:
        return tr("targets.no_number")
    amount = tr.amount(target["value"], decimals_of(target["value"]), target["unit"])
    operator = target["operator"]
    return amount if operator == "=" else tr(f"qualifier.{QUALIFIER_KEYS[operator]}", amount=amount)


def due(target: Row, tr: Translator) -> str:
    """By when a target is to be reached, no more precise than printed."""
    return tr("targets.due", date=tr.date(target["due_printed"])) if target["due_printed"] else tr("targets.undated")


def against(figure: Row, tr: Translator) -> str:
    """How a figure stands to its target, in words: the verdict, the date beside the due date, the scope."""
    said = [*_number_said(figure, tr), tr(f"targets.timing.{figure['timing']}"), *_scope_said(figure, tr)]
    return tr("separator").join(said)


def tally(figures: Sequence[Row], tr: Translator) -> list[str]:
    """How many figures within the target's scope, then outside it, stand to it in which way: a line each."""
    lines = []
    for key, within in (("targets.tally.within", True), ("targets.tally.outside", False)):
        said = Counter(_number_said(row, tr)[0] for row in figures if row["stands"] and row["in_scope"] is within)
        if said:
            parts = [tr("filter.option", name=words, count=count) for words, count in said.items()]
            lines.append(tr(key, parts=tr.listing(parts)))
    return lines


def _number_said(figure: Row, tr: Translator) -> list[str]:
    stands = figure["stands"]
    if not stands:
        return []
    return [tr(f"targets.verdict.{stands}") if figure["in_scope"] else tr(f"targets.number.{stands}")]


def _scope_said(figure: Row, tr: Translator) -> list[str]:
    return [] if figure["in_scope"] else [tr("targets.out_of_scope")]


def pairs(targets: Sequence[Row], figures: Mapping[str, Sequence[Row]]) -> list[Pair]:
    """Each target with each of its figures, in the order given; a target without figures once."""
    return [(target, figure) for target in targets for figure in figures.get(target["target_id"]) or (None,)]


def targets_table(found: Sequence[Pair], tr: Translator) -> pd.DataFrame:
    """For reading: one row a target and figure; where there is no figure, the reason stands in its place."""
    return pd.DataFrame({tr(key): cells for key, cells in _told(found, tr).items()})


def _told(found: Sequence[Pair], tr: Translator) -> dict[str, list[str]]:
    """The cells of ``targets_table`` by the key of their column's head."""
    return {
        "target.policy": [tr.pick(target, "policy") or "" for target, _ in found],
        "target.label": [tr.pick(target, "goal") or "" for target, _ in found],
        "targets.column.rule": [rule(target, tr) for target, _ in found],
        "targets.column.due": [due(target, tr) for target, _ in found],
        "target.scope": [tr.pick(target, "scope") or "" for target, _ in found],
        "targets.column.source": [source_and_locator(target, tr) for target, _ in found],
        "targets.column.outcome": [tr(f"targets.outcome.{target['outcome']}") for target, _ in found],
        "column.subject": [_of(figure, lambda row: tr.pick(row, "subject")) for _, figure in found],
        "column.period": [_of(figure, tr.period) for _, figure in found],
        "column.value": [_of(figure, tr.figure) for _, figure in found],
        "column.as_reported": [_of(figure, lambda row: row["as_reported"]) for _, figure in found],
        "targets.column.against": [_of(figure, lambda row: against(row, tr)) for _, figure in found],
        "column.source": [_of(figure, lambda row: source_and_locator(row, tr)) for _, figure in found],
        "column.note": [tr.pick(target, "outcome_note") or "" for target, _ in found],
    }


def _of(figure: Row | None, read: Any) -> str:
    return "—" if figure is None else read(figure) or ""


def targets_data(found: Sequence[Pair], tr: Translator) -> DataTable:
    """For computing: the rows of the table, with ids and numbers in base units."""
    rule_of: list[str | None] = []
    asked: list[str | None] = []
    for target, _ in found:
        value = target["value"]
        rule_of.append(None if value is None else qualifier_word(target["operator"], tr))
        asked.append(None if value is None else plain_number(value, decimals_of(value)))
    columns: dict[str, list[Any]] = {
        **{name: [target[name] for target, _ in found] for name in ("target_id", "policy_id", "indicator_id")},
        **{name: [figure and figure[name] for _, figure in found] for name in ("observation_id", "case_id")},
        "column.level": [tr.label("policy_level", target["level"]) for target, _ in found],
        "column.qualifier": rule_of,
        "targets.column.number": asked,
        "column.number": [figure and plain_number(figure["value"], int(figure["decimals"])) for _, figure in found],
        **_told(found, tr),
    }
    ids = {"targets.column.number": "target_number", "targets.column.source": "target_source"}
    return table_from(columns, tr, numbers=("targets.column.number", "column.number"), ids=ids)


def recommendations_table(advice: Sequence[Row], bearing: Sequence[Row], tr: Translator) -> pd.DataFrame:
    """One row a recommendation and case or policy, with the sentence that says how it bears on it.

    ``advice`` and ``bearing`` as from ``explorer.queries.recommendations``.
    """
    return pd.DataFrame({tr(key): cells for key, cells in _advised(advice, bearing, tr).items()})


def _advised(advice: Sequence[Row], bearing: Sequence[Row], tr: Translator) -> dict[str, list[str]]:
    titles = {row["recommendation_id"]: row for row in advice}
    return {
        "targets.column.recommendation": [tr.pick(titles[row["recommendation_id"]], "title") or "" for row in bearing],
        "column.kind": [tr("column.case" if row["case_id"] else "target.policy") for row in bearing],
        "targets.column.name": [tr.pick(row, "name") or "" for row in bearing],
        "targets.column.reason": [tr.pick(row, "reason") or "" for row in bearing],
        "column.locator": [titles[row["recommendation_id"]]["locator"] for row in bearing],
    }


def recommendations_data(advice: Sequence[Row], bearing: Sequence[Row], tr: Translator) -> DataTable:
    """The rows of the table with their ids."""
    ids = {name: [row[name] for row in bearing] for name in ("recommendation_id", "case_id", "policy_id")}
    return table_from({**ids, **_advised(advice, bearing, tr)}, tr)
