"""Overview: what the collection holds, and where to enter it."""

import streamlit as st

from explorer.charts import overview as charts
from explorer.queries import cases
from explorer.ui import answers
from explorer.ui.chart_card import spec_of
from explorer.ui.entrances import open_selected, show_entrances, show_totals
from explorer.ui.first_paint import let_first_chart_appear
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("overview", ())
tr = answers.translator(view.language)
header(view, tr, tr("overview.heading"), tr("overview.question"))
show_totals(answers.ask(cases.totals), tr)

matrix = answers.ask(cases.model_type_matrix)
provinces = answers.ask(cases.cases_by_province)
left, right = st.columns([11, 9], gap="large")
with left:
    st.markdown(f"## {tr('overview.matrix.title')}")
    chosen = st.vega_lite_chart(
        spec_of(tr, "overview-matrix", lambda: charts.model_type_chart(matrix, tr)),
        width="stretch",
        alt=charts.model_type_alt(matrix, tr),
        key=view.key("matrix"),
        on_select="rerun",
        selection_mode="cell",
    )
    open_selected(chosen, "cell", ("model", "type"), matrix)
    st.caption(tr("overview.matrix.note"))
with right:
    st.markdown(f"## {tr('overview.map.title')}")
    chosen = st.vega_lite_chart(
        spec_of(tr, "overview-map", lambda: charts.province_chart(provinces, tr)),
        width="stretch",
        alt=charts.province_alt(provinces, tr),
        key=view.key("map"),
        on_select="rerun",
        selection_mode="tile",
    )
    let_first_chart_appear()
    open_selected(chosen, "tile", ("province",), provinces)
    st.caption(tr("overview.map.note"))

show_entrances(tr, matrix, provinces)
