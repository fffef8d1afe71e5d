"""Runs of the computation in a temporary folder, for the tests of monitoring."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from explorer.monitoring.compute import Outcome, Task, compute
from explorer.monitoring.quality import STOPS
from tests.unit import records_by_hand as hand

EVERYTHING = frozenset(STOPS)


def write_records(
    folder: Path,
    encounters: Sequence[hand.Row],
    referrals: Sequence[hand.Row] = (),
    providers: Sequence[hand.Row] = hand.PROVIDERS,
    residents: Sequence[hand.Row] = hand.RESIDENTS,
) -> dict[str, str]:
    """The four tables as Parquet files; what a Task is given."""
    rows = {"encounters": encounters, "referrals": referrals, "providers": providers, "residents": residents}
    return {table: str(hand.write_parquet(folder / f"{table}.parquet", table, each)) for table, each in rows.items()}


def run(given: dict[str, str], to: Path, **options: Any) -> Outcome:
    """Compute with every doubt accepted and nothing kept back, no duplicates looked for, unless told otherwise."""
    options = {"accepted": EVERYTHING, "suppress_below": 0, "thorough": False, **options}
    return compute(Task(given, to, **options), lambda line: None, lambda report: None)


def rows(to: Path) -> pd.DataFrame:
    """The panel and its levels."""
    return pd.concat([pq.read_table(to / f"{name}.parquet").to_pandas() for name in ("panel", "levels")])


def found(to: Path) -> hand.Found:
    """What a run found, in the form of ``records_by_hand.counted_by_hand``."""
    return {
        (row["indicator_id"], row["place"], row["level"], row["grain"], row["period_start"]): (
            row["numerator"],
            None if pd.isna(row["denominator"]) else row["denominator"],
        )
        for row in rows(to).to_dict("records")
    }
