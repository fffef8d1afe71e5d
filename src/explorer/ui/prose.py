"""Texts of the data as Markdown that says exactly what they say, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from explorer.search import Snippet

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>$~|#:+!^=&/-]|(?<=\d)[.)](?!\S))")
"""The slash because Streamlit looks for ``:material/`` before it reads Markdown; the full stop because a year at the
start of a line makes a list."""


def plain(text: str | None) -> str:
    """A text with every mark of Markdown made literal; an author's ``<b>`` or ``:red[…]`` shows as typed."""
    return _SPECIAL.sub(r"\\\1", text) if text else ""


def marked(found: Snippet) -> str:
    """A snippet with its matches highlighted."""
    return "".join(f":orange-background[{plain(text)}]" if hit else plain(text) for text, hit in found.parts)


def badges(labels: Iterable[tuple[str, str]]) -> str:
    """Tags in one line, as (label, colour) with the colours that Streamlit names."""
    return " ".join(f":{colour}-badge[{plain(label)}]" for label, colour in labels)
