"""One trap of Streamlit's, met in one place.

Until some session has called ``st.navigation``, Streamlit takes the folder ``pages/`` for its older kind of multipage
app and runs a page's file by itself when a link leads straight to it: without the frame of ``app.py`` and its data.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from explorer.ui.embedding import is_embedded, page_here

_FRAMED, _SENT_BACK = "explorer.framed", "explorer.sent_back"


def claim_pages() -> None:
    """Tell Streamlit that ``app.py`` navigates, before the first visitor comes."""
    PagesManager.uses_pages_directory = False


def note_frame() -> None:
    """In ``app.py``: this session's pages run inside the frame."""
    st.session_state[_FRAMED] = True


ALONE = ("present", "vote")
"""Pages without the bar: the stage before a room, and a participant's phone."""


def stands_alone() -> bool:
    """Whether the reader is at a page that has the window for itself, or in a frame on another site."""
    return page_here() in ALONE or is_embedded()


def run_inside_frame() -> None:
    """In a page: if it was run by itself, start over through ``app.py``.

    The session is asked beside Streamlit's own flag, because another visitor may have set that since this run began;
    once, so that a page that has no frame at all still shows.
    """
    unframed = not st.session_state.get(_FRAMED) and not st.session_state.get(_SENT_BACK)
    if PagesManager.uses_pages_directory or unframed:
        st.session_state[_SENT_BACK] = True
        claim_pages()
        st.rerun()
