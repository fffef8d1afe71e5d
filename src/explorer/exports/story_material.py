"""What a story's files are written from: its steps with figures, findings, targets, charts and references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from explorer.exports.citation import case_citation, policy_citation
from explorer.exports.figure_panels import (
    OPENING_INDICATORS,
    Ask,
    FigurePanel,
    before_and_after_panels,
    compared_panels,
    drawn_and_told,
    panel,
)
from explorer.exports.grid import Grid
from explorer.exports.view_grids import tags_compared, view_grid
from explorer.filters import CaseFilter, State
from explorer.i18n import LANGUAGES, Translator
from explorer.queries import audit, cases, methods, observations, policies, records, targets
from explorer.story_links import Link, link_of, read_link
from explorer.story_schema import AnyStep, ComparisonStep, GuessStep, PointStep, Story, ViewStep

Row = Mapping[str, Any]
REFERRALS = ("referrals-total", "referrals-up", "referrals-down")
COUNTRY = "national"


@dataclass(frozen=True)
class StepMaterial:
    """A step with everything that it rests on.

    ``figures`` are all that it tells; ``panels`` and ``told`` are what is shown of them: charts, and the figures that
    only a table may hold. Charts and what the step's page shows come with the question where the step is about looking
    at them (``at_once``), all else with the answer. ``page`` is the page of a view as a table, where nothing that the
    step names says it better.
    """

    number: int
    step: AnyStep
    figures: pd.DataFrame
    checks: tuple[Row, ...]
    targets: tuple[Row, ...]
    point: Row | None
    link: Link | None
    panels: tuple[FigurePanel, ...]
    told: pd.DataFrame
    tags: pd.DataFrame | None
    page: Grid | None
    at_once: bool


@dataclass(frozen=True)
class StoryMaterial:
    """A story with its steps and its references in GB/T 7714, in the order in which they are first needed."""

    story: Story
    steps: tuple[StepMaterial, ...]
    references: tuple[str, ...]
    version: str


def story_material(
    ask: Ask, tr: Translator, story: Story, figure_ids: Sequence[Sequence[str]], version: str
) -> StoryMaterial:
    """Everything that a story's files need; ``figure_ids`` are the observations of each step (``Known.figures_of``)."""
    checks = {row["check_id"]: row for row in records(ask(audit.findings))}
    goals = {row["target_id"]: row for row in records(ask(targets.all_targets))}
    steps = []
    for number, (step, ids) in enumerate(zip(story.steps, figure_ids, strict=True), start=1):
        figures = ask(observations.observations_by_id, list(ids))
        panels, told, tags = _shown(ask, tr, step, figures)
        steps.append(
            StepMaterial(
                number=number,
                step=step,
                figures=figures,
                checks=tuple(checks[check] for check in step.checks),
                targets=tuple(goals[target] for target in step.targets),
                point=_point(ask, step),
                link=link_of(step),
                panels=tuple(panels),
                told=told,
                tags=tags,
                page=_page(ask, tr, step),
                at_once=step.kind in ("comparison", "view"),
            )
        )
    return StoryMaterial(story, tuple(steps), tuple(_references(ask, steps)), version)


def _page(ask: Ask, tr: Translator, step: AnyStep) -> Grid | None:
    if not isinstance(step, ViewStep):
        return None
    link = read_link(step.link)
    said_better = {
        "compare": True,
        "referrals": True,
        "differs": True,
        "case": bool(step.figures),
        "targets": bool(step.targets),
        "methods": bool(step.checks),
    }
    return None if said_better.get(link.page) else view_grid(ask, tr, link)


def _point(ask: Ask, step: AnyStep) -> Row | None:
    if not isinstance(step, PointStep):
        return None
    point = next(row for row in records(ask(cases.case_points, step.case)) if row["point_id"] == step.point)
    source = records(ask(cases.sources, [point["source_id"]]))[0]
    return point | {f"source_{language}": source[f"short_title_{language}"] for language in LANGUAGES}


def _shown(
    ask: Ask, tr: Translator, step: AnyStep, figures: pd.DataFrame
) -> tuple[list[FigurePanel], pd.DataFrame, pd.DataFrame | None]:
    """The panels of a step, the figures for a table, and the tags of the cases that it sets side by side."""
    nothing = figures.iloc[0:0]
    link = link_of(step)
    if isinstance(step, ComparisonStep):
        return _compared(ask, tr, step.indicators, step.cases, figures)
    if link is not None and link.page == "compare":
        case_ids = compared_cases(ask, link.state)
        return _compared(ask, tr, link.state.get("indicator", OPENING_INDICATORS), case_ids, figures)
    if link is not None and link.page == "referrals":
        counts = ask(observations.comparison, list(REFERRALS), [COUNTRY])
        drawn = panel(tr, f"{step.key}-1", tr("referrals.country.title"), counts, form="lines")
        return [drawn], figures[~figures["observation_id"].isin(counts["observation_id"])], None
    if link is not None and link.page == "differs":
        return [], nothing, tags_compared(ask, link.state)
    if link is not None and link.page == "case" and isinstance(step, ViewStep) and figures.empty:
        case_id = next(iter(link.state.get("case", ())), "")
        return before_and_after_panels(tr, case_id, ask(observations.before_and_after, case_id)), nothing, None
    guessed = step.observations if isinstance(step, GuessStep) else ()
    panels, told = drawn_and_told(tr, step.key, figures, guessed)
    return panels, told, None


def compared_cases(ask: Ask, state: State) -> list[str]:
    """The cases that a link to the comparison shows: those picked, and of those the ones that the tags allow."""
    picked, asked = list(state.get("case", ())), CaseFilter.from_state(state)
    if asked.is_empty:
        return picked
    matching: list[str] = ask(cases.case_ids_matching, asked)
    return [case_id for case_id in picked if case_id in matching] if picked else matching


def _compared(
    ask: Ask, tr: Translator, indicators: Sequence[str], case_ids: Sequence[str], figures: pd.DataFrame
) -> tuple[list[FigurePanel], pd.DataFrame, None]:
    found = compared_panels(ask, tr, indicators, case_ids)
    drawn = {name for each in found for name in each.figures["observation_id"]}
    return found, figures[~figures["observation_id"].isin(drawn)], None


def _references(ask: Ask, steps: Sequence[StepMaterial]) -> list[str]:
    """The citations of every source, case and policy that the steps rest on, each once."""
    sources = {row["source_id"]: row for row in records(ask(methods.evidence))}
    named = {step.point["case_id"] for step in steps if step.point is not None}
    named |= {case for step in steps for case in _cases_of(step)}
    told = {row["case_id"]: row for row in records(ask(cases.case_cards, sorted(named)))} if named else {}
    instruments = {row["policy_id"]: row for row in _policies(ask, steps)}
    found: list[str] = []
    for each in steps:
        for case in dict.fromkeys([*([each.point["case_id"]] if each.point is not None else []), *_cases_of(each)]):
            if told[case]["category"] != "context":
                found.append(case_citation(told[case], sources[told[case]["source_id"]]))
        shown = [each.figures, *(one.figures for one in each.panels)]
        ids = [source for figures in shown for source in figures["source_id"]]
        ids += each.page.source_ids if each.page is not None else ()
        found += [sources[source]["citation_gbt7714"] for source in [*ids, *(row["source_id"] for row in each.checks)]]
        found += [
            policy_citation(instruments[row["policy_id"]], sources[instruments[row["policy_id"]]["source_id"]])
            for row in (*each.targets, *(row for one in each.panels for row in records(one.targets)))
        ]
    return list(dict.fromkeys(found))


def _cases_of(each: StepMaterial) -> list[str]:
    """The cases that a step shows by their tags or their page, or asks to be scored."""
    if each.tags is not None:
        return list(dict.fromkeys(each.tags["case_id"]))
    if isinstance(each.step, ViewStep) and each.link is not None and each.link.page == "case":
        return list(each.link.state.get("case", ())[:1])
    return [each.step.case] if each.step.kind == "scoring" else []


def _policies(ask: Ask, steps: Sequence[StepMaterial]) -> list[dict[str, Any]]:
    ids = {row["policy_id"] for each in steps for row in each.targets}
    ids |= {policy for each in steps for one in each.panels if len(one.targets) for policy in one.targets["policy_id"]}
    return records(ask(policies.policy_cards, sorted(ids))) if ids else []


def citations_of(ask: Ask, figures: Sequence[pd.DataFrame]) -> list[str]:
    """The citations of the sources of these figures, each once, in GB/T 7714."""
    ids = list(dict.fromkeys(source for frame in figures for source in frame["source_id"]))
    return [row["citation_gbt7714"] for row in records(ask(cases.sources, ids))]
