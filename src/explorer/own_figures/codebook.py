"""The codebook as a table's heads are looked up in it: by id, by name, and by names that say too little."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from explorer.county import FIELDS
from explorer.i18n import LANGUAGES, Labels, Language
from explorer.own_figures.rules import Rule, codebook_of
from explorer.own_figures.units import Units
from explorer.planner.naming import folded, ways
from explorer.schema import ALONE

LIKE_ENOUGH = 0.72
"""How like a known name one has to be to be proposed."""

MOST_PROPOSED = 6


@dataclass(frozen=True)
class Known:
    """An indicator of the codebook.

    ``rule`` says its unit and what can be true of a figure at all. ``alike`` are the indicators whose names are used
    for one another while their definitions differ.
    """

    indicator_id: str
    names: Mapping[Language, str]
    definitions: Mapping[Language, str]
    theme: str
    rule: Rule
    is_change: bool
    alike: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        return self.rule.unit


@dataclass(frozen=True)
class Match:
    """What a name may mean, the likeliest first; ``sure`` if it can mean one indicator only."""

    candidates: tuple[str, ...]
    sure: bool


@dataclass(frozen=True)
class Codebook:
    """The indicators by id, in the order of the codebook."""

    indicators: Mapping[str, Known]
    aliases: Mapping[str, tuple[str, ...]]
    labels: Labels

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], labels: Labels) -> Codebook:
        """The codebook of the rows of ``queries.own_codebook.indicators_to_read``."""
        alike, rules = _alike(rows), codebook_of(rows)
        known = {
            row["indicator_id"]: Known(
                indicator_id=row["indicator_id"],
                names={language: row[f"name_{language}"] for language in LANGUAGES},
                definitions={language: row[f"definition_{language}"] for language in LANGUAGES},
                theme=row["theme"],
                rule=rules[row["indicator_id"]],
                is_change=bool(row["is_change"]) or row["unit"] == "percentage-points",
                alike=tuple(other for other in alike.get(row["indicator_id"], ()) if other != row["indicator_id"]),
            )
            for row in rows
        }
        aliases = {row["indicator_id"]: tuple((row["aliases_zh"] or "").split("; ")) for row in rows}
        return cls(known, aliases, labels)

    @cached_property
    def units(self) -> Units:
        return Units(self.labels)

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for each in self.indicators.values():
            for name in (each.indicator_id, *each.names.values(), *self.aliases.get(each.indicator_id, ())):
                found.setdefault(folded(name), []).append(each.indicator_id)
        for field in FIELDS:
            ids = [indicator for indicator in field.indicators.values() if indicator in self.indicators]
            for name in ways(f"county.{field.field_id}") if ids else ():
                found.setdefault(folded(name), []).extend(ids)
        found.pop("", None)
        return {name: tuple(dict.fromkeys(ids)) for name, ids in found.items()}

    def match(self, written: str) -> Match:
        """What a written name may mean. A name that several definitions go by is never sure; an id is."""
        if written.strip() in self.indicators:
            return Match((written.strip(),), sure=True)
        exact = self._by_name.get(folded(written), ())
        if exact:
            alike = tuple(other for own in exact for other in self.indicators[own].alike)
            candidates = tuple(dict.fromkeys((*exact, *alike)))
            return Match(candidates, sure=len(candidates) == 1)
        near = difflib.get_close_matches(folded(written), self._by_name, n=MOST_PROPOSED, cutoff=LIKE_ENOUGH)
        return Match(tuple(dict.fromkeys(each for name in near for each in self._by_name[name])), sure=False)

    def named_within(self, text: str) -> str:
        """The longest name of an indicator that a text holds; empty if it holds none."""
        inside = folded(text)
        names = [name for each in self.indicators.values() for name in each.names.values() if folded(name) in inside]
        return max(names, key=len, default="")

    def is_named(self, written: str) -> bool:
        """Whether a text is exactly the id, the name or another name of an indicator."""
        return written.strip() in self.indicators or folded(written) in self._by_name


def _alike(rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """By indicator, those that are called the same and defined differently.

    They are the definitions among which the planner's form asks for one, and the members of a comparability group that
    the codebook tells apart by a note.
    """
    sets: list[set[str]] = [set(each.indicators.values()) for each in FIELDS if len(each.indicators) > 1]
    noted = {row["group_id"] for row in rows if row["definition_note_zh"] and row["group_id"] != ALONE}
    sets += [{row["indicator_id"] for row in rows if row["group_id"] == group} for group in noted]
    merged: list[set[str]] = []
    for each in sets:
        apart = [other for other in merged if not other & each]
        merged = [*apart, each.union(*(other for other in merged if other & each))]
    order = {row["indicator_id"]: place for place, row in enumerate(rows)}
    return {
        each: tuple(sorted((one for one in together if one in order), key=order.__getitem__))
        for together in merged
        for each in together
    }
