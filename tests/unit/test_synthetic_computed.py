"""From made-up records to indicators: what is computed is what the records were made to say, faults and all."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from explorer.cli import main
from explorer.monitoring.contract import SYNTHETIC_MARK

ROWS, EACH_FAULT = 12_000, 40


@pytest.fixture(scope="module", params=[0, EACH_FAULT], ids=["clean", "dirty"])
def records(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of made-up records, with the folder ``computed`` in it."""
    folder = tmp_path_factory.mktemp("records") / "made_up"
    order = ["--counties", "4", "--years", "2", "--rows", str(ROWS), "--dirty", str(request.param)]
    assert main(["synth", *order, "--to", str(folder)]) == 0
    tables = ("encounters", "referrals", "providers.parquet", "residents.parquet")
    given = [word for table in tables for word in (f"--{table.partition('.')[0]}", str(folder / table))]
    accepted = ["--accept", "dropped-referrals"]  # every third referral belongs to nobody, if any does
    assert main(["compute", *given, *accepted, "--suppress-below", "0", "--to", str(folder / "computed")]) == 0
    return folder


def by_place_and_period(file: Path) -> dict[tuple[object, ...], tuple[float, float, float | None]]:
    rows = pq.ParquetFile(file).read().to_pylist()
    found = {
        (row["indicator_id"], row["place"], row["level"], row["period_start"], row["period_end"], row["unit"]): (
            row["value"],
            row["numerator"],
            row["denominator"],
        )
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def test_every_computed_figure_is_the_true_one_to_the_last_digit(records: Path) -> None:
    """Neither a figure too many nor one too few; repeated and impossible records are left out of every one."""
    computed = {
        **by_place_and_period(records / "computed" / "panel.parquet"),
        **by_place_and_period(records / "computed" / "levels.parquet"),
    }
    assert computed == by_place_and_period(records / "truth.parquet")


def test_the_report_counts_every_faulty_row_that_was_put_in(records: Path) -> None:
    each = json.loads((records / "manifest.json").read_text("utf-8"))["faults"]
    report = json.loads((records / "computed" / "quality.json").read_text("utf-8"))
    encounters, referrals = report["encounters"], report["referrals"]
    assert encounters["duplicates"]["left_out"] == each["repeated"]
    assert encounters["dropped"].get("end-before-start", 0) == each["ends_before_start"]
    assert encounters["dropped"].get("unknown-provider", 0) == each["unknown_provider"]
    assert encounters["dropped"].get("unknown-kind", 0) == each["unknown_kind"]
    assert encounters["county_unknown"] == each["unknown_county"]
    assert encounters["kept"] == ROWS + each["unknown_county"]
    assert referrals["without_encounter"] == each["stray_referral"]


def test_the_mark_goes_with_the_figures(records: Path) -> None:
    assert json.loads((records / "computed" / "manifest.json").read_text("utf-8"))[SYNTHETIC_MARK] is True
    for name in ("panel", "levels"):
        table = pq.ParquetFile(records / "computed" / f"{name}.parquet").read()
        assert set(table["synthetic"].to_pylist()) == {True}


def test_the_counties_keep_their_invented_names(records: Path) -> None:
    rows = pq.ParquetFile(records / "computed" / "panel.parquet").read().to_pylist()
    assert {row["place_name"] for row in rows if row["place"] == "990003"} == {"示例县 03"}
