"""One policy: what it is, what it sets out, what became of its targets, its family, its cases, how to cite it."""

import streamlit as st

from explorer.filters import PolicyFilter
from explorer.queries import cases, policies, targets
from explorer.ui import answers, parameters, policy_story
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header
from explorer.ui.policy_figures import show_figures_of_cases
from explorer.ui.policy_links import show_neighbours

run_inside_frame()
view = open_view("policy", (parameters.one_policy(), *parameters.policy_filter(), *parameters.policy_years()[1]))
tr = answers.translator(view.language)
index = answers.ask(policies.policy_index)
policy_id = view.one("policy")
if policy_id is None:
    header(view, tr, tr("policy.title"), tr("policy.choose"))
    view.choose_one(
        "policy",
        st.selectbox,
        tr("policy.title"),
        parameters.one_policy().choices,
        format_func=lambda chosen: index.set_index("policy_id").loc[chosen, f"title_{view.language}"],
        placeholder=tr("policy.placeholder"),
    )
    st.stop()

policy = answers.rows(policies.policy_cards, [policy_id])[0]
own_targets = answers.ask(targets.targets_of_policy, policy_id)
outcomes = answers.ask(targets.targets_against_observations, list(own_targets["target_id"]))
source = answers.rows(cases.sources, [policy["source_id"]])[0]

listed = answers.ask(policies.policy_ids_matching, PolicyFilter.from_state(view.state))
show_neighbours(view, tr, listed, index, policy_id)
header(view, tr, tr.pick(policy, "title") or policy_id, tr.pick(policy, "summary"))
policy_story.show_identity(tr, policy, answers.ask(policies.policy_tags, [policy_id]))
policy_story.show_points(tr, answers.ask(policies.policy_points, policy_id))
policy_story.show_targets(tr, own_targets, outcomes)
policy_story.show_family(tr, answers.ask(policies.policy_families), policy)
policy_story.show_cases(tr, answers.ask(policies.cases_of_policies, [policy_id]))
show_figures_of_cases(
    tr, answers.ask(policies.figures_of_policy, policy_id), answers.ask(policies.limits_of_policy, policy_id)
)
policy_story.show_citation(tr, policy, source, answers.rows(policies.policy_mentions, policy_id))
