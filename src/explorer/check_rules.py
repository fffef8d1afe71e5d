"""Rules of checks that span records: do their figures, tags and points exist, and do the units go together?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from explorer import schema
from explorer.fault_messages import Found, Location, nearest
from explorer.rounding import MEASURED_UNITS, SHARE_SCALES

SAME_UNIT = {
    schema.CheckKind.sum: ("parts", "whole"),
    schema.CheckKind.share: ("parts", "whole"),
    schema.CheckKind.growth: ("before", "after"),
    schema.CheckKind.difference: ("before", "after"),
    schema.CheckKind.mean: ("items", "mean"),
    schema.CheckKind.sd_sample: ("items", "sd"),
    schema.CheckKind.sd_population: ("items", "sd"),
    schema.CheckKind.yearly: ("total", "yearly"),
    schema.CheckKind.order: ("items",),
    schema.CheckKind.equality: ("figures",),
    schema.CheckKind.target: ("target", "result"),
}
"""The roles whose figures must be in one unit, unless all of them are counted: institutions may add up to projects."""

DIVISORS = {
    schema.CheckKind.share: ("whole",),
    schema.CheckKind.ratio: ("denominator",),
    schema.CheckKind.growth: ("before",),
}
"""The roles whose figure something is divided by."""


class CheckRules:
    """What a check may refer to. A list that could not be read is None, and what refers to it is passed over."""

    def __init__(
        self,
        observations: Mapping[str, schema.Observation] | None,
        indicators: Mapping[str, schema.Indicator] | None,
        cases: Mapping[str, schema.Case] | None,
        places: Mapping[str, schema.Place] | None,
        units: Collection[str] | None,
    ) -> None:
        self.observations = observations
        self.indicators = indicators or {}
        self.cases = cases
        self.units = units or ()
        self.owners = cases.keys() | places.keys() if cases is not None and places is not None else None

    def faults(self, check: schema.Check, path: Location) -> Found:
        """What is wrong with a check beside its own fields, any of which may be None if it has a fault of its own."""
        if check.case is not None and self.owners is not None and check.case not in self.owners:
            yield (*path, "case"), f"unknown case {check.case!r}{nearest(check.case, self.owners)}"
        filled = check.operands.by_role() if check.operands is not None else {}
        if self.observations is not None:
            found = list(self._operands(check, filled, path, self.observations))
            yield from found or self._meaning(check, filled, path, self.observations)
        if check.marked is not None and self.cases is not None and check.case in (self.owners or ()):
            yield from self._marks(check, path, self.cases)

    def _operands(self, check: Any, filled: Any, path: Location, observations: Any) -> Found:
        for role, ids in filled.items():
            several = isinstance(getattr(check.operands, role), tuple)
            for position, name in enumerate(ids):
                place = (*path, "operands", role, *([position] if several else []))
                if name not in observations:
                    yield place, f"unknown observation {name!r}{nearest(name, observations)}"
                elif name in ids[:position]:
                    yield place, f"{name!r} stands twice; keep one"
        owners = {observations[name].case_id for ids in filled.values() for name in ids if name in observations}
        if check.case is not None and owners and owners <= (self.owners or set()) and check.case not in owners:
            yield (*path, "case"), f"none of the figures belongs to {check.case!r}, but to {', '.join(sorted(owners))}"

    def _unit(self, observation: schema.Observation) -> str | None:
        """The unit of its indicator, if known: a figure in another one has a fault of its own."""
        indicator = self.indicators.get(observation.indicator_id)
        return indicator.unit if indicator is not None and indicator.unit in self.units else None

    def _meaning(self, check: Any, filled: Any, path: Location, observations: Any) -> Found:
        located = [name for ids in filled.values() for name in ids if observations[name].locator is not None]
        if located and check.locator is None:
            yield (*path, "locator"), "the field 'locator' is missing; add it, as the document names the place"
        roles = SAME_UNIT.get(check.kind, ())
        used = {self._unit(observations[name]) for role in roles for name in filled.get(role, ())}
        units = sorted(unit for unit in used if unit is not None)
        if len(units) > 1 and MEASURED_UNITS & {*units}:
            yield (*path, "operands"), f"{' and '.join(roles)} must be in one unit; found {', '.join(units)}"
        if check.kind is schema.CheckKind.sum and "whole" not in filled and units not in ([], ["percent"]):
            yield (*path, "operands"), f"the whole is missing; only shares in percent need none, found {units[0]}"
        for role in DIVISORS.get(check.kind, ()):
            if role in filled and observations[filled[role][0]].value == 0 and check.undetermined is None:
                yield (
                    (*path, "operands", role),
                    "nothing can be divided by zero; leave it out and say so in undetermined",
                )
        if "share" in filled and (unit := self._unit(observations[filled["share"][0]])) is not None:
            if unit not in SHARE_SCALES:
                yield (*path, "operands", "share"), f"found a share in {unit!r}{nearest(unit, SHARE_SCALES)}"
        if check.kind is schema.CheckKind.yearly and check.undetermined is None and "total" in filled:
            if observations[filled["total"][0]].period_start is None:
                message = "the total needs a period with a start and an end, to count its years"
                yield (*path, "operands", "total"), message

    def _marks(self, check: Any, path: Location, cases: Mapping[str, schema.Case]) -> Found:
        if check.locator is None:
            yield (*path, "locator"), "the field 'locator' is missing; add it, as the document names the place"
        if check.case not in cases:
            yield (*path, "case"), f"{check.case!r} has no tags: marks are checked for cases only"
            return
        dimension, tag = check.marked.dimension, check.marked.tag
        if dimension is not None and dimension not in schema.REASONED_DIMENSIONS:
            choices = nearest(dimension, schema.REASONED_DIMENSIONS)
            yield (*path, "marked", "dimension"), f"found {dimension!r}{choices}"
        points = {point.key: point for point in cases[check.case].points or ()}
        if None in points:
            return
        for position, key in enumerate(check.points or ()):
            if key not in points:
                yield (*path, "points", position), f"unknown point {key!r}{nearest(key, points)}"
        measures = [point for point in points.values() if point.section in (schema.Section.measure, None)]
        if dimension == "integration_type" and tag is not None and all(one.integration_type for one in measures):
            typed = [one.key for one in measures if one.integration_type == tag]
            if sorted(typed) != sorted(key for key in check.points or () if key in points):
                wanted = ", ".join(typed) or "none"
                yield (*path, "points"), f"name the measures of the type {tag!r}, and no others: {wanted}"
