"""The parts of the page on differences: what is chosen, tags side by side, pairs alike, outcomes that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.exports import differences as files
from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.queries import cases, differs, records
from explorer.ui.answers import ask, rows
from explorer.ui.case_card import short_place
from explorer.ui.files import Files, show_files
from explorer.ui.links import View, address
from explorer.ui.page import part
from explorer.ui.parameters import MOST_CASES
from explorer.ui.prose import plain

OPENING_CASES = ("changxing", "deqing")
"""Two neighbouring counties with the same two alliance models: shown until a reader chooses."""

OPENING_ATTRIBUTES = ("lead_level", "alliance_model", "integration_type", "governance", "workforce", "payment")
ATTRIBUTES = (*OPENING_ATTRIBUTES, "technology", "instrument", "population", "problem")
ATTRIBUTE = Parameter("attribute", ATTRIBUTES, default=OPENING_ATTRIBUTES)
SHARED = Parameter("shared", ("shown",), single=True)
SIGNS = {"stated": "●", "judged": "○", None: "—"}


def show_controls(view: View, tr: Translator) -> list[str]:
    """Which cases and which attributes; gives back the ids of the cases to show, two examples if none is chosen."""
    index = {row["case_id"]: row for row in rows(cases.case_index)}
    names = {key: tr.pick(row, "name") or key for key, row in index.items() if row["category"] != "context"}
    examples = [key for key in OPENING_CASES if key in names] or list(names)[:2]
    places = [short_place(index[key], tr) for key in examples]  # the line of a control on a phone holds no more
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        view.choose_many(
            "case",
            st.multiselect,
            tr("differs.cases"),
            list(names),
            format_func=names.__getitem__,
            placeholder=tr("differs.cases.placeholder", names=tr.listing(places)),
            max_selections=MOST_CASES,
        )
    with right:
        view.widget(
            "shared",
            st.toggle,
            tr("differs.hide_shared"),
            value=view.one("shared") is None,
            read=lambda hidden: () if hidden else ("shown",),
        )
    view.choose_many(
        "attribute",
        st.pills,
        tr("differs.attributes"),
        ATTRIBUTES,
        format_func=lambda dimension: tr(f"facet.{dimension}"),
        selection_mode="multi",
        label_visibility="collapsed",
    )
    places = [tr.pick(index[key], "name") or key for key in view.many("case") if key not in names]
    if places:
        st.caption(plain(tr("differs.places_left_out", names=tr.listing(places))))
    return [key for key in view.many("case") if key in names] or examples


def show_matrix(view: View, tr: Translator, case_ids: list[str], attributes: list[str]) -> None:
    """Tags in rows and cases in columns, the answer in words above, every tag with its place below."""
    if len(case_ids) < 2:
        st.info(tr("differs.too_few"), icon=":material/add_circle:")
        return
    tags = ask(differs.tags_side_by_side, case_ids, attributes)
    shown = rows(cases.case_cards, case_ids)
    shared = tags[tags["holders"] == len(case_ids)].drop_duplicates(["dimension", "tag"])
    differ = tags[tags["holders"] < len(case_ids)]
    counts = {"shared": len(shared), "differ": len(differ.drop_duplicates(["dimension", "tag"]))}
    st.markdown(tr("differs.answer", count=len(case_ids), **counts))
    hidden = view.one("shared") is None
    notes = [tr("differs.legend")]
    if hidden and not shared.empty:
        labels = [tr.pick(row, "label") or "" for row in records(shared)]
        notes.insert(0, plain(tr("differs.shared_by_all", tags=tr.listing(labels))))
    st.caption("  \n".join(notes))
    rest = differ if hidden else tags
    if rest.empty:
        st.info(tr("differs.nothing_differs"), icon=":material/equal:")
    else:
        alt = tr("differs.matrix.alt", names=tr.listing([tr.pick(case, "name") or "" for case in shown]), **counts)
        st.table(matrix(rest, shown, tr), border="horizontal", hide_index=True, alt=alt)
    _ways_on(tr, shown)
    _table_and_file(view, tr, tags)


@part("differs-table")
def _table_and_file(view: View, tr: Translator, tags: pd.DataFrame) -> None:
    opened = st.expander(tr("differs.table"), icon=":material/table:", key=view.key("table"), on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.table(files.tags_table(tags, tr).map(plain), border="horizontal", hide_index=True, alt=tr("differs.table"))
        with st.container(horizontal=True):
            show_files(tr, Files("differs", tr("file.title.differs"), lambda: files.tags_data(tags, tr)))


def matrix(tags: pd.DataFrame, shown: Sequence[Mapping[str, Any]], tr: Translator) -> pd.DataFrame:
    """One row a tag, one column a case: sign of its basis, and its place within the case's own chapter if it has one.

    ``tags`` as from ``tags_side_by_side``, ``shown`` as from ``case_cards``. A row of its own names each attribute: a
    column for it would leave a phone no room for the cases.
    """
    own = {case["case_id"]: f"{case['locator']} " for case in shown}
    names = [plain(tr.pick(case, "name")) for case in shown]
    head = tr("column.tag")
    lines: dict[tuple[str, str], dict[str, str]] = {}
    for row in records(tags):
        dimension, key = (row["dimension"], ""), (row["dimension"], row["tag"])
        if dimension not in lines:
            lines[dimension] = {head: f"**{plain(tr('facet.' + row['dimension']))}**", **dict.fromkeys(names, "")}
        if key not in lines:
            lines[key] = {head: plain(tr.pick(row, "label")), **dict.fromkeys(names, SIGNS[None])}
        place = (row["locator"] or "").removeprefix(own[row["case_id"]])
        lines[key][plain(tr.pick(row, "case"))] = f"{SIGNS[row['basis']]} {plain(place)}".rstrip()
    return pd.DataFrame(list(lines.values()))


def _ways_on(tr: Translator, shown: Sequence[Mapping[str, Any]]) -> None:
    """To the figures of these cases, and to each of them."""
    with st.container(horizontal=True, gap="medium"):
        st.page_link(
            "pages/compare.py",
            label=tr("differs.compare"),
            icon=":material/scatter_plot:",
            query_params=address({"case": tuple(case["case_id"] for case in shown)}),
        )
        for case in shown:
            st.page_link(
                "pages/case.py",
                label=tr("cases.open", place=plain(short_place(case, tr))),
                query_params=address({"case": (case["case_id"],)}),
            )


def show_pairs(view: View, tr: Translator, case_ids: list[str], attributes: list[str]) -> None:
    """The pairs with most tags in common; with a reader's own choice, the pairs that hold one of the chosen."""
    chosen = [case_id for case_id in case_ids if case_id in view.many("case")] or None
    pairs = ask(differs.closest_pairs, attributes, chosen)
    st.markdown(f"## {tr('differs.pairs.title_chosen' if chosen else 'differs.pairs.title')}")
    st.caption(tr("differs.pairs.note"))
    if pairs.empty:
        st.info(tr("differs.pairs.none"), icon=":material/search_off:")
        return
    found = records(pairs)
    for start in range(0, len(found), 2):
        for column, row in zip(st.columns(2), found[start : start + 2], strict=False):
            with column.container(border=True, height="stretch"):
                _pair(view, tr, row)
    title = tr("differs.pairs.title_chosen" if chosen else "differs.pairs.title")
    with st.container(horizontal=True):
        show_files(tr, Files("pairs", title, lambda: files.pairs_data(pairs, tr), [tr("differs.pairs.note")]))


def _pair(view: View, tr: Translator, row: Mapping[str, Any]) -> None:
    said = tr(
        "differs.pair",
        shared=row["shared"],
        either=row["either"],
        jaccard=tr.number(row["jaccard"], files.JACCARD_DECIMALS),
        tags=tr.listing(list(row[f"labels_{tr.language}"])),
    )
    st.markdown(f"**{plain(_both_names(tr, row))}**  \n{plain(said)}")
    pair = (row["case_a"], row["case_b"])
    st.button(
        tr("differs.pair.show"),
        key=view.key("pair." + ".".join(pair)),
        icon=":material/compare_arrows:",
        type="tertiary",
        on_click=view.go,
        kwargs={"case": pair},
    )


def _both_names(tr: Translator, row: Mapping[str, Any]) -> str:
    return tr("differs.pair.names", a=tr.pick(row, "name_a"), b=tr.pick(row, "name_b"))


def show_outcomes(view: View, tr: Translator, attributes: list[str]) -> None:
    """Cases alike in every chosen attribute whose reported outcomes differ; both figures with their places."""
    st.markdown(f"## {tr('differs.outcomes.title')}")
    st.caption(tr("differs.outcomes.note"))
    outcomes = ask(differs.same_tags_other_outcomes, attributes)
    if outcomes.empty:
        st.info(tr("differs.outcomes.none"), icon=":material/search_off:")
        _fewer_attributes(view, tr, attributes)
        return
    for _, own in outcomes.groupby(["case_a", "case_b"], sort=False):
        first = records(own)[0]
        names = _both_names(tr, first)
        labels = tr.listing(list(first[f"labels_{tr.language}"]))
        st.markdown(f"**{plain(names)}**  \n{plain(tr('differs.outcomes.shared', tags=labels))}")
        table = files.outcomes_table(own, tr).map(plain)
        st.table(table, border="horizontal", hide_index=True, alt=tr("differs.outcomes.alt", names=names))
        reasons = dict.fromkeys(tr.pick(row, "group_reason") or "" for row in records(own))
        st.caption("  \n".join(plain(reason) for reason in reasons))
    note = tr("differs.outcomes.note")
    with st.container(horizontal=True):
        show_files(
            tr, Files("outcomes", tr("differs.outcomes.title"), lambda: files.outcomes_data(outcomes, tr), [note])
        )


def _fewer_attributes(view: View, tr: Translator, attributes: Sequence[str]) -> None:
    """The single attributes by which there would be such cases."""
    with st.container(horizontal=True):
        for dimension in attributes:
            found = ask(differs.same_tags_other_outcomes, [dimension])
            if not found.empty:
                count = len(found.drop_duplicates(["case_a", "case_b"]))
                st.button(
                    tr("differs.outcomes.only", dimension=tr(f"facet.{dimension}"), count=count),
                    key=view.key(f"only.{dimension}"),
                    on_click=view.go,
                    kwargs={"attribute": (dimension,)},
                )
