"""Stories: the list, one story with its answers folded away, and every link in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from explorer.filters import Parameter
from explorer.i18n import LANGUAGES, Language
from explorer.story_links import PAGES, Link, link_of
from explorer.ui import answers, story_files
from explorer.ui import links as view_links
from tests.app.shipped_stories import KNOWN, STORIES, said
from tests.app.visiting import heading, links, look, read, say, texts, visit


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_tells_each_story_with_its_minutes_and_aims_and_leads_to_it(language: Language) -> None:
    at = look("stories", lang=language)
    assert heading(at) == say("stories.heading", language)
    shown = read("\n".join(texts(at)))
    for story in STORIES.values():
        assert said(story.title, language) in shown
        assert all(said(aim, language) in shown for aim in story.aims)
        assert say("stories.facts", language, minutes=story.minutes, steps=len(story.steps)) in shown
    assert [link["story"] for link in links(at, "stories")] == [[name] for name in STORIES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STORIES)
def test_a_story_shows_every_prompt_and_folds_answers_and_notes(name: str, language: Language) -> None:
    at = look("stories", lang=language, story=name)
    story = STORIES[name]
    assert heading(at) == said(story.title, language)
    folded = read("\n".join(text.value for fold in at.expander for text in fold.markdown))
    shown = read("\n".join(text.value for text in at.markdown))
    for step in story.steps:
        for line in said(step.prompt, language).splitlines():
            assert line.removeprefix("- ") in shown
            assert line.removeprefix("- ") not in folded
        for text in (step.reveal, step.notes):
            assert text is None or said(text, language).splitlines()[-1].removeprefix("- ") in folded
    assert not at.warning


def test_every_figure_of_a_step_stands_with_its_words_and_its_place() -> None:
    at = look("stories", lang="zh", story="two-counties")
    notes = read("\n".join(text.value for fold in at.expander for text in fold.markdown))
    assert "90.13%" in notes
    assert "原文“约六成”" in notes
    assert "(一)案例三 1" in notes
    assert say("stories.step.checks", "zh") in notes
    assert say("stories.step.targets", "zh") in notes


def test_a_question_keeps_its_answer_until_it_is_revealed() -> None:
    at = look("stories", lang="en", story="specialists-down")
    right = say("stories.step.right", "en")
    revealed = [text.value for fold in at.expander for text in fold.markdown if f"badge[{right}]" in text.value]
    assert len(revealed) == 2
    assert all(
        f"badge[{right}]" not in text.value for text in at.main.markdown if "Take out your telephone" in text.value
    )


def test_a_step_leads_to_the_view_it_is_about() -> None:
    at = look("stories", lang="zh", story="two-counties")
    assert {"lang": ["zh"], "case": ["changxing", "deqing"]} in links(at, "differs")
    compared = {
        "lang": ["zh"],
        "indicator": ["county-visit-rate", "primary-visit-rate"],
        "case": ["changxing", "deqing"],
    }
    assert compared in links(at, "compare")


def test_an_unknown_story_is_named_in_a_notice_and_the_list_is_shown() -> None:
    at = visit("stories", story="nowhere")
    assert heading(at) == say("stories.heading", "zh")
    assert [warning.value for warning in at.warning] == [say("notice.dropped", "zh", values="story\\=nowhere")]


def every_link() -> list[Link]:
    found = [link_of(step) for story in STORIES.values() for step in story.steps]
    return list({repr(link): link for link in found if link is not None}.values())


@pytest.mark.parametrize("link", every_link(), ids=lambda link: f"{link.page}?{link.state}")
def test_every_view_of_a_story_opens_as_it_says(link: Link) -> None:
    at = visit(link.page, **{name: list(values) for name, values in link.state.items()})
    assert not at.warning
    assert not at.error


def test_pages_and_stories_agree_on_what_a_link_may_say(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Sequence[Parameter]] = {}
    original = view_links.open_view

    def recorded(page: str, parameters: Sequence[Parameter], **more: Any) -> Any:
        seen[page] = parameters
        return original(page, parameters, **more)

    monkeypatch.setattr(view_links, "open_view", recorded)
    for page, allowed in PAGES.items():
        visit(page)
        parameters = {parameter.name: parameter for parameter in seen[page]}
        for name, choices in allowed.items():
            parameter = parameters[name]
            if choices is not None:
                known = KNOWN.ids[choices] if isinstance(choices, str) else choices
                assert {*(parameter.choices or ())} == {*known}, (page, parameter.name)


BEGINNINGS = {"pptx": b"PK", "docx": b"PK", "html": b"<!DOCTYPE html>"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_is_taken_away_as_slides_handout_and_guide(language: Language) -> None:
    name = next(iter(STORIES))
    at = look("stories", lang=language, story=name)
    labels = [button.label for button in at.download_button]
    assert [say(file.key, language) for file in story_files.FILES] == [label for label in labels if label][-5:]
    tr = answers.translator(language)
    made = story_files.made_from(tr, STORIES[name])
    for file in story_files.FILES:
        assert file.make(made, tr).startswith(BEGINNINGS[file.kind])
