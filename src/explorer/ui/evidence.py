"""The evidence behind a case in four facts: compact where they stand, with reasons to fold out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer.i18n import Translator
from explorer.ui.prose import badges, plain


def show_evidence(tr: Translator, source: Mapping[str, Any], facts: Sequence[Mapping[str, Any]]) -> None:
    """Kind of source, who reports, baseline and comparator in one line.

    All four in one colour: they are facts and no score.
    """
    kind = tr(f"source.kind.{source['kind']}")
    labels = [kind, *(tr.pick(fact, "label") or "" for fact in facts)]
    st.markdown(f"**{tr('case.evidence')}** {badges((label, 'gray') for label in labels)}")


def show_evidence_reasons(tr: Translator, source: Mapping[str, Any], facts: Sequence[Mapping[str, Any]]) -> None:
    """Why each fact of the evidence is as it is, and where that stands, to unfold."""
    kind = tr(f"source.kind.{source['kind']}")
    title = tr.pick(source, "title")
    reasons = [tr("case.evidence.source", fact=tr("facet.source_kind"), label=kind, title=title)]
    reasons += [
        tr(
            "case.evidence.reason",
            fact=tr(f"facet.{fact['fact']}"),
            label=tr.pick(fact, "label"),
            reason=tr.pick(fact, "reason"),
            locator=fact["locator"],
        )
        for fact in facts
    ]
    with st.expander(tr("case.evidence.reasons"), icon=":material/fact_check:"):
        st.markdown("\n".join(f"- {plain(reason)}" for reason in reasons))
        st.caption(tr("case.evidence.note"))
