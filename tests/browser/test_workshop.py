"""A workshop in a browser: led by the keyboard alone, two windows in step, sixty phones that score at once."""

import asyncio
import re
import time
from collections.abc import Callable
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from explorer.i18n import LANGUAGES, Language
from explorer.rooms import TYPES
from explorer.story_course import last_shown
from tests.app.shipped_stories import STORIES, said
from tests.browser.reading import say
from tests.browser.waiting import settled

STORY, SCORING = "two-counties", 8
PHONES = 60
IN_STEP_S = 1.0


def title(page: Page) -> Any:
    return page.get_by_test_id("stMain").get_by_role("heading", level=1)


def open_room(page: Page, language: Language) -> str:
    """Open a room from the stage with the keyboard, and return its code."""
    page.get_by_role("button", name=say("present.room", language)).press("Enter")
    page.get_by_role("button", name=say("present.room.open", language)).press("Enter")
    page.wait_for_url(re.compile("room="))
    page.keyboard.press("Escape")
    return parse_qs(urlsplit(page.url).query)["room"][0]


def facilitators_window(page: Page, language: Language) -> Page:
    """The window that the room offers to the facilitator, opened by its link as it stands."""
    fold = page.get_by_role("button", name=say("present.room", language))
    fold.press("Enter")
    link = page.get_by_role("link", name=say("present.room.facilitator", language)).get_attribute("href")
    page.keyboard.press("Escape")
    assert link is not None
    asked = parse_qs(urlsplit(link).query)
    assert (asked["role"], asked["embed"]) == (["facilitator"], ["true"])
    helper = page.context.new_page()
    helper.goto(urljoin(page.url, link))
    settled(helper)
    page.bring_to_front()
    return helper


LED: list[tuple[str, Language]] = [*((name, LANGUAGES[place % 2]) for place, name in enumerate(STORIES)), (STORY, "en")]
"""Every story in one language, in turns, and one of them in both."""


def test_every_story_is_led_in_a_language_and_one_in_both() -> None:
    assert {name for name, _ in LED} == set(STORIES)
    assert {language for name, language in LED if name == STORY} == set(LANGUAGES)


@pytest.mark.parametrize(("name", "language"), LED)
def test_a_story_is_led_by_the_keyboard_alone_with_the_facilitators_window_in_step(
    page: Page, app_url: str, name: str, language: Language
) -> None:
    def own_address_only(route: Route) -> None:
        route.continue_() if urlsplit(route.request.url).netloc == urlsplit(app_url).netloc else route.abort()

    page.context.route("**/*", own_address_only)
    story = STORIES[name]
    page.goto(f"/present?story={name}&lang={language}&embed=true")
    expect(title(page)).to_have_text(said(story.title, language))
    settled(page)
    open_room(page, language)
    helper = facilitators_window(page, language)
    expect(title(helper)).to_have_text(said(story.title, language))
    late: dict[tuple[int, int], float] = {}
    for number, step in enumerate(story.steps, start=1):
        for shown in range(last_shown(story, number) + 1):
            key = "ArrowRight" if number % 2 and not shown else "PageDown"
            try:
                taken = seconds_behind(page, helper, key, number, shown)
            except PlaywrightTimeoutError:
                pytest.fail(f"on the way to {number}.{shown}: the screen at {page.url}, the helper at {helper.url}")
            if taken > IN_STEP_S:
                late[number, shown] = taken
        expect(title(page)).to_have_text(said(step.title, language))
        expect(title(helper)).to_have_text(said(step.title, language))
        assert page.get_by_test_id("stException").count() == 0
    assert late == {}


TRIES = 3


def seconds_behind(page: Page, helper: Page, key: str, step: int, shown: int) -> float:
    """How long the facilitator's window takes to be where a key led the screen: the shortest of a few times.

    A step that was late is taken again, because the machine may have been busy with something else.
    """
    taken: list[float] = []
    while True:
        page.keyboard.press(key)
        page.wait_for_url(at(step, shown))
        taken.append(seconds_until(lambda: helper.wait_for_url(at(step, shown))))
        if taken[-1] <= IN_STEP_S or len(taken) == TRIES:
            return min(taken)
        page.keyboard.press("PageUp")
        page.wait_for_url(lambda url: not at(step, shown)(url))
        helper.wait_for_url(lambda url: not at(step, shown)(url))


def at(step: int, shown: int) -> Callable[[str], bool]:
    """Whether an address is of this moment of a story; what is zero is left out of it."""

    def is_there(url: str) -> bool:
        asked = parse_qs(urlsplit(url).query)
        return [asked.get(name, ["0"])[0] for name in ("step", "shown")] == [str(step), str(shown)]

    return is_there


def test_the_screen_turns_black_and_follows_the_facilitator(page: Page) -> None:
    story = STORIES[STORY]
    last = len(story.steps)
    page.goto(f"/present?story={STORY}&lang=zh&step={last}&embed=true")
    settled(page)
    open_room(page, "zh")
    helper = facilitators_window(page, "zh")
    page.keyboard.press("b")
    expect(page.get_by_test_id("curtain")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.get_by_test_id("curtain")).to_be_hidden()
    expect(title(page)).to_have_text(said(story.steps[-1].title, "zh"))
    # And the other way round: the facilitator moves, the screen follows.
    helper.bring_to_front()
    helper.keyboard.press("ArrowLeft")
    expect(title(page)).to_have_text(said(story.steps[-2].title, "zh"))


def test_the_browsers_own_back_button_takes_both_windows_along(page: Page) -> None:
    with page.expect_websocket() as opened:
        page.goto(f"/present?story={STORY}&lang=zh&step=1&embed=true")
    settled(page)
    open_room(page, "zh")
    helper = facilitators_window(page, "zh")
    page.keyboard.press("PageDown")
    helper.wait_for_url(lambda url: not at(1, 0)(url))
    for event in ("framesent", "framereceived", "framesent"):  # the window has told its new address
        opened.value.wait_for_event(event)
    page.go_back()
    page.wait_for_url(at(1, 0))
    helper.wait_for_url(at(1, 0))


def seconds_until(seen: Callable[[], object]) -> float:
    """How long a window takes to show something."""
    start = time.perf_counter()
    seen()
    return time.perf_counter() - start


class Phone:
    """A participant without a browser: one connection to the server, spoken to as Streamlit's page does."""

    def __init__(self, connection: ClientConnection, asked: dict[str, str]) -> None:
        self.connection, self.asked = connection, asked
        self.widgets: dict[str, str] = {}
        self.token = ""

    async def run(self, states: list[WidgetState] | None = None) -> None:
        """Have the page drawn, and note its widgets and the token in its address."""
        request = BackMsg()
        request.rerun_script.page_name = "vote"
        request.rerun_script.query_string = urlencode(self.asked | ({"me": self.token} if self.token else {}))
        request.rerun_script.widget_states.widgets.extend(states or [])
        await self.connection.send(request.SerializeToString())
        async for payload in self.connection:
            message = ForwardMsg.FromString(payload if isinstance(payload, bytes) else payload.encode())
            match message.WhichOneof("type"):
                case "page_info_changed":
                    self.token = parse_qs(message.page_info_changed.query_string).get("me", [self.token])[0]
                case "delta" if message.delta.HasField("new_element"):
                    element = message.delta.new_element
                    kind = element.WhichOneof("type")
                    if kind in ("button_group", "button"):
                        found = getattr(element, str(kind))
                        self.widgets[found.id] = str(kind)
                case "script_finished" if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return

    async def send(self, score: int) -> None:
        """Choose a score for each type and press the button."""
        states = []
        for widget, kind in self.widgets.items():
            state = WidgetState(id=widget)
            if kind == "button_group":
                state.string_array_value.data.append(str(score))
                states.append(state)
            elif "scores" in widget or "FormSubmitter" in widget:
                state.trigger_value = True
                states.append(state)
        await self.run(states)


async def vote(app_url: str, code: str) -> float:
    """Sixty phones score at once, half of them come back and score again; the seconds that the sixty took."""
    url = f"{app_url.replace('http', 'ws', 1)}/_stcore/stream"

    async def phone(token: str = "") -> Phone:
        connection = await connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None)
        coming = Phone(connection, {"room": code, "lang": "en"})
        coming.token = token
        await coming.run()
        return coming

    start = time.perf_counter()
    phones = await asyncio.gather(*(phone() for _ in range(PHONES)))
    await asyncio.gather(*(each.send(number % 6) for number, each in enumerate(phones)))
    taken = time.perf_counter() - start
    assert all(each.token for each in phones)
    await asyncio.gather(*(each.connection.close() for each in phones))
    again = await asyncio.gather(*(phone(each.token) for each in phones[::2]))
    await asyncio.gather(*(each.send(0) for each in again))
    await asyncio.gather(*(each.connection.close() for each in again))
    return taken


def test_sixty_phones_score_within_ten_seconds_and_none_is_lost_or_counted_twice(page: Page, app_url: str) -> None:
    page.goto(f"/present?story={STORY}&step={SCORING}&lang=en&embed=true")
    settled(page)
    code = open_room(page, "en")
    results: list[float] = []
    # Playwright keeps an event loop in this thread.
    thread = Thread(target=lambda: results.append(asyncio.run(vote(app_url, code))))
    thread.start()
    expect(page.get_by_text(say("present.score.given", "en", count=PHONES))).to_be_visible()
    thread.join()
    (taken,) = results
    assert taken < 10
    page.keyboard.press("PageDown")
    counted = say("present.score.median", "en", median="{}", count=PHONES).split("{}")[1]
    expect(page.get_by_text(counted)).to_have_count(len(TYPES))
