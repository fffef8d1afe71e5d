"""My county: a form of few fields, and what follows from it."""

from explorer.ui import answers, county_form, likeness, likeness_view
from explorer.ui.brief import show_brief
from explorer.ui.brief_likeness import likeness_for_brief
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header
from explorer.ui.position import show_position
from explorer.ui.what_if import show_what_if

run_inside_frame()
view = open_view("planner", likeness_view.likeness_parameters(), carried=likeness_view.FACETS)
tr = answers.translator(view.language)
header(view, tr, tr("planner.heading"), tr("planner.question"))
county = county_form.show_form(view, tr)
if county is None:
    county_form.show_invitation(tr)
else:
    show_position(view, tr, county)
    likeness.show_likeness(view, tr, county)
    show_what_if(view, tr, county, lambda now: likeness_view.found_for(now, county).case_ids)
    show_brief(view, tr, county, lambda now: likeness_for_brief(now, tr, county))
