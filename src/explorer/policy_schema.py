"""The records of ``policies.yaml`` and ``recommendations.yaml``: instruments, their targets, and what was advised."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from explorer.choices import (
    DateBasis,
    PolicyKind,
    PolicyLevel,
    PolicyPointKind,
    PolicyRelation,
    PolicyStatus,
    Qualifier,
)
from explorer.partial_date import PartialDate
from explorer.record import Line, Record, RecordId, TagId, Text


class PolicyFamily(Record):
    """Instruments that follow on one another or belong to one undertaking: a design, its pilots and their roll-out."""

    id: RecordId
    name: Text
    summary: Text


class PolicyPoint(Record):
    key: TagId
    kind: Annotated[PolicyPointKind, Field(strict=False)]
    title: Text
    text: Text
    source: RecordId | None = None
    """Only where it is not the policy's own source."""
    locator: Line | None = None


class PolicyTags(Record):
    """All judged by the project from what the documents tell of the policy."""

    alliance_model: tuple[TagId, ...] = Field(default=(), strict=False)
    integration_type: tuple[TagId, ...] = Field(default=(), strict=False)
    payment: tuple[TagId, ...] = Field(default=(), strict=False)
    policy_theme: Annotated[tuple[TagId, ...], Field(strict=False, min_length=1)]


POLICY_TAG_DIMENSIONS = tuple(PolicyTags.model_fields)
POLICY_LABEL_DIMENSIONS = ("policy_kind", "policy_level", "policy_status", "policy_theme")
"""Dimensions of the vocabulary that only policies use."""


class Mention(Record):
    """A further place that names the policy."""

    source: RecordId
    locator: Line | None = None


class PolicyLink(Record):
    case: RecordId
    relation: Annotated[PolicyRelation, Field(strict=False)]
    milestone: RecordId | None = None
    """The case's dated event by which it carried out the policy or was recognised."""
    measures: tuple[TagId, ...] = Field(default=(), strict=False)
    """The points of the case that are what it did under the policy."""
    note: Text | None = None
    source: RecordId | None = None
    """Only where it is not the policy's own source."""
    locator: Line | None = None


class TargetOutcome(Record):
    """A figure to hold against a target."""

    observation: RecordId
    in_scope: bool = True
    """Whether the figure is about those for whom the target was set; if not, it only stands beside it."""


class Target(Record):
    """What a policy set out to reach.

    Either ``observation`` names the figure that prints it, and indicator, operator, value, source and locator are that
    figure's; or they stand here. A figure in calendar years is a target told in words, due in that year.
    """

    id: RecordId
    goal: Text
    observation: RecordId | None = None
    indicator: RecordId | None = None
    operator: Annotated[Qualifier, Field(strict=False)] | None = None
    value: float | None = None
    due: PartialDate | None = None
    scope: Text
    note: Text | None = None
    outcomes: tuple[TargetOutcome, ...] = Field(default=(), strict=False)
    outcome_note: Text | None = None
    """How to read the outcomes, or why there is none."""
    source: RecordId | None = None
    locator: Line | None = None

    @model_validator(mode="after")
    def _printed_or_told(self) -> Self:
        told = (self.indicator, self.operator, self.value, self.source, self.locator)
        if self.observation is not None and any(part is not None for part in told):
            raise ValueError(
                "a target that names its observation takes indicator, operator, value, source and locator from it; "
                "remove them"
            )
        if self.observation is None and (self.indicator is None or self.source is None):
            raise ValueError("a target names its observation, or else its indicator and its source")
        if (self.operator is None) != (self.value is None):
            raise ValueError("a target has both operator and value, or neither")
        return self

    @model_validator(mode="after")
    def _answered_or_explained(self) -> Self:
        if not self.outcomes and self.outcome_note is None:
            raise ValueError("without outcomes, outcome_note says why there is no figure to hold against the target")
        if self.outcome_note is None and not all(outcome.in_scope for outcome in self.outcomes):
            raise ValueError("outcomes outside the scope of the target need an outcome_note that says how to read them")
        return self


class Policy(Record):
    id: RecordId
    title: Text
    issuer: Text
    issued: PartialDate | None = None
    issued_basis: Annotated[DateBasis, Field(strict=False)] = DateBasis.printed
    issued_note: Text | None = None
    """How the year was inferred; or, beside a date as printed, what kind of date it is."""
    document_number: Line | None = None
    level: Annotated[PolicyLevel, Field(strict=False)]
    kind: Annotated[PolicyKind, Field(strict=False)]
    status: Annotated[PolicyStatus, Field(strict=False)]
    family: RecordId | None = None
    position: Annotated[int, Field(ge=1)] | None = None
    """The place in its family, in order of time."""
    summary: Text
    aliases_zh: tuple[Line, ...] = Field(default=(), strict=False)
    """How the documents print its title, where otherwise than ``title``."""
    tags: PolicyTags
    source: RecordId
    locator: Line | None = None
    also_named: tuple[Mention, ...] = Field(default=(), strict=False)
    points: tuple[PolicyPoint, ...] = Field(default=(), strict=False)
    targets: tuple[Target, ...] = Field(default=(), strict=False)
    cases: tuple[PolicyLink, ...] = Field(default=(), strict=False)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Every place that names it, its own source first."""
        return (Mention(source=self.source, locator=self.locator), *self.also_named)

    @model_validator(mode="after")
    def _inferred_dates_explained(self) -> Self:
        if self.issued_basis is DateBasis.inferred and (self.issued is None or self.issued_note is None):
            raise ValueError("an inferred date needs issued and an issued_note that says how it was inferred")
        return self

    @model_validator(mode="after")
    def _placed_in_its_family(self) -> Self:
        if (self.family is None) != (self.position is None):
            raise ValueError("a policy has both family and position, or neither")
        return self


class RecommendationLink(Record):
    """A case or a policy that speaks to a recommendation, and how."""

    case: RecordId | None = None
    policy: RecordId | None = None
    reason: Text

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if (self.case is None) == (self.policy is None):
            raise ValueError("a link names a case or a policy, one of the two")
        return self


class Recommendation(Record):
    id: RecordId
    title: Text
    text: Text
    source: RecordId
    locator: Line
    links: Annotated[tuple[RecommendationLink, ...], Field(strict=False, min_length=1)]


class PoliciesFile(Record):
    policies: tuple[Policy, ...] = Field(strict=False)
    families: tuple[PolicyFamily, ...] = Field(default=(), strict=False)


class RecommendationsFile(Record):
    recommendations: tuple[Recommendation, ...] = Field(strict=False)
