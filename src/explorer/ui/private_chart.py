"""A chart of a reader's own numbers: as other charts on a page, and kept nowhere.

What a reader enters must not reach a cache, because caches are shared between sessions: everything here is made anew at
each showing.
"""

from __future__ import annotations

import streamlit as st

from explorer.charts.datasets import compiled
from explorer.i18n import Translator
from explorer.ui.chart_card import inked
from explorer.ui.prose import plain
from explorer.ui.view_chart import DescribedChart, show_table_and_files


def show_private_chart(tr: Translator, chart: DescribedChart) -> None:
    """The chart with its title and notes; its table and files fold out."""
    st.markdown(f"### {plain(chart.title)}")
    st.caption(plain(chart.subtitle))
    st.vega_lite_chart(inked(compiled(chart.draw())), width="stretch", alt=chart.alt)
    st.caption("  \n".join(plain(note) for note in chart.notes if note))
    show_table_and_files(tr, f"table.{chart.name}.{tr.language}", chart)
