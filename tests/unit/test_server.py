"""The server that `make run` starts, and its configuration; without a network and without Streamlit's runtime."""

import asyncio
import gc
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.app_discovery import discover_asgi_app

import server
from delivery import Pages
from tests.browser.serving import REPOSITORY

CONFIG = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text("utf-8"))
THEME = CONFIG["theme"]


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Give back to the collector what a rehearsal took out of its hands."""
    yield
    gc.unfreeze()


ELEMENTS = {
    "": ["metric"],
    "cases": ["markdown"],
    "compare": ["empty", "multiselect", "vega_lite_chart", "slider"],
    "case": ["checkbox"] * server.SCREENFUL + ["slider"],
}
"""What each page of the stage shows, one below the other."""


class Stage:
    """An app of four pages that notes which are asked for. The first run of a process is broken off to run again."""

    def __init__(self, *, closes: bool = False) -> None:
        self.closes = closes
        self.asked: list[str] = []
        self.given: dict[str, str] = {}
        self.left = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message: Message = await receive()
            if message["type"] == "websocket.disconnect":
                self.left = True
                return
            if message["type"] == "websocket.connect":
                await send({"type": "websocket.close" if self.closes else "websocket.accept"})
            else:
                asked = BackMsg.FromString(message["bytes"]).rerun_script
                self.given[asked.page_name] = asked.query_string
                await self.run(asked.page_name, send)

    async def run(self, page: str, send: Send) -> None:
        if not self.asked:
            await self.tell(send, ["wrong"])
            await self.say(send, ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN))
        self.asked.append(page)
        await self.tell(send, ["", "cases", "compare"], hidden=["case"])
        for kind in ELEMENTS[page]:
            element = ForwardMsg()
            getattr(element.delta.new_element, kind).SetInParent()
            await self.say(send, element)
        if page == "cases":
            for target in ("compare", "case", "case"):
                link = ForwardMsg()
                link.delta.new_element.page_link.page = target
                link.delta.new_element.page_link.query_string = f"{target}=first"
                await self.say(send, link)
        popover = ForwardMsg()
        popover.metadata.delta_path.extend([0, 1])
        popover.delta.add_block.popover.label = "folded"
        await self.say(send, popover)
        inside = ForwardMsg()
        inside.metadata.delta_path.extend([0, 1, 0])
        inside.delta.new_element.selectbox.SetInParent()
        await self.say(send, inside)
        await self.say(send, ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))

    async def tell(self, send: Send, paths: list[str], hidden: Sequence[str] = ()) -> None:
        navigation = ForwardMsg()
        for path in (*paths, *hidden):
            navigation.navigation.app_pages.add(url_pathname=path, is_hidden=path in hidden)
        await self.say(send, navigation)

    async def say(self, send: Send, message: ForwardMsg) -> None:
        await send({"type": "websocket.send", "bytes": message.SerializeToString()})


class Learner(Pages):
    """Pages that only note what they are told."""

    def __init__(self) -> None:
        self.told: dict[str, set[str]] = {}

    def learn(self, path: str, elements: Iterable[str]) -> None:
        self.told[path] = set(elements)


async def serve(stage: Stage, pages: Learner | None = None) -> None:
    """What happens between the start of the server and its end."""
    async with server.rehearsed(stage, pages or Learner()):
        pass


def test_streamlit_run_recognises_the_app() -> None:
    assert discover_asgi_app(REPOSITORY / "server.py").import_string == "server:app"


def test_every_page_is_shown_once_before_serving() -> None:
    stage = Stage()
    asyncio.run(serve(stage))
    assert stage.asked == ["", "cases", "compare", "case"]
    assert stage.left


def test_what_each_page_begins_with_and_is_not_folded_away_is_learned_from_showing_it() -> None:
    pages = Learner()
    asyncio.run(serve(Stage(), pages))
    assert pages.told == {
        "": {"metric"},
        "cases": {"markdown", "page_link"},
        "compare": {"multiselect", "vega_lite_chart"},  # as far as the chart
        "case": {"checkbox"},  # a screenful
    }


def test_a_page_that_only_links_lead_to_is_shown_as_the_first_of_them_shows_it() -> None:
    stage = Stage()
    asyncio.run(serve(stage))
    assert stage.given == {"": "", "cases": "", "compare": "", "case": "case=first"}


def test_an_app_that_hangs_up_is_served_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    stage = Stage(closes=True)
    asyncio.run(serve(stage))
    assert stage.left
    assert "the app closed the connection" in caplog.text


def test_a_rehearsal_that_takes_too_long_is_broken_off(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "REHEARSAL_LIMIT_S", 0.01)

    async def silent(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async def serve_silent() -> None:
        async with server.rehearsed(silent, Learner()):
            pass

    asyncio.run(serve_silent())
    assert "not rehearsed" in caplog.text


def options(section: dict[str, Any], name: str) -> Iterator[str]:
    """The full names of all options in a part of the configuration."""
    for key, value in section.items():
        if isinstance(value, dict):
            yield from options(value, f"{name}.{key}")
        else:
            yield f"{name}.{key}"


def test_every_option_is_one_that_streamlit_knows() -> None:
    ours = [option for name, section in CONFIG.items() for option in options(section, name)]
    assert set(ours) <= set(config.get_config_options())


def test_nothing_is_reported_to_anyone() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["browser"]["serverAddress"]  # unset, the start asks another host for this machine's address
    assert "http" not in THEME["font"]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2 defines it, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_can_be_read_on_either_ground(mode: str) -> None:
    colours = THEME[mode]
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert contrast(colours["textColor"], ground) >= 4.5
        assert contrast(colours["linkColor"], ground) >= 4.5
        assert contrast(colours["primaryColor"], ground) >= 3
    assert contrast("#ffffff", colours["primaryColor"]) >= 4.5  # Streamlit writes on it in white


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_marks_can_be_seen_on_either_ground(mode: str) -> None:
    ground = THEME[mode]["backgroundColor"]
    assert [c for c in THEME["chartCategoricalColors"] if contrast(c, ground) < 3] == []
