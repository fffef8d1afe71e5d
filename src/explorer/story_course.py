"""How a story is led: from one moment to the next, what each shows, and what the plan says of the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from explorer.rooms import Round
from explorer.story_schema import AnyStep, GuessStep, QuestionStep, ScoringStep, Story

SPREAD_ONE, ROUND_TWO, SPREAD_TWO, REVEALED = 1, 2, 3, 4
"""What of a scoring step is shown, after its first round is open (0)."""


class HasPlace(Protocol):
    """What knows a step and how much of it is shown."""

    @property
    def step(self) -> int: ...

    @property
    def shown(self) -> int: ...


@dataclass(frozen=True)
class Moment:
    """A place in a story: step 0 is its opening, 1 its first step; ``shown`` says how much of the step is revealed."""

    step: int
    shown: int = 0


def last_shown(story: Story, step: int) -> int:
    """How far a step can be revealed: 0 where it holds nothing back."""
    if step == 0:
        return 0
    told = story.steps[step - 1]
    if isinstance(told, ScoringStep):
        return REVEALED if told.reveal else SPREAD_TWO
    return 1 if told.reveal or isinstance(told, QuestionStep | GuessStep) else 0


def within(story: Story, step: int, shown: int) -> Moment:
    """The moment nearest to what a link asks for that the story has."""
    step = max(0, min(step, len(story.steps)))
    return Moment(step, max(0, min(shown, last_shown(story, step))))


def forward(story: Story, here: HasPlace) -> Moment:
    """The next moment: more of the step, then the next step; at the end, where one is."""
    if here.shown < last_shown(story, here.step):
        return Moment(here.step, here.shown + 1)
    return Moment(here.step + 1) if here.step < len(story.steps) else Moment(here.step, here.shown)


def back(story: Story, here: HasPlace) -> Moment:
    """The moment before: less of the step, then the step before with all that it shows."""
    if here.shown:
        return Moment(here.step, here.shown - 1)
    return Moment(here.step - 1, last_shown(story, here.step - 1)) if here.step else Moment(0)


def step_at(story: Story, step: int) -> AnyStep | None:
    """The step at a place; None for the opening and after the end."""
    return story.steps[step - 1] if 1 <= step <= len(story.steps) else None


def planned_minutes(story: Story, step: int) -> int:
    """The minutes that the plan gives to everything up to the end of a step."""
    return sum(each.minutes for each in story.steps[:step])


def open_round(story: Story, here: HasPlace) -> Round | None:
    """The round that takes scores at a moment, if one does."""
    step = step_at(story, here.step)
    if not isinstance(step, ScoringStep) or here.shown not in (0, ROUND_TWO):
        return None
    return Round(step.key, 1 if here.shown == 0 else 2)
