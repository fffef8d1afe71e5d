"""Stories: workshops made from the data, and one of them step by step."""

import streamlit as st

from explorer.ui import answers, own_story, stories
from explorer.ui.links import address, open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header
from explorer.ui.story_shelf import shelf

run_inside_frame()
view = open_view("stories", (stories.one_story(),))
tr = answers.translator(view.language)
story = next((read.story for read in shelf() if read.story and read.story_id == view.one("story")), None)
if story is None:
    header(view, tr, tr("stories.heading"), tr("stories.question"))
    stories.show_list(tr, shelf())
else:
    header(view, tr, stories.said(story.title, tr), stories.said(story.summary, tr))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        stories.show_way_back(tr)
        copied = st.button(tr("my_story.copy"), key=view.key("copy"), icon=":material/content_copy:", type="tertiary")
    stories.show_outline(tr, story)
    if copied:
        own_story.start_from(story)
        st.switch_page("pages/my_story.py", query_params=address({}))
