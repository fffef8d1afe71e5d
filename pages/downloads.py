"""Download: everything in one archive, the database, each table by itself, and how to cite them."""

from explorer.ui import answers, downloads
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("downloads", (downloads.table_parameter(),))
tr = answers.translator(view.language)
header(view, tr, tr("downloads.heading"), tr("downloads.question"))
downloads.show_everything(view, tr)
downloads.show_one_table(view, tr)
downloads.show_terms(tr)
