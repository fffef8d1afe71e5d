"""Ways to the page of a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.theme import half_widths, wrapped
from explorer.filters import State
from explorer.i18n import Translator
from explorer.queries import records
from explorer.ui.links import View, address
from explorer.ui.prose import plain

LABEL_LETTERS, NEIGHBOUR_LETTERS = 34, 28
"""In half-width letters: what a link's label holds on a phone without being cut off; where more stands in it beside."""

OPENED = " (“‘（《〈「【"

KEPT = ("q", "level", "kind", "theme", "family", "model", "type", "payment", "sort", "from", "to")
"""What a policy's page has to know of the list it was opened from."""


def short_title(policy: Mapping[str, Any], tr: Translator, name: str = "title", letters: int = LABEL_LETTERS) -> str:
    """A title that fits a link's label, its end left out if need be."""
    return short_name(tr.pick(policy, name) or "", letters)


def short_name(name: str, letters: int = LABEL_LETTERS) -> str:
    """A name that fits a link's label, its end left out if need be, and not within what a bracket only opens."""
    first, *rest = wrapped(name, letters)
    return f"{first.rstrip(OPENED)}…" if rest else first


def list_state(view: View) -> State:
    """The search, filters and sort of the list, to be handed on in links; nothing of what links leave out."""
    defaults = {parameter.name: parameter.default for parameter in view.parameters}
    return {name: view.many(name) for name in KEPT if view.many(name) != defaults[name]}


def show_policies_of_case(tr: Translator, linked: Sequence[Mapping[str, Any]]) -> None:
    """The policies joined to a case, each a click away, oldest first. ``linked`` as from ``policies_of_case``."""
    if not linked:
        return
    st.markdown(f"## {tr('case.policies')}")
    with st.container(horizontal=True, gap="medium"):
        first: dict[str, Mapping[str, Any]] = {}
        for row in linked:  # a policy may be joined to a case in several ways
            first.setdefault(row["policy_id"], row)
        for row in first.values():
            policy_link(tr, row["policy_id"], _dated_title(row, tr))


def _dated_title(row: Mapping[str, Any], tr: Translator) -> str:
    """A short title with the year, which says so if it is inferred."""
    if not row["issued"]:
        return short_title(row, tr, "policy")
    inferred = row["issued_basis"] == "inferred"
    year = tr("policy.year.inferred" if inferred else "policy.year.printed", year=row["issued"][:4])
    return short_title(row, tr, "policy", LABEL_LETTERS - half_widths(year)) + year


def policy_link(tr: Translator, policy_id: str, label: str, state: State | None = None) -> None:
    """A link to a policy."""
    st.page_link("pages/policy.py", label=plain(label), query_params=address({**(state or {}), "policy": (policy_id,)}))


def show_neighbours(view: View, tr: Translator, listed: Sequence[str], titles: pd.DataFrame, policy_id: str) -> None:
    """Back to the list as it was left, and the policies before and after this one in it.

    ``listed`` are the ids of the list; ``titles`` as from ``policy_index``.
    """
    state, named = list_state(view), {row["policy_id"]: row for row in records(titles)}
    with st.container(horizontal=True, gap="medium"):
        st.page_link(
            "pages/policies.py", label=tr("policy.all"), icon=":material/arrow_back:", query_params=address(state)
        )
        if policy_id not in listed or len(listed) < 2:
            return
        position = listed.index(policy_id)
        for offset, icon in ((-1, ":material/navigate_before:"), (1, ":material/navigate_next:")):
            neighbour = listed[(position + offset) % len(listed)]
            key = "policy.previous" if offset < 0 else "policy.next"
            st.page_link(
                "pages/policy.py",
                label=tr(key, title=plain(short_title(named[neighbour], tr, letters=NEIGHBOUR_LETTERS))),
                icon=icon,
                icon_position="left" if offset < 0 else "right",
                query_params=address({**state, "policy": (neighbour,)}),
            )
