"""A story of one's own: put together from the pages, edited, kept as a file."""

from explorer.ui import answers, my_story
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("my_story", ())
tr = answers.translator(view.language)
header(view, tr, tr("my_story.heading"), tr("my_story.question"))
my_story.show_tools(view, tr)
my_story.show_editor(view, tr)
