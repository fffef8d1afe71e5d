"""The figures that bear on what cases did under a policy, each a click away from Compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.i18n import Translator
from explorer.queries import observations, records
from explorer.ui.answers import rows
from explorer.ui.case_card import figure_phrase
from explorer.ui.links import address
from explorer.ui.policy_links import short_title
from explorer.ui.prose import plain

Row = Mapping[str, Any]


def show_figures_of_cases(tr: Translator, figures: pd.DataFrame, limits: pd.DataFrame) -> None:
    """Case by case: the figures of the problems that its measure answers, those reported after it, and their limits.

    ``figures`` and ``limits`` as from ``explorer.queries.policies``. Nothing where no measure has either.
    """
    held, bounds = records(figures), records(limits)
    if not held:
        return
    st.markdown(f"## {tr('policy.figures')}")
    st.caption(tr("policy.figures.note"))
    ids = list(dict.fromkeys(row["observation_id"] for row in held))
    known = {row["observation_id"]: row for row in rows(observations.observations_by_id, ids)}
    for case_id in dict.fromkeys(row["case_id"] for row in held):
        own = [row for row in held if row["case_id"] == case_id]
        with st.container(border=True):
            st.markdown(f"**{plain(tr.pick(own[0], 'case'))}**")
            for measure_id in dict.fromkeys(row["measure_id"] for row in own):
                _measure(tr, [row for row in own if row["measure_id"] == measure_id], known)
            _limits(tr, [row for row in bounds if row["case_id"] == case_id])
            _ways(tr, own)


def _measure(tr: Translator, own: Sequence[Row], known: Mapping[str, Row]) -> None:
    st.markdown(plain(tr("policy.figures.measure", name=tr.pick(own[0], "measure"))))
    for role in ("problem", "outcome"):
        found = [known[row["observation_id"]] for row in own if row["role"] == role]
        lines = [f"- {_line(tr, row)}" for row in found]
        if lines:
            st.markdown("\n".join([f":small[{tr(f'policy.figures.{role}')}]\n", *lines]))
        elif role == "outcome":
            st.markdown(tr("policy.figures.none"))


def _line(tr: Translator, row: Row) -> str:
    """A figure with what tells it from others of its indicator, and its place in the document."""
    subject = tr.pick(row, "subject")
    place = " · ".join(plain(part) for part in (subject, row["locator"]) if part)
    return f"{figure_phrase(row, tr)} :small[:gray[{place}]]"


def _limits(tr: Translator, own: Sequence[Row]) -> None:
    if own:
        lines = [f"- **{plain(tr.pick(row, 'title'))}** {plain(tr.pick(row, 'text'))}" for row in own]
        st.caption("\n".join([f"{tr('policy.figures.limits')}\n", *lines]))


def _ways(tr: Translator, own: Sequence[Row]) -> None:
    reported = [row for row in own if row["role"] == "outcome"] or own
    case_id, indicators = own[0]["case_id"], tuple(dict.fromkeys(row["indicator_id"] for row in reported))
    with st.container(horizontal=True, gap="medium"):
        st.page_link(
            "pages/compare.py",
            label=tr("policy.figures.compare"),
            icon=":material/scatter_plot:",
            query_params=address({"case": (case_id,), "indicator": indicators}),
        )
        st.page_link(
            "pages/case.py",
            label=plain(short_title(own[0], tr, "case")),
            icon=":material/article:",
            query_params=address({"case": (case_id,)}),
        )
