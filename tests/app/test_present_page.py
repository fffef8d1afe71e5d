"""The stage: every step of every story in both languages, guesses, scores, the facilitator's window, phones."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from explorer.rooms import TYPES, Room, Rooms, Round
from explorer.story_course import last_shown
from explorer.ui.links import View
from explorer.ui.rooms import rooms
from tests.app.shipped_stories import STORIES, said
from tests.app.visiting import charts, heading, read, say, sound, texts, visit

KINDS = sorted(
    {step.kind: (name, number) for name, story in STORIES.items() for number, step in enumerate(story.steps, 1)}.items()
)
"""One step of each kind, as (kind, (story, its number))."""

SCORING = next(place for kind, place in KINDS if kind == "scoring")
GUESS = ("two-counties", 6)


def shown(at: AppTest) -> str:
    return read("\n".join(texts(at)))


def stage(place: tuple[str, int], revealed: int = 0, language: Language = "zh", **more: str) -> AppTest:
    name, number = place
    return visit("present", lang=language, story=name, step=str(number), shown=str(revealed), **more)


def open_room(at: AppTest, language: Language = "zh") -> AppTest:
    return sound(at.button(key=f"present.room.open.{language}").click().run())


@pytest.fixture
def workshop() -> Rooms:
    """The rooms of this server, empty."""
    rooms.clear()
    return rooms()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "place"), KINDS)
def test_every_kind_of_step_is_asked_first_and_revealed_then(
    kind: str, place: tuple[str, int], language: Language
) -> None:
    name, number = place
    story = STORIES[name]
    step = story.steps[number - 1]
    before = stage(place, 0, language)
    assert heading(before) == said(step.title, language)
    assert said(step.prompt, language).splitlines()[0].removeprefix("- ") in shown(before)
    assert not before.warning
    after = stage(place, last_shown(story, number), language)
    if step.reveal:
        answer = said(step.reveal, language).splitlines()[-1].removeprefix("- ")
        assert answer in shown(after)
        assert answer not in shown(before)
    assert all(said(step.notes, language) not in shown(at) for at in (before, after) if step.notes)


@pytest.mark.parametrize("name", STORIES)
def test_a_whole_story_is_led_by_the_forward_button_alone(name: str) -> None:
    at = visit("present", lang="en", story=name)
    seen = []
    while not at.button(key="present.forward.en").disabled:
        sound(at.button(key="present.forward.en").click().run())
        seen.append(heading(at))
    assert list(dict.fromkeys(seen)) == [said(step.title, "en") for step in STORIES[name].steps]
    assert at.query_params["step"] == str(len(STORIES[name].steps))


def test_a_story_resumes_at_the_step_of_its_link() -> None:
    at = stage(("two-counties", 5), 1)
    assert heading(at) == said(STORIES["two-counties"].steps[4].title, "zh")
    assert say("stories.step.right", "zh") in shown(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guess_is_taken_first_and_then_stands_beside_the_figure(language: Language) -> None:
    at = stage(GUESS, 0, language)
    assert charts(at) == []
    assert "90.13" not in shown(at)
    at.number_input(key=f"present.guess.guess-county-rate.1.{language}").set_value(70.0).run()
    sound(at.button(key=f"present.forward.{language}").click().run())
    (chart,) = charts(at)
    assert ("90.13%", "70%") in chart.rows("words", "guess_label")
    points = {"zh": "20.13个百分点", "en": "20.13 percentage points"}[language]
    assert say("present.guess.verdict.lower", language, difference=points) in shown(at)


def test_without_a_guess_the_figures_are_told_all_the_same() -> None:
    at = stage(GUESS, 1)
    assert say("present.guess.none", "zh") in shown(at)
    assert "90.13%" in shown(at)


def test_what_one_session_guesses_no_other_sees() -> None:
    at = stage(GUESS)
    at.number_input(key="present.guess.guess-county-rate.1.zh").set_value(70.0).run()
    assert say("present.guess.none", "zh") in shown(stage(GUESS, 1))


def test_comparisons_are_drawn_as_on_the_page_and_their_words_are_larger() -> None:
    at = stage(("two-counties", 7))
    assert len(charts(at)) == 2
    assert '"labelFontSize": 18.0' in at.get("vega_lite_chart")[0].proto.spec


def test_the_facilitator_sees_notes_sources_and_what_comes_next_and_moves_the_screen_along(workshop: Rooms) -> None:
    screen = open_room(stage(("two-counties", 1)))
    code, host = (screen.query_params[name] for name in ("room", "host"))
    other = {"story": "two-counties", "room": code, "host": host, "role": "facilitator"}
    helper = visit("present", lang="en", **other)
    steps = STORIES["two-counties"].steps
    assert heading(helper) == said(steps[0].title, "en")
    assert said(steps[1].title, "en") in shown(helper)
    assert said(steps[0].notes, "en").splitlines()[-1].removeprefix("- ") in shown(helper)
    sound(helper.button(key="present.forward.en").click().run())
    assert heading(sound(screen.run())) == said(steps[1].title, "zh")
    sound(screen.button(key="present.back.zh").click().run())
    assert heading(sound(helper.run())) == said(steps[0].title, "en")


def room_of(at: AppTest) -> Room:
    room = rooms().find(at.query_params["room"])
    assert room is not None
    return room


def asked_from(at: AppTest, step: int) -> AppTest:
    """The page drawn again for a browser whose address is of this step."""
    at.query_params["step"] = str(step)
    return sound(at.run())


def test_a_window_that_goes_back_through_its_history_takes_the_room_with_it(workshop: Rooms) -> None:
    at = open_room(stage(("two-counties", 3)))
    room = room_of(at)
    at.session_state["explorer.present.heard"] = (room.code, room.position.moves)  # as its poll would tell
    asked_from(at, 2)
    assert room.position.step == 2


def test_an_address_from_before_the_newest_move_does_not_move_the_room(workshop: Rooms) -> None:
    at = open_room(stage(("two-counties", 3)))
    room = room_of(at)
    sound(at.button(key="present.forward.zh").click().run())
    there = room.position
    assert (there.step, there.shown) != (3, 0)
    del at.query_params["shown"]
    asked_from(at, 3)
    assert room.position == there
    assert at.query_params["shown"] == str(there.shown)


def test_a_window_is_told_its_address_even_where_an_old_one_agrees(
    workshop: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_room(stage(("two-counties", 3)))
    room = room_of(at)
    room.move(4, 0)
    told = []
    monkeypatch.setattr(View, "go", lambda _, **changes: told.append(changes))
    asked_from(at, 4)
    assert told == [{"step": ("4",), "shown": ("0",)}]


def test_only_with_its_key_is_a_room_led(workshop: Rooms) -> None:
    room = workshop.open("two-counties", 3)
    at = visit("present", story="two-counties", step="1", room=room.code, host="guessed", role="facilitator")
    assert [warning.value for warning in at.warning] == [say("present.room.over", "zh")]
    sound(at.button(key="present.forward.zh").click().run())
    assert room.position.step == 3


def test_after_the_server_was_restarted_a_story_goes_on_at_its_step(workshop: Rooms) -> None:
    at = open_room(stage(("two-counties", 4)))
    rooms.clear()
    sound(at.run())
    assert heading(at) == said(STORIES["two-counties"].steps[3].title, "zh")
    assert [warning.value for warning in at.warning] == [say("present.room.over", "zh")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_scores_and_the_screen_shows_median_and_spread(workshop: Rooms, language: Language) -> None:
    screen = open_room(stage(SCORING, 0, language), language)
    code = screen.query_params["room"]
    step = STORIES[SCORING[0]].steps[SCORING[1] - 1]
    phone = visit("vote", lang=language, room=code)
    for name, score in zip(TYPES, (0, 3, 4, 5), strict=True):
        phone.segmented_control(key=f"vote.score.{step.key}.1.{name}.{language}").set_value(score)
    sound(phone.button[-1].click().run())
    assert say("vote.sent", language) in shown(phone)
    sound(screen.run())
    assert say("present.score.given", language, count=1) in shown(screen)
    sound(screen.button(key=f"present.forward.{language}").click().run())
    assert len(charts(screen)) == len(TYPES)
    assert say("present.score.median", language, median="4", count=1) in shown(screen)
    assert say("vote.wait", language) in shown(sound(phone.run()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["ABCDEF", "<script>", "'; DROP TABLE cases", "x" * 500])
def test_a_wrong_or_ended_code_gets_one_sentence_and_the_field(code: str, language: Language) -> None:
    at = visit("vote", lang=language, room=code)
    assert len(at.warning) == 1
    assert len(at.text_input) == 1


def test_a_phone_whose_room_has_ended_is_told_so(workshop: Rooms) -> None:
    room = workshop.open("two-counties")
    at = visit("vote", room=room.code)
    assert say("vote.wait", "zh") in shown(at)
    workshop.end(room)
    assert [read(warning.value) for warning in sound(at.run()).warning] == [say("vote.no_room", "zh", code=room.code)]


@pytest.mark.parametrize("asked", [{"step": "61"}, {"step": "-1"}, {"shown": "x"}, {"role": "admin"}, {"began": "x"}])
def test_a_hostile_link_still_opens_the_story(asked: dict[str, str]) -> None:
    at = visit("present", story="two-counties", **asked)
    assert heading(at) == said(STORIES["two-counties"].title, "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_typed_in_by_the_facilitator_are_shown_and_the_second_round_stands_over_the_first(
    workshop: Rooms, language: Language
) -> None:
    step = STORIES[SCORING[0]].steps[SCORING[1] - 1]
    room = workshop.open(SCORING[0], SCORING[1], 3)
    for name in TYPES:
        assert room.type_in(Round(step.key, 1), name, [10, 0, 0, 0, 0, 10])
        assert room.type_in(Round(step.key, 2), name, [0, 0, 0, 0, 20, 0])
    asked = {"story": SCORING[0], "room": room.code, "host": room.host, "lang": language}
    helper = visit("present", role="facilitator", **asked)
    assert [list(table.value.iloc[0]) for table in helper.dataframe] == [[0, 0, 0, 0, 20, 0]]
    screen = shown(visit("present", **asked))
    assert say("present.score.median", language, median="4", count=20) in screen
    assert say("present.score.before", language, median="2.5") in screen
    assert say("present.score.agreed", language) in screen
    room.move(SCORING[1], 1)
    assert say("present.score.split", language) in shown(visit("present", **asked))


def test_an_address_that_a_key_has_just_written_is_not_taken_for_one_that_the_browser_has_heard() -> None:
    def lead() -> None:
        import streamlit as st

        from explorer.ui import present
        from explorer.ui.links import open_view
        from explorer.ui.story_shelf import shelf

        view = open_view("present", (present.which_story(), *present.PARAMETERS))
        story = next(read.story for read in shelf() if read.story is not None)
        if not view.one("room"):
            present.open_room(view, story)
        pressed = st.session_state.pop("pressed", False)
        if pressed:
            present._press(view.now(), story, "forward")
        present._follow(view.now().one("room") or "", [])  # as the browser's timer calls it
        state = st.session_state
        state["is_heard"] = state.get(present._HEARD) == state[present._SEEN]

    at = AppTest.from_function(lead)
    for pressed, is_heard in ((False, True), (True, False), (False, True)):
        at.session_state["pressed"] = pressed
        sound(at.run())
        assert at.session_state["is_heard"] == is_heard
