"""Questions about what cases share and where they differ: tags side by side, pairs alike, and their outcomes."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame

_CHOSEN = """
    SELECT t.case_id, t.dimension, t.tag, t.basis, t.locator, t.note_zh, t.note_en,
        v.label_zh, v.label_en, v.definition_zh, v.definition_en,
        row_number() OVER (ORDER BY list_position($dimensions, t.dimension), v.position, c.position) AS place
    FROM case_tags t JOIN vocabulary v USING (dimension, tag) JOIN cases c USING (case_id)
    WHERE t.dimension IN (SELECT unnest($dimensions))
"""
"""The tags of every case in the chosen dimensions, in their order."""

_PAIRS = f"""
    WITH tags AS ({_CHOSEN}),
    size AS (SELECT case_id, count(*) AS tags FROM tags GROUP BY case_id),
    pair AS (
        SELECT a.case_id AS case_a, b.case_id AS case_b, count(*) AS shared,
            list(a.label_zh ORDER BY a.place) AS labels_zh, list(a.label_en ORDER BY a.place) AS labels_en
        FROM tags a JOIN tags b ON b.dimension = a.dimension AND b.tag = a.tag
            JOIN cases ca ON ca.case_id = a.case_id JOIN cases cb ON cb.case_id = b.case_id
        WHERE ca.position < cb.position
        GROUP BY a.case_id, b.case_id
    )
    SELECT case_a, case_b, ca.name_zh AS name_a_zh, ca.name_en AS name_a_en, cb.name_zh AS name_b_zh,
        cb.name_en AS name_b_en, shared, sa.tags + sb.tags - shared AS either,
        shared / (sa.tags + sb.tags - shared) AS jaccard, labels_zh, labels_en,
        coalesce(ca.part_of, case_a) = coalesce(cb.part_of, case_b) AS one_family,
        ca.position AS position_a, cb.position AS position_b
    FROM pair JOIN cases ca ON ca.case_id = case_a JOIN cases cb ON cb.case_id = case_b
        JOIN size sa ON sa.case_id = case_a JOIN size sb ON sb.case_id = case_b
"""
"""Every pair of cases with a tag in common; a programme and its branches are one family."""


def tags_side_by_side(connection: Connection, case_ids: list[str], dimensions: list[str]) -> pd.DataFrame:
    """Every tag that one of these cases has in these dimensions, once for each of them that has it.

    Sorted by dimension as given, vocabulary order, case as given. Columns: dimension, tag, label_zh, label_en,
    definition_zh, definition_en, case_id, case_zh, case_en, basis (stated, judged), locator (None where none is
    given), note_zh, note_en, source_zh, source_en, holders (int, how many of these cases have the tag).
    """
    return frame(
        connection,
        f"""
        SELECT dimension, tag, label_zh, label_en, definition_zh, definition_en, case_id,
            c.name_zh AS case_zh, c.name_en AS case_en, basis, t.locator, t.note_zh, t.note_en,
            s.short_title_zh AS source_zh, s.short_title_en AS source_en,
            count(*) OVER (PARTITION BY dimension, tag) AS holders
        FROM ({_CHOSEN}) t JOIN cases c USING (case_id) JOIN sources s USING (source_id)
        WHERE case_id IN (SELECT unnest($case_ids))
        ORDER BY min(place) OVER (PARTITION BY dimension, tag), list_position($case_ids, case_id)
        """,
        {"case_ids": case_ids, "dimensions": dimensions},
    )


def closest_pairs(
    connection: Connection, dimensions: list[str], case_ids: list[str] | None = None, limit: int = 6
) -> pd.DataFrame:
    """The pairs of cases with most tags in common in these dimensions, a programme and its branches not paired.

    ``case_ids``: only pairs that hold one of these (None: all). One row a pair, most shared first, then the larger
    Jaccard index, then authored order. Columns: case_a, case_b, name_a and name_b in both languages, shared (int),
    either (int, tags that one or both have), jaccard (float, shared / either), labels_zh, labels_en (lists, of the
    shared tags).
    """
    return frame(
        connection,
        f"""
        SELECT * EXCLUDE (one_family, position_a, position_b) FROM ({_PAIRS})
        WHERE NOT one_family
          AND ($case_ids IS NULL OR list_contains($case_ids, case_a) OR list_contains($case_ids, case_b))
        ORDER BY shared DESC, jaccard DESC, position_a, position_b
        LIMIT $limit
        """,
        {"dimensions": dimensions, "case_ids": case_ids, "limit": limit},
    )


_OUTCOMES = """
    SELECT DISTINCT o.observation_id, o.case_id, o.indicator_id, o.subject_zh, o.subject_en, o.period_start,
        o.period_end, o.period_printed, o.value, o.decimals, o.unit, o.qualifier, o.kind, o.basis, o.as_reported,
        o.locator, o.position, s.short_title_zh AS source_zh, s.short_title_en AS source_en,
        o.qualifier IN ('=', '>', '>=') AS has_low, o.qualifier IN ('=', '<', '<=') AS has_high
    FROM observations o JOIN point_figures f USING (observation_id) JOIN sources s ON s.source_id = o.source_id
        JOIN case_points p ON p.case_id = f.case_id AND p.point_id = f.point_id AND p.section = 'outcome'
        JOIN indicators i USING (indicator_id) JOIN comparability_groups g ON g.group_id = i.comparability_group
    WHERE o.basis = 'reported' AND o.kind IN ('level', 'share', 'change')
      AND g.group_id <> 'standing-alone' AND NOT g.within_place
    QUALIFY o.period_end IS NOT DISTINCT FROM max(o.period_end) OVER (
        PARTITION BY o.case_id, o.indicator_id, o.subject_zh, o.kind
    )
"""
"""What cases report as outcomes, newest first hand: figures that may stand beside those of other places."""

_CERTAINLY_BELOW = """
    {a}.has_high AND {b}.has_low AND (
        {a}.value < {b}.value OR {a}.value = {b}.value AND ({a}.qualifier = '<' OR {b}.qualifier = '>')
    )
"""
"""A bound differs from a figure only where it rules the figure out; of an approximate figure nothing is certain."""


def same_tags_other_outcomes(connection: Connection, dimensions: list[str]) -> pd.DataFrame:
    """Pairs of cases whose tags are the same throughout these dimensions and that report different outcomes.

    A dimension in which both have no tag counts as the same, but a pair shares one tag at least. An outcome is a
    reported figure that an outcome point of the case tells, the newest of its subject, of an indicator whose
    comparability group lets places stand side by side. Different means certainly so: bounds must exclude each other,
    and approximate figures are left out.

    One row per pair, indicator, subject and subject, in authored order. Columns: case_a, case_b, name_a and name_b,
    shared (int), labels_zh, labels_en (lists), indicator_id, indicator_zh, indicator_en, group_reason in both
    languages, and twice with the suffixes ``_a`` and ``_b`` the columns of a figure: observation_id, subject_zh,
    subject_en, period_start, period_end, period_printed, value, decimals, unit, qualifier, kind, basis, as_reported,
    locator, source_zh, source_en.
    """
    figure = (
        *("observation_id", "subject_zh", "subject_en", "period_start", "period_end", "period_printed", "value"),
        *("decimals", "unit", "qualifier", "kind", "basis", "as_reported", "locator", "source_zh", "source_en"),
    )
    sides = ", ".join(f"{side}.{name} AS {name}_{side}" for side in ("a", "b") for name in figure)
    return frame(
        connection,
        f"""
        WITH alike AS (SELECT * FROM ({_PAIRS}) WHERE shared = either), outcomes AS ({_OUTCOMES})
        SELECT case_a, case_b, name_a_zh, name_a_en, name_b_zh, name_b_en, shared, labels_zh, labels_en,
            i.indicator_id, i.name_zh AS indicator_zh, i.name_en AS indicator_en,
            g.reason_zh AS group_reason_zh, g.reason_en AS group_reason_en, {sides}
        FROM alike JOIN outcomes a ON a.case_id = case_a
            JOIN outcomes b ON b.case_id = case_b AND b.indicator_id = a.indicator_id AND b.kind = a.kind
            JOIN indicators i ON i.indicator_id = a.indicator_id
            JOIN comparability_groups g ON g.group_id = i.comparability_group
        WHERE ({_CERTAINLY_BELOW.format(a="a", b="b")}) OR ({_CERTAINLY_BELOW.format(a="b", b="a")})
        ORDER BY position_a, position_b, i.position, a.position, b.position
        """,
        {"dimensions": dimensions},
    )
