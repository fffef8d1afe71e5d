"""What a workshop story may name: ids, the figures that its texts may tell, and what the audit computed."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame


def story_ids(connection: Connection) -> pd.DataFrame:
    """Every id that a story or a link in it may name, one row an id, by kind and place in the data.

    Columns: kind (case, place, policy), id.
    """
    return frame(
        connection,
        """
        SELECT kind, id FROM (
            SELECT if(category = 'context', 'place', 'case') AS kind, case_id AS id, position FROM cases
            UNION ALL SELECT 'policy', policy_id, position FROM policies
        ) ORDER BY kind, position
        """,
    )


def story_points(connection: Connection) -> pd.DataFrame:
    """Every point of a case with the figures that it tells, in authored order.

    Columns: case_id, point_id, figures (list of observation ids).
    """
    return frame(
        connection,
        """
        SELECT p.case_id, p.point_id,
            coalesce(list(f.observation_id ORDER BY f.position) FILTER (f.observation_id IS NOT NULL), []) AS figures
        FROM case_points p LEFT JOIN point_figures f USING (case_id, point_id)
        GROUP BY p.case_id, p.point_id, p.position ORDER BY p.case_id, p.position
        """,
    )


def story_figures(connection: Connection) -> pd.DataFrame:
    """Every figure as a story may tell it, by id.

    Columns: observation_id, case_id, indicator_id, value, unit, basis, as_reported (missing where derived).
    """
    return frame(
        connection,
        """
        SELECT observation_id, case_id, indicator_id, value, unit, basis, as_reported FROM observations ORDER BY 1
        """,
    )


def figures_found(connection: Connection, words: list[str], limit: int) -> pd.DataFrame:
    """The ids of figures in which every word occurs: in case, subject, indicator, printed words, period or id.

    At most ``limit``, in authored order. Columns: observation_id.
    """
    return frame(
        connection,
        """
        SELECT o.observation_id FROM observations o JOIN cases c USING (case_id) JOIN indicators i USING (indicator_id)
        WHERE (
            SELECT coalesce(bool_and(contains(lower(concat_ws(' ', o.observation_id, c.name_zh, c.name_en, o.subject_zh,
                o.subject_en, i.name_zh, i.name_en, o.as_reported, o.period_printed)), lower(word))), true)
            FROM (SELECT unnest($words) AS word)
        )
        ORDER BY c.position, o.position LIMIT $most
        """,
        {"words": words, "most": limit},
    )


def story_checks(connection: Connection) -> pd.DataFrame:
    """Every check of the audit with the sentences of its finding and the figures in it, by id.

    Columns: check_id, message_zh, message_en, operands (list of observation ids).
    """
    return frame(
        connection,
        """
        SELECT f.check_id, f.message_zh, f.message_en,
            coalesce(list(DISTINCT o.observation_id) FILTER (o.observation_id IS NOT NULL), []) AS operands
        FROM audit_findings f LEFT JOIN audit_operands o USING (check_id)
        GROUP BY f.check_id, f.message_zh, f.message_en ORDER BY f.check_id
        """,
    )
