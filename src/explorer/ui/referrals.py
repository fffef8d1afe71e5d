"""The referral page's parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.i18n import Translator
from explorer.queries import observations, records
from explorer.ui import answers, own_session
from explorer.ui.case_card import figure_phrase
from explorer.ui.chart_card import SECTION, Card, make_card, show_cards
from explorer.ui.embedded import Made
from explorer.ui.prose import plain

COUNTRY = "national"
COUNTS = ("referrals-total", "referrals-up", "referrals-down")
GROWTH = ("referrals-total-growth", "referrals-up-growth", "referrals-down-growth")
LEAVING = ("transfers-out-growth", "inpatients-leaving-share", "admissions-outside-share")


def _made(
    tr: Translator, key: str, figures: pd.DataFrame, subtitle: str, *, notes: Sequence[str] = (), form: str = "figures"
) -> Made:
    title = tr(f"referrals.{key.split('.')[0]}.title")
    name = f"referrals-{key.replace('.', '-')}"
    return name, lambda: [make_card(tr, name, title, subtitle, figures, form=form, notes=notes)]


def _growth(tr: Translator, growth: pd.DataFrame) -> Made:
    return _made(tr, "growth", growth, tr("referrals.growth.subtitle"))


def _ratios(tr: Translator, ratios: pd.DataFrame) -> list[Made]:
    return [] if ratios.empty else [_made(tr, "ratio", ratios, tr("referrals.ratio.subtitle"))]


def _places(tr: Translator, counts: pd.DataFrame) -> list[Made]:
    return answers.once(tr, "referrals of places", lambda: _each_place(tr, counts[counts["case_id"] != COUNTRY]))


def _each_place(tr: Translator, counts: pd.DataFrame) -> list[Made]:
    made = []
    for case_id, own in counts.groupby("case_id", sort=False):
        rows = records(own)
        years = {row["period_printed"] for row in rows}
        notes = [tr("referrals.one_year")] if len(years) == 1 else []
        subtitle = tr("referrals.place.subtitle", place=tr.pick(rows[0], "case"))
        made.append(_made(tr, f"place.{case_id}", own, subtitle, notes=notes))
    return made


def charts(tr: Translator, counts: pd.DataFrame, growth: pd.DataFrame, ratios: pd.DataFrame) -> list[Made]:
    """Every chart of the page, in its order; ``counts`` are those of the country and of places."""
    country = [_country(tr, counts)] if (counts["case_id"] == COUNTRY).any() else []
    return [*country, _growth(tr, growth), *_ratios(tr, ratios), *_places(tr, counts)]


def _country(tr: Translator, counts: pd.DataFrame) -> Made:
    return "referrals-country", lambda: [_country_card(tr, counts)]


def country_card(tr: Translator) -> Card:
    """The country's counts by year by themselves."""
    return _country_card(tr, answers.ask(observations.comparison, list(COUNTS), None))


def _country_card(tr: Translator, every: pd.DataFrame) -> Card:
    counts = every[every["case_id"] == COUNTRY]
    title, subtitle = tr("referrals.country.title"), tr("referrals.country.subtitle")
    # The total has three years and its parts two: one chart all the same, because the parts make up the total.
    return make_card(tr, "referrals-country", title, subtitle, counts, notes=_formulas(tr, counts), form="lines")


def _formulas(tr: Translator, counts: pd.DataFrame) -> list[str]:
    derived = counts[counts["basis"] == "derived"].drop_duplicates("formula")
    return [
        tr("referrals.formula", year=tr.period(row), name=tr.pick(row, "indicator"), formula=tr.pick(row, "formula"))
        for row in records(derived)
    ]


def show_country(tr: Translator, counts: pd.DataFrame, growth: pd.DataFrame) -> None:
    """The country's counts by year, levels derived from published growth drawn hollow, and the growth itself."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_cards(tr, *_country(tr, counts))
    with right:
        show_cards(tr, *_growth(tr, growth))


def show_ratios(tr: Translator, ratios: pd.DataFrame) -> None:
    """Downward referrals per upward referral, for the country and wherever both counts are known."""
    if own_session.current() is not None:
        from explorer.ui import own_referrals

        if own_referrals.show_ratios(tr, ratios):
            return
    for made in _ratios(tr, ratios):
        show_cards(tr, *made)


def show_places(tr: Translator, counts: pd.DataFrame) -> None:
    """Each place with referral counts by itself, because what each counts is its own; first the reader's, if any."""
    if own_session.current() is not None:
        from explorer.ui import own_referrals

        if own_referrals.has_any():
            own_referrals.show_places(tr)
    st.markdown(f"## {tr('referrals.places')}")
    places = _places(tr, counts)
    if not places:
        st.info(tr("referrals.places.none"), icon=":material/search_off:")
    for made in places:
        show_cards(tr, *made, under=SECTION)


def show_leaving(tr: Translator, figures: Sequence[Mapping[str, Any]]) -> None:
    """Transfers out of a region and inpatients leaving it: other questions than referral, told apart."""
    st.markdown(f"## {tr('referrals.leaving')}")
    st.caption(tr("referrals.leaving.note"))
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in figures:
        groups.setdefault(row["indicator_id"], []).append(row)
    for column, rows in zip(st.columns(max(1, len(groups))), groups.values(), strict=False):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{plain(tr.pick(rows[0], 'indicator'))}**")
            for row in rows:
                st.markdown(f"{plain(tr.pick(row, 'case'))}  \n{figure_phrase(row, tr)}")
            st.caption(plain(tr.pick(rows[0], "definition")))
            if len({row["period_printed"] for row in rows}) == 1:
                st.caption(tr("referrals.one_year"))
