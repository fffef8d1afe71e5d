"""When a case began, which events it dates, and which figures stand before, at and after the start."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from explorer.queries import clock, records
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def event(rows: Rows, case_id: str, period: str, **given: object) -> str:
    """A dated event of a case."""
    year = float(period[:4])
    return rows.figure(
        case_id, "milestone-founded", year, period, as_of=True, kind="milestone", unit="calendar-year", **given
    )


@pytest.mark.parametrize(
    ("started", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-07-05", "2021-07-05", "2021-07-05"),
        (None, None, None),
    ],
)
def test_a_start_is_every_day_that_its_printed_date_may_mean(
    rows: Rows, started: str | None, first: str | None, last: str | None
) -> None:
    rows.case("a", started=started)
    [found] = records(clock.starts(rows.connection, ["a"]))
    days = [None if day is None else f"{day:%Y-%m-%d}" for day in (found["start_from"], found["start_to"])]
    assert days == [first, last]
    assert found["started"] == started


def test_starts_come_in_the_order_asked(rows: Rows) -> None:
    for case_id in ("a", "b", "c"):
        rows.case(case_id)
    assert list(clock.starts(rows.connection, ["c", "a"])["case_id"]) == ["c", "a"]


def test_the_events_of_a_case_come_by_date_and_only_those_with_one(rows: Rows) -> None:
    rows.case("a", started="2017")
    later, month, year = (event(rows, "a", period) for period in ("2020", "2018-05", "2018"))
    rows.figure("a", "years-first", 6, None, kind="milestone", unit="years")  # left out: a rank, not a date
    rows.figure("a", "rate", 90, "2019", kind="share")  # left out: a figure, not an event
    event(rows, "b", "2018")  # left out: of another case
    assert list(clock.milestones(rows.connection, ["a"])["observation_id"]) == [year, month, later]


@pytest.mark.parametrize(
    ("started", "period", "stands"),
    [
        ("2017", "2016", "before"),
        ("2017", "2016-12-31", "before"),
        ("2017", "2017", "at_start"),
        ("2017", "2017-01-01", "at_start"),  # the year alone does not say on which side of this day the start lies
        ("2017", "2015/2017", "at_start"),
        ("2017", "2018", "after"),
        ("2019-09", "2019", "at_start"),
        ("2019-09", "2019-08", "before"),
        ("2019-09", "2019-10", "after"),
        (None, "2019", None),
    ],
)
def test_a_figure_is_before_or_after_only_where_the_dates_leave_no_doubt(
    rows: Rows, started: str | None, period: str, stands: str | None
) -> None:
    rows.case("a", started=started)
    rows.figure("a", "rate", 90, period, kind="share")
    [found] = records(clock.outcomes(rows.connection, ["a"]))
    assert found["stands"] == stands


@pytest.mark.parametrize(
    ("started", "period", "first", "last"),
    [
        ("2013", "2023", 10, 10),
        ("2013", "2013", 0, 0),
        ("2013", "2015/2017", 2, 4),
        ("2019-09", "2017", -2, -2),
        ("2019-12", "2020-01", 1, 1),  # counted by calendar years: one month later is the next year
        (None, "2023", None, None),
    ],
)
def test_years_since_the_start_are_counted_by_calendar_years(
    rows: Rows, started: str | None, period: str, first: int | None, last: int | None
) -> None:
    rows.case("a", started=started)
    rows.figure("a", "rate", 90, period, kind="share")
    [found] = records(clock.outcomes(rows.connection, ["a"]))
    assert (found["since_first"], found["since_last"]) == (first, last)


def test_outcomes_are_dated_levels_and_shares_of_the_indicators_asked_for(rows: Rows) -> None:
    wanted = [rows.figure("a", "rate", 60, "2016", kind="share"), rows.figure("a", "rate", 90, "2023", kind="share")]
    rows.figure("a", "rate", 70, None, kind="share")  # left out: no date
    rows.figure("a", "rate", 5, "2023", kind="change")  # left out: a change has no level
    rows.figure("a", "rate", 95, "2025", kind="target")  # left out: not yet reached
    other = rows.figure("a", "visits", 8000, "2020")
    assert list(clock.outcomes(rows.connection, ["a"], ["rate"])["observation_id"]) == wanted
    assert list(clock.outcomes(rows.connection, ["a"])["observation_id"]) == [*wanted, other]


def test_a_state_at_a_date_no_more_precise_than_a_year_may_be_from_its_first_day_on(rows: Rows) -> None:
    rows.figure("a", "rate", 60, "2016", kind="share", as_of=True)
    [found] = records(clock.outcomes(rows.connection, ["a"]))
    assert found["from_day"] == pd.Timestamp("2016-01-01")
    assert found["period_end"] == pd.Timestamp("2016-12-31")


def test_figures_without_a_date_are_counted_by_case_and_indicator(rows: Rows) -> None:
    for _ in range(2):
        rows.figure("a", "rate", 60, None, kind="share")
    rows.figure("a", "visits", 60, "2020")  # left out: it has a date
    rows.figure("b", "visits", 60, None)
    found = clock.undated_outcomes(rows.connection, ["a", "b"])
    assert found.to_dict("records") == [
        {"case_id": "a", "indicator_id": "rate", "figures": 2},
        {"case_id": "b", "indicator_id": "visits", "figures": 1},
    ]


def test_a_case_that_nothing_is_known_of_gives_empty_answers(rows: Rows) -> None:
    rows.case("a")
    for answer in (clock.milestones(rows.connection, ["a"]), clock.outcomes(rows.connection, ["a"])):
        assert answer.empty
        assert {"from_day", "since_first", "since_last", "stands"} <= set(answer.columns)
    assert clock.undated_outcomes(rows.connection, ["a"]).empty
