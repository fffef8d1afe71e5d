"""Widgets whose values live in a reader's session and nowhere else: not in the link, nor in anything shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from explorer.ui.links import View

T = TypeVar("T")
_KEPT = "explorer.planner.kept"


def kept(name: str, opening: Any = None) -> Any:
    """What a reader set under a name, or ``opening`` as long as nothing was set."""
    return st.session_state.get(_KEPT, {}).get(name, opening)


def forget() -> None:
    """Take everything that was set for not set."""
    st.session_state.pop(_KEPT, None)


def kept_widget(
    view: View,
    name: str,
    draw: Callable[..., T],
    *arguments: Any,
    value: Any,
    redraws: Sequence[str] = (),
    **options: Any,
) -> T:
    """Draw a widget that shows ``value`` and, when changed, keeps what it then shows under ``name``.

    A change draws again the fragment that the widget stands in, or the fragments whose keys ``redraws`` names.
    """
    key = view.key(f"kept.{name}")
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value

    def changed() -> None:
        st.session_state[_KEPT] = {**st.session_state.get(_KEPT, {}), name: st.session_state[key]}
        if redraws:
            st.rerun(redraws)

    return draw(*arguments, key=key, on_change=changed, **options)
