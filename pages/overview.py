"""Overview: what the collection holds, and where to enter it."""

import streamlit as st

from explorer.queries import cases
from explorer.ui import answers
from explorer.ui.chart_card import spec_of
from explorer.ui.embedded import show_embedded
from explorer.ui.embedding import CHART, is_embedded
from explorer.ui.entrances import open_selected, show_entrances, show_totals
from explorer.ui.first_paint import let_first_chart_appear
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.overview_charts import matrix_chart, province_chart
from explorer.ui.page import header
from explorer.ui.view_chart import show_table_and_files

run_inside_frame()
view = open_view("overview", (CHART,))
tr = answers.translator(view.language)
by_model, by_province = matrix_chart(tr), province_chart(tr)
if is_embedded():
    show_embedded(view, tr, charts=[by_model, by_province])
header(view, tr, tr("overview.heading"), tr("overview.question"))
show_totals(answers.ask(cases.totals), tr)

matrix = answers.ask(cases.model_type_matrix)
provinces = answers.ask(cases.cases_by_province)
left, right = st.columns([11, 9], gap="large")
with left:
    st.markdown(f"## {by_model.title}")
    chosen = st.vega_lite_chart(
        spec_of(tr, by_model.state, by_model.draw),
        width="stretch",
        alt=by_model.alt,
        key=view.key("matrix"),
        on_select="rerun",
        selection_mode="cell",
    )
    open_selected(chosen, "cell", ("model", "type"), matrix)
    st.caption(tr("overview.matrix.note"))
with right:
    st.markdown(f"## {by_province.title}")
    chosen = st.vega_lite_chart(
        spec_of(tr, by_province.state, by_province.draw),
        width="stretch",
        alt=by_province.alt,
        key=view.key("map"),
        on_select="rerun",
        selection_mode="tile",
    )
    let_first_chart_appear()
    open_selected(chosen, "tile", ("province",), provinces)
    st.caption(tr("overview.map.note"))

show_table_and_files(tr, view.key("table"), by_model, by_province, label="overview.files")
show_entrances(tr, matrix, provinces)
