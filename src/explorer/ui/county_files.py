"""Around the form: an example, a file to load, text to paste, the county file to keep."""

from __future__ import annotations

from functools import partial

import streamlit as st

from explorer.i18n import Translator
from explorer.planner.county_file import FileReading, pasted_over, read_county_file, read_pasted
from explorer.planner.entries import Entries
from explorer.planner.example import EXAMPLE_CASE, INDICATORS, example_entries
from explorer.planner.problems import told
from explorer.queries import observations
from explorer.ui import county_session, own_session
from explorer.ui.answers import ask, rows
from explorer.ui.files import file_button
from explorer.ui.links import View
from explorer.ui.prose import plain

MOST_TOLD = 20
"""So many messages about a file are read; more say that it is the wrong file."""

UPLOAD_MEGABYTES = 1
FILE_NAME = "county-figures"
"""Without the county's name: the name of a download is part of its address."""


def show_tools(view: View, tr: Translator) -> None:
    """The row of buttons, and what the last loading gave."""
    held = county_session.held()
    with st.container(horizontal=True, gap="small"):
        with st.popover(tr("county.form.files"), icon=":material/upload_file:"):
            _upload(view, tr, held.loads)
            _paste(view, tr)
            _save(view, tr, held.entries)
        st.button(
            tr("county.form.example"),
            key=view.key("example"),
            icon=":material/science:",
            help=tr("county.form.example.help"),
            on_click=lambda: county_session.start_over(_example(tr)),
        )
        if own_session.current() is not None:
            from explorer.ui import own_county

            own_county.show_fill(view, tr)
        if not held.entries.is_empty or held.loaded is not None:
            st.button(
                tr("county.form.clear"),
                key=view.key("clear"),
                icon=":material/backspace:",
                type="tertiary",
                on_click=county_session.start_over,
            )
    if held.filled is not None:
        from explorer.ui import own_county

        own_county.show_filled(tr)
    if held.entries.is_example:
        sources = tr.listing([plain(source) for source in _example_sources(tr)])
        st.info(tr("county.form.example.note", sources=sources), icon=":material/science:")
    if held.loaded is not None:
        _show_loaded(tr, held.loaded)


def _example(tr: Translator) -> Entries:
    return example_entries(rows(observations.comparison, sorted(INDICATORS), [EXAMPLE_CASE]), tr("county.example.name"))


def _example_sources(tr: Translator) -> list[str]:
    figures = ask(observations.comparison, sorted(INDICATORS), [EXAMPLE_CASE])
    return list(dict.fromkeys(figures[f"source_{tr.language}"]))


def _upload(view: View, tr: Translator, loads: int) -> None:
    key = view.key(f"upload.{loads}")

    def uploaded() -> None:
        file = st.session_state[key]
        if file is not None:
            reading = read_county_file(file.getvalue(), tr.labels)
            county_session.load(reading, reading.entries)

    st.file_uploader(
        tr("county.form.upload"),
        type=["xlsx", "csv", "txt"],
        key=key,
        help=tr("county.form.upload.help"),
        on_change=uploaded,
        max_upload_size=UPLOAD_MEGABYTES,
    )


def _paste(view: View, tr: Translator) -> None:
    key = view.key("paste")

    def pasted() -> None:
        reading = read_pasted(st.session_state[key], tr.labels)
        county_session.load(reading, pasted_over(county_session.held().entries, reading.entries))
        st.session_state[key] = ""

    st.text_area(
        tr("county.form.paste"),
        key=key,
        height=100,
        help=tr("county.form.paste.help"),
        placeholder=tr("county.form.paste.example"),
        on_change="ignore",
    )
    st.button(tr("county.form.paste.read"), key=view.key("read"), on_click=pasted)


def _save(view: View, tr: Translator, entries: Entries) -> None:
    with st.container(horizontal=True, gap="small"):
        for kind in ("xlsx", "csv"):
            file_button(
                tr(f"county.form.save.{kind}"),
                f"{FILE_NAME}-{tr.language}.{kind}",
                partial(_written, kind, entries, tr),
                view.key(f"save.{kind}"),
            )
    st.caption(tr("county.form.save.note"))


def _written(kind: str, entries: Entries, tr: Translator) -> bytes:
    # What writes a workbook is slow to load: whoever presses the button waits for that, and nobody else.
    from explorer.planner.county_template import county_csv, county_xlsx

    return {"xlsx": county_xlsx, "csv": county_csv}[kind](entries, tr)


def _show_loaded(tr: Translator, reading: FileReading) -> None:
    """How much was read, and what was not, row by row."""
    summary = tr("county.form.read", count=reading.count)
    if not reading.problems:
        st.success(summary, icon=":material/check_circle:")
        return
    said = [f"- {plain(told(problem, tr))}" for problem in reading.problems[:MOST_TOLD]]
    if (rest := len(reading.problems) - MOST_TOLD) > 0:
        said.append(f"- {tr('county.form.more', count=rest)}")
    lead = summary + tr("county.form.unread", unread=len(reading.problems))
    st.warning("\n".join([lead, "", *said]), icon=":material/rule:")
