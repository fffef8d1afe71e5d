"""A page of the explorer as one table: what a slide or a stage shows of a view that is no comparison of figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from explorer.charts.frameworks import told
from explorer.charts.overview import model_name
from explorer.exports.figure_panels import Ask
from explorer.exports.frameworks import by_entry, names_of, why_blank
from explorer.exports.grid import Grid, findings_grid, tags_grid, targets_grid
from explorer.filters import CaseFilter, PolicyFilter, State
from explorer.i18n import Translator
from explorer.queries import (
    audit,
    cases,
    coverage,
    differs,
    frameworks,
    methods,
    policies,
    recommendations,
    records,
    targets,
)
from explorer.story_links import Link
from explorer.years import Years

Row = Mapping[str, Any]
MOST_ROWS = 24
"""A room reads no more; the rest is counted beneath."""

DIFFERING = ("lead_level", "alliance_model", "integration_type", "governance", "workforce", "payment")
"""The attributes set side by side where a link names none."""

OPENING_CASES = ("changxing", "deqing")
"""The cases set side by side where a link names none."""


def view_grid(ask: Ask, tr: Translator, link: Link) -> Grid | None:
    """The table of a page in the state of a link, its longest shortened to MOST_ROWS; None for a page without one."""
    make = _GRIDS.get(link.page)
    made = make(ask, tr, link.state) if make is not None else None
    if made is None or not made.rows:
        return None
    if len(made.rows) <= MOST_ROWS:
        return made
    rest = tr("slides.rows_left", shown=MOST_ROWS, count=len(made.rows))
    return Grid(made.header, made.rows[:MOST_ROWS], made.widths, (*made.notes, rest), source_ids=made.source_ids)


def tags_compared(ask: Ask, state: State) -> Any:
    """The tags of the cases that a link to the page on differences names, or of two examples."""
    known = [row["case_id"] for row in records(ask(cases.case_index)) if row["category"] != "context"]
    chosen = [case for case in state.get("case", ()) if case in known]
    opening = [case for case in OPENING_CASES if case in known] or known[:2]
    return ask(differs.tags_side_by_side, chosen or opening, list(state.get("attribute") or DIFFERING))


def _overview(ask: Ask, tr: Translator, state: State) -> Grid:
    counts = ask(cases.model_type_matrix)
    types = list(dict.fromkeys(counts["type"]))
    by_cell = {(row["model"], row["type"]): row["cases"] for row in records(counts)}
    rows = tuple(
        (model_name(model, tr), *(tr.number(by_cell[model, name], 0) for name in types))
        for model in dict.fromkeys(counts["model"])
    )
    header = (tr("facet.alliance_model"), *(tr.label("integration_type", name) for name in types))
    return Grid(header, rows, (0.28, *[0.72 / len(types)] * len(types)), (tr("slides.overview"),))


def _cases(ask: Ask, tr: Translator, state: State) -> Grid | None:
    ids = ask(cases.case_ids_matching, CaseFilter.from_state(state))
    if not ids:
        return None
    tags = records(ask(cases.case_tags, ids))
    found = records(ask(cases.case_cards, ids))
    rows = tuple(
        (tr.pick(row, "name") or "", tr.pick(row, "province") or "—",
         *(_labels(tr, tags, row["case_id"], name) for name in ("alliance_model", "integration_type")))
        for row in found
    )  # fmt: skip
    header = (tr("column.case"), tr("facet.province"), tr("facet.alliance_model"), tr("facet.integration_type"))
    return Grid(header, rows, (0.36, 0.16, 0.24, 0.24), source_ids=_sources(found))


def _labels(tr: Translator, tags: Sequence[Row], case_id: str, dimension: str) -> str:
    own = [row for row in tags if row["case_id"] == case_id and row["dimension"] == dimension]
    return tr.listing([tr.pick(row, "label") or "" for row in own]) or "—"


def _case(ask: Ask, tr: Translator, state: State) -> Grid | None:
    """What a case is: summary, place, who leads it, models and types."""
    ids = list(state.get("case", ()))[:1]
    if not ids:
        return None
    (case,) = records(ask(cases.case_cards, ids))
    tags = records(ask(cases.case_tags, ids))
    rows = [
        (tr("column.summary"), tr.pick(case, "summary")),
        (tr("column.lead"), tr.pick(case, "lead")),
        *((tr(f"facet.{name}"), _labels(tr, tags, ids[0], name)) for name in ("alliance_model", "integration_type")),
    ]
    header = (tr("column.case"), tr.pick(case, "name") or "")
    source = records(ask(cases.sources, [case["source_id"]]))[0]
    place = tr("source.at", title=tr.pick(source, "short_title"), locator=case["locator"])
    note = tr("chart.sources", sources=place if case["locator"] else tr.pick(source, "short_title"))
    told_of = tuple((name, said) for name, said in rows if said)
    return Grid(header, told_of, (0.2, 0.8), (note,), source_ids=_sources([case]))


def policies_shown(ask: Ask, state: State) -> Any:
    """The policies that a link to their list asks for, within its years, as ``policy_cards`` gives them."""
    found = ask(policies.policy_cards, ask(policies.policy_ids_matching, PolicyFilter.from_state(state)))
    dated = found["issued_from"].dropna()
    if not ({"from", "to"} & set(state)) or dated.empty:
        return found
    years = Years.from_state(state, Years(int(dated.dt.year.min()), int(dated.dt.year.max())))
    first, last = found["issued_from"].dt.year, found["issued_to"].dt.year
    return found[(first <= years.last) & (last >= years.first)]


def _policies(ask: Ask, tr: Translator, state: State) -> Grid:
    found = records(policies_shown(ask, state))
    header = tuple(tr(key) for key in ("policy.column.date", "column.level", "policy.column.title"))
    rows = tuple((tr.issued(row), tr.pick(row, "level") or "", tr.pick(row, "title") or "") for row in found)
    return Grid(header, rows, (0.2, 0.14, 0.66), source_ids=_sources(found[:MOST_ROWS]))


def _policy(ask: Ask, tr: Translator, state: State) -> Grid | None:
    ids = list(state.get("policy", ()))[:1]
    if not ids:
        return None
    (card,) = records(ask(policies.policy_cards, ids))
    goals = records(ask(targets.targets_of_policy, ids[0]))
    if goals:
        return targets_grid(goals, tr)
    points = records(ask(policies.policy_points, ids[0]))
    if points:
        rows = tuple((tr.pick(row, "title") or "", tr.pick(row, "text") or "") for row in points)
        header = (tr("slides.point"), tr("column.summary"))
        return Grid(header, rows, (0.3, 0.7), source_ids=_sources([card]))
    rows = (
        (tr("policy.column.issuer"), tr.pick(card, "issuer") or "—"),
        (tr("policy.column.date"), tr.issued(card)),
        (tr("column.summary"), tr.pick(card, "summary") or "—"),
    )
    return Grid(
        (tr("policy.column.title"), tr.pick(card, "title") or ""), rows, (0.2, 0.8), source_ids=_sources([card])
    )


def _targets(ask: Ask, tr: Translator, state: State) -> Grid | None:
    if state.get("part") == ("recommendations",):
        advice = records(ask(recommendations.recommendations))
        rows = tuple((tr.pick(row, "title") or "", tr.pick(row, "text") or "") for row in advice)
        header = (tr("targets.column.recommendation"), tr("column.summary"))
        return Grid(header, rows, (0.3, 0.7), source_ids=_sources(advice))
    asked = (list(state.get(name, ())) for name in ("level", "outcome", "theme"))
    return targets_grid(records(ask(targets.targets_asked, *asked)), tr)


def _frameworks(ask: Ask, tr: Translator, state: State) -> Grid | None:
    found = records(ask(frameworks.frameworks))
    named = [row for row in found if row["framework_id"] in state.get("frame", ())] or found
    if not named:
        return None
    entries = ask(frameworks.framework_entries, named[0]["framework_id"])
    evidence = by_entry(records(ask(frameworks.framework_evidence, named[0]["framework_id"])))
    asked = [model for model in state.get("model", ()) if model in named[0]["models"]]
    model = asked[0] if asked else str(named[0]["models"][0])
    entries = entries[entries["model"] == model]
    rows = tuple(
        (tr.pick(row, "dimension") or "", tr.pick(row, "name") or "",
         why_blank(row, tr) if row["status"] == "blank" else words,
         tr.listing(names_of(evidence.get(row["position"], []), tr)) or "—")
        for row, words in zip(records(entries), told(entries, tr), strict=True)
    )  # fmt: skip
    keys = ("frameworks.dimension", "column.indicator", "frameworks.evidence", "frameworks.column.held_by")
    note = tr("slides.frame", title=tr.pick(named[0], "title"), model=tr.label("alliance_model", model))
    return Grid(tuple(map(tr, keys)), rows, (0.18, 0.26, 0.28, 0.28), (note,), source_ids=_sources(named[:1]))


def _differs(ask: Ask, tr: Translator, state: State) -> Grid:
    return tags_grid(tags_compared(ask, state), tr)


def _methods(ask: Ask, tr: Translator, state: State) -> Grid | None:
    part = (state.get("part") or ("codebook",))[0]
    return _PARTS[part](ask, tr, state) if part in _PARTS else None


def _findings(ask: Ask, tr: Translator, state: State) -> Grid | None:
    verdict = (state.get("verdict") or audit.VERDICTS[:1])[0]
    verdicts = None if verdict == "all" else [verdict]
    kinds, of_cases = list(state.get("kind", ())) or None, list(state.get("case", ())) or None
    found = ask(_findings_asked, of_cases, kinds, verdicts)
    return None if found.empty else findings_grid(records(found), tr)


def _findings_asked(connection: Any, of_cases: list[str] | None, kinds: list[str] | None, verdicts: Any) -> Any:
    return audit.findings(connection, case_ids=of_cases, kinds=kinds, verdicts=verdicts)


def _codebook(ask: Ask, tr: Translator, state: State) -> Grid:
    words = "".join(state.get("q", ())[:1]).lower().split()
    found = records(ask(methods.codebook, words, next(iter(state.get("theme", ())), None)))
    rows = tuple(
        (tr.pick(row, "name") or "", tr.label("unit", row["unit"]), tr.pick(row, "definition") or "—") for row in found
    )
    return Grid((tr("column.indicator"), tr("column.unit"), tr("codebook.definition")), rows, (0.26, 0.12, 0.62))


def _evidence(ask: Ask, tr: Translator, state: State) -> Grid:
    found = records(ask(methods.evidence))
    rows = tuple((tr.pick(row, "title") or "", tr.number(row["figures"], 0)) for row in found)
    return Grid((tr("column.source"), tr("column.figures")), rows, (0.84, 0.16), source_ids=_sources(found))


def _coverage(ask: Ask, tr: Translator, state: State) -> Grid | None:
    year = next(iter(state.get("year", ())), "")
    cells = records(ask(coverage.coverage, int(year) if year.isdigit() else None))
    rows = []
    for case_id in dict.fromkeys(row["case_id"] for row in cells):
        own = [row for row in cells if row["case_id"] == case_id]
        has = [tr.pick(row, "theme") or "" for row in own if row["exact"] or row["bounds"]]
        rows.append((tr.pick(own[0], "name") or "", tr.listing(has) or "—"))
    note = tr("coverage.title", year=tr.date(year) if year.isdigit() else tr("coverage.ever"))
    return Grid((tr("column.case"), tr("slides.themes")), tuple(rows), (0.4, 0.6), (note,))


def _sources(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["source_id"] for row in rows if row.get("source_id")))


_Make = Callable[[Ask, Translator, State], Grid | None]
_PARTS: Mapping[str, _Make] = {
    "audit": _findings,
    "codebook": _codebook,
    "sources": _evidence,
    "coverage": _coverage,
}
_GRIDS: Mapping[str, _Make] = {
    "overview": _overview,
    "cases": _cases,
    "case": _case,
    "policies": _policies,
    "policy": _policy,
    "targets": _targets,
    "frameworks": _frameworks,
    "differs": _differs,
    "methods": _methods,
}
