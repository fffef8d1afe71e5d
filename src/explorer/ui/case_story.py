"""A case's story laid out so that a reader sees which measure answers which problem, and what was reported for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer.i18n import Translator
from explorer.ui.prose import badges, plain

SIGNS = {"problem": "P", "measure": "M", "outcome": "O", "limitation": "L"}
Point = Mapping[str, Any]


def show_story(tr: Translator, points: Sequence[Point]) -> None:
    """One row a problem: the problem, the measures that answer it, the outcomes reported for those.

    Every point stands once, under the first it answers, and names by sign the others it answers too.
    """
    story = [point for point in points if point["section"] != "limitation"]
    signs = numbered(story)
    st.markdown(f"## {tr('case.story')}")
    st.caption(tr("case.story.signs"))
    for problems, measures, outcomes in threads(story):
        with st.container(border=True):
            columns = st.columns(3, gap="medium")
            for column, group in zip(columns, (problems, measures, outcomes), strict=True):
                with column:
                    for point in group:
                        st.markdown(point_text(tr, point, signs))


def numbered(points: Sequence[Point]) -> dict[str, str]:
    """Each point's sign: P1, M3, O2."""
    counts: dict[str, int] = {}
    signs: dict[str, str] = {}
    for point in points:
        counts[point["section"]] = counts.get(point["section"], 0) + 1
        signs[point["point_id"]] = f"{SIGNS[point['section']]}{counts[point['section']]}"
    return signs


def threads(points: Sequence[Point]) -> list[tuple[list[Point], list[Point], list[Point]]]:
    """Problems with their measures and outcomes; what answers nothing stands in a last thread of its own."""
    of = {section: [point for point in points if point["section"] == section] for section in SIGNS}
    home: dict[str, str] = {point["point_id"]: point["point_id"] for point in of["problem"]}
    for section in ("measure", "outcome"):
        for point in of[section]:
            home[point["point_id"]] = next((home[key] for key in point["answers"] if home.get(key)), "")
    rows: list[tuple[list[Point], list[Point], list[Point]]] = []
    for problem in of["problem"]:
        key = problem["point_id"]
        rows.append(([problem], _living_at(of["measure"], home, key), _living_at(of["outcome"], home, key)))
    stray = [_living_at(of[section], home, "") for section in ("measure", "outcome")]
    if any(stray):
        rows.append(([], stray[0], stray[1]))
    return rows


def _living_at(points: Sequence[Point], home: Mapping[str, str], key: str) -> list[Point]:
    return [point for point in points if home[point["point_id"]] == key]


def point_text(tr: Translator, point: Point, signs: Mapping[str, str]) -> str:
    """A point as Markdown: sign and title, type, text, what it answers and where it stands."""
    title = f"**{signs[point['point_id']]}  {plain(tr.pick(point, 'title'))}**"
    notes = [tr("point.locator", locator=point["locator"])]
    answered = [signs[key] for key in point["answers"] if key in signs]
    if answered:
        notes.insert(0, tr(f"point.answers.{point['section']}", points=tr.listing(answered)))
    type_badge = ""
    if point["integration_type"]:
        type_badge = " " + badges([(tr.label("integration_type", point["integration_type"]), "green")])
    lines = [f"{title}{type_badge}", plain(tr.pick(point, "text"))]
    lines.append(f":small[:gray[{plain(' · '.join(notes))}]]")
    return "  \n".join(lines)


def show_limitations(tr: Translator, points: Sequence[Point]) -> None:
    """What the source concedes and what the project reads into its limits, told apart."""
    st.markdown(f"## {tr('section.limitation')}")
    for point in points:
        if point["section"] == "limitation":
            said = tr(f"limitation.{point['basis']}", locator=point["locator"])
            text = f"- **{plain(tr.pick(point, 'title'))}** {plain(tr.pick(point, 'text'))}"
            st.markdown(f"{text} :small[:gray[{plain(said)}]]")
