"""What the planner needs to be told: the preconditions drawn from the cases, and figures that are not a place's own."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from explorer.record import Record, RecordId, TagId, Text

Tags = Annotated[tuple[TagId, ...], Field(strict=False, min_length=1)]


class Precondition(Record):
    """Something that had to be there, as the documents tell it."""

    id: RecordId
    name: Text
    definition: Text
    """What counts as having it."""
    cases: dict[TagId, Tags]
    """By dimension, the tags that show it; any one is enough."""
    county: dict[TagId, Tags]
    """By field of the county's form, the answers that show it; any one is enough."""

    @model_validator(mode="after")
    def _shown_on_both_sides(self) -> Self:
        if not self.cases or not self.county:
            raise ValueError("say under cases which tags show it, and under county which answers of the form do")
        return self


class OtherSubject(Record):
    """A figure that stands in a case's document and is of another area than the case."""

    observation: RecordId
    reason: Text


class PlannerFile(Record):
    preconditions: tuple[Precondition, ...] = Field(strict=False)
    other_subjects: tuple[OtherSubject, ...] = Field(strict=False)
