"""Methods and data quality: what each figure means, where it comes from, whether it adds up, and what is missing."""

from explorer.ui import answers, methods
from explorer.ui.embedded import show_embedded
from explorer.ui.embedding import is_embedded
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("methods", methods.parameters())
tr = answers.translator(view.language)
if is_embedded():
    show_embedded(view, tr, charts=methods.charts(view, tr))
header(view, tr, tr("methods.heading"), tr("methods.question"))
methods.show_parts(view, tr)
