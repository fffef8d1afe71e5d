"""What it costs to make indicators of records: `make bench-records`.

For each size, made-up records are written and every way goes from them to the same indicators: ``compute``,
hand-written SQL for DuckDB, pandas and Polars (where it is installed), Spark on this machine; the mere reading of the
columns needed is the limit. Rounds alternate between the ways, so that a busy moment touches all. Each way is a process
of its own, ended when its memory exceeds the limit, and its result is held to the truth that came with the records.

Seconds are what a clock shows; processor seconds do not depend on what else the machine does. Medians as Markdown.
"""

import argparse
import os
import platform
import shutil
import statistics
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from bench.record_ways import BY_HAND, WAYS
from bench.tree import Taken, run
from explorer.synthetic.writing import LAST_YEAR

COMPUTED = "computed"
KEY = "indicator_id, place, level, grain, period_start"
COUNTIES, YEARS, SEED = 100, 3, 1
NAMES = {
    "scan": "reading the columns",
    "hand": "SQL by hand",
    "hand-checked": "SQL by hand, with the same checks",
    "compute": "`compute`",
    "compute-quick": "`compute --quick`, without checks",
    "pandas": "pandas",
    "polars": "Polars",
    "spark": "`compute` on Spark, local[2]",
}
Results = dict[tuple[int, str], list[Taken]]


def main() -> None:
    """Measure and print."""
    options = parsed_arguments()
    results: Results = defaultdict(list)
    for rows in options.rows:
        folder = options.folder / f"{rows}"
        if not folder.exists():
            write(folder, rows)
        for number in range(options.rounds):
            for way in options.ways:
                if any(taken.failure for taken in results[rows, way]):
                    continue  # it will not survive a second time either
                print(f"{rows:,}, round {number + 1} of {options.rounds}: {way}", file=sys.stderr, flush=True)
                results[rows, way].append(measured(way, folder, options))
                print(f"    {told(results[rows, way][-1])}", file=sys.stderr, flush=True)
        if not options.keep:
            shutil.rmtree(folder)
    print(report(results, options))


def parsed_arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 3_000_000, 10_000_000], help="encounters")
    parser.add_argument(
        "--ways", nargs="+", choices=NAMES, default=["scan", "hand", "hand-checked", "compute", "pandas"]
    )
    parser.add_argument("--rounds", type=int, default=3, help="times that every way goes (default 3)")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/bench-records"), help="where the records go")
    parser.add_argument("--limit", type=float, default=6, help="most memory of a way, GiB (default 6)")
    parser.add_argument("--engine-memory", default="4GB", help="what DuckDB is told to keep to (default 4GB)")
    parser.add_argument("--keep", action="store_true", help="leave the records there")
    return parser.parse_args()


def write(folder: Path, rows: int) -> None:
    """Made-up records of so many encounters."""
    print(f"{rows:,}: writing the records", file=sys.stderr, flush=True)
    amounts = {"counties": COUNTIES, "years": YEARS, "seed": SEED, "rows": rows}
    numbers = [word for name, number in amounts.items() for word in (f"--{name}", str(number))]
    command = [sys.executable, "-m", "explorer", "synth", *numbers, "--to", str(folder)]
    taken = run(command, most_bytes=6 * 2**30)
    if taken.failure:
        sys.exit(taken.said)
    print(f"    {told(taken)}", file=sys.stderr, flush=True)


def measured(way: str, folder: Path, options: argparse.Namespace) -> Taken:
    """One way gone once, and its result compared."""
    target = folder / COMPUTED
    shutil.rmtree(target, ignore_errors=True)
    taken = run(
        command_of(way, folder, target, options.engine_memory),
        most_bytes=int(options.limit * 2**30),
        environment={**os.environ, "BENCH_MEMORY": options.engine_memory},
    )
    if taken.failure:
        return taken
    if way != "scan":
        found = folder / BY_HAND if way in WAYS else target
        apart = differences(found, folder / "truth.parquet")
        if apart:
            sys.exit(f"{way}: {apart}")
    return taken


def command_of(way: str, folder: Path, target: Path, memory: str) -> Sequence[str]:
    """The command line of a way."""
    if way in WAYS:
        return [sys.executable, "-m", "bench.record_ways", way, str(folder)]
    tables = {
        "encounters": folder / "encounters",
        "referrals": folder / "referrals",
        "providers": folder / "providers.parquet",
        "residents": folder / "residents.parquet",
    }
    inputs = [word for name, path in tables.items() for word in (f"--{name}", str(path))]
    command = [sys.executable, "-m", "explorer", "compute", *inputs, "--to", str(target), "--suppress-below", "0"]
    engine = "pyspark://local[2]" if way == "spark" else "duckdb"
    more = ["--quick"] if way == "compute-quick" else []
    return [*command, "--engine", engine, "--memory", memory, *more]


def differences(found: Path, truth: Path) -> str:
    """How a result is not as the truth has it; empty if it is, every numerator and denominator to the last digit.

    ``found`` is a file, or a folder of ``compute``.
    """
    files = [str(found)] if found.is_file() else [str(found / f"{name}.parquet") for name in ("panel", "levels")]
    with duckdb.connect() as connection:
        counted = connection.execute(
            f"""
            WITH f AS (SELECT {KEY}, value, numerator, denominator FROM read_parquet($found)),
                 t AS (SELECT {KEY}, value, numerator, denominator FROM read_parquet($truth))
            SELECT count(*) FILTER (f.value IS NULL), count(*) FILTER (t.value IS NULL),
                count(*) FILTER (f.numerator <> t.numerator OR f.denominator <> t.denominator),
                count(*) FILTER (abs(f.value - t.value) > 1e-9)
            FROM f FULL JOIN t USING ({KEY})
            """,
            {"found": files, "truth": str(truth)},
        ).fetchone()
    names = ("rows missing", "rows too many", "other numerators or denominators", "other values")
    return ", ".join(f"{number} {name}" for number, name in zip(counted or (), names, strict=True) if number)


def told(taken: Taken) -> str:
    """What one run took, in a line."""
    amounts = f"{taken.seconds:.1f} s, {taken.processor_seconds:.1f} processor s, {taken.peak_bytes / 2**30:.2f} GiB"
    return f"{taken.failure}: {amounts}" if taken.failure else amounts


def report(results: Mapping[tuple[int, str], list[Taken]], options: argparse.Namespace) -> str:
    """The tables, with how they were made, ready for docs/performance.md."""
    lines = [
        f"`make bench-records`, {date.today():%Y-%m-%d}: {options.rounds} rounds, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, DuckDB {duckdb.__version__}; "
        f"{COUNTIES} counties, {YEARS} years to {LAST_YEAR}; limit {options.limit:g} GiB, DuckDB told "
        f"{options.engine_memory}. Medians.",
    ]
    for title, cell in (
        ("Seconds", lambda taken: f"{statistics.median(t.seconds for t in taken):,.1f}"),
        ("Processor seconds", lambda taken: f"{statistics.median(t.processor_seconds for t in taken):,.1f}"),
        ("Most memory, GiB", lambda taken: f"{max(t.peak_bytes for t in taken) / 2**30:,.2f}"),
    ):
        lines += ["", f"| {title} | " + " | ".join(f"{rows / 1e6:g} M" for rows in options.rows) + " |"]
        lines.append("|---|" + "---:|" * len(options.rows))
        for way in options.ways:
            cells = []
            for rows in options.rows:
                taken = results[rows, way]
                failed = next((each.failure for each in taken if each.failure), None)
                cells.append(failed or (cell(taken) if taken else "–"))
            lines.append(f"| {NAMES[way]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
