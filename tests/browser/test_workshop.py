"""A workshop in a browser: led by the keyboard alone, two windows in step, sixty phones that score at once."""

import asyncio
import re
import time
from collections.abc import Callable
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_is_led_by_the_keyboard_alone_with_the_facilitators_window_in_step(
    page: Page, app_url: str, language: Language
) -> None:
    def own_address_only(route: Route) -> None:
        route.continue_() if urlsplit(route.request.url).netloc == urlsplit(app_url).netloc else route.abort()

    page.context.route("**/*", own_address_only)
    story = STORIES[STORY]
    page.goto(f"/present?story={STORY}&lang={language}&embed=true")
    expect(title(page)).to_have_text(said(story.title, language))
    settled(page)
    open_room(page, language)
    asked = parse_qs(urlsplit(page.url).query)
    helper = page.context.new_page()
    asked_there = {name: asked[name][0] for name in ("story", "lang", "room", "host")} | {"role": "facilitator"}
    helper.goto(f"/present?{urlencode(asked_there)}")
    expect(title(helper)).to_have_text(said(story.title, language))
    settled(helper)
    page.bring_to_front()
    behind: list[float] = []
    for number, step in enumerate(story.steps, start=1):
        page.keyboard.press("ArrowRight" if number % 2 else "PageDown")
        expect(title(page)).to_have_text(said(step.title, language))
        behind.append(seconds_until(lambda: expect(title(helper)).to_have_text(said(step.title, language))))  # noqa: B023
        for shown in range(1, last_shown(story, number) + 1):
            page.keyboard.press("PageDown")
            page.wait_for_url(re.compile(f"shown={shown}"))
            behind.append(seconds_until(lambda: helper.wait_for_url(re.compile(f"shown={shown}"))))  # noqa: B023
        assert page.get_by_test_id("stException").count() == 0
    # The middle one: a machine that does other things beside may be late once.
    assert sorted(behind)[len(behind) // 2] < IN_STEP_S
    page.keyboard.press("b")
    expect(page.get_by_test_id("curtain")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.get_by_test_id("curtain")).to_be_hidden()
    expect(title(page)).to_have_text(said(story.steps[-1].title, language))
    # And the other way round: the facilitator moves, the screen follows.
    helper.bring_to_front()
    helper.keyboard.press("ArrowLeft")
    expect(title(page)).to_have_text(said(story.steps[-2].title, language))


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
