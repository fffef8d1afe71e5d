"""How a story goes on and back, what a step holds back, and which round takes scores."""

from __future__ import annotations

from explorer.rooms import Round
from explorer.schema import Text
from explorer.story_course import Moment, back, forward, last_shown, open_round, planned_minutes, step_at, within
from explorer.story_schema import DiscussionStep, Option, QuestionStep, ScoringStep, Story

WORD = Text(zh="字", en="word")
TALK = DiscussionStep(kind="discussion", key="talk", title=WORD, prompt=WORD, minutes=5)
ASK = QuestionStep(
    kind="question", key="ask", title=WORD, prompt=WORD, minutes=4, options=(Option(text=WORD), Option(text=WORD))
)
SCORE = ScoringStep(kind="scoring", key="score", title=WORD, prompt=WORD, reveal=WORD, minutes=8, case="deqing")
STORY = Story(id="told", title=WORD, summary=WORD, aims=(WORD,), minutes=17, steps=(TALK, ASK, SCORE))
COURSE = [
    Moment(0),
    Moment(1),
    Moment(2),
    Moment(2, 1),
    Moment(3),
    Moment(3, 1),
    Moment(3, 2),
    Moment(3, 3),
    Moment(3, 4),
]


def test_one_key_leads_through_everything_and_the_other_all_the_way_back() -> None:
    there, here = [Moment(0)], Moment(0)
    while forward(STORY, here) != here:
        here = forward(STORY, here)
        there.append(here)
    assert there == COURSE
    assert [back(STORY, moment) for moment in COURSE] == [Moment(0), *COURSE[:-1]]


def test_a_scoring_without_a_reveal_ends_with_the_second_spread() -> None:
    silent = STORY.model_copy(update={"steps": (SCORE.model_copy(update={"reveal": None}),)})
    assert last_shown(silent, 1) == 3


def test_scores_are_taken_in_two_rounds_and_never_while_a_spread_is_shown() -> None:
    assert [open_round(STORY, moment) for moment in COURSE] == [
        *[None] * 4,
        Round("score", 1),
        None,
        Round("score", 2),
        None,
        None,
    ]


def test_a_link_beyond_the_story_leads_to_its_nearest_moment() -> None:
    assert within(STORY, 60, 4) == Moment(3, 4)
    assert within(STORY, 1, 4) == Moment(1, 0)
    assert step_at(STORY, 0) is None
    assert step_at(STORY, 3) is SCORE


def test_the_plan_adds_up_the_steps_so_far() -> None:
    assert [planned_minutes(STORY, step) for step in range(4)] == [0, 5, 9, 17]
