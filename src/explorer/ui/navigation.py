"""One trap of Streamlit's, met in one place.

Until some session has called ``st.navigation``, Streamlit takes the folder ``pages/`` for its older kind of multipage
app and runs a page's file by itself when a link leads straight to it: without the frame of ``app.py`` and its data.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def claim_pages() -> None:
    """Tell Streamlit that ``app.py`` navigates, before the first visitor comes."""
    PagesManager.uses_pages_directory = False


def run_inside_frame() -> None:
    """In a page: if it was run by itself, start over through ``app.py``."""
    if PagesManager.uses_pages_directory:
        claim_pages()
        st.rerun()
