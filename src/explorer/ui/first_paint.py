"""What a reader sees first is sent first.

A browser that is handed a whole page at once sets up all of it before it draws the first chart: on a long page half a
second later than need be. So the first chart of a visit is given a moment to be drawn before the rest is sent. Figures:
docs/performance.md.
"""

from __future__ import annotations

from time import sleep

import streamlit as st

PAUSE_S = 0.3
"""What a browser takes from receiving a chart to having drawn it, with its script not yet run."""

_GIVEN = "explorer.first_chart_given"


def let_first_chart_appear() -> None:
    """After sending a chart: wait, once a visit. Later pages of the same visit find the scripts at work already."""
    if _GIVEN not in st.session_state:
        st.session_state[_GIVEN] = True
        sleep(PAUSE_S)
