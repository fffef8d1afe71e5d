"""Authored files into typed records, or every fault in them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from explorer import schema
from explorer.consistency import ConsistencyCheck
from explorer.errors import DataFileError, Fault
from explorer.formula import Derived
from explorer.observation_table import ObservationTable
from explorer.yaml_document import YamlDocument


@dataclass(frozen=True)
class Catalog:
    """All authored records, valid and consistent with one another."""

    sources: tuple[schema.Source, ...]
    vocabulary: Mapping[str, tuple[schema.VocabularyEntry, ...]]
    provinces: tuple[schema.Province, ...]
    comparability_groups: tuple[schema.ComparabilityGroup, ...]
    indicators: tuple[schema.Indicator, ...]
    cases: tuple[schema.Case, ...]
    places: tuple[schema.Place, ...]
    policy_families: tuple[schema.PolicyFamily, ...]
    policies: tuple[schema.Policy, ...]
    recommendations: tuple[schema.Recommendation, ...]
    frameworks: tuple[schema.Framework, ...]
    left_out_reasons: tuple[schema.LeftOutReason, ...]
    left_out: tuple[schema.LeftOut, ...]
    other_works: tuple[schema.OtherWork, ...]
    preconditions: tuple[schema.Precondition, ...]
    other_subjects: tuple[schema.OtherSubject, ...]
    observations: tuple[schema.Observation, ...]
    checks: tuple[schema.Check, ...]
    derived: Mapping[str, Derived]
    """What the formula of each derived observation gives, by id."""


def load_catalog(folder: Path) -> Catalog:
    """The records authored in ``folder``.

    Raises DataFileError with the faults of all files together.
    """
    folder = folder.resolve()  # so that "." has a name to be told by
    faults: list[Fault] = []
    documents = {name: YamlDocument.read(folder, name, faults) for name in schema.FILES}
    parsed = {name: document.parse(schema.FILES[name], faults) for name, document in documents.items()}
    table = ObservationTable.read(folder, faults)
    observations = table.parse(faults)
    derived = ConsistencyCheck(documents, table, parsed, observations, faults).run()
    if faults:
        raise DataFileError(faults)
    return Catalog(
        sources=parsed["sources.yaml"].sources,
        vocabulary=parsed["vocabulary.yaml"].dimensions,
        provinces=parsed["vocabulary.yaml"].provinces,
        comparability_groups=parsed["indicators.yaml"].comparability_groups,
        indicators=parsed["indicators.yaml"].indicators,
        cases=parsed["cases.yaml"].cases,
        places=parsed["cases.yaml"].places,
        policy_families=parsed["policies.yaml"].families,
        policies=parsed["policies.yaml"].policies,
        recommendations=parsed["recommendations.yaml"].recommendations,
        frameworks=parsed["frameworks.yaml"].frameworks,
        left_out_reasons=parsed["left_out.yaml"].reasons,
        left_out=parsed["left_out.yaml"].left_out,
        other_works=parsed["left_out.yaml"].works,
        preconditions=parsed["planner.yaml"].preconditions,
        other_subjects=parsed["planner.yaml"].other_subjects,
        observations=tuple(observation for _, observation in observations),
        checks=parsed["checks.yaml"].checks,
        derived=derived,
    )
