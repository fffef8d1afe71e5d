"""The codebook, the sources, the findings, the coverage and what was left out, as data to take away."""

from __future__ import annotations

import pandas as pd

from explorer.comparability import PARTS
from explorer.exports.data_table import Cells, DataTable, table_of
from explorer.i18n import Translator, decimals_of, plain_number
from explorer.queries import records

COMPUTED_DECIMALS = 5
"""Of a computed number: more than any document prints."""


def codebook_data(indicators: pd.DataFrame, tr: Translator) -> DataTable:
    """One row an indicator, as from ``explorer.queries.methods.codebook``."""
    measure: Cells = {
        f"codebook.{name}": lambda row, name=name: tr.pick(row, name)  # type: ignore[misc]
        for name in PARTS
    }
    return table_of(
        records(indicators),
        {
            "indicator_id": lambda row: row["indicator_id"],
            "column.indicator": lambda row: tr.pick(row, "name"),
            "column.theme": lambda row: tr.label("theme", row["theme"]),
            "codebook.definition": lambda row: tr.pick(row, "definition"),
            "column.unit": lambda row: tr.label("unit", row["unit"]),
            "codebook.direction": lambda row: tr(f"direction.{row['direction']}"),
            **measure,
            "comparability_group": lambda row: row["comparability_group"],
            "codebook.group": lambda row: tr.pick(row, "group_name"),
            "codebook.reason": lambda row: tr.pick(row, "reason"),
            "column.note": lambda row: tr.pick(row, "definition_note"),
            "codebook.reference": lambda row: row["official_reference"],
            "column.figures": lambda row: row["figures"],
            "codebook.cases": lambda row: row["cases"],
        },
        tr,
        numbers=("column.figures", "codebook.cases"),
    )


def sources_data(sources: pd.DataFrame, tr: Translator) -> DataTable:
    """One row a source, as from ``explorer.queries.methods.evidence``."""
    return table_of(
        records(sources),
        {
            "source_id": lambda row: row["source_id"],
            "column.source": lambda row: tr.pick(row, "title"),
            "column.kind": lambda row: tr(f"source.kind.{row['kind']}"),
            "source.reporting": lambda row: tr.pick(row, "reporting"),
            "source.publisher": lambda row: tr.pick(row, "publisher"),
            "source.published": lambda row: row["published"],
            "source.how_seen": lambda row: tr.pick(row, "how_seen"),
            "column.note": lambda row: tr.pick(row, "note"),
            "column.figures": lambda row: row["figures"],
            "column.cases": lambda row: row["cases"],
            "source.citation": lambda row: row["citation_gbt7714"],
            "bibtex": lambda row: row["bibtex"],
        },
        tr,
        numbers=("column.figures", "column.cases"),
    )


def findings_data(findings: pd.DataFrame, operands: pd.DataFrame, tr: Translator) -> DataTable:
    """One row a finding, with the ids of its figures.

    ``findings`` as from ``explorer.queries.audit.findings``, ``operands`` from ``explorer.queries.methods``.
    """
    ids = operands.groupby("check_id", sort=False)["observation_id"].agg(lambda some: " ".join(dict.fromkeys(some)))
    return table_of(
        records(findings),
        {
            "check_id": lambda row: row["check_id"],
            "case_id": lambda row: row["case_id"],
            "column.case": lambda row: tr.pick(row, "case"),
            "column.verdict": lambda row: tr(f"verdict.{row['verdict']}"),
            "column.kind": lambda row: tr(f"check.{row['kind']}"),
            "column.finding": lambda row: tr.pick(row, "message"),
            "finding.expression": lambda row: row["expression"],
            "finding.reported": lambda row: computed_number(row["reported"]),
            "finding.computed": lambda row: computed_number(row["computed"]),
            "finding.low": lambda row: computed_number(row["computed_low"]),
            "finding.high": lambda row: computed_number(row["computed_high"]),
            "finding.difference": lambda row: computed_number(row["difference"]),
            "observation_ids": lambda row: ids.get(row["check_id"]),
            "column.source": lambda row: tr.pick(row, "source"),
            "column.locator": lambda row: row["locator"],
            "column.note": lambda row: tr.pick(row, "note"),
        },
        tr,
        numbers={"finding.reported", "finding.computed", "finding.low", "finding.high", "finding.difference"},
    )


def coverage_data(cells: pd.DataFrame, tr: Translator, year: str) -> DataTable:
    """One row per case and indicator with figures, one per blank, with the reason.

    ``cells`` as from ``explorer.queries.coverage.coverage_by_indicator``; ``year`` in words.
    """
    return table_of(
        records(cells),
        {
            "case_id": lambda row: row["case_id"],
            "column.case": lambda row: tr.pick(row, "name"),
            "theme_id": lambda row: row["theme"],
            "column.theme": lambda row: tr.pick(row, "theme"),
            "indicator_id": lambda row: row["indicator_id"],
            "column.indicator": lambda row: tr.pick(row, "indicator"),
            "coverage.year": lambda _: year,
            "status_id": lambda row: row["status"],
            "column.status": lambda row: tr(f"coverage.status.{row['status']}"),
            "coverage.exact": lambda row: row["exact"],
            "coverage.bounds": lambda row: row["bounds"],
            "coverage.elsewhen": lambda row: row["elsewhen"],
            "coverage.periods": lambda row: "; ".join(row["periods"]),
        },
        tr,
        numbers=("coverage.exact", "coverage.bounds", "coverage.elsewhen"),
    )


def left_out_data(left_out: pd.DataFrame, tr: Translator) -> DataTable:
    """One row per reason, document and place, as from ``explorer.queries.methods.left_out``."""
    return table_of(
        records(left_out),
        {
            "reason_id": lambda row: row["reason"],
            "left_out.reason": lambda row: tr.pick(row, "reason"),
            "source_id": lambda row: row["source_id"],
            "column.source": lambda row: tr.pick(row, "source"),
            "column.locator": lambda row: row["locator"],
            "left_out.words": lambda row: "; ".join(row["words"]),
        },
        tr,
    )


def computed_number(value: float | None) -> str | None:
    """A computed number for a spreadsheet, with COMPUTED_DECIMALS at most; missing stays missing."""
    if value is None:
        return None
    rounded = round(value, COMPUTED_DECIMALS)
    return plain_number(rounded, decimals_of(rounded))
