"""The closest cases as the draft brief takes them: the same as the page shows, with the settings that found them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from streamlit.testing.v1 import AppTest

from explorer.county import County, Number
from explorer.interval import Interval
from tests.app import authored
from tests.app.visiting import RUN_LIMIT_S, sound

COUNTY = County(
    "X",
    {"county_visit_rate": Number(Decimal(61), Interval.around(Decimal(61), Decimal(1)), "61")},
    {"county_visit_rate": "documents"},
    {"payment": ("drg", "global-budget"), "in_place": ("family-doctor", "two-way-referral")},
)


def page() -> None:
    import streamlit as st

    from explorer.ui import answers
    from explorer.ui.brief_likeness import likeness_for_brief
    from explorer.ui.likeness_view import likeness_parameters
    from explorer.ui.links import open_view

    answers.refresh()
    view = open_view("planner", likeness_parameters())
    st.session_state["found"] = likeness_for_brief(view, answers.translator(view.language), st.session_state["county"])


def found(county: County = COUNTY, **parameters: str | list[str]) -> Any:
    at = AppTest.from_function(page, default_timeout=RUN_LIMIT_S)
    at.context = {"locale": "zh-CN"}
    at.query_params.update(parameters)
    at.session_state["county"] = county
    return sound(at.run()).session_state["found"]


def test_cases_come_closest_first_with_what_they_share() -> None:
    cases = found(closest="3").cases
    assert len(cases) == 3
    assert cases[0].case_id == "deqing"
    assert (cases[0].shared, cases[0].asked) == (3, 3)
    assert [case.distance for case in cases] == sorted(case.distance for case in cases)


def test_measures_name_their_cases_and_points_and_those_of_most_cases_come_first() -> None:
    alike = found()
    counts = [len(row.taken_by) for row in alike.measures]
    assert counts == sorted(counts, reverse=True)
    for row in alike.measures:
        assert row.of == len(alike.cases)
        for case_id, point_id in row.points:
            assert point_id in {point["key"] for point in authored.cases()[case_id]["points"]}
    assert {row.title for row in alike.measures if row.in_place} >= {"双向转诊通道", "家庭医生签约"}


def test_a_precondition_says_whether_the_form_ticks_it_or_was_not_asked() -> None:
    in_county = {row.name: row.in_county for row in found().preconditions}
    assert in_county["医保打包支付"] is True
    assert in_county["资源共享中心"] is False
    assert in_county["三级医院牵头"] is None  # the grade was not filled in


def test_the_settings_are_told_where_they_are_set() -> None:
    said = [each.text for each in found(model="medical_community", weight=["payment:2"], closest="3").settings]
    assert len(said) == 3
    assert "3" in said[0]
    assert "医疗共同体" in said[1]
    assert "2" in said[2]
    assert len(found().settings) == 1


def test_a_county_like_no_case_gives_nothing() -> None:
    assert found(County("X")).cases == ()
