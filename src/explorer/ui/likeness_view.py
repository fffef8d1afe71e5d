"""What the planner's parts on similar places share: the settings in the link, and the places ranked for a county.

Nothing of the county is asked of ``answers``, whose answers all sessions share: what is asked there is the same for
every reader, and the county is set against it here, anew at each showing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from explorer.county import FIELDS, County, FieldKind
from explorer.filters import CaseFilter, Parameter
from explorer.i18n import Translator
from explorer.interval import Interval
from explorer.planner.likeness import Figure, Likeness, Place, Ranking, Weights, rank
from explorer.planner.measures import GROUPINGS
from explorer.queries import planner
from explorer.ui.answers import rows
from explorer.ui.links import View
from explorer.ui.parameters import case_filter

FACETS = ("model", "type")
AGAINST = Parameter("against", ("starting", "latest"), single=True, default=("starting",))
CLOSEST = Parameter("closest", tuple(map(str, range(3, 13))), single=True, default=("8",))
OVERLAP = Parameter("overlap", tuple(map(str, range(1, 9))), single=True, default=("2",))
PLACES = Parameter("places", ("shown",), single=True)
GROUPED = Parameter("grouped", GROUPINGS, single=True, default=GROUPINGS[:1])
WEIGHTS = ("0", "0.5", "1", "2", "3")
UNWEIGHTED = "1"
COMPARED = tuple(one.field_id for one in FIELDS if one.indicators or one.kind is not FieldKind.number)
"""The fields that some place may have, in the order of the form."""

WEIGHT = Parameter("weight", tuple(f"{field_id}:{weight}" for field_id in COMPARED for weight in WEIGHTS))

INDICATORS = [indicator_id for one in FIELDS for indicator_id in one.indicators.values()]
DIMENSION_OF_FIELD = {"lead_hospital": "lead_hospital", "payment": "payment", "in_place": "instrument"}
"""The dimension of the cases' tags that answers a field of choices."""


def likeness_parameters() -> tuple[Parameter, ...]:
    """What a link to the planner may say: filters, settings and weights; nothing of the county."""
    facets = (parameter for parameter in case_filter() if parameter.name in FACETS)
    return (*facets, AGAINST, CLOSEST, OVERLAP, PLACES, GROUPED, WEIGHT)


def weights_of(view: View) -> dict[str, str]:
    """The weights that a view sets, by field; of several for one field the first holds."""
    found: dict[str, str] = {}
    for value in view.many("weight"):
        field_id, _, weight = value.partition(":")
        found.setdefault(field_id, weight)
    return found


@dataclass(frozen=True)
class Found:
    """The places ranked for a county, and what is needed to tell of them.

    ``places`` are rows by id as from ``queries.planner.places``, ``figures`` rows by observation, ``tags`` by place and
    field. ``closest`` are the cases that the measures and preconditions are drawn from, closest first.
    """

    ranking: Ranking
    weights: Weights
    places: Mapping[str, Mapping[str, Any]]
    figures: Mapping[str, Mapping[str, Any]]
    tags: Mapping[tuple[str, str], frozenset[str]]
    closest: tuple[Likeness, ...]
    others: tuple[Likeness, ...]
    """The ranked places that only have figures."""

    @property
    def case_ids(self) -> tuple[str, ...]:
        return tuple(one.place_id for one in self.closest)


def found_for(view: View, county: County) -> Found:
    """The places ranked for a county by the settings of a view."""
    weights = {field_id: Fraction(weight) for field_id, weight in weights_of(view).items()}
    listed = {row["case_id"]: row for row in rows(planner.places, CaseFilter.from_state(view.state))}
    figures = rows(planner.figures_by_place, INDICATORS, view.one("against") or "starting")
    tags = _tags_by_field()
    of_place: dict[str, dict[str, Figure]] = {place_id: {} for place_id in listed}
    for row in figures:
        if row["case_id"] in listed:
            of_place[row["case_id"]][row["indicator_id"]] = _figure(row)
    known = [
        Place(
            place_id,
            own,
            {field_id: tags[place_id, field_id] for field_id in DIMENSION_OF_FIELD if (place_id, field_id) in tags},
        )
        for place_id, own in of_place.items()
    ]
    ranking = rank(county, known, weights, int(view.one("overlap") or 1))
    cases = [one for one in ranking.ranked if listed[one.place_id]["told"]]
    return Found(
        ranking=ranking,
        weights=weights,
        places=listed,
        figures={row["observation_id"]: row for row in figures},
        tags=tags,
        closest=tuple(cases[: int(view.one("closest") or 1)]),
        others=tuple(one for one in ranking.ranked if not listed[one.place_id]["told"]),
    )


def _tags_by_field() -> dict[tuple[str, str], frozenset[str]]:
    fields = {dimension: field_id for field_id, dimension in DIMENSION_OF_FIELD.items()}
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows(planner.tags_by_place, list(fields)):
        found.setdefault((row["case_id"], fields[row["dimension"]]), set()).add(row["tag"])
    return {key: frozenset(tags) for key, tags in found.items()}


def _figure(row: Mapping[str, Any]) -> Figure:
    exact = Decimal(repr(row["value"]))
    low, high = row["value_low"], row["value_high"]
    stands_for = Interval(
        float("-inf") if low is None else Fraction(repr(low)), float("inf") if high is None else Fraction(repr(high))
    )
    return Figure(row["observation_id"], exact, stands_for)


def place_names(places: Iterable[Mapping[str, Any]], tr: Translator) -> dict[str, str]:
    """What each place is called: its area, or its own name where two share one. ``places`` are rows of the query."""
    listed = list(places)
    called = [tr.pick(row, "place") for row in listed]
    return {
        row["case_id"]: (tr.pick(row, "name") if called.count(name) > 1 else name) or row["case_id"]
        for row, name in zip(listed, called, strict=True)
    }
