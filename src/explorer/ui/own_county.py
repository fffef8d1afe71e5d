"""Filling the form of “My county” from a place of the reader's own figures, shown first and taken on confirmation."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from explorer.county import FIELD
from explorer.i18n import Translator
from explorer.own_figures.for_county import INDICATORS, Offer, filled, offers
from explorer.planner.field_words import definition_name
from explorer.planner.problems import field_name
from explorer.queries import own_figures as questions
from explorer.queries import records
from explorer.ui import county_session, own_places, own_session
from explorer.ui.links import View
from explorer.ui.prose import plain, plain_table


def show_fill(view: View, tr: Translator) -> None:
    """A button under which a place is chosen and what it would fill in is shown; nothing if the set has none of it."""
    if not own_places.indicators_of(INDICATORS):
        return
    folded = st.popover(tr("own.county.fill"), icon=":material/star:", key=view.key("own-fold"), on_change="rerun")
    if folded.open:
        with folded:
            _choose(view, tr)


def _choose(view: View, tr: Translator) -> None:
    panel = own_session.current()
    assert panel is not None
    words = ""
    if panel.places > own_places.FOUND:
        words = st.text_input(tr("own.places.search"), key=view.key("own-search"))
    found = own_places.names(words.strip(), own_places.FOUND)
    place = st.selectbox(
        tr("own.county.place"),
        list(found),
        index=None,
        key=view.key("own-place"),
        format_func=lambda one: found.get(one, one),
        placeholder=tr("own.places.placeholder"),
    )
    if place is None:
        return
    rows = own_session.ask(questions.of_places, own_places.indicators_of(INDICATORS), [place])
    offered = offers(records(rows))
    if not offered:
        st.info(tr("own.county.nothing"), icon=":material/search_off:")
        return
    st.table(plain_table(_table(tr, offered)), hide_index=True, border="horizontal")
    if any(offer.synthetic for offer in offered):
        st.caption(tr("own.county.synthetic"))
    name = found[place]

    def take() -> None:
        county_session.fill(filled(county_session.held().entries, name, offered), (panel.name, name, tuple(offered)))
        st.session_state[view.key("own-fold")] = False

    st.button(tr("own.county.take"), key=view.key("own-take"), icon=":material/check:", on_click=take)


def _table(tr: Translator, offered: list[Offer]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            tr("own.county.field"): [_field(tr, offer) for offer in offered],
            tr("column.value"): [offer_amount(tr, offer) for offer in offered],
            tr("column.period"): [offer.period_printed.replace("/", "–") for offer in offered],
        }
    )


def _field(tr: Translator, offer: Offer) -> str:
    each = FIELD[offer.field_id]
    name = field_name(offer.field_id, tr)
    return f"{name} · {definition_name(each, offer.definition, tr)}" if offer.definition else name


def offer_amount(tr: Translator, offer: Offer) -> str:
    """An offered number with its unit."""
    value = float(offer.text)
    unit = FIELD[offer.field_id].unit
    assert unit is not None
    return tr.amount(value, len(offer.text.partition(".")[2]), unit)


def show_filled(tr: Translator) -> None:
    """Where the numbers in the form are from that were taken from the set and not changed since."""
    held = county_session.held()
    if held.filled is None:
        return
    name, place, offered = held.filled
    still = [offer for offer in offered if held.entries.texts.get(offer.field_id) == offer.text]
    if still:
        fields = [
            tr("own.county.of", field=field_name(offer.field_id, tr), period=offer.period_printed.replace("/", "–"))
            for offer in still
        ]
        st.caption(plain(tr("own.county.filled", name=name, place=place, fields=tr.listing(fields))))
