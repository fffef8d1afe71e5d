"""A story of one's own: views added from their pages, put in order, reworded, kept as a file. Nothing stays here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from explorer.i18n import LANGUAGES, Language, Translator
from explorer.queries import cases
from explorer.record import Text
from explorer.stories import LARGEST_FILE, ReadStory, read_story
from explorer.story_draft import (
    DRAFT_ID,
    LEAST_MINUTES,
    LONGEST,
    MOST_MINUTES,
    MOST_STEPS,
    SHORTEST,
    Draft,
)
from explorer.story_links import PAGES
from explorer.story_rules import Remark
from explorer.story_schema import AnyStep, Story
from explorer.ui import answers, story_shelf
from explorer.ui.files import file_button
from explorer.ui.links import View, address
from explorer.ui.my_story_steps import NEW_STEP_MINUTES, kind_line, show_adding, show_kind, show_named
from explorer.ui.own_story import bound, draft, forget, in_both, keep, own_room, remarks, sound_story, start_from
from explorer.ui.page import LANGUAGE_NAMES
from explorer.ui.prose import plain
from explorer.ui.stories import said, show_link
from explorer.ui.story_files import show_files

_LOADED = "explorer.my_story.loaded"
HEIGHTS = {"summary": 68, "aims": 150, "prompt": 100, "notes": 100, "reveal": 68}
"""In pixels, of the fields that take several lines."""

FIELDS = (
    *("title", "summary", "aims", "prompt", "reveal", "notes", "figures", "observations", "low", "case", "point"),
    *("link", "indicators", "cases", "options", "why", "checks", "targets"),
)
"""The fields that a remark may be about."""

MOST_TOLD = 10
"""So many faults of a file are read; more say that it is another kind of file."""


def show_add(tr: Translator, page: str) -> None:
    """At the foot of a page: the button that takes the view along; nothing on a page that no story may open."""
    page = page or "overview"
    if page not in PAGES:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            tr("my_story.add"),
            key=f"my_story.add.{page}.{tr.language}",
            icon=":material/playlist_add:",
            type="tertiary",
            on_click=_add,
            args=(tr, page),
        )
        if steps := len(draft().steps):
            label = tr("my_story.go", count=steps)
            st.page_link("pages/my_story.py", label=label, icon=":material/edit_note:", query_params=address({}))


def _add(tr: Translator, page: str) -> None:
    state = {name: st.query_params.get_all(name) for name in st.query_params if name in PAGES[page]}
    before = draft()
    keep(before.with_view(page, state, _title(page, state), in_both("my_story.default.prompt"), NEW_STEP_MINUTES))
    count = len(draft().steps)
    full = count == len(before.steps)
    st.toast(tr("my_story.full" if full else "my_story.added", count=count), icon=":material/playlist_add_check:")


def _title(page: str, state: dict[str, list[str]]) -> Text:
    """The page's name, with the case where it shows one."""
    title = in_both(f"{page}.title")
    index = {row["case_id"]: row for row in answers.rows(cases.case_index)}
    named = [index[case] for case in state.get("case", ()) if case in index]
    if len(named) != 1:
        return title
    return Text(**{name: f"{getattr(title, name)} · {named[0][f'name_{name}']}" for name in LANGUAGES})


def show_tools(view: View, tr: Translator) -> None:
    """Load a file, keep the story as one, start over; lead it and take its files along; what is wrong with either."""
    made = draft()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        story = sound_story() if made.steps else None
        if story is not None:
            st.page_link(
                "pages/present.py",
                label=tr("present.start"),
                icon=":material/slideshow:",
                query_params=address({"story": (DRAFT_ID,)}, view.language),
            )
            _show_windows(view, tr, story)
        with st.popover(tr("my_story.load"), icon=":material/upload_file:"):
            _upload(view, tr)
        if made.steps:
            # Made elsewhere than in the session, which it cannot ask.
            file_button(tr("my_story.save"), f"{made.id}.yaml", lambda: made.as_yaml().encode(), view.key("save"))
            st.button(
                tr("my_story.clear"),
                key=view.key("clear"),
                icon=":material/backspace:",
                type="tertiary",
                on_click=forget,
            )
    loaded: ReadStory | None = st.session_state.pop(_LOADED, None)
    if loaded is not None and loaded.story is None:
        _tell_faults(tr, "my_story.refused", loaded)
    if story is not None:
        st.caption(tr("my_story.here_only"))
        show_files(tr, story)
    elif made.steps:
        _tell_remarks(tr, made)


def _show_windows(view: View, tr: Translator, story: Story) -> None:
    """Windows of their own for the screen and the facilitator: a room carries the story to them."""
    folded = st.popover(
        tr("my_story.windows"), icon=":material/open_in_new:", key=view.key("windows"), on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        st.markdown(tr("my_story.windows.what"))
        room = own_room(story)
        asked = {"story": DRAFT_ID, "room": room.code, "host": room.host, "lang": tr.language, "embed": "true"}
        for label, more in (("screen", {}), ("facilitator", {"role": "facilitator"})):
            link = f"present?{urlencode(asked | more)}"
            st.link_button(tr(f"present.room.{label}"), link, icon=":material/open_in_new:")


def _tell_remarks(tr: Translator, made: Draft) -> None:
    """How many things have to be mended, and those that no step is to be blamed for."""
    found = remarks(made)
    if not found:
        key = "my_story.too_short" if made.minutes < SHORTEST else "my_story.too_long"
        st.warning(tr(key, minutes=made.minutes, least=SHORTEST, most=LONGEST), icon=":material/timer:")
        return
    lines = [tr("my_story.to_mend", count=len(found))]
    lines += [f"- {plain(remark_words(tr, one))}" for one in found if one.place[0] != "steps"]
    st.warning("\n".join(lines), icon=":material/rule:")


def remark_words(tr: Translator, remark: Remark) -> str:
    """What is to be mended, in a sentence: in which field, in which language, what, and how."""
    place = [str(part) for part in remark.place if not isinstance(part, int)]
    names = [part for part in place if part in FIELDS]
    field = plain(tr(f"my_story.field.{names[-1]}" if names else "my_story.field.step", letter=""))
    said_in = next((LANGUAGE_NAMES[part] for part in place if part in LANGUAGES), "")
    where = tr("parenthesis", text=said_in) if said_in else ""
    return tr("my_story.remark", field=f"{field}{where}", said=tr(f"my_story.remark.{remark.key}", **remark.slots))


def _tell_faults(tr: Translator, key: str, read: ReadStory) -> None:
    first = read.faults[0]
    st.warning(tr(key, count=len(read.faults), line=first.line), icon=":material/rule:")
    with st.expander(tr("error.details")):
        told = "\n".join(str(fault) for fault in read.faults[:MOST_TOLD])
        st.code(told, language=None, wrap_lines=True)


def _upload(view: View, tr: Translator) -> None:
    key = view.key("upload")

    def uploaded() -> None:
        file = st.session_state[key]
        if file is not None:
            load(file.name, file.getvalue())

    st.file_uploader(
        tr("my_story.load.file"), type=["yaml", "yml"], key=key, on_change=uploaded, max_upload_size=_megabytes()
    )


def _megabytes() -> int:
    return max(1, LARGEST_FILE // 2**20)


def load(name: str, content: bytes) -> None:
    """Take a file's story in place of the draft, or leave the draft and keep what is wrong with the file."""
    read = read_story(name, content, story_shelf.known())
    if read.story is not None:
        start_from(read.story)
    st.session_state[_LOADED] = read


def show_editor(view: View, tr: Translator) -> None:
    """Title, summary and aims, then each step with its texts in the reader's language."""
    made = draft()
    aims = "\n".join(said(aim, tr) for aim in made.aims)
    left, right = st.columns(2)
    with left:
        _field(view, tr, "title", said(made.title, tr), lambda typed, language: draft().retitled(typed, language))
        _field(view, tr, "summary", said(made.summary, tr), lambda typed, language: draft().summed_up(typed, language))
    with right:
        _field(view, tr, "aims", aims, lambda typed, language: draft().aimed(typed, language))
    if not made.steps:
        st.info(tr("my_story.empty"), icon=":material/playlist_add:")
        show_adding(view, tr)
        return
    st.markdown(f":gray[{tr('stories.facts', minutes=made.minutes, steps=len(made.steps))}]")
    found = remarks(made)
    for number, step in enumerate(made.steps, start=1):
        with st.container(border=True):
            _show_step(view, tr, number, step, len(made.steps))
            of_step = [one for one in found if one.place[:2] == ("steps", number - 1)]
            for told in dict.fromkeys(remark_words(tr, one) for one in of_step):
                st.warning(plain(told), icon=":material/rule:")
    show_adding(view, tr)
    if len(made.steps) >= MOST_STEPS:
        st.caption(tr("my_story.full", count=MOST_STEPS))


def _show_step(view: View, tr: Translator, number: int, step: AnyStep, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{number}** {kind_line(tr, step)}", width="content")
        show_link(tr, step)
        for name, by, icon, off in (
            ("up", -1, ":material/arrow_upward:", number == 1),
            ("down", 1, ":material/arrow_downward:", number == count),
        ):
            st.button(
                tr(f"my_story.{name}"),
                key=view.key(f"{name}.{step.key}"),
                icon=icon,
                type="tertiary",
                disabled=off,
                on_click=lambda by=by: keep(draft().moved(step.key, by)),
            )
        st.button(
            tr("my_story.remove"),
            key=view.key(f"remove.{step.key}"),
            icon=":material/delete:",
            type="tertiary",
            on_click=lambda: keep(draft().without(step.key)),
        )
    for column, names in zip(st.columns(2), (("title", "prompt"), ("notes", "reveal")), strict=True):
        with column:
            for name in names:
                text: Text | None = getattr(step, name)
                _field(view, tr, name, said(text, tr) if text else "", _set_step(step.key, name), of=step.key)
    show_kind(view, tr, step)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        show_named(view, tr, step)
        _minutes(view, tr, step)


def _minutes(view: View, tr: Translator, step: AnyStep) -> None:
    bound(
        view,
        f"minutes.{step.key}",
        st.number_input,
        tr("my_story.field.minutes"),
        LEAST_MINUTES,
        MOST_MINUTES,
        value=step.minutes,
        change=lambda minutes: draft().timed(step.key, minutes),
        width=160,
    )


Set = Callable[[str, Language], Draft]


def _set_step(key: str, name: str) -> Set:
    return lambda typed, language: draft().reworded(key, name, typed, language)


def _field(view: View, tr: Translator, name: str, value: str, change: Set, *, of: str = "") -> None:
    """A text to edit in the reader's language."""
    options: dict[str, Any] = {"value": value, "change": lambda typed: change(typed, tr.language)}
    label, own = plain(tr(f"my_story.field.{name}")), f"{name}.{of}" if of else name
    if name in HEIGHTS:
        bound(view, own, st.text_area, label, height=HEIGHTS[name], **options)
    else:
        bound(view, own, st.text_input, label, **options)
