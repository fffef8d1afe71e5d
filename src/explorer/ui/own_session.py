"""A reader's figures where alone they are kept: in the session of the person who brought them.

Its file lies in a folder of the session's own, which goes when the session ends, when the reader forgets the figures,
or when the server stops. Nothing of it is in a link, a log, or a cache that sessions share.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

import streamlit as st

from explorer.own_figures.panel import OwnPanel

_KEPT = "explorer.own"


class _Kept:
    """A session's folder and what lies in it; the folder is removed with the last reference to this object.

    Streamlit lets go of a session's state when the session ends, not when its connection breaks for a moment, as it
    does with its own session caches: a reader whose network stumbles still has the figures.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="explorer-own-"))
        self.panel: OwnPanel | None = None
        self.remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def current() -> OwnPanel | None:
    """The set that this session holds, None if it has none."""
    kept: _Kept | None = st.session_state.get(_KEPT)
    return kept.panel if kept is not None else None


def folder() -> Path:
    """The session's own folder, made when first asked for; what is to be kept is written there."""
    if _KEPT not in st.session_state:
        st.session_state[_KEPT] = _Kept()
    kept: _Kept = st.session_state[_KEPT]
    return kept.folder


def keep(panel: OwnPanel) -> None:
    """Hold this set, which lies in ``folder()``, instead of any before it."""
    own = folder()
    kept: _Kept = st.session_state[_KEPT]
    if kept.panel is not None and kept.panel.path != panel.path and kept.panel.path.is_relative_to(own):
        kept.panel.path.unlink(missing_ok=True)
    kept.panel = panel


def forget() -> None:
    """Let go of the set and remove its file at once."""
    kept: _Kept | None = st.session_state.pop(_KEPT, None)
    if kept is not None:
        kept.remove()
