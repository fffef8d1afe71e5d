"""The county's figures where alone they are kept: in the session of the person who entered them.

They are in no link, no log, no file of the server and no cache, which sessions share.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from explorer.own_figures.for_county import Offer
from explorer.planner.county_file import FileReading
from explorer.planner.entries import Entries

_HELD = "explorer.county"


@dataclass(frozen=True)
class Held:
    """What a session knows of its county.

    ``loaded`` is what the last file or pasted text gave; ``loads`` counts them, so that each upload has a fresh widget
    and the file itself is let go. ``filled`` is what was taken from the reader's figures: the set, the place, the
    numbers.
    """

    entries: Entries = field(default_factory=Entries)
    loaded: FileReading | None = None
    loads: int = 0
    filled: tuple[str, str, tuple[Offer, ...]] | None = None


def held() -> Held:
    """What this session holds; nothing at first."""
    found: Held = st.session_state.get(_HELD, Held())
    return found


def enter(entries: Entries) -> None:
    """Keep other entries."""
    st.session_state[_HELD] = replace(held(), entries=entries)


def load(reading: FileReading, entries: Entries) -> None:
    """Keep what a file or pasted text gave, and what is to be said about it; entries only if anything was read."""
    now = held()
    kept = entries if reading.count else now.entries
    st.session_state[_HELD] = Held(kept, reading, now.loads + 1)


def fill(entries: Entries, source: tuple[str, str, tuple[Offer, ...]]) -> None:
    """Keep entries that were taken from the reader's figures, and where they are from."""
    st.session_state[_HELD] = replace(held(), entries=entries, filled=source)


def start_over(entries: Entries | None = None) -> None:
    """Forget everything, and begin with other entries if any are given."""
    st.session_state[_HELD] = Held(entries or Entries(), None, held().loads + 1)
