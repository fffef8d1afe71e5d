"""Sentences whose every number can be followed to where it comes from.

An origin is a word and an id: ``observation:deqing-county-visit-rate-2023``, ``form:population``,
``target:county-visit-rate-2020``, ``setting:scenario.1.county_visit_rate``. A number that was computed names the origin
of everything that went into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from explorer.i18n import Translator

_HELD = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True)
class Told:
    """A piece of text with the origins of what it says; a template's own words have none."""

    text: str
    origins: tuple[str, ...] = ()
    raised: bool = False
    """Whether it is set above the line, as the number of a reference is."""


@dataclass(frozen=True)
class Paragraph:
    """Pieces that read as one text."""

    runs: tuple[Told, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins of all its pieces, each once, in order."""
        return tuple(dict.fromkeys(origin for run in self.runs for origin in run.origins))


Piece: TypeAlias = Told | Paragraph


def tell(tr: Translator, key: str, **slots: Piece) -> Paragraph:
    """A sentence of ours with its slots filled by pieces that keep their origins."""
    held = list(slots.values())
    places = {name: f"\ue000{index}\ue001" for index, name in enumerate(slots)}
    runs: list[Told] = []
    for index, text in enumerate(_HELD.split(tr(key, **places))):
        runs += runs_of(held[int(text)]) if index % 2 else [Told(text)]
    return Paragraph(tuple(run for run in runs if run.text))


def runs_of(piece: Piece) -> tuple[Told, ...]:
    """A piece as the pieces it is made of."""
    return piece.runs if isinstance(piece, Paragraph) else (piece,)


def listed(tr: Translator, pieces: list[Piece]) -> Paragraph:
    """Pieces in one line, with each language's comma between them."""
    comma = Told(tr.listing(["", ""]))
    runs: list[Told] = []
    for piece in pieces:
        runs += [*([comma] if runs else []), *runs_of(piece)]
    return Paragraph(tuple(runs))


def joined(*pieces: Piece) -> Paragraph:
    """Pieces one after the other."""
    return Paragraph(tuple(run for piece in pieces for run in runs_of(piece)))


def label(tr: Translator, key: str) -> Told:
    """A sentence of ours as a piece that may hold digits of its own, such as “60+”."""
    return Told(tr(key), (f"key:{key}",))
