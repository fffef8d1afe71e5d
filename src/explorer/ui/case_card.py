"""A case in a list: where it is, what it is, what it did, two figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer.i18n import Translator
from explorer.search import snippet
from explorer.ui.links import View, address
from explorer.ui.parameters import MOST_CASES
from explorer.ui.prose import badges, marked, plain

BADGE_COLOURS = {"category": "gray", "alliance_model": "blue", "integration_type": "green"}


def place_of(case: Mapping[str, Any], tr: Translator) -> str:
    """Province, prefecture and county in the order in which the language names them."""
    parts = [part for name in ("province", "prefecture", "county") if (part := tr.pick(case, name))]
    parts = list(dict.fromkeys(parts))
    return "".join(parts) if tr.language == "zh" else ", ".join(reversed(parts))


def short_place(case: Mapping[str, Any], tr: Translator) -> str:
    """The smallest area named: a link's label must not be cut off."""
    return next(part for name in ("county", "prefecture", "province") if (part := tr.pick(case, name)))


def show_case_card(
    view: View,
    tr: Translator,
    case: Mapping[str, Any],
    tags: Sequence[Mapping[str, Any]],
    figures: Sequence[Mapping[str, Any]],
    hits: Sequence[Mapping[str, Any]],
    words: Sequence[str],
) -> None:
    """One result with its link, its facts, the words that matched, and its place in the comparison."""
    with st.container(border=True):
        st.markdown("  \n".join(_lines(tr, case, tags, figures, hits, words)))
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            # The name stands above as text: a page link cuts a long one off.
            st.page_link(
                "pages/case.py",
                label=tr("cases.open", place=plain(short_place(case, tr))),
                icon=":material/arrow_forward:",
                query_params=address({"case": (case["case_id"],)}),
            )
            picked = view.many("case")
            view.switch(
                "case",
                st.checkbox,
                tr("cases.compare_this"),
                on=case["case_id"],
                disabled=len(picked) >= MOST_CASES and case["case_id"] not in picked,
                width="content",
            )


def _lines(
    tr: Translator,
    case: Mapping[str, Any],
    tags: Sequence[Mapping[str, Any]],
    figures: Sequence[Mapping[str, Any]],
    hits: Sequence[Mapping[str, Any]],
    words: Sequence[str],
) -> list[str]:
    labels = [(tr.label("category", case["category"]), BADGE_COLOURS["category"])]
    labels += [
        (tr.pick(tag, "label") or "", BADGE_COLOURS[dimension])
        for dimension in ("alliance_model", "integration_type")
        for tag in tags
        if tag["dimension"] == dimension
    ]
    lines = [f"**{plain(tr.pick(case, 'name'))}**", f"{plain(place_of(case, tr))}  {badges(labels)}"]
    lines.append(plain(tr.pick(case, "summary")))
    if figures:
        lines.append(" · ".join(figure_phrase(row, tr) for row in figures))
    for hit in hits:
        own, other = (hit[f"text_{name}"] for name in (("zh", "en") if tr.language == "zh" else ("en", "zh")))
        found = next(
            (found for text in (own, other) if (found := snippet(_telling(hit["field"], text, words), words))), None
        )
        if found:
            lines.append(f":material/search: {tr('field.' + hit['field'])} {marked(found)}")
    return lines


def _telling(field: str, text: str, words: Sequence[str]) -> str:
    """Of a tag, its name and at most the one other name of it that matched."""
    if field != "tag":
        return text
    name, *aliases = text.split(" / ")
    if any(word in name.lower() for word in words):
        return name
    return next((f"{name} / {alias}" for alias in aliases if any(word in alias.lower() for word in words)), name)


def figure_phrase(row: Mapping[str, Any], tr: Translator) -> str:
    """A figure in a line: value, indicator, subject where it is not the place itself, period."""
    name = plain(tr.pick(row, "indicator"))
    return f"**{plain(tr.figure(row))}** {name} :gray[({plain(tr.period(row))})]"
