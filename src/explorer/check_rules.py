"""Rules of checks that span records: do their figures, tags and points exist, and do the units go together?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from explorer import schema
from explorer.fault_messages import Location, nearest
from explorer.rounding import MEASURED_UNITS

SHARE_SCALES = {"percent": 100, "per-1000": 1_000, "per-1000-people": 1_000, "per-100000": 100_000, "ratio": 1}
"""By its unit, what a share is of: parts of a hundred, a thousand, a hundred thousand, or of one."""
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

Found = Iterator[tuple[Location, str]]
"""Faults: the way to the value, and the message."""


def check_faults(
    check: schema.Check,
    path: Location,
    observations: Mapping[str, schema.Observation] | None,
    cases: Mapping[str, schema.Case] | None,
    places: Mapping[str, schema.Place] | None,
) -> Found:
    """What is wrong with a check beside its own fields; a list that could not be read is None and passed over."""
    if check.case is not None and cases is not None and places is not None:
        if check.case not in (known := cases.keys() | places.keys()):
            yield (*path, "case"), f"unknown case {check.case!r}{nearest(check.case, known)}"
    filled = check.operands.by_role() if check.operands is not None else {}
    if observations is not None:
        faults = list(_operand_faults(check, filled, path, observations))
        yield from faults or _meaning_faults(check, filled, path, observations)
    if check.marked is not None and cases is not None and check.case is not None:
        yield from _marks_faults(check, path, cases)


def _operand_faults(check: Any, filled: Any, path: Location, observations: Mapping[str, schema.Observation]) -> Found:
    for role, ids in filled.items():
        several = len(ids) > 1 or isinstance(getattr(check.operands, role), tuple)
        for position, name in enumerate(ids):
            place = (*path, "operands", role, *([position] if several else []))
            if name not in observations:
                yield place, f"unknown observation {name!r}{nearest(name, observations)}"
            elif name in ids[:position]:
                yield place, f"{name!r} stands twice; keep one"
    owners = {observations[name].case_id for ids in filled.values() for name in ids if name in observations}
    if check.case is not None and owners and None not in owners and check.case not in owners:
        yield (*path, "case"), f"none of the figures belongs to {check.case!r}, but to {', '.join(sorted(owners))}"


def _meaning_faults(check: Any, filled: Any, path: Location, observations: Mapping[str, schema.Observation]) -> Found:
    located = [name for ids in filled.values() for name in ids if observations[name].locator is not None]
    if located and check.locator is None:
        yield (*path, "locator"), "the field 'locator' is missing; add it, as the document names the place"
    roles = SAME_UNIT.get(check.kind, ())
    units = {observations[name].unit for role in roles for name in filled.get(role, ())} - {None}
    if len(units) > 1 and units & MEASURED_UNITS:
        yield (*path, "operands"), f"{' and '.join(roles)} must be in one unit; found {', '.join(sorted(units))}"
    if check.kind is schema.CheckKind.sum and "whole" not in filled and units and units != {"percent"}:
        yield (
            (*path, "operands"),
            f"the whole is missing; only shares in percent need none, found {min(units)}",
        )
    if "before" in filled and check.kind is schema.CheckKind.growth and observations[filled["before"][0]].value == 0:
        yield (
            (*path, "operands", "before"),
            "nothing grows from zero; leave it out and say so in undetermined",
        )
    if "share" in filled:
        unit = observations[filled["share"][0]].unit
        if unit is not None and unit not in SHARE_SCALES:
            yield (*path, "operands", "share"), f"found a share in {unit!r}{nearest(unit, SHARE_SCALES)}"
    if check.kind is schema.CheckKind.yearly and check.undetermined is None and "total" in filled:
        if observations[filled["total"][0]].period_start is None:
            yield (*path, "operands", "total"), "the total needs a period with a start and an end, to count its years"


def _marks_faults(check: Any, path: Location, cases: Mapping[str, schema.Case]) -> Found:
    case = cases.get(check.case)
    if case is None:
        yield (*path, "case"), f"{check.case!r} has no tags: marks are checked for cases only"
        return
    if check.locator is None:
        yield (*path, "locator"), "the field 'locator' is missing; add it, as the document names the place"
    dimension, tag = check.marked.dimension, check.marked.tag
    dimensions = ("alliance_model", "integration_type")
    if dimension is not None and dimension not in dimensions:
        yield (*path, "marked", "dimension"), f"found {dimension!r}{nearest(dimension, dimensions)}"
    points = {point.key: point for point in case.points or ()}
    for position, key in enumerate(check.points or ()):
        if None not in points and key not in points:
            yield (*path, "points", position), f"unknown point {key!r}{nearest(key, points)}"
    if dimension == "integration_type" and tag is not None:
        typed = [key for key, point in points.items() if point.integration_type == tag]
        if sorted(typed, key=str) != sorted(check.points or (), key=str):
            listed = ", ".join(map(str, typed)) or "none"
            yield (*path, "points"), f"name the measures of the type {tag!r}, and no others: {listed}"
