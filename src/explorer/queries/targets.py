"""Questions about targets: what was set, and what figures there are to hold against it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from explorer.queries import Connection, frame, records
from explorer.target_verdict import outcome, timing, verdict

_TARGETS = """
    SELECT t.*, p.title_zh AS policy_zh, p.title_en AS policy_en, p.document_number, p.issued, p.issued_from, p.level,
        i.name_zh AS indicator_zh, i.name_en AS indicator_en, i.definition_zh, i.definition_en, i.direction,
        i.comparability_group AS group_id, CASE WHEN t.value IS NOT NULL THEN i.unit END AS unit,
        o.as_reported, p.position AS policy_position, s.short_title_zh AS source_zh, s.short_title_en AS source_en,
        (SELECT count(*) FROM target_outcomes x WHERE x.target_id = t.target_id) AS outcomes
    FROM targets t JOIN policies p USING (policy_id) JOIN indicators i USING (indicator_id)
        JOIN sources s ON s.source_id = t.source_id LEFT JOIN observations o USING (observation_id)
"""


def all_targets(connection: Connection) -> pd.DataFrame:
    """Every target by due date, undated ones last.

    Columns: those of ``targets`` (operator and value None for a target told in words; due the last day that the printed
    date may mean, NaT without one; due_printed), policy, document_number, issued, level, indicator, definition,
    direction, group_id, unit (None for a target told in words), as_reported, outcomes (int, its figures), source.
    """
    return frame(connection, f"SELECT * FROM ({_TARGETS}) ORDER BY due NULLS LAST, policy_position, position")


def targets_of_policy(connection: Connection, policy_id: str) -> pd.DataFrame:
    """The targets of one policy as authored. Columns: as ``all_targets``."""
    return frame(
        connection,
        f"SELECT * FROM ({_TARGETS}) WHERE policy_id = $policy_id ORDER BY position",
        {"policy_id": policy_id},
    )


def targets_against_observations(connection: Connection, target_ids: list[str] | None = None) -> pd.DataFrame:
    """The figures to hold against these targets (None: all), by due date, then by the end of the figures' periods.

    One row per target and figure; a target without any has no row, and ``all_targets`` says why in its outcome_note.
    Columns: target_id, policy_id, operator, target (float; NaN for a target told in words), unit, due, in_scope (bool:
    the figure is about those for whom the target was set), observation_id, case_id, case, indicator_id, indicator,
    subject, period_start, period_end, period_printed, value, decimals, kind, qualifier, as_reported, basis, source_id,
    locator, timing (before_due, at_due, after_due, undated), verdict (reached, not_reached, undecided; None for a
    target told in words). A verdict says how the two numbers stand, whoever they are about; see in_scope.
    """
    found = frame(
        connection,
        """
        SELECT t.target_id, t.policy_id, t.operator, t.value AS target, t.due, x.in_scope,
            o.observation_id, o.case_id, coalesce(c.county_zh, c.name_zh) AS case_zh,
            coalesce(c.county_en, c.name_en) AS case_en, o.indicator_id, i.name_zh AS indicator_zh,
            i.name_en AS indicator_en, o.subject_zh, o.subject_en, o.period_start, o.period_end, o.period_printed,
            o.value, o.decimals, o.unit, o.kind, o.qualifier, o.value_low, o.value_high, o.as_reported, o.basis,
            o.source_id, o.locator
        FROM targets t JOIN target_outcomes x USING (target_id)
            JOIN observations o ON o.observation_id = x.observation_id
            JOIN indicators i ON i.indicator_id = o.indicator_id JOIN cases c USING (case_id)
        WHERE $target_ids IS NULL OR t.target_id IN (SELECT unnest($target_ids))
        ORDER BY t.due NULLS LAST, t.position, o.period_end NULLS LAST, x.position
        """,
        {"target_ids": target_ids},
    )
    rows = records(found)
    found["timing"] = [timing(row["due"], row["period_end"]).value for row in rows]
    found["verdict"] = [
        None
        if row["operator"] is None
        else verdict(
            row["operator"], row["target"], row["qualifier"], row["value"], row["value_low"], row["value_high"]
        ).value
        for row in rows
    ]
    return found.drop(columns=["value_low", "value_high"])


def targets_with_outcome(connection: Connection) -> pd.DataFrame:
    """Every target with what became of it. Columns: as ``all_targets``, and outcome (``target_verdict.Outcome``)."""
    of_target: dict[str, list[dict[str, Any]]] = {}
    for row in records(targets_against_observations(connection)):
        of_target.setdefault(row["target_id"], []).append(row)
    targets = all_targets(connection)
    return targets.assign(outcome=[outcome(of_target.get(name, [])).value for name in targets["target_id"]])


def targets_asked(connection: Connection, levels: list[str], outcomes: list[str], themes: list[str]) -> pd.DataFrame:
    """The targets of policies of these levels and themes, with these outcomes; an empty list asks for nothing.

    Columns: as ``targets_with_outcome``.
    """
    targets = targets_with_outcome(connection)
    kept = pd.Series(data=True, index=targets.index)
    for column, wanted in (("level", levels), ("outcome", outcomes)):
        if wanted:
            kept &= targets[column].isin(wanted)
    if themes:
        kept &= targets["policy_id"].isin(_policies_about(connection, themes))
    return targets[kept].reset_index(drop=True)


def _policies_about(connection: Connection, themes: list[str]) -> list[str]:
    found = frame(
        connection,
        """
        SELECT DISTINCT policy_id FROM policy_tags
        WHERE dimension = 'policy_theme' AND tag IN (SELECT unnest($themes))
        """,
        {"themes": themes},
    )
    return list(found["policy_id"])


def target_facets(connection: Connection) -> pd.DataFrame:
    """How many targets there are by level and by theme of their policy, in the order of the vocabulary.

    Columns: dimension (policy_level, policy_theme), tag, targets (int).
    """
    return frame(
        connection,
        """
        WITH tags AS (
            SELECT policy_id, dimension, tag FROM policy_tags WHERE dimension = 'policy_theme'
            UNION ALL SELECT policy_id, 'policy_level', level FROM policies
        )
        SELECT dimension, tag, count(*) AS targets
        FROM targets JOIN tags USING (policy_id) JOIN vocabulary v USING (dimension, tag)
        GROUP BY dimension, tag, v.position ORDER BY dimension, v.position
        """,
    )
