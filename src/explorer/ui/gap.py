"""What the county's gaps come to in visits, admissions and money, with the arithmetic."""

from __future__ import annotations

import streamlit as st

from explorer.county import County
from explorer.i18n import Translator
from explorer.planner.gap import QUANTITY_OF, Change, Lack, change, rate_to_reach
from explorer.planner.gap_words import arithmetic_lines, assumption_lines, goal_words, lack_words, more_words
from explorer.planner.goals import Goal, goals, opening_goal
from explorer.planner.position import Position
from explorer.planner.position_words import position_name
from explorer.planner.telling import tell
from explorer.ui.coefficients import coefficients, show_coefficients
from explorer.ui.kept import kept, kept_widget
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.prose import plain

GAP = "gap"
REDRAWN = (GAP, "brief")
"""The parts that a level to reach stands in: their fragments."""


@part(GAP)
def show_gap(view: View, tr: Translator, county: County, every: list[Position]) -> None:
    """A card for each rate of the county: the level to reach, what it would mean, how that is reckoned."""
    st.markdown(f"## {tr('gap.title')}")
    rates = [position for position in every if position.field_id in QUANTITY_OF]
    if not rates:
        st.info(tr("gap.none"), icon=":material/calculate:")
        return
    st.caption(tr("gap.note"))
    columns = st.columns(2, gap="medium")
    for index, position in enumerate(rates):
        with columns[index % 2].container(border=True):
            _card(view, tr, county, position)
    show_coefficients(view, tr, county)


def chosen_goal(position: Position) -> Goal | None:
    """The level that the reader chose, or the one to begin with."""
    by_id = {goal.goal_id: goal for goal in goals(position)}
    return by_id.get(kept(f"goal.{position.field_id}", "")) or opening_goal(position)


def _card(view: View, tr: Translator, county: County, position: Position) -> None:
    name = position_name(position, tr)
    st.markdown(f"**{plain(name.text)}**")
    by_id = {goal.goal_id: goal for goal in goals(position)}
    goal = chosen_goal(position)
    if goal is None:
        # A field without its definition has no figures to choose a level from; the reason is the one to tell.
        found = change(county, position.field_id, rate_to_reach(position.number.value), coefficients())
        lack = found if found in (Lack.no_definition, Lack.undefined) else None
        told = lack_words(tr, position.field_id, lack) if lack else tell(tr, "gap.goal.none", name=name)
        st.markdown(plain(told.text))
        return
    kept_widget(
        view,
        f"goal.{position.field_id}",
        st.selectbox,
        tr("gap.goal", name=plain(name.text)),
        list(by_id),
        value=goal.goal_id,
        format_func=lambda goal_id: goal_words(tr, by_id[goal_id]).text,
        label_visibility="collapsed",
        redraws=REDRAWN,
    )
    reckoned = change(county, position.field_id, goal.rate, coefficients())
    if isinstance(reckoned, Change):
        st.markdown(plain(more_words(tr, reckoned, goal_words(tr, goal)).text))
        _arithmetic(tr, county, reckoned)
    else:
        st.markdown(plain(lack_words(tr, position.field_id, reckoned).text))


def _arithmetic(tr: Translator, county: County, found: Change) -> None:
    with st.expander(tr("gap.lines"), icon=":material/functions:"):
        lines = [*arithmetic_lines(tr, county, found), *assumption_lines(tr, found)]
        st.markdown("\n".join(f"- {plain(line.text)}" for line in lines))
