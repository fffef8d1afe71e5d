"""The way from anywhere to a policy's own page."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from explorer.i18n import Translator
from explorer.ui.links import address
from explorer.ui.prose import plain


def show_policy_link(tr: Translator, policy_id: str, title: str) -> None:
    """A policy's title, which leads to its page where the navigation has one."""
    named = tr("targets.policy_title", title=title)
    try:
        st.page_link(
            "pages/policy.py",
            label=plain(named),
            icon=":material/description:",
            query_params=address({"policy": (policy_id,)}),
        )
    except StreamlitPageNotFoundError:
        st.markdown(plain(named))
