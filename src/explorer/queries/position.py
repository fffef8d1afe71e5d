"""What a county's figures are held against: indicators of the same question, and what a resident uses in a year."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame
from explorer.schema import ALONE


def indicators_alike(connection: Connection, indicator_ids: list[str]) -> pd.DataFrame:
    """These indicators and all that ask the same question, in codebook order.

    Of one question are those of one comparability group or of one family; an indicator that stands alone has none
    beside it. Columns: indicator_id, name, numerator, denominator, population and care in both languages, unit,
    direction, group_id, family, within_place (bool: each place counts its own, so places are not held against one
    another), reason in both languages.
    """
    return frame(
        connection,
        """
        WITH every AS (
            SELECT i.indicator_id, i.position, i.name_zh, i.name_en, i.numerator_zh, i.numerator_en, i.denominator_zh,
                i.denominator_en, i.population_zh, i.population_en, i.care_zh, i.care_en, i.unit, i.direction,
                i.comparability_group AS group_id, g.family, g.within_place, g.reason_zh, g.reason_en
            FROM indicators i JOIN comparability_groups g ON g.group_id = i.comparability_group
        ),
        asked AS (SELECT * FROM every WHERE indicator_id IN (SELECT unnest($indicator_ids)))
        SELECT every.* EXCLUDE (position) FROM every
        WHERE indicator_id IN (SELECT indicator_id FROM asked)
            OR group_id IN (SELECT group_id FROM asked WHERE group_id <> $alone)
            OR family IN (SELECT family FROM asked)
        ORDER BY every.position
        """,
        {"indicator_ids": indicator_ids, "alone": ALONE},
    )


def visits_per_resident(connection: Connection) -> pd.DataFrame:
    """The three national figures that the visits of a resident in a year are computed from, all of one year.

    The newest year for which all three are published; no rows where there is none. One row each of total-visits,
    population-60-plus and population-60-plus-share: observation_id, indicator_id, year (int), value, value_low,
    value_high, source_id. The whole population is the second divided by the third.
    """
    return frame(
        connection,
        """
        WITH national AS (
            SELECT observation_id, indicator_id, year(period_end) AS year, value, value_low, value_high, source_id
            FROM observations
            WHERE case_id = 'national' AND basis = 'reported' AND kind IN ('level', 'share')
                AND indicator_id IN ('total-visits', 'population-60-plus', 'population-60-plus-share')
            QUALIFY row_number() OVER (PARTITION BY indicator_id, year ORDER BY position) = 1
        )
        SELECT * FROM national
        QUALIFY count(*) OVER (PARTITION BY year) = 3 AND year = max(year) FILTER (
            year IN (SELECT year FROM national GROUP BY year HAVING count(*) = 3)
        ) OVER ()
        ORDER BY list_position(['total-visits', 'population-60-plus', 'population-60-plus-share'], indicator_id)
        """,
    )


def policies_of_targets(connection: Connection, target_ids: list[str]) -> pd.DataFrame:
    """The policies that set these targets, as a citation needs them, in the order given.

    Columns: target_id, and those of the table ``policies``.
    """
    return frame(
        connection,
        """
        SELECT t.target_id, p.* FROM targets t JOIN policies p USING (policy_id)
        WHERE t.target_id IN (SELECT unnest($target_ids)) ORDER BY list_position($target_ids, t.target_id)
        """,
        {"target_ids": target_ids},
    )
