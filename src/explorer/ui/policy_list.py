"""The list of policies: the timeline of those that have a date, the others apart, and a card for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.timeline import timeline_alt, timeline_chart
from explorer.exports.policies import policies_csv, policies_table
from explorer.filters import PolicyFilter
from explorer.i18n import Translator
from explorer.queries import policies, records
from explorer.search import snippet
from explorer.ui.answers import rows
from explorer.ui.chart_card import download, spec_of
from explorer.ui.links import View, address
from explorer.ui.pager import page_of, show_pager
from explorer.ui.policy_links import list_state, policy_link, short_title
from explorer.ui.prose import badges, marked, plain

FIELDS = ("point", "target", "summary", "number", "family", "tag", "issuer", "title")
"""Where a match tells a reader most that the card does not say anyway, first."""

MOST_HITS = 2


def show_timeline(view: View, tr: Translator, cards: pd.DataFrame) -> None:
    """The dated policies in time, a click opens one; the same as a table; those without a date apart."""
    st.markdown(f"### {tr('timeline.title')}")
    dated, undated = cards[cards["issued_from"].notna()], cards[cards["issued_from"].isna()]
    if dated.empty:
        st.info(tr("timeline.none"), icon=":material/event_busy:")
    else:
        chosen = st.vega_lite_chart(
            spec_of(tr, f"timeline?{','.join(dated['policy_id'])}", lambda: _drawn(cards, tr)),
            width="stretch",
            alt=timeline_alt(cards, tr),
            key=view.key("timeline"),
            on_select="rerun",
            selection_mode="policy",
        )
        _open_selected(chosen, view, set(dated["policy_id"]))
        st.caption(tr("timeline.note"))
    _tables(view, tr, dated, undated)


def _drawn(cards: pd.DataFrame, tr: Translator) -> Any:
    order = {name: _in_use(name) for name in ("policy_level", "policy_kind")}
    return timeline_chart(cards, order["policy_level"], order["policy_kind"], tr)


def _in_use(dimension: str) -> list[str]:
    """The ids of a dimension that policies have, in vocabulary order."""
    every = rows(policies.policy_facet_counts, PolicyFilter())
    return [row["tag"] for row in every if row["dimension"] == dimension]


def _open_selected(event: Any, view: View, known: set[str]) -> None:
    picked = event.selection.get("policy", []) if event is not None else []
    if picked and picked[0].get("policy_id") in known:
        st.switch_page(
            "pages/policy.py", query_params=address({**list_state(view), "policy": (picked[0]["policy_id"],)})
        )


@st.fragment
def _tables(view: View, tr: Translator, dated: pd.DataFrame, undated: pd.DataFrame) -> None:
    """What the timeline draws and what it cannot draw, each as a table that is made when it is opened."""
    for name, title, own in (
        ("dated", tr("chart.table"), dated),
        ("undated", tr("timeline.undated", count=len(undated)), undated),
    ):
        if own.empty:
            continue
        opened = st.expander(title, icon=":material/table:", key=view.key(f"table.{name}"), on_change="rerun")
        if opened.open:
            with opened:
                if name == "undated":
                    st.caption(tr("timeline.undated.note"))
                table = policies_table(own, tr).map(plain)
                st.table(table, border="horizontal", hide_index=True, alt=title)
                download(tr, "csv", f"policies-{name}", lambda own=own: policies_csv(own, tr, _address_of))  # type: ignore[misc]


def _address_of(policy_id: str) -> str:
    return f"/policy?policy={policy_id}"


def show_found(tr: Translator, cards: pd.DataFrame) -> None:
    """How many were found, and the list as a file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("policies.found", count=len(cards)), width="content")
        if not cards.empty:
            download(tr, "csv", "policies", lambda: policies_csv(cards, tr, _address_of))


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
