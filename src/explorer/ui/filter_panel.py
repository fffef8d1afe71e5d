"""The filters over cases: a row of facets that fold open, and what is applied as chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer.filters import EVIDENCE_FACETS, FACETS, NO_MODEL, PARAMETER_OF_FACET, SORTS, CaseFilter
from explorer.i18n import Translator
from explorer.queries import cases
from explorer.ui.answers import ask, rows
from explorer.ui.links import View
from explorer.ui.prose import plain


def option_name(row: Mapping[str, Any], tr: Translator) -> str:
    """A facet option's name; the cases outside every alliance model have one too."""
    if row["dimension"] == "source_kind":
        return tr(f"source.kind.{row['tag']}")
    return tr("model.none") if row["tag"] == NO_MODEL else (tr.pick(row, "label") or row["tag"])


def show_filters(view: View, tr: Translator, asked: CaseFilter) -> None:
    """Search box, sort, one fold-out a facet; an option that would leave nothing cannot be chosen."""
    options = [row for row in rows(cases.facet_counts, asked) if row["dimension"] in FACETS]
    search, order = st.columns([3, 1], vertical_alignment="bottom")
    with search:
        view.widget(
            "q",
            st.text_input,
            tr("filter.search"),
            value=view.one("q") or "",
            read=lambda text: (text.strip(),) if text and text.strip() else (),
            placeholder=tr("filter.search.placeholder"),
            type="search",
            icon=":material/search:",
            live=True,
        )
    with order:
        view.choose_one("sort", st.selectbox, tr("filter.sort"), SORTS, format_func=lambda name: tr(f"sort.{name}"))
    with st.container(horizontal=True, gap="xsmall"):
        for facet in FACETS:
            if facet not in EVIDENCE_FACETS:
                _fold_out(view, tr, tr(f"facet.{facet}"), [facet], options)
        _fold_out(view, tr, tr("facet.evidence"), EVIDENCE_FACETS, options)
    _chips(view, tr, asked, options)


def _fold_out(
    view: View, tr: Translator, label: str, facets: Sequence[str], options: Sequence[Mapping[str, Any]]
) -> None:
    """The options of one facet, or of several under a heading each."""
    count = sum(len(view.many(PARAMETER_OF_FACET[facet])) for facet in facets)
    with st.popover(f"{label} · {count}" if count else label, type="primary" if count else "secondary"):
        for facet in facets:
            if len(facets) > 1:
                st.markdown(f"**{tr(f'facet.{facet}')}**")
            for row in options:
                if row["dimension"] == facet:
                    _option(view, tr, PARAMETER_OF_FACET[facet], row)


def _option(view: View, tr: Translator, parameter: str, row: Mapping[str, Any]) -> None:
    view.switch(
        parameter,
        st.checkbox,
        tr("filter.option", name=plain(option_name(row, tr)), count=row["cases"]),
        on=row["tag"],
        disabled=row["cases"] == 0 and row["tag"] not in view.many(parameter),
        help=tr.pick(row, "definition"),
    )


def _chips(view: View, tr: Translator, asked: CaseFilter, options: list[dict[str, Any]]) -> None:
    if asked.is_empty:
        return
    names = {(row["dimension"], row["tag"]): option_name(row, tr) for row in options}
    with st.container(horizontal=True, gap="xsmall"):
        if asked.query:
            _chip(view, tr, "q", (), tr("filter.query_chip", query=asked.query), "q")
        for facet, tags in asked.tags.items():
            parameter = PARAMETER_OF_FACET[facet]
            for tag in tags:
                rest = tuple(other for other in tags if other != tag)
                _chip(view, tr, parameter, rest, names.get((facet, tag), tag), f"{parameter}.{tag}")
        empty: dict[str, tuple[str, ...]] = dict.fromkeys((*PARAMETER_OF_FACET.values(), "q"), ())
        st.button(
            tr("filter.clear"), key=view.key("clear"), type="tertiary", on_click=view.go, kwargs=empty,
            icon=":material/filter_alt_off:",
        )  # fmt: skip


def _chip(view: View, tr: Translator, parameter: str, rest: tuple[str, ...], name: str, key: str) -> None:
    st.button(
        plain(name),
        key=view.key(f"chip.{key}"),
        icon=":material/close:",
        help=tr("filter.remove", name=plain(name)),
        on_click=view.go,
        kwargs={parameter: rest},
    )


def what_to_relax(asked: CaseFilter, tr: Translator) -> str:
    """For an empty result: which one filter, taken off, would leave most cases."""
    relaxed: list[tuple[int, str]] = []
    if asked.words:
        without_words = CaseFilter("", asked.tags, asked.sort)
        relaxed.append((len(ask(cases.case_ids_matching, without_words)), tr("filter.query_chip", query=asked.query)))
    for facet in asked.tags:
        relaxed.append((len(ask(cases.case_ids_matching, asked.without(facet))), tr(f"facet.{facet}")))
    count, name = max(relaxed, key=lambda pair: pair[0], default=(0, ""))
    return tr("cases.empty.relax", name=plain(name), count=count) if count else tr("cases.empty.clear")
