"""Cases like a reader's county: how far each is and why; then what they did, and what had to be there for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.likeness import TOTAL, likeness_alt, likeness_chart
from explorer.county import County
from explorer.exports.likeness import difference_words, parts_data, parts_table
from explorer.i18n import Translator
from explorer.planner.likeness import Likeness, fields_to_compare, without_definition
from explorer.ui.likeness_view import (
    AGAINST,
    CLOSEST,
    COMPARED,
    OVERLAP,
    UNWEIGHTED,
    WEIGHTS,
    Found,
    found_for,
    place_names,
    weights_of,
)
from explorer.ui.links import View, address
from explorer.ui.page import part
from explorer.ui.preconditions import PRECONDITIONS, show_preconditions
from explorer.ui.private_chart import show_private_chart
from explorer.ui.prose import plain
from explorer.ui.taken_measures import MEASURES, show_measures
from explorer.ui.view_chart import DescribedChart

LIKENESS = "likeness"
"""The fragment of the ranking; a change there draws again what rests on it."""

REDRAWN = (LIKENESS, MEASURES, PRECONDITIONS, "what-if", "brief")
MODELS = ("medical_group", "medical_community", "specialty_alliance", "telemedicine_network", "other")
TYPES = ("organizational", "management", "functional", "service")


def show_likeness(view: View, tr: Translator, county: County) -> None:
    """The closest places and what each field adds; the measures they took; the preconditions they had."""
    show_closest(view, tr, county)
    show_measures(view, tr, county)
    show_preconditions(view, tr, county)


@part(LIKENESS)
def show_closest(view: View, tr: Translator, county: County) -> None:
    """Filters, the chart of differences, the places that share too little, and the weights."""
    st.markdown(f"## {tr('likeness.title')}")
    if not fields_to_compare(county, {}):
        _show_what_is_needed(tr, county)
        return
    _show_filters(view, tr)
    found = found_for(view, county)
    shown = [*found.closest, *(found.others if view.one("places") else ())]
    names = place_names(found.places.values(), tr)
    if shown:
        _show_chart(tr, county, found, shown, names)
        _show_ways_on(tr, found, names)
    if not found.closest:
        st.info(_why_none(tr, found), icon=":material/search_off:")
    _show_settings(view, tr, county, found, names)


def _show_what_is_needed(tr: Translator, county: County) -> None:
    undefined = without_definition(county)
    if undefined:
        fields = tr.listing([tr(f"county.{field_id}") for field_id in undefined])
        st.info(plain(tr("likeness.undefined", fields=fields)), icon=":material/rule:")
        return
    fields = tr.listing([tr(f"county.{field_id}") for field_id in COMPARED])
    st.info(plain(tr("likeness.empty", fields=fields)), icon=":material/edit_note:")


def _show_filters(view: View, tr: Translator) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        _show_tags(view, tr)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        _show_against(view, tr)


def _show_tags(view: View, tr: Translator) -> None:
    for name, dimension, tags in (("model", "alliance_model", MODELS), ("type", "integration_type", TYPES)):
        choices = next(one.choices for one in view.parameters if one.name == name) or ()
        view.choose_many(
            name,
            st.pills,
            tr(f"facet.{dimension}"),
            [tag for tag in tags if tag in choices],
            format_func=lambda tag, dimension=dimension: plain(tr.label(dimension, tag)),
            selection_mode="multi",
            label_visibility="collapsed",
            wrap=True,
            redraws=REDRAWN,
        )


def _show_against(view: View, tr: Translator) -> None:
    view.choose_one(
        "against",
        st.segmented_control,
        tr("likeness.against"),
        list(AGAINST.choices or ()),
        format_func=lambda which: tr(f"likeness.against.{which}"),
        label_visibility="collapsed",
        required=True,
        redraws=REDRAWN,
    )
    view.switch(
        "places", st.toggle, tr("likeness.places"), on="shown", help=tr("likeness.places.help"), redraws=(LIKENESS,)
    )


def _show_chart(
    tr: Translator, county: County, found: Found, shown: Sequence[Likeness], names: Mapping[str, str]
) -> None:
    cells = cells_of(tr, found, shown, names)

    parts = (shown, county, found.weights, names, found.figures, found.tags, tr)

    first = shown[0]
    unshared = [field_id for field_id in found.ranking.asked if field_id not in set(cells["field_id"])]
    fields = tr.listing([tr(f"county.{field_id}") for field_id in unshared])
    undefined = tr.listing([tr(f"county.{field_id}") for field_id in without_definition(county)])
    show_private_chart(
        tr,
        DescribedChart(
            name="likeness",
            title=tr("likeness.chart"),
            subtitle=tr(
                "likeness.subtitle",
                name=county.name,
                place=names[first.place_id],
                distance=tr.base_number(float(first.distance or 0), 2),
                shared=len(first.shared),
                asked=len(found.ranking.asked),
            ),
            draw=lambda: likeness_chart(cells, tr),
            alt=likeness_alt(cells, tr),
            notes=[
                tr("likeness.legend"),
                tr("likeness.unshared", fields=fields) if fields else "",
                tr("likeness.undefined", fields=undefined) if undefined else "",
                tr("likeness.note"),
            ],
            table=lambda: parts_table(*parts),
            data=lambda: parts_data(*parts),
        ),
    )


def cells_of(tr: Translator, found: Found, shown: Sequence[Likeness], names: Mapping[str, str]) -> pd.DataFrame:
    """The cells of the chart: a row a place and each field that any of the places shares, the distance first."""
    held = {part.field_id for one in shown for part in one.shared}
    fields = [field_id for field_id in found.ranking.asked if field_id in held]
    cells: list[dict[str, Any]] = []
    for one in shown:
        shared = tr("likeness.shared", shared=len(one.shared), asked=len(found.ranking.asked))
        row = {"place_id": one.place_id, "place": names[one.place_id], "shared": shared}
        total = tr.base_number(float(one.distance or 0), 2)
        cells.append(
            row
            | {"field_id": TOTAL, "field": tr("likeness.column.distance"), "told": total}
            | {"difference": float("nan"), "part": float(one.distance or 0)}
        )
        parts = {part.field_id: part for part in one.shared}
        for field_id in fields:
            part_ = parts.get(field_id)
            told = (
                tr("likeness.unknown") if part_ is None else tr("likeness.told", difference=difference_words(part_, tr))
            )
            cells.append(
                row
                | {"field_id": field_id, "field": tr(f"county.{field_id}"), "told": told}
                | {
                    "difference": float("nan") if part_ is None else float(part_.difference),
                    "part": float("nan") if part_ is None else float(part_.part),
                }
            )
    return pd.DataFrame(cells)


def _show_ways_on(tr: Translator, found: Found, names: Mapping[str, str]) -> None:
    """To each of the closest cases, and to all of them side by side."""
    with st.container(horizontal=True, gap="medium"):
        if len(found.closest) > 1:
            st.page_link(
                "pages/differs.py",
                label=tr("likeness.side_by_side"),
                icon=":material/difference:",
                query_params=address({"case": found.case_ids}),
            )
        for case_id in found.case_ids:
            st.page_link("pages/case.py", label=plain(names[case_id]), query_params=address({"case": (case_id,)}))


def _why_none(tr: Translator, found: Found) -> str:
    """Why no case is ranked: none matches the filter, or those that do share too few fields with the county."""
    cases = [one for one in found.ranking.too_little if found.places[one.place_id]["told"]]
    if not cases:
        return tr("likeness.none_match")
    most = max(len(one.shared) for one in cases)
    return tr("likeness.none_share", count=len(cases), most=most)


def _show_settings(view: View, tr: Translator, county: County, found: Found, names: Mapping[str, str]) -> None:
    """How many are shown, how much they must share, what each field weighs; and who shares too little."""
    opened = st.expander(tr("likeness.settings"), icon=":material/tune:", key=view.key("settings"), on_change="rerun")
    if not opened.open:
        return
    with opened:
        left, right = st.columns(2, gap="large")
        with left:
            _number(view, tr, "closest", tuple(CLOSEST.choices or ()))
        with right:
            _number(view, tr, "overlap", tuple(OVERLAP.choices or ()))
        too_little = [one for one in found.ranking.too_little if found.places[one.place_id]["told"]]
        if too_little:
            listed = [
                tr("likeness.too_little.place", place=names[one.place_id], shared=len(one.shared)) for one in too_little
            ]
            st.caption(plain(tr("likeness.too_little", count=len(listed), places=tr.listing(listed))))
        st.markdown(f"**{tr('likeness.weights')}**")
        st.caption(tr("likeness.weights.note"))
        columns = st.columns(3, gap="large")
        for index, field_id in enumerate(fields_to_compare(county, {})):
            with columns[index % 3]:
                _weight(view, tr, field_id)


def _number(view: View, tr: Translator, name: str, choices: Sequence[str]) -> None:
    view.choose_one(
        name, st.select_slider, tr(f"likeness.{name}"), choices, help=tr(f"likeness.{name}.help"), redraws=REDRAWN
    )


def _weight(view: View, tr: Translator, field_id: str) -> None:
    weights = weights_of(view)

    def read(chosen: str) -> tuple[str, ...]:
        changed = weights | {field_id: chosen}
        return tuple(f"{name}:{weight}" for name, weight in changed.items() if weight != UNWEIGHTED)

    view.widget(
        "weight",
        st.select_slider,
        tr(f"county.{field_id}"),
        WEIGHTS,
        value=weights.get(field_id, UNWEIGHTED),
        read=read,
        key=f"weight.{field_id}",
        redraws=REDRAWN,
        format_func=lambda weight: (
            tr("likeness.weight.none") if weight == "0" else tr("likeness.weight", weight=weight)
        ),
    )
