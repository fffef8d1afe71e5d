"""The mapping of a table: what each name means, with its definition, and what each column holds."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import streamlit as st

from explorer.i18n import Translator
from explorer.own_figures.codebook import Codebook
from explorer.own_figures.heads import Role
from explorer.own_figures.layout import Layout
from explorer.own_figures.meanings import Meaning, Scale, names_in, scales_of
from explorer.own_figures.periods import DateGrain
from explorer.ui import own_draft
from explorer.ui.links import View
from explorer.ui.own_draft import Draft
from explorer.ui.prose import plain

MOST_ASKED, MOST_SHOWN = 8, 40
"""Names asked about at once, and names or columns that can be corrected."""

LEAVE, OTHER = "", "…"
"""Options beside the indicators."""

GRAINS: tuple[DateGrain, ...] = ("day", "month", "year")


def show_open(view: View, tr: Translator, draft: Draft) -> None:
    """The names whose meaning or unit a reader has to confirm, with the definitions that they may have."""
    waiting = own_draft.open_names(draft)
    if not waiting or draft.meanings is None:
        return
    st.markdown(f"### {tr('mine.confirm')}")
    st.markdown(plain(tr("mine.confirm.text")))
    for at, name in enumerate(waiting[:MOST_ASKED]):
        meaning = draft.meanings[name]
        with st.container(border=True):
            if not meaning.sure:
                _ask(view, tr, draft, name, meaning, f"open.{at}")
            else:
                _ask_scale(view, tr, draft, name, meaning)


def show_columns(view: View, tr: Translator, draft: Draft) -> None:
    """Everything that was guessed, to be corrected: columns, periods, names."""
    assert draft.layout is not None
    opened = st.expander(
        tr("mine.columns"), icon=":material/tune:", key=view.key(f"columns.{draft.name}"), on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        _whole(view, tr, draft, draft.layout)
        count = len(draft.layout.columns)
        grid = st.columns(3)
        for at in range(min(count, MOST_SHOWN)):
            with grid[at % 3]:
                _role(view, tr, draft, draft.layout, at)
        if count > MOST_SHOWN:
            st.caption(tr("mine.columns.more", count=count - MOST_SHOWN))
        _names(view, tr, draft, draft.layout)


def _ask(view: View, tr: Translator, draft: Draft, name: str, meaning: Meaning, key: str) -> None:
    """Which indicator a name is. What it may be is listed with definitions; any other can be taken too."""
    codebook = own_draft.codebook()
    label = plain(tr("mine.meaning", name=name) if name else tr("mine.meaning.unnamed"))
    near = list(meaning.candidates)
    known = [codebook.indicators[each] for each in near]
    told = [(plain(each.names[tr.language]), plain(each.definitions[tr.language])) for each in known]
    if told:
        st.markdown("\n".join(f"- {tr('mine.meaning.option', name=name, definition=text)}" for name, text in told))
    chosen = _choice(view, tr, codebook, label, [*near, OTHER, LEAVE] if near else [LEAVE, *codebook.indicators],
                     None, f"{key}.{draft.serial}", name)  # fmt: skip
    if chosen == OTHER:
        others = [each for each in codebook.indicators if each not in near]
        _choice(view, tr, codebook, label, others, None, f"{key}.other.{draft.serial}", name)


def _choice(
    view: View,
    tr: Translator,
    codebook: Codebook,
    label: str,
    options: list[str],
    index: int | None,
    key: str,
    name: str,
) -> str | None:
    widget = view.key(f"meaning.{key}")

    def chose() -> None:
        chosen = st.session_state[widget]
        if chosen is not None and chosen != OTHER:
            own_draft.mean(name, chosen or None)

    def told(option: str) -> str:
        if option in (LEAVE, OTHER):
            return tr("mine.meaning.leave" if option == LEAVE else "mine.meaning.other")
        return codebook.indicators[option].names[tr.language]

    return st.selectbox(
        label,
        options,
        index=index,
        key=widget,
        format_func=told,
        placeholder=tr("mine.meaning.choose"),
        on_change=chose,
        width="stretch",
    )


def _ask_scale(view: View, tr: Translator, draft: Draft, name: str, meaning: Meaning) -> None:
    key = view.key(f"scale.{draft.serial}.{name}")
    names = {Scale.fraction: "mine.scale.fraction", Scale.base: "mine.scale.percent"}

    def chose() -> None:
        if st.session_state[key] is not None:
            own_draft.written_as(name, replace(meaning, scale=Scale(st.session_state[key])))

    st.segmented_control(
        plain(tr("mine.scale", name=name)),
        list(names),
        key=key,
        format_func=lambda each: tr(names[each]),
        on_change=chose,
    )


def _whole(view: View, tr: Translator, draft: Draft, layout: Layout) -> None:
    """What holds for every row that says none itself."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, label in (("period", "mine.period.all"), ("place", "mine.place.all")):
            key = view.key(f"{name}.{draft.serial}")

            def entered(name: str = name, key: str = key) -> None:
                changed = {name: st.session_state[key].strip()}
                own_draft.change_layout(replace(layout, **changed))

            st.text_input(tr(label), getattr(layout, name), key=key, max_chars=40, on_change=entered, width=260)
        grain_key, fill_key = view.key(f"grain.{draft.serial}"), view.key(f"filled.{draft.serial}")
        st.segmented_control(
            tr("mine.grain"),
            GRAINS,
            default=layout.grain,
            required=True,
            key=grain_key,
            format_func=lambda each: tr(f"mine.grain.{each}"),
            on_change=lambda: own_draft.change_layout(
                replace(layout, grain=cast("DateGrain", st.session_state[grain_key]))
            ),
        )
        st.checkbox(
            tr("mine.filled"),
            layout.filled,
            key=fill_key,
            on_change=lambda: own_draft.change_layout(replace(layout, filled=st.session_state[fill_key])),
        )


def _role(view: View, tr: Translator, draft: Draft, layout: Layout, at: int) -> None:
    column = layout.columns[at]
    key = view.key(f"role.{draft.serial}.{at}")
    label = tr("mine.column", number=at + 1, head=column.head) if column.head else None
    st.selectbox(
        plain(label or tr("mine.column.unnamed", number=at + 1)),
        list(Role),
        index=list(Role).index(column.role),
        key=key,
        format_func=lambda each: tr(f"mine.role.{each}"),
        on_change=lambda: own_draft.change_layout(layout.with_role(at, st.session_state[key])),
    )


def _names(view: View, tr: Translator, draft: Draft, layout: Layout) -> None:
    """Every name that has its meaning, with the definition that it was taken for; each can be changed."""
    meanings, codebook = draft.meanings or {}, own_draft.codebook()
    settled = [name for name in names_in(draft.table.rows, layout) if name in meanings and not meanings[name].is_open]
    if not settled:
        return
    st.markdown(f"**{tr('mine.named')}**")
    options = [LEAVE, *codebook.indicators]
    for at, name in enumerate(settled[:MOST_SHOWN]):
        meaning = meanings[name]
        label = plain(tr("mine.meaning", name=name) if name else tr("mine.meaning.unnamed"))
        index = options.index(meaning.indicator_id or LEAVE)
        which, scale = st.columns([3, 2])
        with which:
            _choice(view, tr, codebook, label, options, index, f"settled.{at}.{draft.serial}", name)
            if meaning.indicator_id is not None:
                known = codebook.indicators[meaning.indicator_id]
                slots = {"unit": tr.label("unit", known.unit), "definition": known.definitions[tr.language]}
                st.caption(plain(tr("mine.meaning.unit", **slots)))
        with scale:
            if meaning.indicator_id is not None:
                _scale(view, tr, draft, name, meaning)


def _scale(view: View, tr: Translator, draft: Draft, name: str, meaning: Meaning) -> None:
    key = view.key(f"scale.settled.{draft.serial}.{name}")
    choices = scales_of(own_draft.codebook().indicators[meaning.indicator_id or ""].unit)
    if not choices:
        return

    def chose() -> None:
        own_draft.written_as(name, replace(meaning, scale=Scale(st.session_state[key])))

    st.segmented_control(
        plain(tr("mine.scale.as", name=name)),
        choices,
        default=meaning.scale if meaning.scale in choices else Scale.told,
        required=True,
        key=key,
        format_func=lambda each: tr(f"mine.scale.{each}"),
        on_change=chose,
    )
