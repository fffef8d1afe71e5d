"""What the audit found: the sentence, the numbers behind it, the figures it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.exports.methods import COMPUTED_DECIMALS, findings_data
from explorer.filters import Parameter
from explorer.i18n import Translator, decimals_of
from explorer.queries import Connection, audit, cases, methods, observations, records
from explorer.schema import CheckKind
from explorer.ui.answers import ask, rows
from explorer.ui.files import Files, show_files
from explorer.ui.links import View, address
from explorer.ui.pager import page_of, show_pager
from explorer.ui.prose import badges, plain

EVERY = "all"
VERDICTS = (*audit.VERDICTS, EVERY)
KINDS = tuple(kind.value for kind in CheckKind)
VERDICT = Parameter("verdict", VERDICTS, single=True, default=VERDICTS[:1])
KIND = Parameter("kind", KINDS)
VERDICT_LOOKS = {
    "inconsistent": ("orange", ":material/error:"),
    "undetermined": ("gray", ":material/help:"),
    "consistent": ("green", ":material/check_circle:"),
}


def findings_asked(
    connection: Connection, case_ids: list[str] | None, kinds: list[str] | None, verdict: str
) -> pd.DataFrame:
    """The findings of these cases and kinds (None: of any) with a verdict, or with every one."""
    verdicts = None if verdict == EVERY else [verdict]
    return audit.findings(connection, case_ids=case_ids, kinds=kinds, verdicts=verdicts)


def show_findings(view: View, tr: Translator) -> None:
    """Verdict, kind and case to choose, then the findings that match, page by page."""
    verdict = view.one("verdict") or EVERY
    _filters(view, tr)
    found = ask(findings_asked, list(view.many("case")) or None, list(view.many("kind")) or None, verdict)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("finding.found", count=len(found)), width="content")
        if not found.empty:
            title = tr("methods.part.audit")
            show_files(tr, Files("findings", title, lambda: findings_data(found, _operands(found), tr)))
    st.caption(tr("finding.note"))
    if found.empty:
        st.info(tr("finding.empty"), icon=":material/filter_alt_off:")
        return
    shown = page_of(view, found)
    figures = _figures(_operands(shown))
    for row in records(shown):
        with st.container(border=True):
            _entry(tr, row, figures.get(row["check_id"], []))
    show_pager(view, len(found))


def _operands(found: pd.DataFrame) -> pd.DataFrame:
    return ask(methods.operands, list(found["check_id"]))


def _figures(operands: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The figures of each check, each once."""
    ids = list(dict.fromkeys(operands["observation_id"]))
    told = {row["observation_id"]: row for row in rows(observations.observations_by_id, ids)}
    by_check = operands.drop_duplicates(["check_id", "observation_id"]).groupby("check_id")["observation_id"]
    return {str(check_id): [told[one] for one in own] for check_id, own in by_check}


def _filters(view: View, tr: Translator) -> None:
    counts = {row["verdict"]: row["findings"] for row in rows(audit.verdict_counts)}
    counts[EVERY] = sum(counts.values())
    view.choose_one(
        "verdict",
        st.segmented_control,
        tr("column.verdict"),
        VERDICTS,
        clears=("page",),
        format_func=lambda name: tr("filter.option", name=tr(f"verdict.{name}"), count=counts[name]),
        label_visibility="collapsed",
        required=True,
    )
    kind, case = st.columns(2)
    with kind:
        view.choose_many(
            "kind",
            st.multiselect,
            tr("finding.kind"),
            KINDS,
            clears=("page",),
            format_func=lambda name: tr(f"check.{name}"),
            placeholder=tr("finding.every_kind"),
        )
    names = {row["case_id"]: tr.pick(row, "name") for row in rows(cases.case_index)}
    with case:
        view.choose_many(
            "case",
            st.multiselect,
            tr("compare.cases"),
            list(names),
            clears=("page",),
            format_func=names.__getitem__,
            placeholder=tr("compare.cases.placeholder"),
        )


def _entry(tr: Translator, row: Mapping[str, Any], figures: Sequence[Mapping[str, Any]]) -> None:
    colour, icon = VERDICT_LOOKS[row["verdict"]]
    marks = [(tr(f"verdict.{row['verdict']}"), colour), (tr(f"check.{row['kind']}"), "gray")]
    lines = [f"{icon} **{plain(tr.pick(row, 'case'))}**  {badges(marks)}", plain(tr.pick(row, "message"))]
    if interval := interval_in_words(row, tr):
        lines.append(f":small[{plain(interval)}]")
    if note := tr.pick(row, "note"):
        lines.append(f":small[:gray[{tr('column.note')}] {plain(note)}]")
    at = tr("source.at", title=tr.pick(row, "source"), locator=row["locator"])
    lines.append(f":small[:gray[{plain(at)}]]")
    st.markdown("  \n".join(lines))
    with st.container(horizontal=True, vertical_alignment="center"):
        if figures:
            with st.popover(tr("finding.figures", count=len(figures)), icon=":material/format_list_numbered:"):
                st.markdown("\n".join(f"- {_figure(tr, figure)}" for figure in figures))
        if row["case_id"] in set(ask(cases.case_index).query("category != 'context'")["case_id"]):
            st.page_link(
                "pages/case.py",
                label=tr("finding.case"),
                icon=":material/arrow_forward:",
                query_params=address({"case": (row["case_id"],)}),
            )


def interval_in_words(row: Mapping[str, Any], tr: Translator) -> str:
    """What the computation gives for every value the printed digits may stand for, beside what is printed.

    Empty where nothing is computed or the computation gives one number.
    """
    low, high = row["computed_low"], row["computed_high"]
    if row["computed"] is None or low == high:
        return ""
    key = "at_least" if high is None else "at_most" if low is None else "between"
    told = tr(f"finding.{key}", **{name: _computed(end, tr) for name, end in (("low", low), ("high", high))})
    if row["reported"] is None:
        return told
    return tr("finding.beside_printed", computed=told, printed=_computed(row["reported"], tr))


def _computed(value: float | None, tr: Translator) -> str:
    if value is None:
        return ""
    rounded = round(value, COMPUTED_DECIMALS)
    return tr.base_number(rounded, decimals_of(rounded))


def _figure(tr: Translator, row: Mapping[str, Any]) -> str:
    name = tr("finding.figure", indicator=tr.pick(row, "indicator"), subject=tr.pick(row, "subject"))
    printed = row["as_reported"] or tr("figure.derived", formula=tr.pick(row, "formula"))
    at = tr("source.at", title=tr.pick(row, "source"), locator=row["locator"] or "—")
    told = f"**{plain(tr.figure(row))}** {plain(name)} :gray[({plain(tr.period(row))})]"
    return f"{told}  \n  :small[:gray[{plain(printed)} · {plain(at)}]]"
