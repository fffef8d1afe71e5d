"""Where a county stands, and what its gaps come to in visits, admissions and money."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from explorer.charts.figure_words import source_line
from explorer.charts.position import drawable, position_alt, position_chart, verdict_notes
from explorer.county import County
from explorer.exports.position import position_data, position_table
from explorer.i18n import Translator
from explorer.planner.position import FIELD_INDICATORS, Position, positions
from explorer.planner.position_words import rule_words, standing_words, why_not_words
from explorer.queries import observations, policies
from explorer.queries.position import indicators_alike
from explorer.ui.answers import ask, rows
from explorer.ui.gap import show_gap
from explorer.ui.links import View
from explorer.ui.private_chart import show_private_chart
from explorer.ui.prose import plain
from explorer.ui.view_chart import DescribedChart


def positions_of(county: County) -> list[Position]:
    """Each number of the county with what it may be held against; reads what is published, and caches only that."""
    asked = list(FIELD_INDICATORS)
    indicators = rows(indicators_alike, asked)
    figures = ask(observations.comparison, [row["indicator_id"] for row in indicators])
    return positions(county, indicators, figures, rows(policies.targets_for, asked))


def show_position(view: View, tr: Translator, county: County) -> None:
    """The county's numbers beside targets and comparable figures; what cannot be compared, and why; then the gaps."""
    st.markdown(f"## {tr('position.title')}")
    every = positions_of(county)
    drawn = drawable(every)
    if not drawn:
        st.info(tr("position.empty"), icon=":material/straighten:")
    else:
        _chart(tr, county, drawn)
        lines: list[str] = []
        for position in drawn:
            lines.append(f"- {plain(standing_words(position, tr).text)}")
            lines += [f"    - {plain(rule_words(rule, position, tr).text)}" for rule in position.rules]
        st.markdown("\n".join(lines))
        st.caption(tr("position.reading"))
    told = [plain(words.text) for position in every for words in why_not_words(position, tr)]
    if told:
        with st.expander(tr("position.others"), icon=":material/rule:"):
            st.markdown("\n".join(f"- {line}" for line in told))
    show_gap(view, tr, county, every)


def _chart(tr: Translator, county: County, drawn: list[Position]) -> None:
    figures = [position.figures for position in drawn if not position.figures.empty]
    sources = source_line(pd.concat(figures, ignore_index=True), tr) if figures else ""
    show_private_chart(
        tr,
        DescribedChart(
            name="position",
            title=tr("position.chart"),
            subtitle=tr("position.subtitle"),
            draw=lambda: position_chart(drawn, tr),
            alt=position_alt(drawn, tr),
            notes=[tr("position.legend"), *verdict_notes(drawn, tr), sources],
            table=lambda: position_table(drawn, county, tr),
            data=lambda: position_data(drawn, county, tr),
        ),
    )
