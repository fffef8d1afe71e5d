"""The parameters that views share, with the ids that the data allow them: the same in a page's link and in the API.

Each is made from ``ask``, which answers a query of ``explorer.queries``; pages and the API ask in their own ways.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

Ask = Callable[..., Any]
"""``ask(query, *arguments)``: the answer of a query to the data being served."""

QUERY = Parameter("q", single=True)


def case_facets(ask: Ask) -> tuple[Parameter, ...]:
    """The facets of cases, each with the tags that a case has."""
    counts = ask(cases.facet_counts, CaseFilter())
    tags = {name: frozenset(own) for name, own in counts.groupby("dimension", sort=False)["tag"]}
    return tuple(Parameter(PARAMETER_OF_FACET[facet], tags.get(facet, frozenset())) for facet in FACETS)


def case_filter(ask: Ask) -> tuple[Parameter, ...]:
    """Search, facets and sort of the list of cases."""
    return (QUERY, *case_facets(ask), Parameter("sort", SORTS, single=True, default=("source",)))


def policy_filter(ask: Ask) -> tuple[Parameter, ...]:
    """Search, facets and sort of the list of policies."""
    counts = ask(policies.policy_facet_counts, PolicyFilter())
    tags = {name: frozenset(own) for name, own in counts.groupby("dimension", sort=False)["tag"]}
    facets = (Parameter(PARAMETER_OF_POLICY_FACET[facet], tags.get(facet, frozenset())) for facet in POLICY_FACETS)
    return (QUERY, *facets, Parameter("sort", POLICY_SORTS, single=True, default=("issued",)))


def every_case(ask: Ask) -> tuple[str, ...]:
    """The ids of all cases and places."""
    return tuple(ask(cases.case_index)["case_id"])


def every_policy(ask: Ask) -> tuple[str, ...]:
    """The ids of all policies."""
    return tuple(ask(policies.policy_index)["policy_id"])


def compared_indicators(ask: Ask) -> tuple[str, ...]:
    """The ids of the indicators that have figures to compare."""
    return tuple(ask(observations.indicator_choices)["indicator_id"])
