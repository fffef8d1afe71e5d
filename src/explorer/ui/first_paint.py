"""What a reader sees first is sent first.

A browser that is handed a whole page at once sets up all of it before it draws the first chart: on a long page half a
second later than need be. So the first chart of a visit is given a moment to be drawn before the rest is sent, and
controls that stand above it may be sent after it. Figures: docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Literal

import streamlit as st

from explorer.ui.navigation import stands_alone

PAUSE_S = 0.5
"""What a browser takes from receiving a chart to having drawn it on a first visit, with its script not yet run."""

Height = Literal["large", "medium"]
"""Of a control with a label above it, and of one without, in Streamlit's words: the same on every screen."""

CHANGED_PAUSE_S = 0.1
"""The same with its script at work already."""

_GIVEN, _SHOWN = "explorer.first_chart_given", "explorer.leading_chart"


def let_first_chart_appear(leading: str | None = None) -> None:
    """After sending a chart: wait, once a visit. Later pages of the same visit find the scripts at work already.

    Below a chart that leads a long page all waits for it whenever it has changed: ``leading`` names what it shows.
    The stage and views in other pages wait for nothing: all of them is on the screen.
    """
    if stands_alone():
        return
    before = st.session_state.get(_SHOWN)
    if _GIVEN not in st.session_state:
        sleep(PAUSE_S)
    elif leading is not None and before not in (None, leading):
        sleep(CHANGED_PAUSE_S)
    st.session_state[_GIVEN], st.session_state[_SHOWN] = True, leading


class Room:
    """Where controls of these heights, one below the other, will stand, above a chart that is sent before them.

    What comes first in a visit holds their place open, so that nothing moves when they come.
    """

    def __init__(self, *heights: Height) -> None:
        """Opened where the page has come to."""
        self._container = st.container()
        # Kept in every run: a control that changed its place in the page would lose what is being typed into it.
        self._held = [self._container.empty() for _ in heights]
        if _GIVEN not in st.session_state:
            for place, height in zip(self._held, heights, strict=True):
                place.space(height)

    @contextmanager
    def filled(self) -> Iterator[None]:
        """What is drawn here stands in the room."""
        for place in self._held:
            place.empty()
        with self._container:
            yield
