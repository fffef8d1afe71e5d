"""A case's figures: before and after where the document gives both, then all of them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from explorer.exports.figure_panels import before_and_after
from explorer.exports.tables import figures_data, figures_table
from explorer.i18n import Translator
from explorer.ui import answers
from explorer.ui.chart_card import SECTION, Card, group_cards, show_cards
from explorer.ui.files import Files, show_files
from explorer.ui.prose import plain_table


def show_before_and_after(tr: Translator, case_id: str, figures: pd.DataFrame) -> None:
    """One chart a comparability group and unit, so that no two definitions share an axis."""
    if figures.empty:
        return
    st.markdown(f"## {tr('case.before_after')}")
    st.caption(tr("case.before_after.note"))
    charts = answers.once(tr, f"before-and-after {case_id}", lambda: before_and_after_charts(tr, case_id, figures))
    for start in range(0, len(charts), 2):
        for column, (file, make) in zip(st.columns(2, gap="large"), charts[start : start + 2], strict=False):
            with column:
                show_cards(tr, file, make, under=SECTION)


def before_and_after_charts(
    tr: Translator, case_id: str, figures: pd.DataFrame
) -> list[tuple[str, Callable[[], list[Card]]]]:
    """Each chart as ``show_cards`` takes it: its name, and what makes it."""
    return [
        (file, lambda file=file, name=name, own=own: group_cards(tr, file, name, own))  # type: ignore[misc]
        for file, name, own in before_and_after(tr, case_id, figures)
    ]


def show_figures(tr: Translator, case_id: str, figures: pd.DataFrame) -> None:
    """Every figure with the words of the document, its source and locator, and the table as a file."""
    st.markdown(f"## {tr('case.figures', count=len(figures))}")
    if figures.empty:
        st.markdown(tr("case.figures.none"))
        return
    told = f"figures {case_id}"
    table = answers.once(tr, told, lambda: plain_table(figures_table(figures, tr, with_place=False)))
    st.table(table, border="horizontal", hide_index=True, alt=tr("case.figures.alt"))
    with st.container(horizontal=True):
        title = tr("case.figures_of", name=figures[f"case_{tr.language}"].iloc[0])
        show_files(tr, Files(f"case-{case_id}", title, lambda: figures_data(figures, tr)))
