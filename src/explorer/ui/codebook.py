"""The codebook: what each indicator counts, in which unit, and what it may be compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer.comparability import PARTS
from explorer.exports.methods import codebook_data
from explorer.filters import CaseFilter
from explorer.i18n import Translator
from explorer.queries import methods, records
from explorer.schema import ALONE
from explorer.search import highlighted
from explorer.ui.answers import ask, rows
from explorer.ui.files import Files, show_files
from explorer.ui.links import View, address
from explorer.ui.pager import page_of, show_pager
from explorer.ui.prose import badges, marked, plain


def show_codebook(view: View, tr: Translator) -> None:
    """Search and theme, then the indicators that match, page by page."""
    _filters(view, tr)
    words = CaseFilter(view.one("q") or "").words
    found = ask(methods.codebook, list(words), view.one("theme"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("codebook.found", count=len(found)), width="content")
        if not found.empty:
            show_files(tr, Files("codebook", tr("methods.part.codebook"), lambda: codebook_data(found, tr)))
    if found.empty:
        st.info(tr("codebook.empty"), icon=":material/filter_alt_off:")
        return
    columns = st.columns(2)
    for index, row in enumerate(records(page_of(view, found))):
        with columns[index % 2].container(border=True):
            _entry(tr, row, words)
    show_pager(view, len(found))


def _filters(view: View, tr: Translator) -> None:
    search, theme = st.columns([3, 2], vertical_alignment="bottom")
    with search:
        view.widget(
            "q",
            st.text_input,
            tr("codebook.search"),
            value=view.one("q") or "",
            read=lambda text: (text.strip(),) if text and text.strip() else (),
            clears=("page",),
            placeholder=tr("codebook.search.placeholder"),
            type="search",
            icon=":material/search:",
            live=True,
        )
    counts = {row["theme"]: row["indicators"] for row in rows(methods.codebook_themes)}
    with theme:
        view.choose_one(
            "theme",
            st.selectbox,
            tr("column.theme"),
            list(counts),
            clears=("page",),
            format_func=lambda tag: tr("filter.option", name=tr.label("theme", tag), count=counts[tag]),
            placeholder=tr("codebook.every_theme"),
        )


def _entry(tr: Translator, row: Mapping[str, Any], words: Sequence[str]) -> None:
    def text(name: str) -> str:
        return marked(highlighted(tr.pick(row, name) or "", words))

    lines = [f"**{text('name')}**  {badges([(tr.label('theme', row['theme']), 'gray')])}", text("definition")]
    lines += [_line(tr(f"codebook.{name}"), value) for name in PARTS if (value := tr.pick(row, name))]
    direction, unit = tr(f"direction.{row['direction']}"), tr.label("unit", row["unit"])
    lines.append(_line(tr("column.unit"), tr("codebook.unit_and_direction", unit=unit, direction=direction)))
    name, others = tr.pick(row, "group_name") or "", row["comparable"] - 1
    if others and row["comparability_group"] != ALONE:
        name = tr("codebook.group_size", name=name, count=others)
    lines.append(_line(tr("codebook.group"), tr("codebook.why", name=name, reason=tr.pick(row, "reason"))))
    if note := tr.pick(row, "definition_note"):
        lines.append(_line(tr("column.note"), note))
    if row["official_reference"]:
        lines.append(_line(tr("codebook.reference"), row["official_reference"]))
    st.markdown("  \n".join(lines))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        figures, cases = (tr.number(row[name], 0) for name in ("figures", "cases"))
        st.caption(tr("codebook.counts", figures=figures, cases=cases), width="content")
        if row["compared"]:
            st.page_link(
                "pages/compare.py",
                label=tr("codebook.compare"),
                icon=":material/scatter_plot:",
                query_params=address({"indicator": (row["indicator_id"],)}),
            )


def _line(label: str, text: str) -> str:
    return f":small[:gray[{label}] {plain(text)}]"
