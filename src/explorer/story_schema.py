"""The records of a workshop story: aims, then steps that a trainer leads a room through."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from explorer.record import Line, Record, RecordId, TagId, Text

Minutes = Annotated[int, Field(ge=1, le=60)]
HIGHEST_SCORE = 5
"""What a case is scored with at most on a type of integration."""


class _Step(Record):
    """What every step has.

    ``prompt`` is what the room sees first, ``reveal`` what is shown when the trainer goes on, ``notes`` are for the
    trainer alone. A text may have several lines; one that begins with ``- `` is an item of a list. Every number in
    these texts is one of the ``figures`` (observations), of the ``targets`` or of the ``checks`` of the audit.
    """

    key: TagId
    title: Text
    prompt: Text
    reveal: Text | None = None
    notes: Text | None = None
    minutes: Minutes
    figures: tuple[RecordId, ...] = Field(default=(), strict=False)
    checks: tuple[RecordId, ...] = Field(default=(), strict=False)
    targets: tuple[RecordId, ...] = Field(default=(), strict=False)


class ViewStep(_Step):
    """A page of the explorer, as its link says after the address: ``compare?indicator=county-visit-rate``."""

    kind: Literal["view"]
    link: Line
    """``overview`` for the opening page; never ``lang``, because a story is told in either language."""


class PointStep(_Step):
    """One problem, measure or outcome of a case."""

    kind: Literal["point"]
    case: RecordId
    point: TagId


class ComparisonStep(_Step):
    """Indicators side by side; only those defined alike share an axis."""

    kind: Literal["comparison"]
    indicators: Annotated[tuple[RecordId, ...], Field(strict=False, min_length=1)]
    cases: tuple[RecordId, ...] = Field(default=(), strict=False)


class Option(Record):
    """One answer to choose; ``right`` is left out where there is none."""

    text: Text
    right: bool = False
    why: Text | None = None


class QuestionStep(_Step):
    kind: Literal["question"]
    options: Annotated[tuple[Option, ...], Field(strict=False, min_length=2, max_length=6)]


class GuessStep(_Step):
    """The room guesses figures before they are shown: one on a slider, several as a line drawn by points."""

    kind: Literal["guess"]
    observations: Annotated[tuple[RecordId, ...], Field(strict=False, min_length=1, max_length=12)]
    low: float
    high: float

    @model_validator(mode="after")
    def _low_below_high(self) -> Self:
        if self.low >= self.high:
            raise ValueError("low has to be below high")
        return self


class ScoringStep(_Step):
    """The room scores a case from 0 to 5 on each of the four integration types, talks, and scores again."""

    kind: Literal["scoring"]
    case: RecordId


class DiscussionStep(_Step):
    """A pause to talk."""

    kind: Literal["discussion"]


AnyStep = ViewStep | PointStep | ComparisonStep | QuestionStep | GuessStep | ScoringStep | DiscussionStep
Step = Annotated[AnyStep, Field(discriminator="kind")]
KINDS = ("view", "point", "comparison", "question", "guess", "scoring", "discussion")


class Story(Record):
    id: RecordId
    """For a story in ``data/stories`` the name of its file."""
    position: Annotated[int, Field(ge=1)] | None = None
    """Its place in the list; those without one come last."""
    title: Text
    summary: Text
    aims: Annotated[tuple[Text, ...], Field(strict=False, min_length=1, max_length=5)]
    minutes: Annotated[int, Field(ge=5, le=240)]
    """What the steps add up to."""
    steps: Annotated[tuple[Step, ...], Field(strict=False, min_length=1, max_length=60)]
