"""What cases share and where they differ, as tables to read and as CSV files to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from explorer.exports.tables import csv_bytes, inert, source_and_locator
from explorer.i18n import Translator
from explorer.queries import records

JACCARD_DECIMALS = 2


def tags_table(tags: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """Tags one by one, one row per tag and case: on what basis, where it stands, why.

    ``tags`` as from ``explorer.queries.differs.tags_side_by_side``, in the order given; headers in the reader's
    language.
    """
    return pd.DataFrame([{tr(key): read(row, tr) for key, read in _TAG_CELLS.items()} for row in records(tags)])


def tags_csv(tags: pd.DataFrame, tr: Translator) -> bytes:
    """The same rows with ids in front, UTF-8 with byte order mark; no text cell can run as a formula."""
    ids = ("case_id", "dimension", "tag")
    body: list[list[object]] = [
        [*(row[name] for name in ids), *(inert(read(row, tr)) for read in _TAG_CELLS.values())] for row in records(tags)
    ]
    return csv_bytes([*ids, *(tr(key) for key in _TAG_CELLS)], body)


_TAG_CELLS: dict[str, Callable[[Mapping[str, Any], Translator], str]] = {
    "column.case": lambda row, tr: tr.pick(row, "case") or "",
    "column.attribute": lambda row, tr: tr(f"facet.{row['dimension']}"),
    "column.tag": lambda row, tr: tr.pick(row, "label") or "",
    "column.basis": lambda row, tr: tr(f"tag.basis.{row['basis']}"),
    "column.source": lambda row, tr: tr.pick(row, "source") or "",
    "column.locator": lambda row, tr: row["locator"] or "—",
    "column.note": lambda row, tr: tr.pick(row, "note") or "",
}


def pairs_csv(pairs: pd.DataFrame, tr: Translator) -> bytes:
    """Pairs with what they have in common, in the order given. UTF-8 with byte order mark.

    ``pairs`` as from ``explorer.queries.differs.closest_pairs``.
    """
    header = ["case_a", "case_b", tr("column.case"), tr("column.case")]
    header += [tr(f"column.{name}") for name in ("shared", "either", "jaccard", "tags")]
    body: list[list[object]] = [
        [
            *(row["case_a"], row["case_b"], inert(tr.pick(row, "name_a")), inert(tr.pick(row, "name_b"))),
            *(row["shared"], row["either"], format(row["jaccard"], f".{JACCARD_DECIMALS}f")),
            inert("; ".join(row[f"labels_{tr.language}"])),
        ]
        for row in records(pairs)
    ]
    return csv_bytes(header, body)


def outcomes_table(outcomes: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """The two figures of each comparison one under the other: whose, how much of what and when, as printed, where.

    ``outcomes`` as from ``explorer.queries.differs.same_tags_other_outcomes``; headers in the reader's language. Value,
    subject and period share a column, so that a phone has room for them.
    """
    cells = [_read(row, side, tr) for row in records(outcomes) for side in ("a", "b")]
    subject, value, period = (tr(f"column.{name}") for name in ("subject", "value", "period"))
    for row in cells:
        row[value] = tr("differs.outcomes.value", value=row[value], subject=row.pop(subject), period=row.pop(period))
    return pd.DataFrame(cells)


def outcomes_csv(outcomes: pd.DataFrame, tr: Translator) -> bytes:
    """The same rows with ids in front and the comparability of the two. UTF-8 with byte order mark."""
    ids = ("case_id", "indicator_id", "observation_id")
    rows = [(row, side) for row in records(outcomes) for side in ("a", "b")]
    tables = [_read(row, side, tr) for row, side in rows]
    body: list[list[object]] = [
        [
            *(row[f"case_{side}"], row["indicator_id"], row[f"observation_id_{side}"]),
            *map(inert, cells.values()),
            inert(tr.pick(row, "group_reason")),
        ]
        for (row, side), cells in zip(rows, tables, strict=True)
    ]
    return csv_bytes([*ids, *(tables[0] if tables else ()), tr("column.comparability")], body)


def _read(row: Mapping[str, Any], side: str, tr: Translator) -> dict[str, str]:
    """One figure of a comparison under the headers that a reader sees."""
    suffix = f"_{side}"
    figure = {name.removesuffix(suffix): value for name, value in row.items() if name.endswith(suffix)}
    # Texts stand as subject_zh_a: the side behind the language.
    return {
        tr("column.indicator"): tr.pick(row, "indicator") or "",
        tr("column.case"): tr.pick(row, f"name_{side}") or "",
        tr("column.subject"): tr.pick(figure, "subject") or "",
        tr("column.value"): tr.figure(figure),
        tr("column.period"): tr.period(figure),
        tr("column.as_reported"): figure["as_reported"],
        tr("column.source"): source_and_locator(figure, tr),
    }
