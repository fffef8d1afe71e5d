"""The evaluation frame's parts: which frame, how much of it can be seen, and for one model every indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer.charts.frameworks import framework_alt, framework_chart, framework_legend, told
from explorer.exports.data_table import DataTable
from explorer.exports.frameworks import (
    basis,
    by_entry,
    framework_data,
    framework_table,
    has_standard,
    held,
    names_of,
    standard,
    standing,
    why_blank,
)
from explorer.exports.tables import source_and_locator
from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.queries import frameworks, records
from explorer.ui.answers import ask, once, rows
from explorer.ui.embedding import CHART
from explorer.ui.first_paint import Room
from explorer.ui.links import View, address
from explorer.ui.page import part
from explorer.ui.policy_links import policy_link, short_name, short_title
from explorer.ui.prose import badges, plain
from explorer.ui.view_chart import ViewChart, draw_view_chart, show_table_and_files

Row = Mapping[str, Any]


def parameters() -> tuple[Parameter, ...]:
    """What a link to the page may say, with the ids that the data allow."""
    found = rows(frameworks.frameworks)
    models = dict.fromkeys(model for row in found for model in row["models"])
    names = tuple(row["framework_id"] for row in found)
    return (
        Parameter("frame", names, single=True, default=names[:1]),
        Parameter("model", tuple(models), single=True),
        CHART,
    )


def show_frame(view: View, tr: Translator) -> None:
    """The frame that is chosen, its overview, which is sent first, and one of its models."""
    found = {row["framework_id"]: row for row in rows(frameworks.frameworks)}
    chosen = view.one("frame")
    if chosen is None:
        st.info(tr("frameworks.none"), icon=":material/search_off:")
        return
    room = Room("medium")
    _overview(view, tr, found[chosen])
    if len(found) > 1:
        with room.filled():
            view.choose_one(
                "frame",
                st.selectbox,
                tr("frameworks.frame"),
                list(found),
                clears=("model",),
                format_func=lambda name: tr.pick(found[name], "title") or name,
                label_visibility="collapsed",
            )
    _one_model(view, tr)


def _overview(view: View, tr: Translator, framework: Row) -> None:
    """Models by dimensions, a dot an indicator; beneath it where the frame comes from, its table and its files."""
    chart = _chart(tr, framework)
    draw_view_chart(tr, chart, chart.notes)
    show_table_and_files(tr, view.key("table"), chart)


def charts(view: View, tr: Translator) -> list[ViewChart]:
    """The chart of the frame that is chosen."""
    return [_chart(tr, row) for row in rows(frameworks.frameworks) if row["framework_id"] == view.one("frame")]


def _chart(tr: Translator, framework: Row) -> ViewChart:
    return once(tr, f"chart of framework {framework['framework_id']}", lambda: _made_chart(tr, framework))


def _made_chart(tr: Translator, framework: Row) -> ViewChart:
    name = framework["framework_id"]
    entries = ask(frameworks.framework_entries, name)

    def evidence() -> Mapping[int, Sequence[Row]]:
        return by_entry(rows(frameworks.framework_evidence, name))

    def data() -> DataTable:
        standings = by_entry(rows(frameworks.framework_standings, name))
        return framework_data(framework, entries, told(entries, tr), evidence(), standings, tr)

    return ViewChart(
        name=f"framework-{name}",
        state=f"framework?{name}",
        title=_chart_title(tr, framework),
        subtitle=framework_legend(entries, tr),
        draw=lambda: framework_chart(entries, tr),
        alt=framework_alt(entries, tr),
        notes=_foot(tr, framework),
        table=lambda: framework_table(entries, told(entries, tr), evidence(), tr),
        data=data,
    )


def _chart_title(tr: Translator, framework: Row) -> str:
    return tr("frameworks.chart", title=tr.pick(framework, "title"))


def _foot(tr: Translator, framework: Row) -> list[str]:
    sources = tr("chart.sources", sources=source_and_locator(framework, tr))
    return [tr.pick(framework, "text") or "", tr("frameworks.note"), sources]


@part("framework-model")
def _one_model(view: View, tr: Translator) -> None:
    """The choice of a model, and for it each dimension with its indicators."""
    framework = next(row for row in rows(frameworks.frameworks) if row["framework_id"] == view.one("frame"))
    models, asked = list(framework["models"]), view.one("model")
    shown = asked if asked is not None and asked in models else str(models[0])
    st.markdown(f"## {tr('frameworks.by_model')}")
    if len(models) > 1:
        view.widget(
            "model",
            st.segmented_control,
            tr("facet.alliance_model"),
            models,
            value=shown,
            read=lambda model: (model,) if model else (),
            format_func=lambda model: plain(tr.label("alliance_model", model)),
            label_visibility="collapsed",
            required=True,
        )
    if asked not in (None, shown):
        names = {"asked": tr.label("alliance_model", asked or ""), "shown": tr.label("alliance_model", shown)}
        st.info(tr("frameworks.other_model", **names), icon=":material/info:")
    _dimensions(tr, framework["framework_id"], shown)


def _dimensions(tr: Translator, name: str, model: str) -> None:
    evidence = by_entry(rows(frameworks.framework_evidence, name))
    standings = by_entry(rows(frameworks.framework_standings, name))
    entries = once(tr, f"framework {name} {model}", lambda: _entries(tr, name, model))
    comparators = [row for row in rows(frameworks.framework_comparators, name) if row["model"] == model]
    label = tr.label("alliance_model", model)
    held_of = sum(entry["status"] == "cases" for entry, _ in entries)
    st.markdown(tr("frameworks.found", model=plain(label), count=len(entries), held=held_of))
    notes = [tr("frameworks.several_models"), *dict.fromkeys(tr.pick(row, "reason") or "" for row in comparators)]
    st.caption("  \n".join(map(plain, notes)))
    for dimension in rows(frameworks.framework_dimensions, name):
        own = [one for one in entries if one[0]["dimension_id"] == dimension["dimension_id"]]
        st.markdown(f"### {plain(tr.pick(dimension, 'name'))}")
        if note := tr.pick(dimension, "note"):
            st.caption(plain(note))
        if not own:
            st.markdown(tr("frameworks.nothing_named", model=plain(label)))
            continue
        _with_figures(tr, [one for one in own if one[0]["status"] != "blank"], evidence, standings)
        _blank(tr, [entry for entry, _ in own if entry["status"] == "blank"])


def _entries(tr: Translator, name: str, model: str) -> list[tuple[Row, str]]:
    """What a frame asks of a model, each with whose figures there are, in words."""
    every = ask(frameworks.framework_entries, name)
    own = every[every["model"] == model]
    return list(zip(records(own), told(own, tr), strict=True))


def _with_figures(
    tr: Translator,
    entries: Sequence[tuple[Row, str]],
    evidence: Mapping[int, Sequence[Row]],
    standings: Mapping[int, Sequence[Row]],
) -> None:
    """The indicators that have figures, a card each, in two columns."""
    if not entries:
        return
    columns = st.columns(2)
    for index, (entry, words) in enumerate(entries):
        position = entry["position"]
        with columns[index % 2].container(border=True):
            _entry(tr, entry, words, evidence.get(position, []), standings.get(position, []))


def _entry(tr: Translator, entry: Row, words: str, evidence: Sequence[Row], figures: Sequence[Row]) -> None:
    """One indicator: whose figures there are, what they are held against, and why it was chosen."""
    lines = [f"**{plain(tr.pick(entry, 'name'))}** {_direction(tr, entry)}", plain(words)]
    lines.append(plain(standard(entry, tr)) if has_standard(entry) else f":gray[{plain(standard(entry, tr))}]")
    said = standing(entry, figures, tr)
    if said:
        lines += [f"**{plain(said[0])}**", *map(plain, said[1:])]
    st.markdown("  \n".join(lines))
    names = names_of(evidence, tr)
    with st.container(horizontal=True, gap="small"):
        for name, row in zip(names, evidence, strict=True):
            if not row["is_place"]:
                st.page_link(
                    "pages/case.py",
                    label=plain(held(short_name(name), row, tr)),
                    icon=":material/article:",
                    query_params=address({"case": (row["case_id"],)}),
                )
    places = [name for name, row in zip(names, evidence, strict=True) if row["is_place"]]
    if places:
        st.caption(plain(tr("frameworks.places", count=entry["place_figures"], places=tr.listing(places))))
    st.caption(plain(basis(entry, tr)))
    with st.container(horizontal=True, gap="small"):
        st.page_link(
            "pages/compare.py",
            label=tr("frameworks.compare"),
            icon=":material/scatter_plot:",
            query_params=address({"indicator": (entry["indicator_id"],)}),
        )
        _policy(tr, entry)


def _blank(tr: Translator, entries: Sequence[Row]) -> None:
    """What the frame asks for and nobody reports, with the reason."""
    if not entries:
        return
    with st.container(border=True):
        st.markdown(f"**{tr('frameworks.blank', count=len(entries))}**")
        for entry in entries:
            lines = [f"**{plain(tr.pick(entry, 'name'))}** {_direction(tr, entry)}", plain(why_blank(entry, tr))]
            if has_standard(entry):
                lines.append(plain(standard(entry, tr)))
            st.markdown("  \n".join(lines))
            st.caption(plain(basis(entry, tr)))
        for entry in {entry["policy_id"]: entry for entry in entries}.values():
            _policy(tr, entry)


def _direction(tr: Translator, entry: Row) -> str:
    return badges([(tr(f"direction.{entry['direction']}"), "gray")])


def _policy(tr: Translator, entry: Row) -> None:
    if entry["policy_id"]:
        policy_link(tr, entry["policy_id"], tr("policies.open", title=short_title(entry, tr, "policy")))
