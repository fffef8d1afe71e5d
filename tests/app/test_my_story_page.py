"""A story of one's own: views taken along, put in order, reworded, kept as a file and loaded again."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from explorer.paths import PROJECT_FOLDER
from explorer.story_draft import Draft
from explorer.story_links import PAGES
from tests.app.visiting import heading, links, move, say, sound, visit

DRAFT = "explorer.my_story"
TWO_COUNTIES = (PROJECT_FOLDER / "data" / "stories" / "two-counties.yaml").read_bytes()


def add(at: AppTest, page: str, language: Language = "zh") -> AppTest:
    return sound(at.button(key=f"my_story.add.{page}.{language}").click().run())


def made(at: AppTest) -> Draft:
    draft: Draft = at.session_state[DRAFT]
    return draft


def upload(at: AppTest, data: bytes) -> AppTest:
    (box,) = at.file_uploader
    return sound(box.set_value(("mine.yaml", data, "application/yaml")).run())


@pytest.mark.parametrize("language", LANGUAGES)
def test_views_are_taken_along_from_their_pages_and_stand_in_order(language: Language) -> None:
    first = add(visit("case", lang=language, case="deqing"), "case", language)
    at = visit("case", lang=language, case="ruian")
    at.session_state[DRAFT] = made(first)  # after a move a page is run here without the frame that holds the button
    move(add(at, "case", language), "my_story", lang=language)
    assert heading(at) == say("my_story.heading", language)
    assert [step.kind for step in made(at).steps] == ["view", "view"]
    assert [link["case"] for link in links(at, "case")] == [["deqing"], ["ruian"]]
    assert "瑞安" in made(at).steps[1].title.zh
    assert "Ruian" in made(at).steps[1].title.en
    sound(at.button(key=f"my_story.up.step-2.{language}").click().run())
    assert [step.key for step in made(at).steps] == ["step-2", "step-1"]
    sound(at.button(key=f"my_story.remove.step-1.{language}").click().run())
    assert [step.key for step in made(at).steps] == ["step-2"]


def test_what_is_typed_is_kept_and_a_number_without_an_origin_is_named() -> None:
    at = move(add(visit("targets"), "targets"), "my_story")
    sound(at.text_area(key="my_story.notes.step-1.zh").set_value("先问再看。").run())
    assert made(at).steps[0].notes is not None
    assert not at.warning
    sound(at.text_area(key="my_story.notes.step-1.zh").set_value("其实是 47.11%。").run())
    # The two halves were the same, so both now hold the number.
    assert [warning.value for warning in at.warning] == [say("my_story.to_mend", "zh", count=2)]
    assert "'47.11'" in at.code[0].value


def test_a_file_is_loaded_and_one_with_faults_is_refused_with_its_line() -> None:
    at = upload(visit("my_story"), TWO_COUNTIES)
    assert made(at).id == "two-counties"
    upload(at, TWO_COUNTIES.replace(b"case: changxing\n    point", b"case: changxin\n    point"))
    (warning,) = [warning.value for warning in at.warning]
    assert warning.startswith(say("my_story.refused", "zh", count=1, line="\0").split("\0")[0])
    assert "did you mean" in at.code[0].value
    assert made(at).id == "two-counties"


def test_a_shipped_story_can_be_the_start_and_everything_cleared_again() -> None:
    at = visit("stories", story="reading-figures")
    sound(at.button(key="stories.copy.zh").click().run())
    assert heading(at) == say("my_story.heading", "zh")
    move(at, "my_story")
    assert len(made(at).steps) == 9
    sound(at.button(key="my_story.clear.zh").click().run())
    assert [info.value for info in at.info] == [say("my_story.empty", "zh")]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_that_a_story_may_open_can_be_taken_along(page: str) -> None:
    asked = {"case": {"case": "deqing"}, "policy": {"policy": "nhc-2023-41"}}.get(page, {})
    assert any(button.key == f"my_story.add.{page}.zh" for button in visit(page, **asked).button)
