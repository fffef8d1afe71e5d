"""A chart of a reader's own numbers: as other charts on a page, and kept nowhere.

What a reader enters must not reach a cache, because caches are shared between sessions: everything here is made anew at
each showing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.datasets import with_arrow_data
from explorer.charts.theme import framed
from explorer.exports.data_table import DataTable
from explorer.i18n import Translator
from explorer.ui.chart_card import inked
from explorer.ui.files import Files, show_every_file
from explorer.ui.prose import plain, plain_table


@dataclass(frozen=True)
class PrivateChart:
    """A chart with the words around it, its table and its data, each made when it is wanted."""

    name: str
    title: str
    subtitle: str
    draw: Callable[[], Any]
    alt: str
    notes: Sequence[str]
    table: Callable[[], pd.DataFrame]
    data: Callable[[], DataTable]


def show_private_chart(tr: Translator, chart: PrivateChart) -> None:
    """The chart with its title and notes; its table and files fold out."""
    st.markdown(f"### {plain(chart.title)}")
    st.caption(plain(chart.subtitle))
    st.vega_lite_chart(inked(with_arrow_data(chart.draw().to_dict())), width="stretch", alt=chart.alt)
    st.caption("  \n".join(plain(note) for note in chart.notes if note))
    opened = st.expander(
        tr("chart.table"), icon=":material/table:", key=f"table.{chart.name}.{tr.language}", on_change="rerun"
    )
    if opened.open:
        with opened:
            st.table(plain_table(chart.table()), border="horizontal", hide_index=True, alt=chart.title)
            _files(tr, chart)


def _files(tr: Translator, chart: PrivateChart) -> None:
    def picture() -> dict[str, Any]:
        footer = [*(note for note in chart.notes if note), tr("export.made_with")]
        return framed(chart.draw(), chart.title, chart.subtitle, footer)

    show_every_file(tr, Files(chart.name, chart.title, chart.data, [chart.subtitle, *chart.notes], picture))
