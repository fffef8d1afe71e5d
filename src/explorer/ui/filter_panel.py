"""The filters over a list of cases or policies: a row of facets that fold open, and what is applied as chips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.filters import (
    EVIDENCE_FACETS,
    FACETS,
    NO_MODEL,
    PARAMETER_OF_FACET,
    PARAMETER_OF_POLICY_FACET,
    POLICY_FACETS,
    POLICY_SORTS,
    SORTS,
    Filter,
)
from explorer.i18n import Translator
from explorer.queries import cases, policies
from explorer.ui.answers import ask, rows
from explorer.ui.links import View
from explorer.ui.prose import plain


@dataclass(frozen=True)
class Faceted:
    """A list that can be searched and filtered: the queries that answer for it, and the keys of its sentences."""

    counts: Callable[..., pd.DataFrame]
    counted: str
    """The column of ``counts`` that holds how many there are."""
    matching: Callable[..., list[str]]
    parameters: Mapping[str, str]
    """Each facet's name in links."""
    fold_outs: Mapping[str, tuple[str, ...]]
    """The facets in each fold-out, by the facet that names it."""
    sorts: tuple[str, ...]
    search: str
    placeholder: str
    relax: str
    clear: str
    clears: tuple[str, ...] = ()
    """Parameters that a change of the filter sets back."""


CASES = Faceted(
    counts=cases.facet_counts,
    counted="cases",
    matching=cases.case_ids_matching,
    parameters=PARAMETER_OF_FACET,
    fold_outs={facet: (facet,) for facet in FACETS if facet not in EVIDENCE_FACETS} | {"evidence": EVIDENCE_FACETS},
    sorts=SORTS,
    search="filter.search",
    placeholder="filter.search.placeholder",
    relax="cases.empty.relax",
    clear="cases.empty.clear",
)
POLICIES = Faceted(
    counts=policies.policy_facet_counts,
    counted="policies",
    matching=policies.policy_ids_matching,
    parameters=PARAMETER_OF_POLICY_FACET,
    fold_outs={facet: (facet,) for facet in POLICY_FACETS},
    sorts=POLICY_SORTS,
    search="policies.search",
    placeholder="policies.search.placeholder",
    relax="policies.empty.relax",
    clear="policies.empty.clear",
    clears=("page",),
)


def option_name(row: Mapping[str, Any], tr: Translator) -> str:
    """A facet option's name; the cases outside every alliance model have one too."""
    if row["dimension"] == "source_kind":
        return tr(f"source.kind.{row['tag']}")
    return tr("model.none") if row["tag"] == NO_MODEL else (tr.pick(row, "label") or row["tag"])


def show_filters(view: View, tr: Translator, asked: Filter, listed: Faceted = CASES) -> Callable[[], None]:
    """Search box, sort, one fold-out a facet; an option that would leave nothing cannot be chosen.

    What is folded away is sent by the function returned, which a page calls once its first chart is on its way: some
    hundred options that nobody sees yet would delay it.
    """
    options = [row for row in rows(listed.counts, asked) if row["dimension"] in listed.parameters]
    search, order = st.columns([3, 1], vertical_alignment="bottom")
    with search:
        view.widget(
            "q",
            st.text_input,
            tr(listed.search),
            value=view.one("q") or "",
            read=lambda text: (text.strip(),) if text and text.strip() else (),
            clears=listed.clears,
            placeholder=tr(listed.placeholder),
            type="search",
            icon=":material/search:",
            live=True,
        )
    with order:
        view.choose_one(
            "sort",
            st.selectbox,
            tr("filter.sort"),
            listed.sorts,
            clears=listed.clears,
            format_func=lambda name: tr(f"sort.{name}"),
        )
    with st.container(horizontal=True, gap="xsmall"):
        folded = [_fold_out(view, tr(f"facet.{name}"), facets, listed) for name, facets in listed.fold_outs.items()]
    _chips(view, tr, asked, options, listed)

    def fill() -> None:
        for place, facets in zip(folded, listed.fold_outs.values(), strict=True):
            _fill(place, view, tr, facets, options, listed)

    return fill


def _fold_out(view: View, label: str, facets: Sequence[str], listed: Faceted) -> DeltaGenerator:
    """The button under which the options of these facets will be; it counts those that are chosen."""
    count = sum(len(view.many(listed.parameters[facet])) for facet in facets)
    return st.popover(f"{label} · {count}" if count else label, type="primary" if count else "secondary")


def _fill(
    place: DeltaGenerator,
    view: View,
    tr: Translator,
    facets: Sequence[str],
    options: Sequence[Mapping[str, Any]],
    listed: Faceted,
) -> None:
    """The options of one facet, or of several under a heading each."""
    with place:
        for facet in facets:
            if len(facets) > 1:
                st.markdown(f"**{tr(f'facet.{facet}')}**")
            for row in options:
                if row["dimension"] == facet:
                    _option(view, tr, listed, row)


def _option(view: View, tr: Translator, listed: Faceted, row: Mapping[str, Any]) -> None:
    parameter, count = listed.parameters[row["dimension"]], row[listed.counted]
    view.switch(
        parameter,
        st.checkbox,
        tr("filter.option", name=plain(option_name(row, tr)), count=count),
        on=row["tag"],
        clears=listed.clears,
        folded=True,
        disabled=count == 0 and row["tag"] not in view.many(parameter),
        help=plain(tr.pick(row, "definition")) or None,
    )


def _chips(view: View, tr: Translator, asked: Filter, options: list[dict[str, Any]], listed: Faceted) -> None:
    if asked.is_empty:
        return
    names = {(row["dimension"], row["tag"]): option_name(row, tr) for row in options}
    back: dict[str, tuple[str, ...]] = dict.fromkeys(listed.clears, ())
    with st.container(horizontal=True, gap="xsmall"):
        if asked.query:
            _chip(view, tr, back | {"q": ()}, tr("filter.query_chip", query=asked.query), "q")
        for facet, tags in asked.tags.items():
            parameter = listed.parameters[facet]
            for tag in tags:
                rest = tuple(other for other in tags if other != tag)
                _chip(view, tr, back | {parameter: rest}, names.get((facet, tag), tag), f"{parameter}.{tag}")
        empty: dict[str, tuple[str, ...]] = dict.fromkeys((*listed.parameters.values(), "q"), ())
        st.button(
            tr("filter.clear"), key=view.key("clear"), type="tertiary", on_click=view.go, kwargs=back | empty,
            icon=":material/filter_alt_off:",
        )  # fmt: skip


def _chip(view: View, tr: Translator, changes: dict[str, tuple[str, ...]], name: str, key: str) -> None:
    st.button(
        plain(name),
        key=view.key(f"chip.{key}"),
        icon=":material/close:",
        help=tr("filter.remove", name=plain(name)),
        on_click=view.go,
        kwargs=changes,
    )


def what_to_relax(asked: Filter, tr: Translator, listed: Faceted = CASES) -> str:
    """For an empty result: which one filter, taken off, would leave most."""
    relaxed: list[tuple[int, str]] = []
    if asked.words:
        without_words = replace(asked, query="")
        relaxed.append((len(ask(listed.matching, without_words)), tr("filter.query_chip", query=asked.query)))
    for facet in asked.tags:
        relaxed.append((len(ask(listed.matching, asked.without(facet))), tr(f"facet.{facet}")))
    count, name = max(relaxed, key=lambda pair: pair[0], default=(0, ""))
    return tr(listed.relax, name=plain(name), count=count) if count else tr(listed.clear)
