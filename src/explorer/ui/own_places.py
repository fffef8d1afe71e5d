"""Which places of a reader's set stand beside published figures: chosen once, for every page of the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.i18n import Translator
from explorer.own_figures.beside import own_figures, place_names
from explorer.queries import observations, records
from explorer.queries import own_figures as questions
from explorer.ui import own_session
from explorer.ui.answers import ask, rows
from explorer.ui.prose import plain

MOST_PLACES = 10
FOUND = 50
"""So many places are offered at once; a search finds the others."""


def indicators_of(indicator_ids: Sequence[str]) -> list[str]:
    """Of these indicators those that the session's set holds; none without a set."""
    panel = own_session.current()
    return [one for one in indicator_ids if panel is not None and one in panel.indicators]


def chosen() -> list[str]:
    """The places to show: as the reader chose, else all of a small set and none of a large one."""
    panel, places = own_session.current(), own_session.chosen_places()
    if panel is None or places is not None:
        return list(places or ())
    return list(names("", MOST_PLACES)) if panel.places <= MOST_PLACES else []


def names(words: str, limit: int) -> dict[str, str]:
    """The places of the set whose name or code holds ``words``, with their names, by code."""
    panel = own_session.current()
    if panel is None:
        return {}
    return place_names(records(own_session.ask(questions.places, list(panel.indicators), words, limit)))


def named(places: Sequence[str]) -> dict[str, str]:
    """What these places are called, in this order."""
    found: dict[str, str] = {}
    for place in places:
        found[place] = names(place, FOUND).get(place, place)
    return found


def show_choice(tr: Translator, page: str) -> None:
    """The set's name on a button, under it its places; beside it which are shown, or that none is chosen yet."""
    panel = own_session.current()
    if panel is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        folded = st.popover(
            tr("own.name"), icon=":material/star:", key=f"own-fold.{page}.{tr.language}", on_change="rerun"
        )
        if folded.open:
            with folded:
                _choose(tr, page)
        shown = list(named(chosen()).values())
        said = tr("own.places.shown", name=panel.name, places=tr.listing(shown)) if shown else ""
        st.caption(plain(said or tr("own.places.none", name=panel.name, count=panel.places)))


def _choose(tr: Translator, page: str) -> None:
    panel = own_session.current()
    assert panel is not None
    words = ""
    if panel.places > FOUND:
        words = st.text_input(
            tr("own.places.search"), key=f"own-search.{page}.{tr.language}", help=tr("own.places.search.help")
        )
    already = chosen()
    offered = {**named(already), **names(words.strip(), FOUND)}
    key = f"own-places.{page}.{tr.language}"
    if st.session_state.get(key) != already:
        st.session_state[key] = already
    st.multiselect(
        tr("own.places", most=MOST_PLACES),
        list(offered),
        key=key,
        format_func=offered.__getitem__,
        max_selections=MOST_PLACES,
        placeholder=tr("own.places.placeholder"),
        on_change=lambda: own_session.choose_places(st.session_state[key]),
    )
    if len(offered) >= FOUND:
        st.caption(tr("own.places.more", count=FOUND))


def entries() -> Mapping[str, dict[str, Any]]:
    """The published codebook by indicator."""
    return {row["indicator_id"]: row for row in rows(questions.codebook_entries)}


def figures_of(indicator_ids: Sequence[str]) -> pd.DataFrame:
    """The reader's figures of these indicators for the chosen places, in the form of published ones; may be empty."""
    panel, asked, places = own_session.current(), indicators_of(indicator_ids), chosen()
    columns = list(ask(observations.comparison, list(indicator_ids), None).columns)
    if panel is None or not asked or not places:
        return own_figures(pd.DataFrame(), (), "", columns)
    found = own_session.ask(questions.of_places, asked, places)
    return own_figures(found, entries().values(), panel.name, columns)
