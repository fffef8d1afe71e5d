"""Questions about figures: of a case, across cases, over time."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pandas as pd

from explorer.queries import Connection, frame

WITH_NAMES = """
    SELECT o.* EXCLUDE (position), c.name_zh AS case_zh, c.name_en AS case_en, c.category AS case_category,
        c.position AS case_position, o.position AS observation_position,
        coalesce(c.county_zh, c.name_zh) AS place_zh, coalesce(c.county_en, c.name_en) AS place_en,
        i.name_zh AS indicator_zh, i.name_en AS indicator_en, i.definition_zh, i.definition_en,
        i.definition_note_zh, i.definition_note_en, i.direction, i.theme, i.position AS indicator_position,
        i.comparability_group AS group_id,
        i.numerator_zh, i.numerator_en, i.denominator_zh, i.denominator_en,
        i.population_zh, i.population_en, i.care_zh, i.care_en,
        f.verdict, f.message_zh AS finding_zh, f.message_en AS finding_en,
        s.short_title_zh AS source_zh, s.short_title_en AS source_en, s.kind AS source_kind
    FROM observations o JOIN cases c USING (case_id) JOIN indicators i USING (indicator_id)
        JOIN sources s ON s.source_id = o.source_id LEFT JOIN observation_findings f USING (observation_id)
"""


def observations_of_case(connection: Connection, case_id: str) -> pd.DataFrame:
    """Every figure of one case, by indicator as in the codebook, then period, then authored order.

    Columns: those of ``observations``, with names of case, place, indicator, definition and source in both languages,
    and where the audit found fault or could not decide, verdict (str) and finding in both languages.
    """
    return frame(
        connection,
        f"SELECT * FROM ({WITH_NAMES}) WHERE case_id = $case_id "
        "ORDER BY indicator_position, subject_zh, period_end NULLS LAST, observation_position",
        {"case_id": case_id},
    )


def observations_by_id(connection: Connection, observation_ids: list[str]) -> pd.DataFrame:
    """These figures in the order given. Columns: as ``observations_of_case``."""
    return frame(
        connection,
        f"SELECT * FROM ({WITH_NAMES}) WHERE observation_id IN (SELECT unnest($ids)) "
        "ORDER BY list_position($ids, observation_id)",
        {"ids": observation_ids},
    )


def headline_figures(connection: Connection, case_ids: list[str]) -> pd.DataFrame:
    """The figures that a result card shows, up to two a case. Columns: as ``observations_of_case``."""
    return frame(
        connection,
        f"""
        SELECT f.* FROM ({WITH_NAMES}) f JOIN case_headlines h USING (observation_id)
        WHERE h.case_id IN (SELECT unnest($case_ids)) ORDER BY f.case_position, h.position
        """,
        {"case_ids": case_ids},
    )


def before_and_after(connection: Connection, case_id: str) -> pd.DataFrame:
    """The figures of a case that its documents give for the same thing at two or more times.

    Same indicator, subject and source, different periods; targets and derived figures are left out. Columns: as
    ``observations_of_case``. Sorted by indicator, subject, period, then as authored.
    """
    return frame(
        connection,
        f"""
        SELECT * FROM ({WITH_NAMES})
        WHERE case_id = $case_id AND basis = 'reported' AND kind IN ('level', 'share') AND period_end IS NOT NULL
        QUALIFY count(DISTINCT period_end) OVER (PARTITION BY indicator_id, subject_zh, source_id) > 1
        ORDER BY indicator_position, subject_zh, period_end, observation_position
        """,
        {"case_id": case_id},
    )


def comparison(connection: Connection, indicator_ids: list[str], case_ids: list[str] | None = None) -> pd.DataFrame:
    """The figures of these indicators, for these cases and places (None: for all).

    Targets that a case sets for itself are left out. Columns: as ``observations_of_case``. Sorted by indicator, case,
    subject, period, then as authored.
    """
    return frame(
        connection,
        f"""
        SELECT * FROM ({WITH_NAMES})
        WHERE indicator_id IN (SELECT unnest($indicator_ids)) AND kind <> 'target'
          AND ($case_ids IS NULL OR case_id IN (SELECT unnest($case_ids)))
        ORDER BY indicator_position, case_position, subject_zh, period_end NULLS LAST, observation_position
        """,
        {"indicator_ids": indicator_ids, "case_ids": case_ids},
    )


@dataclass(frozen=True)
class Wanted:
    """Which figures: of these cases, indicators, themes, kinds and bases, in these years; None asks for all."""

    case_ids: list[str] | None = None
    indicator_ids: list[str] | None = None
    themes: list[str] | None = None
    kinds: list[str] | None = None
    bases: list[str] | None = None
    first_year: int | None = None
    last_year: int | None = None


def figures(connection: Connection, wanted: Wanted) -> pd.DataFrame:
    """The figures wanted, targets that cases set for themselves among them.

    Years are those in which a figure's period ends; one without a date has none. Columns and order: as ``comparison``.
    """
    return frame(
        connection,
        f"""
        SELECT * FROM ({WITH_NAMES})
        WHERE ($indicator_ids IS NULL OR indicator_id IN (SELECT unnest($indicator_ids)))
          AND ($case_ids IS NULL OR case_id IN (SELECT unnest($case_ids)))
          AND ($themes IS NULL OR theme IN (SELECT unnest($themes)))
          AND ($kinds IS NULL OR kind IN (SELECT unnest($kinds)))
          AND ($bases IS NULL OR basis IN (SELECT unnest($bases)))
          AND ($first_year IS NULL OR year(period_end) >= $first_year)
          AND ($last_year IS NULL OR year(period_end) <= $last_year)
        ORDER BY indicator_position, case_position, subject_zh, period_end NULLS LAST, observation_position
        """,
        asdict(wanted),
    )


def indicator_choices(connection: Connection) -> pd.DataFrame:
    """The indicators that have figures to compare (dates are none), by theme and codebook order.

    Columns: indicator_id, name, definition, numerator, denominator, population and care in both languages, unit, theme,
    group_id, family, cases (int, cases and places with a figure), figures (int).
    """
    return frame(
        connection,
        """
        WITH counted AS (
            SELECT indicator_id, count(DISTINCT case_id) AS cases, count(*) AS figures
            FROM observations WHERE kind <> 'target' AND unit <> 'calendar-year' GROUP BY indicator_id
        )
        SELECT i.indicator_id, i.name_zh, i.name_en, i.definition_zh, i.definition_en, i.unit, i.theme,
            i.numerator_zh, i.numerator_en, i.denominator_zh, i.denominator_en,
            i.population_zh, i.population_en, i.care_zh, i.care_en,
            i.comparability_group AS group_id, g.family, c.cases, c.figures
        FROM counted c JOIN indicators i USING (indicator_id)
            JOIN comparability_groups g ON g.group_id = i.comparability_group
            LEFT JOIN vocabulary v ON v.dimension = 'theme' AND v.tag = i.theme
        ORDER BY v.position, i.position
        """,
    )


def comparability_groups(connection: Connection) -> pd.DataFrame:
    """Every group. Columns: group_id, family and name, reason, target_note in both languages."""
    return frame(connection, "SELECT * FROM comparability_groups ORDER BY group_id")


def indicators_of_groups(connection: Connection, group_ids: list[str]) -> pd.DataFrame:
    """The indicators in these groups, with figures. Columns: indicator_id, group_id. Codebook order."""
    return frame(
        connection,
        """
        SELECT DISTINCT indicator_id, comparability_group AS group_id, i.position FROM indicators i
        JOIN observations USING (indicator_id)
        WHERE comparability_group IN (SELECT unnest($group_ids)) ORDER BY i.position
        """,
        {"group_ids": group_ids},
    ).drop(columns="position")


def by_tag(connection: Connection, indicator_ids: list[str], dimension: str) -> pd.DataFrame:
    """The latest figure of each case for these indicators, once for every tag the case has in a dimension.

    One row per case, indicator, subject and tag; the newest period by its end, undated figures only where a case has
    no dated one. Columns: as ``observations_of_case``, with tag, label_zh, label_en. Sorted by tag, case,
    indicator, then as authored.
    """
    return frame(
        connection,
        f"""
        WITH latest AS (
            SELECT * FROM ({WITH_NAMES})
            WHERE indicator_id IN (SELECT unnest($indicator_ids)) AND kind <> 'target' AND case_category <> 'context'
            QUALIFY row_number() OVER (
                PARTITION BY case_id, indicator_id, subject_zh
                ORDER BY period_end DESC NULLS LAST, observation_position DESC
            ) = 1
        )
        SELECT latest.*, t.tag, v.label_zh, v.label_en
        FROM latest JOIN case_tags t USING (case_id) JOIN vocabulary v USING (dimension, tag)
        WHERE t.dimension = $dimension
        ORDER BY v.position, case_position, indicator_position, observation_position
        """,
        {"indicator_ids": indicator_ids, "dimension": dimension},
    )


def by_group(
    connection: Connection, indicator_ids: list[str], groups: list[str], case_ids: list[list[str]]
) -> pd.DataFrame:
    """The latest figure of each case or place for these indicators, once for every group that holds it.

    ``case_ids`` are the members of each of ``groups``. One row per case, indicator, subject and group; the newest
    period as in ``by_tag``. Columns: as ``observations_of_case``, with tag, label_zh, label_en, all three the group's
    name. Sorted by group as given, case, indicator, then as authored.
    """
    return frame(
        connection,
        f"""
        WITH asked AS (SELECT tag, unnest(members) AS case_id FROM (
            SELECT unnest($groups) AS tag, unnest($case_ids::VARCHAR[][]) AS members
        )),
        latest AS (
            SELECT * FROM ({WITH_NAMES})
            WHERE indicator_id IN (SELECT unnest($indicator_ids)) AND kind <> 'target'
              AND case_id IN (SELECT case_id FROM asked)
            QUALIFY row_number() OVER (
                PARTITION BY case_id, indicator_id, subject_zh
                ORDER BY period_end DESC NULLS LAST, observation_position DESC
            ) = 1
        )
        SELECT latest.*, tag, tag AS label_zh, tag AS label_en FROM latest JOIN asked USING (case_id)
        ORDER BY list_position($groups, tag), case_position, indicator_position, observation_position
        """,
        {"indicator_ids": indicator_ids, "groups": groups, "case_ids": case_ids},
    )
