"""The list of cases and what can be done with it as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer.exports.data_table import DataTable
from explorer.exports.tables import cases_data
from explorer.i18n import Translator
from explorer.queries import cases
from explorer.ui.answers import ask
from explorer.ui.case_card import show_case_card
from explorer.ui.files import Files, show_files
from explorer.ui.links import View, address

Row = Mapping[str, Any]

FIELDS = ("point", "summary", "partner", "tag", "place", "name")
"""Where a match tells a reader most that the card does not say anyway, first."""

MOST_HITS = 2
"""Matches shown on a card; more would bury the case."""


def show_list_actions(view: View, tr: Translator, found: Sequence[str]) -> None:
    """How many cases were found, the way to compare the chosen ones, and the list as a file."""
    picked = view.many("case")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("cases.found", count=len(found)), width="content")
        if picked:
            st.page_link(
                "pages/compare.py",
                label=tr("cases.compare_picked", count=len(picked)),
                icon=":material/scatter_plot:",
                query_params=address({"case": picked}),
            )
            st.page_link(
                "pages/differs.py",
                label=tr("cases.differ_picked"),
                icon=":material/difference:",
                query_params=address({"case": picked}),
            )
            st.button(
                tr("cases.unpick"), key=view.key("unpick"), type="tertiary", on_click=view.go, kwargs={"case": ()}
            )
        if found:

            def listed() -> DataTable:
                asked = (cases.case_cards, cases.case_tags, cases.case_evidence)
                cards, tags, evidence = (ask(query, list(found)) for query in asked)
                return cases_data(cards, tags, evidence, tr, lambda case_id: f"/case?case={case_id}")

            show_files(tr, Files("cases", tr("cases.heading"), listed))


def show_case_list(
    view: View,
    tr: Translator,
    cards: Sequence[Row],
    tags: Sequence[Row],
    figures: Sequence[Row],
    hits: Sequence[Row],
    words: Sequence[str],
) -> None:
    """The cards in order, in two columns where there is room."""
    telling = sorted(hits, key=lambda row: FIELDS.index(row["field"]))
    of_case = {name: _grouped(rows) for name, rows in (("tags", tags), ("figures", figures), ("hits", telling))}
    columns = st.columns(2)
    for index, case in enumerate(cards):
        with columns[index % 2]:
            case_id = case["case_id"]
            show_case_card(
                view,
                tr,
                case,
                of_case["tags"][case_id],
                of_case["figures"][case_id],
                of_case["hits"][case_id][:MOST_HITS],
                words,
            )


def _grouped(rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["case_id"]].append(row)
    return groups
