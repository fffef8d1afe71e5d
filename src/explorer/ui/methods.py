"""The methods page's parts: each is computed only while it is open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.queries import cases, coverage, methods
from explorer.ui.answers import ask
from explorer.ui.codebook import show_codebook
from explorer.ui.coverage import charts as coverage_charts
from explorer.ui.coverage import show_coverage
from explorer.ui.embedding import CHART
from explorer.ui.findings import KIND, VERDICT, show_findings
from explorer.ui.first_paint import Room
from explorer.ui.left_out import show_left_out
from explorer.ui.links import View
from explorer.ui.pager import PAGE
from explorer.ui.record_definitions import DIALECT, RECORDED, show_record_definitions
from explorer.ui.source_evidence import show_source_evidence
from explorer.ui.view_chart import ViewChart

PARTS: dict[str, Callable[[View, Translator], None]] = {
    "codebook": show_codebook,
    "sources": show_source_evidence,
    "audit": show_findings,
    "coverage": show_coverage,
    "left_out": show_left_out,
    "records": show_record_definitions,
}
PART = Parameter("part", tuple(PARTS), single=True, default=("codebook",))


def parameters() -> tuple[Parameter, ...]:
    """What a link to the page may say, with the ids that the data allow."""
    left_out = ask(methods.left_out_counts)
    return (
        PART,
        Parameter("q", single=True),
        Parameter("theme", tuple(ask(methods.codebook_themes)["theme"]), single=True),
        RECORDED,
        DIALECT,
        VERDICT,
        KIND,
        Parameter("case", tuple(ask(cases.case_index)["case_id"])),
        Parameter("year", tuple(map(str, ask(coverage.coverage_years))), single=True),
        Parameter("reason", frozenset(left_out["reason"]), single=True),
        Parameter("source", frozenset(left_out["source_id"]), single=True),
        PAGE,
        CHART,
    )


def charts(view: View, tr: Translator) -> list[ViewChart]:
    """The chart of the part that is open, if it has one."""
    return coverage_charts(view, tr) if view.one("part") == "coverage" else []


def show_parts(view: View, tr: Translator) -> None:
    """The parts to choose from, and the one that is open; of one that opens with a chart this is sent first."""
    room, opened = Room("medium"), view.one("part") or "codebook"
    if opened == "coverage":
        show_coverage(view, tr)
    with room.filled():
        view.choose_one(
            "part",
            st.segmented_control,
            tr("methods.parts"),
            list(PARTS),
            clears=("page",),
            format_func=lambda name: tr(f"methods.part.{name}"),
            label_visibility="collapsed",
            required=True,
        )
    if opened != "coverage":
        PARTS[opened](view, tr)
