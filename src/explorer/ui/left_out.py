"""The numbers that the documents print and that are not taken down, by reason."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from explorer.exports.methods import left_out_data
from explorer.i18n import Translator
from explorer.queries import methods, records
from explorer.ui.answers import ask, rows
from explorer.ui.files import Files, show_files
from explorer.ui.links import View
from explorer.ui.prose import plain


def show_left_out(view: View, tr: Translator) -> None:
    """A reason and a document to choose, then one table a reason."""
    st.caption(tr("left_out.note"))
    counts = pd.DataFrame(rows(methods.left_out_counts))
    sources = {row["source_id"]: tr.pick(row, "short_title") for row in rows(methods.evidence)}
    reason, document = st.columns(2)
    with reason:
        names = {row["reason"]: tr.pick(row, "reason") for row in records(counts)}
        _choose(view, tr, "reason", counts, names)
    with document:
        _choose(view, tr, "source", counts.rename(columns={"source_id": "source"}), sources)
    found = ask(methods.left_out, view.one("reason"), view.one("source"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("left_out.found", count=int(found["words"].map(len).sum())), width="content")
        if not found.empty:
            show_files(tr, Files("left-out", tr("methods.part.left_out"), lambda: left_out_data(found, tr)))
    for _, own in found.groupby("reason", sort=False):
        said = records(own)
        reason_told = tr.pick(said[0], "reason") or ""
        st.markdown(f"## {plain(reason_told[:1].upper() + reason_told[1:])}")
        table = {
            "column.source": [plain(tr.pick(row, "source")) for row in said],
            "column.locator": [plain(row["locator"]) for row in said],
            "left_out.words": [plain(tr("separator").join(row["words"])) for row in said],
        }
        st.table(
            pd.DataFrame({tr(key): cells for key, cells in table.items()}),
            border="horizontal",
            hide_index=True,
            alt=reason_told,
        )
    if found.empty:
        st.info(tr("left_out.empty"), icon=":material/filter_alt_off:")


def _choose(view: View, tr: Translator, name: str, counts: pd.DataFrame, names: dict[str, str | None]) -> None:
    words = counts.groupby(name, sort=False)["words"].sum()
    view.choose_one(
        name,
        st.selectbox,
        tr(f"left_out.{name}"),
        list(words.index),
        format_func=lambda key: tr("filter.option", name=names[key], count=words[key]),
        placeholder=tr("left_out.every"),
    )
