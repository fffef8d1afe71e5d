"""A chart of what a view counts or lists, rather than of figures: drawn on its page, embedded, and taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.theme import framed
from explorer.exports.data_table import DataTable
from explorer.i18n import Translator
from explorer.queries import cases
from explorer.ui import embedding
from explorer.ui.answers import rows
from explorer.ui.chart_card import PAGE, Chart, spec_of
from explorer.ui.files import Files, show_every_file
from explorer.ui.first_paint import let_first_chart_appear
from explorer.ui.prose import plain, plain_table


@dataclass(frozen=True, kw_only=True)
class DescribedChart:
    """A chart with the words around it, its table and its data, each made when it is wanted.

    ``name`` is the name of its files; the cells of ``table`` are texts as they are, not Markdown.
    """

    name: str
    title: str
    subtitle: str
    draw: Callable[[], Chart]
    alt: str
    notes: Sequence[str]
    table: Callable[[], pd.DataFrame]
    data: Callable[[], DataTable]
    rests_on: Callable[[], Sequence[str]] | None = None
    """The ids of the sources, where ``notes`` do not tell them."""

    def said(self, tr: Translator) -> list[str]:
        """Its notes and its sources."""
        told = [note for note in self.notes if note]
        return told if self.rests_on is None else [*told, sources_told(tr, self.rests_on())]

    def framed(self, tr: Translator) -> dict[str, Any]:
        """As a picture that can travel alone."""
        return framed(self.draw(), self.title, self.subtitle, [*self.said(tr), tr("export.made_with")])


@dataclass(frozen=True, kw_only=True)
class ViewChart(DescribedChart):
    """One of published data, which other pages may embed.

    ``state`` names everything that the drawing depends on beside data and language: it is made once for each.
    ``picture`` is for a chart that is drawn otherwise where it stands alone.
    """

    state: str
    picture: Callable[[], dict[str, Any]] | None = None

    def framed(self, tr: Translator) -> dict[str, Any]:
        """As a picture that can travel alone."""
        return super().framed(tr) if self.picture is None else self.picture()


def sources_told(tr: Translator, source_ids: Sequence[str]) -> str:
    """These sources by their short titles, in one line."""
    named = [tr.pick(row, "short_title") or "" for row in rows(cases.sources, list(source_ids))]
    return tr("chart.sources", sources=tr.listing(named))


def draw_view_chart(tr: Translator, chart: ViewChart, notes: Sequence[str]) -> None:
    """Title, subtitle and drawing, and beneath them these notes."""
    st.markdown(f"{PAGE} {plain(chart.title)}")
    if chart.subtitle:
        st.caption(plain(chart.subtitle))
    st.vega_lite_chart(spec_of(tr, chart.state, chart.draw), width="stretch", alt=chart.alt)
    let_first_chart_appear(chart.state)
    st.caption("  \n".join(map(plain, notes)))


@st.fragment
def show_table_and_files(tr: Translator, key: str, *shown: DescribedChart, label: str = "chart.table") -> None:
    """The files and the table of these charts, side by side, made when they are unfolded."""
    opened = st.expander(tr(label), icon=":material/table:", key=key, on_change="rerun")
    if not opened.open:
        return
    with opened:
        for column, chart in zip(st.columns(len(shown), gap="large"), shown, strict=True):
            with column:
                if len(shown) > 1:
                    st.markdown(f"**{plain(chart.title)}**")
                _offer_files(tr, chart)
                st.table(plain_table(chart.table()), border="horizontal", hide_index=True, alt=chart.title)


def _offer_files(tr: Translator, chart: DescribedChart) -> None:
    """A button for each file of a chart, and the lines that embed it where it can be."""
    notes = [note for note in (chart.subtitle, *chart.notes) if note]
    show_every_file(
        tr, Files(chart.name, chart.title, chart.data, notes, lambda: chart.framed(tr), rests_on=chart.rests_on)
    )
    if isinstance(chart, ViewChart):
        embedding.offer(tr, chart.name, chart.title)
