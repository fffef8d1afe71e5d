"""The indicators that records give: what the codebook says, the formula, and the SQL that an engine would run."""

from __future__ import annotations

import streamlit as st

from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.monitoring.definitions import ADMISSIONS, VISITS, Definition, Part, published
from explorer.monitoring.formulas import DIALECTS, sql_of
from explorer.queries import methods
from explorer.ui.answers import rows
from explorer.ui.links import View
from explorer.ui.prose import plain

_NAMES = tuple(each.indicator for each in published())
RECORDED = Parameter("recorded", _NAMES, single=True, default=(_NAMES[0],))
DIALECT = Parameter("dialect", tuple(DIALECTS), single=True, default=("duckdb",))


def show_record_definitions(view: View, tr: Translator) -> None:
    """One indicator at a time: its definition, how it is computed and for whom, and its SQL in the dialect chosen."""
    codebook = {row["indicator_id"]: row for row in rows(methods.codebook, [], None)}
    st.markdown(tr("records.intro", count=len(_NAMES)))
    view.choose_one(
        "recorded",
        st.selectbox,
        tr("records.indicator"),
        list(_NAMES),
        format_func=lambda name: tr.pick(codebook[name], "name") or name,
    )
    name = view.one("recorded") or _NAMES[0]
    definition = next(each for each in published() if each.indicator == name)
    row = codebook[name]
    with st.container(border=True):
        st.markdown(f"**{plain(tr.pick(row, 'name') or '')}**  \n{plain(tr.pick(row, 'definition') or '')}")
        sides = {"above": _side(row, tr, "numerator"), "below": _side(row, tr, "denominator")}
        st.markdown(tr(_FORMULAS[definition.unit], **sides))
        facts = [
            *((tr(f"codebook.{side}"), _part(part, tr)) for side, part in _sides(definition)),
            (tr("records.place"), tr(f"records.place.{definition.place_of}")),
            (tr("records.day"), tr(f"records.day.{definition.dated}")),
            (tr("records.for"), _scope(definition, tr)),
        ]
        st.markdown("  \n".join(f":small[:gray[{label}] {text}]" for label, text in facts))
    _show_sql(view, tr, definition)


_FORMULAS = {
    "percent": "records.formula.percent",
    "index": "records.formula.quotient",
    "ratio": "records.formula.quotient",
    "occasions": "records.formula.quotient",
    "referrals": "records.formula.count",
}


def _show_sql(view: View, tr: Translator, definition: Definition) -> None:
    view.choose_one(
        "dialect",
        st.segmented_control,
        tr("records.sql"),
        list(DIALECTS),
        format_func=DIALECTS.__getitem__,
        required=True,
    )
    st.code(sql_of(definition, view.one("dialect") or "duckdb"), language="sql")
    st.caption(tr("records.sql.note"))


def _side(row: dict, tr: Translator, name: str) -> str:
    return plain(tr.pick(row, name) or "")


def _sides(definition: Definition) -> list[tuple[str, Part]]:
    below = definition.denominator
    return [("numerator", definition.numerator), *([("denominator", below)] if below else [])]


def _part(part: Part, tr: Translator) -> str:
    """What a part sums and under which conditions, as the code has it."""
    conditions = [
        *([tr(f"records.kinds.{_kinds(part)}")] if part.kinds else []),
        *([tr("records.within")] if part.within else []),
        *([tr("records.level.primary")] if part.level == "primary" else []),
    ]
    summed = tr(f"records.what.{part.what}")
    return tr("records.part", what=summed, conditions=tr("separator").join(conditions)) if conditions else summed


def _kinds(part: Part) -> str:
    return {VISITS: "visits", ADMISSIONS: "admissions"}.get(part.kinds, "every")


def _scope(definition: Definition, tr: Translator) -> str:
    scopes = [
        *([tr("records.for.county")] if definition.of_counties else []),
        *([tr("records.for.alliance")] if definition.of_alliances else []),
        *([tr("records.for.level")] if definition.by_level else []),
        tr("records.for.months" if len(definition.grains) > 1 else "records.for.years"),
    ]
    return tr("separator").join(scopes)
