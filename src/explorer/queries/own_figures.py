"""Questions to what a reader brought: a connection whose ``panel`` is the reader's file, and plain values.

As with published figures equal arguments give equal rows in a stated order. Everything is counted, ranked and sorted
in DuckDB, so that a panel of ten million rows answers with a handful.
"""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame


def codebook_units(connection: Connection) -> pd.DataFrame:
    """What a reader's figure is checked against, asked of the published data: every indicator in codebook order.

    Columns: indicator_id, unit, is_change (bool: every published figure of it is a change).
    """
    return frame(
        connection,
        """
        SELECT i.indicator_id, i.unit, coalesce(bool_and(o.kind = 'change'), false) AS is_change
        FROM indicators i LEFT JOIN observations o ON o.indicator_id = i.indicator_id AND o.kind <> 'target'
        GROUP BY i.indicator_id, i.unit, i.position ORDER BY i.position
        """,
    )
