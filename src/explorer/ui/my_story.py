"""A story of one's own: views added from their pages, put in order, reworded, kept as a file. Nothing stays here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from explorer.i18n import LANGUAGES, Language, Translator
from explorer.queries import cases
from explorer.record import Text
from explorer.stories import LARGEST_FILE, ReadStory, read_story
from explorer.story_draft import LEAST_MINUTES, MOST_MINUTES, MOST_STEPS, Draft
from explorer.story_links import PAGES
from explorer.story_schema import AnyStep, Story
from explorer.ui import answers, story_shelf
from explorer.ui.links import View, address
from explorer.ui.prose import plain
from explorer.ui.stories import ICONS, said, show_link

_DRAFT, _LOADED = "explorer.my_story", "explorer.my_story.loaded"
NEW_STEP_MINUTES = 5
HEIGHTS = {"summary": 68, "aims": 150, "prompt": 100, "notes": 100, "reveal": 68}
"""In pixels, of the fields that take several lines."""

MOST_TOLD = 10
"""So many faults of a file are read; more say that it is another kind of file."""


def draft() -> Draft:
    """The story being made in this session; an empty one at first."""
    return st.session_state.get(_DRAFT) or Draft(
        both("my_story.default.title"), both("my_story.default.summary"), (both("my_story.default.aim"),)
    )


def keep(changed: Draft) -> None:
    """Hold a draft for as long as the session lasts."""
    st.session_state[_DRAFT] = changed


def start_from(story: Story) -> None:
    """Begin with a copy of a story."""
    keep(Draft.of(story))


def both(key: str, **slots: Any) -> Text:
    """A sentence of ours in both languages."""
    return Text(**{language: Translator(language)(key, **slots) for language in LANGUAGES})


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
    keep(before.with_view(page, state, _title(page, state), both("my_story.default.prompt"), NEW_STEP_MINUTES))
    count = len(draft().steps)
    full = count == len(before.steps)
    st.toast(tr("my_story.full" if full else "my_story.added", count=count), icon=":material/playlist_add_check:")


def _title(page: str, state: dict[str, list[str]]) -> Text:
    """The page's name, with the case where it shows one."""
    title = both(f"{page}.title")
    index = {row["case_id"]: row for row in answers.rows(cases.case_index)}
    named = [index[case] for case in state.get("case", ()) if case in index]
    if len(named) != 1:
        return title
    return Text(**{name: f"{getattr(title, name)} · {named[0][f'name_{name}']}" for name in LANGUAGES})


def show_tools(view: View, tr: Translator) -> None:
    """Load a file, keep the story as one, start over; and what is wrong with either."""
    made = draft()
    with st.container(horizontal=True, gap="small"):
        with st.popover(tr("my_story.load"), icon=":material/upload_file:"):
            _upload(view, tr)
        if made.steps:
            st.download_button(
                tr("my_story.save"),
                lambda: made.as_yaml().encode(),  # made elsewhere than in the session, which it cannot ask
                file_name=f"{made.id}.yaml",
                mime="application/yaml",
                key=view.key("save"),
                icon=":material/download:",
                on_click="ignore",
            )
            st.button(
                tr("my_story.clear"),
                key=view.key("clear"),
                icon=":material/backspace:",
                type="tertiary",
                on_click=lambda: st.session_state.pop(_DRAFT, None),
            )
    loaded: ReadStory | None = st.session_state.pop(_LOADED, None)
    if loaded is not None and loaded.story is None:
        _tell_faults(tr, "my_story.refused", loaded)
    if made.steps:
        checked = read_story(f"{made.id}.yaml", made.as_yaml(), story_shelf.known())
        if checked.faults:
            _tell_faults(tr, "my_story.to_mend", checked)


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
        return
    minutes = sum(step.minutes for step in made.steps)
    st.markdown(f":gray[{tr('stories.facts', minutes=minutes, steps=len(made.steps))}]")
    for number, step in enumerate(made.steps, start=1):
        with st.container(border=True):
            _show_step(view, tr, number, step, len(made.steps))
    if len(made.steps) >= MOST_STEPS:
        st.caption(tr("my_story.full", count=MOST_STEPS))


def _show_step(view: View, tr: Translator, number: int, step: AnyStep, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{number}** {ICONS[step.kind]} {tr(f'stories.kind.{step.kind}')}", width="content")
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
    _minutes(view, tr, step)


def _minutes(view: View, tr: Translator, step: AnyStep) -> None:
    key = view.key(f"minutes.{step.key}")
    if st.session_state.get(key) != step.minutes:
        st.session_state[key] = step.minutes
    st.number_input(
        tr("my_story.field.minutes"),
        LEAST_MINUTES,
        MOST_MINUTES,
        key=key,
        on_change=lambda: keep(draft().timed(step.key, st.session_state[key])),
        width=160,
    )


Set = Callable[[str, Language], Draft]


def _set_step(key: str, name: str) -> Set:
    return lambda typed, language: draft().reworded(key, name, typed, language)


def _field(view: View, tr: Translator, name: str, value: str, change: Set, *, of: str = "") -> None:
    """A text to edit in the reader's language."""
    key = view.key(f"{name}.{of}" if of else name)
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    options: dict[str, Any] = {"key": key, "on_change": lambda: keep(change(st.session_state[key], tr.language))}
    label = plain(tr(f"my_story.field.{name}"))
    if name in HEIGHTS:
        st.text_area(label, height=HEIGHTS[name], **options)
    else:
        st.text_input(label, **options)
