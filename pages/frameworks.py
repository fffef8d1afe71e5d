"""The evaluation frame: what an appraisal of each alliance model would look at, what there is to see, what is blank."""

from explorer.ui import answers, frameworks
from explorer.ui.embedded import show_embedded
from explorer.ui.embedding import is_embedded
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("frameworks", frameworks.parameters())
tr = answers.translator(view.language)
if is_embedded():
    show_embedded(view, tr, charts=frameworks.charts(view, tr))
header(view, tr, tr("frameworks.heading"))
frameworks.show_frame(view, tr)
