"""A table that a reader brought and is still checking: kept in the session until it is used or let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

import streamlit as st

from explorer.i18n import Labels
from explorer.own_figures.codebook import Codebook
from explorer.own_figures.faults import Fault
from explorer.own_figures.files import PanelFile, opened, pasted
from explorer.own_figures.keeping import PanelProblem, keep_parquet, keep_table
from explorer.own_figures.layout import Layout, guessed
from explorer.own_figures.meanings import Meaning, guessed_meanings, names_in, samples_of
from explorer.own_figures.meanings import opened as meant
from explorer.own_figures.reading import Reading, read_figures
from explorer.own_figures.rules import codebook_of
from explorer.planner.file_cells import Table
from explorer.queries import own_codebook
from explorer.ui import answers, own_session

_DRAFT = "explorer.own.draft"


@dataclass(frozen=True)
class Draft:
    """A table under way.

    ``serial`` grows with every change that redraws its form, so that each widget shows what the draft holds; ``fault``
    is why the last file was not read, ``problems`` what is wrong with a panel that would have needed no mapping.
    """

    serial: int = 0
    name: str = ""
    tables: tuple[Table, ...] = ()
    sheet: int = 0
    layout: Layout | None = None
    meanings: Mapping[str, Meaning] | None = None
    reading: Reading | None = None
    fault: Fault | None = None
    problems: tuple[PanelProblem, ...] = ()

    @property
    def table(self) -> Table:
        return self.tables[self.sheet]


def held() -> Draft:
    """The table being checked; an empty draft at first."""
    found: Draft = st.session_state.get(_DRAFT, Draft())
    return found


def codebook() -> Codebook:
    """The codebook of the data being served."""
    return _codebook(answers.version(), answers.translator("zh").labels)


@st.cache_resource(show_spinner=False, max_entries=2)
def _codebook(data_version: str, _labels: Labels) -> Codebook:
    return Codebook.of(answers.rows(own_codebook.indicators_to_read), _labels)


def load(data: bytes, file_name: str) -> None:
    """Begin with a file. A panel in our own form is kept at once, if nothing is wrong with it."""
    found = opened(data, file_name)
    name = PurePath(file_name).stem
    if isinstance(found, PanelFile):
        _keep_panel(data, name, found)
    else:
        _begin(name, found)


def load_pasted(text: str, name: str) -> None:
    """Begin with a pasted text."""
    _begin(name, pasted(text))


def choose_sheet(sheet: int) -> None:
    """Check another sheet of the same file."""
    now = held()
    _keep(_guessed(replace(now, sheet=sheet)))


def change_layout(layout: Layout) -> None:
    """Read the table by another layout; names that it brings are guessed, those known keep their meaning."""
    now = held()
    before = now.meanings or {}
    guesses = guessed_meanings(now.table.rows, layout, codebook())
    meanings = {name: before.get(name, guess) for name, guess in guesses.items()}
    _keep(_read(replace(now, layout=layout, meanings=meanings)))


def mean(name: str, indicator_id: str | None) -> None:
    """Take a name for an indicator, or leave it out."""
    now = held()
    assert now.layout is not None
    before = (now.meanings or {}).get(name, Meaning(None, sure=False))
    samples = samples_of(now.table.rows, now.layout, name)
    _mean(name, meant(before, indicator_id, samples, codebook()))


def written_as(name: str, meaning: Meaning) -> None:
    """Take the numbers of a name as written in another way."""
    _mean(name, replace(meaning, scale_open=False))


def rename(name: str) -> None:
    """Call the set otherwise."""
    st.session_state[_DRAFT] = replace(held(), name=name.strip())


def let_go() -> None:
    """Forget the table; the next file has a fresh widget."""
    st.session_state[_DRAFT] = Draft(serial=held().serial + 1)


def use() -> None:
    """Keep what was read as the session's figures, and forget the table."""
    now = held()
    if now.reading is None or not now.reading.figures:
        return
    panel = keep_table(now.reading.table(), now.name, own_session.folder(), tuple(codebook().indicators))
    own_session.keep(panel)
    let_go()


def open_names(draft: Draft) -> list[str]:
    """The names that wait for a reader, in the order of the table."""
    if draft.layout is None or draft.meanings is None:
        return []
    return [name for name in names_in(draft.table.rows, draft.layout) if draft.meanings[name].is_open]


def _mean(name: str, meaning: Meaning) -> None:
    now = held()
    _keep(_read(replace(now, meanings={**(now.meanings or {}), name: meaning})))


def _begin(name: str, found: Sequence[Table] | Fault) -> None:
    if isinstance(found, Fault):
        _keep(Draft(held().serial, name, fault=found))
        return
    draft = Draft(held().serial, name, tuple(found))
    tried = [_guessed(replace(draft, sheet=sheet)) for sheet in range(min(len(found), 5))]
    # Of several sheets the one that says most; a sheet of explanations says nothing.
    _keep(max(tried, key=lambda each: (_said(each), -each.sheet)))


def _said(draft: Draft) -> int:
    reading = draft.reading
    return len(reading.figures) + len(reading.at_fault) if reading is not None and draft.meanings else 0


def _guessed(draft: Draft) -> Draft:
    rows = draft.table.rows
    layout = guessed(rows, codebook())
    return _read(replace(draft, layout=layout, meanings=guessed_meanings(rows, layout, codebook())))


def _read(draft: Draft) -> Draft:
    assert draft.layout is not None
    reading = read_figures(draft.table.rows, draft.layout, draft.meanings or {}, codebook(), date.today())
    return replace(draft, reading=reading)


def _keep(draft: Draft) -> None:
    st.session_state[_DRAFT] = replace(draft, serial=held().serial + 1)


def _keep_panel(data: bytes, name: str, file: PanelFile) -> None:
    """Check a panel where it lies, and keep it or say what is wrong."""
    source = own_session.folder() / f"uploaded{file.suffix}"
    source.write_bytes(data)
    rules = codebook_of(answers.rows(own_codebook.indicators_to_read))
    try:
        kept = keep_parquet(source, name, own_session.folder(), rules)
    finally:
        source.unlink(missing_ok=True)
    if isinstance(kept, list):
        _keep(Draft(held().serial, name, problems=tuple(kept)))
    else:
        own_session.keep(kept)
        let_go()
