"""A view's state as typed parameters: parsed from a link, written back to one, and asked of the queries.

A parameter carries ids, never labels, so a link survives a change of language. What is unknown or malformed is
dropped and reported, and the rest still holds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Self

EVIDENCE_FACETS = ("source_kind", "reporter", "baseline", "comparator")
"""The four facts about the evidence behind a case: filtered each by itself, shown in one place."""

FACETS = (
    "category",
    "alliance_model",
    "integration_type",
    "province",
    "population",
    "technology",
    "instrument",
    "payment",
    "problem",
    *EVIDENCE_FACETS,
)
"""The dimensions by which cases are filtered, in the order shown."""

PARAMETER_OF_FACET = {facet: facet for facet in FACETS} | {"alliance_model": "model", "integration_type": "type"}
"""A facet's name in links."""

ELSEWHERE = frozenset(
    {
        *PARAMETER_OF_FACET.values(),
        *("lang", "q", "sort", "case", "indicator", "related", "axis", "by", "attribute", "shared"),
        *("recorded", "dialect"),
        *("part", "theme", "verdict", "kind", "year", "reason", "source", "page", "level", "outcome"),
        *("policy", "family", "frame", "clock", "from", "to"),
        *("against", "closest", "overlap", "places", "grouped", "weight", "group"),
        *("table",),
        *("story", "step", "shown", "role", "room", "host", "began", "me"),
        *("sql", "example", "table", "how", "x", "y", "colour"),
        "chart",
    }
)
"""Every view's parameter names. Going back through the browser's history can leave one of them on another page."""

NO_MODEL = "none"
"""Stands for the cases that belong to no alliance model, where a tag would stand."""

SORTS = ("source", "name", "started", "figures")

POLICY_FACETS = (
    "policy_level",
    "policy_kind",
    "policy_theme",
    "family",
    "alliance_model",
    "integration_type",
    "payment",
)
"""The dimensions by which policies are filtered, in the order shown."""

PARAMETER_OF_POLICY_FACET = {facet: PARAMETER_OF_FACET.get(facet, facet) for facet in POLICY_FACETS} | {
    "policy_level": "level",
    "policy_kind": "kind",
    "policy_theme": "theme",
}
"""A facet's name in links."""

POLICY_SORTS = ("issued", "title", "source")
LONGEST_QUERY = 80
LONGEST_NAME = 40
"""Of a group that a reader names."""

MOST_MEMBERS = 12
State = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a view.

    ``choices`` are the ids it may hold (None: free text up to LONGEST_QUERY characters); ``single`` parameters hold
    at most one; ``default`` is what an absent parameter means and is left out of links. With ``may_be_empty`` a link
    can say that nothing is chosen: ``indicator=``.
    """

    name: str
    choices: Collection[str] | None = None
    single: bool = False
    default: tuple[str, ...] = ()
    at_most: int | None = None
    may_be_empty: bool = False
    members: Collection[str] | None = None
    """For named groups, ``name:id,id``: the ids that a group may hold."""
    longest_text: int | None = None
    """For a text of several lines, which keeps its breaks: how long it may be. A longer one is dropped, not cut."""


@dataclass(frozen=True)
class Group:
    """Ids under a name that a reader gave."""

    name: str
    members: tuple[str, ...]

    @property
    def written(self) -> str:
        """As a link says it; an id never holds a colon, a name may."""
        return f"{self.name}:{','.join(self.members)}"

    @classmethod
    def read(cls, text: str, known: Collection[str]) -> tuple[Self | None, list[str]]:
        """The group that a text describes, None without a name or a known member; and the members nobody knows."""
        name, _, listed = text.rpartition(":")
        given = list(dict.fromkeys(member for one in listed.split(",") if (member := one.strip())))
        members = [member for member in given if member in known][:MOST_MEMBERS]
        name = name.strip()[:LONGEST_NAME].rstrip()
        unknown = [member for member in given if member not in known]
        return (cls(name, tuple(members)) if name and members else None), unknown


@dataclass(frozen=True)
class Dropped:
    """A value in a link that could not be used."""

    parameter: str
    value: str
    reason: Literal["unknown", "too_many", "too_long", "unknown_parameter"]


@dataclass(frozen=True)
class Filter:
    """What to show of a list: within a facet any of its tags, across facets all of them, every word of the query."""

    query: str = ""
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "source"

    @property
    def words(self) -> tuple[str, ...]:
        # Texts print a curly apostrophe; keyboards type a straight one.
        return tuple(dict.fromkeys(self.query.lower().replace("’", "'").split()))

    @property
    def is_empty(self) -> bool:
        return not self.words and not any(self.tags.values())

    def without(self, facet: str, tag: str | None = None) -> Self:
        """The same filter with one tag of a facet, or the whole facet, taken off."""
        kept = {name: tags for name, tags in self.tags.items() if name != facet}
        if tag is not None:
            kept[facet] = tuple(other for other in self.tags.get(facet, ()) if other != tag)
        return replace(self, tags=kept)


@dataclass(frozen=True)
class CaseFilter(Filter):
    """Which cases to show."""

    @classmethod
    def from_state(cls, state: Mapping[str, tuple[str, ...]]) -> CaseFilter:
        query, tags = _query_and_tags(state, PARAMETER_OF_FACET)
        return cls(query, tags, *state.get("sort", ()))


@dataclass(frozen=True)
class PolicyFilter(Filter):
    """Which policies to show."""

    sort: str = "issued"

    @classmethod
    def from_state(cls, state: Mapping[str, tuple[str, ...]]) -> PolicyFilter:
        query, tags = _query_and_tags(state, PARAMETER_OF_POLICY_FACET)
        return cls(query, tags, *state.get("sort", ()))


def _query_and_tags(
    state: Mapping[str, tuple[str, ...]], parameters: Mapping[str, str]
) -> tuple[str, dict[str, tuple[str, ...]]]:
    tags = {facet: chosen for facet, name in parameters.items() if (chosen := state.get(name, ()))}
    return "".join(state.get("q", ())[:1]), tags


def parse(given: Mapping[str, Sequence[str]], parameters: Sequence[Parameter]) -> tuple[State, list[Dropped]]:
    """The state that a link's parameters describe, every parameter filled, and what had to be dropped.

    Parameters that no view knows are reported too, so that a misspelt name does not pass in silence.
    """
    state: State = {}
    dropped: list[Dropped] = []
    for parameter in parameters:
        kept: list[str] = []
        for raw in given.get(parameter.name, ()):
            value = _clean(raw) if parameter.longest_text is None else clean_lines(raw)
            if parameter.members is not None:
                _read_group(parameter, value, kept, dropped)
                continue
            if parameter.longest_text is not None and len(value) > parameter.longest_text:
                dropped.append(Dropped(parameter.name, _clean(value[:LONGEST_QUERY]), "too_long"))
                continue
            if parameter.choices is None and parameter.longest_text is None:
                value = value[:LONGEST_QUERY].rstrip()
            if not value or value in kept:
                continue
            if parameter.choices is not None and value not in parameter.choices:
                dropped.append(Dropped(parameter.name, value[:LONGEST_QUERY], "unknown"))
            elif (parameter.single and kept) or (parameter.at_most is not None and len(kept) >= parameter.at_most):
                dropped.append(Dropped(parameter.name, value[:LONGEST_QUERY], "too_many"))
            else:
                kept.append(value)
        emptied = parameter.may_be_empty and list(given.get(parameter.name, ())) == [""]
        state[parameter.name] = () if emptied else tuple(kept) or parameter.default
    known = {parameter.name for parameter in parameters} | ELSEWHERE
    dropped += [
        Dropped(_clean(name)[:LONGEST_QUERY], _clean(" ".join(values))[:LONGEST_QUERY], "unknown_parameter")
        for name, values in given.items()
        if name not in known
    ]
    return state, dropped


def _read_group(parameter: Parameter, value: str, kept: list[str], dropped: list[Dropped]) -> None:
    if not value:
        return
    group, unknown = Group.read(value, parameter.members or ())
    if group is None:
        dropped.append(Dropped(parameter.name, value[:LONGEST_QUERY], "unknown"))
        return
    dropped += [Dropped(parameter.name, member[:LONGEST_QUERY], "unknown") for member in unknown]
    taken = {one.rpartition(":")[0] for one in kept}
    if group.name in taken or (parameter.at_most is not None and len(kept) >= parameter.at_most):
        if group.written not in kept:
            dropped.append(Dropped(parameter.name, group.name, "too_many"))
        return
    kept.append(group.written)


def encode(state: Mapping[str, tuple[str, ...]], parameters: Sequence[Parameter]) -> dict[str, list[str]]:
    """The link parameters that say ``state``; defaults are left out, order is the parameters'."""
    encoded: dict[str, list[str]] = {}
    for parameter in parameters:
        values = state.get(parameter.name, parameter.default)
        if values and values != parameter.default:
            encoded[parameter.name] = list(values)
        elif not values and parameter.may_be_empty and parameter.default:
            encoded[parameter.name] = [""]
    return encoded


def clean_lines(text: str) -> str:
    """A text of several lines as ``_clean`` cleans each: the breaks and the spaces before a line stay."""
    lines = ("".join(" " if c.isspace() else c for c in line.expandtabs(4)) for line in text.splitlines())
    return "\n".join("".join(c for c in line if c.isprintable()).rstrip() for line in lines).strip()


def _clean(text: str) -> str:
    """Without control and bidirectional marks, which a link can carry and a page must not print.

    Every kind of space becomes a plain one: Chinese keyboards write a wide one between words.
    """
    spaced = (" " if character.isspace() else character for character in text)
    return "".join(character for character in spaced if character.isprintable()).strip()
