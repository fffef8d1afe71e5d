"""A page of the explorer on the stage: its chart drawn large, else its table, else what it is for and the way to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import pandas as pd
import streamlit as st

from explorer.charts import overview as overview_charts
from explorer.charts.clock_places import MODES, Clock, Mode
from explorer.charts.frameworks import framework_alt, framework_chart, framework_legend
from explorer.charts.marks import marks_legend
from explorer.charts.theme import for_projector
from explorer.charts.timeline import dated_within, timeline_alt, timeline_chart
from explorer.comparability import panels
from explorer.exports.figure_panels import OPENING_INDICATORS
from explorer.exports.grid import Grid, findings_grid, targets_grid
from explorer.exports.story_material import compared_cases
from explorer.exports.view_grids import policies_shown, view_grid
from explorer.filters import PolicyFilter, State
from explorer.i18n import Translator
from explorer.queries import audit, cases, clock, frameworks, observations, policies, records, targets
from explorer.story_links import Link
from explorer.story_schema import ViewStep
from explorer.ui import answers
from explorer.ui.case_figures import before_and_after_charts
from explorer.ui.chart_card import cards, inked, spec_of
from explorer.ui.clock import make_clock_card
from explorer.ui.comparison import panel_cards, panel_title
from explorer.ui.prose import plain
from explorer.ui.referrals import country_card
from explorer.ui.stage import chart_size
from explorer.years import Years

MOST_CHARTS = 3
"""More would not be looked at one by one; the page itself has them all."""


def show_view(tr: Translator, step: ViewStep, link: Link) -> None:
    """What a step's page shows in the state of its link."""
    draw = _DRAWN.get(link.page)
    if draw is not None and draw(tr, link.state):
        return
    grid = _named_by(tr, step, link) or view_grid(answers.ask, tr, link)
    if grid is not None:
        show_grid(tr, grid)
        return
    with st.container(border=True):
        st.markdown(f"## {plain(tr(f'{link.page}.title'))}\n\n{plain(tr(f'present.page.{link.page}'))}")


def show_grid(tr: Translator, grid: Grid) -> None:
    """A table of a slide, on the stage."""
    table = pd.DataFrame([[plain(cell) for cell in row] for row in grid.rows], columns=list(map(plain, grid.header)))
    st.table(table, border="horizontal", hide_index=True, alt=tr.listing(list(grid.header)))
    if grid.notes:
        st.caption("  \n".join(map(plain, grid.notes)))


def _named_by(tr: Translator, step: ViewStep, link: Link) -> Grid | None:
    """The targets or findings that the step itself names, where its page is about such."""
    if link.page == "targets" and step.targets:
        rows = {row["target_id"]: row for row in answers.rows(targets.all_targets)}
        return targets_grid([rows[name] for name in step.targets], tr)
    if link.page == "methods" and step.checks:
        found = {row["check_id"]: row for row in answers.rows(audit.findings)}
        return findings_grid([found[name] for name in step.checks], tr)
    return None


def show_panels(tr: Translator, indicator_ids: tuple[str, ...], case_ids: list[str] | None, *, related: bool) -> bool:
    """The panels of the comparison page, one below another, so that each has the width of the screen."""
    choices = answers.rows(observations.indicator_choices)
    shown = panels(choices, indicator_ids, with_related=related, one_axis=False)
    for panel in shown:
        found = panel_cards(tr, panel, shown, case_ids)
        if found is None:
            st.info(tr("compare.no_figures"), icon=":material/search_off:")
        else:
            show_charts(tr, *found)
    return bool(shown)


def show_charts(tr: Translator, key: str, make: Any) -> None:
    """Chart cards as a room reads them: the chart large, its legend and sources, its definitions folded away."""
    for card in cards(tr, key, make):
        st.markdown(f"## {plain(card.title)}\n\n:gray[{plain(card.subtitle)}]")
        st.vega_lite_chart(afar(card.spec), width="stretch", alt=card.alt)
        legend = marks_legend(card.figures_once, tr) if card.form != "clock" else ""
        st.caption("  \n".join(plain(line) for line in (legend, card.sources) if line))
        if further := [note for note in card.notes if note != legend]:
            with st.expander(tr("present.chart.notes"), icon=":material/rule:"):
                st.markdown("\n\n".join(map(plain, further)))


def afar(spec: dict[str, Any], *, dense: bool = False) -> dict[str, Any]:
    """A spec drawn to be read from afar, its words in the full ink of the reader's ground.

    A ``dense`` one grows half as much, or no screen would hold it.
    """
    size = chart_size()
    drawn = inked(for_projector(spec, 1 + (size - 1) / 2 if dense else size))
    ink = drawn["config"]["text"]["color"]
    axis = {**drawn["config"].get("axis", {}), "labelColor": ink, "titleColor": ink}
    legend = {**drawn["config"].get("legend", {}), "labelColor": ink, "titleColor": ink}
    return drawn | {"config": {**drawn["config"], "axis": axis, "legend": legend}}


def _drawn(
    tr: Translator, title: str, key: str, draw: Callable[[], Any], alt: str, *notes: str, dense: bool = False
) -> None:
    st.markdown(f"## {plain(title)}")
    st.vega_lite_chart(afar(spec_of(tr, key, draw), dense=dense), width="stretch", alt=alt)
    st.caption("  \n".join(plain(note) for note in notes if note))


def _overview(tr: Translator, state: State) -> bool:
    matrix, provinces = answers.ask(cases.model_type_matrix), answers.ask(cases.cases_by_province)
    _drawn(
        tr,
        tr("overview.matrix.title"),
        "overview-matrix",
        lambda: overview_charts.model_type_chart(matrix, tr),
        overview_charts.model_type_alt(matrix, tr),
        tr("slides.overview"),
    )
    _drawn(
        tr,
        tr("overview.map.title"),
        "overview-map",
        lambda: overview_charts.province_chart(provinces, tr),
        overview_charts.province_alt(provinces, tr),
        tr("present.map.note"),
    )
    return True


def _compare(tr: Translator, state: State) -> bool:
    case_ids = compared_cases(answers.ask, state)
    related = state.get("related") == ("on",)
    return show_panels(tr, state.get("indicator", OPENING_INDICATORS), case_ids or None, related=related)


def _referrals(tr: Translator, state: State) -> bool:
    show_charts(tr, "referrals", lambda: [country_card(tr)])
    return True


def _case(tr: Translator, state: State) -> bool:
    """What the case is, then before and after; the clock where a link asks for it or there is nothing of that kind."""
    if not state.get("case"):
        return False
    case_id = state["case"][0]
    (case,) = answers.rows(cases.case_cards, [case_id])
    st.markdown(f"## {plain(tr.pick(case, 'name'))}\n\n{plain(tr.pick(case, 'summary'))}")
    if grid := view_grid(answers.ask, tr, Link("case", state)):
        st.caption("  \n".join(map(plain, grid.notes)))
    charts = before_and_after_charts(tr, case_id, answers.ask(observations.before_and_after, case_id))
    if not charts or state.get("indicator") or state.get("clock"):
        _clock(tr, case_id, state)
        return True
    for key, make in charts[:MOST_CHARTS]:
        show_charts(tr, key, make)
    if len(charts) > MOST_CHARTS:
        st.caption(tr("present.view.more", count=len(charts) - MOST_CHARTS))
    return True


def _clock(tr: Translator, case_id: str, state: State) -> None:
    """The case's events, with the indicator that the link names, else with what has most dated figures."""
    starts, events = answers.ask(clock.starts, [case_id]), answers.ask(clock.milestones, [case_id])
    every = answers.ask(clock.outcomes, [case_id])
    choices = panels(
        answers.rows(observations.indicator_choices),
        list(dict.fromkeys(every["indicator_id"])),
        with_related=False,
        one_axis=False,
    )
    named = [panel for panel in choices if set(panel.indicator_ids) & set(state.get("indicator", ()))]
    drawable = named or [panel for panel in choices if _dates(every, panel) > 1]
    panel = max(drawable, key=lambda one: _dates(every, one)) if drawable else None
    if panel is None and events.empty:
        return
    figures = every.iloc[0:0] if panel is None else every[every["indicator_id"].isin(panel.indicator_ids)]
    start = records(starts)[0]
    asked = next((mode for mode in state.get("clock", ()) if mode in MODES), MODES[0])
    mode = cast("Mode", asked if start["started"] is not None else "calendar")
    place = tr.pick(start, "place") or ""
    title = (
        tr("clock.title", case=place, name=panel_title(tr, panel)) if panel else tr("clock.title.events", case=place)
    )
    shown = Clock(starts, events, figures.reset_index(drop=True), mode)
    key = f"clock-stage-{case_id}-{panel.indicator_ids[0] if panel else ''}?{mode}"
    show_charts(tr, key, lambda: [make_clock_card(tr, "clock", title, shown)])


def _dates(figures: pd.DataFrame, panel: Any) -> int:
    return int(figures[figures["indicator_id"].isin(panel.indicator_ids)]["period_end"].nunique())


def _policies(tr: Translator, state: State) -> bool:
    found = policies_shown(answers.ask, state)
    listed = Years.of(day.year for name in ("issued_from", "issued_to") for day in found[name].dropna())
    if listed is None:
        return False
    years = Years.from_state(state, listed)
    if dated_within(found, years).empty:
        return False
    every = answers.rows(policies.policy_facet_counts, PolicyFilter())
    levels, kinds = (
        [row["tag"] for row in every if row["dimension"] == name] for name in ("policy_level", "policy_kind")
    )
    undated = int(found["issued_from"].isna().sum())
    _drawn(
        tr,
        tr("timeline.title"),
        f"timeline-stage?{years}&{','.join(found['policy_id'])}",
        lambda: timeline_chart(found, levels, kinds, tr, years, legend_at="bottom"),
        timeline_alt(found, tr, years),
        tr("timeline.note.picture"),
        tr("timeline.undated", count=undated) if undated else "",
        dense=True,
    )
    return True


def _frameworks(tr: Translator, state: State) -> bool:
    found = answers.rows(frameworks.frameworks)
    framework = next(
        (row for row in found if row["framework_id"] in state.get("frame", ())), found[0] if found else None
    )
    if framework is None:
        return False
    name = framework["framework_id"]
    entries = answers.ask(frameworks.framework_entries, name)
    _drawn(
        tr,
        tr("frameworks.chart", title=tr.pick(framework, "title")),
        f"framework?{name}",
        lambda: framework_chart(entries, tr),
        framework_alt(entries, tr),
        framework_legend(entries, tr),
    )
    return True


_DRAWN: Mapping[str, Callable[[Translator, State], bool]] = {
    "overview": _overview,
    "compare": _compare,
    "referrals": _referrals,
    "case": _case,
    "policies": _policies,
    "frameworks": _frameworks,
}
