"""Texts of the data as Markdown that says exactly what they say, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from explorer.search import Snippet

if TYPE_CHECKING:
    from pandas import DataFrame

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>$~|#:+!^=&/-]|(?<=\d)[.)](?!\S))")
"""The slash because Streamlit looks for ``:material/`` before it reads Markdown; the full stop because a year at the
start of a line makes a list."""

_TYPESET = re.compile(r"(?<!\S)(<->|->|<-|--|>=|<=|~=)(?!\S)")
"""What Streamlit, after it has read the Markdown, makes an arrow, a dash or another sign where it stands by itself."""

_LINKED = re.compile(r"(?i)https?:(?=//)|www(?=\.)|(?<=[-.\w+])@(?=[-\w])")
"""What Streamlit, after it has read the Markdown, makes a link to another host or to a mailbox."""

JOINER = "\u2060"
"""A character without width at which no line breaks."""


def plain(text: str | None) -> str:
    """A text with every mark of Markdown made literal; an author's ``<b>``, ``:red[…]`` or ``->`` shows as typed."""
    if not text:
        return ""
    # No backslash keeps a sign from being typeset or an address from being linked: only something between letters does.
    typed = _TYPESET.sub(lambda sign: sign[0][0] + JOINER + sign[0][1:], text)
    unlinked = _LINKED.sub(lambda start: start[0] + JOINER, typed)
    return _SPECIAL.sub(r"\\\1", unlinked)


def plain_table(table: DataFrame) -> DataFrame:
    """A table for ``st.table``, which reads Markdown in heads and cells: every text as typed, all else as it is."""
    shown = table.map(lambda cell: plain(cell) if isinstance(cell, str) else cell)
    return shown.rename(columns=lambda head: plain(str(head)))


def marked(found: Snippet) -> str:
    """A snippet with its matches highlighted."""
    return "".join(f":orange-background[{plain(text)}]" if hit else plain(text) for text, hit in found.parts)


def badges(labels: Iterable[tuple[str, str]]) -> str:
    """Tags in one line, as (label, colour) with the colours that Streamlit names."""
    return " ".join(f":{colour}-badge[{plain(label)}]" for label, colour in labels)
