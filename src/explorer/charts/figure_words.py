"""What stands around a chart of figures, in words: its unit and period, its sources, its definitions, its targets."""

from __future__ import annotations

from typing import Any

import pandas as pd

from explorer.comparability import PARTS
from explorer.i18n import Translator
from explorer.queries import records


def unit_and_years(tr: Translator, figures: pd.DataFrame) -> str:
    """What is on the axis and from which years the figures are, in one line."""
    units = dict.fromkeys(tr.label("unit", unit) for unit in figures["unit"])
    years = _years(figures)
    period = tr("chart.years", first=years[0], last=years[-1]) if len(years) > 1 else ", ".join(map(str, years))
    return " · ".join(part for part in (tr("chart.unit", unit=tr.listing(list(units))), period) if part)


def unit_and_period(tr: Translator, figures: pd.DataFrame) -> str:
    """The unit and the years, and that it is one year only where it is."""
    told = unit_and_years(tr, figures)
    return f"{told} · {tr('chart.one_period')}" if len(_years(figures)) < 2 else told


def _years(figures: pd.DataFrame) -> list[int]:
    return sorted({end.year for end in figures["period_end"].dropna()})


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


def target_note(tr: Translator, row: dict[str, Any]) -> str:
    """A drawn target in a sentence: which policy, for whom, by when."""
    told = {"policy": tr.pick(row, "policy"), "scope": tr.pick(row, "scope"), "year": row["due"].year}
    if row["document_number"] is None:
        return tr("target.note.unnumbered", **told)
    return tr("target.note", number=row["document_number"], **told)
