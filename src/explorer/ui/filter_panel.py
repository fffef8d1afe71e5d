"""The filters over a list of cases or policies: a row of facets that fold open, and what is applied as chips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

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
    # Its timeline stands beneath: every button before it would delay it.
    fold_outs={"policy": POLICY_FACETS},
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


def show_filters(view: View, tr: Translator, asked: Filter, listed: Faceted = CASES) -> None:
    """Search box and one fold-out a facet; an option that would leave nothing cannot be chosen."""
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
    _fold_outs(view, tr, _options(asked, listed), listed)


def _options(asked: Filter, listed: Faceted) -> list[dict[str, Any]]:
    return [row for row in rows(listed.counts, asked) if row["dimension"] in listed.parameters]


@contextmanager
def above_list(view: View, tr: Translator, listed: Faceted = CASES) -> Iterator[None]:
    """The line above the list: what is put here, and on the right the order of the list."""
    line, order = st.columns([3, 1], vertical_alignment="bottom")
    with order:
        view.choose_one(
            "sort",
            st.selectbox,
            tr("filter.sort"),
            listed.sorts,
            clears=listed.clears,
            format_func=lambda name: tr(f"sort.{name}"),
        )
    with line:
        yield


@st.fragment
def _fold_outs(view: View, tr: Translator, options: Sequence[Mapping[str, Any]], listed: Faceted) -> None:
    """The options of each facet, sent once it is unfolded.

    There are some hundred, which nobody sees until then. What is chosen stands beneath, as chips: were it counted on
    the button, that would be another button, and the old one would close in the midst of choosing.
    """
    with st.container(horizontal=True, gap="xsmall"):
        for name, facets in listed.fold_outs.items():
            opened = st.popover(tr(f"facet.{name}"), key=view.key(f"fold.{name}"), on_change="rerun")
            if opened.open:
                with opened:
                    facet = facets[0] if len(facets) == 1 else _facet(view, tr, name, facets)
                    for row in options:
                        if row["dimension"] == facet:
                            _option(view, tr, listed, row)


def _facet(view: View, tr: Translator, name: str, facets: Sequence[str]) -> str:
    """The facet whose options are shown, where several share a fold-out."""
    chosen: str = st.segmented_control(
        tr(f"facet.{name}"),
        facets,
        key=view.key(f"facet.{name}"),
        default=facets[0],
        format_func=lambda facet: tr(f"facet.{facet}"),
        label_visibility="collapsed",
        required=True,
    )
    return chosen


def _option(view: View, tr: Translator, listed: Faceted, row: Mapping[str, Any]) -> None:
    parameter, count = listed.parameters[row["dimension"]], row[listed.counted]
    view.switch(
        parameter,
        st.checkbox,
        tr("filter.option", name=plain(option_name(row, tr)), count=count),
        on=row["tag"],
        clears=listed.clears,
        redraws="app",
        folded=True,
        disabled=count == 0 and row["tag"] not in view.many(parameter),
        help=plain(tr.pick(row, "definition")) or None,
    )


def show_chips(view: View, tr: Translator, asked: Filter, listed: Faceted = CASES) -> None:
    """What is applied, each to be taken off by a click."""
    # There in any case: without it all that follows would move up a place in the page, and be drawn anew.
    row = st.container(horizontal=True, gap="xsmall")
    if asked.is_empty:
        return
    names = {(row["dimension"], row["tag"]): option_name(row, tr) for row in _options(asked, listed)}
    back: dict[str, tuple[str, ...]] = dict.fromkeys(listed.clears, ())
    with row:
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
