"""A view inside somebody else's page: its charts with their sources, the way to the whole, and nothing around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from explorer.i18n import Translator
from explorer.ui.chart_card import Card, cards, draw_card
from explorer.ui.embedding import CHART, here
from explorer.ui.links import View
from explorer.ui.view_chart import ViewChart, draw_view_chart

Made = tuple[str, Callable[[], list[Card]]]
"""Charts as ``show_cards`` takes them: what names their state, and how they are made."""


def show_embedded(view: View, tr: Translator, made: Sequence[Made] = (), charts: Sequence[ViewChart] = ()) -> None:
    """The chart that the link names, or every chart of the view where it names none; then nothing else runs."""
    wanted = view.one(CHART.name)
    shown = [card for each in made for card in cards(tr, *each) if wanted in (None, card.name)]
    for card in shown:
        draw_card(card)
    counted = [chart for chart in charts if wanted in (None, chart.name)]
    for chart in counted:
        draw_view_chart(tr, chart, chart.said(tr))
    if not shown and not counted:
        st.info(tr("embed.nothing"), icon=":material/search_off:")
    whole = here(lang=tr.language, chart=None)
    st.markdown(f"[{tr('embed.whole')}]({whole.replace('(', '%28').replace(')', '%29')})")
    st.stop()
