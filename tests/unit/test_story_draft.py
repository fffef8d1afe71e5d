"""A story in the making: what is added, moved and reworded, and that its file is read again as it was."""

from __future__ import annotations

import pytest

from explorer.record import Text
from explorer.stories import read_story
from explorer.story_draft import LEAST_MINUTES, MOST_MINUTES, MOST_STEPS, Draft, worded
from explorer.story_rules import Known

TITLE, PROMPT = Text(zh="标题", en="Title"), Text(zh="看。", en="Look.")
EMPTY = Draft(TITLE, Text(zh="一句话。", en="A sentence."), (Text(zh="会读", en="Read"),))


def three() -> Draft:
    draft = EMPTY
    for page, state in (
        ("compare", {"indicator": ["county-visit-rate"], "case": ["changxing", "branch"], "lang": ["zh"]}),
        ("case", {"case": ["branch"]}),
        ("overview", {}),
    ):
        draft = draft.with_view(page, state, TITLE, PROMPT, 5)
    return draft


def keys(draft: Draft) -> list[str]:
    return [step.key for step in draft.steps]


def test_a_view_is_added_with_its_ids_and_without_its_language() -> None:
    links = [step.link for step in three().steps if step.kind == "view"]
    assert links == ["compare?indicator=county-visit-rate&case=changxing&case=branch", "case?case=branch", "overview"]
    assert keys(three()) == ["step-1", "step-2", "step-3"]


def test_a_key_is_free_again_only_after_its_step_is_gone() -> None:
    draft = three().without("step-2").with_view("targets", {}, TITLE, PROMPT, 5)
    assert keys(draft) == ["step-1", "step-3", "step-2"]


def test_steps_move_and_stay_at_the_ends() -> None:
    assert keys(three().moved("step-3", -1)) == ["step-1", "step-3", "step-2"]
    assert keys(three().moved("step-1", -1)) == ["step-1", "step-2", "step-3"]
    assert keys(three().moved("step-3", 1)) == ["step-1", "step-2", "step-3"]


def test_a_story_takes_no_more_steps_than_a_file_may_hold() -> None:
    draft = EMPTY
    for _ in range(MOST_STEPS + 3):
        draft = draft.with_view("overview", {}, TITLE, PROMPT, 1)
    assert len(draft.steps) == MOST_STEPS


def test_words_change_in_one_language_and_in_both_where_both_were_the_same() -> None:
    assert worded(Text(zh="一", en="One"), " 二 \n", "zh") == Text(zh="二", en="One")
    assert worded(Text(zh="一", en="一"), "二", "zh") == Text(zh="二", en="二")
    assert worded(None, "备注", "zh") == Text(zh="备注", en="备注")
    assert worded(Text(zh="一", en="One"), "  ", "en") is None


def test_a_prompt_cannot_be_emptied_and_notes_can() -> None:
    draft = three().reworded("step-1", "notes", "先问", "zh")
    assert draft.steps[0].notes == Text(zh="先问", en="先问")
    assert draft.reworded("step-1", "notes", "", "zh").steps[0].notes is None
    assert draft.reworded("step-1", "prompt", " ", "zh").steps[0].prompt == PROMPT


def test_minutes_stay_within_what_a_step_may_take() -> None:
    assert three().timed("step-1", 0).steps[0].minutes == LEAST_MINUTES
    assert three().timed("step-1", 900).steps[0].minutes == MOST_MINUTES


def test_aims_are_one_a_line_and_never_none() -> None:
    assert EMPTY.aimed("会读一个率\n会问\n", "zh").aims == (
        Text(zh="会读一个率", en="Read"),
        Text(zh="会问", en="会问"),
    )
    assert EMPTY.aimed(" ", "zh").aims == EMPTY.aims


@pytest.mark.parametrize(
    "said",
    ["on", "12:30", "- 一条", "# 不是注释", "a: b", "'引号'", "&a", "第一行\n- 第二行\n\n第四行", "~", "{x}", "!t"],
)
def test_the_file_is_read_again_as_it_was_whatever_somebody_typed(said: str, known: Known) -> None:
    draft = three().reworded("step-1", "notes", said, "zh").retitled(said, "en").timed("step-2", 7)
    read = read_story("my-story.yaml", draft.as_yaml(), known)
    assert [fault.message for fault in read.faults if "the number" not in fault.message] == []
    if read.story is not None:
        assert Draft.of(read.story) == draft
        assert read.story.minutes == 17


def test_every_shipped_kind_of_step_survives_the_round(known: Known) -> None:
    from tests.unit.test_stories import SOUND

    story = read_story("one-county.yaml", SOUND, known).story
    assert story is not None
    assert read_story("one-county.yaml", Draft.of(story).as_yaml(), known).story == story
