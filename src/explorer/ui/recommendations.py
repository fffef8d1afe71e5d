"""The recommendations of the report, each with the cases and policies that bear on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from explorer.exports.targets import recommendations_data, recommendations_table
from explorer.i18n import Translator
from explorer.queries import frameworks, recommendations
from explorer.ui.answers import rows
from explorer.ui.files import Files, show_files
from explorer.ui.links import View, address
from explorer.ui.policy_links import policy_link, short_title
from explorer.ui.prose import plain, plain_table


def show_recommendations(view: View, tr: Translator) -> None:
    """Each recommendation in our words, then case by case and policy by policy why it bears on it."""
    advice, bearing = rows(recommendations.recommendations), rows(recommendations.recommendation_links)
    answered = {row["recommendation_id"]: row for row in rows(frameworks.frameworks)}
    if not advice:
        st.info(tr("recommendations.none"), icon=":material/search_off:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("recommendations.found", count=len(advice)), width="content")
        title = tr("targets.part.recommendations")
        show_files(tr, Files("recommendations", title, lambda: recommendations_data(advice, bearing, tr)))
    st.caption(tr("recommendations.note"))
    for number, row in enumerate(advice, start=1):
        own = [link for link in bearing if link["recommendation_id"] == row["recommendation_id"]]
        with st.container(border=True):
            st.markdown(f"## {number}\\. {plain(tr.pick(row, 'title'))}")
            st.markdown(plain(tr.pick(row, "text")))
            if frame := answered.get(row["recommendation_id"]):
                st.page_link(
                    "pages/frameworks.py",
                    label=tr("recommendations.frame"),
                    icon=":material/rubric:",
                    query_params=address({"frame": (frame["framework_id"],)}),
                )
            cases, policies = st.columns(2, gap="large")
            with cases:
                _list(tr, "recommendations.cases", [link for link in own if link["case_id"]])
            with policies:
                _list(tr, "recommendations.policies", [link for link in own if link["policy_id"]])
    opened = st.expander(tr("chart.table"), icon=":material/table:", key=view.key("advice"), on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.table(plain_table(recommendations_table(advice, bearing, tr)), border="horizontal", hide_index=True)


def _list(tr: Translator, key: str, links: Sequence[dict[str, Any]]) -> None:
    st.markdown(f"**{tr(key, count=len(links))}**")
    for link in links:
        name, short = tr.pick(link, "name") or "", short_title(link, tr, "name")
        if link["case_id"]:
            st.page_link(
                "pages/case.py",
                label=plain(short),
                icon=":material/article:",
                query_params=address({"case": (link["case_id"],)}),
            )
        else:
            policy_link(tr, link["policy_id"], short)
        # A link's label is cut off on a phone; the whole name then stands beneath it.
        lines = [] if name == short else [f"**{plain(name)}**"]
        st.caption("  \n".join([*lines, plain(tr.pick(link, "reason"))]))
