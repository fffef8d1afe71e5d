"""A reader's referrals on the referral page: each place by itself, because what each counts is its own."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from explorer.charts.figure_words import unit_and_period
from explorer.i18n import Translator
from explorer.own_figures.beside import beside, newest, ratios
from explorer.queries import records
from explorer.ui import own_places
from explorer.ui.chart_card import SECTION, make_card, show_card
from explorer.ui.referrals import COUNTS

RATIO = "referral-down-up-ratio"
MOST_CHARTS = 3


def has_any() -> bool:
    """Whether the session's set holds referrals."""
    return bool(own_places.indicators_of([*COUNTS, RATIO]))


def show_ratios(tr: Translator, published: pd.DataFrame) -> bool:
    """The published ratios with the reader's beside them, each for its newest period; False if there are none."""
    own = own_ratios()
    if own.empty:
        return False
    notes = [tr("own.note.latest")]
    if "derived" in set(own["basis"]):
        formulas = [
            tr("own.referrals.formula", place=tr.pick(row, "place"), year=tr.period(row), formula=row["formula"])
            for row in records(own)
            if row["basis"] == "derived"
        ]
        notes.append(tr.listing(formulas))
    figures = beside(published, own)
    title, subtitle = tr("referrals.ratio.title"), tr("referrals.ratio.subtitle")
    show_card(tr, make_card(tr, "referrals-ratio-own", title, subtitle, figures, notes=notes))
    return True


def own_ratios() -> pd.DataFrame:
    """The newest ratio of each chosen place: the set's own, or computed from its two counts of one period."""
    own = own_places.figures_of([*COUNTS, RATIO])
    derived = ratios(own, own_places.entries()[RATIO])
    told = own[own["indicator_id"] == RATIO]
    both = pd.concat([part for part in (told, derived) if not part.empty] or [told], ignore_index=True)
    return newest(both)


def show_places(tr: Translator) -> None:
    """The reader's counts, a chart a place on a scale of its own."""
    st.markdown(f"## {tr('own.referrals.title')}")
    own_places.show_choice(tr, "referrals")
    counts = own_places.figures_of(COUNTS)
    for number, (_, of_place) in enumerate(list(counts.groupby("case_id", sort=False))[:MOST_CHARTS]):
        figures = of_place.reset_index(drop=True)
        place = tr.pick(records(figures)[0], "place") or ""
        title, subtitle = tr("own.referrals.place", place=place), unit_and_period(tr, figures)
        notes = [tr("own.note"), tr("own.referrals.scale")]
        show_card(
            tr, make_card(tr, f"referrals-own-{number + 1}", title, subtitle, figures, notes=notes), under=SECTION
        )
    if counts["case_id"].nunique() > MOST_CHARTS:
        st.caption(tr("own.referrals.more", count=MOST_CHARTS))
