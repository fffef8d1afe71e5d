"""Questions about policies: which targets bear on an indicator."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame


def targets_for(connection: Connection, indicator_ids: list[str]) -> pd.DataFrame:
    """The quantified targets that share a comparability group with these indicators, by due date.

    Columns: target_id, policy_id, indicator_id, group_id, unit, operator, value, due (datetime), scope_zh, scope_en,
    note_zh, note_en, policy_zh, policy_en, document_number, source_id.
    """
    return frame(
        connection,
        """
        SELECT t.target_id, t.policy_id, t.indicator_id, i.comparability_group AS group_id, i.unit, t.operator, t.value,
            t.due, t.scope_zh, t.scope_en, t.note_zh, t.note_en, p.title_zh AS policy_zh, p.title_en AS policy_en,
            p.document_number, t.source_id
        FROM targets t JOIN policies p USING (policy_id) JOIN indicators i USING (indicator_id)
        WHERE t.value IS NOT NULL AND i.comparability_group IN (
            SELECT comparability_group FROM indicators WHERE indicator_id IN (SELECT unnest($indicator_ids))
        )
        ORDER BY t.due, t.target_id
        """,
        {"indicator_ids": indicator_ids},
    )
