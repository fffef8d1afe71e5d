"""Vote: a participant's phone in a workshop."""

from explorer.ui import answers, vote
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("vote", (vote.ROOM, vote.ME))
tr = answers.translator(view.language)
header(view, tr, tr("vote.heading"))
vote.show(view, tr)
