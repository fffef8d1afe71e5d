"""Questions about the audit: what was found, and which figures have a finding."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame

VERDICTS = ("inconsistent", "undetermined", "consistent")
"""Worst first, as findings are listed."""


def findings(
    connection: Connection,
    *,
    case_ids: list[str] | None = None,
    kinds: list[str] | None = None,
    verdicts: list[str] | None = None,
    themes: list[str] | None = None,
) -> pd.DataFrame:
    """The findings that match, worst verdict first, then as authored; None asks for all.

    A theme matches where an indicator of one of the check's figures has it; a check of marks has none. Columns: those
    of ``audit_findings``, note and the names of case and source in both languages, themes (list of str, sorted).
    """
    return frame(
        connection,
        """
        WITH themed AS (
            SELECT a.check_id, list_sort(list_distinct(list(i.theme))) AS themes
            FROM audit_operands a JOIN observations o USING (observation_id) JOIN indicators i USING (indicator_id)
            GROUP BY a.check_id
        )
        SELECT f.*, c.note_zh, c.note_en, p.name_zh AS case_zh, p.name_en AS case_en,
            s.short_title_zh AS source_zh, s.short_title_en AS source_en, coalesce(t.themes, []) AS themes
        FROM audit_findings f JOIN checks c USING (check_id) JOIN cases p ON p.case_id = f.case_id
            JOIN sources s ON s.source_id = f.source_id LEFT JOIN themed t USING (check_id)
        WHERE ($case_ids IS NULL OR f.case_id IN (SELECT unnest($case_ids)))
          AND ($kinds IS NULL OR f.kind IN (SELECT unnest($kinds)))
          AND ($verdicts IS NULL OR f.verdict IN (SELECT unnest($verdicts)))
          AND ($themes IS NULL OR list_has_any(coalesce(t.themes, []), $themes))
        ORDER BY list_position($worst_first, f.verdict), c.position
        """,
        {"case_ids": case_ids, "kinds": kinds, "verdicts": verdicts, "themes": themes, "worst_first": list(VERDICTS)},
    )


def verdict_counts(connection: Connection) -> pd.DataFrame:
    """How many findings there are of each verdict, worst first, zeros included. Columns: verdict, findings (int)."""
    return frame(
        connection,
        """
        SELECT verdict, (SELECT count(*) FROM audit_findings f WHERE f.verdict = v.verdict) AS findings
        FROM (SELECT unnest($worst_first) AS verdict) v ORDER BY list_position($worst_first, verdict)
        """,
        {"worst_first": list(VERDICTS)},
    )


def leads(connection: Connection, check_ids: list[str]) -> pd.DataFrame:
    """The single changes that would make these checks come out.

    Columns: check_id, position, observation_id, value (of the change), printed (as it stands), basis (figure,
    whole_number, digits), instead_id. Checks in the order given.
    """
    return frame(
        connection,
        """
        SELECT l.check_id, l.position, l.observation_id, l.value, o.value AS printed, l.basis, l.instead_id
        FROM audit_leads l JOIN observations o USING (observation_id)
        WHERE l.check_id IN (SELECT unnest($check_ids))
        ORDER BY list_position($check_ids, l.check_id), l.position
        """,
        {"check_ids": check_ids},
    )
