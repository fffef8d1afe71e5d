"""A case's figures: before and after where the document gives both, then all of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from explorer.exports.tables import figures_csv, figures_table
from explorer.i18n import Translator
from explorer.queries import records
from explorer.ui.chart_card import download, group_cards, show_cards


def show_before_and_after(tr: Translator, case_id: str, figures: pd.DataFrame) -> None:
    """One chart a comparability group and unit, so that no two definitions share an axis."""
    if figures.empty:
        return
    st.markdown(f"## {tr('case.before_after')}")
    st.caption(tr("case.before_after.note"))
    alone = figures["group_id"] == "standing-alone"
    figures = figures.assign(axis=figures["group_id"].where(~alone, figures["indicator_id"]) + "/" + figures["unit"])
    charts = [(axis, own) for axis, own in figures.groupby("axis", sort=False)]
    for start in range(0, len(charts), 2):
        for column, (axis, own) in zip(st.columns(2, gap="large"), charts[start : start + 2], strict=False):
            name = tr.pick(records(own)[0], "indicator") or ""
            with column:
                file = f"case-{case_id}-{str(axis).replace('/', '-')}"
                show_cards(tr, file, lambda file=file, name=name, own=own: group_cards(tr, file, name, own))  # type: ignore[misc]


def show_figures(tr: Translator, case_id: str, figures: pd.DataFrame) -> None:
    """Every figure with the words of the document, its source and locator, and the table as a file."""
    st.markdown(f"## {tr('case.figures', count=len(figures))}")
    if figures.empty:
        st.markdown(tr("case.figures.none"))
        return
    st.table(
        figures_table(figures, tr, with_place=False), border="horizontal", hide_index=True, alt=tr("case.figures.alt")
    )
    download(tr, "csv", f"case-{case_id}", lambda: figures_csv(figures, tr))
