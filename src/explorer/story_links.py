"""The pages that a story may open, and what a link to each may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from explorer.check_schema import CheckKind
from explorer.filters import (
    FACETS,
    PARAMETER_OF_FACET,
    PARAMETER_OF_POLICY_FACET,
    POLICY_FACETS,
    POLICY_SORTS,
    SORTS,
    State,
)
from explorer.queries.audit import VERDICTS
from explorer.story_schema import AnyStep, ComparisonStep, PointStep, ScoringStep, ViewStep
from explorer.target_verdict import Outcome

Choices = tuple[str, ...] | str | None
"""What a parameter may hold: these words, ids of this kind (``case:`` and a facet for tags), or any text."""

_CASE_FACETS: dict[str, Choices] = {PARAMETER_OF_FACET[facet]: f"case:{facet}" for facet in FACETS}
_POLICY_FACETS: dict[str, Choices] = {PARAMETER_OF_POLICY_FACET[facet]: f"policy:{facet}" for facet in POLICY_FACETS}
_ATTRIBUTES = (
    *("lead_level", "alliance_model", "integration_type", "governance", "workforce", "payment"),
    *("technology", "instrument", "population", "problem"),
)

PAGES: Mapping[str, Mapping[str, Choices]] = {
    "overview": {},
    "cases": {"q": None, **_CASE_FACETS, "sort": SORTS, "case": "case or place"},
    "case": {"case": "case", "indicator": "indicator", "clock": ("calendar", "since")},
    "policies": {"q": None, **_POLICY_FACETS, "sort": POLICY_SORTS, "from": None, "to": None, "page": None},
    "policy": {"policy": "policy", "q": None, **_POLICY_FACETS, "sort": POLICY_SORTS},
    "compare": {
        "indicator": "indicator",
        "case": "case or place",
        **{name: _CASE_FACETS[name] for name in ("model", "type", "category")},
        "related": ("on",),
        "axis": ("shared",),
        "by": ("alliance_model", "integration_type", "group"),
        "clock": ("calendar", "since"),
    },
    "referrals": {},
    "frameworks": {"frame": None, "model": None},
    "planner": {},
    "differs": {"case": "case or place", "attribute": _ATTRIBUTES, "shared": ("shown",)},
    "targets": {
        "part": ("targets", "recommendations"),
        "level": "target:policy_level",
        "outcome": tuple(each.value for each in Outcome),
        "theme": "target:policy_theme",
    },
    "methods": {
        "part": ("codebook", "sources", "audit", "coverage", "left_out", "records"),
        "q": None,
        "theme": "theme",
        "verdict": (*VERDICTS, "all"),
        "kind": tuple(each.value for each in CheckKind),
        "case": "case or place",
        "year": None,
        "reason": None,
        "source": None,
        "page": None,
    },
}
"""Every page with the parameters that its links may have; the pages themselves say the same, and a test compares."""


@dataclass(frozen=True)
class Link:
    """A page and the state in which it opens."""

    page: str
    state: State


def read_link(text: str) -> Link:
    """``compare?indicator=a&case=b`` as a page and its parameters; nothing is checked. A leading slash is let pass."""
    page, _, query = text.removeprefix("/").partition("?")
    state: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        state[name] = (*state.get(name, ()), value)
    return Link(page or "overview", state)


def link_of(step: AnyStep) -> Link | None:
    """The view that a step shows; None for one that shows none of its own."""
    match step:
        case ViewStep():
            return read_link(step.link)
        case PointStep() | ScoringStep():
            return Link("case", {"case": (step.case,)})
        case ComparisonStep():
            cases = {"case": step.cases} if step.cases else {}
            return Link("compare", {"indicator": step.indicators, **cases})
        case _:
            return None
