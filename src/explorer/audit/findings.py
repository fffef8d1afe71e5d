"""The audit of a database that is being built: recompute, look for leads, write down what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from explorer.audit.leads import Lead, find_leads
from explorer.audit.recompute import Result, recompute, standing_trials
from explorer.audit.sentences import Finding, expression, message
from explorer.i18n import LANGUAGES, Labels, Translator

Record = dict[str, Any]

_FIGURES = """
    SELECT o.*, i.name_zh AS indicator_zh, i.name_en AS indicator_en,
        year(o.period_end) - year(o.period_start) + 1 AS years
    FROM observations o JOIN indicators i USING (indicator_id)
"""
_CHECKS = """
    WITH cited AS (
        SELECT a.check_id, first(o.source_id ORDER BY o.case_id <> c.case_id, a.role, a.position) AS source_id,
            list_distinct(list(s.short_title_zh)) AS titles_zh, list_distinct(list(s.short_title_en)) AS titles_en
        FROM audit_operands a JOIN observations o USING (observation_id) JOIN sources s USING (source_id)
            JOIN checks c USING (check_id)
        GROUP BY a.check_id
    )
    SELECT c.*, v.label_zh AS tag_zh, v.label_en AS tag_en, coalesce(cited.source_id, s.source_id) AS source_id,
        array_to_string(list_sort(titles_zh), '；') AS source_zh,
        array_to_string(list_sort(titles_en), '; ') AS source_en,
        (SELECT count(*) FROM case_tags t WHERE t.case_id = c.case_id AND t.dimension = c.dimension AND t.tag = c.tag
            AND t.basis = 'stated') AS is_marked
    FROM checks c JOIN cases s USING (case_id) LEFT JOIN cited USING (check_id)
        LEFT JOIN vocabulary v USING (dimension, tag)
    ORDER BY c.position
"""
_LISTED = """
    SELECT check_id, position, text_zh, text_en FROM audit_items
    UNION ALL
    SELECT check_id, a.position, p.title_zh, p.title_en FROM audit_points a JOIN case_points p USING (case_id, point_id)
    ORDER BY ALL
"""


_OF_FIGURES = """
    INSERT INTO observation_findings BY NAME
    WITH claims AS (
        SELECT a.observation_id, f.check_id, f.kind, f.verdict, f.message_zh, f.message_en, c.position
        FROM audit_operands a JOIN audit_findings f USING (check_id) JOIN checks c USING (check_id)
        -- What a check computes from is not in doubt, what the document makes of it is.
        WHERE a.role NOT IN ('items', 'parts', 'before', 'after', 'numerator', 'denominator', 'total', 'result')
          AND NOT (f.kind = 'share' AND a.role = 'whole')
          AND NOT (f.verdict = 'undetermined' AND f.kind IN ('nesting', 'equality', 'sum', 'order'))
    ),
    told AS (
        SELECT DISTINCT * FROM claims c WHERE verdict <> 'consistent'
          -- A standard deviation comes out if it does by one of its two definitions.
          AND NOT (kind LIKE 'sd_%' AND EXISTS (
              FROM claims o
              WHERE o.observation_id = c.observation_id AND o.kind LIKE 'sd_%' AND o.verdict = 'consistent'
          ))
    )
    SELECT observation_id, min(verdict) AS verdict,
        string_agg(message_zh, '' ORDER BY verdict, position) AS message_zh,
        string_agg(message_en, ' ' ORDER BY verdict, position) AS message_en
    FROM told GROUP BY observation_id ORDER BY observation_id
"""


def write_findings(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill audit_findings, audit_leads and observation_findings from the other tables, one finding for each check."""
    checks = _rows(connection, _CHECKS)
    operands = _by_check(_rows(connection, f"""
        SELECT a.check_id, a.role, c.kind AS check_kind, f.*
        FROM audit_operands a JOIN checks c USING (check_id) JOIN ({_FIGURES}) f USING (observation_id)
        ORDER BY a.check_id, a.role, a.position
    """))  # fmt: skip
    listed = _by_check(_rows(connection, _LISTED))
    results = {trial.check_id: result for trial, result in recompute(connection, standing_trials(connection)).items()}
    leads = find_leads(connection, results, operands)
    others = _figures(connection, [lead.instead_id for found in leads.values() for lead in found if lead.instead_id])
    labels: Labels = {("unit", tag): {"zh": zh, "en": en} for tag, zh, en in connection.execute(
        "SELECT tag, label_zh, label_en FROM vocabulary WHERE dimension = 'unit'"
    ).fetchall()}  # fmt: skip
    translators = [Translator(language, labels) for language in LANGUAGES]
    findings = []
    for check in checks:
        key = check["check_id"]
        result = results.get(key)
        finding = Finding(
            check, operands[key], listed[key], _verdict(check, result, listed[key]), result, leads.get(key, ()), others
        )
        findings.append(_row(finding, translators))
    _insert(connection, "audit_findings", findings)
    _insert(connection, "audit_leads", [_lead_row(key, n, lead) for key in leads for n, lead in enumerate(leads[key])])
    connection.execute(_OF_FIGURES)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Record | None = None) -> list[Record]:
    cursor = connection.execute(sql, parameters or {})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _by_check(rows: list[Record]) -> Mapping[str, list[Record]]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        grouped[row["check_id"]].append(row)
    return grouped


def _figures(connection: duckdb.DuckDBPyConnection, observation_ids: list[str]) -> dict[str, Record]:
    sql = f"SELECT * FROM ({_FIGURES}) WHERE observation_id IN (SELECT unnest($ids))"
    return {row["observation_id"]: row for row in _rows(connection, sql, {"ids": observation_ids})}


def _verdict(check: Record, result: Result | None, listed: list[Record]) -> str:
    if check["undetermined_zh"] is not None:
        return "undetermined"
    if result is not None:
        return result.verdict
    return "consistent" if bool(check["is_marked"]) == bool(listed) else "inconsistent"


def _row(finding: Finding, translators: list[Translator]) -> Record:
    check, result, verdict = finding.check, finding.result, finding.verdict
    reported, computed = (result.reported, result.computed) if result is not None else (None, None)
    if check["kind"] == "marks" and verdict != "undetermined":
        reported, computed = float(check["is_marked"]), float(len(finding.listed))
    decided = verdict != "undetermined" and check["kind"] != "marks" and reported is not None and computed is not None
    return {
        **{name: check[name] for name in ("check_id", "case_id", "kind", "source_id", "locator")},
        "verdict": verdict,
        "reported": reported,
        "computed": _tidy(computed),
        "difference": _tidy(computed - reported) if decided and computed is not None and reported is not None else None,
        "computed_low": _tidy(result.low) if result is not None else None,
        "computed_high": _tidy(result.high) if result is not None else None,
        "truncated": result is not None and result.truncated,
        "expression": expression(finding),
        **{f"message_{tr.language}": message(finding, tr) for tr in translators},
    }


def _tidy(value: float | None) -> float | None:
    """Without the last bits that a sum of decimals leaves; missing where there is no bound."""
    if value is None or value in (float("inf"), float("-inf")):
        return None
    return round(value, 9) + 0.0


def _lead_row(check_id: str, position: int, lead: Lead) -> Record:
    return {
        "check_id": check_id,
        "position": position,
        "observation_id": lead.replacement.observation_id,
        "value": lead.replacement.value,
        "basis": lead.basis,
        "instead_id": lead.instead_id,
    }


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Record]) -> None:
    if not rows:
        return
    frame = pd.DataFrame(rows, dtype=object)
    connection.register("incoming", frame.where(frame.notna(), None))
    connection.execute("INSERT INTO " + table + " BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")
