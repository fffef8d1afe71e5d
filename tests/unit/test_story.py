"""A case's points laid out in threads: which measure answers which problem, which outcome was reported for it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.i18n import LANGUAGES, Translator
from explorer.ui.case_story import numbered, point_text, threads

LABELS = {("integration_type", "service"): {"zh": "服务整合", "en": "Service"}}
ZH, EN = (Translator(language, LABELS) for language in LANGUAGES)


def point(point_id: str, *answers: str, **given: object) -> dict[str, Any]:
    """A point whose section is told by its id's first letter."""
    section = {"p": "problem", "m": "measure", "o": "outcome", "l": "limitation"}[point_id[0]]
    filled = {"point_id": point_id, "section": section, "answers": list(answers), "locator": "2.1", "basis": "stated"}
    filled["integration_type"] = "service" if section == "measure" else None
    for language in LANGUAGES:
        filled |= {f"title_{language}": f"title of {point_id}", f"text_{language}": f"text of {point_id}"}
    return filled | given


def ids(points: list[dict[str, Any]]) -> list[tuple[list[str], list[str], list[str]]]:
    """The threads of these points, by id."""
    return [tuple([one["point_id"] for one in group] for group in thread) for thread in threads(points)]  # type: ignore[misc]


def test_points_are_numbered_within_their_section_in_authored_order() -> None:
    points = [point("p-cost"), point("m-pay"), point("p-staff"), point("o-fall"), point("m-train"), point("l-one")]
    assert numbered(points) == {
        "p-cost": "P1",
        "m-pay": "M1",
        "p-staff": "P2",
        "o-fall": "O1",
        "m-train": "M2",
        "l-one": "L1",
    }


def test_each_problem_has_a_thread_with_the_measures_that_answer_it_and_their_outcomes() -> None:
    points = [
        point("p1"),
        point("p2"),
        point("m1", "p1"),
        point("m2", "p2"),
        point("m3", "p1"),
        point("o1", "m3"),
        point("o2", "m2"),
    ]
    assert ids(points) == [(["p1"], ["m1", "m3"], ["o1"]), (["p2"], ["m2"], ["o2"])]


def test_a_point_that_answers_several_stands_once_under_the_first() -> None:
    points = [point("p1"), point("p2"), point("m1", "p2", "p1"), point("o1", "m1", "p1")]
    assert ids(points) == [(["p1"], [], []), (["p2"], ["m1"], ["o1"])]


def test_an_outcome_may_answer_a_problem_directly() -> None:
    assert ids([point("p1"), point("o1", "p1")]) == [(["p1"], [], ["o1"])]


def test_what_answers_nothing_stands_in_a_last_thread_without_a_problem() -> None:
    points = [point("p1"), point("m1"), point("o1"), point("o2", "m1"), point("m2", "p1")]
    assert ids(points) == [(["p1"], ["m2"], []), ([], ["m1"], ["o1", "o2"])]


def test_an_answer_that_has_no_home_is_passed_over_for_one_that_has() -> None:
    points = [point("p1"), point("m-stray"), point("m1", "p1"), point("o1", "m-stray", "m1")]
    assert ids(points) == [(["p1"], ["m1"], ["o1"]), ([], ["m-stray"], [])]


def test_where_everything_has_a_home_there_is_no_last_thread() -> None:
    assert ids([point("p1")]) == [(["p1"], [], [])]
    assert ids([]) == []


def test_limitations_are_told_elsewhere() -> None:
    assert ids([point("p1"), point("l1")]) == [(["p1"], [], [])]


@st.composite
def stories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Points in any order, answering any points."""
    names = draw(st.lists(st.sampled_from(["p1", "p2", "m1", "m2", "m3", "o1", "o2"]), unique=True))
    return [point(name, *draw(st.lists(st.sampled_from(names), unique=True, max_size=3))) for name in names]


@given(stories())
@settings(deadline=None)
def test_every_point_stands_exactly_once(points: list[dict[str, Any]]) -> None:
    shown = Counter(point_id for thread in ids(points) for group in thread for point_id in group)
    assert shown == Counter(one["point_id"] for one in points)


@given(stories())
@settings(deadline=None)
def test_a_thread_has_one_problem_and_only_the_last_may_have_none(points: list[dict[str, Any]]) -> None:
    counts = [len(problems) for problems, _, _ in threads(points)]
    assert set(counts[:-1]) <= {1}
    assert set(counts[-1:]) <= {0, 1}


# A point in words


def test_a_point_says_its_sign_title_type_text_what_it_answers_and_where_it_stands() -> None:
    measure = point("m1", "p1", "p2", "elsewhere")
    said = point_text(EN, measure, {"p1": "P1", "p2": "P2", "m1": "M1"})
    title, text, notes = said.split("  \n")
    assert title == "**M1  title of m1** :green-badge[Service]"
    assert text == "text of m1"
    # The point elsewhere is left out: it has no sign.
    assert notes == ":small[:gray[addresses P1, P2 · source section 2.1]]"


def test_a_problem_has_no_type_and_answers_nothing() -> None:
    assert point_text(ZH, point("p1"), {"p1": "P1"}).split("  \n") == [
        "**P1  title of p1**",
        "text of p1",
        ":small[:gray[原文 2.1]]",
    ]


def test_an_outcome_is_reported_for_what_it_answers() -> None:
    assert "对应 M1" in point_text(ZH, point("o1", "m1"), {"o1": "O1", "m1": "M1"})
    assert "reported for M1" in point_text(EN, point("o1", "m1"), {"o1": "O1", "m1": "M1"})


@pytest.mark.parametrize("name", ["title", "text", "locator"])
def test_an_authors_markup_is_shown_and_not_obeyed(name: str) -> None:
    key = name if name == "locator" else f"{name}_en"
    said = point_text(EN, point("p1", **{key: "<b>*x*</b>"}), {"p1": "P1"})
    assert r"\<b\>\*x\*\<\/b\>" in said
