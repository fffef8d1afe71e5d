"""Made-up records: always the same, shaped like a region, marked everywhere, and true to the last digit."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.record_ways import BY_HAND, by_hand
from bench.records import differences
from explorer.cli import main
from explorer.errors import BuildError
from explorer.monitoring.contract import KINDS, LEVELS, SYNTHETIC_MARK, TABLES
from explorer.paths import PROJECT_FOLDER
from explorer.synthetic.design import Design, ramp
from explorer.synthetic.region import CITY, region
from explorer.synthetic.writing import Order, write_records
from tests.unit.recount import recounted, rows

SMALL = Order(counties=3, years=2, rows=6_000, seed=7)
TYPES = {
    "text": pa.types.is_string,
    "date": pa.types.is_date,
    "money": pa.types.is_float64,
    "weight": pa.types.is_float64,
    "integer": pa.types.is_integer,
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records") / "small"
    write_records(SMALL, folder)
    return folder


@pytest.fixture(scope="module")
def large() -> Design:
    """Twelve counties over four years: only how many encounters of every sort, none of them written."""
    return Design(region(12, (2022, 2023, 2024, 2025), 5_000_000, 1))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_order_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    write_records(SMALL, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(small)


def test_another_seed_gives_other_records(small: Path, tmp_path: Path) -> None:
    write_records(Order(SMALL.counties, SMALL.years, SMALL.rows, seed=8), tmp_path / "other")
    ids = [{row["person"] for row in rows(folder / "encounters")} for folder in (small, tmp_path / "other")]
    assert not ids[0] & ids[1]


def test_there_are_as_many_encounters_as_asked_for_and_each_has_its_own_number(small: Path) -> None:
    numbers = [row["encounter_id"] for row in rows(small / "encounters")]
    assert len(numbers) == len(set(numbers)) == SMALL.rows


def test_the_truth_is_what_a_plain_count_of_the_records_finds(small: Path) -> None:
    truth = {
        (row["indicator_id"], row["place"], row["level"], row["period_start"], row["grain"]): row
        for row in rows(small / "truth.parquet")
    }
    counted = recounted(small)
    assert set(truth) == set(counted)
    for key, (value, numerator, denominator) in counted.items():
        found = truth[key]
        assert found["numerator"] == float(numerator), key
        assert found["denominator"] == (None if denominator is None else float(denominator)), key
        assert found["value"] == pytest.approx(float(value), rel=1e-12), key


def test_sql_written_by_hand_finds_the_same_truth(small: Path) -> None:
    """The benchmark sets ``compute`` beside it: it has to be right before it is fast."""
    by_hand(small)
    assert differences(small / BY_HAND, small / "truth.parquet") == ""
    (small / BY_HAND).unlink()


def test_a_stay_that_crosses_the_year_counts_where_it_ends(small: Path) -> None:
    """The edge that the truth would miss if it went by the month of admission."""
    crossing = [row for row in rows(small / "encounters") if row["start"].year < row["end"].year]
    assert crossing
    assert {row["kind"] for row in crossing} == {"inpatient"}


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_are_those_of_the_contract(small: Path, table: str) -> None:
    file = next((small / table).rglob("*.parquet")) if (small / table).is_dir() else small / f"{table}.parquet"
    schema = pq.read_schema(file)
    assert {column.name for column in TABLES[table] if not TYPES[column.type](schema.field(column.name).type)} == set()


def test_every_code_is_one_of_the_contract(small: Path) -> None:
    encounters = rows(small / "encounters")
    assert {row["kind"] for row in encounters} == set(KINDS)
    assert {row["operation_grade"] for row in encounters} == {None, 1, 2, 3, 4}
    assert {row["level"] for row in rows(small / "providers.parquet")} == set(LEVELS)


def test_money_has_two_decimals_and_weights_four(small: Path) -> None:
    for row in rows(small / "encounters"):
        assert row["cost"] == round(row["cost"], 2)
        assert 0 < row["fund"] <= row["cost"]
        assert (row["case_weight"] is None) == (row["kind"] != "inpatient")
        assert row["case_weight"] is None or 0 < row["case_weight"] == round(row["case_weight"], 4)


def test_no_encounter_ends_before_it_starts_or_after_the_last_year(small: Path) -> None:
    for row in rows(small / "encounters"):
        assert date(2024, 1, 1) <= row["start"] <= row["end"] <= date(2025, 12, 31)


def test_a_referral_follows_an_encounter_of_the_same_person_that_ended_that_day(small: Path) -> None:
    ended = {(row["person"], row["provider_id"], row["end"]) for row in rows(small / "encounters")}
    referrals = rows(small / "referrals")
    assert referrals
    assert {(row["person"], row["from_provider"], row["date"]) for row in referrals} <= ended


def test_every_file_every_row_and_the_manifest_say_that_it_is_made_up(small: Path) -> None:
    files = list(small.rglob("*.parquet"))
    for file in files:
        read = pq.ParquetFile(file)
        assert read.metadata.metadata[SYNTHETIC_MARK.encode()] == b"true", file
        assert read.read(["synthetic"])["synthetic"].to_pylist() == [True] * read.metadata.num_rows, file
    manifest = json.loads((small / "manifest.json").read_text("utf-8"))
    assert manifest[SYNTHETIC_MARK] is True
    assert "虚构" in manifest["notice"]["zh"]
    assert set(manifest["files"]) == {file.relative_to(small).as_posix() for file in files}


def test_no_place_could_be_taken_for_a_real_one(small: Path) -> None:
    residents, providers = rows(small / "residents.parquet"), rows(small / "providers.parquet")
    assert all(row["county"].startswith("99") for row in (*residents, *providers))  # no province of GB/T 2260
    names = [row["county_name"] for row in residents] + [row["name"] for row in providers]
    assert all(name.startswith("示例") for name in names)


def met(design: Design, month: int, **wanted: object) -> int:
    """Encounters of one month with these properties; ``to`` and ``of`` are a provider's county and a resident's."""
    found = 0
    for cell in design.cells(month):
        has = {
            "to": cell.provider.county,
            "of": cell.resident.code if cell.resident else None,
            "level": cell.provider.level,
            "kind": cell.kind,
        }
        found += cell.n if all(has[name] == value for name, value in wanted.items()) else 0
    return found


def test_winter_is_busiest_and_the_month_of_the_spring_festival_a_trough(large: Design) -> None:
    by_month = large.counts.sum(axis=1) / [large.days_of(month)[1] for month in range(large.months)]
    of_2024 = by_month[24:36]
    assert of_2024[[0, 11]].mean() > 1.1 * of_2024[[5, 6]].mean()
    assert of_2024[1] < 0.85 * of_2024[[0, 2]].mean()  # 10 February 2024
    assert by_month[36] < 0.85 * by_month[[35, 37]].mean()  # 29 January 2025


def test_the_nearer_the_city_the_more_leave_for_it(large: Design) -> None:
    leaving = []
    for county in large.region.counties:
        admitted = met(large, 3, of=county.code, kind="inpatient")
        leaving.append(met(large, 3, of=county.code, to=CITY, kind="inpatient") / admitted)
    distances = [county.distance_km for county in large.region.counties]
    assert distances == sorted(distances)
    assert np.corrcoef(distances, leaving)[0, 1] < -0.9
    assert leaving[0] > 1.5 * leaving[-1]


def test_two_alliances_are_formed_midway_and_shares_rise_there_afterwards_and_nowhere_else(large: Design) -> None:
    allied = [county for county in large.region.counties if county.alliance]
    assert [county.formed for county in allied] == [24, 28]
    for county in large.region.counties:
        before, after = (met(large, month, of=county.code, kind="outpatient") for month in (20, 44))
        primary = [met(large, month, of=county.code, kind="outpatient", level="primary") for month in (20, 44)]
        within = [met(large, month, of=county.code, kind="outpatient", to=county.code) for month in (20, 44)]
        rise = primary[1] / after - primary[0] / before
        stays = within[1] / after - within[0] / before
        if county.alliance:
            assert ramp(county, 23) == 0
            assert rise > 0.05
            assert stays > 0.005
        else:
            assert abs(rise) < 0.005
            assert abs(stays) < 0.005


def test_counties_grow_older_and_their_residents_see_doctors_more_often(large: Design) -> None:
    for county in large.region.counties:
        assert list(county.aged_share) == sorted(county.aged_share)
        per_resident = [
            sum(met(large, 12 * year + month, of=county.code) for month in range(12)) / county.residents[year]
            for year in range(4)
        ]
        assert per_resident[0] < per_resident[3]


def test_faulty_rows_are_as_many_as_asked_for(tmp_path: Path) -> None:
    assert (
        main(["synth", "--counties", "3", "--years", "2", "--rows", "6000", "--dirty", "9", "--to", str(tmp_path)]) == 0
    )
    encounters = rows(tmp_path / "encounters")
    known = {row["provider_id"] for row in rows(tmp_path / "providers.parquet")}
    assert len(encounters) == 6_000 + 5 * 9
    assert sum(n - 1 for n in Counter(tuple(sorted(row.items(), key=str)) for row in encounters).values()) == 9
    assert sum(n - 1 for n in Counter(row["encounter_id"] for row in encounters).values()) == 9
    assert sum(row["end"] < row["start"] for row in encounters) == 9
    assert sum(row["provider_id"] not in known for row in encounters) == 9
    assert sum(row["kind"] not in KINDS for row in encounters) == 9
    assert sum(not row["resident_county"] for row in encounters) == 9
    persons = {row["person"] for row in encounters}
    assert sum(row["person"] not in persons for row in rows(tmp_path / "referrals")) == 9
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert set(manifest["faults"].values()) == {9}


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        (["--counties", "0"], "--counties 0: give a number from 1 to 999."),
        (["--years", "21"], "--years 21: give a number from 1 to 20."),
        (["--rows", "100"], "--rows 100: give at least 9,360, 20 for the city and each county in every month."),
        (["--seed", "-1"], "--seed -1: give 0 or a greater whole number."),
        (["--rows", "9500", "--dirty", "96"], "--dirty 96: give a number from 0 to 95."),
    ],
)
def test_numbers_that_will_not_do_are_answered_with_a_remedy(
    options: list[str], remedy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["synth", "--to", str(tmp_path / "new"), *options]) == 2
    assert capsys.readouterr().err == remedy + "\n"
    assert not (tmp_path / "new").exists()


def test_the_guide_describes_every_option_and_every_file(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guide = (PROJECT_FOLDER / "docs" / "synthetic-records.md").read_text("utf-8")
    with pytest.raises(SystemExit):
        main(["synth", "--help"])
    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help", "--to"}
    assert {option for option in options if f"| `{option}" not in guide} == set()
    assert {path.name for path in small.iterdir() if path.is_file() and f"`{path.name}`" not in guide} == set()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("kept")
    assert main(["synth", "--to", str(tmp_path)]) == 2
    assert "Name a new folder, or empty this one." in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_nothing_is_left_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(BuildError, match="No space left on device"):
        write_records(SMALL, tmp_path / "records")
    assert list(tmp_path.iterdir()) == []
