"""What a case is: place, actors, years, tags with their basis, its relatives, and how to cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.exports.citation import case_citations
from explorer.i18n import Translator
from explorer.schema import REASONED_DIMENSIONS, TAG_DIMENSIONS
from explorer.ui.case_card import place_of, short_place
from explorer.ui.files import show_citations
from explorer.ui.links import address
from explorer.ui.prose import badges, plain

Row = Mapping[str, Any]


def show_way_back(tr: Translator) -> DeltaGenerator:
    """Back to the list, in a row that has room for the neighbours."""
    row = st.container(horizontal=True, gap="medium")
    row.page_link("pages/cases.py", label=tr("case.all"), icon=":material/arrow_back:", query_params=address({}))
    return row


def show_neighbours(tr: Translator, index: Sequence[Row], case_id: str) -> None:
    """The cases before and after this one in the order of the collection."""
    rows = [row for row in index if row["category"] != "context"]
    position = next(number for number, row in enumerate(rows) if row["case_id"] == case_id)
    for offset, icon in ((-1, ":material/navigate_before:"), (1, ":material/navigate_next:")):
        neighbour = rows[(position + offset) % len(rows)]
        key = "case.previous" if offset < 0 else "case.next"
        st.page_link(
            "pages/case.py",
            label=tr(key, place=plain(short_place(neighbour, tr))),
            icon=icon,
            icon_position="left" if offset < 0 else "right",
            query_params=address({"case": (neighbour["case_id"],)}),
        )


def show_identity(tr: Translator, case: Row, partners: Sequence[Row]) -> None:
    """Place, category, lead, partners, years."""
    years = tr.date(case["started"]) if case["started"] else tr("case.years.unknown")
    if case["ended"]:
        years = tr("period.range", start=years, end=tr.date(case["ended"]))
    elif case["started"]:
        years = tr("case.years.since", start=years)
    note = tr.pick(case, "years_note")
    facts = {
        "column.place": place_of(case, tr),
        "column.level": tr.label("level", case["level"]),
        "column.category": tr.label("category", case["category"]),
        "column.started": f"{years} {tr('parenthesis', text=note)}" if note else years,
        "column.lead": tr.pick(case, "lead"),
        "column.partners": tr.listing([tr.pick(row, "name") or "" for row in partners]) or tr("case.partners.none"),
    }
    rows = pd.DataFrame({"name": [tr(key) for key in facts], "fact": [plain(fact) for fact in facts.values()]})
    st.table(rows, border="horizontal", hide_index=True, hide_header=True, alt=tr("case.identity"))


def show_tags(tr: Translator, tags: Sequence[Row]) -> None:
    """The tags by dimension; model and type say whether the source marks them or the project judged, and why."""
    st.markdown(f"## {tr('case.tags')}")
    lines = []
    for dimension in TAG_DIMENSIONS:
        own = [row for row in tags if row["dimension"] == dimension]
        reasoned = dimension in REASONED_DIMENSIONS
        if not own and not reasoned:
            continue
        labels = []
        for row in own:
            name = tr.pick(row, "label") or ""
            if reasoned:
                name = tr(f"tag.{row['basis']}", name=name)
            labels.append((name, "blue" if row["basis"] == "stated" else "gray"))
        shown = badges(labels) if labels else plain(tr("tag.no_model"))
        lines.append(f"**{tr(f'facet.{dimension}')}** {shown}")
    st.markdown("  \n".join(lines))
    stated = any(row["basis"] == "stated" for row in tags if row["dimension"] in REASONED_DIMENSIONS)
    st.caption(tr("tag.basis_note") if stated else tr("tag.all_judged_note"))


def show_tag_reasons(tr: Translator, tags: Sequence[Row]) -> None:
    """Why the project gave the tags that it judged, to unfold; nothing where it judged none."""
    reasons = [
        tr("tag.reason", name=tr.pick(row, "label"), note=tr.pick(row, "note"), locator=row["locator"] or "—")
        for dimension in TAG_DIMENSIONS
        for row in tags
        if row["dimension"] == dimension and tr.pick(row, "note")
    ]
    if reasons:
        with st.expander(tr("tag.reasons"), icon=":material/gavel:"):
            st.markdown("\n".join(f"- {plain(reason)}" for reason in reasons))


def show_relations(tr: Translator, family: Sequence[Row], related: Sequence[Row]) -> None:
    """The programme a branch belongs to, its branches, and the cases most alike in their tags."""
    for relation in ("parent", "branch"):
        members = [row for row in family if row["relation"] == relation]
        if members:
            st.markdown(f"## {tr(f'case.{relation}')}")
            with st.container(horizontal=True):
                for row in members:
                    _case_link(tr, row)
    st.markdown(f"## {tr('case.related')}")
    for row in related:
        shared = list(row[f"labels_{tr.language}"])
        with st.container(horizontal=True, vertical_alignment="center"):
            _case_link(tr, row)
            said = plain(tr("case.shared", count=row["shared"], tags=tr.listing(shared[:5])))
            st.markdown(f"**{plain(tr.pick(row, 'name'))}**  \n:small[:gray[{said}]]", width="stretch")


def _case_link(tr: Translator, row: Row) -> None:
    st.page_link(
        "pages/case.py",
        label=tr("cases.open", place=plain(short_place(row, tr))),
        query_params=address({"case": (row["case_id"],)}),
    )


def show_citation(tr: Translator, case: Row, source: Row) -> None:
    """The case's source and its citations to copy."""
    st.markdown(f"## {tr('case.cite')}")
    lines = [plain(tr("source.at", title=tr.pick(source, "title"), locator=case["locator"] or "—"))]
    lines += [plain(text) for name in ("publisher", "how_seen", "note") if (text := tr.pick(source, name))]
    st.markdown("  \n".join([f"{tr('source.kind.' + source['kind'])} · {lines[0]}", *lines[1:]]))
    show_citations(case_citations(case, source))
