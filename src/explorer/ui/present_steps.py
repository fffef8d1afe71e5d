"""One moment of a story as a room sees it: large, little at a time, charts drawn to be read from afar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from explorer.charts.figure_words import source_line
from explorer.charts.guess import guess_chart
from explorer.charts.marks import marks_legend
from explorer.i18n import Translator, decimals_of
from explorer.queries import observations, records
from explorer.rooms import Room
from explorer.story_course import SPREAD_ONE, SPREAD_TWO, Moment, last_shown, step_at
from explorer.story_links import Link, link_of
from explorer.story_schema import (
    AnyStep,
    ComparisonStep,
    GuessStep,
    PointStep,
    QuestionStep,
    ScoringStep,
    Story,
    ViewStep,
)
from explorer.ui import answers, guesses, scoring
from explorer.ui.chart_card import spec_of
from explorer.ui.links import View
from explorer.ui.present_views import afar, show_panels, show_view
from explorer.ui.prose import plain
from explorer.ui.stories import LETTERS, facts, paragraphs, point_of, said


def show_moment(view: View, tr: Translator, story: Story, here: Moment, room: Room | None) -> None:
    """The opening of a story, or one of its steps as far as it is revealed."""
    step = step_at(story, here.step)
    if step is None:
        _opening(tr, story)
        return
    st.title(plain(said(step.title, tr)), anchor=False)
    revealed = here.shown >= last_shown(story, here.step)
    if not (isinstance(step, ScoringStep) and here.shown in (SPREAD_ONE, SPREAD_TWO)):  # the bars need the room
        st.markdown(paragraphs(step.prompt, tr))
    # What a chart or a passage is about stands above it; an answer stands beneath what was asked.
    answers_below = isinstance(step, QuestionStep | GuessStep | ScoringStep)
    if revealed and not answers_below:
        _revealed(tr, step)
    _body(view, tr, step, here.shown, room)
    if revealed and answers_below:
        _revealed(tr, step)


def _revealed(tr: Translator, step: AnyStep) -> None:
    if step.reveal:
        # The stage brings a box of this name into view; a guess is better left with its chart in sight.
        key = "present-answer" if isinstance(step, QuestionStep | ScoringStep) else None
        with st.container(border=True, key=key):
            label = f":green-badge[:material/visibility: {tr('stories.step.reveal')}]"
            st.markdown(f"{label}\n\n{paragraphs(step.reveal, tr)}")


def _opening(tr: Translator, story: Story) -> None:
    st.title(plain(said(story.title, tr)), anchor=False)
    aims = "\n".join(f"- {plain(said(aim, tr))}" for aim in story.aims)
    st.markdown(f"{plain(said(story.summary, tr))}\n\n**{tr('stories.aims')}**\n\n{aims}\n\n:gray[{facts(tr, story)}]")


def _body(view: View, tr: Translator, step: AnyStep, shown: int, room: Room | None) -> None:
    match step:
        case PointStep():
            for row in point_of(step):
                st.markdown(f"> **{plain(tr.pick(row, 'title'))}**  \n> {plain(tr.pick(row, 'text'))}")
        case QuestionStep():
            _question(tr, step, answered=shown > 0)
        case GuessStep():
            _guess(view, tr, step, room, revealed=shown > 0)
        case ComparisonStep():
            show_panels(tr, step.indicators, list(step.cases) or None, related=False)
        case ScoringStep():
            scoring.show_scoring(view, tr, step, shown, room)
        case _:
            pass
    link = link_of(step)
    if link is None:
        return
    if isinstance(step, ViewStep):
        show_view(tr, step, link)
    _way_to(tr, link)


def _way_to(tr: Translator, link: Link) -> None:
    """The page itself, in a window beside the stage."""
    label = {"case": "stories.show.case", "compare": "stories.show.compare"}.get(link.page, "stories.show.view")
    asked = urlencode({**link.state, "lang": tr.language}, doseq=True)
    page = "" if link.page == "overview" else link.page
    st.link_button(tr(label), f"./{page}?{asked}", icon=":material/open_in_new:")


def _question(tr: Translator, step: QuestionStep, *, answered: bool) -> None:
    for letter, option in zip(LETTERS, step.options, strict=False):
        text = plain(said(option.text, tr))
        if not answered:
            st.markdown(f"**{letter}**  {text}")
            continue
        mark = f" :green-badge[:material/check: {tr('stories.step.right')}]" if option.right else ""
        why = f"  \n:gray[{plain(said(option.why, tr))}]" if option.why else ""
        st.markdown(f"**{letter}**  {f'**{text}**' if option.right else text}{mark}{why}")


def _guess(view: View, tr: Translator, step: GuessStep, room: Room | None, *, revealed: bool) -> None:
    figures = answers.ask(observations.observations_by_id, list(step.observations))
    if not revealed:
        guesses.show_entry(view, tr, step, figures, room)
        return
    taken = guesses.taken(step, room)
    if taken is None:
        st.info(tr("present.guess.none"), icon=":material/draw:")
        for row in records(figures):
            st.markdown(f"- {plain(guesses.name_of(row, tr))} **{plain(tr.figure(row))}**")
        return
    for _, part in figures.assign(guess=list(taken)).groupby("unit", sort=False):
        own = list(part["guess"])
        rows = part.drop(columns="guess").reset_index(drop=True)
        key = f"guess.{step.key}.{own}.{list(rows['observation_id'])}.{step.low}.{step.high}"
        spec = spec_of(tr, key, lambda rows=rows, own=own: guess_chart(rows, own, (step.low, step.high), tr))  # type: ignore[misc]
        st.vega_lite_chart(afar(spec), width="stretch", alt=_compared(tr, rows, own))
        legend = [tr("present.guess.legend"), marks_legend(rows, tr), source_line(rows, tr)]
        st.markdown("\n".join(f"- {line}" for line in differences(tr, rows, own)))
        st.caption("  \n".join(plain(line) for line in legend if line))


def _compared(tr: Translator, figures: pd.DataFrame, taken: Sequence[float]) -> str:
    return tr("separator").join(differences(tr, figures, taken, marked=False))


def differences(tr: Translator, figures: pd.DataFrame, taken: Sequence[float], *, marked: bool = True) -> list[str]:
    """Each guess against its figure, in a line; for a bound, only whether the guess is within it."""
    lines = []
    rows = records(figures)
    for row, guess in zip(rows, taken, strict=True):
        name = guesses.name_of(row, tr) if len(rows) == 1 else guesses.short_name(rows, row, tr)
        figure = tr.figure(row)
        guessed = tr.amount(guess, decimals_of(guess), row["unit"])
        by = tr("present.guess.verdict." + _verdict(row, guess), difference=_difference(tr, row, guess))
        line = tr("present.guess.line", name=name, guess=guessed, figure=figure, verdict=by)
        lines.append(plain(line) if marked else line)
    return lines


def _verdict(row: dict[str, Any], guess: float) -> str:
    value, qualifier = float(row["value"]), row["qualifier"]
    if qualifier in ("<", "<=", ">", ">="):
        inside = {"<": guess < value, "<=": guess <= value, ">": guess > value, ">=": guess >= value}[qualifier]
        return "within" if inside else "outside"
    if guess == value:
        return "same"
    about = "about_" if qualifier == "~" else ""
    return f"{about}{'lower' if guess < value else 'higher'}"


def _difference(tr: Translator, row: dict[str, Any], guess: float) -> str:
    decimals = max(int(row["decimals"]), decimals_of(guess))
    difference = round(abs(guess - float(row["value"])), decimals)
    if row["unit"] == "percent":
        return tr.amount(difference, decimals, "percentage-points")
    return tr.amount(difference, decimals, row["unit"])
