"""Figures that share an axis, with the words that have to stand around them, ready for a slide or a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import pandas as pd

from explorer.charts.figure_words import source_line, target_note, unit_and_years
from explorer.charts.figures import charts_of, figures_alt, form_of
from explorer.charts.targets import NO_TARGETS
from explorer.comparability import Panel, definition_of, panels
from explorer.i18n import YEAR_UNIT, Translator
from explorer.queries import observations, policies, records
from explorer.schema import ALONE

Ask = Callable[..., Any]
"""Asks a query for plain arguments: ``ask(observations.comparison, ["county-visit-rate"], None)``."""

OPENING_INDICATORS = ("county-visit-rate", "primary-visit-rate")
"""What the comparison shows until a reader chooses; a link leaves it out."""


class Shown(Protocol):
    """What a chart is made from and what stands around it; a chart card of a page is one, and so is a FigurePanel."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def subtitle(self) -> str: ...
    @property
    def figures(self) -> pd.DataFrame: ...
    @property
    def targets(self) -> pd.DataFrame: ...
    @property
    def form(self) -> str: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def sources(self) -> str: ...
    @property
    def alt(self) -> str: ...
    @property
    def overridden(self) -> bool: ...


@dataclass(frozen=True)
class FigurePanel:
    """One chart of figures of one definition. ``form`` is ``lines`` for what is drawn over time."""

    name: str
    title: str
    subtitle: str
    figures: pd.DataFrame
    targets: pd.DataFrame
    form: Literal["figures", "lines"]
    notes: tuple[str, ...]
    sources: str
    alt: str
    overridden: bool = False


def compared_panels(
    ask: Ask, tr: Translator, indicator_ids: Sequence[str], case_ids: Sequence[str]
) -> list[FigurePanel]:
    """The panels of a comparison, as the comparison page draws them; without ``case_ids`` those of all places."""
    choices = records(ask(observations.indicator_choices))
    found = []
    for panel in panels(choices, indicator_ids, with_related=False, one_axis=False):
        figures = ask(observations.comparison, list(panel.indicator_ids), list(case_ids) or None)
        if not figures.empty:
            targets = _targets(ask, panel, choices)
            found += panels_of(
                tr, f"compare-{panel.indicator_ids[0]}", _title(ask, tr, panel, choices), figures, targets
            )
    return found


def _targets(ask: Ask, panel: Panel, choices: Sequence[dict[str, Any]]) -> pd.DataFrame:
    own = next(row for row in choices if row["indicator_id"] == panel.indicator_ids[0])
    alone = own["group_id"] == ALONE
    found: pd.DataFrame = NO_TARGETS if alone else ask(policies.targets_for, list(panel.indicator_ids))
    return found


def _title(ask: Ask, tr: Translator, panel: Panel, choices: Sequence[dict[str, Any]]) -> str:
    own = next(row for row in choices if row["indicator_id"] == panel.indicator_ids[0])
    if len(panel.indicator_ids) > 1 and own["group_id"] != ALONE:
        groups = records(ask(observations.comparability_groups))
        return tr.pick(next(row for row in groups if row["group_id"] == own["group_id"]), "name") or ""
    return tr.pick(own, "name") or ""


def panels_of(
    tr: Translator, name: str, title: str, figures: pd.DataFrame, targets: pd.DataFrame = NO_TARGETS
) -> list[FigurePanel]:
    """Figures of one definition: lines where a thing has many dates, and all others as rows in a second panel."""
    return [
        panel(tr, file, heading, part, targets=targets) for file, heading, part in charts_of(tr, name, title, figures)
    ]


def panel(
    tr: Translator,
    name: str,
    title: str,
    figures: pd.DataFrame,
    *,
    targets: pd.DataFrame = NO_TARGETS,
    form: Literal["figures", "lines"] = "figures",
) -> FigurePanel:
    """One panel with the words around it."""
    notes = [note for row in records(figures) if (note := tr.pick(row, "definition_note"))]
    return FigurePanel(
        name=name,
        title=title,
        subtitle=unit_and_years(tr, figures),
        figures=figures,
        targets=targets,
        form="lines" if form == "lines" or form_of(figures) == "line" else "figures",
        notes=(*dict.fromkeys(notes), *(target_note(tr, row) for row in records(targets))),
        sources=source_line(figures, tr),
        alt=figures_alt(figures, tr),
    )


def before_and_after_panels(tr: Translator, case_id: str, figures: pd.DataFrame) -> list[FigurePanel]:
    """The figures of ``observations.before_and_after`` as the case's page draws them: a panel a definition and unit."""
    charts = before_and_after(tr, case_id, figures)
    return [drawn for name, title, own in charts for drawn in panels_of(tr, name, title, own)]


def before_and_after(tr: Translator, case_id: str, figures: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Those figures by definition and unit, each with the name of its file and its title."""
    for axis, own in figures.groupby(_axes_of(figures), sort=False) if len(figures) else ():
        yield f"case-{case_id}-{str(axis).replace('/', '-')}", tr.pick(records(own)[0], "indicator") or "", own


def _axes_of(figures: pd.DataFrame) -> pd.Series:
    """By figure the axis that it may be drawn on: its comparability group, or its indicator alone, and its unit."""
    alone = figures["group_id"] == ALONE
    axes: pd.Series = figures["group_id"].where(~alone, figures["indicator_id"]) + "/" + figures["unit"]
    return axes


LEAST_DRAWN = 2
"""A single figure is told in the table: a chart of one bar shows nothing."""


def drawn_and_told(
    tr: Translator, name: str, figures: pd.DataFrame, about: Sequence[str] = ()
) -> tuple[list[FigurePanel], pd.DataFrame]:
    """Figures as far as they may share an axis, in a panel a definition, and the others, which only a table may hold.

    A table takes what a chart would mislead about: figures of different definition, dates of events, single figures.
    With ``about``, observations that are asked about, only their definitions are drawn.
    """
    if figures.empty:
        return [], figures
    drawn: list[FigurePanel] = []
    told = []
    keys = [(*definition_of(row), row["unit"]) for row in records(figures)]
    for key in dict.fromkeys(keys):
        part = figures[[other == key for other in keys]]
        aside = bool(about) and not part["observation_id"].isin(about).any()
        if len(part) < LEAST_DRAWN or key[-1] == YEAR_UNIT or aside:
            told += list(part["observation_id"])
            continue
        title = " / ".join(dict.fromkeys(part[f"indicator_{tr.language}"]))
        drawn += panels_of(tr, f"{name}-{len(drawn) + 1}", title, part)
    return drawn, figures[figures["observation_id"].isin(told)]
