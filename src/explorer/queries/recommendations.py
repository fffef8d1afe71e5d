"""Questions about the recommendations: what is advised, and which cases and policies speak to it."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame


def recommendations(connection: Connection) -> pd.DataFrame:
    """The recommendations in their order. Columns: those of the table, cases and policies (int, that speak to it)."""
    return frame(
        connection,
        """
        SELECT r.*, cases, policies FROM recommendations r JOIN (
            SELECT recommendation_id, count(case_id) AS cases, count(policy_id) AS policies
            FROM recommendation_links GROUP BY recommendation_id
        ) USING (recommendation_id)
        ORDER BY position
        """,
    )


def recommendation_links(connection: Connection) -> pd.DataFrame:
    """What speaks to each recommendation, and how: cases first, then policies, as authored.

    Columns: recommendation_id, case_id or policy_id (the other None), name_zh, name_en, reason_zh, reason_en.
    """
    return frame(
        connection,
        """
        SELECT k.recommendation_id, k.case_id, k.policy_id,
            coalesce(c.name_zh, p.title_zh) AS name_zh, coalesce(c.name_en, p.title_en) AS name_en,
            k.reason_zh, k.reason_en
        FROM recommendation_links k JOIN recommendations r USING (recommendation_id)
            LEFT JOIN cases c USING (case_id) LEFT JOIN policies p USING (policy_id)
        ORDER BY r.position, k.case_id IS NULL, k.position
        """,
    )
