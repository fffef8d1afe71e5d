"""The workbench: ask the tables anything, in SQL that only reads."""

import streamlit as st

from explorer.ui import answers, workbench
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header
from explorer.ui.workbench_tables import show_tables

run_inside_frame()
view = open_view("workbench", workbench.parameters())
tr = answers.translator(view.language)
header(view, tr, tr("workbench.heading"), tr("workbench.question"))
asking, looking_up = st.columns([5, 3], gap="large")
with asking:
    workbench.show_workbench(view, tr)
with looking_up:
    show_tables(view, tr)
