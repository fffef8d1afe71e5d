"""Referrals: up, down and together, year by year for the country, then place by place on scales of their own."""

from explorer.queries import observations
from explorer.ui import answers, referrals
from explorer.ui.links import open_view
from explorer.ui.navigation import run_inside_frame
from explorer.ui.page import header

run_inside_frame()
view = open_view("referrals", ())
tr = answers.translator(view.language)
header(view, tr, tr("referrals.heading"), tr("referrals.question"))

counts = answers.ask(observations.comparison, list(referrals.COUNTS), None)
growth = answers.ask(observations.comparison, list(referrals.GROWTH), ["national"])
ratios = answers.ask(observations.comparison, ["referral-down-up-ratio"], None)
leaving = answers.ask(observations.comparison, list(referrals.LEAVING), None)

referrals.show_country(tr, counts[counts["case_id"] == "national"], growth)
referrals.show_ratios(tr, ratios)
referrals.show_places(tr, counts[counts["case_id"] != "national"])
referrals.show_leaving(tr, leaving)
