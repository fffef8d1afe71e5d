"""The coverage map: which figures exist, and for each blank the reason."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.coverage import coverage_alt, coverage_chart, coverage_legend
from explorer.charts.theme import framed
from explorer.exports.data_table import DataTable
from explorer.exports.methods import coverage_data
from explorer.i18n import Translator
from explorer.queries import coverage
from explorer.queries.coverage import STATUSES
from explorer.ui.answers import ask
from explorer.ui.chart_card import spec_of
from explorer.ui.files import Files, show_files
from explorer.ui.first_paint import let_first_chart_appear
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.prose import plain


def show_coverage(view: View, tr: Translator) -> None:
    """A year to choose, the map with its legend, the same in words, and as a file."""
    view.choose_one(
        "year",
        st.selectbox,
        tr("coverage.year"),
        [str(year) for year in ask(coverage.coverage_years)],
        format_func=tr.date,
        placeholder=tr("coverage.every_year"),
        width=280,
    )
    year = view.one("year")
    asked = int(year) if year else None
    cells = ask(coverage.coverage, asked)
    if cells.empty:
        st.info(tr("coverage.empty"), icon=":material/search_off:")
        return
    said = tr.date(year) if year else tr("coverage.ever")
    st.markdown(f"## {plain(tr('coverage.title', year=said))}")
    st.caption(plain(coverage_legend(cells, tr)))
    st.vega_lite_chart(
        spec_of(tr, f"coverage?{year}", lambda: coverage_chart(cells, tr)), width="stretch", alt=coverage_alt(cells, tr)
    )
    let_first_chart_appear()
    st.caption(plain(tr("coverage.note")))
    _table(view, tr, cells, said)
    title = tr("coverage.title", year=said)
    notes = [coverage_legend(cells, tr), tr("coverage.note")]

    def picture() -> dict[str, Any]:
        return framed(coverage_chart(cells, tr), title, notes[0], [notes[1], tr("export.made_with")])

    def table() -> DataTable:
        return coverage_data(ask(coverage.coverage_by_indicator, asked), tr, said)

    with st.container(horizontal=True):
        show_files(tr, Files(f"coverage-{year or 'all'}", title, table, notes, picture))


@part("coverage-table")
def _table(view: View, tr: Translator, cells: pd.DataFrame, said: str) -> None:
    opened = st.expander(tr("chart.table"), icon=":material/table:", key=view.key("table"), on_change="rerun")
    if opened.open:
        title = tr("coverage.title", year=said)
        opened.table(coverage_table(cells, tr), border="horizontal", hide_index=True, alt=title)


def coverage_table(cells: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """The map in words: one row a case, one column a status, the themes that have it with their numbers of figures."""
    counted = cells["exact"] + cells["bounds"]
    themes = cells[f"theme_{tr.language}"].where(
        counted == 0, cells[f"theme_{tr.language}"] + " " + counted.map(lambda count: tr.number(count, 0))
    )
    columns = {tr("column.case"): cells.drop_duplicates("case_id")[f"name_{tr.language}"].map(plain).to_list()}
    for status in (status for status in STATUSES if status in set(cells["status"])):
        of_case = themes.where(cells["status"] == status).groupby(cells["case_id"], sort=False)
        columns[tr(f"coverage.status.{status}")] = [plain(tr.listing(list(own.dropna()))) or "—" for _, own in of_case]
    return pd.DataFrame(columns)
