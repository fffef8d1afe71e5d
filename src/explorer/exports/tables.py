"""Figures and cases as a page shows them and as files hold them: the same rows, the same order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from explorer.comparability import PARTS
from explorer.evidence import EVIDENCE_FACTS
from explorer.exports.data_table import DataTable, table_of
from explorer.filters import EVIDENCE_FACETS
from explorer.i18n import QUALIFIER_KEYS, Translator, decimals_of, plain_number, to_significant
from explorer.queries import records


def figures_table(figures: pd.DataFrame, tr: Translator, *, with_place: bool = True) -> pd.DataFrame:
    """Figures for reading: what, of whom, when, how much, as printed, where it stands.

    One row per figure in the order given; headers in the reader's language. ``with_place`` is for figures of several
    places: place first, and a column that would say the same in every row left out.
    """
    rows = records(figures)
    columns: dict[str, list[str]] = {}
    places = [tr.pick(row, "place") or "" for row in rows]
    subjects = [tr.pick(row, "subject") or "" for row in rows]
    if with_place:
        columns["column.place"] = places
    if not with_place or figures["indicator_id"].nunique() > 1:
        columns["column.indicator"] = [tr.pick(row, "indicator") or "" for row in rows]
    if not with_place or subjects != places:
        columns["column.subject"] = subjects
    if "origin" in figures:
        columns["own.column.origin"] = [origin_words(row, tr) for row in rows]
    columns |= {
        "column.period": [tr.period(row) for row in rows],
        "column.value": [tr.figure(row) for row in rows],
        "column.as_reported": [reported_or_formula(row, tr) for row in rows],
    }
    if figures["source_id"].nunique() > 1:
        columns["column.source"] = [source_and_locator(row, tr) for row in rows]
    else:
        columns["column.locator"] = [row["locator"] or "—" for row in rows]
    columns["column.finding"] = [tr.pick(row, "finding") or "" for row in rows]
    columns["column.note"] = [tr.pick(row, "note") or "" for row in rows]
    for key in ("column.finding", "column.note"):
        if not any(columns[key]):
            del columns[key]
    return pd.DataFrame({tr(key): cells for key, cells in columns.items()})


def reported_or_formula(row: Mapping[str, Any], tr: Translator) -> str:
    """The words of the document, or for a derived figure how it was computed."""
    if row["basis"] == "derived":
        return tr("figure.derived", formula=tr.pick(row, "formula"))
    return row["as_reported"]


def origin_words(row: Mapping[str, Any], tr: Translator) -> str:
    """Whose a figure is: published, the reader's own, or made up."""
    return tr(f"own.origin.{row['origin']}")


def source_and_locator(row: Mapping[str, Any], tr: Translator) -> str:
    """The source's title and, where it has one, the place in it."""
    title = tr.pick(row, "source") or ""
    return tr("source.at", title=title, locator=row["locator"]) if row["locator"] else title


def figures_data(
    figures: pd.DataFrame,
    tr: Translator,
    *,
    remark: str | None = None,
    more: Mapping[str, Callable[[Mapping[str, Any]], object]] | None = None,
    numbers: Sequence[str] = (),
) -> DataTable:
    """Figures for computing: ids beside names, the number in base units, what it measures, its source and locator.

    ``more`` are further columns, by the key of their head; ``numbers`` names those of them that hold numbers. A
    ``remark`` about the figures together stands in a last column of its own, in every row.

    One row per figure in the order given.
    """
    cells: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "observation_id": lambda row: row["observation_id"],
        "case_id": lambda row: row["case_id"],
        "indicator_id": lambda row: row["indicator_id"],
        "column.place": lambda row: tr.pick(row, "place"),
        "column.case": lambda row: tr.pick(row, "case"),
        "column.indicator": lambda row: tr.pick(row, "indicator"),
        "column.subject": lambda row: tr.pick(row, "subject"),
        "column.period": lambda row: row["period_printed"],
        "column.qualifier": lambda row: qualifier_word(row["qualifier"], tr),
        "column.number": lambda row: plain_number(row["value"], _decimals(row)),
        "column.unit": lambda row: tr.label("unit", row["unit"]),
        "column.kind": lambda row: tr(f"kind.{row['kind']}"),
        "column.basis": lambda row: tr(f"basis.{row['basis']}"),
        "column.as_reported": lambda row: row["as_reported"],
        "column.formula": lambda row: tr.pick(row, "formula"),
        "column.source": lambda row: tr.pick(row, "source"),
        "column.locator": lambda row: row["locator"],
        "column.note": lambda row: tr.pick(row, "note"),
    }
    cells["column.verdict"] = lambda row: row["verdict"] and tr(f"verdict.{row['verdict']}")
    cells["column.finding"] = lambda row: tr.pick(row, "finding")
    cells |= {f"measure.{part}": lambda row, part=part: tr.pick(row, part) for part in PARTS}  # type: ignore[misc]
    cells |= more or {}
    if "origin" in figures:
        cells["own.column.origin"] = lambda row: origin_words(row, tr)
    if remark:
        cells["column.remark"] = lambda _: remark
    return table_of(records(figures), cells, tr, numbers=("column.number", *numbers))


FILE_DIMENSIONS = (
    *("alliance_model", "integration_type", "lead_level", "governance", "workforce"),
    *("population", "technology", "instrument", "payment", "problem"),
)
"""The columns of tags in the list of cases as a file."""


def cases_data(
    cards: pd.DataFrame, tags: pd.DataFrame, evidence: pd.DataFrame, tr: Translator, link: Callable[[str], str]
) -> DataTable:
    """The listed cases: identity, tags by dimension, summary, source, evidence.

    ``cards``, ``tags`` and ``evidence`` as from ``explorer.queries.cases``; ``link`` gives a case's address.
    """
    labels: dict[tuple[str, str], list[str]] = {}
    for tag in records(tags):
        labels.setdefault((tag["case_id"], tag["dimension"]), []).append(tr.pick(tag, "label") or "")
    for fact in records(evidence):
        labels[fact["case_id"], fact["fact"]] = [tr.pick(fact, "label") or ""]

    def labelled(name: str) -> Callable[[Mapping[str, Any]], object]:
        return lambda case: "; ".join(labels.get((case["case_id"], name), []))

    def place(case: Mapping[str, Any]) -> str:
        return " ".join(part for name in ("province", "prefecture", "county") if (part := tr.pick(case, name)))

    cells: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "case_id": lambda case: case["case_id"],
        "column.case": lambda case: tr.pick(case, "name"),
        "column.category": lambda case: tr.label("category", case["category"]),
        "column.place": place,
        "column.started": lambda case: case["started"],
        "column.lead": lambda case: tr.pick(case, "lead"),
    }
    cells |= {f"facet.{dimension}": labelled(dimension) for dimension in FILE_DIMENSIONS}
    cells |= {
        "column.summary": lambda case: tr.pick(case, "summary"),
        "column.figures": lambda case: case["figures"],
        "column.source": lambda case: case["source_id"],
        "column.locator": lambda case: case["locator"],
    }
    kind, *facts = EVIDENCE_FACETS
    cells[f"facet.{kind}"] = lambda case: tr(f"source.kind.{case['source_kind']}")
    cells |= {f"facet.{facet}": labelled(fact) for facet, fact in zip(facts, EVIDENCE_FACTS, strict=True)}
    cells["column.link"] = lambda case: link(case["case_id"])
    return table_of(records(cards), cells, tr, numbers=("column.figures",), ids={"column.source": "source_id"})


def _decimals(row: Mapping[str, Any]) -> int:
    """The decimals of a figure: as printed, and of a derived one no fewer than a page shows."""
    decimals = decimals_of(row["value"]) if str(row.get("origin")).startswith("own") else int(row["decimals"])
    return max(decimals, to_significant(row["value"])[1]) if row["basis"] == "derived" else decimals


def qualifier_word(qualifier: str, tr: Translator) -> str:
    return tr("qualifier.exact") if qualifier == "=" else tr(f"qualifier.{QUALIFIER_KEYS[qualifier]}.word")
