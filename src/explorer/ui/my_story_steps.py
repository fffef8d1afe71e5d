"""Steps of a story of one's own, by kind: what a new one begins as, and the fields that only its kind has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from explorer.i18n import Translator
from explorer.queries import cases, observations
from explorer.queries import stories as queries
from explorer.record import Text
from explorer.story_draft import MOST_STEPS, Draft, worded
from explorer.story_schema import (
    KINDS,
    AnyStep,
    ComparisonStep,
    DiscussionStep,
    GuessStep,
    Option,
    PointStep,
    QuestionStep,
    ScoringStep,
)
from explorer.ui import answers, story_shelf
from explorer.ui.links import View
from explorer.ui.own_story import bound, draft, in_both, keep
from explorer.ui.prose import plain
from explorer.ui.stories import ICONS, LETTERS, said

NEW_STEP_MINUTES = 5
MOST_FOUND = 40
"""Figures listed for a search; more words make it fewer."""

MOST_GUESSED, LEAST_OPTIONS, MOST_OPTIONS = 12, 2, 6
MADE_HERE = tuple(kind for kind in KINDS if kind != "view")
"""A view is taken along from its page."""


def show_adding(view: View, tr: Translator) -> None:
    """A kind to pick, and the button that adds a step of it."""
    picked = view.key("new.kind")

    def add() -> None:
        keep(draft().with_step(lambda key: new_step(st.session_state[picked], key)))

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            tr("my_story.new.kind"),
            MADE_HERE,
            format_func=lambda one: tr(f"my_story.new.{one}"),
            key=picked,
            width=420,
        )
        st.button(
            tr("my_story.new.add"),
            key=view.key("new.add"),
            icon=":material/add:",
            disabled=len(draft().steps) >= MOST_STEPS,
            on_click=add,
        )


def new_step(kind: str, key: str) -> AnyStep:
    """A step of a kind as it begins: the first of what there is to choose from, to be changed at once."""
    known = story_shelf.known()
    whole: dict[str, Any] = {
        "kind": kind,
        "key": key,
        "title": in_both(f"my_story.default.{kind}.title"),
        "prompt": in_both(f"my_story.default.{kind}.prompt"),
        "minutes": NEW_STEP_MINUTES,
    }
    case = next(iter(known.points))
    match kind:
        case "point":
            return PointStep(**whole, case=case, point=next(iter(known.points[case])))
        case "comparison":
            return ComparisonStep(
                **whole, indicators=(answers.rows(observations.indicator_choices)[0]["indicator_id"],)
            )
        case "question":
            options = tuple(Option(text=in_both("my_story.default.option", letter=letter)) for letter in LETTERS[:2])
            return QuestionStep(**whole, options=options)
        case "guess":
            name, figure = next((name, one) for name, one in known.figures.items() if one.unit == "percent")
            high = 100.0 if 0 <= figure.value <= 100 else figure.value
            return GuessStep(**whole, observations=(name,), low=min(0.0, figure.value), high=high)
        case "scoring":
            return ScoringStep(**whole, case=case)
        case _:
            return DiscussionStep(**whole)


def show_kind(view: View, tr: Translator, step: AnyStep) -> None:
    """The fields that only this kind of step has."""
    match step:
        case PointStep():
            _point(view, tr, step)
        case ScoringStep():
            _case(view, tr, step.key, step.case, lambda case: draft().given(step.key, case=case))
        case ComparisonStep():
            _comparison(view, tr, step)
        case QuestionStep():
            _question(view, tr, step)
        case GuessStep():
            _guess(view, tr, step)
        case _:
            pass


def show_named(view: View, tr: Translator, step: AnyStep) -> None:
    """The figures that are guessed, and those that the texts tell."""
    if isinstance(step, GuessStep):
        _figures(view, tr, step, "observations", MOST_GUESSED, least=1)
    _figures(view, tr, step, "figures", len(story_shelf.known().figures), least=0)


def _case(view: View, tr: Translator, key: str, value: str, change: Callable[[str], Draft]) -> None:
    names = {row["case_id"]: tr.pick(row, "name") or row["case_id"] for row in answers.rows(cases.case_index)}
    options = [case for case in names if case in story_shelf.known().points]
    bound(
        view, f"case.{key}", st.selectbox, tr("my_story.field.case"), options,
        value=value, change=change, format_func=names.__getitem__,
    )  # fmt: skip


def _point(view: View, tr: Translator, step: PointStep) -> None:
    points = story_shelf.known().points
    left, right = st.columns(2)
    with left:
        _case(
            view, tr, step.key, step.case,
            lambda case: draft().given(step.key, case=case, point=next(iter(points[case]))),
        )  # fmt: skip
    rows = {row["point_id"]: row for row in answers.rows(cases.case_points, step.case)}
    with right:
        bound(
            view, f"point.{step.key}", st.selectbox, tr("my_story.field.point"), list(rows),
            value=step.point, change=lambda point: draft().given(step.key, point=point),
            format_func=lambda one: _point_words(tr, rows[one]),
        )  # fmt: skip


def _point_words(tr: Translator, row: Any) -> str:
    section = tr(f"my_story.section.{row['section']}")
    return tr("my_story.point", section=section, title=tr.pick(row, "title"))


def _comparison(view: View, tr: Translator, step: ComparisonStep) -> None:
    indicators = {row["indicator_id"]: tr.pick(row, "name") for row in answers.rows(observations.indicator_choices)}
    names = {row["case_id"]: tr.pick(row, "name") for row in answers.rows(cases.case_index)}
    left, right = st.columns(2)
    with left:
        bound(
            view, f"indicators.{step.key}", st.multiselect, tr("my_story.field.indicators"), list(indicators),
            value=list(step.indicators), format_func=indicators.__getitem__,
            change=lambda chosen: draft().given(step.key, indicators=tuple(chosen) or step.indicators),
        )  # fmt: skip
    with right:
        bound(
            view, f"cases.{step.key}", st.multiselect, tr("my_story.field.cases"), list(names),
            value=list(step.cases), format_func=names.__getitem__, placeholder=tr("compare.cases.placeholder"),
            change=lambda chosen: draft().given(step.key, cases=tuple(chosen)),
        )  # fmt: skip


def _question(view: View, tr: Translator, step: QuestionStep) -> None:
    def changed(index: int, **values: Any) -> Draft:
        options = list(step.options)
        options[index] = options[index].model_copy(update=values)
        return draft().given(step.key, options=tuple(options))

    def reworded(index: int, field: str) -> Callable[[str], Draft]:
        old: Text | None = getattr(step.options[index], field)

        def change(typed: str) -> Draft:
            new = worded(old, typed, tr.language)
            return changed(index, **{field: new if new or field == "why" else old})

        return change

    for index, (letter, option) in enumerate(zip(LETTERS, step.options, strict=False)):
        left, middle, right = st.columns([5, 5, 2], vertical_alignment="bottom")
        name = f"option.{step.key}.{index}"
        with left:
            label = tr("my_story.field.option", letter=letter)
            bound(view, name, st.text_input, label, value=said(option.text, tr), change=reworded(index, "text"))
        with middle:
            why = said(option.why, tr) if option.why else ""
            label = tr("my_story.field.why")
            bound(view, f"{name}.why", st.text_input, label, value=why, change=reworded(index, "why"))
        with right, st.container(horizontal=True, vertical_alignment="center"):
            bound(
                view, f"{name}.right", st.checkbox, tr("stories.step.right"), value=option.right,
                change=partial(lambda place, right: changed(place, right=right), index),
            )  # fmt: skip
            rest = tuple(one for place, one in enumerate(step.options) if place != index)
            st.button(
                tr("my_story.remove"), key=view.key(f"{name}.remove"), icon=":material/close:", type="tertiary",
                disabled=len(step.options) <= LEAST_OPTIONS,
                on_click=lambda rest=rest: keep(draft().given(step.key, options=rest)),
            )  # fmt: skip
    if len(step.options) < MOST_OPTIONS:
        more = Option(text=in_both("my_story.default.option", letter=LETTERS[len(step.options)]))
        st.button(
            tr("my_story.option.add"), key=view.key(f"option.add.{step.key}"), icon=":material/add:", type="tertiary",
            on_click=lambda: keep(draft().given(step.key, options=(*step.options, more))),
        )  # fmt: skip


def _guess(view: View, tr: Translator, step: GuessStep) -> None:
    left, right = st.columns(2)
    for column, name in ((left, "low"), (right, "high")):
        with column:
            bound(
                view, f"{name}.{step.key}", st.number_input, tr(f"my_story.field.{name}"),
                value=float(getattr(step, name)), format="%g",
                change=partial(lambda field, number: draft().given(step.key, **{field: float(number)}), name),
            )  # fmt: skip


def _figures(view: View, tr: Translator, step: AnyStep, field: str, most: int, *, least: int) -> None:
    """What of the data a step names: found by words, chosen from what is found."""
    chosen: list[str] = list(getattr(step, field))
    folded = st.popover(
        tr(f"my_story.{field}", count=len(chosen)),
        icon=":material/format_list_numbered:",
        key=view.key(f"{field}.fold.{step.key}"),
        on_change="rerun",
        help=tr(f"my_story.{field}.help"),
    )
    if not folded.open:
        return
    with folded:
        typed = st.text_input(
            tr("my_story.search"), key=view.key(f"{field}.words.{step.key}"), placeholder=tr("my_story.search.example")
        )
        words = typed.split()
        found = list(answers.ask(queries.figures_found, words, MOST_FOUND)["observation_id"]) if words else []
        told = list(dict.fromkeys([*chosen, *found]))
        rows = {row["observation_id"]: row for row in answers.rows(observations.observations_by_id, told)}
        if words:
            key = "my_story.found.most" if len(found) == MOST_FOUND else "my_story.found"
            st.caption(tr(key, count=len(found)))
        bound(
            view, f"{field}.{step.key}", st.multiselect, tr(f"my_story.field.{field}"), told,
            value=chosen, max_selections=most, placeholder=tr("my_story.search.choose"),
            format_func=lambda name: _figure(tr, rows.get(name), name),
            change=lambda new: draft().given(step.key, **{field: tuple(new) if len(new) >= least else tuple(chosen)}),
        )  # fmt: skip


def _figure(tr: Translator, row: Any, name: str) -> str:
    if row is None:
        return name
    return tr(
        "stories.file.figure",
        subject=tr.pick(row, "subject"),
        indicator=tr.pick(row, "indicator"),
        figure=tr.figure(row),
        period=tr.period(row),
    )


def kind_line(tr: Translator, step: AnyStep) -> str:
    """A step's kind with its icon."""
    return f"{ICONS[step.kind]} {plain(tr(f'stories.kind.{step.kind}'))}"
