"""Policies: find them by words and tags, see them in time, read what each is."""

import streamlit as st

from explorer.filters import PolicyFilter
from explorer.queries import policies
from explorer.ui import answers, parameters
from explorer.ui.embedded import show_embedded
from explorer.ui.embedding import CHART, is_embedded
from explorer.ui.filter_panel import POLICIES, above_list, show_chips, show_filters, what_to_relax
from explorer.ui.first_paint import Room
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header
from explorer.ui.pager import PAGE
from explorer.ui.policy_list import show_found, show_policy_list
from explorer.ui.policy_timeline import charts, show_timeline

run_inside_frame()
view = open_view(
    "policies",
    (*parameters.policy_filter(), *parameters.policy_years()[1], PAGE, CHART),
    carried=parameters.CARRIED_POLICIES,
)
tr = answers.translator(view.language)
if is_embedded():
    show_embedded(view, tr, charts=charts(view, tr))
header(view, tr, tr("policies.heading"))

asked = PolicyFilter.from_state(view.state)
room = Room("large", "medium")
show_chips(view, tr, asked, POLICIES)

cards = answers.ask(policies.policy_cards, answers.ask(policies.policy_ids_matching, asked))
if not cards.empty:
    show_timeline(view, tr)
with room.filled():
    show_filters(view, tr, asked, POLICIES)
if cards.empty:
    show_found(tr, cards)
    st.info(what_to_relax(asked, tr, POLICIES), icon=":material/filter_alt_off:")
    st.stop()

with above_list(view, tr, POLICIES):
    show_found(tr, cards)
show_policy_list(view, tr, cards, asked.words)
