"""Reform clocks of made-up cases."""

from __future__ import annotations

from explorer.charts.clock_places import Clock, Mode
from explorer.queries import clock
from tests.unit.rows import Rows


def event(rows: Rows, case_id: str, period: str, kind: str = "founded", subject: str = "group") -> None:
    year = float(period[:4])
    rows.figure(
        case_id,
        f"milestone-{kind}",
        year,
        period,
        subject=subject,
        as_of="/" not in period,
        kind="milestone",
        unit="calendar-year",
    )


def clock_of(rows: Rows, *case_ids: str, mode: Mode = "calendar") -> Clock:
    """A clock of all that these cases have."""
    asked = list(case_ids)
    return Clock(
        clock.starts(rows.connection, asked),
        clock.milestones(rows.connection, asked),
        clock.outcomes(rows.connection, asked),
        mode,
    )


def county(rows: Rows, case_id: str = "a", started: str | None = "2017") -> None:
    """A case with an event of each precision, a before and an after."""
    rows.case(case_id, started=started)
    event(rows, case_id, "2018")
    event(rows, case_id, "2019-05")
    event(rows, case_id, "2020-03-01")
    rows.figure(case_id, "rate", 60, "2015", kind="share")
    rows.figure(case_id, "rate", 90, "2022/2023", kind="share")
