"""Where the figures on screen come from, in one line under them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from explorer.comparability import PARTS
from explorer.i18n import Translator
from explorer.queries import records
from explorer.ui.prose import plain


def source_line(figures: pd.DataFrame, tr: Translator) -> str:
    """The sources of these figures, each once, in the order in which they first appear."""
    titles = list(dict.fromkeys(figures[f"source_{tr.language}"]))
    return tr("chart.sources", sources=tr.listing(titles)) if titles else ""


def definition_notes(figures: pd.DataFrame, tr: Translator) -> list[str]:
    """How the definitions among these figures differ, one sentence an indicator that says so."""
    notes: dict[str, str] = {}
    for row in records(figures):
        note = tr.pick(row, "definition_note")
        if note:
            notes[row["indicator_id"]] = tr("chart.definition_note", name=tr.pick(row, "indicator"), note=note)
    return list(notes.values())


def measure_lines(figures: pd.DataFrame, tr: Translator) -> list[str]:
    """What each indicator among these figures measures, one line an indicator that says so."""
    lines: dict[str, str] = {}
    for row in records(figures):
        named = [(tr(f"measure.{part}"), tr.pick(row, part)) for part in PARTS]
        parts = [tr("measure.part", name=name, text=text) for name, text in named if text]
        if parts:
            lines[row["indicator_id"]] = tr("measure.line", name=tr.pick(row, "indicator"), parts=tr.listing(parts))
    return list(lines.values())


def show_sources(figures: pd.DataFrame, tr: Translator) -> None:
    """The line of sources as a caption."""
    st.caption(plain(source_line(figures, tr)))
