"""One case: what it is, what it did about what, what came of it, how far the figures go, how to cite it."""

import streamlit as st

from explorer.queries import cases, observations, policies
from explorer.ui import answers, case_figures, case_story, parameters
from explorer.ui.case_identity import (
    show_citation,
    show_identity,
    show_neighbours,
    show_relations,
    show_tag_reasons,
    show_tags,
    show_way_back,
)
from explorer.ui.clock import MODE, case_charts, show_case_clock
from explorer.ui.embedded import show_embedded
from explorer.ui.embedding import CHART, is_embedded
from explorer.ui.evidence import show_evidence, show_evidence_reasons
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header
from explorer.ui.policy_links import show_policies_of_case

run_inside_frame()
view = open_view("case", (parameters.one_case(), parameters.one_indicator(), MODE, CHART))
tr = answers.translator(view.language)
case_id = view.one("case")
if case_id is None:
    if is_embedded():
        show_embedded(view, tr, [])
    header(view, tr, tr("case.title"), tr("case.choose"))
    index = answers.ask(cases.case_index)
    view.choose_one(
        "case",
        st.selectbox,
        tr("case.title"),
        parameters.one_case().choices,
        format_func=lambda chosen: index.set_index("case_id").loc[chosen, f"name_{view.language}"],
        placeholder=tr("case.placeholder"),
    )
    st.stop()

case = answers.rows(cases.case_cards, [case_id])[0]
points = answers.rows(cases.case_points, case_id)
figures = answers.ask(observations.observations_of_case, case_id)
source = answers.rows(cases.sources, [case["source_id"]])[0]

if is_embedded():
    figures = answers.ask(observations.before_and_after, case_id)
    show_embedded(view, tr, [*case_charts(view, tr), *case_figures.before_and_after_charts(tr, case_id, figures)])
tags = answers.rows(cases.case_tags, [case_id])
evidence = answers.rows(cases.case_evidence, [case_id])

# The chart first; what is folded away, and the ways on, to where there is room for them once it is on its way.
ways = show_way_back(tr)
header(view, tr, tr.pick(case, "name") or case_id, tr.pick(case, "summary"))
show_evidence(tr, source, evidence)
show_case_clock(view, tr)
with ways:
    show_neighbours(tr, answers.rows(cases.case_index), case_id)
facts, judged = st.columns(2, gap="large")
with facts:
    show_identity(tr, case, answers.rows(cases.case_partners, case_id))
    show_evidence_reasons(tr, source, evidence)
with judged:
    show_tags(tr, tags)
    show_tag_reasons(tr, tags)
case_story.show_story(tr, points)
case_figures.show_before_and_after(tr, case_id, answers.ask(observations.before_and_after, case_id))
case_figures.show_figures(tr, case_id, figures)
case_story.show_limitations(tr, points)
show_policies_of_case(tr, answers.rows(policies.policies_of_case, case_id))
show_relations(tr, answers.rows(cases.case_family, case_id), answers.rows(cases.related_cases, case_id))
show_citation(tr, case, source)
