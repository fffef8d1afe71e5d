"""Which figures exist, and for every blank why there is none."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame

STATUSES = ("figures", "bound", "other_time", "words", "not_applicable", "not_reported")
"""What a case can have in a theme, in the order in which the first that holds is said. See docs/methods.md."""

NOT_APPLICABLE = (("access", "institution"),)
"""(theme, level): where residents of an area seek care is no question to ask of a single institution."""

_WITHIN = """
    WITH told AS (
        SELECT o.case_id, o.indicator_id, o.qualifier, o.period_printed, o.period_end, o.position,
            $year IS NULL OR coalesce(
                $year BETWEEN year(coalesce(period_start, period_end)) AND year(period_end), false
            ) AS asked
        FROM observations o WHERE o.basis = 'reported' AND o.kind <> 'target'
    ),
    by_indicator AS (
        SELECT c.case_id, i.theme, i.indicator_id, i.name_zh, i.name_en, i.position,
            count(*) FILTER (asked AND qualifier = '=') AS exact,
            count(*) FILTER (asked AND qualifier <> '=') AS bounds,
            count(*) FILTER (NOT asked) AS elsewhen,
            list(DISTINCT period_printed ORDER BY period_printed) FILTER (period_printed IS NOT NULL) AS periods
        FROM told JOIN indicators i USING (indicator_id) JOIN cases c USING (case_id)
        WHERE c.category <> 'context'
        GROUP BY ALL
    ),
    cells AS (
        SELECT c.case_id, c.position AS case_position, c.level, c.name_zh, c.name_en,
            coalesce(c.county_zh, c.prefecture_zh, p.short_zh) AS place_zh,
            coalesce(c.county_en, c.prefecture_en, p.name_en) AS place_en,
            v.tag AS theme, v.position AS theme_position, v.label_zh AS theme_zh, v.label_en AS theme_en
        FROM cases c LEFT JOIN provinces p USING (province) CROSS JOIN vocabulary v
        WHERE c.category <> 'context' AND v.dimension = 'theme' AND v.tag IN (SELECT theme FROM by_indicator)
    ),
    counted AS (
        SELECT case_id, theme, sum(exact)::INTEGER AS exact, sum(bounds)::INTEGER AS bounds,
            sum(elsewhen)::INTEGER AS elsewhen,
            list(name_zh ORDER BY position) FILTER (exact + bounds > 0) AS indicators_zh,
            list(name_en ORDER BY position) FILTER (exact + bounds > 0) AS indicators_en
        FROM by_indicator GROUP BY ALL
    ),
    covered AS (
        SELECT cells.*, coalesce(exact, 0) AS exact, coalesce(bounds, 0) AS bounds, coalesce(elsewhen, 0) AS elsewhen,
            coalesce(indicators_zh, []) AS indicators_zh, coalesce(indicators_en, []) AS indicators_en,
            CASE
                WHEN exact > 0 THEN 'figures'
                WHEN bounds > 0 THEN 'bound'
                WHEN elsewhen > 0 THEN 'other_time'
                WHEN EXISTS (SELECT 1 FROM point_themes t WHERE t.case_id = cells.case_id AND t.theme = cells.theme)
                    THEN 'words'
                WHEN EXISTS (
                    SELECT 1 FROM (SELECT unnest($themes) AS theme, unnest($levels) AS level) never
                    WHERE never.theme = cells.theme AND never.level = cells.level
                ) THEN 'not_applicable'
                ELSE 'not_reported'
            END AS status
        FROM cells LEFT JOIN counted USING (case_id, theme)
    )
"""
"""Reported figures only; a target that a case sets for itself is no result, and a derived figure is none of its own."""


def coverage(connection: Connection, year: int | None) -> pd.DataFrame:
    """What every case has in every theme, in a year (None: at any time).

    One row per case and theme that any case has a figure in, in authored order. Columns: case_id, name, place, level,
    theme and its label, exact, bounds, elsewhen (ints: exact figures, figures with a qualifier, figures of other times
    or without a date), indicators_zh, indicators_en (lists: the indicators behind exact and bounds), status
    (STATUSES). A figure for a span of years counts in each of them, a state at a date in the year of that date.
    """
    return frame(
        connection,
        f"""
        {_WITHIN}
        SELECT * EXCLUDE (case_position, theme_position) FROM covered ORDER BY case_position, theme_position
        """,
        _parameters(year),
    )


def coverage_by_indicator(connection: Connection, year: int | None) -> pd.DataFrame:
    """The same, indicator by indicator: one row per case and indicator that it has figures of, one per blank theme.

    Columns: case_id, name, theme and its label, indicator_id, indicator_zh, indicator_en (missing for a blank), exact,
    bounds, elsewhen (ints), periods (list of texts as printed), status. In the order of ``coverage``, then of the
    codebook.
    """
    return frame(
        connection,
        f"""
        {_WITHIN}
        SELECT c.case_id, c.name_zh, c.name_en, c.theme, c.theme_zh, c.theme_en, b.indicator_id,
            b.name_zh AS indicator_zh, b.name_en AS indicator_en,
            coalesce(b.exact, 0) AS exact, coalesce(b.bounds, 0) AS bounds, coalesce(b.elsewhen, 0) AS elsewhen,
            coalesce(b.periods, []) AS periods,
            CASE WHEN b.exact > 0 THEN 'figures' WHEN b.bounds > 0 THEN 'bound' WHEN b.elsewhen > 0 THEN 'other_time'
                ELSE c.status END AS status
        FROM covered c LEFT JOIN by_indicator b USING (case_id, theme)
        ORDER BY c.case_position, c.theme_position, b.position
        """,
        _parameters(year),
    )


def coverage_sources(connection: Connection) -> list[str]:
    """The sources of the figures and of the words that the map shows, in the order of the table ``sources``."""
    rows = connection.execute(
        """
        WITH told AS (
            SELECT case_id, source_id FROM observations WHERE basis = 'reported' AND kind <> 'target'
            UNION SELECT case_id, source_id FROM case_points
            UNION SELECT case_id, source_id FROM cases
        )
        SELECT source_id FROM sources WHERE source_id IN (
            SELECT told.source_id FROM told JOIN cases USING (case_id) WHERE category <> 'context'
        )
        ORDER BY sources.rowid
        """
    ).fetchall()
    return [source_id for (source_id,) in rows]


def coverage_years(connection: Connection) -> list[int]:
    """The years of which a case has a reported figure, newest first."""
    rows = connection.execute(
        """
        SELECT DISTINCT unnest(range(year(coalesce(period_start, period_end)), year(period_end) + 1)) AS year
        FROM observations JOIN cases USING (case_id)
        WHERE category <> 'context' AND basis = 'reported' AND kind <> 'target' AND period_end IS NOT NULL
        ORDER BY year DESC
        """
    ).fetchall()
    return [year for (year,) in rows]


def _parameters(year: int | None) -> dict[str, object]:
    themes, levels = zip(*NOT_APPLICABLE, strict=True)
    return {"year": year, "themes": list(themes), "levels": list(levels)}
