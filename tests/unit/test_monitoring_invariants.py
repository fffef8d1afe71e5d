"""What must not matter does not, and what belongs together adds up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.unit import monitoring_runs as runs
from tests.unit import records_by_hand as hand
from tests.unit.records_by_hand import FAR, HOME, NEXT, PROVIDERS, Row, counted_by_hand, encounter, referral

FEW = settings(max_examples=5, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
"""A run takes a good part of a second, and many records stand in each example."""
INSTITUTIONS = [row["provider_id"] for row in PROVIDERS]
DAYS = st.dates(date(2022, 11, 1), date(2023, 4, 30))


@st.composite
def encounters(draw: st.DrawFn, most: int = 60) -> list[Row]:
    rows = []
    for number in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from(["outpatient", "emergency", "inpatient"]))
        start = draw(DAYS)
        stay = kind == "inpatient"
        rows.append(
            encounter(
                number,
                person=f"p{draw(st.integers(1, 9))}",
                resident_county=draw(st.sampled_from([HOME, NEXT, FAR, "", None])),
                provider_id=draw(st.sampled_from(INSTITUTIONS)),
                kind=kind,
                start=start,
                end=start + timedelta(days=draw(st.integers(0, 40)) if stay else 0),
                fund=draw(st.integers(0, 10**7)) / 100,
                operation_grade=draw(st.sampled_from([None, 1, 2, 3, 4])),
                case_weight=draw(st.integers(1000, 90000)) / 10000 if stay else None,
            )
        )
    return rows


@st.composite
def referrals(draw: st.DrawFn) -> list[Row]:
    ends = st.tuples(st.sampled_from(INSTITUTIONS), st.sampled_from(INSTITUTIONS))
    return [
        referral(number, *draw(ends), draw(DAYS), f"p{draw(st.integers(1, 9))}")
        for number in range(draw(st.integers(0, 20)))
    ]


@contextmanager
def a_folder() -> Iterator[Path]:
    """Every example has a folder of its own."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


@FEW
@given(encounters(), referrals())
def test_any_records_give_what_a_loop_over_them_finds(visits: list[Row], moves: list[Row]) -> None:
    with a_folder() as folder:
        runs.run(runs.write_records(folder, visits, moves), folder / "out")
        found = runs.found(folder / "out")
    by_hand = counted_by_hand(visits, PROVIDERS, moves, hand.RESIDENTS)
    assert found.keys() == by_hand.keys()
    for key, numbers in by_hand.items():
        assert [each for each in found[key] if each is not None] == pytest.approx(
            [each for each in numbers if each is not None]
        )


@FEW
@given(encounters(), st.integers(2, 5), st.randoms(use_true_random=False), st.sampled_from(["parquet", "csv"]))
def test_splitting_the_input_into_files_in_any_way_changes_nothing(
    visits: list[Row], files: int, random: object, form: str
) -> None:
    with a_folder() as folder:
        given_whole = runs.write_records(folder, visits)
        runs.run(given_whole, folder / "whole")
        shuffled = list(visits)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        write = hand.write_parquet if form == "parquet" else hand.write_csv
        for number in range(files):
            rows = shuffled[number::files]
            write(folder / "split" / f"part={number}" / f"rows.{form}", "encounters", rows)
        runs.run({**given_whole, "encounters": str(folder / "split")}, folder / "parts", bytes_a_part=1)
        for name in ("panel.parquet", "levels.parquet", "withheld.parquet", "panel.csv"):
            assert (folder / "whole" / name).read_bytes() == (folder / "parts" / name).read_bytes()


@FEW
@given(encounters(), referrals())
def test_renaming_persons_changes_nothing(visits: list[Row], moves: list[Row]) -> None:
    with a_folder() as folder:
        given_first = runs.write_records(folder / "first", visits, moves)
        renamed = [[{**row, "person": f"某{row['person'][::-1]}"} for row in rows] for rows in (visits, moves)]
        given_second = runs.write_records(folder / "second", *renamed)
        one = runs.run(given_first, folder / "one", thorough=True)
        other = runs.run(given_second, folder / "other", thorough=True)
        assert (folder / "one" / "panel.csv").read_bytes() == (folder / "other" / "panel.csv").read_bytes()
        assert one.report == other.report


@FEW
@given(encounters())
def test_the_shares_of_a_partition_add_up_to_a_hundred(visits: list[Row]) -> None:
    """Of residents' visits, those at each level of institution together are all of them; so are in and out."""
    with a_folder() as folder:
        runs.run(runs.write_records(folder, visits), folder / "out")
        found = runs.found(folder / "out")
        shutil.rmtree(folder / "out")
    for name in ("county-visit-rate-monitored", "county-admission-share", "insurance-fund-within-county"):
        for (indicator, place, level, grain, first), (above, below) in found.items():
            if (indicator, level) != (name, "all"):
                continue
            of_levels = [
                found[indicator, place, each, grain, first]
                for each in ("primary", "secondary", "tertiary", "other")
                if (indicator, place, each, grain, first) in found
            ]
            assert below is not None
            assert sum(100 * (part or 0) / below for _, part in of_levels) == pytest.approx(100)
            assert sum(part for part, _ in of_levels) == pytest.approx(above)


@FEW
@given(encounters())
def test_months_add_up_to_quarters_and_quarters_to_years(visits: list[Row]) -> None:
    with a_folder() as folder:
        runs.run(runs.write_records(folder, visits), folder / "out")
        found = runs.found(folder / "out")
    sums: dict[tuple, float] = {}
    for (indicator, place, level, grain, first), (above, _) in found.items():
        sums[indicator, place, level, grain, first.year] = (
            sums.get((indicator, place, level, grain, first.year), 0) + above
        )
    for (indicator, place, level, grain, year), total in sums.items():
        if grain != "year" and indicator != "referral-down-up-ratio":
            assert total == pytest.approx(sums[indicator, place, level, "year", year])
