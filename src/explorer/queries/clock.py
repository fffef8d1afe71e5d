"""Questions about time: when a case began, which events it dates, and which figures lie before and after."""

from __future__ import annotations

import pandas as pd

from explorer.queries import Connection, frame
from explorer.queries.observations import observations_by_id


def _day(printed: str, end: str) -> str:
    """SQL for the ``first`` or ``last`` day that a date as printed (a year, a month, a day) may mean."""
    year, month = {"first": ("-01-01", "{}"), "last": ("-12-31", "last_day({})")}[end]
    whole_month = month.format(f"CAST({printed} || '-01' AS DATE)")
    return (
        f"CASE length({printed}) WHEN 4 THEN CAST({printed} || '{year}' AS DATE) "
        f"WHEN 7 THEN {whole_month} ELSE CAST({printed} AS DATE) END"
    )


_STARTS = f"""
    SELECT case_id, position, name_zh, name_en, category, started, years_note_zh, years_note_en,
        coalesce(county_zh, name_zh) AS place_zh, coalesce(county_en, name_en) AS place_en,
        {_day("started", "first")} AS start_from, {_day("started", "last")} AS start_to
    FROM cases
"""

_TIMED = f"""
    SELECT o.observation_id, o.case_id, o.indicator_id, o.kind, o.unit, o.position, o.period_end,
        c.position AS case_position, c.start_from, c.start_to, o.from_day,
        year(o.from_day) - year(c.start_from) AS since_first, year(o.period_end) - year(c.start_from) AS since_last,
        CASE WHEN o.period_end < c.start_from THEN 'before' WHEN o.from_day > c.start_to THEN 'after'
            WHEN c.started IS NOT NULL THEN 'at_start' END AS stands
    FROM (SELECT *, {_day("split_part(period_printed, '/', 1)", "first")} AS from_day FROM observations) o
        JOIN ({_STARTS}) c USING (case_id)
    WHERE o.period_end IS NOT NULL AND o.case_id IN (SELECT unnest($case_ids))
"""

_CLOCK = ["from_day", "since_first", "since_last", "stands"]


def starts(connection: Connection, case_ids: list[str]) -> pd.DataFrame:
    """When each of these cases began, in the order given.

    Columns: case_id, name and place in both languages, category, started as printed (None: not stated, and for a place
    of comparison), start_from and start_to (the days it may mean; NaT without one), years_note in both languages.
    """
    return frame(
        connection,
        f"SELECT * EXCLUDE (position) FROM ({_STARTS}) WHERE case_id IN (SELECT unnest($case_ids)) "
        "ORDER BY list_position($case_ids, case_id)",
        {"case_ids": case_ids},
    )


def milestones(connection: Connection, case_ids: list[str]) -> pd.DataFrame:
    """The dated events of these cases: by case as in the codebook, then by date, the less precise first.

    Columns: as ``observations.observations_of_case``, and where an event stands in time: from_day (the first day it may
    mean; period_end is the last), since_first and since_last (whole calendar years from that of the start; NA without
    one), stands (before, at_start, after the start of its case; None without one).
    """
    return _with_figures(
        connection,
        f"""
        SELECT * FROM ({_TIMED}) WHERE kind = 'milestone' AND unit = 'calendar-year'
        ORDER BY case_position, from_day, period_end DESC, position
        """,
        {"case_ids": case_ids},
    )


def outcomes(connection: Connection, case_ids: list[str], indicator_ids: list[str] | None = None) -> pd.DataFrame:
    """The dated levels and shares of these cases, of these indicators (None: of all); changes and targets left out.

    Columns: as ``milestones``; at_start is a figure for a time that holds a part of what the start may mean. Sorted by
    case, indicator as in the file, date.
    """
    return _with_figures(
        connection,
        f"""
        SELECT * FROM ({_TIMED}) WHERE kind IN ('level', 'share')
          AND ($indicator_ids IS NULL OR indicator_id IN (SELECT unnest($indicator_ids)))
        ORDER BY case_position, min(position) OVER (PARTITION BY case_id, indicator_id), period_end, position
        """,
        {"case_ids": case_ids, "indicator_ids": indicator_ids},
    )


def undated_outcomes(connection: Connection, case_ids: list[str]) -> pd.DataFrame:
    """How many levels and shares have no date, by case and indicator. Columns: case_id, indicator_id, figures (int)."""
    return frame(
        connection,
        """
        SELECT case_id, indicator_id, count(*) AS figures FROM observations
        WHERE kind IN ('level', 'share') AND period_end IS NULL AND case_id IN (SELECT unnest($case_ids))
        GROUP BY ALL ORDER BY case_id, indicator_id
        """,
        {"case_ids": case_ids},
    )


def _with_figures(connection: Connection, sql: str, asked: dict[str, object]) -> pd.DataFrame:
    timed = frame(connection, sql, asked)
    figures = observations_by_id(connection, list(timed["observation_id"]))
    return figures.merge(timed[["observation_id", *_CLOCK]], on="observation_id", how="left", validate="one_to_one")
