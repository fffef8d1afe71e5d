"""Cases: find them by words and tags, read what each did, choose some to compare."""

import streamlit as st

from explorer.filters import CaseFilter
from explorer.queries import cases, observations
from explorer.ui import answers, parameters
from explorer.ui.case_list import show_case_list, show_list_actions
from explorer.ui.filter_panel import above_list, show_chips, show_filters, what_to_relax
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("cases", (*parameters.case_filter(), parameters.picked_cases()), carried=parameters.CARRIED)
tr = answers.translator(view.language)
header(view, tr, tr("cases.heading"))

asked = CaseFilter.from_state(view.state)
show_filters(view, tr, asked)
show_chips(view, tr, asked)

found = answers.ask(cases.case_ids_matching, asked)
with above_list(view, tr):
    show_list_actions(view, tr, found)
if not found:
    st.info(what_to_relax(asked, tr), icon=":material/filter_alt_off:")
    st.stop()

cards, tags = answers.rows(cases.case_cards, found), answers.rows(cases.case_tags, found)
figures = answers.rows(observations.headline_figures, found)
hits = answers.rows(cases.search_hits, found, list(asked.words))
show_case_list(view, tr, cards, tags, figures, hits, asked.words)
