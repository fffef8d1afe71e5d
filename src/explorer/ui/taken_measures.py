"""What the closest cases did, by type, instrument or problem, counted by how many did it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from explorer.county import County
from explorer.exports.likeness import measure_name, measures_data, points_words
from explorer.i18n import Translator
from explorer.planner.likeness import fields_to_compare
from explorer.planner.measures import GROUPINGS, UNTIED, Group, Grouping, Measure, grouped_measures
from explorer.queries import planner
from explorer.ui.answers import rows
from explorer.ui.files import Files, show_files
from explorer.ui.likeness_view import Found, found_for, place_names
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.prose import plain

MEASURES = "measures"
MOST_GROUPS = 4
"""Groups that stand open; the others fold out."""

MOST_ROWS = 8
"""Of a group at once; the others fold out with the points."""


@part(MEASURES)
def show_measures(view: View, tr: Translator, county: County) -> None:
    """The measures of the closest cases in groups, those that most of them took first."""
    if not fields_to_compare(county, {}):
        return
    found = found_for(view, county)
    if not found.closest:
        return
    st.markdown(f"## {tr('taken.title', count=len(found.closest))}")
    st.caption(tr("taken.note"))
    view.choose_one(
        "grouped",
        st.segmented_control,
        tr("taken.grouped"),
        GROUPINGS,
        format_func=lambda name: tr(f"taken.grouped.{name}"),
        label_visibility="collapsed",
        required=True,
    )
    groups = measures_of(view, found, county)
    names = place_names(found.places.values(), tr)
    headings = {group.key: group_heading(group.key, grouping_of(view), tr) for group in groups}
    for group in groups[:MOST_GROUPS]:
        st.markdown(f"### {plain(headings[group.key])}")
        _show_group(view, tr, group, headings[group.key], names, len(found.closest))
    if further := groups[MOST_GROUPS:]:
        label = tr("taken.further", count=len(further))
        opened = st.expander(label, icon=":material/unfold_more:", key=view.key("further"), on_change="rerun")
        if opened.open:
            with opened:
                for group in further:
                    st.markdown(f"### {plain(headings[group.key])}")
                    _show_points(tr, group, names, len(found.closest))
    of = len(found.closest)
    title = tr("taken.title", count=of)
    with st.container(horizontal=True):
        show_files(tr, Files("measures", title, lambda: measures_data(groups, headings, names, of, tr)))


def grouping_of(view: View) -> Grouping:
    """The grouping that the view asks for."""
    return next((name for name in GROUPINGS if name == view.one("grouped")), GROUPINGS[0])


def measures_of(view: View, found: Found, county: County) -> list[Group]:
    """The measures of the closest cases as the view groups them."""
    tags = rows(planner.tags_by_place, ["instrument", "payment"])
    return grouped_measures(found.case_ids, rows(planner.measures), tags, county, grouping_of(view))


def group_heading(key: str, grouping: Grouping, tr: Translator) -> str:
    """What a group is called: an integration type, a dimension of tags, a problem, or the rest."""
    if key == UNTIED:
        return tr(f"taken.untied.{grouping}")
    return tr(f"facet.{key}") if grouping == "instrument" else tr.label(grouping, key)


def _show_group(view: View, tr: Translator, group: Group, heading: str, names: Mapping[str, str], of: int) -> None:
    first = [measure for measure in group.measures if len(measure.takers) > 1][:MOST_ROWS] or group.measures[:2]
    st.table(_table(tr, first, names, of), border="horizontal", hide_index=True, alt=heading)
    more = len(group.measures) - len(first)
    label = tr("taken.points.more", count=more) if more else tr("taken.points")
    opened = st.expander(label, icon=":material/format_quote:", key=view.key(f"points.{group.key}"), on_change="rerun")
    if opened.open:
        with opened:
            _show_points(tr, group, names, of)


def _show_points(tr: Translator, group: Group, names: Mapping[str, str], of: int) -> None:
    for measure in group.measures:
        told = [tr("taken.count", taken=len(measure.takers), of=of), *([in_place(tr)] if measure.in_place else [])]
        lines = [f"**{plain(measure_name(measure, tr))}** :gray[{plain(tr('separator').join(told))}]"]
        st.markdown("\n".join([*lines, *(f"- {plain(line)}" for line in points_words(measure, names, tr))]))


def in_place(tr: Translator) -> str:
    """That the county's form ticks it."""
    return f"✓ {tr('taken.in_place')}"


def _table(tr: Translator, measures: Sequence[Measure], names: Mapping[str, str], of: int) -> pd.DataFrame:
    columns = {
        "taken.column.measure": [f"**{plain(measure_name(measure, tr))}**" for measure in measures],
        "taken.column.cases": [taken_by(tr, [names[taker.case_id] for taker in one.takers], of) for one in measures],
        "taken.column.in_place": [in_place(tr) if one.in_place else "" for one in measures],
    }
    return pd.DataFrame({tr(key): cells for key, cells in columns.items()})


def taken_by(tr: Translator, names: Sequence[str], of: int) -> str:
    """How many of the closest cases, and which, as Markdown."""
    return f"**{plain(tr('taken.count', taken=len(names), of=of))}** {plain(tr.listing(list(names)))}"
