"""Questions of the planner: what each place has for a county's fields, its measures, and the preconditions.

No question here takes anything of a county: the answers are the same for every reader and may be kept.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from explorer.filters import CaseFilter
from explorer.queries import Connection, frame
from explorer.queries.cases import case_ids_matching
from explorer.queries.observations import WITH_NAMES

Which = Literal["starting", "latest"]
"""The earliest dated figure that a place has, or the latest."""


def figures_by_place(connection: Connection, indicator_ids: list[str], which: Which) -> pd.DataFrame:
    """One figure a place and indicator: its earliest dated one or its latest, an undated one only where no other is.

    The country, targets, changes and figures of another area than their case are left out. Columns: as
    ``observations_of_case``, with periods (int, how many periods the place has figures for). Sorted by place, then as
    the indicators are given.
    """
    order = "ASC" if which == "starting" else "DESC"
    return frame(
        connection,
        f"""
        SELECT *, count(*) OVER (PARTITION BY case_id, indicator_id) AS periods FROM ({WITH_NAMES})
        WHERE indicator_id IN (SELECT unnest($indicator_ids)) AND kind IN ('level', 'share')
          AND case_id NOT IN (SELECT case_id FROM cases WHERE level = 'national')
          AND observation_id NOT IN (SELECT observation_id FROM other_subjects)
        QUALIFY row_number() OVER (
            PARTITION BY case_id, indicator_id
            ORDER BY period_end {order} NULLS LAST, observation_position {order}
        ) = 1
        ORDER BY case_position, list_position($indicator_ids, indicator_id)
        """,
        {"indicator_ids": indicator_ids},
    )


def tags_by_place(connection: Connection, dimensions: list[str]) -> pd.DataFrame:
    """The tags of every case in these dimensions. Columns: case_id, dimension, tag, locator, basis."""
    return frame(
        connection,
        """
        SELECT case_id, dimension, tag, t.locator, basis FROM case_tags t JOIN cases USING (case_id)
        JOIN vocabulary v USING (dimension, tag)
        WHERE dimension IN (SELECT unnest($dimensions)) ORDER BY cases.position, dimension, v.position
        """,
        {"dimensions": dimensions},
    )


def places(connection: Connection, asked: CaseFilter) -> pd.DataFrame:
    """The places that a county can be compared with: the cases that match a filter and, without one, the other places.

    The country is none, and a branch is told by the programme that it is part of. Columns: case_id, name, place (the
    smallest area named, for the other places their own name) in both languages, told (bool: a case that tells what it
    did). Authored order.
    """
    matching = case_ids_matching(connection, asked)
    return frame(
        connection,
        """
        SELECT case_id, c.name_zh, c.name_en, category <> 'context' AS told,
            CASE WHEN told THEN coalesce(county_zh, prefecture_zh, p.name_zh) ELSE c.name_zh END AS place_zh,
            CASE WHEN told THEN coalesce(county_en, prefecture_en, p.name_en) ELSE c.name_en END AS place_en
        FROM cases c LEFT JOIN provinces p USING (province)
        WHERE level <> 'national' AND part_of IS NULL
          AND (case_id IN (SELECT unnest($matching)) OR (category = 'context' AND $unfiltered))
        ORDER BY position
        """,
        {"matching": matching, "unfiltered": asked.is_empty},
    )


def measures(connection: Connection) -> pd.DataFrame:
    """Every measure of every case.

    One row a measure in authored order. Columns: case_id, point_id, integration_type, title in both languages, locator,
    source_id, source (short title) in both languages, tags (list of "dimension:tag", the case's own that it uses),
    problems (list of tags of the problems it answers).
    """
    return frame(
        connection,
        """
        SELECT p.case_id, p.point_id, p.integration_type, p.title_zh, p.title_en, p.locator, p.source_id,
            s.short_title_zh AS source_zh, s.short_title_en AS source_en,
            (SELECT coalesce(list(t.dimension || ':' || t.tag ORDER BY t.dimension, v.position), []) FROM point_tags t
             JOIN vocabulary v USING (dimension, tag)
             WHERE t.case_id = p.case_id AND t.point_id = p.point_id) AS tags,
            (SELECT coalesce(list(DISTINCT t.tag ORDER BY t.tag), [])
             FROM point_answers a JOIN point_tags t ON t.case_id = a.case_id AND t.point_id = a.answers
             WHERE a.case_id = p.case_id AND a.point_id = p.point_id AND t.dimension = 'problem') AS problems
        FROM case_points p JOIN cases USING (case_id) JOIN sources s ON s.source_id = p.source_id
        WHERE section = 'measure' ORDER BY cases.position, p.position
        """,
    )


def preconditions(connection: Connection) -> pd.DataFrame:
    """Every precondition in authored order.

    Columns: precondition_id, name and definition in both languages, answers (list of "field:answer" of the county's
    form, any of which shows it).
    """
    return frame(
        connection,
        """
        SELECT p.* EXCLUDE (position),
            (SELECT list(field_id || ':' || answer ORDER BY field_id, answer) FROM precondition_answers a
             WHERE a.precondition_id = p.precondition_id) AS answers
        FROM preconditions p ORDER BY position
        """,
    )


def precondition_holders(connection: Connection) -> pd.DataFrame:
    """Which case's document tells that it had which precondition, and by which tags.

    One row a precondition and case. Columns: precondition_id, case_id, labels_zh, labels_en (lists, of the tags that
    show it), locators (list). Sorted by precondition, then case.
    """
    return frame(
        connection,
        """
        SELECT precondition_id, case_id, list(label_zh ORDER BY dimension, v.position) AS labels_zh,
            list(label_en ORDER BY dimension, v.position) AS labels_en,
            list(DISTINCT t.locator ORDER BY t.locator) FILTER (t.locator IS NOT NULL) AS locators
        FROM precondition_tags JOIN preconditions p USING (precondition_id)
            JOIN case_tags t USING (dimension, tag) JOIN vocabulary v USING (dimension, tag)
            JOIN cases c USING (case_id)
        GROUP BY precondition_id, case_id, p.position, c.position ORDER BY p.position, c.position
        """,
    )
