"""Three sets of rates side by side, and what each would mean in visits, admissions and money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import streamlit as st

from explorer.county import County
from explorer.exports.scenarios import scenarios_data, scenarios_table
from explorer.i18n import Translator
from explorer.planner.gap import QUANTITY_OF
from explorer.planner.goals import opening_goal
from explorer.planner.position import Position
from explorer.planner.position_words import percent, position_name
from explorer.planner.scenario import STEP, Kind, Scenario, Slider, outcomes, slider_of
from explorer.planner.scenario_words import lacks
from explorer.planner.telling import tell
from explorer.ui.coefficients import coefficients
from explorer.ui.files import Files, show_files
from explorer.ui.kept import kept, kept_widget
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.position import positions_of
from explorer.ui.prose import plain, plain_table

WHAT_IF = "what-if"
REDRAWN = (WHAT_IF, "brief")
"""The parts that a scenario stands in: their fragments."""
LONGEST_NAME = 24
WITHIN_COUNTY = "primary-share-within-county"
"""The group of the shares of the visits within a county."""


def none_alike(_view: View) -> Sequence[str]:
    """No cases to begin at."""
    return ()


@part(WHAT_IF)
def show_what_if(
    view: View, tr: Translator, county: County, closest: Callable[[View], Sequence[str]] = none_alike
) -> None:
    """Three scenarios to name and set, then a table of what they would mean.

    ``closest`` gives the ids of the cases most like the county, the closest first, as the view asks for them.
    """
    st.markdown(f"## {tr('what_if.title')}")
    alike = closest(view)
    found = sliders(county, alike)
    if not found:
        st.info(tr("what_if.none"), icon=":material/tune:")
        return
    st.caption(tr("what_if.note"))
    for column, kind in zip(st.columns(len(Kind), gap="medium"), Kind, strict=True):
        with column.container(border=True):
            _scenario(view, tr, kind, found)
    shown = scenarios(tr, county, alike)
    table = scenarios_table([position for position, _ in found], shown, tr)
    st.table(plain_table(table), border="horizontal", hide_index=True, alt=tr("what_if.alt"))
    lacking = lacks(shown, tr)
    if lacking:
        st.info("  \n".join(plain(line) for line in lacking), icon=":material/edit:")
    st.caption("  \n".join(plain(line) for line in _remarks(tr, found)))
    with st.container(horizontal=True):
        show_files(tr, Files("scenarios", tr("what_if.title"), lambda: scenarios_data(shown, tr)))


def sliders(county: County, closest: Sequence[str]) -> list[tuple[Position, Slider]]:
    """The rates of the county that can be moved, each with where it stops."""
    rates = [position for position in positions_of(county) if position.field_id in QUANTITY_OF]
    found = [(position, slider_of(position, closest)) for position in rates]
    return [(position, slider) for position, slider in found if slider is not None]


def scenarios(tr: Translator, county: County, closest: Sequence[str] = ()) -> list[Scenario]:
    """The three scenarios as the reader set them, with what each would mean."""
    found, per_person = sliders(county, closest), coefficients()
    made = []
    for number, kind in enumerate(Kind, start=1):
        rates = {position.field_id: _rate(kind, slider) for position, slider in found}
        made.append(Scenario(number, _name(tr, kind), rates, outcomes(county, number, rates, per_person)))
    return made


def _scenario(view: View, tr: Translator, kind: Kind, found: Sequence[tuple[Position, Slider]]) -> None:
    kept_widget(
        view,
        f"scenario.{kind}.name",
        st.text_input,
        tr("what_if.name"),
        value=_name(tr, kind),
        max_chars=LONGEST_NAME,
        redraws=REDRAWN,
        label_visibility="collapsed",
    )
    st.caption(tr(f"what_if.begins.{kind}"))
    for position, slider in found:
        kept_widget(
            view,
            f"scenario.{kind}.{position.field_id}",
            st.slider,
            plain(position_name(position, tr).text),
            float(slider.low),
            float(slider.high),
            value=float(_rate(kind, slider)),
            step=float(STEP),
            redraws=REDRAWN,
            format="%.2f%%",
        )


def _name(tr: Translator, kind: Kind) -> str:
    return str(kept(f"scenario.{kind}.name") or "").strip() or tr(f"what_if.scenario.{kind}")


def _rate(kind: Kind, slider: Slider) -> Decimal:
    """The rate that the reader set, held within the slider, or the one that it begins with."""
    value = kept(f"scenario.{kind}.{slider.field_id}")
    rate = slider.opening[kind] if value is None else Decimal(str(round(float(value), 2)))
    return min(max(rate, slider.low), slider.high)


def _remarks(tr: Translator, found: Sequence[tuple[Position, Slider]]) -> list[str]:
    """How to read the table, where each slider stops, and which target lies beyond."""
    said = [tr("what_if.read")]
    if any(position.indicator and position.indicator["group_id"] == WITHIN_COUNTY for position, _ in found):
        said.append(tr("what_if.together"))
    for position, slider in found:
        name = position_name(position, tr)
        low, high = (percent(tr, value) for value in slider.seen)
        said.append(tell(tr, "what_if.range", name=name, low=low, high=high).text)
        goal = opening_goal(position)
        if goal is not None and goal.rate.value > slider.high:
            target, end = percent(tr, goal.rate.value), percent(tr, slider.high)
            said.append(tell(tr, "what_if.beyond", name=name, target=target, high=end).text)
    return said
