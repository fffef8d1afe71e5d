"""A story of one's own: views taken along, put in order, reworded, kept as a file and loaded again."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from explorer.paths import PROJECT_FOLDER
from explorer.stories import read_story
from explorer.story_draft import Draft
from explorer.story_links import PAGES
from explorer.ui.my_story_steps import MADE_HERE
from explorer.ui.rooms import rooms
from tests.app.shipped_stories import KNOWN
from tests.app.visiting import charts, heading, links, move, read, say, sound, visit

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
    whole, *each = [read(warning.value) for warning in at.warning]
    assert whole == say("my_story.to_mend", "zh", count=2)
    assert len(each) == 2
    assert all(say("my_story.remark.number", "zh", number="47.11") in told for told in each)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_kind_of_step_is_added_here_and_the_file_is_read_again_as_it_was(language: Language) -> None:
    at = visit("my_story", lang=language)
    for kind in MADE_HERE:
        at.selectbox(key=f"my_story.new.kind.{language}").set_value(kind)
        sound(at.button(key=f"my_story.new.add.{language}").click().run())
    assert [step.kind for step in made(at).steps] == list(MADE_HERE)
    assert not at.warning
    again = read_story("mine.yaml", made(at).as_yaml(), KNOWN)
    assert again.story is not None
    assert again.story.steps == made(at).steps


def new(kind: str) -> AppTest:
    at = visit("my_story")
    at.selectbox(key="my_story.new.kind.zh").set_value(kind)
    return sound(at.button(key="my_story.new.add.zh").click().run())


def test_a_point_is_chosen_by_case_and_then_by_passage() -> None:
    at = new("point")
    sound(at.selectbox(key="my_story.case.step-1.zh").set_value("deqing").run())
    sound(at.selectbox(key="my_story.point.step-1.zh").set_value("outflow").run())
    (step,) = made(at).steps
    assert (step.case, step.point) == ("deqing", "outflow")  # type: ignore[union-attr]


def test_a_question_gains_and_loses_options_and_one_is_right() -> None:
    at = new("question")
    sound(at.button(key="my_story.option.add.step-1.zh").click().run())
    sound(at.text_input(key="my_story.option.step-1.2.zh").set_value("都站不住").run())
    sound(at.checkbox(key="my_story.option.step-1.2.right.zh").check().run())
    sound(at.button(key="my_story.option.step-1.0.remove.zh").click().run())
    (step,) = made(at).steps
    assert [(option.text.zh, option.right) for option in step.options] == [  # type: ignore[union-attr]
        (say("my_story.default.option", "zh", letter="B"), False),
        ("都站不住", True),
    ]
    assert at.button(key="my_story.option.step-1.0.remove.zh").disabled


def found(at: AppTest, field: str, words: str) -> AppTest:
    at.session_state[f"my_story.{field}.fold.step-1.zh"] = True
    sound(at.run())
    return sound(at.text_input(key=f"my_story.{field}.words.step-1.zh").set_value(words).run())


def test_a_number_in_a_text_is_named_by_searching_the_figures() -> None:
    at = new("discussion")
    sound(at.text_area(key="my_story.prompt.step-1.zh").set_value("德清 2023 年是 90.13%。").run())
    assert len(at.warning) == 2  # one for the whole, one for the step
    found(at, "figures", "德清 县域就诊率")
    sound(at.multiselect(key="my_story.figures.step-1.zh").set_value(["deqing-county-visit-rate-2023"]).run())
    assert not at.warning
    assert made(at).steps[0].figures == ("deqing-county-visit-rate-2023",)


def test_what_is_guessed_is_searched_and_a_range_that_leaves_it_out_is_told_in_a_sentence() -> None:
    at = found(new("guess"), "observations", "deqing-county-visit-rate-2023")
    chosen = at.multiselect(key="my_story.observations.step-1.zh")
    sound(chosen.set_value(["deqing-county-visit-rate-2023"]).run())
    sound(at.number_input(key="my_story.high.step-1.zh").set_value(80.0).run())
    assert say("my_story.remark.outside", "zh", value="90.13") in read(at.warning[1].value)
    sound(at.number_input(key="my_story.low.step-1.zh").set_value(90.0).run())
    assert any(say("my_story.remark.range", "zh") in read(warning.value) for warning in at.warning)


def downloads(at: AppTest) -> set[str]:
    return {button.key for button in at.get("download_button") if button.key.startswith("download.")}


def test_a_sound_story_has_its_files_and_its_stage_and_one_to_be_mended_has_neither() -> None:
    at = new("discussion")
    assert len(downloads(at)) == 5
    assert links(at, "present") == [{"story": ["my-story"], "lang": ["zh"]}]
    sound(at.text_area(key="my_story.prompt.step-1.zh").set_value("效果是 47.11%。").run())
    assert downloads(at) == set()
    assert links(at, "present") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_of_ones_own_is_led_in_its_session_and_elsewhere_said_to_be_missing(language: Language) -> None:
    at = upload(visit("my_story", lang=language), TWO_COUNTIES)
    own = made(at)
    move(at, "present", lang=language, story="my-story", step="1")
    assert heading(at) == getattr(own.steps[0].title, language)
    elsewhere = visit("present", lang=language, story="my-story", step="1")
    assert [info.value for info in elsewhere.info] == [say("present.own.elsewhere", language)]


def test_a_room_carries_a_story_of_ones_own_to_another_window_until_it_ends() -> None:
    rooms.clear()
    at = upload(visit("my_story"), TWO_COUNTIES)
    at.session_state["my_story.windows.zh"] = True
    sound(at.run())
    (room,) = rooms()._rooms.values()
    room.move(1, 0)
    asked = {"story": "my-story", "room": room.code, "host": room.host}
    assert heading(visit("present", role="facilitator", **asked)) == made(at).steps[0].title.zh
    assert heading(visit("present", **{**asked, "host": "guessed"})) == say("present.heading", "zh")
    rooms().end(room)
    assert heading(visit("present", **asked)) == say("present.heading", "zh")
    rooms.clear()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_that_a_story_may_open_is_drawn_or_told_on_the_stage(page: str, language: Language) -> None:
    asked = {"case": {"case": "deqing"}, "policy": {"policy": "nhc-2023-41"}}.get(page, {})
    at = add(visit(page, lang=language, **asked), page, language)
    move(at, "present", lang=language, story="my-story", step="1")
    drawn = bool(charts(at)) or bool(at.table)
    assert drawn != (page == "planner")
    if page == "planner":
        assert say("present.page.planner", language) in "\n".join(markdown.value for markdown in at.markdown)


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
