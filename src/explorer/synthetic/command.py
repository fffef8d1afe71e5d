"""``python -m explorer synth``: made-up records into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.synthetic.dirt import LEAST_ROWS_A_FAULT
from explorer.synthetic.region import MOST_COUNTIES

if TYPE_CHECKING:
    from argparse import _SubParsersAction

MOST_YEARS = 20
LEAST_ROWS_A_MONTH = 20
"""Encounters of a county and a month below which hardly an indicator could be made of them."""


def add_command(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    parser = commands.add_parser(
        "synth",
        help="write made-up records to try things on, and what is true of them",
        description="Write made-up encounters, providers, referrals and residents as Parquet, with the true indicators "
        "(truth.parquet) and a manifest. The counties do not exist; the same numbers and seed give the same files.",
    )
    parser.add_argument("--counties", type=int, default=12, help="counties around one city (default: %(default)s)")
    parser.add_argument("--years", type=int, default=3, help="years up to 2025 (default: %(default)s)")
    parser.add_argument("--rows", type=int, default=1_000_000, help="encounters (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other records (default: %(default)s)")
    parser.add_argument(
        "--dirty",
        type=int,
        default=0,
        metavar="ROWS",
        help="add so many rows of each fault: no resident's county, the same row twice, end before start, unknown "
        "provider, unknown kind, referral of an unknown person (default: none)",
    )
    parser.add_argument("--to", type=Path, required=True, help="a new or empty folder")


def run(options: argparse.Namespace) -> int:
    """Write them. Returns 0, or 2 after a sentence about numbers or a folder that will not do.

    Raises BuildError if the folder cannot be written.
    """
    problem = _problem(options)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    from explorer.synthetic.writing import MARK, Order, write_records

    order = Order(options.counties, options.years, options.rows, options.seed, options.dirty)
    manifest = write_records(order, options.to, lambda line: print(line, file=sys.stderr, flush=True))
    written = manifest["written"]
    assert isinstance(written, dict)
    print(f"{options.to}: {written['encounters']:,} encounters, {written['referrals']:,} referrals. {MARK['en']}")
    return 0


def _problem(options: argparse.Namespace) -> str | None:
    """What is wrong with what was asked for, and what to write instead; None if nothing is."""
    least = LEAST_ROWS_A_MONTH * 12 * options.years * (options.counties + 1)
    if not 1 <= options.counties <= MOST_COUNTIES:
        return f"--counties {options.counties}: give a number from 1 to {MOST_COUNTIES}."
    if not 1 <= options.years <= MOST_YEARS:
        return f"--years {options.years}: give a number from 1 to {MOST_YEARS}."
    if options.rows < least:
        of_what = "for the city and each county in every month"
        return f"--rows {options.rows}: give at least {least:,}, {LEAST_ROWS_A_MONTH} {of_what}."
    if options.seed < 0:
        return f"--seed {options.seed}: give 0 or a greater whole number."
    if not 0 <= options.dirty * LEAST_ROWS_A_FAULT <= options.rows:
        return f"--dirty {options.dirty}: give a number from 0 to {options.rows // LEAST_ROWS_A_FAULT:,}."
    if options.to.is_file() or (options.to.is_dir() and any(options.to.iterdir())):
        return f"--to {options.to}: something is there already. Name a new folder, or empty this one."
    return None
