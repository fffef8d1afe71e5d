"""From records to indicators, in parts that can be taken up again: look, read, doubt, sum, keep back, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from explorer.monitoring import suppression
from explorer.monitoring.definitions import DEFINITIONS, VERSION
from explorer.monitoring.engines import Engine, Limits, connected
from explorer.monitoring.faults import RecordsError
from explorer.monitoring.mapping import TableMapping, read_mapping
from explorer.monitoring.quality import stops
from explorer.monitoring.reading import Read, Reading
from explorer.monitoring.sources import Source, find_source
from explorer.monitoring.work import Workshop, free_target, identity, telling

BYTES_A_PART = 512 * 1024**2
"""Files of encounters are read together up to this size; what is read is done, also when the run is broken off."""
FORMAT = "1"
"""Of the results' files; raised when a column or a file of theirs changes."""


@dataclass(frozen=True)
class Task:
    """What to compute: where the records are, where the results go, with which engine and under which rules.

    ``until`` is the day after which nothing can have happened. ``thorough``: look for duplicates and for referrals
    without an encounter, which takes a second pass over the records. ``accepted`` are names of quality.STOPS.
    """

    given: Mapping[str, str]
    target: Path
    mapping: Path | None = None
    engine: str = "duckdb"
    limits: Limits = field(default_factory=Limits)
    suppress_below: int = suppression.DEFAULT_THRESHOLD
    accepted: frozenset[str] = frozenset()
    thorough: bool = True
    synthetic: bool = False
    until: date = field(default_factory=date.today)
    bytes_a_part: int = BYTES_A_PART


@dataclass(frozen=True)
class Outcome:
    """What a run found: the quality report, and rows published and kept back."""

    report: Mapping[str, Any]
    shown: int
    kept_back: int


def compute(task: Task, progress: Callable[[str], None], report: Callable[[Mapping[str, Any]], None]) -> Outcome:
    """Compute every indicator and put the results into ``task.target``, all of them or nothing.

    ``report`` gets the quality report before any indicator is made. A run that was broken off is taken up where it
    stopped, and gives the same bytes as an unbroken one.

    Raises RecordsError if the records or the order will not do, InterruptedRunError if disk or engine fail.
    """
    faults = [problem] if (problem := free_target(task.target)) else []
    mapping = read_mapping(task.mapping)
    sources = {
        table: source
        for table, given in task.given.items()
        if (source := find_source(table, given, mapping[table], faults)) is not None
    }
    if faults:
        raise RecordsError(faults)
    workshop = Workshop(task.target, _about(task, sources, mapping))
    limits = replace(task.limits, spill=task.limits.spill or workshop.folder / "spill")
    with telling(f"the engine {task.engine}"), connected(task.engine, limits) as engine:
        reading = Reading(engine, workshop, mapping, sources, task.until, task.thorough, task.bytes_a_part)
        read = reading.read(progress)
    with telling("the indicators"), connected("duckdb", limits) as local:
        about = read.report(local)
        report(about)
        if problems := stops(about, task.accepted):
            raise RecordsError(problems)
        progress("indicators")
        synthetic = task.synthetic or any(source.synthetic for source in sources.values())
        return _finish(task, read, local, workshop, about, synthetic)


def _finish(
    task: Task, read: Read, local: Engine, workshop: Workshop, about: Mapping[str, Any], synthetic: bool
) -> Outcome:
    """Make the indicators of what was read and put them into the target."""
    from explorer.monitoring import results, rollup

    monthly = rollup.monthly_sums(read.encounters(local), read.referrals(local), local.frame)
    sums = rollup.by_period(monthly, read.listed.residents)
    back = suppression.kept_back(sums, task.suppress_below, read.listed.places)
    rows = results.rows_of(sums, back, read.listed.names, read.span(local), synthetic)
    manifest = {
        "format": FORMAT,
        "definitions": VERSION,
        "engine": {"name": read.engine, "version": version(read.engine)},
        "indicators": sorted(each.indicator for each in DEFINITIONS if not each.guard),
        "inputs": read.inputs,
        "suppress_below": task.suppress_below,
        "accepted": sorted(task.accepted),
        "until": task.until.isoformat(),
        "synthetic": synthetic,
    }
    workshop.publish(lambda folder: results.write_results(folder, rows, about, manifest))
    kept_back = int(rows["suppressed"].sum())
    return Outcome(about, len(rows) - kept_back, kept_back)


def _about(task: Task, sources: Mapping[str, Source], mapping: Mapping[str, TableMapping]) -> dict[str, Any]:
    """All that what is read depends on: where it is the same, work that was broken off can be taken up."""
    return {
        "definitions": VERSION,
        "engine": task.engine,
        "until": task.until.isoformat(),
        "thorough": task.thorough,
        "bytes_a_part": task.bytes_a_part,
        "sources": {table: [source.form, source.name, identity(source.files)] for table, source in sources.items()},
        "mapping": {table: repr(each) for table, each in mapping.items()},
    }
