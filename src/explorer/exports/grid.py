"""Tables of a story's files and of the stage: figures that no chart may hold, tags side by side, targets, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from explorer.exports.targets import due, rule
from explorer.i18n import VERDICT_SIGNS, Translator
from explorer.queries import records

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Grid:
    """A table; ``widths`` are parts of the whole.

    One that is ``only_beside`` a text gets no slide of its own where it does not fit there. ``source_ids`` are the
    sources to cite for it.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    notes: tuple[str, ...] = ()
    only_beside: bool = False
    source_ids: tuple[str, ...] = ()


def figures_grid(figures: pd.DataFrame, tr: Translator) -> Grid:
    """Figures that no chart may hold, one a row."""
    header = tuple(tr(key) for key in ("column.indicator", "column.period", "column.value"))
    rows = [
        (tr("stories.file.whose", subject=tr.pick(row, "subject"), indicator=tr.pick(row, "indicator")),
         tr.period(row), tr.figure(row, beside=False))
        for row in records(figures)
    ]  # fmt: skip
    few = len(rows) < LEAST_ROWS
    return Grid(header, tuple(rows), (0.5, 0.23, 0.27), tuple(_signs(figures, tr)), only_beside=few)


LEAST_ROWS = 3
"""With fewer, a table does not get a slide of its own: the answer and the notes tell the figures."""


def targets_grid(goals: Sequence[Row], tr: Translator) -> Grid:
    """Targets, one a row: what, how much by when, for whom, set by which policy."""
    header = tuple(tr(key) for key in ("target.label", "targets.column.rule", "target.scope", "target.policy"))
    rows = tuple(
        (tr.pick(row, "goal") or "", tr("stories.file.rule", number=rule(row, tr), date=due(row, tr)),
         tr.pick(row, "scope") or "", tr.pick(row, "policy") or "")
        for row in goals
    )  # fmt: skip
    return Grid(header, rows, (0.24, 0.22, 0.2, 0.34), source_ids=_sources(goals))


def findings_grid(checks: Sequence[Row], tr: Translator) -> Grid:
    """Findings of the audit, one a row, with their verdict and place."""
    several = len({row["case_id"] for row in checks}) > 1  # a finding on a mark does not say whose
    keys = ["column.verdict", *(["column.case"] if several else []), "column.finding", "column.locator"]
    rows = tuple(
        (tr(f"verdict.{row['verdict']}"), *([tr.pick(row, "case") or ""] if several else []),
         tr.pick(row, "message") or "", row["locator"] or "—")
        for row in checks
    )  # fmt: skip
    widths = (0.12, 0.2, 0.54, 0.14) if several else (0.14, 0.7, 0.16)
    return Grid(tuple(map(tr, keys)), rows, widths, source_ids=_sources(checks))


def _sources(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["source_id"] for row in rows))


def _signs(figures: pd.DataFrame, tr: Translator) -> list[str]:
    return [tr(f"marks.{name}", sign=sign) for name, sign in VERDICT_SIGNS.items() if name in set(figures["verdict"])]


def tags_grid(tags: pd.DataFrame, tr: Translator) -> Grid:
    """The tags that not all of these cases have: a row an attribute, a column a case."""
    rows = records(tags)
    case_names = {row["case_id"]: tr.pick(row, "case") or "" for row in rows}
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        if row["holders"] < len(case_names):
            sign = "●" if row["basis"] == "stated" else "○"
            found.setdefault(row["dimension"], {}).setdefault(row["case_id"], []).append(
                f"{sign} {tr.pick(row, 'label')}"
            )
    cells = tuple(
        (tr(f"facet.{dimension}"), *(tr.listing(held.get(case_id, ["—"])) for case_id in case_names))
        for dimension, held in found.items()
    )
    width = 0.82 / max(1, len(case_names))
    header = (tr("column.attribute"), *case_names.values())
    return Grid(header, cells, (0.18, *[width] * len(case_names)), (tr("slides.tags"),))
