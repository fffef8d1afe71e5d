"""The parameters that views share, with the ids that the data allow them."""

from __future__ import annotations

from explorer import view_parameters
from explorer.filters import FACETS, PARAMETER_OF_FACET, Parameter
from explorer.queries import cases, policies
from explorer.ui.answers import ask
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
    return view_parameters.case_filter(ask)


def policy_filter() -> tuple[Parameter, ...]:
    """Search, facets and sort of the list of policies."""
    return view_parameters.policy_filter(ask)


def policy_years() -> tuple[Years | None, tuple[Parameter, ...]]:
    """The years over which policies are dated (None where none is), and what a link may say of which to show."""
    bounds = Years.of(day.year for day in ask(policies.policy_index)["issued_from"].dropna())
    choices = tuple(str(year) for year in range(bounds.first, bounds.last + 1)) if bounds else ()
    return bounds, tuple(Parameter(name, choices, single=True) for name in ("from", "to"))


def one_policy() -> Parameter:
    """The policy that a page is about."""
    return Parameter("policy", view_parameters.every_policy(ask), single=True)


def picked_cases() -> Parameter:
    """Cases and places chosen for comparison."""
    return Parameter("case", view_parameters.every_case(ask), at_most=MOST_CASES)


def one_case() -> Parameter:
    """The case that a page is about."""
    index = ask(cases.case_index)
    return Parameter("case", tuple(index[index["category"] != "context"]["case_id"]), single=True)


def indicators(default: tuple[str, ...]) -> Parameter:
    """Indicators chosen for comparison."""
    choices = view_parameters.compared_indicators(ask)
    return Parameter("indicator", choices, default=default, may_be_empty=True)


def one_indicator() -> Parameter:
    """The indicator that a chart is about, where a page shows one at a time."""
    return Parameter("indicator", view_parameters.compared_indicators(ask), single=True)
