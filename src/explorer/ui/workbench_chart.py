"""The quick chart under an answer: its columns to choose, drawn as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from explorer.charts.answers import HOWS, Drawing, answer_alt, answer_chart, drawing, holds_bounds
from explorer.charts.datasets import compiled
from explorer.charts.theme import framed
from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.ui import answers
from explorer.ui.chart_card import SLACK_PIXELS, inked
from explorer.ui.files import download_pictures
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.prose import plain
from explorer.workbench.examples import Sketch
from explorer.workbench.runner import Answer
from explorer.workbench.worker import Allowance

NONE = "none"
_PLACES = tuple(str(number) for number in range(Allowance().columns))
DRAWN = (
    Parameter("how", HOWS, single=True),
    Parameter("x", _PLACES, single=True),
    Parameter("y", _PLACES, single=True),
    Parameter("colour", (NONE, *_PLACES), single=True),
)
"""How an answer is drawn, its columns by number: their names are the reader's own, in any language."""


def sketched(answer: Answer) -> Sketch | None:
    """A first drawing: the first number, by the first column that is none. None where nothing can be drawn."""
    kinds = [column.kind for column in answer.columns]
    if "number" not in kinds:
        return None
    others = [number for number, kind in enumerate(kinds) if kind != "number"]
    numbers = [number for number, kind in enumerate(kinds) if kind == "number"]
    if not others:
        return Sketch("point", numbers[0], numbers[1]) if len(numbers) > 1 else None
    x = others[0]
    return Sketch("line" if kinds[x] in ("date", "time") else "bar", x, numbers[0])


def chosen(view: View, answer: Answer, first: Sketch) -> Sketch:
    """What the link says of the drawing, and the first drawing for what it does not say or the answer does not have."""
    kinds = [column.kind for column in answer.columns]

    def column(name: str, default: int | None, allowed: Sequence[int]) -> int | None:
        given = view.one(name)
        if given == NONE:
            return None
        return int(given) if given is not None and int(given) in allowed else default

    every = range(len(kinds))
    x = column("x", first.x, every)
    y = column("y", first.y, [number for number in every if kinds[number] == "number"])
    colour = column("colour", first.colour, every)
    return Sketch(view.one("how") or first.how, first.x if x is None else x, first.y if y is None else y, colour)


@part("workbench-chart")
def show_chart(view: View, tr: Translator, answer: Answer, sketch: Sketch | None) -> None:
    """The chart of an answer with the choice of its columns; a sentence where there is nothing to draw."""
    first = sketch or sketched(answer)
    if first is None:
        st.caption(tr("workbench.chart.no_number"))
        return
    now = chosen(view, answer, first)
    _choose(view, tr, answer, now)
    columns = [(column.name, str(column.kind)) for column in answer.columns]
    shown = drawing(answer.rows, columns, now.how, now.x, now.y, now.colour)  # type: ignore[arg-type]
    if shown.lack:
        st.info(tr(f"workbench.chart.lack.{shown.lack}"), icon=":material/bar_chart_off:")
        return
    title = tr("workbench.chart.title", x=shown.x_name, y=shown.y_name)
    st.markdown(f"## {plain(title)}")
    chart = answer_chart(shown, tr)
    # The names of rows begin at the very edge.
    spec = inked(compiled(chart)) | {"padding": {"left": 8, "right": SLACK_PIXELS, "top": 4}}
    st.vega_lite_chart(spec, width="stretch", alt=answer_alt(shown, tr))
    notes = _notes(tr, answer, shown, now)
    st.caption("  \n".join(map(plain, notes)))

    def picture() -> dict[str, Any]:
        made = tr("workbench.chart.made", version=answers.version()[:12])
        return framed(answer_chart(shown, tr), title, "", [*notes, made])

    with st.container(horizontal=True):
        download_pictures(tr, "workbench", title, picture)


def _choose(view: View, tr: Translator, answer: Answer, now: Sketch) -> None:
    names = {str(number): column.name for number, column in enumerate(answer.columns)}
    numbers = [str(number) for number, column in enumerate(answer.columns) if column.kind == "number"]
    every = list(names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view.widget(
            "how",
            st.segmented_control,
            tr("workbench.how"),
            list(HOWS),
            value=now.how,
            read=_one,
            format_func=lambda how: tr(f"workbench.how.{how}"),
            required=True,
        )
        for name, options, value in (
            ("x", every, now.x),
            ("y", numbers, now.y),
            ("colour", [NONE, *every], now.colour),
        ):
            view.widget(
                name,
                st.selectbox,
                tr(f"workbench.{name}"),
                options,
                value=NONE if value is None else str(value),
                read=_one,
                format_func=lambda number: names.get(number) or tr("workbench.colour.none"),
                width=160,
            )


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _notes(tr: Translator, answer: Answer, shown: Drawing, now: Sketch) -> list[str]:
    notes = [tr("workbench.chart.as_they_are")]
    if shown.how != now.how:
        notes.append(tr("workbench.chart.points_instead"))
    if holds_bounds(answer.rows):
        notes.append(tr("workbench.chart.bounds"))
    left_out = len(answer.rows) - len(shown.points)
    if left_out:
        notes.append(tr("workbench.chart.left_out", count=left_out))
    if answer.cut:
        notes.append(tr("workbench.chart.cut"))
    return notes
