"""Present: one story on the stage, a step at a time, and the facilitator's window beside it."""

from explorer.ui import answers, present
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.own_story import led_story
from explorer.ui.page import header
from explorer.ui.story_shelf import shelf

run_inside_frame()
view = open_view("present", (present.which_story(), *present.PARAMETERS))
tr = answers.translator(view.language)
told = {read.story_id: read.story for read in shelf() if read.story is not None}
story = led_story(view) or told.get(view.one("story") or "")
if story is None:
    header(view, tr, tr("present.heading"), tr("present.question"))
    present.show_choice(view, tr, list(told.values()))
else:
    present.show(view, tr, story)
