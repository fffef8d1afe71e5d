"""The coverage map: which figures exist, and for each blank the reason."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from explorer.charts.coverage import coverage_alt, coverage_chart, coverage_legend
from explorer.exports.methods import coverage_data
from explorer.i18n import Translator
from explorer.queries import coverage
from explorer.queries.coverage import STATUSES
from explorer.ui.answers import ask
from explorer.ui.first_paint import Room
from explorer.ui.links import View
from explorer.ui.view_chart import ViewChart, draw_view_chart, show_table_and_files


def show_coverage(view: View, tr: Translator) -> None:
    """A year to choose, the map with its legend, the same in words, and its files."""
    room, shown = Room("large"), charts(view, tr)
    for chart in shown:
        draw_view_chart(tr, chart, chart.notes)
    with room.filled():
        view.choose_one(
            "year",
            st.selectbox,
            tr("coverage.year"),
            [str(year) for year in ask(coverage.coverage_years)],
            format_func=tr.date,
            placeholder=tr("coverage.every_year"),
            width=280,
        )
    for chart in shown:
        show_table_and_files(tr, view.key("table"), chart)
    if not shown:
        st.info(tr("coverage.empty"), icon=":material/search_off:")


def charts(view: View, tr: Translator) -> list[ViewChart]:
    """The map of the year asked for; none where nothing is known of it."""
    year = view.one("year")
    asked = int(year) if year else None
    cells = ask(coverage.coverage, asked)
    if cells.empty:
        return []
    said = tr.date(year) if year else tr("coverage.ever")
    return [
        ViewChart(
            name=f"coverage-{year or 'all'}",
            state=f"coverage?{year}",
            title=tr("coverage.title", year=said),
            subtitle=coverage_legend(cells, tr),
            draw=lambda: coverage_chart(cells, tr),
            alt=coverage_alt(cells, tr),
            notes=[tr("coverage.note")],
            table=lambda: coverage_table(cells, tr),
            data=lambda: coverage_data(ask(coverage.coverage_by_indicator, asked), tr, said),
            rests_on=lambda: ask(coverage.coverage_sources),
        )
    ]


def coverage_table(cells: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """The map in words: one row a case, one column a status, the themes that have it with their numbers of figures."""
    counted = cells["exact"] + cells["bounds"]
    themes = cells[f"theme_{tr.language}"].where(
        counted == 0, cells[f"theme_{tr.language}"] + " " + counted.map(lambda count: tr.number(count, 0))
    )
    columns = {tr("column.case"): cells.drop_duplicates("case_id")[f"name_{tr.language}"].to_list()}
    for status in (status for status in STATUSES if status in set(cells["status"])):
        of_case = themes.where(cells["status"] == status).groupby(cells["case_id"], sort=False)
        columns[tr(f"coverage.status.{status}")] = [tr.listing(list(own.dropna())) or "—" for _, own in of_case]
    return pd.DataFrame(columns)
