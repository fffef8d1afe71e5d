"""``python -m explorer``: check, audit and compile the authored data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from explorer import stories
from explorer.build import build_database, content_hash, fill
from explorer.catalog import Catalog, load_catalog
from explorer.errors import BuildError, DatabaseMissingError, DataFileError, Fault, FolderError, UnknownCodeError
from explorer.exports.document import SHORT_HASH
from explorer.fault_messages import nearest
from explorer.hostile_text import hostile_texts
from explorer.monitoring import command as compute_command
from explorer.monitoring.faults import InterruptedRunError, RecordsError
from explorer.paths import DATA_FOLDER
from explorer.queries import audit, records
from explorer.store import Store
from explorer.synthetic import command as synthetic
from explorer.verification.verify import KINDS, verify

MOST_WARNINGS = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 if all is well, 1 if a file cannot be written, 2 if the data files hold faults."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "check":
            catalog = load_catalog(options.data)
            _report(catalog, _sound_stories(options.data, catalog))
            _warn(hostile_texts(options.data))
        elif options.command == "audit":
            _report_findings(load_catalog(options.data), options)
        elif options.command == "export":
            _export(options.data, options.to)
        elif options.command == "verify":
            return _verify(load_catalog(options.data), options.sources)
        elif options.command == "compute":
            return compute_command.run(options)
        elif options.command == "synth":
            return synthetic.run(options)
        else:
            target = options.to or options.data / "metrics.duckdb"
            _report(build_database(options.data, target))
            print(f"{target} built, content {content_hash(options.data)[:12]}")
    except (DataFileError, UnknownCodeError, RecordsError) as error:
        print(error, file=sys.stderr)
        return 2
    except (BuildError, DatabaseMissingError, FolderError, InterruptedRunError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m explorer", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=DATA_FOLDER, help="folder of the authored files (default: %(default)s)"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="validate the authored files and say how many records they hold")
    build = commands.add_parser("build", help="validate, then compile the database")
    build.add_argument("--to", type=Path, help="the database file (default: metrics.duckdb in the data folder)")
    export = commands.add_parser(
        "export", help="write all data as a Frictionless Data Package: CSV, Parquet, DuckDB, zip"
    )
    export.add_argument(
        "--to", type=Path, required=True, help="folder for the files; those of the same name are replaced"
    )
    audited = commands.add_parser("audit", help="recompute what the documents computed, and list the findings")
    audited.add_argument("--case", help="only this case or place, by its id")
    audited.add_argument("--verdict", choices=audit.VERDICTS, help="only this verdict")
    audited.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the sentences (default: en)")
    verify_command = commands.add_parser("verify", help="find every figure again in the documents it was taken from")
    verify_command.add_argument("--sources", type=Path, required=True, help="folder of the documents")
    compute_command.add_command(commands)
    synthetic.add_command(commands)
    return parser


def _export(data: Path, folder: Path) -> None:
    from explorer.exports.datapackage import version_of, write_package  # slow to load for all other commands

    store = Store(data)
    store.refresh()
    with store.cursor() as connection:
        written = write_package(connection, version_of(connection, store.version), folder)
    size = sum(path.stat().st_size for path in written) / 1_000_000
    print(f"{len(written)} files, {size:.1f} MB, written to {folder}; everything in one: {written[-1].name}")
    print(f"content {store.version[:SHORT_HASH]}")


def _verify(catalog: Catalog, sources: Path) -> int:
    reports = verify(catalog, sources)
    for report in reports:
        counted = ", ".join(f"{report.numerals[kind]} {kind}" for kind in KINDS if report.numerals[kind])
        print(f"{report.file}: {report.figures} figures; {report.numerals.total()} numerals: {counted}")
        for problem in report.problems:
            print(f"  {problem}")
    found = sum(len(report.problems) for report in reports)
    plural = "problem" if found == 1 else "problems"
    print(f"{found} {plural}." if found else "Every figure found again; no numeral unaccounted for.")
    return 1 if found else 0


def _sound_stories(folder: Path, catalog: Catalog) -> int:
    """How many stories the folder holds. Raises DataFileError with the faults of all of them together."""
    folder = folder.resolve()
    if not stories.story_files(folder):
        return 0
    with duckdb.connect() as connection:
        fill(connection, catalog, digest="")
        read = stories.read_stories(folder, stories.known(connection))
    faults = [fault for each in read for fault in each.faults]
    if faults:
        raise DataFileError(faults)
    return len(read)


def _report(catalog: Catalog, told: int = 0) -> None:
    stories_told = f", {told} {'story' if told == 1 else 'stories'}" if told else ""
    print(
        f"{len(catalog.cases)} cases, {len(catalog.places)} places, {len(catalog.observations)} observations, "
        f"{len(catalog.indicators)} indicators, {len(catalog.policies)} policies, {len(catalog.sources)} sources, "
        f"{len(catalog.checks)} checks{stories_told}: sound"
    )


def _warn(found: list[Fault]) -> None:
    """Tell of texts that are no plain words. Sound data may hold them, so the command still ends well."""
    for fault in found[:MOST_WARNINGS]:
        print(f"warning: {fault}", file=sys.stderr)
    if found:
        plural = "text is" if len(found) == 1 else "texts are"
        print(f"{len(found)} {plural} no plain words; pages show them as typed.", file=sys.stderr)


def _report_findings(catalog: Catalog, options: argparse.Namespace) -> None:
    known = [case.id for case in catalog.cases] + [place.id for place in catalog.places]
    if options.case is not None and options.case not in known:
        raise UnknownCodeError("case", options.case, nearest(options.case, known))
    with duckdb.connect() as connection:
        fill(connection, catalog, digest="")
        found = audit.findings(
            connection,
            case_ids=[options.case] if options.case else None,
            verdicts=[options.verdict] if options.verdict else None,
        )
    for row in records(found):
        print(f"{row['verdict']}  {row['case_id']}  {row['kind']}  {row['check_id']}")
        print(f"    {row[f'message_{options.lang}']}")
    counts = found["verdict"].value_counts()
    told = ", ".join(f"{counts.get(verdict, 0)} {verdict}" for verdict in audit.VERDICTS)
    print(f"{len(found)} {'finding' if len(found) == 1 else 'findings'}: {told}")
