"""A reader's panel of ten million rows beside hand-written SQL, pandas and SQLite: `make bench` or `make bench-panel`.

2,900 made-up counties × 120 months × 30 indicators are written as one Parquet file in no useful order. It is loaded
as *My figures* loads it, checked and sorted; then three questions are put to what was kept:

- filter: one indicator in one year, every county
- rank: the latest figure of each county with its rank, the first twenty
- trend: every month of ten counties

Each subject answers in turn, so that a busy moment touches all; every answer is compared before any time is told. The
ratio is the product's time to that of DuckDB SQL written by hand for the same file. Medians, as Markdown.
"""

import argparse
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from bench.panel_by_hand import checked_by_hand, filtered_by_hand, ranked_by_hand, trend_by_hand
from bench.panel_in_pandas import filtered_in_pandas, load_in_pandas, ranked_in_pandas, trend_in_pandas
from bench.panel_in_sqlite import filtered_in_sqlite, load_in_sqlite, ranked_in_sqlite, trend_in_sqlite
from explorer.own_figures.asking import opened
from explorer.own_figures.keeping import keep_parquet
from explorer.own_figures.panel import OwnPanel
from explorer.own_figures.rules import Codebook, codebook_of
from explorer.paths import DATA_FOLDER
from explorer.queries import own_figures as questions
from explorer.queries import records

COUNTIES, MONTHS, INDICATORS, SEED = 2900, 120, 30, 20261126
FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)
PRODUCT, BY_HAND, PANDAS, SQLITE = "product", "SQL by hand", "pandas", "SQLite"
Answer = TypeVar("Answer")
Times = Mapping[str, dict[str, list[tuple[float, float]]]]


@dataclass(frozen=True)
class Question:
    """What is asked of each subject; every answer is a frame with place, value and further columns."""

    name: str
    answers: Mapping[str, Callable[[], pd.DataFrame]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11, help="times each question is put (default 11)")
    parser.add_argument("--loads", type=int, default=5, help="times the file is loaded (default 5; SQLite once)")
    parser.add_argument("--counties", type=int, default=COUNTIES, help=f"for a quick look (default {COUNTIES})")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="explorer-bench-") as name:
        folder = Path(name)
        codebook = published_codebook()
        source = made_up_panel(folder / "given.parquet", list(percentages(codebook)), options.counties)
        times: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
        kept = measure_loads(times, source, folder, codebook, options.loads)
        indicator_id = kept.indicators[INDICATORS // 2]
        said("loading into SQLite once")
        database = timed(times["load"][SQLITE], partial(load_in_sqlite, source, folder / "panel.sqlite"))
        asked = questions_of(kept, load_in_pandas(source), database, indicator_id)
        for question in asked:
            measure(times, question, options.rounds)
        database.close()
        print(report(times, kept, options.rounds, options.loads, source.stat().st_size, kept.path.stat().st_size))


def said(words: str) -> None:
    print(words, file=sys.stderr)


def published_codebook() -> Codebook:
    with duckdb.connect(str(DATA_FOLDER / "metrics.duckdb"), read_only=True) as connection:
        return codebook_of(records(questions.codebook_units(connection)))


def percentages(codebook: Codebook) -> list[str]:
    """Thirty indicators that are shares."""
    shares = [one for one, rule in codebook.items() if rule.unit == "percent" and rule.low == 0]
    return shares[:INDICATORS]


def made_up_panel(path: Path, indicator_ids: list[str], counties: int) -> Path:
    """Invented counties, equal for equal seeds, by month and county: as it would come out of a register."""
    said(f"writing {counties * MONTHS * len(indicator_ids):,} rows")
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            COPY (
                WITH made AS (
                    SELECT county, month, indicator_id, hash(county, month, indicator_id, $seed) % 9000 + 500 AS part
                    FROM range($counties) counties(county), range({MONTHS}) months(month),
                        (SELECT unnest($indicators) AS indicator_id)
                )
                SELECT printf('99%04d', county) AS place, printf('示例县%04d', county) AS place_name, indicator_id,
                    make_date(2015 + month // 12, 1 + month % 12, 1) AS period_start,
                    last_day(make_date(2015 + month // 12, 1 + month % 12, 1)) AS period_end,
                    part / 100.0::DOUBLE AS value, 'percent' AS unit, part::DOUBLE AS numerator,
                    10000::DOUBLE AS denominator, NULL::VARCHAR AS note, true AS synthetic
                FROM made ORDER BY month, county, indicator_id
            ) TO '{path}' (FORMAT parquet)
            """,
            {"seed": SEED, "counties": counties, "indicators": indicator_ids},
        )
    return path


def measure_loads(times: Times, source: Path, folder: Path, codebook: Codebook, rounds: int) -> OwnPanel:
    """Load the file so often by the product, by hand and in pandas; what the product kept."""
    kept: OwnPanel | None = None
    for number in range(rounds):
        said(f"load {number + 1} of {rounds}")
        found = timed(times["load"][PRODUCT], lambda: keep_parquet(source, "bench", folder / "kept", codebook))
        assert not isinstance(found, list), found
        by_hand = timed(times["load"][BY_HAND], partial(checked_by_hand, source, folder / "by-hand.parquet", codebook))
        assert by_hand == found.rows
        in_pandas = timed(times["load"][PANDAS], partial(load_in_pandas, source))
        assert len(in_pandas) == found.rows
        if kept is not None:
            kept.path.unlink()
        kept = found
    assert kept is not None
    assert pq.read_metadata(kept.path).num_rows == kept.rows
    return kept


def questions_of(
    kept: OwnPanel, frame: pd.DataFrame, database: sqlite3.Connection, indicator_id: str
) -> list[Question]:
    """The three questions as each subject answers them."""
    product, plain = opened(kept), duckdb.connect()
    path = str(kept.path)
    counties = sorted(frame["place"].unique())
    ten = counties[:: max(1, len(counties) // 10)][:10]

    def ask(query: Callable[..., pd.DataFrame], *arguments: object) -> pd.DataFrame:
        with product.cursor() as cursor:
            return query(cursor, indicator_id, *arguments)

    return [
        Question(
            "filter",
            {
                PRODUCT: lambda: ask(questions.filtered, FIRST, LAST),
                BY_HAND: lambda: filtered_by_hand(plain, path, indicator_id, FIRST, LAST),
                PANDAS: lambda: filtered_in_pandas(frame, indicator_id, FIRST, LAST),
                SQLITE: lambda: filtered_in_sqlite(database, indicator_id, FIRST, LAST),
            },
        ),
        Question(
            "latest with rank",
            {
                PRODUCT: lambda: ask(questions.ranked),
                BY_HAND: lambda: ranked_by_hand(plain, path, indicator_id),
                PANDAS: lambda: ranked_in_pandas(frame, indicator_id),
                SQLITE: lambda: ranked_in_sqlite(database, indicator_id),
            },
        ),
        Question(
            "trend of ten",
            {
                PRODUCT: lambda: ask(questions.trend, ten),
                BY_HAND: lambda: trend_by_hand(plain, path, indicator_id, ten),
                PANDAS: lambda: trend_in_pandas(frame, indicator_id, ten),
                SQLITE: lambda: trend_in_sqlite(database, indicator_id, ten),
            },
        ),
    ]


def measure(times: Times, question: Question, rounds: int) -> None:
    """Put a question to each subject in turn, so often, once its answers are known to be the same."""
    said(question.name)
    told = {name: answer()[["place", "value"]].values.tolist() for name, answer in question.answers.items()}
    assert all(one == told[PRODUCT] for one in told.values()), f"{question.name}: the answers differ"
    for _ in range(rounds):
        for name, answer in question.answers.items():
            timed(times[question.name][name], answer)


def timed(into: list[tuple[float, float]], do: Callable[[], Answer]) -> Answer:
    """Do it, and note the milliseconds that passed and those that processors worked for it."""
    started, worked = time.perf_counter(), time.process_time()
    answer = do()
    into.append(((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000))
    return answer


def report(times: Times, kept: OwnPanel, rounds: int, loads: int, given: int, size: int) -> str:
    """The table, with how it was made, ready for docs/performance.md."""
    subjects = (PRODUCT, BY_HAND, PANDAS, SQLITE)
    lines = [
        f"`make bench-panel`, {date.today():%Y-%m-%d}: {kept.rows:,} rows, {kept.places:,} counties, "
        f"{len(kept.indicators)} indicators; {given / 1e6:,.0f} MB as given, {size / 1e6:,.0f} MB as kept; {rounds} "
        f"rounds, {loads} loads (SQLite one); {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python "
        f"{platform.python_version()}, DuckDB {duckdb.__version__}. Milliseconds, medians; in brackets the ratio to "
        "SQL by hand. What processors worked depends less on what else runs on the machine than what passed.",
        "",
        "| | " + " | ".join(subjects) + " |",
        "|---|" + "---:|" * len(subjects),
    ]
    for name, of in times.items():
        for which, kind in enumerate(("passed", "processors worked")):
            values = [statistics.median(pair[which] for pair in of[subject]) for subject in subjects]
            floor = values[subjects.index(BY_HAND)]
            told = " | ".join(f"{value:,.1f} ({value / floor:.2f})" for value in values)
            lines.append(f"| {name}, {kind} | {told} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
