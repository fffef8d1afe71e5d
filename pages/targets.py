"""Targets: each with the figures to hold against it; and the recommendations with what bears on each."""

from explorer.ui import answers, targets
from explorer.ui.embedded import show_embedded
from explorer.ui.embedding import is_embedded
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("targets", targets.parameters())
tr = answers.translator(view.language)
if is_embedded():
    show_embedded(view, tr, targets.charts(tr))
header(view, tr, tr("targets.heading"), tr("targets.question"))
targets.show_parts(view, tr)
