"""The form of a county: the few most important fields first, the others by group, each with what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import streamlit as st

from explorer.county import FIELD, FIELDS, County, Field, FieldGroup, FieldKind
from explorer.i18n import Translator
from explorer.planner.entries import (
    LONGEST_NAME,
    Entries,
    Reading,
    definitions_of,
    options_of,
    read_entries,
)
from explorer.planner.field_words import definition_name, option_name, usual_range
from explorer.planner.problems import Problem, field_name, told
from explorer.planner.reading import LONGEST_ENTRY
from explorer.rounding import MEASURED_UNITS
from explorer.ui import county_session
from explorer.ui.county_files import show_tools
from explorer.ui.links import View
from explorer.ui.prose import plain

FIRST = (("name", "year"), ("population", "share_60_plus"), ("county_visit_rate",), ("primary_rate",))
"""The fields that stand first, column by column."""

COLUMNS = 4
GAINS = ("position", "gap", "cases", "measures", "brief")


def show_form(view: View, tr: Translator) -> County | None:
    """The form, and the county that it describes; None until it holds anything that can be set beside others."""
    entries = county_session.held().entries
    reading = read_entries(entries, tr.labels)
    show_tools(view, tr)
    first = [field_id for column in FIRST for field_id in column]
    for column, fields in zip(st.columns(COLUMNS), FIRST, strict=True):
        with column:
            for field_id in fields:
                _show_field(view, tr, field_id, entries, reading)
    shown = [*first, *_show_groups(view, tr, first, entries, reading)]
    _show_others(tr, [problem for problem in reading.problems if problem.field_id not in shown])
    st.caption(tr("county.form.private") if reading.has_figures else _both(tr))
    if not reading.has_figures:
        return None
    return replace(reading.county, name=reading.county.name or tr("county.unnamed"))


def show_invitation(tr: Translator) -> None:
    """What a planner has after filling in the form."""
    lines = [f"- {tr(f'planner.gain.{gain}')}" for gain in GAINS]
    st.markdown("\n".join([f"## {tr('planner.gains')}", *lines]))


def _both(tr: Translator) -> str:
    return f"{tr('county.form.optional')}  \n{tr('county.form.private')}"


def _show_groups(view: View, tr: Translator, first: Iterable[str], entries: Entries, reading: Reading) -> list[str]:
    """The other fields by group, one group at a time; the fields that are shown."""
    groups: dict[FieldGroup, list[str]] = {}
    for each in FIELDS:
        if each.field_id not in first:
            groups.setdefault(each.group, []).append(each.field_id)
    names = [tr(f"county.group.{group}") for group in groups]
    tabs = st.tabs(names, key=view.key("groups"), on_change="rerun")
    for tab, fields in zip(tabs, groups.values(), strict=True):
        if tab.open:
            with tab:
                wide = any(FIELD[field_id].kind is FieldKind.several for field_id in fields)
                for column, field_id in zip(st.columns(2 if wide else COLUMNS), fields, strict=False):
                    with column:
                        _show_field(view, tr, field_id, entries, reading)
            return fields
    return []


def _show_others(tr: Translator, problems: list[Problem]) -> None:
    """What is to be said about fields that are not shown now, and about several together."""
    said = []
    for problem in problems:
        sentence = told(problem, tr)
        if problem.field_id is not None:
            sentence = tr("county.of_field", field=field_name(problem.field_id, tr), sentence=sentence)
        said.append(plain(sentence))
    if said:
        st.warning("  \n".join(said), icon=":material/help:")


def _show_field(view: View, tr: Translator, field_id: str, entries: Entries, reading: Reading) -> None:
    """A field with its definition, if it has several, and what is to be said about it beneath."""
    if field_id in ("name", "year"):
        _text(view, tr, field_id, getattr(entries, field_id), LONGEST_NAME if field_id == "name" else 8)
    elif FIELD[field_id].kind is FieldKind.number:
        _text(view, tr, field_id, entries.texts.get(field_id, ""), LONGEST_ENTRY)
        if definitions_of(FIELD[field_id]):
            _definition(view, tr, FIELD[field_id], entries)
    elif FIELD[field_id].kind is FieldKind.choice:
        _choice(view, tr, FIELD[field_id], entries)
    else:
        _checklist(view, tr, FIELD[field_id], entries)
    for problem in reading.about(field_id):
        sentence = plain(told(problem, tr))
        st.markdown(
            f":small[:red[:material/error: {sentence}]]" if problem.blocks else f":small[:material/help: {sentence}]"
        )


def _text(view: View, tr: Translator, field_id: str, value: str, longest: int) -> None:
    each = FIELD.get(field_id)
    label, usual = field_name(field_id, tr), None
    if each is not None and each.unit is not None:
        usual = usual_range(each, tr)
        if each.unit in MEASURED_UNITS and each.unit != "index":
            label = tr("county.form.label", field=label, unit=tr.label("unit", each.unit))
    key = _keep(view, field_id, value)

    def changed() -> None:
        county_session.enter(county_session.held().entries.with_text(field_id, st.session_state[key] or ""))

    st.text_input(
        plain(label),
        key=key,
        max_chars=longest,
        help=_help(tr, field_id),
        placeholder=usual,
        autocomplete="off",
        on_change=changed,
    )


def _definition(view: View, tr: Translator, each: Field, entries: Entries) -> None:
    key = _keep(view, f"{each.field_id}.definition", entries.definitions.get(each.field_id))

    def changed() -> None:
        entered = county_session.held().entries.with_definition(each.field_id, st.session_state[key])
        county_session.enter(entered)

    st.selectbox(
        plain(tr("county.form.definition", field=field_name(each.field_id, tr))),
        definitions_of(each),
        key=key,
        index=None,
        format_func=partial(_definition_label, each, tr),
        placeholder=tr("county.form.definition.choose"),
        label_visibility="collapsed",
        on_change=changed,
    )


def _definition_label(each: Field, tr: Translator, definition: str) -> str:
    return definition_name(each, definition, tr)


def _choice(view: View, tr: Translator, each: Field, entries: Entries) -> None:
    chosen = entries.choices.get(each.field_id, ())
    key = _keep(view, each.field_id, chosen[0] if chosen else None)

    def changed() -> None:
        option = st.session_state[key]
        entered = county_session.held().entries.with_choice(each.field_id, (option,) if option else ())
        county_session.enter(entered)

    st.selectbox(
        plain(field_name(each.field_id, tr)),
        options_of(each, tr.labels),
        key=key,
        index=None,
        format_func=partial(_option_label, each, tr),
        placeholder=tr("county.form.choose"),
        help=_help(tr, each.field_id),
        on_change=changed,
    )


def _checklist(view: View, tr: Translator, each: Field, entries: Entries) -> None:
    known = options_of(each, tr.labels)
    chosen = [tag for tag in entries.choices.get(each.field_id, ()) if tag in known]
    key = _keep(view, each.field_id, chosen)

    def changed() -> None:
        entered = county_session.held().entries.with_choice(each.field_id, tuple(st.session_state[key]))
        county_session.enter(entered)

    st.multiselect(
        plain(field_name(each.field_id, tr)),
        known,
        key=key,
        format_func=partial(_option_label, each, tr),
        placeholder=tr("county.form.choose"),
        help=_help(tr, each.field_id),
        on_change=changed,
    )


def _option_label(each: Field, tr: Translator, option: str) -> str:
    return option_name(each, option, tr)


def _keep(view: View, name: str, value: object) -> str:
    """A widget's key, once the widget shows what is held: set only on a difference, as ``View.widget`` does."""
    key = view.key(name)
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def _help(tr: Translator, field_id: str) -> str:
    """What a field means, what is usual, and where a county finds it."""
    definition, where = plain(tr(f"county.{field_id}.definition")), plain(tr(f"county.{field_id}.where"))
    if field_id in FIELD and FIELD[field_id].plausible is not None:
        usual = plain(usual_range(FIELD[field_id], tr))
        return tr("county.form.help", definition=definition, usual=usual, where=where)
    return tr("county.form.help.choice", definition=definition, where=where)
