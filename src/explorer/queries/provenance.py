"""What the data rest on: their newest document, and the documents behind any rows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explorer.queries import Connection

TABLE_OF = {
    "observation_id": "observations",
    "target_id": "targets",
    "check_id": "audit_findings",
    "policy_id": "policies",
    "recommendation_id": "recommendations",
    "framework_id": "frameworks",
    "case_id": "cases",
}
"""The table in which a column of ids is the key, where its rows name a source; those that tell most first."""


def newest_document(connection: Connection) -> str:
    """The date of the newest document that has one, as printed: ``2026``, ``2026-03``, ``2026-03-07``; else ``""``."""
    ((newest,),) = connection.execute("SELECT max(published) FROM sources").fetchall()
    return newest or ""


def sources_behind(connection: Connection, ids: Mapping[str, Sequence[str]]) -> list[str]:
    """The sources of rows that are named by their ids, in the order of the table ``sources``.

    ``ids`` by the name of their column: ``source_id`` itself or a name in TABLE_OF. A case or a policy that stands
    beside figures does not count: the figures have sources of their own.
    """
    found = set(ids.get("source_id", ()))
    for name, table in TABLE_OF.items():
        if ids.get(name) and not (found and name in ("case_id", "policy_id")):
            asked = f"SELECT DISTINCT source_id FROM {table} WHERE {name} IN (SELECT unnest($ids))"
            found.update(row[0] for row in connection.execute(asked, {"ids": list(ids[name])}).fetchall())
    ordered = connection.execute("SELECT source_id FROM sources ORDER BY rowid").fetchall()
    return [source_id for (source_id,) in ordered if source_id in found]
