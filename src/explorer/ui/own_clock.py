"""A reader's figures on the reform clock, once the reader has said when the reform began there."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from explorer.charts.clock_places import Clock
from explorer.comparability import Panel
from explorer.i18n import Translator
from explorer.own_figures.beside import PUBLISHED, beside, clock_starts, on_clock
from explorer.ui import own_places, own_session
from explorer.ui.chart_card import show_card
from explorer.ui.prose import plain

FIRST_YEAR, LAST_YEAR = 1978, 2100
_CLOCK = ("from_day", "since_first", "since_last", "stands")


def show_starts(tr: Translator, panels: Sequence[Panel]) -> None:
    """A year for each chosen place, if the set holds anything for these panels; empty until the reader gives one."""
    if not own_places.indicators_of([one for panel in panels for one in panel.indicator_ids]):
        return
    folded = st.popover(
        tr("own.clock.starts"), icon=":material/star:", key=f"own-fold.starts.{tr.language}", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        st.caption(tr("own.clock.starts.note"))
        given = own_session.start_years()
        for place, name in own_places.named(own_places.chosen()).items():
            _year(tr, place, name, given.get(place))
        if not own_places.chosen():
            st.caption(tr("own.places.first"))


def _year(tr: Translator, place: str, name: str, year: int | None) -> None:
    key = f"own-start.{place}.{tr.language}"
    if st.session_state.get(key) != year:
        st.session_state[key] = year
    st.number_input(
        plain(name),
        FIRST_YEAR,
        LAST_YEAR,
        value=None,
        key=key,
        placeholder=tr("own.clock.year"),
        on_change=lambda: own_session.begin(place, st.session_state[key]),
    )


def with_own(panel: Panel, shown: Clock) -> Clock | None:
    """The clock with the reader's places on it; None if none of them has both a start and a figure of the panel."""
    starts = {place: year for place, year in own_session.start_years().items() if place in own_places.chosen()}
    own = on_clock(own_places.figures_of(panel.indicator_ids), starts)
    if own.empty:
        return None
    own_starts = clock_starts(own, starts)
    figures = own
    if not shown.figures.empty:
        plainly = own.drop(columns=list(_CLOCK))
        figures = beside(shown.figures.drop(columns=list(_CLOCK)), plainly)
        for column in _CLOCK:
            figures[column] = [*shown.figures[column].tolist(), *own[column].tolist()]
    every = [frame for frame in (shown.starts, own_starts) if not frame.empty]
    return Clock(
        pd.concat(every, ignore_index=True),
        shown.events.assign(origin=PUBLISHED),
        figures.reset_index(drop=True),
        shown.mode,
    )


def show_overlay(tr: Translator, panel: Panel, shown: Clock, title: str, undated: int, notes: Sequence[str]) -> bool:
    """Draw the chosen cases' clocks with the reader's places among them; False if there are none to draw."""
    from explorer.ui.clock import make_clock_card

    both = with_own(panel, shown)
    if both is None:
        return False
    name = f"clock-{panel.indicator_ids[0]}-own"
    said = [tr("own.note"), *notes]
    show_card(tr, make_clock_card(tr, name, title, both, undated=undated, notes=said))
    return True
