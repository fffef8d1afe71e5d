"""The ways from the overview into the collection: totals, clicks on the charts, a door for each kind of reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.overview import model_name
from explorer.i18n import Translator
from explorer.queries import records
from explorer.ui.links import address
from explorer.ui.prose import plain

READERS: dict[str, tuple[str, str, dict[str, tuple[str, ...]]]] = {
    "researcher": ("pages/cases.py", ":material/manage_search:", {}),
    "trainer": ("pages/compare.py", ":material/co_present:", {"case": ("changxing", "deqing")}),
    "planner": ("pages/planner.py", ":material/map_search:", {}),
}
"""Where each reader is sent, with what already chosen."""

TOTALS = ("cases", "figures", "indicators", "sources", "provinces")
"""What is counted."""


def show_totals(totals: Mapping[str, int], tr: Translator) -> None:
    """How much there is, in one sentence."""
    st.markdown(tr("overview.totals", **{name: tr.number(totals[name], 0) for name in TOTALS}))


def open_selected(event: Any, name: str, fields: Sequence[str], counts: pd.DataFrame) -> None:
    """Go to the list of cases with what was clicked on a chart as its filter; nowhere if there are no such cases."""
    picked = event.selection.get(name, []) if event is not None else []
    if not picked or not all(field in picked[0] for field in fields):
        return
    clicked = (counts[list(fields)] == [picked[0][field] for field in fields]).all(axis="columns")
    if counts.loc[clicked, "cases"].any():
        st.switch_page("pages/cases.py", query_params=address({field: (str(picked[0][field]),) for field in fields}))


def show_entrances(tr: Translator, matrix: pd.DataFrame, provinces: pd.DataFrame) -> None:
    """One door for each kind of reader, then the same ways in as links that a keyboard reaches."""
    st.markdown(f"## {tr('overview.entrances')}")
    for column, (reader, (page, icon, chosen)) in zip(st.columns(3), READERS.items(), strict=True):
        with column.container(border=True, height="stretch"):
            st.page_link(page, label=tr(f"entrance.{reader}.title"), icon=icon, query_params=address(chosen))
            st.markdown(plain(tr(f"entrance.{reader}.text")))
    _every_link(tr, matrix, provinces)


@st.fragment
def _every_link(tr: Translator, matrix: pd.DataFrame, provinces: pd.DataFrame) -> None:
    opened = st.expander(
        tr("overview.links"), icon=":material/list:", key=f"overview.links.{tr.language}", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        models, places = st.columns(2)
        with models:
            for model in dict.fromkeys(matrix["model"]):
                _link(tr, model_name(model, tr), {"model": (model,)})
        with places, st.container(horizontal=True):
            for row in records(provinces[provinces["cases"] > 0]):
                _link(
                    tr,
                    tr("filter.option", name=tr.pick(row, "name"), count=row["cases"]),
                    {"province": (row["province"],)},
                )


def _link(tr: Translator, label: str, chosen: dict[str, tuple[str, ...]]) -> None:
    st.page_link("pages/cases.py", label=plain(label), query_params=address(chosen))
