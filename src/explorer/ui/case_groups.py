"""Groups of cases and places that a reader names: kept in the link by ids, shown, made and taken off here."""

from __future__ import annotations

import streamlit as st

from explorer.filters import LONGEST_NAME, Group, Parameter
from explorer.i18n import Translator
from explorer.queries import cases
from explorer.ui.answers import ask, rows
from explorer.ui.links import View
from explorer.ui.parameters import MOST_CASES
from explorer.ui.prose import plain

GROUP = "group"
MOST_GROUPS = 6


def group_parameter() -> Parameter:
    """Groups of cases and places, each ``name:id,id``."""
    return Parameter(GROUP, members=frozenset(ask(cases.case_index)["case_id"]), at_most=MOST_GROUPS)


def groups_of(view: View) -> list[Group]:
    """The groups of a view."""
    return [Group(name, tuple(ids.split(","))) for name, _, ids in (one.rpartition(":") for one in view.many(GROUP))]


def show_groups(view: View, tr: Translator) -> None:
    """The groups as chips to take off, and a form to add one."""
    names = {row["case_id"]: tr.pick(row, "name") or "" for row in rows(cases.case_index)}
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for position, group in enumerate(groups_of(view)):
            rest = tuple(one for one in view.many(GROUP) if one != group.written)
            st.button(
                plain(tr("filter.option", name=group.name, count=len(group.members))),
                key=view.key(f"group.{position}"),
                icon=":material/close:",
                help=plain(tr.listing([names[case_id] for case_id in group.members])),
                on_click=view.go,
                kwargs={GROUP: rest},
            )
        if len(view.many(GROUP)) < MOST_GROUPS:
            with st.popover(tr("compare.groups.add"), icon=":material/group_add:", key=view.key("fold.group")):
                _show_form(view, tr, names)
    st.caption(tr("compare.groups.help"))


def _show_form(view: View, tr: Translator, names: dict[str, str]) -> None:
    name_key, members_key = view.key("group.name"), view.key("group.members")

    def keep() -> None:
        typed = f"{st.session_state[name_key]}:{','.join(st.session_state[members_key])}"
        group, _ = Group.read(" ".join(typed.split()), names)
        if group is not None:
            others = [one for one in groups_of(view.now()) if one.name != group.name]
            view.go(**{GROUP: tuple(one.written for one in (*others, group))})

    with st.form(view.key("group.form"), border=False, clear_on_submit=True):
        st.text_input(tr("compare.groups.name"), max_chars=LONGEST_NAME, key=name_key)
        st.multiselect(
            tr("compare.cases"),
            list(names),
            format_func=names.__getitem__,
            max_selections=MOST_CASES,
            placeholder=tr("compare.groups.members"),
            key=members_key,
        )
        st.form_submit_button(tr("compare.groups.keep"), on_click=keep)
