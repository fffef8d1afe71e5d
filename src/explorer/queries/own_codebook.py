"""What reading a reader's figures has to know of the codebook."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame


def indicators_to_read(connection: Connection) -> pd.DataFrame:
    """The indicators that a figure can be of, dates left out, in the order of the codebook.

    Columns: indicator_id, name, definition, definition_note, numerator, denominator in both languages, unit, theme,
    group_id, aliases_zh (text, parted by ``; ``), is_change (bool: every published figure of it is a change).
    """
    return frame(
        connection,
        """
        SELECT i.indicator_id, i.name_zh, i.name_en, i.definition_zh, i.definition_en,
            i.definition_note_zh, i.definition_note_en, i.numerator_zh, i.numerator_en,
            i.denominator_zh, i.denominator_en, i.unit, i.theme, i.comparability_group AS group_id, i.aliases_zh,
            coalesce((
                SELECT bool_and(o.kind = 'change') FROM observations o
                WHERE o.indicator_id = i.indicator_id AND o.kind <> 'target'
            ), false) AS is_change
        FROM indicators i
        WHERE i.unit <> 'calendar-year'
        ORDER BY i.position
        """,
    )
