"""Questions about policies: which ones, what they set out, which cases carry them out, what they set as targets."""

from __future__ import annotations

import pandas as pd

from explorer.filters import PolicyFilter
from explorer.queries import Connection, frame
from explorer.queries.listing import Listing, counts_by_facet, matching_ids, texts_with
from explorer.schema import ALONE

_MEMBERSHIP = """
    SELECT policy_id, dimension, tag FROM policy_tags
    UNION ALL SELECT policy_id, 'policy_level', level FROM policies
    UNION ALL SELECT policy_id, 'policy_kind', kind FROM policies
    UNION ALL SELECT policy_id, 'policy_status', status FROM policies
    UNION ALL SELECT policy_id, 'family', family_id FROM policies WHERE family_id IS NOT NULL
    UNION ALL SELECT DISTINCT policy_id, 'case', case_id FROM policy_links
"""
"""(policy_id, dimension, tag) over everything that a facet can ask for."""

_OPTIONS = """
    SELECT dimension, tag, label_zh, label_en, definition_zh, definition_en, position FROM vocabulary
    UNION ALL SELECT 'family', family_id, name_zh, name_en, summary_zh, summary_en, position FROM policy_families
    UNION ALL SELECT 'case', case_id, name_zh, name_en, NULL, NULL, position FROM cases
"""

_ORDER = """
    CASE WHEN $sort = 'issued' THEN issued_from END DESC NULLS LAST,
    CASE WHEN $sort = 'title' THEN (SELECT arg_min(pinyin, s.position) FROM policy_search s
        WHERE s.policy_id = policies.policy_id AND field = 'title') END,
    position
"""

_POLICIES = Listing(
    table="policies",
    key="policy_id",
    listed="TRUE",
    membership=_MEMBERSHIP,
    options=_OPTIONS,
    search="policy_search",
    names=("title", "issuer"),
)


def policy_ids_matching(connection: Connection, asked: PolicyFilter) -> list[str]:
    """The ids of the policies that match a filter, sorted as it says: newest first, undated ones last."""
    return matching_ids(connection, _POLICIES, asked, _ORDER)


def policy_facet_counts(connection: Connection, asked: PolicyFilter) -> pd.DataFrame:
    """How many policies each tag would leave, given the query and what is chosen in the *other* facets.

    One row per dimension and tag in use, in vocabulary order; beside the tags' dimensions policy_level, policy_kind,
    policy_status, family and case. Columns: dimension, tag, label_zh, label_en, definition_zh, definition_en, policies
    (int; 0 for a dead end).
    """
    return counts_by_facet(connection, _POLICIES, asked)


def policy_search_hits(connection: Connection, policy_ids: list[str], words: list[str]) -> pd.DataFrame:
    """The texts of these policies in which a word occurs as written (not as pinyin), best field first.

    One row per policy and text. Columns: policy_id, field, text_zh, text_en.
    """
    return texts_with(connection, _POLICIES, policy_ids, words)


def policy_cards(connection: Connection, policy_ids: list[str]) -> pd.DataFrame:
    """What there is to say of each policy, in the order of ``policy_ids``.

    Columns: those of ``policies`` (issued as printed; issued_from and issued_to the days that may mean), family_zh,
    family_en, kind, level and status in both languages (kind_zh, …), and how many points, targets and cases it has.
    """
    return frame(
        connection,
        """
        SELECT p.*, f.name_zh AS family_zh, f.name_en AS family_en,
            k.label_zh AS kind_zh, k.label_en AS kind_en, l.label_zh AS level_zh, l.label_en AS level_en,
            s.label_zh AS status_zh, s.label_en AS status_en,
            (SELECT count(*) FROM policy_points x WHERE x.policy_id = p.policy_id) AS points,
            (SELECT count(*) FROM targets x WHERE x.policy_id = p.policy_id) AS targets,
            (SELECT count(DISTINCT case_id) FROM policy_links x WHERE x.policy_id = p.policy_id) AS cases
        FROM policies p LEFT JOIN policy_families f USING (family_id)
            LEFT JOIN vocabulary k ON k.dimension = 'policy_kind' AND k.tag = p.kind
            LEFT JOIN vocabulary l ON l.dimension = 'policy_level' AND l.tag = p.level
            LEFT JOIN vocabulary s ON s.dimension = 'policy_status' AND s.tag = p.status
        WHERE policy_id IN (SELECT unnest($policy_ids))
        ORDER BY list_position($policy_ids, policy_id)
        """,
        {"policy_ids": policy_ids},
    )


def policy_index(connection: Connection) -> pd.DataFrame:
    """Every policy in authored order. Columns: policy_id, title_zh, title_en, level, kind, issued, issued_from."""
    columns = "policy_id, title_zh, title_en, level, kind, issued, issued_from"
    return frame(connection, f"SELECT {columns} FROM policies ORDER BY position")


def policy_tags(connection: Connection, policy_ids: list[str]) -> pd.DataFrame:
    """The tags of these policies with their labels, in vocabulary order.

    Columns: policy_id, dimension, tag, basis (always judged), label_zh, label_en, definition_zh, definition_en.
    """
    return frame(
        connection,
        """
        SELECT t.policy_id, t.dimension, t.tag, t.basis, v.label_zh, v.label_en, v.definition_zh, v.definition_en
        FROM policy_tags t JOIN vocabulary v USING (dimension, tag)
        WHERE policy_id IN (SELECT unnest($policy_ids))
        ORDER BY list_position($policy_ids, policy_id), dimension, v.position
        """,
        {"policy_ids": policy_ids},
    )


def policy_points(connection: Connection, policy_id: str) -> pd.DataFrame:
    """What a policy sets out, in authored order. Columns: as the table ``policy_points``."""
    return frame(
        connection,
        "SELECT * FROM policy_points WHERE policy_id = $policy_id ORDER BY position",
        {"policy_id": policy_id},
    )


def policy_mentions(connection: Connection, policy_id: str) -> pd.DataFrame:
    """Where a policy is named, its own source first.

    Columns: source_id, locator (None for a source that is no document), source_zh, source_en, source_kind.
    """
    return frame(
        connection,
        """
        SELECT m.source_id, m.locator, s.short_title_zh AS source_zh, s.short_title_en AS source_en,
            s.kind AS source_kind
        FROM policy_mentions m JOIN sources s USING (source_id)
        WHERE policy_id = $policy_id ORDER BY position
        """,
        {"policy_id": policy_id},
    )


_LINKED = """
    SELECT k.policy_id, k.case_id, k.relation, k.note_zh, k.note_en, k.source_id, k.locator,
        k.position AS link_position,
        k.observation_id, o.subject_zh AS milestone_zh, o.subject_en AS milestone_en,
        o.period_printed AS milestone_date, o.period_start AS milestone_start, o.period_end AS milestone_end,
        c.name_zh AS case_zh, c.name_en AS case_en, c.position AS case_position,
        p.title_zh AS policy_zh, p.title_en AS policy_en, p.issued, p.issued_from, p.issued_basis,
        p.issued_note_zh, p.issued_note_en, p.level, p.kind, p.position AS policy_position
    FROM policy_links k JOIN cases c USING (case_id) JOIN policies p USING (policy_id)
        LEFT JOIN observations o USING (observation_id)
"""


def cases_of_policies(connection: Connection, policy_ids: list[str]) -> pd.DataFrame:
    """The cases joined to these policies, in the order of ``policy_ids``, then as authored.

    One row per policy, case and relation (implements, cites, originates, recognised_by). Columns: policy_id, case_id,
    relation, note, source_id, locator, observation_id with milestone (its event), milestone_date as printed,
    milestone_start and milestone_end (dates; NaT without one), case, policy, issued and issued_note, level, kind.
    """
    return frame(
        connection,
        f"SELECT * FROM ({_LINKED}) WHERE policy_id IN (SELECT unnest($policy_ids)) "
        "ORDER BY list_position($policy_ids, policy_id), link_position",
        {"policy_ids": policy_ids},
    )


def figures_of_policy(connection: Connection, policy_id: str) -> pd.DataFrame:
    """The figures that bear on what cases did under a policy, as the documents set them beside each measure.

    One row per figure, by case as linked, then measure; those of the problems that a measure answers before those of
    the outcomes reported for it, milestones left out. Columns: case_id, case, measure (title), measure_id, role
    (problem or outcome), observation_id, indicator_id.
    """
    return frame(
        connection,
        """
        WITH done AS (
            SELECT l.position AS link_position, m.position, m.case_id, m.point_id AS measure_id,
                p.title_zh AS measure_zh, p.title_en AS measure_en, c.name_zh AS case_zh, c.name_en AS case_en
            FROM policy_measures m JOIN policy_links l USING (policy_id, case_id, relation)
                JOIN case_points p USING (case_id, point_id) JOIN cases c USING (case_id)
            WHERE policy_id = $policy_id
        ), told AS (
            SELECT done.*, a.answers AS point_id FROM done
            JOIN point_answers a ON a.case_id = done.case_id AND a.point_id = done.measure_id
            UNION ALL
            SELECT done.*, a.point_id FROM done
            JOIN point_answers a ON a.case_id = done.case_id AND a.answers = done.measure_id
        )
        SELECT t.case_id, t.case_zh, t.case_en, t.measure_id, t.measure_zh, t.measure_en, p.section AS role,
            o.observation_id, o.indicator_id
        FROM told t JOIN case_points p USING (case_id, point_id) JOIN point_figures f USING (case_id, point_id)
            JOIN observations o USING (observation_id)
        WHERE p.section IN ('problem', 'outcome') AND o.kind <> 'milestone'
        ORDER BY link_position, t.position, p.section = 'outcome', p.position, f.position
        """,
        {"policy_id": policy_id},
    )


def limits_of_policy(connection: Connection, policy_id: str) -> pd.DataFrame:
    """What limits the evidence on what cases did under a policy: on the measures, and on the outcomes reported.

    One row per case and limit, by case as linked. Columns: case_id, measure_id, basis (stated or judged), title, text,
    locator.
    """
    return frame(
        connection,
        """
        WITH done AS (
            SELECT l.position AS link_position, m.position, m.case_id, m.point_id AS measure_id, m.point_id
            FROM policy_measures m JOIN policy_links l USING (policy_id, case_id, relation)
            WHERE policy_id = $policy_id
        ), told AS (
            SELECT * FROM done
            UNION ALL
            SELECT done.link_position, done.position, done.case_id, done.measure_id, a.point_id
            FROM done JOIN point_answers a ON a.case_id = done.case_id AND a.answers = done.measure_id
        )
        SELECT DISTINCT ON (t.case_id, p.point_id) t.case_id, t.measure_id, p.basis, p.title_zh, p.title_en,
            p.text_zh, p.text_en, p.locator
        FROM told t JOIN point_answers a ON a.case_id = t.case_id AND a.answers = t.point_id
            JOIN case_points p ON p.case_id = a.case_id AND p.point_id = a.point_id
        WHERE p.section = 'limitation'
        ORDER BY t.case_id, p.point_id, link_position, t.position
        """,
        {"policy_id": policy_id},
    )


def policies_of_case(connection: Connection, case_id: str) -> pd.DataFrame:
    """The policies joined to a case, oldest first, undated ones last. Columns: as ``cases_of_policies``."""
    return frame(
        connection,
        f"SELECT * FROM ({_LINKED}) WHERE case_id = $case_id "
        "ORDER BY issued_from NULLS LAST, policy_position, relation",
        {"case_id": case_id},
    )


def policy_families(connection: Connection) -> pd.DataFrame:
    """The policies of every family in their order; families by the date of their first dated policy.

    One row per policy. Columns: family_id, family_zh, family_en, summary_zh, summary_en, policy_id, family_position,
    title_zh, title_en, issued, issued_from, issued_to, issued_basis, issued_note_zh, issued_note_en, level, kind.
    """
    return frame(
        connection,
        """
        SELECT family_id, f.name_zh AS family_zh, f.name_en AS family_en, f.summary_zh, f.summary_en,
            p.policy_id, p.family_position, p.title_zh, p.title_en, p.issued, p.issued_from, p.issued_to,
            p.issued_basis, p.issued_note_zh, p.issued_note_en, p.level, p.kind
        FROM policy_families f JOIN policies p USING (family_id)
        ORDER BY min(p.issued_from) OVER (PARTITION BY family_id) NULLS LAST, f.position, p.family_position
        """,
    )


def targets_for(connection: Connection, indicator_ids: list[str]) -> pd.DataFrame:
    """The targets with a number and a date that may be drawn beside these indicators, by due date.

    Those of the same comparability group, or of the indicator itself where it stands alone. Columns: target_id,
    policy_id, indicator_id, group_id, unit, operator, value, due (datetime), scope_zh, scope_en, note_zh, note_en,
    policy_zh, policy_en, document_number, source_id.
    """
    return frame(
        connection,
        """
        SELECT t.target_id, t.policy_id, t.indicator_id, i.comparability_group AS group_id, i.unit, t.operator, t.value,
            t.due, t.scope_zh, t.scope_en, t.note_zh, t.note_en, p.title_zh AS policy_zh, p.title_en AS policy_en,
            p.document_number, t.source_id
        FROM targets t JOIN policies p USING (policy_id) JOIN indicators i USING (indicator_id)
        WHERE t.value IS NOT NULL AND t.due IS NOT NULL AND (
            t.indicator_id IN (SELECT unnest($indicator_ids))
            OR i.comparability_group <> $alone AND i.comparability_group IN (
                SELECT comparability_group FROM indicators WHERE indicator_id IN (SELECT unnest($indicator_ids))
            )
        )
        ORDER BY t.due, t.target_id
        """,
        {"indicator_ids": indicator_ids, "alone": ALONE},
    )
