"""The reader's figures once they are kept: what they are, where they stand beside others, and their files."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from explorer.county import FIELDS
from explorer.i18n import Translator
from explorer.own_figures.offer import MOST_OFFERED, offer_zip
from explorer.own_figures.panel import OwnPanel
from explorer.own_figures.reading import Figure
from explorer.own_figures.taken import MOST_IN_CSV, panel_csv, panel_parquet
from explorer.queries import observations
from explorer.ui import own_draft, own_session
from explorer.ui.answers import ask
from explorer.ui.files import file_button
from explorer.ui.links import View, address
from explorer.ui.own_check import span
from explorer.ui.own_upload import FILE_NAME
from explorer.ui.prose import plain

MOST_COMPARED = 3
"""Indicators chosen in the link to the comparison; a reader adds others there."""


def show_kept(view: View, tr: Translator, panel: OwnPanel) -> None:
    """The set in a line, marked as the reader's own, with the pages where it stands beside published figures."""
    st.markdown(f"## {plain(tr('mine.kept', name=panel.name))}")
    told = tr(
        "mine.kept.told",
        count=panel.rows,
        places=panel.places,
        indicators=len(panel.indicators),
        period=span(tr, panel.first, panel.last),
    )
    st.markdown(plain(told))
    if panel.synthetic:
        st.warning(tr("mine.kept.synthetic"), icon=":material/science:")
    _onward(tr, panel)


def show_files(view: View, tr: Translator, panel: OwnPanel) -> None:
    """The files of the set, folded, and its deletion."""
    with st.container(horizontal=True, gap="small"):
        with st.popover(tr("mine.take"), icon=":material/save:"):
            _take(view, tr, panel)
        st.button(
            tr("mine.kept.forget"),
            key=view.key("forget"),
            icon=":material/delete:",
            type="tertiary",
            on_click=own_session.forget,
        )


def _onward(tr: Translator, panel: OwnPanel) -> None:
    comparable = set(ask(observations.indicator_choices)["indicator_id"])
    chosen = tuple(each for each in panel.indicators if each in comparable)[:MOST_COMPARED]
    links = []
    if chosen:
        links.append(("compare", "pages/compare.py", {"indicator": chosen}, ":material/scatter_plot:"))
        clock = {"indicator": chosen[:1], "clock": ("since",)}
        links.append(("clock", "pages/compare.py", clock, ":material/timeline:"))
    if any(each.startswith("referral") for each in panel.indicators):
        links.append(("referrals", "pages/referrals.py", {}, ":material/swap_vert:"))
    asked = {indicator for field in FIELDS for indicator in field.indicators.values()}
    if asked & set(panel.indicators):
        links.append(("planner", "pages/planner.py", {}, ":material/map_search:"))
    if not links:
        return
    st.markdown(f"**{tr('mine.onward')}**")
    with st.container(horizontal=True, gap="medium"):
        for name, page, state, icon in links:
            st.page_link(page, label=tr(f"mine.onward.{name}"), icon=icon, query_params=address(state), width="content")


def _take(view: View, tr: Translator, panel: OwnPanel) -> None:
    files = [("parquet", lambda: panel_parquet(panel.path))]
    if panel.rows <= MOST_IN_CSV:
        files.insert(0, ("csv", lambda: panel_csv(panel.path)))
    else:
        st.caption(tr("mine.take.large", most=f"{MOST_IN_CSV:,}"))
    for kind, make in files:
        file_button(tr(f"mine.take.{kind}"), f"{FILE_NAME}.{kind}", make, view.key(f"take.{kind}"))
    st.caption(tr("mine.take.note"))
    if panel.synthetic:
        st.caption(tr("mine.offer.synthetic"))
    elif panel.rows > MOST_OFFERED:
        st.caption(tr("mine.offer.large", most=f"{MOST_OFFERED:,}"))
    else:
        codebook = own_draft.codebook()
        file_button(
            tr("mine.offer"),
            f"{FILE_NAME}-offer.zip",
            lambda: offer_zip(figures_of(panel), codebook),
            view.key("offer"),
            icon=":material/volunteer_activism:",
            told=tr("mine.offer.help"),
        )


def figures_of(panel: OwnPanel) -> Iterator[Figure]:
    """The figures of a kept set, as they were read."""
    import pyarrow.parquet as pq

    for row in pq.read_table(panel.path).to_pylist():
        named = {name: row[name] for name in ("place", "place_name", "indicator_id", "value", "unit", "note")}
        parts = {name: row[name] for name in ("numerator", "denominator", "synthetic")}
        yield Figure(0, "", start=row["period_start"], end=row["period_end"], **named, **parts)
