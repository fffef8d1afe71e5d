"""A reader's figures where alone they are kept: in the session of the person who brought them.

Its file lies in a folder of the session's own, which goes when the session ends, when the reader forgets the figures,
or when the server stops. Nothing of it is in a link, a log, or a cache that sessions share.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from explorer.own_figures.panel import OwnPanel
from explorer.queries import Connection

Answer = TypeVar("Answer")
_KEPT = "explorer.own"


class Kept:
    """A session's folder, what lies in it and what was said about it.

    The folder is removed with the last reference to this object.

    Streamlit lets go of a session's state when the session ends, not when its connection breaks for a moment, as it
    does with its own session caches: a reader whose network stumbles still has the figures.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="explorer-own-"))
        self.panel: OwnPanel | None = None
        self.connection: Connection | None = None
        self.places: tuple[str, ...] | None = None
        self.starts: dict[str, int] = {}
        self.remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def current() -> OwnPanel | None:
    """The set that this session holds, None if it has none."""
    kept: Kept | None = st.session_state.get(_KEPT)
    return kept.panel if kept is not None else None


def folder() -> Path:
    """The session's own folder, made when first asked for; what is to be kept is written there."""
    if _KEPT not in st.session_state:
        st.session_state[_KEPT] = Kept()
    kept: Kept = st.session_state[_KEPT]
    return kept.folder


def keep(panel: OwnPanel) -> None:
    """Hold this set, which lies in ``folder()``, instead of any before it."""
    own = folder()
    kept: Kept = st.session_state[_KEPT]
    if kept.panel is not None and kept.panel.path != panel.path and kept.panel.path.is_relative_to(own):
        kept.panel.path.unlink(missing_ok=True)
    _close(kept)
    kept.panel, kept.places, kept.starts = panel, None, {}


def forget() -> None:
    """Let go of the set and remove its file at once."""
    kept: Kept | None = st.session_state.pop(_KEPT, None)
    if kept is not None:
        _close(kept)
        kept.remove()


def ask(query: Callable[..., Answer], *arguments: object) -> Answer:
    """The answer of a query from ``explorer.queries.own_figures`` about this session's set; it is kept nowhere.

    Raises LookupError if the session has no set.
    """
    return asker()(query, *arguments)


def asker() -> Callable[..., Any]:
    """``ask`` for what runs without the session, as a download does: it holds on to the set of now.

    Raises LookupError if the session has no set.
    """
    kept: Kept | None = st.session_state.get(_KEPT)
    if kept is None or kept.panel is None:
        raise LookupError("this session has no figures of its own")
    return partial(_answer, kept)


def _answer(kept: Kept, query: Callable[..., Answer], *arguments: object) -> Answer:
    if kept.connection is None:
        from explorer.own_figures.asking import opened

        assert kept.panel is not None
        kept.connection = opened(kept.panel)
    cursor = kept.connection.cursor()
    try:
        return query(cursor, *arguments)
    finally:
        cursor.close()


def chosen_places() -> tuple[str, ...] | None:
    """The places of the set that the reader wants to see beside published ones; None until any choice was made."""
    kept: Kept | None = st.session_state.get(_KEPT)
    return kept.places if kept is not None else None


def choose_places(places: Sequence[str]) -> None:
    """Keep another choice of places; it holds for every page."""
    kept: Kept = st.session_state[_KEPT]
    kept.places = tuple(places)


def start_years() -> dict[str, int]:
    """When the reform began in places of the set, as far as the reader said so: the year by place."""
    kept: Kept | None = st.session_state.get(_KEPT)
    return dict(kept.starts) if kept is not None else {}


def begin(place: str, year: int | None) -> None:
    """Keep the year in which the reform began in a place, or forget it."""
    kept: Kept = st.session_state[_KEPT]
    kept.starts = {**kept.starts, place: year} if year is not None else _without(kept.starts, place)


def _without(years: dict[str, int], place: str) -> dict[str, int]:
    return {key: year for key, year in years.items() if key != place}


def _close(kept: Kept) -> None:
    if kept.connection is not None:
        kept.connection.close()
        kept.connection = None
