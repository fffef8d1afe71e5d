"""The comparison page's parts: what is chosen, one panel a definition, the spread by tag."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.figure_words import target_note
from explorer.charts.overview import model_name
from explorer.charts.targets import NO_TARGETS
from explorer.comparability import Panel, can_be_joined, differing_parts, panels
from explorer.filters import CaseFilter, Parameter
from explorer.i18n import Translator
from explorer.queries import cases as case_queries
from explorer.queries import observations, policies, records
from explorer.schema import ALONE
from explorer.ui import own_session
from explorer.ui.answers import ask, rows
from explorer.ui.case_groups import GROUP, groups_of, show_groups
from explorer.ui.chart_card import cards, group_cards, make_card, show_cards, slides_of_cards
from explorer.ui.embedded import Made
from explorer.ui.files import file_button
from explorer.ui.links import View, address
from explorer.ui.page import part
from explorer.ui.parameters import MOST_CASES
from explorer.ui.policy_links import short_title
from explorer.ui.prose import plain

RELATED = Parameter("related", ("on",), single=True)
BY_DIMENSIONS = ("alliance_model", "integration_type")
BY_CHOICES = (*BY_DIMENSIONS, GROUP)
BY = Parameter("by", BY_CHOICES, single=True)
AXIS = Parameter("axis", ("shared",), single=True)
COMPARISON, DISTRIBUTION = "comparison", "distribution"
"""The page's fragments: each is drawn again by itself."""


@part(COMPARISON)
def show_comparison(view: View, tr: Translator) -> None:
    """What is compared, and the panels."""
    _controls(view, tr)
    chosen_cases = cases_to_show(view, CaseFilter.from_state(view.state))
    shown = shown_panels(view, one_axis=view.one("axis") == "shared")
    if own_session.current() is not None:
        from explorer.ui import own_compare  # it draws with what stands here

        shown = own_compare.with_own_panels(shown)
        own_compare.show_choice(tr, shown)
    if len(shown) > 1:
        st.caption(tr("compare.split", count=len(shown)))
    show_panels(tr, shown, chosen_cases)
    _one_deck(tr, shown, chosen_cases)
    _ways_to_cases(view, tr)


def charts(view: View, tr: Translator) -> list[Made]:
    """The charts of the view: its panels, and the spread by tag where it is asked for."""
    shown, by = shown_panels(view, one_axis=view.one("axis") == "shared"), view.one("by")
    case_ids = cases_to_show(view, CaseFilter.from_state(view.state))
    found = [panel_cards(tr, panel, shown, case_ids) for panel in shown]
    if by is not None and (by != GROUP or groups_of(view)):
        found += [_spread(view, tr, indicator_id, by) for indicator_id in view.many("indicator")]
    return [made for made in found if made is not None]


def shown_panels(view: View, *, one_axis: bool) -> list[Panel]:
    """The panels that the view asks for."""
    choices = rows(observations.indicator_choices)
    return panels(choices, view.many("indicator"), with_related=view.one("related") == "on", one_axis=one_axis)


def _controls(view: View, tr: Translator) -> None:
    """Which indicators, which cases, whether related definitions are shown beside."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _fold(view, "indicator", tr("compare.indicators"), ":material/checklist:", _indicator_choice, tr)
        _fold(view, "case", tr("compare.cases"), ":material/location_on:", _case_choice, tr)
        _fold(view, "model", tr("facet.alliance_model"), ":material/hub:", _model_choice, tr)
        _fold(view, "definitions", tr("compare.definitions"), ":material/rule:", _definitions, tr)
        if models := view.many("model"):
            st.caption(plain(tr.listing([model_name(tag, tr) for tag in models])))


def _fold(
    view: View,
    name: str,
    label: str,
    icon: str,
    draw: Callable[[View, Translator], None],
    tr: Translator,
) -> None:
    """Controls under a button, drawn once they are wanted.

    Controls take a browser longer than the charts that they choose. And one that is drawn but folded away would not
    hear of a way back in the browser: it would bring its old value again with the next change.
    """
    # The label stays the same whatever is chosen: another one would be another button, and the old one close.
    folded = st.popover(label, icon=icon, key=view.key(f"fold.{name}"), on_change="rerun")
    if folded.open:
        with folded:
            draw(view, tr)


def _indicator_choice(view: View, tr: Translator) -> None:
    choices = {row["indicator_id"]: row for row in rows(observations.indicator_choices)}
    view.choose_many(
        "indicator",
        st.multiselect,
        tr("compare.indicators"),
        list(choices),
        format_func=lambda key: tr.pick(choices[key], "name"),
        placeholder=tr("compare.indicators.placeholder"),
        redraws=(COMPARISON, DISTRIBUTION),
    )


def _case_choice(view: View, tr: Translator) -> None:
    names = {row["case_id"]: tr.pick(row, "name") for row in rows(case_queries.case_index)}
    view.choose_many(
        "case",
        st.multiselect,
        tr("compare.cases"),
        list(names),
        format_func=names.__getitem__,
        placeholder=tr("compare.cases.placeholder"),
        max_selections=MOST_CASES,
    )


def _model_choice(view: View, tr: Translator) -> None:
    view.choose_many(
        "model",
        st.pills,
        tr("facet.alliance_model"),
        ["medical_group", "medical_community", "specialty_alliance", "telemedicine_network", "other"],
        format_func=lambda tag: plain(tr.label("alliance_model", tag)),
        selection_mode="multi",
        wrap=True,
    )


def _definitions(view: View, tr: Translator) -> None:
    view.widget(
        "related",
        st.toggle,
        tr("compare.only_comparable"),
        value=view.one("related") is None,
        read=lambda only: () if only else ("on",),
        help=tr("compare.only_comparable.help"),
    )
    if can_be_joined(shown_panels(view, one_axis=False), rows(observations.indicator_choices)):
        view.switch("axis", st.toggle, tr("compare.one_axis"), on="shared", help=tr("compare.one_axis.help"))


def _one_deck(tr: Translator, shown: Sequence[Panel], case_ids: list[str] | None) -> None:
    """All panels as slides in one file; nothing where one panel's own button says as much."""
    found = [made for panel in shown if (made := panel_cards(tr, panel, shown, case_ids)) is not None]
    if len(found) < 2:
        return
    title = tr("compare.deck.title", names=tr.listing([panel_title(tr, panel) for panel in shown]))
    file_button(
        tr("compare.deck"),
        f"compare-{tr.language}.pptx",
        lambda: slides_of_cards(tr, title, [card for name, make in found for card in cards(tr, name, make)]),
        f"compare.deck.{tr.language}",
        icon=":material/slideshow:",
        look="tertiary",
    )


def _ways_to_cases(view: View, tr: Translator) -> None:
    """From the figures of chosen cases back to the cases, each with its policies."""
    known = {row["case_id"]: row for row in rows(case_queries.case_index) if row["category"] != "context"}
    chosen = [known[case_id] for case_id in view.many("case") if case_id in known]
    if not chosen:
        return
    st.caption(tr("compare.cases_chosen"))
    with st.container(horizontal=True, gap="medium"):
        for row in chosen:
            st.page_link(
                "pages/case.py",
                label=plain(short_title(row, tr, "name")),
                icon=":material/article:",
                query_params=address({"case": (row["case_id"],)}),
            )


def cases_to_show(view: View, asked: CaseFilter) -> list[str] | None:
    """The ids to show, or None for all: those picked, and of those the ones that the tags allow."""
    picked = list(view.many("case"))
    if asked.is_empty:
        return picked or None
    matching = ask(case_queries.case_ids_matching, asked)
    return [case_id for case_id in picked if case_id in matching] if picked else matching


def show_panels(tr: Translator, shown: Sequence[Panel], case_ids: list[str] | None) -> None:
    """The panels two by two; a panel without a figure says so."""
    if not shown:
        st.info(tr("compare.nothing_chosen"), icon=":material/checklist:")
    for start in range(0, len(shown), 2):
        for column, panel in zip(st.columns(2, gap="large"), shown[start : start + 2], strict=False):
            with column:
                _panel(tr, panel, shown, case_ids)


def _panel(tr: Translator, panel: Panel, shown: Sequence[Panel], case_ids: list[str] | None) -> None:
    if own_session.current() is not None:
        from explorer.ui import own_compare

        if own_compare.show_panel(tr, panel, shown, case_ids):
            return
    found = panel_cards(tr, panel, shown, case_ids)
    if found is None:
        st.markdown(f"## {plain(panel_title(tr, panel))}")
        st.info(tr("compare.no_figures"), icon=":material/search_off:")
        return
    show_cards(tr, *found)


def panel_cards(tr: Translator, panel: Panel, shown: Sequence[Panel], case_ids: list[str] | None) -> Made | None:
    """A panel's charts as ``show_cards`` takes them, with what they depend on; None without a figure."""
    figures = ask(observations.comparison, list(panel.indicator_ids), case_ids)
    if figures.empty:
        return None
    name, title = f"compare-{panel.indicator_ids[0]}", panel_title(tr, panel)
    targets = NO_TARGETS if _alone(panel) else ask(policies.targets_for, list(panel.indicator_ids))
    return f"{name}?{case_ids}&{shown}", lambda: group_cards(
        tr, name, title, figures, targets, panel_notes(tr, panel, shown, targets), overridden=panel.overridden
    )


def panel_notes(tr: Translator, panel: Panel, shown: Sequence[Panel], targets: pd.DataFrame) -> list[str]:
    """Why these stand together and others apart, and which targets are drawn or why a well-known one is not."""
    if _alone(panel):
        return []
    group = _group(panel)
    reason = "" if panel.overridden else tr.pick(group, "reason") or ""
    said = [target_note(tr, row) for row in records(targets)] or [tr.pick(group, "target_note") or ""]
    return [*_apart(tr, panel, shown), reason, *said]


def _apart(tr: Translator, panel: Panel, shown: Sequence[Panel]) -> list[str]:
    """One sentence for each panel asked for that has the same question: in what their definitions differ."""
    own = _indicator(panel)
    others = [(other, _indicator(other)) for other in shown if other is not panel and other.asked and not _alone(other)]
    return [
        tr(
            "compare.apart",
            name=panel_title(tr, other),
            parts=tr.listing([tr(f"measure.{part}") for part in differing_parts(own, row)]),
        )
        for other, row in others
        if (own["family"] or own["group_id"]) == (row["family"] or row["group_id"])
    ]


def _indicator(panel: Panel) -> dict[str, Any]:
    choices = rows(observations.indicator_choices)
    return next(row for row in choices if row["indicator_id"] == panel.indicator_ids[0])


def _alone(panel: Panel) -> bool:
    return _indicator(panel)["group_id"] == ALONE


def _group(panel: Panel) -> dict[str, Any]:
    group_id = _indicator(panel)["group_id"]
    return next(row for row in rows(observations.comparability_groups) if row["group_id"] == group_id)


def panel_title(tr: Translator, panel: Panel) -> str:
    """The group's name where the panel holds all of its indicators or several, else the one indicator's."""
    choices = rows(observations.indicator_choices)
    group_id = _indicator(panel)["group_id"]
    whole = group_id != ALONE and sum(row["group_id"] == group_id for row in choices) == len(panel.indicator_ids)
    if whole or len(panel.indicator_ids) > 1:
        return tr.pick(_group(panel), "name") or panel.indicator_ids[0]
    return tr.pick(_indicator(panel), "name") or panel.indicator_ids[0]


@part(DISTRIBUTION)
def show_distribution(view: View, tr: Translator) -> None:
    """How each indicator's latest figures spread over the tags of a dimension, once a reader has chosen one."""
    indicator_ids = view.many("indicator")
    if not indicator_ids:
        return
    opened = st.expander(
        tr("compare.by.title"),
        icon=":material/scatter_plot:",
        expanded=view.one("by") is not None,
        key=f"compare.by.opened.{tr.language}",
        on_change="rerun",
    )
    if not opened.open:
        return
    with opened:
        _distribution(view, tr, indicator_ids)


def _distribution(view: View, tr: Translator, indicator_ids: Sequence[str]) -> None:
    view.choose_one(
        "by",
        st.segmented_control,
        tr("compare.by"),
        BY_CHOICES,
        format_func=lambda name: tr("compare.groups") if name == GROUP else tr(f"facet.{name}"),
        label_visibility="collapsed",
    )
    dimension = view.one("by")
    if dimension is None:
        st.caption(tr("compare.by.note"))
        return
    if dimension == GROUP:
        show_groups(view, tr)
        if not groups_of(view):
            return
    for start in range(0, len(indicator_ids), 2):
        for column, indicator_id in zip(st.columns(2, gap="large"), indicator_ids[start : start + 2], strict=False):
            with column:
                made = _spread(view, tr, indicator_id, dimension)
                if made is None:
                    name = plain(_indicator_name(tr, indicator_id))
                    st.info(tr("compare.by.empty", name=name), icon=":material/search_off:")
                else:
                    show_cards(tr, *made)


def _indicator_name(tr: Translator, indicator_id: str) -> str:
    choices = rows(observations.indicator_choices)
    return tr.pick(next(row for row in choices if row["indicator_id"] == indicator_id), "name") or ""


def _spread(view: View, tr: Translator, indicator_id: str, dimension: str) -> Made | None:
    """An indicator's latest figures by tag or group; None without a figure."""
    figures = _figures_by(view, indicator_id, dimension)
    if figures.empty:
        return None
    by = tr("compare.groups.chart" if dimension == GROUP else f"facet.{dimension}")
    title = tr("compare.by.chart", name=_indicator_name(tr, indicator_id), dimension=by)
    note = tr("compare.groups.note" if dimension == GROUP else "compare.by.note")
    notes = _groups_without(view, tr, figures) if dimension == GROUP else []
    name = f"spread-{indicator_id}-{dimension}"
    return (
        f"{name}?{view.many(GROUP) if dimension == GROUP else ''}",
        lambda: [make_card(tr, name, title, note, figures, form="spread", notes=notes)],
    )


def _groups_without(view: View, tr: Translator, figures: pd.DataFrame) -> list[str]:
    """The groups of which no member has a figure, in a sentence if there are any."""
    missing = [group.name for group in groups_of(view) if group.name not in set(figures["tag"])]
    return [tr("compare.groups.without", names=tr.listing(missing))] if missing else []


def _figures_by(view: View, indicator_id: str, dimension: str) -> pd.DataFrame:
    """The latest figures of an indicator by the tags of a dimension, or by the reader's own groups."""
    if dimension != GROUP:
        return ask(observations.by_tag, [indicator_id], dimension)
    groups = groups_of(view)
    members = [list(group.members) for group in groups]
    return ask(observations.by_group, [indicator_id], [group.name for group in groups], members)
