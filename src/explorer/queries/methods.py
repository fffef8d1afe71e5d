"""Questions about how the collection was made: its codebook, its sources, the numbers left out."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame

_SEARCHED = """concat_ws(' ', i.name_zh, i.name_en, i.aliases_zh, i.definition_zh, i.definition_en, i.numerator_zh,
    i.numerator_en, i.denominator_zh, i.denominator_en, i.indicator_id)"""


def codebook(connection: Connection, words: list[str], theme: str | None) -> pd.DataFrame:
    """The indicators in which every word occurs (name, other names, definition, what is
    divided by what, id), of a theme (None: of any).

    One row per indicator, by theme and codebook order. Columns: those of the table ``indicators``, group_name_zh,
    group_name_en, reason_zh, reason_en (why its group may share an axis), comparable (int, indicators in that group),
    figures (int), cases (int, cases and places with a figure), compared (int, figures that the comparison shows: all
    but the targets that cases set for themselves).
    """
    return frame(
        connection,
        f"""
        WITH counted AS (
            SELECT indicator_id, count(*) AS figures, count(DISTINCT case_id) AS cases,
                count(*) FILTER (kind <> 'target') AS compared
            FROM observations GROUP BY indicator_id
        )
        SELECT i.*, g.name_zh AS group_name_zh, g.name_en AS group_name_en, g.reason_zh, g.reason_en,
            count(*) OVER (PARTITION BY i.comparability_group) AS comparable,
            coalesce(c.figures, 0) AS figures, coalesce(c.cases, 0) AS cases, coalesce(c.compared, 0) AS compared
        FROM indicators i JOIN comparability_groups g ON g.group_id = i.comparability_group
            LEFT JOIN counted c USING (indicator_id)
            LEFT JOIN vocabulary v ON v.dimension = 'theme' AND v.tag = i.theme
        QUALIFY ($theme IS NULL OR i.theme = $theme) AND NOT EXISTS (
            SELECT 1 FROM unnest($words) AS asked (word)
            WHERE NOT contains(replace(lower({_SEARCHED}), '’', ''''), word)
        )
        ORDER BY v.position, i.position
        """,
        {"theme": theme, "words": words},
    )


def codebook_themes(connection: Connection) -> pd.DataFrame:
    """The themes that have an indicator, in vocabulary order. Columns: theme, indicators (int)."""
    return frame(
        connection,
        """
        SELECT i.theme, count(*) AS indicators
        FROM indicators i LEFT JOIN vocabulary v ON v.dimension = 'theme' AND v.tag = i.theme
        GROUP BY i.theme, v.position ORDER BY v.position
        """,
    )


def evidence(connection: Connection) -> pd.DataFrame:
    """Every source with what rests on it, the documents first, then by kind and date.

    Columns: those of the table ``sources``, figures (int), cases (int, cases told from it or with a figure
    from it), places (int, the country and comparator places with a figure from it), policies (int).
    """
    return frame(
        connection,
        """
        SELECT s.*,
            (SELECT count(*) FROM observations o WHERE o.source_id = s.source_id) AS figures,
            (SELECT count(*) FROM cases c WHERE category <> 'context' AND (c.source_id = s.source_id
                OR c.case_id IN (SELECT case_id FROM observations o WHERE o.source_id = s.source_id))) AS cases,
            (SELECT count(DISTINCT case_id) FROM observations o JOIN cases c USING (case_id)
             WHERE o.source_id = s.source_id AND category = 'context') AS places,
            (SELECT count(*) FROM policies p WHERE p.source_id = s.source_id) AS policies
        FROM sources s
        ORDER BY s.file IS NULL, cases DESC, s.kind, s.published, s.source_id
        """,
    )


def left_out(connection: Connection, reason: str | None, source_id: str | None) -> pd.DataFrame:
    """The numbers not taken down, for a reason and from a document (None: from any).

    One row per reason, document and place. Columns: reason, reason_zh, reason_en, source_id, source_zh, source_en,
    locator, words (list of texts as the document prints them). The reason with most words first, then as authored.
    """
    return frame(
        connection,
        """
        WITH placed AS (
            SELECT reason, reason_zh, reason_en, source_id, locator, min(position) AS position,
                list(words ORDER BY position) AS words
            FROM left_out
            WHERE ($reason IS NULL OR reason = $reason) AND ($source_id IS NULL OR source_id = $source_id)
            GROUP BY ALL
        )
        SELECT p.* EXCLUDE (position), s.short_title_zh AS source_zh, s.short_title_en AS source_en
        FROM placed p JOIN sources s USING (source_id)
        ORDER BY sum(len(words)) OVER (PARTITION BY reason) DESC, reason, p.position
        """,
        {"reason": reason, "source_id": source_id},
    )


def left_out_counts(connection: Connection) -> pd.DataFrame:
    """How much was left out, by reason and document. Columns: reason, reason_zh, reason_en, source_id, words (int).

    The reason with most words first, then as authored.
    """
    return frame(
        connection,
        """
        SELECT * EXCLUDE (position) FROM (
            SELECT reason, reason_zh, reason_en, source_id, count(*) AS words, min(position) AS position
            FROM left_out GROUP BY ALL
        )
        ORDER BY sum(words) OVER (PARTITION BY reason) DESC, reason, position
        """,
    )


def operands(connection: Connection, check_ids: list[str]) -> pd.DataFrame:
    """The figures that these checks recompute. Columns: check_id, role, observation_id. Checks in the order given."""
    return frame(
        connection,
        """
        SELECT a.check_id, a.role, a.observation_id
        FROM audit_operands a JOIN observations o USING (observation_id)
        WHERE a.check_id IN (SELECT unnest($check_ids))
        ORDER BY list_position($check_ids, a.check_id), o.position, a.role
        """,
        {"check_ids": check_ids},
    )
