"""The sources: what kind of evidence each is, who reports on whom, what was read, and what rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer.exports.methods import sources_data
from explorer.i18n import Translator
from explorer.queries import methods, records
from explorer.ui.answers import ask
from explorer.ui.files import Files, show_files
from explorer.ui.links import View
from explorer.ui.prose import badges, plain


def show_source_evidence(view: View, tr: Translator) -> None:
    """The documents of the cases first, then what the country's figures and the targets come from."""
    sources = ask(methods.evidence)
    kinds = sources["kind"].value_counts(sort=False)
    told = tr.listing([tr("filter.option", name=tr(f"source.kind.{kind}"), count=kinds[kind]) for kind in kinds.index])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("source.found", count=len(sources), kinds=told), width="stretch")
        show_files(tr, Files("sources", tr("methods.part.sources"), lambda: sources_data(sources, tr)))
    for key, part in (("source.documents", sources["file"].notna()), ("source.others", sources["file"].isna())):
        st.markdown(f"## {tr(key)}")
        columns = st.columns(2)
        for index, row in enumerate(records(sources[part])):
            with columns[index % 2].container(border=True):
                st.markdown(_entry(tr, row))


def _entry(tr: Translator, row: Mapping[str, Any]) -> str:
    kind = badges([(tr(f"source.kind.{row['kind']}"), "blue")])
    published = tr.date(row["published"]) if row["published"] else tr("source.undated")
    lines = [f"**{plain(tr.pick(row, 'title'))}**  {kind}"]
    for key, text in (
        ("source.reporting", tr.pick(row, "reporting")),
        ("source.how_seen", tr.pick(row, "how_seen")),
        ("column.note", tr.pick(row, "note")),
        ("source.publisher", tr("source.publisher_and_date", publisher=tr.pick(row, "publisher"), date=published)),
        ("source.citation", row["citation_gbt7714"]),
    ):
        if text:
            lines.append(f":small[:gray[{tr(key)}] {plain(text)}]")
    counted = [
        tr(f"source.rests.{name}", count=row[name]) for name in ("figures", "cases", "places", "policies") if row[name]
    ]
    lines.append(f":small[{tr.listing(counted) or tr('source.rests.nothing')}]")
    return "  \n".join(lines)
