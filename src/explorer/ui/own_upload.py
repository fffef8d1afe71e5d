"""Bringing a table: a file to upload, text to paste, templates to fill in."""

from __future__ import annotations

import streamlit as st

from explorer.i18n import Translator
from explorer.own_figures.faults import said
from explorer.own_figures.files import MOST_MEGABYTES
from explorer.own_figures.templates import FORMS, MOST_OFFERED, USUAL, Form, grid, heads_of, template_csv, template_xlsx
from explorer.ui import own_draft, own_session
from explorer.ui.files import file_button
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.prose import plain

FILE_NAME = "my-figures"
PANEL_PROBLEMS = (
    *("unreadable", "columns", "empty", "missing", "unknown_indicator", "unit", "period", "range", "parts"),
    "duplicate",
)
"""What can be wrong with a panel; each has a sentence under ``mine.panel``."""


def show_upload(view: View, tr: Translator) -> None:
    """The box for a file, and folded beside it the one for pasted text and the templates."""
    draft = own_draft.held()
    _upload(view, tr, draft.serial)
    with st.container(horizontal=True, gap="small"):
        with st.popover(tr("mine.paste"), icon=":material/content_paste:"):
            _paste(view, tr, draft.serial)
        key = view.key("templates")
        folded = st.popover(tr("mine.templates"), icon=":material/download:", key=key, on_change="rerun")
        if folded.open:
            with folded:
                _templates(view, tr)
    if draft.fault is not None:
        st.error(plain(said(draft.fault, tr)), icon=":material/error:")
    if draft.problems:
        _tell_problems(tr, draft)
    if own_session.current() is None:
        st.markdown(plain(tr("mine.reads")))
    st.caption(tr("mine.private"))


def _upload(view: View, tr: Translator, serial: int) -> None:
    key = view.key(f"upload.{serial}")

    def uploaded() -> None:
        file = st.session_state[key]
        if file is not None:
            own_draft.load(file.getvalue(), file.name)

    # Any type, because a file of another kind is told so in one sentence instead of being greyed out.
    st.file_uploader(
        tr("mine.upload"), key=key, help=tr("mine.upload.help"), on_change=uploaded, max_upload_size=MOST_MEGABYTES
    )


def _paste(view: View, tr: Translator, serial: int) -> None:
    key = view.key(f"paste.{serial}")
    st.text_area(
        tr("mine.paste"),
        key=key,
        height=160,
        help=tr("mine.paste.help"),
        placeholder=tr("mine.paste.example"),
        on_change="ignore",
        width=480,
    )
    st.button(
        tr("mine.paste.read"),
        key=view.key("read"),
        on_click=lambda: own_draft.load_pasted(st.session_state[key], tr("mine.paste.name")),
    )


@part("mine.templates")
def _templates(view: View, tr: Translator) -> None:
    """Which indicators and which layout, then the files; each is made when it is asked for."""
    codebook, panel = own_draft.codebook(), own_session.current()
    known = list(codebook.indicators)
    opening = panel.indicators if panel is not None else USUAL
    chosen = st.multiselect(
        tr("mine.templates.indicators"),
        known,
        default=[each for each in opening if each in codebook.indicators][:MOST_OFFERED],
        key=view.key("template.indicators"),
        format_func=lambda each: codebook.indicators[each].names[tr.language],
        max_selections=MOST_OFFERED,
    )
    form: Form = (
        st.segmented_control(
            tr("mine.templates.form"),
            FORMS,
            default="long",
            key=view.key("template.form"),
            format_func=lambda each: tr(f"mine.form.{each}"),
        )
        or "long"
    )
    if not chosen:
        return

    def xlsx() -> bytes:
        return template_xlsx(grid(form, chosen, codebook, tr, ()), heads_of(form), codebook, chosen, tr)

    def csv() -> bytes:
        return template_csv(grid(form, chosen, codebook, tr, ()))

    with st.container(horizontal=True, gap="small"):
        for kind, make in (("xlsx", xlsx), ("csv", csv)):
            name = f"{FILE_NAME}-{form}-{tr.language}.{kind}"
            file_button(tr(f"mine.templates.{kind}"), name, make, view.key(f"template.{kind}"))


def _tell_problems(tr: Translator, draft: own_draft.Draft) -> None:
    """What is wrong with a panel, a kind of problem a line."""
    lines = []
    for problem in draft.problems:
        slots = {"count": problem.count, "examples": tr.listing(list(problem.examples))}
        lines.append(f"- {plain(tr(f'mine.panel.{problem.kind}', **slots))}")  # one of PANEL_PROBLEMS
    st.error("\n".join(lines), icon=":material/rule:")
