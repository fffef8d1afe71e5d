"""The story that a reader is making, for as long as the session lasts; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from explorer.i18n import LANGUAGES, Translator
from explorer.record import Text
from explorer.rooms import Room
from explorer.story_draft import DRAFT_ID, Draft
from explorer.story_rules import Remark, StoryRules
from explorer.story_schema import Story
from explorer.ui import story_shelf
from explorer.ui.links import View
from explorer.ui.rooms import led_room, rooms

_DRAFT, _ROOM = "explorer.my_story", "explorer.my_story.room"


def draft() -> Draft:
    """The story being made in this session; an empty one at first."""
    return st.session_state.get(_DRAFT) or Draft(
        in_both("my_story.default.title"), in_both("my_story.default.summary"), (in_both("my_story.default.aim"),)
    )


def keep(changed: Draft) -> None:
    """Hold a draft for as long as the session lasts."""
    st.session_state[_DRAFT] = changed


def forget() -> None:
    """Begin anew."""
    st.session_state.pop(_DRAFT, None)


def start_from(story: Story) -> None:
    """Begin with a copy of a story."""
    keep(Draft.of(story))


def in_both(key: str, **slots: Any) -> Text:
    """A sentence of ours in both languages."""
    return Text(**{language: Translator(language)(key, **slots) for language in LANGUAGES})


def remarks(made: Draft) -> list[Remark]:
    """What is to be mended before a draft can be led, told in files, or loaded again."""
    return list(StoryRules(story_shelf.known()).remarks(made))


def sound_story() -> Story | None:
    """The draft of this session as a story, if nothing in it has to be mended."""
    made = draft()
    return None if remarks(made) else made.as_story()


def led_story(view: View) -> Story | None:
    """The reader's own story, where a link asks for one: of this session, else of the room that the link leads."""
    if view.one("story") != DRAFT_ID:
        return None
    room = led_room(view.one("room"), view.one("host"), DRAFT_ID)
    own = sound_story()
    if room is None or own is None:
        return own if room is None else room.own
    room.own = own
    return own


def own_room(story: Story) -> Room:
    """The room that holds the reader's story for windows of their own, opened on first asking."""
    room = rooms().find(st.session_state.get(_ROOM, ""))
    if room is None:
        room = rooms().open(DRAFT_ID, own=story)
        st.session_state[_ROOM] = room.code
    room.own = story
    return room


def bound(
    view: View,
    name: str,
    draw: Callable[..., Any],
    label: str,
    *arguments: Any,
    value: Any,
    change: Callable[[Any], Draft],
    **options: Any,
) -> Any:
    """Draw a widget that shows a value of the draft and, when changed, keeps the draft that ``change`` gives."""
    key = view.key(name)
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return draw(label, *arguments, key=key, on_change=lambda: keep(change(st.session_state[key])), **options)
