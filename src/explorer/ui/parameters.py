"""The parameters that views share, with the ids that the data allow them."""

from __future__ import annotations

from explorer.filters import (
    FACETS,
    PARAMETER_OF_FACET,
    PARAMETER_OF_POLICY_FACET,
    POLICY_FACETS,
    POLICY_SORTS,
    SORTS,
    CaseFilter,
    Parameter,
    PolicyFilter,
)
from explorer.queries import cases, observations, policies
from explorer.ui.answers import ask, rows
from explorer.years import Years

MOST_CASES = 12
"""More cases than this side by side nobody can read."""

CASE_FACETS = tuple(PARAMETER_OF_FACET[facet] for facet in FACETS)
CARRIED = (*CASE_FACETS, "q", "case", "indicator")
"""What follows a reader from page to page."""

CARRIED_POLICIES = ("level", "kind", "theme", "family", "from", "to")
"""What is still chosen when a reader comes back to the list of policies; the facets that cases have too take other
tags there."""


def case_filter() -> tuple[Parameter, ...]:
    """Search, facets and sort of the list of cases."""
    options: dict[str, set[str]] = {facet: set() for facet in FACETS}
    for row in rows(cases.facet_counts, CaseFilter()):
        if row["dimension"] in options:
            options[row["dimension"]].add(row["tag"])
    facets = (Parameter(PARAMETER_OF_FACET[facet], frozenset(tags)) for facet, tags in options.items())
    return (Parameter("q", single=True), *facets, Parameter("sort", SORTS, single=True, default=("source",)))


def policy_filter() -> tuple[Parameter, ...]:
    """Search, facets and sort of the list of policies."""
    options: dict[str, set[str]] = {facet: set() for facet in POLICY_FACETS}
    for row in rows(policies.policy_facet_counts, PolicyFilter()):
        if row["dimension"] in options:
            options[row["dimension"]].add(row["tag"])
    facets = (Parameter(PARAMETER_OF_POLICY_FACET[facet], frozenset(tags)) for facet, tags in options.items())
    return (Parameter("q", single=True), *facets, Parameter("sort", POLICY_SORTS, single=True, default=("issued",)))


def policy_years() -> tuple[Years | None, tuple[Parameter, ...]]:
    """The years over which policies are dated (None where none is), and what a link may say of which to show."""
    bounds = Years.of(day.year for day in ask(policies.policy_index)["issued_from"].dropna())
    choices = tuple(str(year) for year in range(bounds.first, bounds.last + 1)) if bounds else ()
    return bounds, tuple(Parameter(name, choices, single=True) for name in ("from", "to"))


def one_policy() -> Parameter:
    """The policy that a page is about."""
    return Parameter("policy", tuple(ask(policies.policy_index)["policy_id"]), single=True)


def picked_cases() -> Parameter:
    """Cases and places chosen for comparison."""
    return Parameter("case", tuple(ask(cases.case_index)["case_id"]), at_most=MOST_CASES)


def one_case() -> Parameter:
    """The case that a page is about."""
    index = ask(cases.case_index)
    return Parameter("case", tuple(index[index["category"] != "context"]["case_id"]), single=True)


def indicators(default: tuple[str, ...]) -> Parameter:
    """Indicators chosen for comparison."""
    choices = tuple(ask(observations.indicator_choices)["indicator_id"])
    return Parameter("indicator", choices, default=default, may_be_empty=True)


def one_indicator() -> Parameter:
    """The indicator that a chart is about, where a page shows one at a time."""
    return Parameter("indicator", tuple(ask(observations.indicator_choices)["indicator_id"]), single=True)
