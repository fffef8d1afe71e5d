"""My county: a form of few fields, and what follows from it."""

from explorer.ui import answers, county_form, likeness, likeness_view
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("planner", likeness_view.likeness_parameters(), carried=likeness_view.FACETS)
tr = answers.translator(view.language)
header(view, tr, tr("planner.heading"), tr("planner.question"))
county = county_form.show_form(view, tr)
if county is None:
    county_form.show_invitation(tr)
else:
    likeness.show_likeness(view, tr, county)
