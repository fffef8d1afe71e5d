"""The charts that are no comparison of figures, each over a few rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from explorer.charts.answers import answer_chart, drawing
from explorer.charts.clock import clock_chart
from explorer.charts.clock_places import Clock
from explorer.charts.coverage import coverage_chart
from explorer.charts.frameworks import framework_chart
from explorer.charts.guess import guess_chart
from explorer.charts.likeness import TOTAL, likeness_chart
from explorer.charts.own_panel import distribution_chart, trend_chart
from explorer.charts.position import drawable, position_chart
from explorer.charts.timeline import timeline_chart
from explorer.i18n import Translator
from explorer.queries import clock, coverage, frameworks
from explorer.years import Years
from tests.unit.planner_counties import MONITORED, county, published, stands
from tests.unit.rows import Rows

Chart = Any


def labelled(tr: Translator) -> Translator:
    """A translator that knows the tags of the charts below."""
    tags = (("alliance_model", "group"), ("policy_kind", "plan"), ("policy_level", "national"))
    return Translator(tr.language, {**tr.labels, **{tag: {"zh": "甲", "en": "A"} for tag in tags}})


def guess(rows: Rows, tr: Translator) -> Chart:
    for case_id, value in (("a", 60), ("b", 80)):
        rows.figure(case_id, "rate", value, "2023")
    return guess_chart(rows.compared("rate"), [55, 70], (0, 100), tr)


def guess_line(rows: Rows, tr: Translator) -> Chart:
    for year in (2019, 2020, 2021):
        rows.figure("a", "rate", year - 1950, str(year))
    return guess_chart(rows.compared("rate"), [70, 75, 80], (0, 100), tr)


def distribution(_rows: Rows, tr: Translator) -> Chart:
    parts = pd.DataFrame({"low": [60.0, 70.0], "high": [70.0, 80.0], "places": [3, 2]})
    return distribution_chart(parts, 68.5, "percent", tr)


def trend(_rows: Rows, tr: Translator) -> Chart:
    starts, ends = (pd.to_datetime([f"{year}-{day}" for year in (2021, 2022)]) for day in ("01-01", "12-31"))
    figures = pd.DataFrame({"series": ["A", "A"], "value": [61.0, 64.0], "period_start": starts, "period_end": ends})
    return trend_chart(figures, "percent", tr)


def likeness(_rows: Rows, tr: Translator) -> Chart:
    cells = [("rate", "Rate", 0.25, 0.1), ("index", "Index", None, None), (TOTAL, "All", 0.1, 0.1)]
    frame = pd.DataFrame(cells, columns=["field_id", "field", "difference", "part"])
    return likeness_chart(frame.assign(place_id="a", place="A", shared="1/2", told="B"), tr)


def position(rows: Rows, tr: Translator) -> Chart:
    published(rows)
    return position_chart(drawable(list(stands(rows, county(MONITORED, county_visit_rate="84.5")).values())), tr)


def answer(_rows: Rows, tr: Translator) -> Chart:
    columns = [("A", "text"), ("B", "number"), ("C", "text")]
    return answer_chart(drawing([["a", 90.3, "x"], ["b", 70, "y"]], columns, "bar", 0, 1, 2), tr)


def reform_clock(rows: Rows, tr: Translator) -> Chart:
    rows.case("a", started="2017")
    rows.figure("a", "event", 2018, "2018", kind="milestone", unit="calendar-year", as_of=True)
    rows.figure("a", "rate", 60, "2015", kind="share")
    rows.figure("a", "rate", 90, "2022/2023", kind="share")
    found = (ask(rows.connection, ["a"]) for ask in (clock.starts, clock.milestones, clock.outcomes))
    return clock_chart(Clock(*found, "calendar"), tr)


def covered(rows: Rows, tr: Translator) -> Chart:
    rows.tag("theme", "access", label_zh="就医格局", label_en="Where people seek care")
    rows.indicator("rate", theme="access")
    rows.case("a")
    rows.case("b")
    rows.figure("a", "rate", 90, "2023")
    return coverage_chart(coverage.coverage(rows.connection, None), tr)


def timeline(_rows: Rows, tr: Translator) -> Chart:
    row: dict[str, Any] = dict.fromkeys(("issued_note_zh", "issued_note_en", "document_number", "locator"))
    row |= {"policy_id": "p", "issued": "2023-03", "issued_basis": "printed", "level": "national", "kind": "plan"}
    row |= {"issued_from": pd.Timestamp("2023-03-01"), "issued_to": pd.Timestamp("2023-03-31"), "source_id": "s"}
    row |= {"targets": 1, "cases": 2}
    for name in ("title", "issuer", "level", "kind", "status", "family", "summary"):
        row |= {f"{name}_zh": f"{name}甲", f"{name}_en": f"{name} A"}
    return timeline_chart(pd.DataFrame([row]), ["national"], ["plan"], labelled(tr), Years(2020, 2024))


def framework(rows: Rows, tr: Translator) -> Chart:
    rows.tag("alliance_model", "group")
    rows.case("a", {"alliance_model": ("group",)})
    rows.figure("a", "rate", 60, "2023")
    rows.frame("frame", ["quality"])
    rows.entry("frame", "group", "quality", "rate")
    rows.entry("frame", "group", "quality", None, wanted_zh="再入院", wanted_en="Readmissions")
    return framework_chart(frameworks.framework_entries(rows.connection, "frame"), labelled(tr))


FURTHER_CHARTS: tuple[Callable[[Rows, Translator], Chart], ...] = (
    *(guess, guess_line, distribution, trend, likeness, position, answer, reform_clock, covered, timeline, framework),
)
