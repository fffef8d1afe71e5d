"""What had to be there in the closest cases, ticked against the county's own form."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from explorer.county import County
from explorer.exports.likeness import preconditions_data
from explorer.i18n import Translator
from explorer.planner.likeness import fields_to_compare
from explorer.planner.preconditions import Standing, Ticked, ticked
from explorer.queries import planner
from explorer.ui.answers import rows
from explorer.ui.files import Files, show_files
from explorer.ui.likeness_view import Found, found_for, place_names
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.prose import plain
from explorer.ui.taken_measures import taken_by

PRECONDITIONS = "preconditions"
SIGNS = {Standing.has: "✓", Standing.missing: "✗", Standing.unanswered: "?"}


@part(PRECONDITIONS)
def show_preconditions(view: View, tr: Translator, county: County) -> None:
    """A checklist: which of the closest cases had what, and whether the county has it; the missing are named first."""
    if not fields_to_compare(county, {}):
        return
    found = found_for(view, county)
    if not found.closest:
        return
    st.markdown(f"## {tr('precondition.title')}")
    every = preconditions_of(found, county)
    for standing in (Standing.missing, Standing.unanswered):
        names = [tr.pick(one.precondition, "name") or "" for one in every if one.standing is standing]
        if names:
            st.markdown(plain(tr(f"precondition.{standing}", names=tr.listing(names))))
    st.caption(tr("precondition.note"))
    of, places = len(found.closest), place_names(found.places.values(), tr)
    columns = {
        "precondition.column.name": [f"**{plain(tr.pick(one.precondition, 'name'))}**" for one in every],
        "precondition.column.county": [
            f"{SIGNS[one.standing]} {tr(f'precondition.standing.{one.standing}')}" for one in every
        ],
        "precondition.column.cases": [
            taken_by(tr, [places[row["case_id"]] for row in one.holders], of) for one in every
        ],
    }
    table = pd.DataFrame({tr(key): cells for key, cells in columns.items()})
    st.table(table, border="horizontal", hide_index=True, alt=tr("precondition.title"))
    with st.expander(tr("precondition.definitions"), icon=":material/info:"):
        lines = [
            f"- **{plain(tr.pick(one.precondition, 'name'))}** {plain(tr.pick(one.precondition, 'definition'))}"
            for one in every
        ]
        st.markdown("\n".join(lines))
    made = Files("preconditions", tr("precondition.title"), lambda: preconditions_data(every, places, of, tr))
    with st.container(horizontal=True):
        show_files(tr, made)


def preconditions_of(found: Found, county: County) -> list[Ticked]:
    """The preconditions that at least one of the closest cases had, and how the county stands to each."""
    return ticked(found.case_ids, rows(planner.preconditions), rows(planner.precondition_holders), county)
