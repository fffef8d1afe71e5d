"""Referrals: up, down and together, year by year for the country, then place by place on scales of their own."""

from explorer.queries import observations
from explorer.ui import answers, referrals
from explorer.ui.embedded import show_embedded
from explorer.ui.embedding import CHART, is_embedded
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("referrals", (CHART,))
tr = answers.translator(view.language)
counts = answers.ask(observations.comparison, list(referrals.COUNTS), None)
growth = answers.ask(observations.comparison, list(referrals.GROWTH), ["national"])
ratios = answers.ask(observations.comparison, ["referral-down-up-ratio"], None)
leaving = answers.rows(observations.comparison, list(referrals.LEAVING), None)

if is_embedded():
    show_embedded(view, tr, referrals.charts(tr, counts, growth, ratios))
header(view, tr, tr("referrals.heading"), tr("referrals.question"))
referrals.show_country(tr, counts, growth)
referrals.show_ratios(tr, ratios)
referrals.show_places(tr, counts)
referrals.show_leaving(tr, leaving)
