"""The timeline of the listed policies: the years it shows, a way from each mark to its page, its table and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.theme import framed
from explorer.charts.timeline import count_outside, dated_within, in_drawing_order, timeline_alt, timeline_chart
from explorer.exports.policies import policies_data, policies_table
from explorer.filters import PolicyFilter
from explorer.i18n import Translator
from explorer.queries import policies, records
from explorer.ui.answers import ask, once, rows
from explorer.ui.chart_card import spec_of
from explorer.ui.files import Files, show_every_file
from explorer.ui.first_paint import let_first_chart_appear
from explorer.ui.links import View, address
from explorer.ui.page import part
from explorer.ui.parameters import policy_years
from explorer.ui.policy_links import list_state, short_title
from explorer.ui.policy_list import address_of
from explorer.ui.prose import plain_table
from explorer.ui.view_chart import ViewChart, show_table_and_files, sources_told
from explorer.years import Years

TIMELINE = "timeline"
LATEST_YEARS = 5
"""How many years the button for the latest ones shows."""


@part(TIMELINE)
def show_timeline(view: View, tr: Translator) -> None:
    """The dated policies of the years asked for in time; a way to each one's page; those without a date apart."""
    cards, bounds, listed = _listed(view, tr)
    st.markdown(f"## {tr('timeline.title')}")
    if bounds is None or listed is None:
        st.info(tr("timeline.none"), icon=":material/event_busy:")
        _undated(view, tr, cards[cards["issued_from"].isna()])
        return
    asked, years = _years(view, bounds, listed)
    drawn = _drawn(tr, cards, years)
    if drawn.empty:
        said = tr("timeline.none_within", period=_period(tr, years), count=count_outside(cards, years))
        st.info(said, icon=":material/event_busy:")
    else:
        _draw(view, tr, cards, years)
    _choose_years(view, tr, asked, bounds)
    if not drawn.empty:
        order = once(tr, f"order of {_state(cards, years)}", lambda: _in_order(cards, years))
        _go_to(view, tr, order)
        show_table_and_files(tr, view.key("table.dated"), _view_chart(tr, cards, years))
    _undated(view, tr, cards[cards["issued_from"].isna()])


def charts(view: View, tr: Translator) -> list[ViewChart]:
    """The timeline of the years asked for; none where no policy has a date in them."""
    cards, bounds, listed = _listed(view, tr)
    if bounds is None or listed is None:
        return []
    _, years = _years(view, bounds, listed)
    return [] if _drawn(tr, cards, years).empty else [_view_chart(tr, cards, years)]


def _listed(view: View, tr: Translator) -> tuple[pd.DataFrame, Years | None, Years | None]:
    """The policies that the view lists, the years of all policies, and the years of those listed."""
    cards = ask(policies.policy_cards, ask(policies.policy_ids_matching, PolicyFilter.from_state(view.state)))
    bounds, _ = policy_years()
    return cards, bounds, once(tr, f"years of {','.join(cards['policy_id'])}", lambda: _years_of(cards))


def _years_of(cards: pd.DataFrame) -> Years | None:
    return Years.of(day.year for name in ("issued_from", "issued_to") for day in cards[name].dropna())


def _state(cards: pd.DataFrame, years: Years) -> str:
    """What is drawn, as a key."""
    return f"timeline?{years}&{','.join(cards['policy_id'])}"


def _drawn(tr: Translator, cards: pd.DataFrame, years: Years) -> pd.DataFrame:
    return once(tr, f"dated of {_state(cards, years)}", lambda: dated_within(cards, years))


def _in_order(cards: pd.DataFrame, years: Years) -> list[dict[str, Any]]:
    return records(in_drawing_order(cards, _in_use("policy_level"), years))


def _years(view: View, bounds: Years, listed: Years) -> tuple[Years, Years]:
    """The years asked for and the years to draw: of the whole time, those of the policies listed.

    So a filter leaves no empty years at either end.
    """
    asked = Years.from_state(view.state, bounds)
    return asked, listed if asked == bounds else asked


def _view_chart(tr: Translator, cards: pd.DataFrame, years: Years) -> ViewChart:
    return once(tr, f"chart of {_state(cards, years)}", lambda: _made_chart(tr, cards, years))


def _made_chart(tr: Translator, cards: pd.DataFrame, years: Years) -> ViewChart:
    drawn = dated_within(cards, years)
    return ViewChart(
        name="policies-timeline",
        state=_state(cards, years),
        title=tr("timeline.title"),
        subtitle=tr("timeline.subtitle", count=len(drawn), period=_period(tr, years)),
        draw=lambda: _chart(tr, cards, years),
        alt=timeline_alt(cards, tr, years),
        notes=[tr("timeline.note.picture"), *_left_out(tr, cards, years)],
        table=lambda: policies_table(drawn, tr),
        data=lambda: policies_data(drawn, tr, address_of),
        rests_on=lambda: list(dict.fromkeys(drawn["source_id"])),
        picture=lambda: _picture(tr, cards, years),
    )


def _draw(view: View, tr: Translator, cards: pd.DataFrame, years: Years) -> None:
    chart = _view_chart(tr, cards, years)
    chosen = st.vega_lite_chart(
        spec_of(tr, chart.state, chart.draw),
        width="stretch",
        alt=chart.alt,
        key=view.key("timeline"),
        on_select="rerun",
        selection_mode="policy",
    )
    let_first_chart_appear(chart.state)
    picked = chosen.selection.get("policy", [])
    if picked and picked[0].get("policy_id") in set(cards["policy_id"]):
        _open(view, picked[0]["policy_id"])
    st.caption("  \n".join([tr("timeline.note"), *chart.notes[1:]]))


def _chart(tr: Translator, cards: pd.DataFrame, years: Years, **options: Any) -> Any:
    return timeline_chart(cards, _in_use("policy_level"), _in_use("policy_kind"), tr, years, **options)


def _period(tr: Translator, years: Years) -> str:
    """These years in words, or the one year."""
    if years.length == 1:
        return tr("date.year", year=years.first)
    return tr("chart.years", first=years.first, last=years.last)


def _left_out(tr: Translator, cards: pd.DataFrame, years: Years) -> list[str]:
    outside = count_outside(cards, years)
    return [tr("timeline.outside", count=outside)] if outside else []


def _in_use(dimension: str) -> list[str]:
    """The ids of a dimension that policies have, in vocabulary order."""
    every = rows(policies.policy_facet_counts, PolicyFilter())
    return [row["tag"] for row in every if row["dimension"] == dimension]


def _open(view: View, policy_id: str) -> None:
    st.switch_page("pages/policy.py", query_params=address({**list_state(view), "policy": (policy_id,)}))


def _choose_years(view: View, tr: Translator, asked: Years, bounds: Years) -> None:
    """Buttons for the usual ranges and for the years before and after, and a slider for any other."""
    if bounds.length == 1:
        return
    busiest = once(tr, "busiest year of policies", _busiest_year)
    usual = (bounds, Years(max(bounds.first, bounds.last - LATEST_YEARS + 1), bounds.last), Years(busiest, busiest))
    with st.container(horizontal=True, gap="xsmall"):
        for name, years in zip(("whole", "latest", "busiest"), usual, strict=True):
            label = tr(f"timeline.{name}", first=years.first, last=years.last)
            _button(view, label, name, years, bounds, type="primary" if years == asked else "secondary")
        for name, pages, icon in (
            ("earlier", -1, ":material/chevron_left:"),
            ("later", 1, ":material/chevron_right:"),
        ):
            years = asked.moved(pages, bounds)
            _button(view, tr(f"timeline.{name}"), name, years, bounds, icon=icon, disabled=years == asked)
    view.choose_years(st.slider, tr("timeline.years"), asked, bounds)


def _busiest_year() -> int:
    return int(ask(policies.policy_index)["issued_from"].dropna().dt.year.mode().max())


def _button(view: View, label: str, name: str, years: Years, bounds: Years, **options: Any) -> None:
    st.button(label, key=view.key(name), on_click=view.go, kwargs=years.to_state(bounds), **options)


def _go_to(view: View, tr: Translator, drawn: Sequence[Mapping[str, Any]]) -> None:
    """Every mark by name, from the top of the drawing to its foot: the way for those who use no mouse."""
    named = {row["policy_id"]: row for row in drawn}
    chosen = st.selectbox(
        tr("timeline.go_to"),
        list(named),
        index=None,
        key=view.key("go_to"),
        format_func=lambda one: tr(
            "timeline.option",
            title=short_title(named[one], tr, letters=44),
            date=tr.issued(named[one]),
            level=tr.pick(named[one], "level"),
        ),
        placeholder=tr("timeline.go_to.placeholder"),
    )
    if chosen is not None:
        _open(view, chosen)


def _undated(view: View, tr: Translator, own: pd.DataFrame) -> None:
    """What the timeline cannot draw, as a table that is made when it is opened; and its files."""
    if own.empty:
        return
    title = tr("timeline.undated", count=len(own))
    opened = st.expander(title, icon=":material/table:", key=view.key("table.undated"), on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(tr("timeline.undated.note"))
        st.table(plain_table(policies_table(own, tr)), border="horizontal", hide_index=True, alt=title)
        show_every_file(tr, Files("policies-undated", title, lambda: policies_data(own, tr, address_of)))


def _picture(tr: Translator, cards: pd.DataFrame, years: Years) -> dict[str, Any]:
    """The timeline with its title, years, notes and sources inside."""
    drawn = dated_within(cards, years)
    undated = int(cards["issued_from"].isna().sum())
    notes = [
        tr("timeline.note.picture"),
        *_left_out(tr, cards, years),
        *([tr("timeline.undated", count=undated)] if undated else []),
        sources_told(tr, list(dict.fromkeys(drawn["source_id"]))),
        tr("export.made_with"),
    ]
    subtitle = tr("timeline.subtitle", count=len(drawn), period=_period(tr, years))
    # In a picture the title stands between the drawing and whatever is above it.
    chart = _chart(tr, cards, years, legend_at="bottom")
    return framed(chart, tr("timeline.title"), subtitle, notes)
