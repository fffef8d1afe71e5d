"""Questions about cases: which ones, what they are, what they did."""

from __future__ import annotations

import pandas as pd

from explorer.evidence import EVIDENCE_FACTS
from explorer.filters import NO_MODEL, CaseFilter
from explorer.queries import Connection, frame
from explorer.queries.listing import Listing, counts_by_facet, matching_ids, texts_with

_PLACED = """
    SELECT cases.*, provinces.name_zh AS province_zh, provinces.name_en AS province_en
    FROM cases LEFT JOIN provinces USING (province)
"""
_PLACE = "county_zh, county_en, prefecture_zh, prefecture_en, province_zh, province_en"
"""The columns that say where a case is."""

_MEMBERSHIP = f"""
    SELECT case_id, dimension, tag FROM case_tags
    UNION ALL SELECT case_id, 'category', category FROM cases WHERE category <> 'context'
    UNION ALL SELECT case_id, 'province', province FROM cases WHERE category <> 'context'
    UNION ALL SELECT case_id, 'alliance_model', '{NO_MODEL}' FROM cases
        WHERE category <> 'context'
        AND case_id NOT IN (SELECT case_id FROM case_tags WHERE dimension = 'alliance_model')
    UNION ALL SELECT case_id, fact, tag FROM case_evidence
    UNION ALL SELECT case_id, 'source_kind', kind FROM cases JOIN sources USING (source_id)
        WHERE category <> 'context'
"""
"""(case_id, dimension, tag) over everything that a facet can ask for; a case without a model counts as NO_MODEL."""

_OPTIONS = f"""
    SELECT dimension, tag, label_zh, label_en, definition_zh, definition_en, position FROM vocabulary
    UNION ALL SELECT 'province', province, short_zh, name_en, NULL, NULL, row_number() OVER (ORDER BY code)
        FROM provinces
    UNION ALL SELECT 'alliance_model', '{NO_MODEL}', NULL, NULL, NULL, NULL, 999
    UNION ALL SELECT 'source_kind', kind, NULL, NULL, NULL, NULL, min(cases.position)
        FROM cases JOIN sources USING (source_id) GROUP BY kind
"""

_ORDER = """
    CASE WHEN $sort = 'name' THEN (SELECT min(pinyin) FROM case_search s
        WHERE s.case_id = cases.case_id AND field = 'name') END,
    CASE WHEN $sort = 'started' THEN coalesce(started, '9999') END,
    CASE WHEN $sort = 'figures'
        THEN -(SELECT count(*) FROM observations o WHERE o.case_id = cases.case_id) END,
    position
"""

_CASES = Listing(
    table="cases",
    key="case_id",
    listed="category <> 'context'",
    membership=_MEMBERSHIP,
    options=_OPTIONS,
    search="case_search",
    names=("name", "place"),
)


def case_ids_matching(connection: Connection, asked: CaseFilter) -> list[str]:
    """The ids of the cases that match a filter, sorted as it says."""
    return matching_ids(connection, _CASES, asked, _ORDER)


def facet_counts(connection: Connection, asked: CaseFilter) -> pd.DataFrame:
    """How many cases each tag would leave, given the query and what is chosen in the *other* facets.

    One row per dimension and tag in use anywhere, in vocabulary order (kinds of source: in that of the cases). Columns:
    dimension, tag, label_zh, label_en (None for a kind of source and for NO_MODEL), definition_zh, definition_en,
    cases (int; 0 for a dead end).
    """
    return counts_by_facet(connection, _CASES, asked)


def search_hits(connection: Connection, case_ids: list[str], words: list[str]) -> pd.DataFrame:
    """The texts of these cases in which a word occurs as written (not as pinyin), best field first.

    One row per case and text. Columns: case_id, field, text_zh, text_en.
    """
    return texts_with(connection, _CASES, case_ids, words)


def case_cards(connection: Connection, case_ids: list[str]) -> pd.DataFrame:
    """What a result card says of each case, in the order of ``case_ids``.

    Columns: the columns of ``cases``, province_zh, province_en, figures (int, number of observations), source_kind.
    """
    return frame(
        connection,
        f"""
        SELECT c.*, (SELECT count(*) FROM observations o WHERE o.case_id = c.case_id) AS figures,
            (SELECT kind FROM sources s WHERE s.source_id = c.source_id) AS source_kind
        FROM ({_PLACED}) c
        WHERE case_id IN (SELECT unnest($case_ids))
        ORDER BY list_position($case_ids, case_id)
        """,
        {"case_ids": case_ids},
    )


def case_tags(connection: Connection, case_ids: list[str]) -> pd.DataFrame:
    """The tags of these cases with their labels, in vocabulary order.

    Columns: case_id, dimension, tag, basis, locator, note_zh, note_en, label_zh, label_en, definition_zh,
    definition_en.
    """
    return frame(
        connection,
        """
        SELECT t.case_id, t.dimension, t.tag, t.basis, t.locator, t.note_zh, t.note_en,
            v.label_zh, v.label_en, v.definition_zh, v.definition_en
        FROM case_tags t JOIN vocabulary v USING (dimension, tag)
        WHERE case_id IN (SELECT unnest($case_ids))
        ORDER BY list_position($case_ids, case_id), dimension, v.position
        """,
        {"case_ids": case_ids},
    )


def case_evidence(connection: Connection, case_ids: list[str]) -> pd.DataFrame:
    """What is judged of the evidence behind these cases, without a score: who reports, baseline, comparator.

    One row per case and fact, cases as given, facts in that order. Columns: case_id, fact, tag, locator, reason_zh,
    reason_en, label_zh, label_en, definition_zh, definition_en.
    """
    return frame(
        connection,
        """
        SELECT e.case_id, e.fact, e.tag, e.locator, e.reason_zh, e.reason_en,
            v.label_zh, v.label_en, v.definition_zh, v.definition_en
        FROM case_evidence e JOIN vocabulary v ON v.dimension = e.fact AND v.tag = e.tag
        WHERE case_id IN (SELECT unnest($case_ids))
        ORDER BY list_position($case_ids, case_id), list_position($facts, fact)
        """,
        {"case_ids": case_ids, "facts": list(EVIDENCE_FACTS)},
    )


def case_points(connection: Connection, case_id: str) -> pd.DataFrame:
    """The narrative of one case in authored order.

    Columns: the columns of ``case_points``, answers (list of point_id), figures (list of observation_id).
    """
    return frame(
        connection,
        """
        SELECT p.*,
            (SELECT coalesce(list(answers ORDER BY answers), []) FROM point_answers a
             WHERE a.case_id = p.case_id AND a.point_id = p.point_id) AS answers,
            (SELECT coalesce(list(observation_id ORDER BY position), []) FROM point_figures f
             WHERE f.case_id = p.case_id AND f.point_id = p.point_id) AS figures
        FROM case_points p WHERE case_id = $case_id ORDER BY position
        """,
        {"case_id": case_id},
    )


def case_partners(connection: Connection, case_id: str) -> pd.DataFrame:
    """The partners of one case in authored order. Columns: name_zh, name_en."""
    return frame(
        connection,
        "SELECT name_zh, name_en FROM case_partners WHERE case_id = $case_id ORDER BY position",
        {"case_id": case_id},
    )


def case_family(connection: Connection, case_id: str) -> pd.DataFrame:
    """The parent of a case and its branches. Columns: case_id, name, place, relation (parent, branch)."""
    return frame(
        connection,
        f"""
        SELECT case_id, name_zh, name_en, {_PLACE},
            CASE WHEN part_of = $case_id THEN 'branch' ELSE 'parent' END AS relation
        FROM ({_PLACED})
        WHERE part_of = $case_id OR case_id = (SELECT part_of FROM cases WHERE case_id = $case_id)
        ORDER BY relation DESC, position
        """,
        {"case_id": case_id},
    )


def related_cases(connection: Connection, case_id: str, limit: int = 4) -> pd.DataFrame:
    """The cases that share most tags with this one, outside its own family.

    Columns: case_id, name, place, shared (int, tags in common), labels_zh, labels_en (lists, of the shared tags).
    Sorted by shared, then authored order.
    """
    return frame(
        connection,
        f"""
        WITH mine AS (SELECT dimension, tag FROM case_tags WHERE case_id = $case_id)
        SELECT c.case_id, c.name_zh, c.name_en, {_PLACE}, c.position, count(*) AS shared,
            list(v.label_zh ORDER BY v.dimension, v.position) AS labels_zh,
            list(v.label_en ORDER BY v.dimension, v.position) AS labels_en
        FROM mine JOIN case_tags t USING (dimension, tag) JOIN vocabulary v USING (dimension, tag)
            JOIN ({_PLACED}) c USING (case_id)
        WHERE c.case_id <> $case_id
          AND c.part_of IS DISTINCT FROM $case_id
          AND c.case_id IS DISTINCT FROM (SELECT part_of FROM cases WHERE case_id = $case_id)
          AND (c.part_of IS NULL OR c.part_of IS DISTINCT FROM (SELECT part_of FROM cases WHERE case_id = $case_id))
        GROUP BY ALL
        ORDER BY shared DESC, c.position
        LIMIT $limit
        """,
        {"case_id": case_id, "limit": limit},
    )


def case_index(connection: Connection) -> pd.DataFrame:
    """Every case and place in authored order.

    Columns: case_id, name, category, part_of, and county, prefecture and province; names in both languages.
    """
    columns = f"case_id, name_zh, name_en, category, part_of, {_PLACE}"
    return frame(connection, f"SELECT {columns} FROM ({_PLACED}) ORDER BY position")


def model_type_matrix(connection: Connection) -> pd.DataFrame:
    """Cases by alliance model and integration type; a case counts once in every cell it belongs to.

    One row per model (NO_MODEL included) and type, zeros included. Columns: model, type, cases.
    """
    return frame(
        connection,
        f"""
        WITH membership AS ({_MEMBERSHIP}),
        models AS (SELECT tag AS model, position FROM vocabulary WHERE dimension = 'alliance_model'
                   UNION ALL SELECT '{NO_MODEL}', 999),
        types AS (SELECT tag AS type, position AS type_position FROM vocabulary WHERE dimension = 'integration_type')
        SELECT model, type, (
            SELECT count(*) FROM membership a JOIN membership b USING (case_id)
            WHERE a.dimension = 'alliance_model' AND a.tag = model AND b.dimension = 'integration_type' AND b.tag = type
        ) AS cases
        FROM models CROSS JOIN types ORDER BY position, type_position
        """,
    )


def cases_by_province(connection: Connection) -> pd.DataFrame:
    """Every province with its tile and its number of cases.

    Columns: province, name_zh, short_zh, name_en, letters, tile_column, tile_row, cases (int). Sorted by code.
    """
    return frame(
        connection,
        """
        SELECT province, name_zh, short_zh, name_en, letters, tile_column, tile_row,
            (SELECT count(*) FROM cases c WHERE c.province = p.province AND c.category <> 'context') AS cases
        FROM provinces p ORDER BY code
        """,
    )


def cases_in_cells(connection: Connection) -> pd.DataFrame:
    """The cases behind each number of ``model_type_matrix`` but zero. Columns: model, type, case_ids (list)."""
    return frame(
        connection,
        f"""
        WITH membership AS ({_MEMBERSHIP})
        SELECT a.tag AS model, b.tag AS type, list(case_id ORDER BY c.position) AS case_ids
        FROM membership a JOIN membership b USING (case_id) JOIN cases c USING (case_id)
        WHERE a.dimension = 'alliance_model' AND b.dimension = 'integration_type'
        GROUP BY ALL ORDER BY ALL
        """,
    )


def cases_in_provinces(connection: Connection) -> pd.DataFrame:
    """The cases behind each number of ``cases_by_province`` but zero. Columns: province, case_ids (list)."""
    return frame(
        connection,
        """
        SELECT province, list(case_id ORDER BY position) AS case_ids FROM cases
        WHERE category <> 'context' AND province IS NOT NULL GROUP BY province ORDER BY province
        """,
    )


def totals(connection: Connection) -> dict[str, int]:
    """What the database holds: cases, figures (observations), sources, provinces with a case, indicators."""
    row = connection.execute(
        """
        SELECT
            (SELECT count(*) FROM cases WHERE category <> 'context'),
            (SELECT count(*) FROM observations),
            (SELECT count(*) FROM sources),
            (SELECT count(DISTINCT province) FROM cases WHERE category <> 'context'),
            (SELECT count(DISTINCT indicator_id) FROM observations)
        """
    ).fetchone()
    assert row is not None
    return dict(zip(("cases", "figures", "sources", "provinces", "indicators"), row, strict=True))


def sources(connection: Connection, source_ids: list[str]) -> pd.DataFrame:
    """These sources, in the order given. Columns: as the table ``sources``."""
    return frame(
        connection,
        """
        SELECT * FROM sources WHERE source_id IN (SELECT unnest($source_ids))
        ORDER BY list_position($source_ids, source_id)
        """,
        {"source_ids": source_ids},
    )


def every_source(connection: Connection) -> pd.DataFrame:
    """Every source in authored order. Columns: as the table ``sources``."""
    return frame(connection, "SELECT * FROM sources ORDER BY rowid")


def vocabulary(connection: Connection) -> pd.DataFrame:
    """Every tag in authored order.

    Columns: dimension, tag, label_zh, label_en, one_en (a unit's name beside the number one), definition_zh,
    definition_en.
    """
    return frame(
        connection,
        """
        SELECT dimension, tag, label_zh, label_en, one_en, definition_zh, definition_en FROM vocabulary
        ORDER BY dimension, position
        """,
    )
