"""One policy: what it is, what it sets out, what became of its targets, what it belongs to, who carries it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.choices import PolicyPointKind, PolicyRelation
from explorer.exports.citation import policy_citations
from explorer.i18n import QUALIFIER_KEYS, Translator, decimals_of
from explorer.queries import records
from explorer.ui.files import show_citations
from explorer.ui.links import address
from explorer.ui.policy_links import policy_link, short_title
from explorer.ui.prose import badges, plain

VERDICT_COLOURS = {"reached": "green", "not_reached": "orange", "undecided": "gray"}


def show_identity(tr: Translator, policy: Mapping[str, Any], tags: pd.DataFrame) -> None:
    """Issuer, date with the note on how it was inferred, number, level, kind, status, and its tags."""
    note = tr.pick(policy, "issued_note")
    facts = {
        "policy.column.issuer": tr.pick(policy, "issuer"),
        "policy.column.date": " ".join(filter(None, (tr.issued(policy), note and tr("parenthesis", text=note)))),
        "policy.column.number": policy["document_number"] or tr("policy.no_number"),
        "column.level": tr.pick(policy, "level"),
        "policy.column.kind": tr.pick(policy, "kind"),
        "column.status": tr.pick(policy, "status"),
    }
    table = pd.DataFrame({"name": [tr(key) for key in facts], "fact": [plain(fact) for fact in facts.values()]})
    st.table(table, border="horizontal", hide_index=True, hide_header=True, alt=tr("policy.identity"))
    rows = records(tags)
    st.markdown(badges((tr.pick(row, "label") or "", "gray") for row in rows))
    st.caption(tr("policy.tags_note"))
    _same_payment(tr, [row for row in rows if row["dimension"] == "payment"])


def _same_payment(tr: Translator, tags: Sequence[Mapping[str, Any]]) -> None:
    """The ways to the cases and the policies that pay in the same manner, folded in."""
    if not tags:
        return
    with st.popover(tr("policy.same_payment"), icon=":material/payments:"):
        for tag in tags:
            for page in ("cases", "policies"):
                label = tr(f"policy.same_payment.{page}", name=plain(tr.pick(tag, "label")))
                st.page_link(f"pages/{page}.py", label=label, query_params=address({"payment": (tag["tag"],)}))


def show_points(tr: Translator, points: pd.DataFrame) -> None:
    """What it sets out, by kind of point, each with its place in the document."""
    st.markdown(f"## {tr('policy.points')}")
    if points.empty:
        st.markdown(tr("policy.points.none"))
    rows = records(points)
    for kind in PolicyPointKind:
        own = [row for row in rows if row["kind"] == kind]
        if own:
            st.markdown(f"**{tr(f'policy.points.{kind}')}**")
            said = (f"- **{plain(tr.pick(row, 'title'))}** {plain(tr.pick(row, 'text'))}{_place(row)}" for row in own)
            st.markdown("\n".join(said))


def _place(row: Mapping[str, Any]) -> str:
    return f" :small[:gray[{plain(row['locator'])}]]" if row["locator"] else ""


def show_targets(tr: Translator, targets: pd.DataFrame, outcomes: pd.DataFrame) -> None:
    """Each target with its date and scope, then the figures to hold against it, or why there are none."""
    st.markdown(f"## {tr('policy.targets')}")
    if targets.empty:
        st.markdown(tr("policy.targets.none"))
    figures = records(outcomes)
    for target in records(targets):
        due = target["due_printed"]
        facts = [
            tr.pick(target, "scope"),
            tr("policy.target.due", date=tr.date(due)) if due else tr("policy.target.no_due"),
        ]
        with st.container(border=True):
            goal = filter(None, (tr.pick(target, "goal"), _asked_for(tr, target)))
            lines = [f"**{plain(' · '.join(goal))}**"]
            lines.append(f"{plain(' · '.join(filter(None, facts)))}{_place(target)}")
            lines += [plain(note) for name in ("note",) if (note := tr.pick(target, name))]
            st.markdown("  \n".join(lines))
            own = [_outcome(tr, row) for row in figures if row["target_id"] == target["target_id"]]
            why = tr.pick(target, "outcome_note")
            if own:
                st.markdown("\n".join(f"- {line}" for line in own))
            if why or not own:
                st.markdown(plain(why or tr("policy.target.no_figure")))


def _asked_for(tr: Translator, target: Mapping[str, Any]) -> str | None:
    """The number that a target sets; None for one told in words."""
    if target["value"] is None:
        return None
    amount = tr.amount(target["value"], decimals_of(target["value"]), target["unit"])
    return amount if target["operator"] == "=" else tr(f"qualifier.{QUALIFIER_KEYS[target['operator']]}", amount=amount)


def _outcome(tr: Translator, row: Mapping[str, Any]) -> str:
    """A figure beside a target: place, subject, value, period, and how the two numbers stand."""
    verdict = row["verdict"]
    # The documents' own words about an event say more than its year.
    value = row["as_reported"] if verdict is None else tr.figure({**row, "verdict": None})
    subject = tr.pick(row, "subject") or tr.pick(row, "case") or ""
    said = f"{plain(subject)} {plain(tr.pick(row, 'indicator'))} **{plain(value)}** :gray[{plain(tr.period(row))}]"
    label = (
        tr(f"policy.verdict.{verdict}") if verdict else tr("policy.verdict.words"),
        VERDICT_COLOURS.get(verdict or "", "gray"),
    )
    if not row["in_scope"]:
        label = (tr("policy.verdict.elsewhere"), "gray")
    return f"{said} {badges([label])}{_place(row)}"


def show_family(tr: Translator, families: pd.DataFrame, policy: Mapping[str, Any]) -> None:
    """The policies that belong together, in their order, this one marked."""
    own = [row for row in records(families) if row["family_id"] == policy["family_id"]]
    if not own:
        return
    st.markdown(f"## {plain(tr('policy.family', name=tr.pick(own[0], 'family')))}")
    st.markdown(plain(tr.pick(own[0], "summary")))
    for row in own:
        said = f"**{plain(tr.pick(row, 'title'))}** :gray[{plain(tr.issued(row))}]"
        with st.container(horizontal=True, vertical_alignment="center"):
            if row["policy_id"] == policy["policy_id"]:
                st.markdown(f"{badges([(tr('policy.family.here'), 'blue')])} {said}", width="stretch")
            else:
                policy_link(tr, row["policy_id"], tr("policies.open", title=short_title(row, tr)))
                st.markdown(said, width="stretch")


def show_cases(tr: Translator, linked: pd.DataFrame) -> None:
    """The cases joined to the policy by how they are, each a click away, with the event and its place."""
    st.markdown(f"## {tr('policy.cases')}")
    if linked.empty:
        st.markdown(tr("policy.cases.none"))
    rows = records(linked)
    for relation in PolicyRelation:
        own = [row for row in rows if row["relation"] == relation]
        if own:
            st.markdown(f"**{tr(f'policy.relation.{relation}')}**")
        for row in own:
            event = tr.pick(row, "milestone")
            dated = (
                f"{event} {tr('parenthesis', text=tr.date(row['milestone_date'].rpartition('/')[2]))}"
                if event and row["milestone_date"]
                else event
            )
            said = tr("separator").join(filter(None, (dated, tr.pick(row, "note"))))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.page_link(
                    "pages/case.py",
                    label=plain(short_title(row, tr, "case")),
                    icon=":material/article:",
                    query_params=address({"case": (row["case_id"],)}),
                )
                st.markdown(f"{plain(said)}{_place(row)}", width="stretch")


def show_citation(
    tr: Translator, policy: Mapping[str, Any], source: Mapping[str, Any], mentions: Sequence[Mapping[str, Any]]
) -> None:
    """Where the documents name it, and its citations to copy."""
    st.markdown(f"## {tr('policy.cite')}")
    places = [
        tr("source.at", title=tr.pick(row, "source"), locator=row["locator"])
        if row["locator"]
        else tr.pick(row, "source")
        for row in mentions
    ]
    st.markdown(f"{tr('policy.mentions')}\n\n" + "\n".join(f"- {plain(place)}" for place in places))
    show_citations(policy_citations(policy, source))
