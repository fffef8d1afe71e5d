"""Compare: the same indicator across cases, and only what is defined alike on one axis."""

import streamlit as st

from explorer.filters import CaseFilter
from explorer.queries import observations
from explorer.ui import answers, comparison, parameters
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view(
    "compare",
    (
        parameters.indicators(default=comparison.OPENING_INDICATORS),
        parameters.picked_cases(),
        *(parameter for parameter in parameters.case_filter() if parameter.name in ("model", "type", "category")),
        comparison.RELATED,
        comparison.BY,
    ),
    carried=parameters.CARRIED,
)
tr = answers.translator(view.language)
header(view, tr, tr("compare.heading"))
comparison.show_controls(view, tr)

chosen_cases = comparison.cases_to_show(view, CaseFilter.from_state(view.state))
panels = comparison.panels(view.many("indicator"), with_related=view.one("related") == "on")
if len(panels) > 1:
    st.caption(tr("compare.split", count=len(panels)))
comparison.show_panels(tr, panels, chosen_cases)
comparison.show_distribution(view, tr, answers.ask(observations.indicator_choices))
