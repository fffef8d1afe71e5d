"""The targets page's parts: the two best-known targets as rules, then every target with its figures, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.figure_words import target_note
from explorer.comparability import definition_of
from explorer.exports.targets import against, due, pairs, rule, tally, targets_data, targets_table
from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.queries import observations, records, targets
from explorer.target_verdict import Outcome
from explorer.ui.answers import ask, once, rows
from explorer.ui.chart_card import SECTION, Card, group_cards, show_cards
from explorer.ui.embedded import Made
from explorer.ui.embedding import CHART
from explorer.ui.files import Files, show_files
from explorer.ui.first_paint import Room
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.pager import PAGE, page_of, show_pager
from explorer.ui.policy_links import policy_link, short_title
from explorer.ui.prose import badges, plain
from explorer.ui.recommendations import show_recommendations

PARTS = ("targets", "recommendations")
PART = Parameter("part", PARTS, single=True, default=PARTS[:1])
OUTCOMES = tuple(each.value for each in Outcome)
LEADING = ("primary-share-2017", "county-visit-rate-2020")
"""The targets that come first: one counts all visits in the country, the other the visits of a county's residents."""

LEAST_DATES = 2
"""A target with fewer dated figures is told in words alone: a rule beside one dot says no more."""

FEW = 4
"""So many figures stand in a target's entry; more are folded away."""

Row = Mapping[str, Any]


def parameters() -> tuple[Parameter, ...]:
    """What a link to the page may say, with the ids that the data allow."""
    facets = ask(targets.target_facets)
    tags = {name: tuple(own["tag"]) for name, own in facets.groupby("dimension", sort=False)}
    return (
        PART,
        CHART,
        PAGE,
        Parameter("level", tags.get("policy_level", ())),
        Parameter("outcome", OUTCOMES),
        Parameter("theme", tags.get("policy_theme", ())),
    )


def show_parts(view: View, tr: Translator) -> None:
    """Targets or recommendations, and the one that is open; the leading targets' charts are sent first."""
    room, is_targets = Room("medium"), view.one("part") == "targets"
    if is_targets:
        _show_leading(tr)
    with room.filled():
        view.choose_one(
            "part",
            st.segmented_control,
            tr("targets.parts"),
            list(PARTS),
            format_func=lambda name: tr(f"targets.part.{name}"),
            label_visibility="collapsed",
            required=True,
        )
    if is_targets:
        _show_every(view, tr)
    else:
        show_recommendations(view, tr)


def _show_leading(tr: Translator) -> None:
    """The leading targets side by side, each with its own denominator."""
    known, figures = {row["target_id"]: row for row in rows(targets.targets_with_outcome)}, _figures()
    leading = [known[name] for name in LEADING if name in known]
    if not leading:
        return
    st.markdown(f"## {tr('targets.leading')}")
    st.caption(tr("targets.leading.note"))
    for column, target in zip(st.columns(len(leading), gap="large"), leading, strict=True):
        with column:
            said = [tr(f"targets.outcome.{target['outcome']}"), *tally(figures.get(target["target_id"], []), tr)]
            st.markdown("  \n".join([f"**{plain(_asked(tr, target))}**", *map(plain, said)]))
            show_cards(tr, *_chart(tr, target), under=SECTION)


@part("targets-every")
def _show_every(view: View, tr: Translator) -> None:
    """The filters, and the targets that they leave."""
    st.markdown(f"## {tr('targets.every')}")
    _filters(view, tr)
    found = rows(targets.targets_asked, *(list(view.many(name)) for name in ("level", "outcome", "theme")))
    figures = _figures()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(tr("targets.found", count=len(found)), width="content")
        if found:
            show_files(tr, Files("targets", tr("targets.every"), lambda: targets_data(pairs(found, figures), tr)))
    st.caption(tr("targets.note"))
    if not found:
        st.info(tr("targets.empty"), icon=":material/filter_alt_off:")
        return
    columns = st.columns(2)
    for index, target in enumerate(page_of(view, found)):
        with columns[index % 2].container(border=True):
            _entry(tr, target, figures.get(target["target_id"], []))
    show_pager(view, len(found))
    opened = st.expander(tr("chart.table"), icon=":material/table:", key=view.key("table"), on_change="rerun")
    if opened.open:
        with opened:
            table = targets_table(pairs(found, figures), tr)
            st.dataframe(table, hide_index=True, width="stretch")


def _filters(view: View, tr: Translator) -> None:
    facets = rows(targets.target_facets)
    outcomes = ask(targets.targets_with_outcome)["outcome"].value_counts()
    counts = {(row["dimension"], row["tag"]): row["targets"] for row in facets}
    names = {key: tr.label(*key) for key in counts}
    for column, (name, dimension) in zip(st.columns(3), FILTERS, strict=True):
        if dimension is None:
            options = [tag for tag in OUTCOMES if tag in outcomes]
            said = {tag: (tr(f"targets.outcome.{tag}"), int(outcomes[tag])) for tag in options}
        else:
            options = [tag for own, tag in counts if own == dimension]
            said = {tag: (names[dimension, tag], counts[dimension, tag]) for tag in options}
        with column:
            view.choose_many(
                name,
                st.multiselect,
                tr(f"targets.filter.{name}"),
                options,
                format_func=lambda tag, said=said: tr("filter.option", name=said[tag][0], count=said[tag][1]),
                placeholder=tr("targets.filter.any"),
                clears=("page",),
            )


FILTERS = (("level", "policy_level"), ("outcome", None), ("theme", "policy_theme"))
"""A filter's name in links, and the dimension of its tags where the vocabulary has them."""


def _entry(tr: Translator, target: Row, figures: Sequence[Row]) -> None:
    """One target: what it asks for, of whom, by when, what its figures say, and whose it is."""
    told, folded = once(tr, f"target {target['target_id']}", lambda: _words(tr, target, figures))
    st.markdown(told)
    if folded:
        with st.expander(tr("targets.figures", count=len(figures))):
            st.markdown(folded)
    if target["target_id"] not in LEADING and _is_drawn(target, figures):
        show_cards(tr, *_chart(tr, target), under=SECTION)
    policy_link(tr, target["policy_id"], tr("policies.open", title=short_title(target, tr, "policy")))


def _words(tr: Translator, target: Row, figures: Sequence[Row]) -> tuple[str, str]:
    """An entry as Markdown, and its figures where they are so many that they are folded away."""
    level = badges([(tr.label("policy_level", target["level"]), "gray")])
    lines = [f"**{plain(tr.pick(target, 'goal'))}** {level}", plain(_asked(tr, target))]
    said = tr(f"targets.outcome.{target['outcome']}")
    lines.append(f"**{said}**")
    each = "\n".join(f"- {_line(tr, target, figure)}" for figure in figures)
    is_long = len(figures) > FEW
    listed = "\n".join(f"- {plain(line)}" for line in tally(figures, tr)) if is_long else each
    notes = [tr.pick(target, name) for name in ("outcome_note", "note", "policy")]
    small = [f":small[:gray[{plain(note)}]]" for note in notes if note]
    parts = ["  \n".join(lines), listed, "  \n".join(small)]
    return "\n\n".join(part for part in parts if part), each if is_long else ""


def _asked(tr: Translator, target: Row) -> str:
    return tr("targets.asked", rule=rule(target, tr), due=due(target, tr), scope=tr.pick(target, "scope"))


def _line(tr: Translator, target: Row, figure: Row) -> str:
    name = tr.pick(figure, "subject")
    if figure["indicator_id"] != target["indicator_id"]:
        name = tr("finding.figure", indicator=tr.pick(figure, "indicator"), subject=name)
    return (
        f"**{plain(tr.figure(figure))}** {plain(name)} :gray[({plain(tr.period(figure))})] {plain(against(figure, tr))}"
    )


def _is_drawn(target: Row, figures: Sequence[Row]) -> bool:
    dates = {row["period_end"] for row in figures if row["period_end"] is not None}
    return target["value"] is not None and target["due"] is not None and len(dates) >= LEAST_DATES


def _figures() -> dict[str, list[dict[str, Any]]]:
    """The figures of every target with all that names them and how they stand to it, by target, in order of time."""
    held = rows(targets.targets_against_observations)
    known = {row["observation_id"]: row for row in rows(observations.observations_by_id, _ids(held))}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in held:
        # The audit's verdict on the figure keeps its name.
        stands = {"in_scope": row["in_scope"], "timing": row["timing"], "stands": row["verdict"]}
        found.setdefault(row["target_id"], []).append({**known[row["observation_id"]], **stands})
    return found


def _ids(held: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row["observation_id"] for row in held))


def charts(tr: Translator) -> list[Made]:
    """The chart of every target that has one, the leading ones first."""
    every, figures = {row["target_id"]: row for row in rows(targets.targets_with_outcome)}, _figures()
    leading = [every[name] for name in LEADING if name in every]
    others = [row for row in every.values() if _is_drawn(row, figures.get(row["target_id"], []))]
    return [_chart(tr, row) for row in (*leading, *(row for row in others if row not in leading))]


def _chart(tr: Translator, target: Row) -> Made:
    """The target as a rule against its figures: one chart a definition, so that no two denominators share an axis."""

    def make() -> list[Card]:
        held = ask(targets.targets_against_observations, [target["target_id"]])
        figures = ask(observations.observations_by_id, list(held["observation_id"]))
        rules = pd.DataFrame([target])
        kinds = [definition_of(row) for row in records(figures)]
        notes = [target_note(tr, dict(target)), tr.pick(target, "outcome_note") or ""]
        cards: list[Card] = []
        for number, kind in enumerate(dict.fromkeys(kinds)):
            own = figures[[one == kind for one in kinds]]
            title = tr.pick(own.iloc[0], "indicator") or ""
            name = f"target-{target['target_id']}" + (f"-{number + 1}" if number else "")
            cards += group_cards(tr, name, title, own, rules, notes)
        return cards

    return f"target-{target['target_id']}", make
