"""What a stage needs of the browser: the keys of a clicker, a black screen, and type as large as the window allows."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explorer.charts.theme import PROJECTOR

_SCRIPT = """
const MOVES = {
  ArrowRight: "forward", PageDown: "forward",
  ArrowLeft: "back", PageUp: "back", Home: "first",
}
const ALWAYS = ["PageDown", "PageUp"]
const USES_KEYS = "input, textarea, select, [contenteditable='true'], [role='slider'], [role='radio'], [role='option']"

const AGAIN_MS = 2500, AGAIN_TIMES = 3
const SCROLLS = { ArrowDown: 0.4, ArrowUp: -0.4 }

function scrolled(element) {
  while (element && element.scrollHeight <= element.clientHeight + 1) element = element.parentElement
  return element
}

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const root = document.documentElement
  const curtain = parentElement.querySelector("#curtain")
  if (data.large) root.style.fontSize = "clamp(16px, 0.7vw + 1.8vh, 48px)"
  // Charts are drawn by the server in a few sizes, as the type is set here: it is told which, once.
  const type = parseFloat(getComputedStyle(root).fontSize) / 16
  const size = Math.min(3, Math.max(1, Math.round(type * 1.1 * 4) / 4))
  if (data.large && size !== data.size) setStateValue("size", size)
  if (window.explorerPlace !== data.place) {
    const from = (window.explorerPlace ?? data.place).split(".")[0]
    window.explorerPlace = data.place
    const [step, shown] = data.place.split(".")
    // A new step begins at its top; an answer comes into view once what stands above it has its height.
    const box = () => document.querySelector(".st-key-present-answer")
    if (step !== from) scrolled(parentElement.host)?.scrollTo({ top: 0 })
    else if (shown !== "0") setTimeout(() => box()?.scrollIntoView({ block: "nearest", behavior: "smooth" }), 700)
  }
  // On a busy machine a message can get lost. The newest press is told again until the server has heard of it, which
  // knows it by its time and moves but once.
  if (data.heard === window.explorerPressed) clearTimeout(window.explorerAgain)
  const press = (told, times = 0) => {
    clearTimeout(window.explorerAgain)
    window.explorerPressed = told
    setTriggerValue("key", told)
    if (times < AGAIN_TIMES) window.explorerAgain = setTimeout(() => press(told, times + 1), AGAIN_MS)
  }
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const focus = document.activeElement
    const busy = focus && focus.matches(USES_KEYS)
    if (event.key === "Escape") {
      if (!curtain.hidden) curtain.hidden = true
      else if (focus) focus.blur()
      return
    }
    if (busy && !ALWAYS.includes(event.key)) return
    if (event.key === "b" || event.key === "B" || event.key === ".") {
      curtain.hidden = !curtain.hidden
    } else if (event.key in SCROLLS) {
      const frame = scrolled(parentElement.host)
      frame?.scrollBy({ top: SCROLLS[event.key] * frame.clientHeight, behavior: "smooth" })
    } else if (event.key in MOVES) {
      // The first key after a pause only brings the picture back, as slide shows do.
      if (!curtain.hidden) curtain.hidden = true
      else press(`${MOVES[event.key]} ${event.timeStamp}`)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  // Called again whenever the place changes, and cleaned up only at the end: one listener takes the other's place.
  document.removeEventListener("keydown", window.explorerKeys, true)
  window.explorerKeys = onKey
  document.addEventListener("keydown", onKey, true)
  curtain.onclick = () => { curtain.hidden = true }
  return () => {
    document.removeEventListener("keydown", onKey, true)
    clearTimeout(window.explorerAgain)
    root.style.fontSize = ""
  }
}
"""

_STYLE = """
#curtain { position: fixed; inset: 0; background: #000; z-index: 1000000; }
#curtain[hidden] { display: none; }
"""

_stage = st.components.v2.component(
    "explorer_stage", html='<div id="curtain" data-testid="curtain" hidden></div>', css=_STYLE, js=_SCRIPT
)

_PHONE_SCRIPT = """
export default function ({ data, setStateValue }) {
  const name = `explorer.room.${data.room}`
  try {
    const kept = localStorage.getItem(name)
    if (data.token) localStorage.setItem(name, data.token)
    else if (kept) setStateValue("token", kept)
  } catch (refused) { /* A browser that keeps nothing: the address still knows the token. */ }
}
"""

_phone = st.components.v2.component("explorer_phone", js=_PHONE_SCRIPT)


_LAST, _SIZE = "explorer.stage.last", "explorer.stage.size"
LARGEST = 3
BESIDE_NOTES = 1.25
"""How much larger charts are drawn in the facilitator's window, where they have half of the width."""


def chart_size() -> float:
    """How much larger than on a page charts are drawn on this stage."""
    return float(st.session_state.get(_SIZE, PROJECTOR))


def show_stage(key: str, move: Callable[[str], None], *, place: str, large: bool) -> None:
    """Listen to the keys: ``move`` is called with "forward", "back" or "first"; B and the full stop make it dark.

    ``place`` says the step and how much of it is shown, as ``3.1``: the window scrolls to where something is new.
    ``large`` sets the type by the size of the window, as a browser's zoom would, and charts with it.
    """

    def pressed() -> None:
        told = st.session_state[key]["key"]
        if not told or told == st.session_state.get(_LAST):
            return  # the same press again: a message may come twice when runs overtake one another
        st.session_state[_LAST] = told
        pressed_key = str(told).partition(" ")[0]
        if pressed_key in ("forward", "back", "first"):
            move(pressed_key)

    def sized() -> None:
        told = st.session_state[key]["size"]
        if isinstance(told, int | float) and 1 <= told <= LARGEST:
            st.session_state[_SIZE] = told

    if not large:
        st.session_state[_SIZE] = BESIDE_NOTES
    data = {"place": place, "large": large, "heard": st.session_state.get(_LAST, ""), "size": chart_size()}
    _stage(key=key, data=data, on_key_change=pressed, on_size_change=sized, height=1)


def remembered_token(key: str, room: str, token: str | None) -> str | None:
    """The token that this phone had in a room before, if its browser kept it; a given one is kept from now on."""
    found = _phone(key=key, data={"room": room, "token": token}, on_token_change=lambda: None, height=1)
    kept = found.get("token")
    return token or (kept if isinstance(kept, str) else None)
