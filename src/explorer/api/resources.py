"""The table of what can be asked over HTTP: each list with its parameters, its rows, and its records in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from explorer import view_parameters
from explorer.api import in_full, lists
from explorer.api.asking import LANGUAGE, OF_LISTS, OF_ONE, Asked, Number
from explorer.api.shapes import (
    Case,
    CaseInFull,
    Finding,
    Hit,
    HitKind,
    Indicator,
    IndicatorInFull,
    Observation,
    Policy,
    PolicyInFull,
    Shape,
    Source,
)
from explorer.choices import ObservationBasis, ObservationKind, SourceKind
from explorer.filters import FACETS, PARAMETER_OF_FACET, PARAMETER_OF_POLICY_FACET, POLICY_FACETS, Parameter
from explorer.i18n import Translator
from explorer.queries import audit, methods
from explorer.schema import CheckKind
from explorer.view_parameters import Ask

YEARS = (Number("from", 1900, 2100), Number("to", 1900, 2100))
Parameters = tuple[Parameter | Number, ...]


@dataclass(frozen=True)
class Resource:
    """One list. ``of_its_own`` gives its parameters beside those that all lists have, ``rows`` every row asked for.

    Where records can be had one by one, ``ids`` names them all and ``one`` gives one in full, as ``in_full`` says.
    """

    name: str
    shape: type[Shape]
    of_its_own: Callable[[Ask], Parameters]
    rows: Callable[[Ask, Asked], list[dict[str, Any]]]
    in_full: type[Shape] | None = None
    ids: Callable[[Ask], tuple[str, ...]] | None = None
    one: Callable[[Ask, str], dict[str, Any]] | None = None
    required: tuple[str, ...] = ()

    def parameters(self, ask: Ask) -> Parameters:
        """Everything that a request for the list may say. Facets that no record has are left out."""
        own = [
            each for each in self.of_its_own(ask) if isinstance(each, Number) or each.choices is None or each.choices
        ]
        return (*own, *OF_LISTS)

    @property
    def singular(self) -> str:
        """The name of one record in its answer in full."""
        return next(iter(self.in_full.model_fields)) if self.in_full else self.name


def _of_observations(ask: Ask) -> Parameters:
    indicators = ask(methods.codebook, [], None)
    return (
        Parameter("case", view_parameters.every_case(ask)),
        Parameter("indicator", tuple(indicators["indicator_id"])),
        Parameter("theme", tuple(dict.fromkeys(indicators["theme"]))),
        Parameter("kind", tuple(map(str, ObservationKind))),
        Parameter("basis", tuple(map(str, ObservationBasis))),
        *YEARS,
        *view_parameters.case_facets(ask),
    )


def _of_indicators(ask: Ask) -> Parameters:
    return (view_parameters.QUERY, Parameter("theme", tuple(ask(methods.codebook_themes)["theme"]), single=True))


def _of_findings(ask: Ask) -> Parameters:
    return (
        Parameter("case", view_parameters.every_case(ask)),
        Parameter("verdict", audit.VERDICTS),
        Parameter("kind", tuple(map(str, CheckKind))),
        Parameter("theme", tuple(ask(methods.codebook_themes)["theme"])),
    )


RESOURCES = (
    Resource(
        "cases",
        Case,
        view_parameters.case_filter,
        lists.cases,
        CaseInFull,
        view_parameters.every_case,
        in_full.case,
    ),
    Resource(
        "policies",
        Policy,
        view_parameters.policy_filter,
        lists.policies,
        PolicyInFull,
        view_parameters.every_policy,
        in_full.policy,
    ),
    Resource(
        "indicators",
        Indicator,
        _of_indicators,
        lists.indicators,
        IndicatorInFull,
        lambda ask: tuple(ask(methods.codebook, [], None)["indicator_id"]),
        in_full.indicator,
    ),
    Resource("observations", Observation, _of_observations, lists.observations),
    Resource("findings", Finding, _of_findings, lists.findings),
    Resource("sources", Source, lambda _: (Parameter("kind", tuple(map(str, SourceKind))),), lists.sources),
    Resource(
        "search",
        Hit,
        lambda _: (view_parameters.QUERY, Parameter("kind", get_args(HitKind))),
        lists.search,
        required=("q",),
    ),
)

DIMENSION_OF: Mapping[str, Mapping[str, str]] = {
    "cases": {PARAMETER_OF_FACET[facet]: facet for facet in FACETS},
    "observations": {PARAMETER_OF_FACET[facet]: facet for facet in FACETS},
    "policies": {PARAMETER_OF_POLICY_FACET[facet]: facet for facet in POLICY_FACETS},
}
"""The facet that a parameter of a list chooses by."""


def parameter_in_words(resource: str, parameter: str, tr: Translator) -> str:
    """What a parameter of a list chooses by, in the language of the reader."""
    facet = DIMENSION_OF.get(resource, {}).get(parameter)
    if facet is not None:
        return tr(f"facet.{facet}")
    name = f"{resource}.{parameter}" if parameter in OWN_WORDS else parameter
    return tr(f"api.parameter.{name}")


OWN_WORDS = ("kind", "sort", "theme")
"""Parameters that mean something else in each list."""


@dataclass(frozen=True)
class Known:
    """What requests may say, given the data being served."""

    parameters: Mapping[str, Parameters]
    ids: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, ask: Ask) -> Known:
        return cls(
            {each.name: each.parameters(ask) for each in RESOURCES},
            {each.name: each.ids(ask) for each in RESOURCES if each.ids is not None},
        )


OF_RECORDS: Parameters = OF_ONE
OF_REFERENCE: Parameters = (LANGUAGE,)
"""What a request for a single record, and for the page for people, may say."""
