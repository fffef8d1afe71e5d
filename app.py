"""The frame around every page: its configuration, the data behind it, and the navigation."""

from pathlib import Path

import streamlit as st

from explorer import ui
from explorer.i18n import Translator
from explorer.ui import answers, links, my_story
from explorer.ui.navigation import note_frame, stands_alone
from explorer.ui.page import told

# A Material icon here would be fetched from another host.
ICON = Path(ui.__file__).with_name("icon.svg")

note_frame()
tr = Translator(links.language())
st.set_page_config(page_title=tr("app.title"), page_icon=str(ICON), layout="wide")

page = st.navigation(
    {
        tr("nav.explore"): [
            st.Page(
                "pages/overview.py", title=tr("overview.title"), icon=":material/grid_view:", url_path="", default=True
            ),
            st.Page("pages/cases.py", title=tr("cases.title"), icon=":material/article:", url_path="cases"),
            st.Page("pages/case.py", title=tr("case.title"), url_path="case", visibility="hidden"),
            st.Page("pages/policies.py", title=tr("policies.title"), icon=":material/gavel:", url_path="policies"),
            st.Page("pages/policy.py", title=tr("policy.title"), url_path="policy", visibility="hidden"),
        ],
        tr("nav.compare"): [
            st.Page("pages/compare.py", title=tr("compare.title"), icon=":material/scatter_plot:", url_path="compare"),
            st.Page(
                "pages/referrals.py", title=tr("referrals.title"), icon=":material/swap_vert:", url_path="referrals"
            ),
            st.Page("pages/differs.py", title=tr("differs.title"), icon=":material/difference:", url_path="differs"),
            st.Page("pages/targets.py", title=tr("targets.title"), icon=":material/flag:", url_path="targets"),
            st.Page(
                "pages/frameworks.py", title=tr("frameworks.title"), icon=":material/rubric:", url_path="frameworks"
            ),
        ],
        tr("nav.plan"): [
            st.Page("pages/planner.py", title=tr("planner.title"), icon=":material/map_search:", url_path="planner"),
            st.Page(
                "pages/my_figures.py",
                title=tr("my_figures.title"),
                icon=":material/upload_file:",
                url_path="my_figures",
            ),
        ],
        tr("nav.teach"): [
            st.Page("pages/stories.py", title=tr("stories.title"), icon=":material/co_present:", url_path="stories"),
            st.Page("pages/my_story.py", title=tr("my_story.title"), icon=":material/edit_note:", url_path="my_story"),
            st.Page("pages/present.py", title=tr("present.title"), url_path="present", visibility="hidden"),
            st.Page("pages/vote.py", title=tr("vote.title"), url_path="vote", visibility="hidden"),
        ],
        tr("nav.data"): [
            st.Page("pages/methods.py", title=tr("methods.title"), icon=":material/fact_check:", url_path="methods"),
            st.Page(
                "pages/workbench.py", title=tr("workbench.title"), icon=":material/terminal:", url_path="workbench"
            ),
            st.Page(
                "pages/downloads.py", title=tr("downloads.title"), icon=":material/download:", url_path="downloads"
            ),
        ],
    },
    position="hidden" if stands_alone() else "top",
)

with told(tr):
    rebuilt = answers.refresh()
    if rebuilt is not None:
        st.toast(tr(f"notice.rebuilt.{rebuilt.reason}"), icon=":material/database:")
    page.run()
    my_story.show_add(tr, page.url_path)
