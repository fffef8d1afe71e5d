"""How much a resident uses in a year: what is reckoned with where the form gives no amount, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from explorer.county import County
from explorer.i18n import VERDICT_SIGNS, Translator
from explorer.planner.gap import QUANTITIES, PerPerson, entered_per_person, national_visits_per_resident
from explorer.planner.gap_words import national_words
from explorer.queries import observations
from explorer.queries.position import visits_per_resident
from explorer.ui.answers import rows
from explorer.ui.kept import kept, kept_widget
from explorer.ui.links import View
from explorer.ui.prose import plain

STEPS = {"visits": 0.1, "admissions": 0.01, "fund": 10.0}
MOST = {"visits": 50.0, "admissions": 2.0, "fund": 100_000.0}
FORMATS = {"visits": "%.3f", "admissions": "%.3f", "fund": "%.0f"}
REDRAWN = ("gap", "what-if", "brief")
"""The parts that a coefficient stands in: their fragments."""


def national() -> PerPerson | None:
    """The country's visits per resident, where the collection holds what it takes."""
    return national_visits_per_resident(rows(visits_per_resident))


def national_figures() -> list[dict[str, Any]]:
    """The figures that it is computed from, with names and sources."""
    return rows(observations.observations_by_id, [row["observation_id"] for row in rows(visits_per_resident)])


def coefficients() -> dict[str, PerPerson]:
    """What a resident uses in a year, by quantity: what the reader set, else what can be computed."""
    country = national()
    found: dict[str, PerPerson] = {"visits": country} if country else {}
    for name in QUANTITIES:
        value = kept(f"per_person.{name}")
        if value is not None and not (name in found and value == float(found[name].value)):
            found[name] = entered_per_person(name, Decimal(repr(float(value))))
    return found


def show_coefficients(view: View, tr: Translator, county: County) -> None:
    """The three coefficients to edit, each with its source; one that the form makes needless says so."""
    with st.expander(tr("gap.coefficients"), icon=":material/calculate:"):
        st.caption(tr("gap.coefficients.note"))
        current = coefficients()
        for column, name in zip(st.columns(len(QUANTITIES), gap="medium"), QUANTITIES, strict=True):
            with column:
                _one(view, tr, county, name, current)


def _one(view: View, tr: Translator, county: County, name: str, current: Mapping[str, PerPerson]) -> None:
    entered = name in county.numbers
    country = national() if name == "visits" else None
    kept_widget(
        view,
        f"per_person.{name}",
        st.number_input,
        tr(f"gap.coefficient.{name}"),
        value=float(current[name].value) if name in current else None,
        min_value=0.0,
        max_value=MOST[name],
        step=STEPS[name],
        format=FORMATS[name],
        disabled=entered,
        redraws=REDRAWN,
    )
    if entered:
        st.caption(tr("gap.coefficient.entered"))
    elif country is not None:
        changed = current[name] != country
        told = [tr("gap.coefficient.changed")] if changed else []
        figures = national_figures()
        told.append(plain(national_words(tr, figures, country).text))
        found = {row["verdict"] for row in figures}
        told += [tr(f"marks.{name}", sign=sign) for name, sign in VERDICT_SIGNS.items() if name in found]
        st.caption("  \n".join(told))
    else:
        st.caption(tr("gap.coefficient.own") if name in current else tr("gap.coefficient.none"))
