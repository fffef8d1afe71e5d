"""Score, then agree: how phones come in, what they gave, and counts that the facilitator types in."""

from __future__ import annotations

from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from explorer.charts.scores import scores_chart
from explorer.i18n import Translator
from explorer.rooms import HIGHEST_SCORE, TYPES, Room, Round
from explorer.story_course import ROUND_TWO, SPREAD_ONE, SPREAD_TWO
from explorer.story_schema import ScoringStep
from explorer.tally import LEAST_SCORES, SPLIT_SPAN, Tally, tally
from explorer.ui.chart_card import inked
from explorer.ui.links import View
from explorer.ui.prose import plain
from explorer.ui.rooms import phone_address, qr_picture, rooms


def last_round(step: ScoringStep, shown: int) -> Round:
    """The round that a moment of a step is about."""
    return Round(step.key, 1 if shown < ROUND_TWO else 2)


def show_scoring(view: View, tr: Translator, step: ScoringStep, shown: int, room: Room | None) -> None:
    """The way in while a round is open, then how the scores spread; the second round beside the first."""
    if room is None:
        st.info(tr("present.score.no_room"), icon=":material/groups:")
        return
    asked = last_round(step, shown)
    if shown in (0, ROUND_TWO):
        left, right = st.columns([1, 2], vertical_alignment="center")
        with left:
            show_way_in(tr, room.code, width=230)
        with right:
            st.markdown(f"## {tr(f'present.score.round.{asked.number}')}")
            _count(tr, room.code, asked)
    if shown in (SPREAD_ONE, SPREAD_TWO) or shown > SPREAD_TWO:
        _spread(tr, room.code, asked)


@st.fragment(run_every="1s")
def _count(tr: Translator, code: str, asked: Round) -> None:
    room = rooms().find(code)
    if room is None:
        return
    typed = max(sum(room.typed(asked, name)) for name in TYPES)
    st.markdown(f"## {tr('present.score.given', count=room.scored(asked) + typed)}")


@st.fragment(run_every="2s")
def _spread(tr: Translator, code: str, asked: Round) -> None:
    room = rooms().find(code)
    if room is None:
        return
    now = room.counts(asked)
    before = room.counts(Round(asked.step, 1)) if asked.number == 2 else None
    most = max(max(counts) for counts in (*now.values(), *(before or {}).values()))
    for column, name in zip(st.columns(len(TYPES)), TYPES, strict=True):
        with column:
            earlier = before[name] if before else None
            found = tally(now[name])
            told = [f"## {plain(tr(f'overview.type.{name}'))}", _said(tr, found)]
            if earlier:
                told.append(f":gray[{plain(_earlier(tr, tally(earlier)))}]")
            st.markdown("\n\n".join(told))
            chart = scores_chart(name, now[name], tr, before=earlier, most=most)
            st.vega_lite_chart(inked(chart.to_dict()), width="stretch", alt=_alt(tr, name, found))
    st.caption(plain(tr("present.score.rule", span=SPLIT_SPAN, least=LEAST_SCORES)))


def _said(tr: Translator, found: Tally) -> str:
    if found.median is None:
        return f":gray[{plain(tr('present.score.none'))}]"
    median = f"**{plain(tr('present.score.median', median=_number(found.median), count=found.total))}**"
    colour = {"split": "orange", "agreed": "green"}.get(found.agreement, "gray")
    return f"{median}  \n:{colour}-badge[{plain(tr(f'present.score.{found.agreement}'))}]"


def _earlier(tr: Translator, found: Tally) -> str:
    if found.median is None:
        return tr("present.score.none_before")
    return tr("present.score.before", median=_number(found.median))


def _alt(tr: Translator, name: str, found: Tally) -> str:
    title = tr.label("integration_type", name)
    if found.median is None or found.low is None or found.high is None:
        return f"{title}{tr('separator')}{tr('present.score.none')}"
    said = tr(
        "present.score.alt",
        count=found.total,
        median=_number(found.median),
        low=_number(found.low),
        high=_number(found.high),
    )
    return f"{title}{tr('separator')}{said}"


def _number(value: float) -> str:
    return f"{value:g}"


def show_way_in(tr: Translator, code: str, *, width: int) -> None:
    """How phones come into a room: a QR code, the address, the code itself."""
    address = phone_address(code, tr.language)
    if address is None:
        st.warning(tr("present.room.unreachable"), icon=":material/wifi_off:")
        return
    parts = urlsplit(address)
    st.image(qr_picture(address), width=width)
    st.markdown(f"{plain(parts.netloc + parts.path)}  \n{tr('present.room.code')} **{plain(code)}**")


def show_typing(tr: Translator, room: Room, asked: Round) -> None:
    """A table in which the facilitator types how many gave each score; it counts beside the phones."""
    with st.expander(tr("present.score.type_in"), icon=":material/keyboard:"):
        heads = [str(score) for score in range(HIGHEST_SCORE + 1)]
        names = [tr.label("integration_type", name) for name in TYPES]
        table = pd.DataFrame([room.typed(asked, name) for name in TYPES], columns=heads, index=names)
        edited = st.data_editor(
            table,
            key=f"present.typing.{room.code}.{asked.step}.{asked.number}.{tr.language}",
            column_config={
                head: st.column_config.NumberColumn(head, min_value=0, max_value=200, step=1) for head in heads
            },
        )
        for name, (_, counts) in zip(TYPES, edited.iterrows(), strict=True):
            whole = [int(count) if count == count and count is not None else 0 for count in counts]
            if not room.type_in(asked, name, whole):
                st.warning(tr("present.score.too_many", name=tr.label("integration_type", name)))
