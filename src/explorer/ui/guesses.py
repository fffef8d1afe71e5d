"""What a room guesses before a figure is shown: kept in its room, or in the session where there is none."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from explorer.i18n import Translator
from explorer.queries import records
from explorer.rooms import Room
from explorer.story_schema import GuessStep
from explorer.ui.links import View
from explorer.ui.prose import plain

_GUESSED = "explorer.present.guessed"
STEPS_OF_A_SLIDER = 100


def taken(step: GuessStep, room: Room | None) -> tuple[float, ...] | None:
    """What was guessed at a step; None if nothing was."""
    kept: tuple[float, ...] | None = (
        room.guessed(step.key) if room is not None else st.session_state.get(_GUESSED, {}).get(step.key)
    )
    return kept if kept is not None and len(kept) == len(step.observations) else None


def keep(step: GuessStep, room: Room | None, values: tuple[float, ...]) -> None:
    """Keep a guess, in place of the one before."""
    if room is not None:
        room.guess(step.key, values)
    else:
        st.session_state[_GUESSED] = {**st.session_state.get(_GUESSED, {}), step.key: values}


def name_of(row: dict[str, Any], tr: Translator) -> str:
    """Whose figure, of what, of when."""
    name = f"{tr.pick(row, 'subject')} · {tr.pick(row, 'indicator')}"
    return f"{name} · {tr.period(row)}"


def show_entry(view: View, tr: Translator, step: GuessStep, figures: pd.DataFrame, room: Room | None) -> None:
    """A slider for one figure; for several a number each, which the chart will join to a line or a row each."""
    rows = records(figures)
    kept = taken(step, room)
    whole = all(float(limit).is_integer() for limit in (step.low, step.high)) and step.high - step.low >= 20
    by = 1.0 if whole else round((step.high - step.low) / STEPS_OF_A_SLIDER, 6)
    middle = round((step.low + step.high) / 2) * 1.0
    keys = [view.key(f"guess.{step.key}.{number}") for number in range(len(rows))]

    def changed() -> None:
        keep(step, room, tuple(float(st.session_state[key]) for key in keys))

    for key, value in zip(keys, kept or [middle] * len(rows), strict=True):
        # Whatever was set by hand is kept; anything else is what a run that was broken off left behind.
        if st.session_state.get(key) != value:
            st.session_state[key] = value
    if len(rows) == 1:
        st.slider(
            plain(name_of(rows[0], tr)),
            float(step.low),
            float(step.high),
            step=by,
            key=keys[0],
            on_change=changed,
            format=f"%g {_unit(tr, rows[0])}".replace("%g %", "%g%%").rstrip(),
        )
        return
    st.caption(
        plain(
            tr(
                "stories.step.guess",
                low=tr.number(step.low, 0),
                high=tr.amount(step.high, 0, rows[0]["unit"]),
                count=len(rows),
            )
        )
    )
    across = min(4, len(rows))
    for first in range(0, len(rows), across):
        for column, row, key in zip(
            st.columns(across), rows[first : first + across], keys[first : first + across], strict=False
        ):
            with column:
                st.number_input(
                    plain(short_name(rows, row, tr)),
                    float(step.low),
                    float(step.high),
                    step=by,
                    key=key,
                    on_change=changed,
                    format="%g",
                )


def _unit(tr: Translator, row: dict[str, Any]) -> str:
    return tr.label("unit", row["unit"]) if row["unit"] != "index" else ""


def short_name(rows: list[dict[str, Any]], row: dict[str, Any], tr: Translator) -> str:
    """What tells one figure from the others: the period where all are of one thing, else subject and period."""
    things = {(each["case_id"], each["subject_en"], each["indicator_id"]) for each in rows}
    return tr.period(row) if len(things) == 1 else f"{tr.pick(row, 'subject')} · {tr.period(row)}"
