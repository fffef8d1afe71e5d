"""What differs: the tags of chosen cases side by side, the pairs most alike, and outcomes that differ all the same."""

from explorer.ui import answers, differences, parameters
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view(
    "differs",
    (parameters.picked_cases(), differences.ATTRIBUTE, differences.SHARED),
    carried=parameters.CARRIED,
)
tr = answers.translator(view.language)
header(view, tr, tr("differs.heading"))

chosen_cases = differences.show_controls(view, tr)
attributes = list(view.many("attribute"))
differences.show_matrix(view, tr, chosen_cases, attributes)
differences.show_pairs(view, tr, chosen_cases, attributes)
differences.show_outcomes(view, tr, attributes)
