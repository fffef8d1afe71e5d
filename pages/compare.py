"""Compare: the same indicator across cases, and only what is defined alike on one axis."""

from explorer.exports.figure_panels import OPENING_INDICATORS
from explorer.ui import answers, case_groups, clock, comparison, parameters
from explorer.ui.embedded import show_embedded
from explorer.ui.embedding import CHART, is_embedded
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view(
    "compare",
    (
        parameters.indicators(default=OPENING_INDICATORS),
        parameters.picked_cases(),
        *(parameter for parameter in parameters.case_filter() if parameter.name in ("model", "type", "category")),
        comparison.RELATED,
        comparison.AXIS,
        comparison.BY,
        clock.OVERLAY_MODE,
        case_groups.group_parameter(),
        CHART,
    ),
    carried=parameters.CARRIED,
)
tr = answers.translator(view.language)
if is_embedded():
    show_embedded(view, tr, [*comparison.charts(view, tr), *clock.overlaid_charts(view, tr)])
header(view, tr, tr("compare.heading"))
comparison.show_comparison(view, tr)
comparison.show_distribution(view, tr)
clock.show_overlaid_clocks(view, tr)
