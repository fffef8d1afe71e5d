"""A reader's figures on the comparison page: beside published ones of the same definition, and nowhere else.

Nothing here goes through a cache: those are shared between sessions.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from explorer.charts.figure_words import unit_and_period
from explorer.charts.figures import LEAST_TIMES, MOST_LINES, split_trends
from explorer.charts.targets import NO_TARGETS
from explorer.comparability import Panel, panels
from explorer.i18n import Translator
from explorer.own_figures.beside import beside, newest, whole_years
from explorer.queries import observations, policies
from explorer.schema import ALONE
from explorer.ui import own_places, own_session
from explorer.ui.answers import ask, rows
from explorer.ui.chart_card import Card, make_card, show_card
from explorer.ui.comparison import panel_notes, panel_title

THING = ["case_id", "subject_en", "indicator_id"]


def show_choice(tr: Translator, shown: Sequence[Panel]) -> None:
    """Which places of the set are shown, if it has anything for these panels."""
    if own_places.indicators_of([one for panel in shown for one in panel.indicator_ids]):
        own_places.show_choice(tr, "compare")


def with_own_panels(shown: Sequence[Panel]) -> list[Panel]:
    """The panels, and one for what the set holds that asks the same as one of them but is defined otherwise."""
    held = own_session.current()
    if held is None:
        return list(shown)
    choices = rows(observations.indicator_choices)
    by_id = {row["indicator_id"]: row for row in choices}
    there = {one for panel in shown for one in panel.indicator_ids}
    asked = {question for one in there if (question := _question(by_id[one]))}
    more = [one for one in held.indicators if one in by_id and one not in there and _question(by_id[one]) in asked]
    added = panels(choices, more, with_related=False, one_axis=False)
    return [*shown, *(Panel(panel.indicator_ids, asked=False) for panel in added)]


def _question(row: dict[str, object]) -> object:
    return None if row["group_id"] == ALONE else row["family"] or row["group_id"]


def show_panel(tr: Translator, panel: Panel, shown: Sequence[Panel], case_ids: list[str] | None) -> bool:
    """Draw a panel with the reader's figures in it; False if there are none, and nothing was drawn."""
    if not own_places.indicators_of(panel.indicator_ids):
        return False
    own = own_places.figures_of(panel.indicator_ids)
    if own.empty:
        return False
    published = ask(observations.comparison, list(panel.indicator_ids), case_ids)
    alone = rows_alone(panel)
    targets = NO_TARGETS if alone else ask(policies.targets_for, list(panel.indicator_ids))
    notes = [tr("own.note.latest"), *panel_notes(tr, panel, shown, targets)]
    for card in own_cards(tr, panel, published, own, targets, notes):
        show_card(tr, card)
    return True


def rows_alone(panel: Panel) -> bool:
    """Whether the panel's indicator belongs to no group that a target could be for."""
    choices = rows(observations.indicator_choices)
    return next(row["group_id"] for row in choices if row["indicator_id"] == panel.indicator_ids[0]) == ALONE


def own_cards(
    tr: Translator, panel: Panel, published: pd.DataFrame, own: pd.DataFrame, targets: pd.DataFrame, notes: list[str]
) -> list[Card]:
    """The charts of a panel: lines where published figures make them, with the reader's of whole years among them as
    far as a chart holds them; and rows with the newest of each of the reader's places beside all others.

    Raises UnlikeFiguresError for figures of different definition, unless the panel was asked to hold them.
    """
    trends, rest = split_trends(published)
    lines = _lines(trends, own)
    parts = [] if trends.empty else [beside(trends, lines)]
    if not rest.empty or lines.empty:
        parts.append(beside(rest, newest(own)))
    title = panel_title(tr, panel)
    return [
        make_card(
            tr,
            f"compare-{panel.indicator_ids[0]}-own{f'-{number}' if number else ''}",
            tr("compare.others", name=title) if number else title,
            unit_and_period(tr, part),
            part,
            targets=targets,
            notes=notes,
            overridden=panel.overridden,
        )
        for number, part in enumerate(parts)
    ]


def _lines(trends: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """The reader's figures that make lines beside these, of the first places that a chart has room for."""
    if trends.empty:
        return own.iloc[0:0]
    years = whole_years(own)
    long = years[years.groupby(THING)["period_end"].transform("nunique") >= LEAST_TIMES]
    room = MOST_LINES - len(trends.groupby(THING))
    first = long.drop_duplicates(THING)["case_id"].head(max(room, 0))
    return long[long["case_id"].isin(first)].reset_index(drop=True)
