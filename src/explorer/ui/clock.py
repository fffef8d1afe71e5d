"""The reform clock: of one case on its page, and of several cases over one another in the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
import streamlit as st

from explorer.charts.clock import clock_chart
from explorer.charts.clock_places import MODES, Clock, Mode, joined
from explorer.charts.clock_words import clock_alt, clock_notes
from explorer.charts.datasets import compiled
from explorer.charts.figure_words import definition_notes, source_line
from explorer.charts.marks import marks_legend
from explorer.charts.targets import NO_TARGETS
from explorer.comparability import Panel, ensure_one_definition, panels
from explorer.exports.clock import clock_data, clock_table
from explorer.exports.data_table import DataTable
from explorer.filters import CaseFilter, Parameter
from explorer.i18n import Translator
from explorer.queries import cases, clock, observations, records
from explorer.ui import own_session
from explorer.ui.answers import ask, once, rows
from explorer.ui.chart_card import SECTION, Card, show_cards
from explorer.ui.comparison import cases_to_show, panel_title, shown_panels
from explorer.ui.embedded import Made
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.parameters import MOST_CASES
from explorer.ui.prose import plain

MODE = Parameter("clock", MODES, single=True, default=("calendar",))
OVERLAY_MODE = Parameter("clock", MODES, single=True)
"""In the comparison the clocks are folded in, and not made, as long as a link does not ask for them."""


@dataclass(frozen=True)
class ClockCard(Card):
    """A clock with what stands around it; its figures are the events and the figures drawn, one below the other."""

    clock: Clock

    def chart(self, tr: Translator) -> Any:
        return clock_chart(self.clock, tr)

    def table(self, tr: Translator) -> pd.DataFrame:
        return clock_table(self.figures, tr)

    def data(self, tr: Translator) -> DataTable:
        return clock_data(self.figures, tr)


def make_clock_card(
    tr: Translator, name: str, title: str, shown: Clock, *, undated: int = 0, notes: Sequence[str] = ()
) -> ClockCard:
    """Compile a clock and the words about it. Raises UnlikeFiguresError for figures of different definition."""
    every = pd.concat([one for one in (shown.events, shown.figures) if not one.empty], ignore_index=True)
    subtitle, legend, definitions = tr("clock.subtitle.events"), "", []
    if not shown.figures.empty:
        ensure_one_definition(shown.figures)
        subtitle = _unit_and_years(tr, shown.figures)
        legend, definitions = marks_legend(shown.figures, tr, upright=True), definition_notes(shown.figures, tr)
    said = [*notes, *clock_notes(shown, tr, undated), legend, *definitions]
    return ClockCard(
        name=name,
        title=title,
        subtitle=subtitle,
        figures=every,
        targets=NO_TARGETS,
        form="clock",
        spec=compiled(clock_chart(shown, tr)),
        alt=clock_alt(shown, tr),
        notes=tuple(note for note in said if note),
        sources=source_line(every, tr),
        overridden=False,
        clock=shown,
    )


def _unit_and_years(tr: Translator, figures: pd.DataFrame) -> str:
    """What the lower axis counts, and the years from and to which the figures run."""
    first, last = figures["from_day"].min().year, figures["period_end"].max().year
    years = tr("chart.years", first=first, last=last) if first < last else tr("date.year", year=first)
    return f"{tr('chart.unit', unit=tr.label('unit', figures['unit'].iloc[0]))} · {years}"


def case_charts(view: View, tr: Translator) -> list[Made]:
    """The clock of the case that the page is about, as the view has it."""
    case_id = view.one("case") or ""
    start, every = rows(clock.starts, [case_id])[0], ask(clock.outcomes, [case_id])
    if ask(clock.milestones, [case_id]).empty and every.empty:
        return []
    mode = "calendar" if start["started"] is None else cast("Mode", view.one("clock"))
    return [_case_clock(tr, case_id, _chosen_panel(view, tr, _panels_of(tr, case_id, every), every), mode)]


@part("case-clock")
def show_case_clock(view: View, tr: Translator) -> None:
    """The events of the case that the page is about, and one of its indicators, on one axis."""
    case_id = view.one("case") or ""
    events = ask(clock.milestones, [case_id])
    every = ask(clock.outcomes, [case_id])
    st.markdown(f"## {tr('clock.heading')}")
    if events.empty and every.empty:
        st.info(tr("clock.nothing"), icon=":material/event_busy:")
        return
    start = rows(clock.starts, [case_id])[0]
    choices = _panels_of(tr, case_id, every)
    panel = _chosen_panel(view, tr, choices, every)
    mode = asked = cast("Mode", view.one("clock"))
    if panel is not None and view.one("indicator") not in (None, *panel.indicator_ids):
        st.info(tr("clock.not_told", shown=plain(panel_title(tr, panel))), icon=":material/search_off:")
    if mode == "since" and start["started"] is None:
        st.info(tr("clock.since.impossible"), icon=":material/event_busy:")
        mode = "calendar"
    show_cards(tr, *_case_clock(tr, case_id, panel, mode), under=SECTION)
    # Beneath the chart, as the years of the timeline are: a browser sets controls up before it draws.
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if panel is not None:
            _choose_panel(view, tr, choices, panel, every)
        if start["started"] is not None:
            _choose_mode(view, tr, asked)


def _case_clock(tr: Translator, case_id: str, panel: Panel | None, mode: Mode) -> Made:
    place = tr.pick(rows(clock.starts, [case_id])[0], "place") or ""
    name = panel_title(tr, panel) if panel else ""
    title = tr("clock.title", case=place, name=name) if panel else tr("clock.title.events", case=place)
    key = f"clock-{case_id}{f'-{panel.indicator_ids[0]}' if panel else ''}"

    def make() -> list[Card]:
        figures = ask(clock.outcomes, [case_id])
        if panel is not None:
            figures = figures[figures["indicator_id"].isin(panel.indicator_ids)].reset_index(drop=True)
        shown = Clock(ask(clock.starts, [case_id]), ask(clock.milestones, [case_id]), figures, mode)
        return [make_clock_card(tr, key, title, shown, undated=_undated([case_id], panel))]

    return f"{key}?{mode}", make


def _panels_of(tr: Translator, case_id: str, figures: pd.DataFrame) -> list[Panel]:
    """What of a case may stand on one axis, in the order of its figures."""

    def found() -> list[Panel]:
        asked = list(dict.fromkeys(figures["indicator_id"]))
        return panels(rows(observations.indicator_choices), asked, with_related=False, one_axis=False)

    return once(tr, f"clock panels {case_id}", found)


def _chosen_panel(view: View, tr: Translator, choices: Sequence[Panel], figures: pd.DataFrame) -> Panel | None:
    """What the link names; or else what a line can be drawn of, is told for most dates, and stands on the case's card.

    None for a case without a dated figure.
    """
    for panel in choices:
        if view.one("indicator") in panel.indicator_ids:
            return panel
    case_id = view.one("case") or ""
    # Weighing them takes longer than all else on a case's page together.
    return once(tr, f"clock leads with {case_id}", lambda: _leading_panel(case_id, choices, figures))


def _leading_panel(case_id: str, choices: Sequence[Panel], figures: pd.DataFrame) -> Panel | None:
    headlines = list(ask(observations.headline_figures, [case_id])["indicator_id"])

    def worth(panel: Panel) -> tuple[bool, int, int]:
        own = figures[figures["indicator_id"].isin(panel.indicator_ids)]
        dates = own.groupby(["indicator_id", "subject_en"])["period_end"].nunique().max()
        places = [-place for place, name in enumerate(headlines) if name in panel.indicator_ids]
        return bool(joined(own).any()), int(dates), max(places, default=-len(headlines))

    return max(choices, key=worth, default=None)


def _choose_panel(view: View, tr: Translator, choices: Sequence[Panel], shown: Panel, figures: pd.DataFrame) -> None:
    def named() -> dict[str, str]:
        own = set(figures["indicator_id"])
        return {next(one for one in panel.indicator_ids if one in own): panel_title(tr, panel) for panel in choices}

    names = once(tr, f"clock choices {view.one('case')}", named)
    view.widget(
        "indicator",
        st.selectbox,
        tr("clock.indicator"),
        list(names),
        value=next(one for one in names if one in shown.indicator_ids),
        read=lambda chosen: (chosen,) if chosen else (),
        format_func=names.__getitem__,
        width=420,
    )


def _choose_mode(view: View, tr: Translator, mode: Mode) -> None:
    view.widget(
        "clock",
        st.segmented_control,
        tr("clock.mode"),
        list(MODES),
        value=mode,
        read=lambda chosen: (chosen,) if chosen else (),
        format_func=lambda one: tr(f"clock.mode.{one}"),
        required=True,
        label_visibility="collapsed",
    )


def _undated(case_ids: list[str], panel: Panel | None) -> int:
    """How many figures of these cases, and of what a panel holds, have no date."""
    counts = ask(clock.undated_outcomes, case_ids)
    own = counts if panel is None else counts[counts["indicator_id"].isin(panel.indicator_ids)]
    return int(own["figures"].sum())


@part("compare-clock")
def show_overlaid_clocks(view: View, tr: Translator) -> None:
    """The chosen cases over one another, a clock a panel, once a reader has unfolded them."""
    if not view.many("indicator"):
        return
    mode = cast("Mode | None", view.one("clock"))
    opened = view.widget(
        "clock",
        st.expander,
        tr("clock.heading"),
        value=mode is not None,
        read=lambda is_open: ("since",) if is_open else (),
        key="clock-opened",
        icon=":material/schedule:",
    )
    if mode is None:
        return
    with opened:
        _choose_mode(view, tr, mode)
        if own_session.current() is not None:
            from explorer.ui import own_clock

            own_clock.show_starts(tr, [panel for panel in shown_panels(view, one_axis=False) if panel.asked])
        for panel in shown_panels(view, one_axis=False):
            if panel.asked:
                _show_overlay(tr, panel, _overlay(view, tr, panel, mode))


def overlaid_charts(view: View, tr: Translator) -> list[Made]:
    """The clocks laid over one another, where the view has them open."""
    mode = cast("Mode | None", view.one("clock"))
    if mode is None:
        return []
    asked = [panel for panel in shown_panels(view, one_axis=False) if panel.asked]
    found = [_overlay(view, tr, panel, mode) for panel in asked]
    return [overlay.made(tr) for overlay in found if not overlay.clock.starts.empty]


@dataclass(frozen=True)
class _Overlay:
    """A panel's clock, empty where no case has a known start, with its title and who is left out of it."""

    title: str
    notes: list[str]
    clock: Clock
    undated: int
    name: str
    asked: str

    def made(self, tr: Translator) -> Made:
        """The chart, to be made when it is drawn."""

        def make() -> list[Card]:
            return [make_clock_card(tr, self.name, self.title, self.clock, undated=self.undated, notes=self.notes)]

        return f"{self.name}?{self.asked}&{self.clock.mode}", make


def _overlay(view: View, tr: Translator, panel: Panel, mode: Mode) -> _Overlay:
    candidates = cases_to_show(view, CaseFilter.from_state(view.state))
    every = [row["case_id"] for row in rows(cases.case_index)] if candidates is None else candidates
    figures = ask(clock.outcomes, every, list(panel.indicator_ids))
    wanted = [one for one in every if one in view.many("case") or one in set(figures["case_id"])]
    starts = ask(clock.starts, wanted)
    known = starts[starts["started"].notna()].head(MOST_CASES).reset_index(drop=True)
    drawn = list(known["case_id"])
    own = figures[figures["case_id"].isin(drawn)].reset_index(drop=True)
    return _Overlay(
        tr("clock.title.overlay", name=panel_title(tr, panel)),
        _left_out(tr, starts, drawn, set(figures["case_id"])),
        Clock(known, ask(clock.milestones, drawn), own, mode),
        _undated(drawn, panel),
        f"clock-{panel.indicator_ids[0]}",
        str(wanted),
    )


def _show_overlay(tr: Translator, panel: Panel, overlay: _Overlay) -> None:
    """The clock, with what the reader brought if there is any of it; a sentence if there is nothing to draw."""
    if own_session.current() is not None:
        from explorer.ui import own_clock

        if own_clock.show_overlay(tr, panel, overlay.clock, overlay.title, overlay.undated, overlay.notes):
            return
    if not overlay.clock.starts.empty:
        show_cards(tr, *overlay.made(tr))
        return
    st.markdown(f"## {plain(overlay.title)}")
    st.info(tr("clock.overlay.none"), icon=":material/event_busy:")
    st.caption("  \n".join(map(plain, overlay.notes)))


def _left_out(tr: Translator, starts: pd.DataFrame, drawn: Sequence[str], told: set[str]) -> list[str]:
    """Who is not drawn and why, and who is drawn without a figure: a sentence a reason."""
    found: dict[str, list[str]] = {}
    for row in records(starts):
        if row["case_id"] in drawn:
            reason = None if row["case_id"] in told else "no_figure"
        elif row["category"] == "context":
            reason = "place"
        else:
            reason = "no_start" if row["started"] is None else "too_many"
        if reason:
            found.setdefault(reason, []).append(tr.pick(row, "place") or "")
    return [tr(f"clock.left_out.{reason}", cases=tr.listing(names)) for reason, names in found.items()]
