"""The draft brief: what goes into it, and its two files, made when a button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from explorer.charts.position import drawable, position_alt, position_chart, verdict_notes
from explorer.charts.theme import framed
from explorer.county import County
from explorer.exports.brief import brief
from explorer.exports.brief_docx import brief_docx
from explorer.exports.brief_html import brief_html
from explorer.exports.pictures import has_chinese_font
from explorer.i18n import Translator
from explorer.planner.brief import Brief, Likeness, Material, Reckoned
from explorer.planner.gap import QUANTITY_OF, change
from explorer.planner.position import FIELD_INDICATORS, Position
from explorer.queries import cases, methods
from explorer.queries.policies import targets_for
from explorer.queries.position import policies_of_targets
from explorer.ui import answers
from explorer.ui.answers import rows
from explorer.ui.coefficients import coefficients, national_figures
from explorer.ui.files import download
from explorer.ui.gap import chosen_goal
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.position import positions_of
from explorer.ui.what_if import scenarios

BRIEF = "brief"


def nothing_alike(_view: View) -> Likeness:
    """No cases to write about."""
    return Likeness()


@part(BRIEF)
def show_brief(
    view: View, tr: Translator, county: County, likeness: Callable[[View], Likeness] = nothing_alike
) -> None:
    """What the brief holds, and the buttons that make it in the language of the page.

    ``likeness`` gives what is known of similar cases, as the view asks for it at that moment.
    """
    st.markdown(f"## {tr('brief.section')}")
    if not county.numbers:
        st.info(tr("brief.empty"), icon=":material/draft:")
        return
    st.markdown(tr("brief.note"))
    if not has_chinese_font():
        st.caption(tr("brief.no_font"))
    # A file is made outside of the session: what the reader has set must be read now.
    written_from = material(tr, county, positions_of(county), likeness(view))
    with st.container(horizontal=True):
        download(tr, "docx", BRIEF, lambda: brief_docx(_made(tr, written_from), tr))
        download(tr, "html", BRIEF, lambda: brief_html(_made(tr, written_from), tr))
    st.caption(tr("brief.private"))


def _made(tr: Translator, written_from: Material) -> Brief:
    pictured = _pictured(written_from.positions)
    return brief(replace(written_from, picture=_picture(tr, pictured)), tr, alt=position_alt(pictured, tr))


def material(tr: Translator, county: County, every: list[Position], likeness: Likeness) -> Material:
    """Everything that the brief is written from, as the reader has set it, but for the picture."""
    reckoned = []
    for position in every:
        if position.field_id in QUANTITY_OF and (goal := chosen_goal(position)) is not None:
            found = change(county, position.field_id, goal.rate, coefficients())
            reckoned.append(Reckoned(position, goal, found))
    # All of each kind is asked for, whatever the county: what is kept in caches must not depend on its numbers.
    targets = [row["target_id"] for row in rows(targets_for, list(FIELD_INDICATORS))]
    return Material(
        county=county,
        positions=every,
        reckoned=reckoned,
        scenarios=scenarios(tr, county, [case.case_id for case in likeness.cases]),
        per_person=coefficients(),
        national=national_figures(),
        likeness=likeness,
        sources={row["source_id"]: row for row in rows(methods.evidence)},
        cases={row["case_id"]: row for row in rows(cases.case_cards, list(answers.ask(cases.case_index)["case_id"]))},
        policies={row["target_id"]: row for row in rows(policies_of_targets, targets)},
        version=answers.version(),
        made_on=date.today(),
    )


def _pictured(every: Sequence[Position]) -> list[Position]:
    """The numbers with a strip in the brief: the rates to reach, where there are any, so that it stays on its page."""
    drawn = drawable(every)
    return [position for position in drawn if position.field_id in QUANTITY_OF] or drawn


def _picture(tr: Translator, drawn: list[Position]) -> dict[str, Any] | None:
    if not drawn:
        return None
    notes = [tr("position.legend"), *verdict_notes(drawn, tr)]
    return framed(position_chart(drawn, tr), tr("position.chart"), tr("position.subtitle"), notes)
