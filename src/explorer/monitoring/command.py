"""``python -m explorer compute``: from records to indicators, at a terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.monitoring.quality import STOPS
from explorer.monitoring.suppression import DEFAULT_THRESHOLD

if TYPE_CHECKING:
    from argparse import _SubParsersAction

TABLES_HELP = "files, folder or pattern in quotes (Parquet or CSV), or table:NAME in the engine's database"


def add_command(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    parser = commands.add_parser(
        "compute",
        help="compute the indicators from records of encounters",
        description="Compute indicators from records of encounters, institutions, referrals and residents "
        "(docs/records.md says what they must hold). The results are in the form that the page My figures loads.",
    )
    for table, needed in (("encounters", True), ("providers", True), ("referrals", False), ("residents", False)):
        parser.add_argument(f"--{table}", required=needed, help=TABLES_HELP)
    parser.add_argument("--to", type=Path, required=True, help="folder of the results: new, empty or of an earlier run")
    parser.add_argument("--mapping", type=Path, help="YAML file that says what columns and codes are called")
    parser.add_argument("--engine", default="duckdb", help="duckdb, pyspark://local[2] or a URL that Ibis knows")
    parser.add_argument("--memory", help="what the engine may take, as 4GB (default: the engine's own)")
    parser.add_argument("--threads", type=int, help="threads of DuckDB (default: all cores)")
    parser.add_argument("--spill", type=Path, help="folder for what does not fit into memory (default: beside --to)")
    parser.add_argument(
        "--suppress-below",
        type=int,
        default=DEFAULT_THRESHOLD,
        metavar="N",
        help="keep back numbers from 1 to N-1 and what gives them away (default: %(default)s; 0: nothing)",
    )
    parser.add_argument(
        "--accept", action="append", default=[], choices=list(STOPS), help="go on although this is above its limit"
    )
    parser.add_argument(
        "--quick", action="store_true", help="look neither for duplicates nor for referrals without an encounter"
    )
    parser.add_argument(
        "--synthetic", action="store_true", help="mark the results as made up (marked files do so alone)"
    )
    parser.add_argument(
        "--until", type=date.fromisoformat, default=date.today(), help="nothing is later than this day (default: today)"
    )


def run(options: argparse.Namespace) -> int:
    """Compute. Returns 0; what is wrong is raised as an ExplorerError."""
    from explorer.monitoring.compute import Task, compute
    from explorer.monitoring.engines import Limits

    given = {
        table: getattr(options, table)
        for table in ("encounters", "providers", "referrals", "residents")
        if getattr(options, table)
    }
    task = Task(
        given,
        options.to,
        mapping=options.mapping,
        engine=options.engine,
        limits=Limits(options.memory, options.threads, options.spill),
        suppress_below=options.suppress_below,
        accepted=frozenset(options.accept),
        thorough=not options.quick,
        synthetic=options.synthetic,
        until=options.until,
    )
    outcome = compute(task, lambda line: print(line, file=sys.stderr, flush=True), _print_report)
    print(f"{options.to}: {outcome.shown:,} figures, {outcome.kept_back:,} kept back")
    return 0


def _print_report(report: Mapping[str, Any]) -> None:
    from explorer.monitoring.quality import told

    for line in told(report):
        print(line)
