"""The page of a participant's phone: the room's code, then scores from 0 to 5 while a round is open."""

from __future__ import annotations

import streamlit as st

from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.rooms import HIGHEST_SCORE, TYPES, Room, Round, tidy
from explorer.ui.links import View
from explorer.ui.prose import plain
from explorer.ui.rooms import rooms
from explorer.ui.stage import remembered_token

ROOM = Parameter("room", single=True)
ME = Parameter("me", single=True)
"""The participant's token: a random word, so that a phone that comes back is not counted twice."""

_OUTCOME = "explorer.vote.outcome"


def show(view: View, tr: Translator) -> None:
    """The field for a code, or the room with this code."""
    code = view.one("room")
    room = rooms().find(code or "")
    if room is None:
        if code:
            st.warning(tr("vote.no_room", code=plain(code)), icon=":material/meeting_room:")
        _ask_for_code(view, tr)
        return
    token = remembered_token(view.key(f"phone.{room.code}"), room.code, view.one("me"))
    asked = room.open_round
    _follow(room.code, asked)
    if asked is None:
        st.info(tr("vote.wait"), icon=":material/hourglass_empty:")
        return
    _form(view, tr, room, asked, token)


def _ask_for_code(view: View, tr: Translator) -> None:
    with st.form(view.key("enter"), border=False):
        typed = st.text_input(tr("vote.code"), max_chars=12, key=view.key("code"))
        if st.form_submit_button(tr("vote.enter"), type="primary") and typed.strip():
            view.go(room=(tidy(typed),), me=())
            st.rerun()


@st.fragment(run_every="3s")
def _follow(code: str, asked: Round | None) -> None:
    """Draws nothing: has the page drawn again when a round opens or closes, or the room ends."""
    room = rooms().find(code)
    if room is None or room.open_round != asked:
        st.rerun()


def _form(view: View, tr: Translator, room: Room, asked: Round, token: str | None) -> None:
    given = room.scores_of(token or "", asked)
    st.markdown(f"**{tr(f'present.score.round.{asked.number}')}**  \n{tr('vote.how')}")
    with st.form(view.key(f"scores.{asked.step}.{asked.number}")):
        for name in TYPES:
            st.segmented_control(
                plain(tr.label("integration_type", name)),
                list(range(HIGHEST_SCORE + 1)),
                default=given.get(name),
                key=view.key(f"score.{asked.step}.{asked.number}.{name}"),
                width="stretch",
            )
        st.form_submit_button(
            tr("vote.send"), type="primary", width="stretch", on_click=_send, args=(view, room, asked, token)
        )
    _outcome(tr, asked, given=bool(given))


def _outcome(tr: Translator, asked: Round, *, given: bool) -> None:
    of, outcome = st.session_state.get(_OUTCOME, (None, "sent"))
    if of == asked and outcome != "sent":
        st.warning(tr(f"vote.{outcome}"), icon=":material/info:")
    elif given:
        st.success(tr("vote.sent"), icon=":material/check:")


def _send(view: View, room: Room, asked: Round, token: str | None) -> None:
    # In the button's callback, because a run may be broken off and begun again, and a callback happens once.
    chosen = {name: st.session_state.get(view.key(f"score.{asked.step}.{asked.number}.{name}")) for name in TYPES}
    scores = {name: score for name, score in chosen.items() if score is not None}
    own = room.join(token) if scores else None
    if not scores:
        outcome = "nothing"
    elif own is None:
        outcome = "full"
    else:
        outcome = "sent" if room.score(own, asked, scores) else "refused"
        view.now().go(me=(own,))
    st.session_state[_OUTCOME] = (asked, outcome)
