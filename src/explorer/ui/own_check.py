"""What a table gave: how much was read, a look at it, and everything that was left out with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from explorer.i18n import Translator, decimals_of
from explorer.own_figures.faults import Refused, said_of_row
from explorer.own_figures.periods import written
from explorer.own_figures.reading import Reading
from explorer.own_figures.taken import refused_csv
from explorer.ui import own_draft, own_mapping, own_session
from explorer.ui.files import file_button
from explorer.ui.links import View
from explorer.ui.own_draft import Draft
from explorer.ui.prose import plain

MOST_TOLD, MOST_PREVIEWED = 12, 10


def show_draft(view: View, tr: Translator, draft: Draft) -> None:
    """The table being checked: what has to be confirmed, what was read, what was not, and what to do with it."""
    reading = draft.reading
    assert reading is not None
    st.markdown(f"## {plain(tr('mine.file', name=draft.name))}")
    if len(draft.tables) > 1:
        _sheets(view, tr, draft)
    _told(tr, draft, reading)
    _use(view, tr, draft, reading)
    own_mapping.show_open(view, tr, draft)
    if reading.figures:
        _preview(tr, reading)
    if reading.at_fault:
        _faults(tr, reading.at_fault)
    if reading.refused:
        file_button(
            tr("mine.refused.download"),
            f"not-used-{tr.language}.csv",
            lambda: refused_csv(reading.refused, _heads(draft), tr),
            view.key("refused"),
        )
    own_mapping.show_columns(view, tr, draft)


def span(tr: Translator, first: date, last: date) -> str:
    """From when to when, in whole years where both ends are such."""
    years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    ends = [each.isoformat()[: 4 if years else 7] for each in (first, last)]
    start, end = (tr.date(each) for each in ends)
    return start if start == end else tr("period.range", start=start, end=end)


def _sheets(view: View, tr: Translator, draft: Draft) -> None:
    key = view.key(f"sheet.{draft.serial}")
    st.selectbox(
        tr("mine.sheet"),
        range(len(draft.tables)),
        index=draft.sheet,
        key=key,
        format_func=lambda at: draft.tables[at].name or tr("mine.sheet.unnamed", number=at + 1),
        on_change=lambda: own_draft.choose_sheet(st.session_state[key]),
        width=320,
    )


def _told(tr: Translator, draft: Draft, reading: Reading) -> None:
    figures = reading.figures
    if not figures:
        st.warning(tr("mine.read.none"), icon=":material/rule:")
        return
    period = span(tr, min(each.start for each in figures), max(each.end for each in figures))
    places, indicators = len({each.place for each in figures}), len({each.indicator_id for each in figures})
    lines = [tr("mine.read", count=len(figures), places=places, indicators=indicators, period=period)]
    if reading.aside:
        lines.append(tr("mine.read.aside", count=len({each.row for each in reading.aside})))
    if reading.blanks:
        lines.append(tr("mine.read.blanks", count=reading.blanks))
    st.success(plain(" ".join(lines) if tr.language == "en" else "".join(lines)), icon=":material/check_circle:")
    if any(each.synthetic for each in figures):
        st.warning(tr("mine.kept.synthetic"), icon=":material/science:")


def _use(view: View, tr: Translator, draft: Draft, reading: Reading) -> None:
    before = own_session.current()
    key = view.key(f"name.{draft.serial}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if reading.figures:
            st.text_input(
                tr("mine.name"),
                draft.name,
                key=key,
                max_chars=60,
                on_change=lambda: own_draft.rename(st.session_state[key]),
                width=260,
            )
            st.button(
                tr("mine.use"),
                key=view.key("use"),
                type="primary",
                icon=":material/check:",
                on_click=own_draft.use,
            )
        st.button(tr("mine.discard"), key=view.key("discard"), icon=":material/backspace:", on_click=own_draft.let_go)
    if before is not None and reading.figures:
        st.caption(plain(tr("mine.kept.replaced", name=before.name)))


def _preview(tr: Translator, reading: Reading) -> None:
    """The first figures as they were read, each with its row."""
    codebook = own_draft.codebook()
    shown = reading.figures[:MOST_PREVIEWED]
    table = pd.DataFrame(
        {
            tr("mine.refused.row"): [str(each.row) for each in shown],
            tr("column.place"): [plain(each.place_name or each.place) for each in shown],
            tr("column.period"): [plain(written(each.start, each.end)) for each in shown],
            tr("column.indicator"): [
                plain(codebook.indicators[each.indicator_id].names[tr.language]) for each in shown
            ],
            tr("column.value"): [plain(tr.amount(each.value, decimals_of(each.value), each.unit)) for each in shown],
        }
    )
    title = tr("mine.preview", count=len(shown))
    st.markdown(f"### {plain(title)}")
    st.table(table, border="horizontal", hide_index=True, alt=title)


def _faults(tr: Translator, at_fault: Sequence[Refused]) -> None:
    """Each kind of fault of each column once, with the first row that has it."""
    alike: dict[tuple[str, str], list[Refused]] = {}
    for each in at_fault:
        alike.setdefault((each.fault.key, each.column), []).append(each)
    lines = []
    for group in list(alike.values())[:MOST_TOLD]:
        sentence = said_of_row(group[0], tr)
        more = len(group) - 1
        lines.append(f"- {plain(tr('mine.read.alike', sentence=sentence, count=more) if more else sentence)}")
    if (rest := len(alike) - MOST_TOLD) > 0:
        lines.append(f"- {tr('mine.read.more', count=rest)}")
    st.warning("\n".join([tr("mine.read.faults", count=len(at_fault)), "", *lines]), icon=":material/rule:")


def _heads(draft: Draft) -> list[str]:
    """The heads of the table as written, one a column."""
    assert draft.layout is not None
    return [column.head for column in draft.layout.columns]
