"""Questions to what a reader brought: a connection whose ``panel`` is the reader's file, and plain values.

As with published figures equal arguments give equal rows in a stated order. Everything is counted, ranked and sorted
in DuckDB, so that a panel of ten million rows answers with a handful.

``months`` tells figures of a month, a quarter or a year apart, which no question mixes: how many months a figure's
period spans, None where an indicator has figures of one kind only. ``period`` is the first and the last day of one
period; without it each place answers with its newest.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import pandas as pd

from explorer.queries import Connection, frame

Period = tuple[date, date]
_MONTHS = "date_diff('month', period_start, period_end + 1)"


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


def codebook_entries(connection: Connection) -> pd.DataFrame:
    """What the published codebook says of every indicator, in its order.

    Columns: indicator_id, name, definition, definition_note, numerator, denominator, population and care in both
    languages, unit, direction, theme, position, group_id, family, within_place (bool: each place counts its own),
    is_change (bool: every published figure of it is a change).
    """
    return frame(
        connection,
        """
        SELECT i.* EXCLUDE (comparability_group, official_reference, aliases_zh), i.comparability_group AS group_id,
            g.family, g.within_place, coalesce((
                SELECT bool_and(kind = 'change') FROM observations o
                WHERE o.indicator_id = i.indicator_id AND kind <> 'target'
            ), false) AS is_change
        FROM indicators i JOIN comparability_groups g ON g.group_id = i.comparability_group
        ORDER BY i.position
        """,
    )


def coverage(connection: Connection, indicator_id: str) -> pd.DataFrame:
    """How much there is of an indicator: one row a length of period, the longest first.

    Columns: months (int), figures (int), places (int), first and last (date), synthetic (bool: any of them).
    """
    return frame(
        connection,
        f"""
        SELECT {_MONTHS} AS months, count(*) AS figures, count(DISTINCT place) AS places, min(period_start) AS first,
            max(period_end) AS last, bool_or(synthetic) AS synthetic
        FROM panel WHERE indicator_id = $indicator_id GROUP BY months ORDER BY months DESC
        """,
        {"indicator_id": indicator_id},
    )


def periods(connection: Connection, indicator_id: str, months: int | None = None) -> pd.DataFrame:
    """The periods of an indicator, newest first. Columns: period_start, period_end, places (int)."""
    return frame(
        connection,
        f"""
        SELECT period_start, period_end, count(*) AS places FROM panel WHERE {_asked(months)}
        GROUP BY period_start, period_end ORDER BY period_end DESC, period_start DESC
        """,
        _bound(indicator_id, months),
    )


def filtered(
    connection: Connection,
    indicator_id: str,
    first: date,
    last: date,
    places: list[str] | None = None,
    months: int | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """The figures of an indicator for periods from ``first`` to ``last``, of these places (None: of all).

    Columns: those of the panel. Sorted by place and period; the first ``limit`` of them.
    """
    of_places = "" if places is None else "AND list_contains($places, place)"
    return frame(
        connection,
        f"""
        SELECT * FROM panel
        WHERE {_asked(months)} AND period_start >= $first AND period_end <= $last {of_places}
        ORDER BY place, period_start, period_end {"" if limit is None else "LIMIT $limit"}
        """,
        {
            **_bound(indicator_id, months),
            **{"first": first, "last": last},
            **({} if places is None else {"places": places}),
            **({} if limit is None else {"limit": limit}),
        },
    )


def ranked(
    connection: Connection,
    indicator_id: str,
    show: Literal["largest", "smallest"] = "largest",
    count: int = 20,
    months: int | None = None,
    period: Period | None = None,
) -> pd.DataFrame:
    """The places with the largest or the smallest value, ``count`` of them, that end of the order first.

    Columns: place, place_name, period_start, period_end, value, unit, synthetic, rank (int; the largest value is 1,
    equal values share it), of (int, places ranked), below (float, per cent of the other places with a smaller value;
    NaN where there is no other).
    """
    order = {"largest": "value DESC", "smallest": "value"}[show]
    return frame(
        connection,
        f"{_ranking(months, period)} SELECT * FROM ranking ORDER BY {order}, place LIMIT $count",
        {**_bound(indicator_id, months, period), "count": count},
    )


def ranked_places(
    connection: Connection,
    indicator_id: str,
    places: list[str],
    months: int | None = None,
    period: Period | None = None,
) -> pd.DataFrame:
    """These places with their rank among all, by rank. Columns: as ``ranked``."""
    return frame(
        connection,
        f"{_ranking(months, period)} SELECT * FROM ranking WHERE list_contains($places, place) ORDER BY rank, place",
        {**_bound(indicator_id, months, period), "places": places},
    )


def distribution(
    connection: Connection, indicator_id: str, months: int | None = None, period: Period | None = None
) -> pd.DataFrame:
    """How the places' values lie, in one row; none without a figure.

    Columns: places (int), least, p10, p25, median, p75, p90, largest (float, quantiles interpolated between the two
    nearest places), first and last (date, of the figures counted), synthetic (bool: any of them).
    """
    return frame(
        connection,
        f"""
        {_latest(months, period)}
        SELECT count(*) AS places, min(value) AS least, quantile_cont(value, 0.1) AS p10,
            quantile_cont(value, 0.25) AS p25, quantile_cont(value, 0.5) AS median, quantile_cont(value, 0.75) AS p75,
            quantile_cont(value, 0.9) AS p90, max(value) AS largest, min(period_start) AS first,
            max(period_end) AS last, bool_or(synthetic) AS synthetic
        FROM latest HAVING count(*) > 0
        """,
        _bound(indicator_id, months, period),
    )


def histogram(
    connection: Connection, indicator_id: str, bins: int, months: int | None = None, period: Period | None = None
) -> pd.DataFrame:
    """How many places lie in each of ``bins`` equal parts of the range; parts without a place are there too.

    Columns: number (int, from 0), low, high (float; the last part holds its upper end), places (int).
    """
    return frame(
        connection,
        f"""
        {_latest(months, period)},
        ends AS (SELECT min(value) AS low, (max(value) - min(value)) / $bins AS width FROM latest),
        placed AS (
            SELECT CASE WHEN width > 0 THEN least(floor((value - low) / width), $bins - 1) ELSE 0 END AS number
            FROM latest, ends
        )
        SELECT CAST(number AS INTEGER) AS number, low + number * width AS low, low + (number + 1) * width AS high,
            count(placed.number) AS places
        FROM ends, range($bins) parts(number) LEFT JOIN placed USING (number)
        WHERE low IS NOT NULL AND (width > 0 OR number = 0) GROUP BY number, low, width ORDER BY number
        """,
        {**_bound(indicator_id, months, period), "bins": bins},
    )


def trend(connection: Connection, indicator_id: str, places: list[str], months: int | None = None) -> pd.DataFrame:
    """Every figure of these places, by place as in the file and period.

    Columns: place, place_name, period_start, period_end, value, unit, synthetic.
    """
    return frame(
        connection,
        f"""
        SELECT place, place_name, period_start, period_end, value, unit, synthetic FROM panel
        WHERE {_asked(months)} AND place IN (SELECT unnest($places)) ORDER BY place, period_start, period_end
        """,
        {**_bound(indicator_id, months), "places": places},
    )


def places(connection: Connection, indicator_ids: list[str], words: str = "", limit: int = 50) -> pd.DataFrame:
    """The places with a figure of any of these indicators whose name or code holds ``words``, by code.

    Columns: place, place_name (the newest name given).
    """
    return frame(
        connection,
        """
        SELECT place, arg_max(place_name, period_end) AS place_name FROM panel
        WHERE indicator_id IN (SELECT unnest($indicator_ids))
          AND (contains(place, $words) OR contains(lower(place_name), lower($words)))
        GROUP BY place ORDER BY place LIMIT $limit
        """,
        {"indicator_ids": indicator_ids, "words": words, "limit": limit},
    )


def of_places(connection: Connection, indicator_ids: list[str], asked: list[str]) -> pd.DataFrame:
    """What of these indicators and places can stand beside published figures: one figure a calendar year.

    It is the one that ends last in the year, and of those the one of the longest period: the whole year where there is
    one. Columns: those of the panel. Sorted by indicator as asked, place, and period.
    """
    return frame(
        connection,
        """
        SELECT * FROM panel
        WHERE indicator_id IN (SELECT unnest($indicator_ids)) AND place IN (SELECT unnest($places))
        QUALIFY row_number() OVER (
            PARTITION BY indicator_id, place, year(period_end) ORDER BY period_end DESC, period_start
        ) = 1
        ORDER BY list_position($indicator_ids, indicator_id), place, period_start, period_end
        """,
        {"indicator_ids": indicator_ids, "places": asked},
    )


# Only text of this file is put together below: what a reader gives is always bound.


def _asked(months: int | None, period: Period | None = None) -> str:
    parts = ["indicator_id = $indicator_id"]
    parts += [f"{_MONTHS} = $months"] if months is not None else []
    parts += ["period_start = $first AND period_end = $last"] if period is not None else []
    return " AND ".join(parts)


def _bound(indicator_id: str, months: int | None = None, period: Period | None = None) -> dict[str, object]:
    bound: dict[str, object] = {"indicator_id": indicator_id}
    bound |= {"months": months} if months is not None else {}
    return bound | ({"first": period[0], "last": period[1]} if period is not None else {})


def _latest(months: int | None, period: Period | None) -> str:
    """Each place's newest figure in one pass: a window over the rows would have to sort them."""
    columns = ("place_name", "period_start", "period_end", "value", "unit", "synthetic")
    packed = ", ".join(f"{name}: {name}" for name in columns)
    return f"""
        WITH latest AS (
            SELECT place, unnest(arg_max({{{packed}}}, period_end)) FROM panel
            WHERE {_asked(months, period)} GROUP BY place
        )
    """


def _ranking(months: int | None, period: Period | None) -> str:
    return f"""
        {_latest(months, period)},
        ranking AS (
            SELECT *, rank() OVER (ORDER BY value DESC) AS rank, count(*) OVER () AS "of",
                CASE WHEN count(*) OVER () > 1 THEN 100 * percent_rank() OVER (ORDER BY value) END AS below
            FROM latest
        )
    """
