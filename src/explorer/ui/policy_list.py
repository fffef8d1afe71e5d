"""The list of policies: how many were found, the list as a file, and a card for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.exports.policies import policies_data
from explorer.i18n import Translator
from explorer.queries import policies, records
from explorer.search import snippet
from explorer.ui.answers import rows
from explorer.ui.files import Files, show_files
from explorer.ui.links import View
from explorer.ui.pager import page_of, show_pager
from explorer.ui.policy_links import list_state, policy_link, short_title
from explorer.ui.prose import badges, marked, plain

FIELDS = ("point", "target", "summary", "number", "family", "tag", "issuer", "title")
"""Where a match tells a reader most that the card does not say anyway, first."""

MOST_HITS = 2


def address_of(policy_id: str) -> str:
    """The address of a policy's page, for files."""
    return f"/policy?policy={policy_id}"


def show_found(tr: Translator, cards: pd.DataFrame) -> None:
    """How many were found, and the list as a file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("policies.found", count=len(cards)), width="content")
        if not cards.empty:
            files = Files("policies", tr("policies.heading"), lambda: policies_data(cards, tr, address_of))
            show_files(tr, files)


def show_policy_list(view: View, tr: Translator, cards: pd.DataFrame, words: Sequence[str]) -> None:
    """The cards of the open page in order, in two columns where there is room."""
    shown = page_of(view, cards)
    ids = list(shown["policy_id"])
    hits: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows(policies.policy_search_hits, ids, list(words)), key=lambda hit: FIELDS.index(hit["field"])):
        hits[row["policy_id"]].append(row)
    columns = st.columns(2)
    for index, policy in enumerate(records(shown)):
        with columns[index % 2], st.container(border=True):
            st.markdown("  \n".join(_lines(tr, policy, hits[policy["policy_id"]][:MOST_HITS], words)))
            label = tr("policies.open", title=short_title(policy, tr))
            policy_link(tr, policy["policy_id"], label, state=list_state(view))
    show_pager(view, len(cards))


def _lines(
    tr: Translator, policy: Mapping[str, Any], hits: Sequence[Mapping[str, Any]], words: Sequence[str]
) -> list[str]:
    labels = [(tr.pick(policy, "level") or "", "blue"), (tr.pick(policy, "kind") or "", "green")]
    facts = [tr.pick(policy, "issuer"), tr.issued(policy), policy["document_number"]]
    lines = [f"**{plain(tr.pick(policy, 'title'))}**", " · ".join(plain(fact) for fact in facts if fact)]
    lines += [badges(labels), plain(tr.pick(policy, "summary"))]
    if policy["targets"] or policy["cases"]:
        holds = tr("policies.holds", targets=tr.number(policy["targets"], 0), cases=tr.number(policy["cases"], 0))
        lines.append(f":gray[{plain(holds)}]")
    for hit in hits:
        own, other = (hit[f"text_{name}"] for name in (("zh", "en") if tr.language == "zh" else ("en", "zh")))
        found = next((found for text in (own, other) if (found := snippet(text, words))), None)
        if found:
            lines.append(f":material/search: {tr('field.' + hit['field'])} {marked(found)}")
    return lines
