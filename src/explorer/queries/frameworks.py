"""Questions about evaluation frames: what each looks at in which model, what there is to look at, and what is blank."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame, records
from explorer.target_verdict import timing, verdict

STATUSES = ("cases", "places", "blank")
"""What an entry has: figures of cases of the model, figures of places of comparison only, or none."""

_HELD = """
    WITH held AS (
        SELECT e.framework_id, e.position, o.* EXCLUDE (position), false AS is_place
        FROM framework_entries e JOIN case_tags t ON t.dimension = 'alliance_model' AND t.tag = e.model
            JOIN observations o ON o.case_id = t.case_id AND o.indicator_id = e.indicator_id
        WHERE o.kind <> 'target'
        UNION ALL BY NAME
        SELECT e.framework_id, e.position, o.* EXCLUDE (position), true AS is_place
        FROM framework_entries e JOIN framework_places p USING (framework_id, model)
            JOIN observations o ON o.case_id = p.case_id AND o.indicator_id = e.indicator_id
        WHERE o.kind <> 'target'
    )
"""
"""The figures of each entry; what a case sets out to reach is no evidence."""


def frameworks(connection: Connection) -> pd.DataFrame:
    """Every frame as authored.

    Columns: those of ``frameworks``, source_zh, source_en (the short title), models (list of tags that it names, in the
    order of the vocabulary).
    """
    return frame(
        connection,
        """
        WITH named AS (
            SELECT framework_id, list(model ORDER BY v.position) AS models
            FROM (SELECT DISTINCT framework_id, model FROM framework_entries)
                JOIN vocabulary v ON v.dimension = 'alliance_model' AND v.tag = model
            GROUP BY framework_id
        )
        SELECT f.*, s.short_title_zh AS source_zh, s.short_title_en AS source_en, models
        FROM frameworks f JOIN sources s USING (source_id) JOIN named USING (framework_id) ORDER BY f.position
        """,
    )


def framework_dimensions(connection: Connection, framework_id: str) -> pd.DataFrame:
    """The dimensions of a frame in their order. Columns: those of ``framework_dimensions``."""
    return frame(
        connection,
        "SELECT * FROM framework_dimensions WHERE framework_id = $framework_id ORDER BY position",
        {"framework_id": framework_id},
    )


def framework_comparators(connection: Connection, framework_id: str) -> pd.DataFrame:
    """The places that stand beside the cases of a model. Columns: model, case_id, case, reason. In the cases' order."""
    return frame(
        connection,
        """
        SELECT p.model, p.case_id, c.name_zh AS case_zh, c.name_en AS case_en, p.reason_zh, p.reason_en
        FROM framework_places p JOIN cases c USING (case_id) WHERE framework_id = $framework_id
        ORDER BY p.model, c.position
        """,
        {"framework_id": framework_id},
    )


def framework_entries(connection: Connection, framework_id: str) -> pd.DataFrame:
    """What a frame looks at, one row an entry and model: by dimension, what has most to show first, then as authored.

    Columns: those of ``framework_entries``; dimension_zh, dimension_en; name_zh, name_en (of the indicator, or what is
    wanted); unit; source_zh, source_en (of the choice); goal, operator, target (float), due, due_printed, scope,
    policy_id, policy, document_number (of the target, or of the standard as far as it has them); standard_title (the
    source of a standard); cases, figures, places, place_figures (ints); status (STATUSES).
    """
    return frame(
        connection,
        f"""
        {_HELD},
        counted AS (
            SELECT position,
                count(DISTINCT case_id) FILTER (NOT is_place) AS cases, count(*) FILTER (NOT is_place) AS figures,
                count(DISTINCT case_id) FILTER (is_place) AS places, count(*) FILTER (is_place) AS place_figures
            FROM held WHERE framework_id = $framework_id GROUP BY position
        ),
        entries AS (
            SELECT e.*, d.name_zh AS dimension_zh, d.name_en AS dimension_en, d.position AS dimension_position,
                coalesce(i.name_zh, e.wanted_zh) AS name_zh, coalesce(i.name_en, e.wanted_en) AS name_en, i.unit,
                s.short_title_zh AS source_zh, s.short_title_en AS source_en,
                t.goal_zh, t.goal_en, coalesce(t.operator, e.standard_operator) AS operator,
                coalesce(t.value, e.standard_value) AS target, t.due, t.due_printed,
                coalesce(t.scope_zh, e.standard_scope_zh) AS scope_zh,
                coalesce(t.scope_en, e.standard_scope_en) AS scope_en,
                t.policy_id, p.title_zh AS policy_zh, p.title_en AS policy_en, p.document_number,
                r.short_title_zh AS standard_title_zh, r.short_title_en AS standard_title_en,
                coalesce(c.cases, 0) AS cases, coalesce(c.figures, 0) AS figures,
                coalesce(c.places, 0) AS places, coalesce(c.place_figures, 0) AS place_figures,
                CASE WHEN c.cases > 0 THEN 'cases' WHEN c.places > 0 THEN 'places' ELSE 'blank' END AS status
            FROM framework_entries e JOIN framework_dimensions d USING (framework_id, dimension_id)
                JOIN sources s ON s.source_id = e.source_id LEFT JOIN indicators i USING (indicator_id)
                LEFT JOIN targets t USING (target_id) LEFT JOIN policies p USING (policy_id)
                LEFT JOIN sources r ON r.source_id = e.standard_source LEFT JOIN counted c ON c.position = e.position
            WHERE e.framework_id = $framework_id
        )
        SELECT * EXCLUDE (dimension_position) FROM entries
        ORDER BY dimension_position, list_position($statuses, status), indicator_id IS NULL, position
        """,
        {"framework_id": framework_id, "statuses": list(STATUSES)},
    )


def framework_evidence(connection: Connection, framework_id: str) -> pd.DataFrame:
    """Who has figures for each entry: cases of its model first, then places of comparison, in the cases' order.

    Columns: position (of the entry), case_id, case, place (that of the case; its own name for a place of comparison),
    is_place (bool), figures (int), first_year, last_year (ints, missing where no figure has a date).
    """
    return frame(
        connection,
        f"""
        {_HELD},
        counted AS (
            SELECT position, case_id, is_place, count(*) AS figures,
                min(year(coalesce(period_start, period_end))) AS first_year, max(year(period_end)) AS last_year
            FROM held WHERE framework_id = $framework_id GROUP BY position, case_id, is_place
        )
        SELECT n.position, case_id, c.name_zh AS case_zh, c.name_en AS case_en,
            CASE WHEN is_place THEN c.name_zh ELSE coalesce(c.county_zh, c.prefecture_zh, p.short_zh) END AS place_zh,
            CASE WHEN is_place THEN c.name_en ELSE coalesce(c.county_en, c.prefecture_en, p.name_en) END AS place_en,
            is_place, figures, first_year, last_year
        FROM counted n JOIN cases c USING (case_id) LEFT JOIN provinces p USING (province)
        ORDER BY n.position, is_place, c.position
        """,
        {"framework_id": framework_id},
    )


def framework_standings(connection: Connection, framework_id: str) -> pd.DataFrame:
    """How the figures of each entry stand to its target or standard, in order of time.

    One row per entry that has one, told in a number, and figure. Columns: position (of the entry), observation_id,
    case_id, subject_en, operator, target, period_end, in_scope (bool: the figure is about those for whom the number was
    set; a standard is set for the model that it stands beside), timing, verdict and stands (the same verdict, by the
    name that ``exports.targets`` reads).
    """
    found = frame(
        connection,
        f"""
        {_HELD}
        SELECT h.position, h.observation_id, h.case_id, h.subject_en, h.period_end, h.qualifier, h.value, h.value_low,
            h.value_high, t.due, coalesce(t.operator, e.standard_operator) AS operator,
            coalesce(t.value, e.standard_value) AS target,
            CASE WHEN e.target_id IS NULL THEN true ELSE coalesce(x.in_scope, false) END AS in_scope
        FROM held h JOIN framework_entries e USING (framework_id, position) LEFT JOIN targets t USING (target_id)
            LEFT JOIN target_outcomes x ON x.target_id = e.target_id AND x.observation_id = h.observation_id
        WHERE h.framework_id = $framework_id AND coalesce(t.value, e.standard_value) IS NOT NULL
        ORDER BY h.position, h.period_end NULLS LAST, h.observation_id
        """,
        {"framework_id": framework_id},
    )
    rows = records(found)
    found["timing"] = [timing(row["due"], row["period_end"]).value for row in rows]
    found["verdict"] = [
        verdict(
            row["operator"], row["target"], row["qualifier"], row["value"], row["value_low"], row["value_high"]
        ).value
        for row in rows
    ]
    found["stands"] = found["verdict"]
    return found.drop(columns=["qualifier", "value", "value_low", "value_high", "due"])
