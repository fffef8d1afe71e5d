"""A reader's panel by itself: how the places lie, which come first and last, how a few of them went.

Asked of the session's own file at each showing, and kept nowhere; only what is drawn leaves DuckDB.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

import pandas as pd
import streamlit as st

from explorer.charts.own_panel import BINS, distribution_chart, trend_alt, trend_chart, value_words
from explorer.exports.data_table import DataTable
from explorer.exports.own_panel import (
    distribution_data,
    distribution_table,
    rank_data,
    rank_table,
    trend_data,
    trend_table,
)
from explorer.i18n import Translator
from explorer.own_figures.beside import place_names, printed
from explorer.own_figures.panel import OwnPanel
from explorer.queries import own_figures as questions
from explorer.queries import records
from explorer.ui import own_places, own_session
from explorer.ui.files import Files, file_button, show_files
from explorer.ui.private_chart import show_private_chart
from explorer.ui.prose import plain, plain_table
from explorer.ui.view_chart import DescribedChart

LISTED = 10
LEAST_DRAWN = 30
"""Of fewer places a distribution would be a row of single bars."""

NAMED_MONTHS = (1, 3, 6, 12)
LATEST = "latest"


@dataclass(frozen=True)
class _Asked:
    """What of the panel is looked at."""

    panel: OwnPanel
    indicator_id: str
    name: str
    unit: str
    months: int | None
    period: questions.Period | None
    when: str


@st.fragment
def show_panel(tr: Translator, panel: OwnPanel) -> None:
    """Choose an indicator and a period; then the distribution over places, the ranks, and a few places over time."""
    asked = _choose(tr, panel)
    if asked is None:
        return
    _show_distribution(tr, asked)
    _show_ranks(tr, asked)
    _show_trend(tr, asked)


def _key(tr: Translator, name: str) -> str:
    return f"own-panel.{name}.{tr.language}"


def _choose(tr: Translator, panel: OwnPanel) -> _Asked | None:
    known = {one: entry for one, entry in own_places.entries().items() if one in panel.indicators}
    if not known:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        indicator_id = st.selectbox(
            tr("own.panel.indicator"),
            list(known),
            key=_key(tr, "indicator"),
            format_func=lambda one: tr.pick(known[one], "name") or one,
            width=420,
        )
        lengths = [row["months"] for row in records(own_session.ask(questions.coverage, indicator_id))]
        months = lengths[0]
        if len(lengths) > 1:
            months = st.selectbox(
                tr("own.panel.months"),
                lengths,
                key=_key(tr, f"months.{indicator_id}"),
                format_func=lambda one: _length(tr, one),
                width=140,
            )
        only = months if len(lengths) > 1 else None
        found = records(own_session.ask(questions.periods, indicator_id, only))
        periods = {f"{row['period_start']:%F}/{row['period_end']:%F}": row for row in found}
        picked = st.selectbox(
            tr("own.panel.period"),
            [LATEST, *periods],
            key=_key(tr, f"period.{indicator_id}.{months}"),
            format_func=lambda one: tr("own.panel.period.latest") if one == LATEST else _printed(periods[one]),
            width=200,
        )
    period = None if picked == LATEST else (_day(periods[picked], "period_start"), _day(periods[picked], "period_end"))
    when = tr("own.panel.period.latest") if period is None else _printed(periods[picked])
    name = tr.pick(known[indicator_id], "name") or indicator_id
    return _Asked(panel, indicator_id, name, known[indicator_id]["unit"], only, period, when)


def _length(tr: Translator, months: int) -> str:
    if months in NAMED_MONTHS:
        return tr(f"own.panel.months.{months}")
    return tr("own.panel.months.other", count=months)


def _printed(row: dict[str, Any]) -> str:
    return printed(_day(row, "period_start"), _day(row, "period_end")).replace("/", "–")


def _day(row: dict[str, Any], name: str) -> date:
    return cast("date", row[name].date())


def _notes(tr: Translator, asked: _Asked) -> list[str]:
    synthetic = tr("own.panel.note.synthetic") if asked.panel.synthetic else ""
    return [tr("own.panel.note", name=asked.panel.name), synthetic]


def _show_distribution(tr: Translator, asked: _Asked) -> None:
    (summary,) = records(own_session.ask(questions.distribution, asked.indicator_id, asked.months, asked.period))
    if summary["places"] < LEAST_DRAWN:
        st.caption("  \n".join(plain(note) for note in (tr("own.panel.few"), *_notes(tr, asked)) if note))
        return
    parts = own_session.ask(questions.histogram, asked.indicator_id, BINS, asked.months, asked.period)
    values = ("least", "p10", "p25", "median", "p75", "p90", "largest")
    words = {name: value_words(summary[name], asked.unit, tr) for name in values}
    told = tr("own.panel.distribution.told", count=summary["places"], **words)
    unit = tr("chart.unit", unit=tr.label("unit", asked.unit))
    show_private_chart(
        tr,
        DescribedChart(
            name="own-distribution",
            title=tr("own.panel.distribution", name=asked.name),
            subtitle=tr("own.panel.distribution.subtitle", name=unit, period=asked.when, count=summary["places"]),
            draw=lambda: distribution_chart(parts, summary["median"], asked.unit, tr),
            alt=_alt(tr, asked, told),
            notes=[told, *_notes(tr, asked)],
            table=lambda: distribution_table(parts, asked.unit, tr),
            data=lambda: distribution_data(parts, asked.indicator_id, asked.name, summary["synthetic"], tr),
        ),
    )


def _alt(tr: Translator, asked: _Asked, told: str) -> str:
    return " ".join([tr("own.panel.distribution", name=asked.name), told, *filter(None, _notes(tr, asked))])


def _show_ranks(tr: Translator, asked: _Asked) -> None:
    st.markdown(f"### {plain(tr('own.panel.rank', name=asked.name))}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        end = st.segmented_control(
            tr("own.panel.rank.show"),
            ("largest", "smallest"),
            default="largest",
            required=True,
            key=_key(tr, "end"),
            format_func=lambda one: tr(f"own.panel.rank.{one}", count=LISTED),
            label_visibility="collapsed",
        )
        words = st.text_input(tr("own.panel.rank.find"), key=_key(tr, "find"), width=280).strip()
    if words:
        places = list(own_session.ask(questions.places, [asked.indicator_id], words, LISTED)["place"])
        found = own_session.ask(questions.ranked_places, asked.indicator_id, places, asked.months, asked.period)
    else:
        shown = cast("Literal['largest', 'smallest']", end)
        found = own_session.ask(questions.ranked, asked.indicator_id, shown, LISTED, asked.months, asked.period)
    if found.empty:
        st.info(plain(tr("own.panel.rank.none", words=words)), icon=":material/search_off:")
        return
    title = tr("own.panel.rank", name=asked.name)
    st.table(plain_table(rank_table(found, asked.unit, tr)), border="horizontal", hide_index=True, alt=title)
    st.caption("  \n".join(plain(note) for note in (tr("own.panel.rank.note"), *_notes(tr, asked)) if note))

    ask = own_session.asker()

    def listed(ranked: pd.DataFrame) -> DataTable:
        return rank_data(ranked, asked.indicator_id, asked.name, asked.panel.name, tr)

    def every() -> bytes:
        asked_for = (asked.indicator_id, "largest", asked.panel.places, asked.months, asked.period)
        return listed(ask(questions.ranked, *asked_for)).csv()

    with st.container(horizontal=True):
        show_files(tr, Files("own-ranks", title, lambda: listed(found)))
        file_button(tr("own.panel.rank.csv"), f"own-ranks-all-{tr.language}.csv", every, _key(tr, "ranks.all"))


def _show_trend(tr: Translator, asked: _Asked) -> None:
    own_places.show_choice(tr, "panel")
    places = own_places.chosen()
    figures = own_session.ask(questions.trend, asked.indicator_id, places, asked.months) if places else pd.DataFrame()
    title = tr("own.panel.trend", name=asked.name)
    if figures.empty:
        st.markdown(f"### {plain(title)}")
        st.info(tr("own.panel.trend.choose", most=own_places.MOST_PLACES), icon=":material/timeline:")
        return
    names = place_names(records(figures))
    figures = figures.assign(series=[names[place] for place in figures["place"]])
    unit = tr("chart.unit", unit=tr.label("unit", asked.unit))
    show_private_chart(
        tr,
        DescribedChart(
            name="own-trend",
            title=title,
            subtitle=unit,
            draw=lambda: trend_chart(figures, asked.unit, tr),
            alt=" ".join([trend_alt(figures, asked.name, asked.unit, tr), *filter(None, _notes(tr, asked))]),
            notes=[tr("own.panel.trend.note"), *_notes(tr, asked)],
            table=lambda: trend_table(figures, asked.unit, tr),
            data=lambda: trend_data(figures, asked.indicator_id, asked.name, asked.panel.name, tr),
        ),
    )
