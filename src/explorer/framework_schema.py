"""The records of ``frameworks.yaml``: what to look at when a model of alliance is appraised, and on whose word."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from explorer.choices import Basis, Direction, Qualifier
from explorer.record import Line, Record, RecordId, TagId, Text


class FrameworkDimension(Record):
    """A side of the work that is to be looked at: quality of care, use of resources."""

    id: RecordId
    name: Text
    as_printed: Line | None = None
    """The words of the frame's source, word for word; none for a dimension that we add."""
    note: Text | None = None
    """How it is read here."""


class FrameworkComparators(Record):
    """Places that are no cases, whose figures stand beside those of a model's cases."""

    model: TagId
    places: Annotated[tuple[RecordId, ...], Field(strict=False, min_length=1)]
    reason: Text


class FrameworkStandard(Record):
    """A number that a source prints as what is to be reached, where no target of a policy does."""

    operator: Annotated[Qualifier, Field(strict=False)]
    value: float
    scope: Text
    source: RecordId
    locator: Line | None = None


class FrameworkEntry(Record):
    """An indicator by which some models are looked at on one side, or one that is wanted and not held."""

    models: Annotated[tuple[TagId, ...], Field(strict=False, min_length=1)]
    dimension: RecordId
    indicator: RecordId | None = None
    wanted: Text | None = None
    """What should be measured, where no indicator of the codebook does."""
    missing: Text | None = None
    """Why nothing is held of what is wanted."""
    direction: Annotated[Direction, Field(strict=False)]
    target: RecordId | None = None
    standard: FrameworkStandard | None = None
    basis: Annotated[Basis, Field(strict=False)]
    """``stated`` if the source names the indicator itself, ``judged`` if the choice is ours."""
    as_printed: Line | None = None
    """How the source names it, word for word."""
    reason: Text | None = None
    source: RecordId | None = None
    """Only where it is not the frame's own source; its locator goes with it."""
    locator: Line | None = None

    @model_validator(mode="after")
    def _held_or_wanted(self) -> Self:
        if (self.indicator is None) == (self.wanted is None):
            raise ValueError("an entry names an indicator, or what is wanted instead: one of the two")
        if (self.wanted is None) != (self.missing is None):
            raise ValueError("what is wanted says in missing why nothing is held; an indicator does not")
        return self

    @model_validator(mode="after")
    def _one_standard(self) -> Self:
        if self.target is not None and self.standard is not None:
            raise ValueError("an entry has a target or a standard, not both")
        if self.indicator is None and (self.target is not None or self.standard is not None):
            raise ValueError("only an indicator can be held against a target or a standard; remove it")
        return self

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        if self.basis is Basis.stated and self.as_printed is None:
            raise ValueError("a stated entry quotes in as_printed the words that name it")
        if self.basis is Basis.judged and self.reason is None:
            raise ValueError("a judged entry gives its reason (zh and en)")
        return self


class Framework(Record):
    """What an appraisal of alliances looks at: models by dimensions by indicators. It gives no score."""

    id: RecordId
    title: Text
    text: Text
    """Where the frame comes from and how far it is the source's."""
    recommendation: RecordId | None = None
    """The recommendation that it answers."""
    source: RecordId
    locator: Line | None = None
    dimensions: Annotated[tuple[FrameworkDimension, ...], Field(strict=False, min_length=1)]
    comparators: tuple[FrameworkComparators, ...] = Field(default=(), strict=False)
    entries: Annotated[tuple[FrameworkEntry, ...], Field(strict=False, min_length=1)]


class FrameworksFile(Record):
    frameworks: tuple[Framework, ...] = Field(strict=False)
