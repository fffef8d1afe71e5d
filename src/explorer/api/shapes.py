"""What the API's answers hold, field by field. A row of a query is cut down to the fields named here.

Texts come in both languages; what is missing is null. The name of a field in words is ``api.field.<name>`` in
``locales.yaml``, without ``_zh`` and ``_en``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from explorer.choices import (
    Basis,
    Category,
    DateBasis,
    Direction,
    IntegrationType,
    Level,
    ObservationBasis,
    ObservationKind,
    PolicyKind,
    PolicyLevel,
    PolicyPointKind,
    PolicyRelation,
    PolicyStatus,
    Qualifier,
    Section,
    SourceKind,
)
from explorer.schema import CheckKind

Text = str | None
Verdict = Literal["consistent", "inconsistent", "undetermined"]
HitKind = Literal["case", "policy", "indicator"]


class Shape(BaseModel):
    """One kind of record."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def cut(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row with the fields of this shape and no others, in their order."""
        return {name: row[name] for name in cls.model_fields}


class Case(Shape):
    case_id: str
    name_zh: str
    name_en: str
    category: Category | Literal["context"]
    level: Level
    province: Text
    province_zh: Text
    province_en: Text
    prefecture_zh: Text
    prefecture_en: Text
    county_zh: Text
    county_en: Text
    part_of: Text
    started: Text
    ended: Text
    years_note_zh: Text
    years_note_en: Text
    lead_zh: Text
    lead_en: Text
    summary_zh: str
    summary_en: str
    tags: list[str]
    figures: int
    source_id: str
    source_kind: SourceKind
    locator: Text


class CaseTag(Shape):
    dimension: str
    tag: str
    label_zh: str
    label_en: str
    basis: Basis
    locator: Text
    note_zh: Text
    note_en: Text


class EvidenceFact(Shape):
    fact: Literal["reporter", "baseline", "comparator"]
    tag: str
    label_zh: str
    label_en: str
    reason_zh: str
    reason_en: str
    locator: str


class CasePoint(Shape):
    point_id: str
    section: Section
    integration_type: IntegrationType | None
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    basis: Basis
    answers: list[str]
    figures: list[str]
    source_id: str
    locator: str


class Partner(Shape):
    name_zh: str
    name_en: str


class PolicyLink(Shape):
    policy_id: str
    policy_zh: str
    policy_en: str
    case_id: str
    case_zh: str
    case_en: str
    relation: PolicyRelation
    note_zh: Text
    note_en: Text
    observation_id: Text
    source_id: str
    locator: Text


class CaseInFull(Shape):
    case: Case
    tags: list[CaseTag]
    evidence: list[EvidenceFact]
    points: list[CasePoint]
    partners: list[Partner]
    policies: list[PolicyLink]


class Policy(Shape):
    policy_id: str
    title_zh: str
    title_en: str
    issuer_zh: str
    issuer_en: str
    issued: Text
    issued_from: date | None
    issued_to: date | None
    issued_basis: DateBasis | None
    issued_note_zh: Text
    issued_note_en: Text
    document_number: Text
    level: PolicyLevel
    kind: PolicyKind
    status: PolicyStatus
    family_id: Text
    family_zh: Text
    family_en: Text
    summary_zh: str
    summary_en: str
    tags: list[str]
    points: int
    targets: int
    cases: int
    source_id: str
    locator: Text


class PolicyTag(Shape):
    dimension: str
    tag: str
    label_zh: str
    label_en: str
    basis: Basis


class PolicyPoint(Shape):
    kind: PolicyPointKind
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    source_id: str
    locator: Text


class Target(Shape):
    target_id: str
    indicator_id: str
    goal_zh: str
    goal_en: str
    operator: Qualifier | None
    value: float | None
    unit: Text
    due: date | None
    due_printed: Text
    scope_zh: str
    scope_en: str
    note_zh: Text
    note_en: Text
    source_id: str
    locator: Text


class Mention(Shape):
    source_id: str
    source_zh: str
    source_en: str
    locator: Text


class PolicyInFull(Shape):
    policy: Policy
    tags: list[PolicyTag]
    points: list[PolicyPoint]
    targets: list[Target]
    cases: list[PolicyLink]
    mentions: list[Mention]


class Indicator(Shape):
    indicator_id: str
    name_zh: str
    name_en: str
    aliases_zh: str
    definition_zh: str
    definition_en: str
    definition_note_zh: Text
    definition_note_en: Text
    numerator_zh: Text
    numerator_en: Text
    denominator_zh: Text
    denominator_en: Text
    population_zh: Text
    population_en: Text
    care_zh: Text
    care_en: Text
    unit: str
    direction: Direction
    theme: str
    comparability_group: str
    group_name_zh: str
    group_name_en: str
    reason_zh: str
    reason_en: str
    official_reference: Text
    figures: int
    cases: int


class IndicatorInFull(Shape):
    indicator: Indicator
    comparable_with: list[str]


class Observation(Shape):
    observation_id: str
    case_id: str
    case_zh: str
    case_en: str
    place_zh: str
    place_en: str
    indicator_id: str
    indicator_zh: str
    indicator_en: str
    subject_zh: str
    subject_en: str
    period_printed: Text
    period_start: date | None
    period_end: date | None
    qualifier: Qualifier
    value: float
    unit: str
    decimals: int
    value_low: float | None
    value_high: float | None
    as_reported: Text
    kind: ObservationKind
    basis: ObservationBasis
    formula: Text
    formula_zh: Text
    formula_en: Text
    theme: str
    group_id: str
    note_zh: Text
    note_en: Text
    verdict: Verdict | None
    finding_zh: Text
    finding_en: Text
    source_id: str
    source_zh: str
    source_en: str
    locator: Text


class Finding(Shape):
    check_id: str
    case_id: str
    case_zh: str
    case_en: str
    kind: CheckKind
    verdict: Verdict
    message_zh: str
    message_en: str
    reported: float | None
    computed: float | None
    difference: float | None
    computed_low: float | None
    computed_high: float | None
    expression: Text
    note_zh: Text
    note_en: Text
    themes: list[str]
    observation_ids: list[str]
    source_id: str
    source_zh: str
    source_en: str
    locator: Text


class Source(Shape):
    source_id: str
    title_zh: str
    title_en: str
    short_title_zh: str
    short_title_en: str
    publisher_zh: str
    publisher_en: str
    published: Text
    kind: SourceKind
    how_seen_zh: Text
    how_seen_en: Text
    reporting_zh: Text
    reporting_en: Text
    note_zh: Text
    note_en: Text
    citation_gbt7714: str
    bibtex: str
    figures: int
    cases: int
    places: int
    policies: int


class Hit(Shape):
    kind: HitKind
    id: str
    name_zh: str
    name_en: str
    field: Text
    text_zh: Text
    text_en: Text
