"""A story on the stage: where it stands, how it moves, and the bar beneath it."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from explorer.filters import Parameter
from explorer.i18n import LANGUAGES, Translator
from explorer.rooms import Room
from explorer.story_course import Moment, back, forward, open_round, planned_minutes, step_at, within
from explorer.story_draft import DRAFT_ID
from explorer.story_schema import Story
from explorer.ui import present_steps, scoring
from explorer.ui.links import View, address
from explorer.ui.page import LANGUAGE_NAMES
from explorer.ui.present_notes import show_notes
from explorer.ui.prose import badges, plain
from explorer.ui.rooms import led_room, rooms
from explorer.ui.stage import show_stage
from explorer.ui.stories import COLOURS, facts, one_story, present_link, said

MOST_STEPS, LONGEST_DAY_S = 60, 12 * 3600
STEP = Parameter("step", tuple(map(str, range(MOST_STEPS + 1))), single=True, default=("0",))
SHOWN = Parameter("shown", tuple("01234"), single=True, default=("0",))
ROLE = Parameter("role", ("facilitator",), single=True)
ROOM = Parameter("room", single=True)
HOST = Parameter("host", single=True)
BEGAN = Parameter("began", single=True)
"""When the story was begun, in seconds since 1970: so that its clock goes on after a reload."""

PARAMETERS = (STEP, SHOWN, ROLE, ROOM, HOST, BEGAN)
_SEEN, _HEARD = "explorer.present.seen", "explorer.present.heard"
"""The room and its newest move: that this window has drawn, and that its browser's address has been seen to tell."""
_WRITTEN = "explorer.present.written"
"""Whether a key has written an address since the browser was last heard."""


def which_story() -> Parameter:
    """The story to present: a shipped one, or the reader's own."""
    shipped = one_story()
    return replace(shipped, choices=(*(shipped.choices or ()), DRAFT_ID))


def show_choice(view: View, tr: Translator, stories: list[Story]) -> None:
    """The stories that can be presented; and where a link asks for the reader's own, why it is not here."""
    if view.one("story") == DRAFT_ID:
        st.info(tr("present.own.elsewhere"), icon=":material/edit_note:")
        st.page_link(
            "pages/my_story.py", label=tr("my_story.title"), icon=":material/edit_note:", query_params=address({})
        )
    for story in stories:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(said(story.title, tr))}** :gray[{facts(tr, story)}]", width="stretch")
            present_link(tr, story)


def moment(view: View, story: Story) -> Moment:
    """The moment that the address asks for."""
    return within(story, int(view.one("step") or 0), int(view.one("shown") or 0))


def show(view: View, tr: Translator, story: Story) -> None:
    """The stage or, in the facilitator's window, the stage with what only they see."""
    room = led_room(view.one("room"), view.one("host"), story.id)
    view = _together(view, story, room)
    here = moment(view, story)
    leads = view.one("role") == "facilitator"
    show_stage(
        view.key("stage"), lambda key: _press(view, story, key), place=f"{here.step}.{here.shown}", large=not leads
    )
    if view.one("room") and room is None:
        st.warning(tr("present.room.over"), icon=":material/meeting_room:")
    if leads:
        left, right = st.columns([1, 1], gap="large")
        with left:
            present_steps.show_moment(view, tr, story, here, room)
        with right:
            show_notes(tr, story, here, room)
    else:
        present_steps.show_moment(view, tr, story, here, room)
    with st.bottom:
        _bar(view, tr, story, here, room)
    if room is not None:
        _follow(room.code, [True])


def _together(view: View, story: Story, room: Room | None) -> View:
    """The view after it has caught up with its room, or its room with it.

    Where another window moved on, or this one has only just come in, the room is right; where this one went back or
    forward through its own history, the address is. An address sent before the browser heard of the newest move is
    neither, even where it happens to agree: the browser is told again.
    """
    if room is None:
        return view
    own, at = moment(view, story), room.position
    newest = (room.code, at.moves)
    if st.session_state.get(_SEEN) == newest == st.session_state.get(_HEARD):
        at = room.move(own.step, own.shown, open_round(story, own))
        st.session_state[_SEEN] = st.session_state[_HEARD] = (room.code, at.moves)
    elif st.session_state.get(_SEEN) != newest or (at.step, at.shown) != (own.step, own.shown):
        st.session_state[_SEEN] = newest
        view.go(step=(str(at.step),), shown=(str(at.shown),))
        view = view.now()
    return view


def _press(view: View, story: Story, key: str) -> None:
    # As last changed: two keys may come before the page has been drawn again.
    now = view.now()
    room = led_room(now.one("room"), now.one("host"), story.id)
    here = room.position if room is not None else moment(now, story)
    there = {"forward": forward, "back": back, "first": lambda *_: Moment(0)}[key](story, here)
    began = _began(now, room) or (int(time.time()) if there.step else None)
    begun = {"began": (str(began),)} if began else {}
    # The room first: writing the address may be broken off, and is then made up for; what follows it would not be.
    if room is not None:
        if began:
            room.begin(began)
        at = room.move(there.step, there.shown, open_round(story, there))
        st.session_state[_SEEN] = (room.code, at.moves)
        st.session_state[_WRITTEN] = True
    now.go(step=(str(there.step),), shown=(str(there.shown),), **begun)


@st.fragment(run_every="0.4s")
def _follow(code: str, with_page: list[bool]) -> None:
    """Draws nothing: has the page drawn again once another window has moved the room, or ended it.

    ``with_page`` is emptied at the first call, which the page itself makes: its address may be what this run wrote.
    Later calls come from the browser, with the address that it has; but a key pressed just before is taken in the same
    run, and what it wrote is not what the browser has heard.
    """
    written = st.session_state.pop(_WRITTEN, False)
    room = rooms().find(code)
    if room is None or st.session_state.get(_SEEN) != (code, room.position.moves):
        st.rerun()
    if with_page or written:
        with_page.clear()
        return
    at = room.position
    if (st.query_params.get("step", "0"), st.query_params.get("shown", "0")) == (str(at.step), str(at.shown)):
        st.session_state[_HEARD] = (code, at.moves)


def _bar(view: View, tr: Translator, story: Story, here: Moment, room: Room | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tr("present.back"),
            icon=":material/arrow_back:",
            key=view.key("back"),
            disabled=here == Moment(0),
            on_click=_press,
            args=(view, story, "back"),
        )
        st.button(
            tr("present.forward"),
            icon=":material/arrow_forward:",
            key=view.key("forward"),
            type="primary",
            disabled=forward(story, here) == here,
            on_click=_press,
            args=(view, story, "forward"),
        )
        st.markdown(_counter(tr, story, here), width="content")
        _time(tr, story, here, _began(view, room))
        st.space("stretch")
        other = next(name for name in LANGUAGES if name != view.language)
        st.button(
            LANGUAGE_NAMES[other], type="tertiary", key=view.key("lang"), on_click=view.go, kwargs={"lang": (other,)}
        )
        with st.popover(tr("present.room"), icon=":material/groups:", key=view.key("room.fold")):
            _room(view, tr, story, room)


def _counter(tr: Translator, story: Story, here: Moment) -> str:
    step = step_at(story, here.step)
    if step is None:
        return f":gray[{plain(facts(tr, story))}]"
    counter = tr("present.counter", step=here.step, steps=len(story.steps))
    kind = badges([(tr(f"stories.kind.{step.kind}"), COLOURS.get(step.kind, "blue"))])
    return f"**{counter}** {kind} :gray[{plain(tr('stories.step.minutes', count=step.minutes))}]"


def _began(view: View, room: Room | None) -> int | None:
    if room is not None and room.begun:
        return room.begun
    told = view.one("began") or ""
    seconds = int(told) if told.isascii() and told.isdigit() else 0
    return seconds if 0 <= time.time() - seconds < LONGEST_DAY_S else None


@st.fragment(run_every="15s")
def _time(tr: Translator, story: Story, here: Moment, began: int | None) -> None:
    """The minutes since the story was begun against those planned to the end of this step."""
    if began is None or here.step == 0:
        return
    used, planned = int(time.time() - began) // 60, planned_minutes(story, here.step)
    said_ = plain(tr("present.time", used=used, planned=planned))
    st.markdown(f":orange[{said_}]" if used > planned else f":gray[{said_}]", width="content")


def _room(view: View, tr: Translator, story: Story, room: Room | None) -> None:
    """Open a room, or the ways into the one that is open, and its end."""
    if room is None:
        st.markdown(tr("present.room.what"))
        st.button(
            tr("present.room.open"),
            icon=":material/meeting_room:",
            key=view.key("room.open"),
            on_click=open_room,
            args=(view, story),
        )
        st.caption(tr("present.keys"))
        return
    asked = {"story": story.id, "room": room.code, "host": room.host, "lang": tr.language, "embed": "true"}
    if view.one("role") is None:
        asked["role"] = "facilitator"
    other = "present.room.facilitator" if view.one("role") is None else "present.room.screen"
    st.link_button(tr(other), f"present?{urlencode(asked)}", icon=":material/open_in_new:")
    scoring.show_way_in(tr, room.code, width=180)
    st.button(
        tr("present.room.end"),
        icon=":material/delete:",
        key=view.key("room.end"),
        on_click=_end_room,
        args=(view, room),
        help=tr("present.room.end.help"),
    )
    st.caption(tr("present.keys"))


def open_room(view: View, story: Story) -> None:
    """Open a room where the story stands; for the callback of a button."""
    here = moment(view.now(), story)
    room = rooms().open(story.id, here.step, here.shown, own=story if story.id == DRAFT_ID else None)
    if began := _began(view.now(), None):
        room.begin(began)
    at = room.move(here.step, here.shown, open_round(story, here))
    st.session_state[_SEEN] = (room.code, at.moves)
    view.now().go(room=(room.code,), host=(room.host,))


def _end_room(view: View, room: Room) -> None:
    rooms().end(room)
    view.now().go(room=(), host=())
