"""Derived figures of the whole table: formulas that may build on one another, each evaluated once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from explorer import formula, rounding, schema
from explorer.fault_messages import nearest

Report = Callable[[int, str, str], None]
"""Takes a fault of the table: index of the row, column, message."""


def derive_all(
    observations: Sequence[tuple[int, schema.Observation]], by_id: Mapping[str, schema.Observation], report: Report
) -> dict[str, formula.Derived]:
    """What every formula gives, by observation id; what is wrong with one is reported and has no entry.

    Observations come with the index of their row and may hold None wherever they have a fault of their own.
    """
    reported = {key: o for key, o in by_id.items() if None not in (o.value, o.as_reported, o.qualifier, o.unit)}
    values = {key: o.value for key, o in reported.items() if o.value is not None}
    intervals = {key: rounding.stands_for(o)[1] for key, o in reported.items()}
    qualifiers = {key: o.qualifier for key, o in reported.items() if o.qualifier is not None}
    pending = {
        index: o for index, o in observations if o.basis is schema.ObservationBasis.derived and o.formula is not None
    }
    derived: dict[str, formula.Derived] = {}
    while ready := [n for n, o in pending.items() if all(name in values for name in _operands(o))]:
        for index in ready:
            observation = pending.pop(index)
            try:
                result = formula.derive(observation.formula or "", values, intervals, qualifiers)
            except formula.FormulaError as error:
                report(index, "formula", str(error))
                continue
            key = observation.observation_id
            values[key], intervals[key], qualifiers[key] = result.value, result.interval, result.qualifier
            derived[key] = result
            if observation.qualifier not in (None, result.qualifier):
                found = f"the formula gives {result.qualifier.value!r}, found {observation.qualifier.value!r}"
                report(index, "qualifier", f"{found}; leave the cell of a derived figure empty")
    _report_the_rest(pending, by_id, report)
    return derived


def _report_the_rest(
    pending: Mapping[int, schema.Observation], by_id: Mapping[str, schema.Observation], report: Report
) -> None:
    # What is left waits for something unknown, for itself, or for a figure with a fault of its own (no new fault).
    waiting = {o.observation_id: _operands(o) for o in pending.values()}
    for index, observation in pending.items():
        unknown = [name for name in _operands(observation) if name not in by_id]
        if unknown:
            report(index, "formula", f"unknown observation {unknown[0]!r}{nearest(unknown[0], by_id)}")
        elif _leads_back(observation.observation_id, waiting):
            report(index, "formula", "the formula refers back to itself; break the circle")


def _operands(observation: schema.Observation) -> list[str]:
    return formula.operands(observation.formula or "")


def _leads_back(start: str, waiting: Mapping[str, Sequence[str]]) -> bool:
    """Whether following the operands of ``start`` comes back to it."""
    reached: set[str] = set()
    ahead = list(waiting[start])
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += waiting.get(name, ())
    return start in reached
