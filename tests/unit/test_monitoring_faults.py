"""Records that will not do: a report that says where and why, and never half a result."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from explorer import cli
from explorer.monitoring import work
from explorer.monitoring.compute import Task, compute
from explorer.monitoring.faults import InterruptedRunError, RecordsError
from tests.unit import monitoring_runs as runs
from tests.unit import records_by_hand as hand
from tests.unit.records_by_hand import PROVIDERS, encounter, referral

FILES = {"panel.parquet", "panel.csv", "levels.parquet", "levels.csv", "withheld.parquet", "withheld.csv"}
FILES |= {"quality.json", "manifest.json"}


def refused(given: dict[str, str], to: Path, **options: object) -> str:
    """What a run that is refused says; nothing may be at its target."""
    with pytest.raises(RecordsError) as refusal:
        runs.run(given, to, **options)
    assert not to.exists()
    return str(refusal.value)


def test_a_missing_column_is_told_with_its_file_and_the_mapping_that_mends_it(tmp_path: Path) -> None:
    given = runs.write_records(tmp_path, [encounter(1)])
    table = pq.read_table(given["encounters"]).rename_columns({"fund": "费用"})
    pq.write_table(table, given["encounters"])
    said = refused(given, tmp_path / "out")
    assert f"encounters: {given['encounters']} has no column 'fund'" in said
    assert "encounters: {columns: {fund: …}}" in said


def test_a_code_stored_as_a_number_is_refused(tmp_path: Path) -> None:
    given = runs.write_records(tmp_path, [encounter(1)])
    table = pq.read_table(given["encounters"])
    at = table.schema.get_field_index("resident_county")
    pq.write_table(table.set_column(at, "resident_county", pa.array([990101])), given["encounters"])
    assert "'resident_county' is stored as integer, expected text" in refused(given, tmp_path / "out")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    given = runs.write_records(tmp_path, [encounter(1)])
    Path(given["encounters"]).write_bytes(Path(given["encounters"]).read_bytes()[:-200])
    given["referrals"] = str(tmp_path / "nowhere" / "*.parquet")
    said = refused(given, tmp_path / "out")
    assert "is not a whole Parquet file" in said
    assert "referrals: no file matches" in said


def test_a_faulty_list_of_institutions_is_told_row_by_row(tmp_path: Path) -> None:
    providers = [*PROVIDERS, {**PROVIDERS[0]}, {**PROVIDERS[1], "provider_id": "new", "level": "二级"}]
    said = refused(runs.write_records(tmp_path, [encounter(1)], providers=providers), tmp_path / "out")
    assert "row 7: provider_id 'centre' stands twice" in said
    assert "row 8: level '二级'; expected one of other, primary, secondary, tertiary" in said


def test_text_in_a_date_is_dropped_and_told_with_its_line(tmp_path: Path) -> None:
    given = runs.write_records(tmp_path, [encounter(1)])
    rows = [encounter(number) for number in range(1, 40)] + [encounter(40, start="上周二", end="2023-03-02")]
    given["encounters"] = str(hand.write_csv(tmp_path / "encounters.csv", "encounters", rows))
    outcome = runs.run(given, tmp_path / "out")
    assert outcome.report["encounters"]["dropped"] == {"unreadable-value": 1}
    assert outcome.report["examples"] == [f"{given['encounters']}, row 41: unreadable-value"]


def test_every_reason_to_drop_an_encounter_is_counted(tmp_path: Path) -> None:
    rows = [
        encounter(1),
        encounter(2, kind="home"),
        encounter(3, provider_id="nowhere"),
        encounter(4, start=date(2023, 3, 2), end=date(2023, 3, 1)),
        encounter(5, start=date(2099, 1, 1)),
        encounter(6, start=date(1989, 12, 31)),
        encounter(7, fund=None),
        encounter(8, fund=float("nan")),
        encounter(9, operation_grade=7),
    ]
    outcome = runs.run(runs.write_records(tmp_path, rows), tmp_path / "out", until=date(2026, 1, 1))
    about = outcome.report["encounters"]
    assert about["dropped"] == {
        **{"missing-value": 2, "unknown-kind": 1, "unknown-provider": 1, "end-before-start": 1},
        **{"in-the-future": 1, "before-1990": 1},
    }
    assert (about["read"], about["kept"], about["operation_grade_unknown"]) == (9, 2, 1)


def test_thirty_percent_of_unknown_counties_stop_the_work_until_they_are_accepted(tmp_path: Path) -> None:
    rows = [encounter(number, resident_county=None if number <= 3 else hand.HOME) for number in range(1, 11)]
    given = runs.write_records(tmp_path, rows)
    said = refused(given, tmp_path / "out", accepted=frozenset())
    assert "unknown-counties: 30.0%, and at most 20% goes without asking" in said
    assert "--accept unknown-counties" in said
    runs.run(given, tmp_path / "out", accepted=frozenset({"unknown-counties"}))
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES


def test_an_encounter_that_stands_twice_counts_once(tmp_path: Path) -> None:
    rows = [encounter(1), encounter(1), encounter(2), encounter(3, provider_id="city"), encounter(3)]
    given = runs.write_records(tmp_path, rows, [referral(1, "centre", "city"), referral(1, "centre", "city")])
    said = refused(given, tmp_path / "out", accepted=frozenset(), thorough=True)
    assert "duplicate-encounters: 40.0%" in said
    outcome = runs.run(given, tmp_path / "out", thorough=True)
    assert outcome.report["encounters"]["duplicates"]["examples"] == ["e1", "e3"]
    found = runs.found(tmp_path / "out")
    key = (hand.HOME, "all", "year", date(2023, 1, 1))
    assert found["county-visit-rate-monitored", *key][1] == 3
    assert found["referrals-up", *key] == (1, None)


def test_a_referral_of_somebody_never_seen_is_counted(tmp_path: Path) -> None:
    given = runs.write_records(
        tmp_path, [encounter(1)], [referral(1, "centre", "city"), referral(2, "centre", "city", person="nobody")]
    )
    outcome = runs.run(given, tmp_path / "out", thorough=True)
    assert outcome.report["referrals"]["without_encounter"] == 1


def test_results_are_not_written_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine")
    with pytest.raises(RecordsError, match="something else is there"):
        runs.run(runs.write_records(tmp_path, [encounter(1)]), tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["thesis.docx"]


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = runs.write_records(tmp_path, [encounter(1)])
    runs.run(given, tmp_path / "out")
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("explorer.monitoring.results._write", full)
    with pytest.raises(InterruptedRunError, match="Make room on the disk"):
        runs.run(given, tmp_path / "out")
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


def test_a_disk_that_fills_up_in_the_middle_leaves_no_half_table(tmp_path: Path) -> None:
    """A limit on the size of any file, set for a process of its own, is as good as a small disk."""
    given = runs.write_records(tmp_path, [encounter(number, person=f"{number:0>4000}") for number in range(1, 300)])
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); "
        "from explorer.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    # What measures coverage writes a file too, and would complain of the limit.
    measured_not = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    run = subprocess.run(
        [sys.executable, "-c", limited, *command(given, tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        env=measured_not,
    )
    assert run.returncode == 1, run.stderr
    assert "Make room on the disk" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "out").exists()


def test_work_that_was_broken_off_is_taken_up_and_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = many_files(tmp_path, 4)
    runs.run(given, tmp_path / "unbroken", bytes_a_part=1)
    made = work.Workshop.table

    def breaking(self: work.Workshop, name: str, make: object) -> Path:
        if name == "encounters-0002":
            raise KeyboardInterrupt
        return made(self, name, make)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(work.Workshop, "table", breaking)
        with pytest.raises(KeyboardInterrupt):
            runs.run(given, tmp_path / "broken", bytes_a_part=1)
    assert not (tmp_path / "broken").exists()
    done = tmp_path / "broken.work" / "encounters-0001.parquet"
    stamp = done.stat().st_mtime_ns
    read_again = []

    def noting(self: work.Workshop, name: str, make: object) -> Path:
        if name == "encounters-0002":
            read_again.append(done.stat().st_mtime_ns == stamp)
        return made(self, name, make)  # type: ignore[arg-type]

    monkeypatch.setattr(work.Workshop, "table", noting)
    runs.run(given, tmp_path / "broken", bytes_a_part=1)
    assert read_again == [True]
    assert same_bytes(tmp_path / "unbroken", tmp_path / "broken")
    assert not (tmp_path / "broken.work").exists()


def test_a_killed_run_leaves_nothing_at_its_target_and_is_taken_up(tmp_path: Path) -> None:
    given = many_files(tmp_path, 3)
    runs.run(given, tmp_path / "unbroken")
    killed = subprocess.Popen(
        [sys.executable, "-m", "explorer", *command(given, tmp_path / "out")],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert killed.stderr is not None
    with killed.stderr as said:
        assert any(line == "referrals\n" for line in said)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    assert (tmp_path / "out.work" / "encounters-0000.parquet").is_file()
    assert not (tmp_path / "out" / "manifest.json").exists()
    runs.run(given, tmp_path / "out")
    assert same_bytes(tmp_path / "unbroken", tmp_path / "out")


def test_the_command_prints_the_report_before_the_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = runs.write_records(tmp_path, [encounter(number) for number in range(1, 30)])
    assert cli.main(command(given, tmp_path / "out")) == 0
    said = capsys.readouterr()
    assert "encounters: 29 read, 29 kept" in said.out
    assert said.out.index("29 kept") < said.out.index("figures")
    assert "encounters: part 1 of 1" in said.err


def test_the_command_says_what_is_wrong_and_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {**runs.write_records(tmp_path, [encounter(1)]), "encounters": "nowhere.parquet"}
    assert cli.main(command(given, tmp_path / "out")) == 2
    assert "encounters: no file matches 'nowhere.parquet'" in capsys.readouterr().err


def test_the_manifest_names_inputs_definitions_and_engine(tmp_path: Path) -> None:
    given = runs.write_records(tmp_path, [encounter(1)])
    runs.run(given, tmp_path / "out", synthetic=True)
    told = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert told["engine"]["name"] == "duckdb"
    assert told["synthetic"] is True
    assert {each["table"] for each in told["inputs"]} == {"encounters", "providers", "referrals", "residents"}
    assert all(len(each["sha256"]) == 64 for each in told["inputs"])
    assert runs.rows(tmp_path / "out")["synthetic"].all()


def test_an_engine_that_nobody_knows_is_refused_in_one_sentence(tmp_path: Path) -> None:
    said = refused(runs.write_records(tmp_path, [encounter(1)]), tmp_path / "out", engine="abacus://here")
    assert "--engine abacus://here: cannot be reached" in said


def test_records_may_be_tables_of_a_database(tmp_path: Path) -> None:
    given = runs.write_records(
        tmp_path, [encounter(1), encounter(2, provider_id="city")], [referral(1, "centre", "city")]
    )
    runs.run(given, tmp_path / "files")
    database = tmp_path / "records.duckdb"
    with duckdb.connect(str(database)) as connection:
        for table, path in given.items():
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet('{path}')")
    tables = {table: f"table:{table}" for table in given}
    runs.run(tables, tmp_path / "tables", engine=f"duckdb://{database}", thorough=True)
    assert (tmp_path / "files" / "panel.csv").read_bytes() == (tmp_path / "tables" / "panel.csv").read_bytes()


def test_a_database_that_is_not_there_is_refused(tmp_path: Path) -> None:
    said = refused(runs.write_records(tmp_path, [encounter(1)]), tmp_path / "out", engine="duckdb://nowhere.duckdb")
    assert "there is no database nowhere.duckdb; check the path" in said


def test_a_mapping_translates_columns_and_codes(tmp_path: Path) -> None:
    given = runs.write_records(tmp_path, [encounter(1)])
    row = {"就诊类型" if name == "kind" else name: value for name, value in encounter(1).items()}
    lines = [
        ",".join(row),
        ",".join("" if value is None else str(value) for value in {**row, "就诊类型": "1"}.values()),
    ]
    (tmp_path / "his.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text('encounters:\n  columns: {kind: 就诊类型}\n  codes:\n    kind: {"1": outpatient}\n', "utf-8")
    outcome = compute(
        Task({**given, "encounters": str(tmp_path / "his.csv")}, tmp_path / "out", mapping=mapping, thorough=False),
        lambda line: None,
        lambda report: None,
    )
    assert outcome.report["encounters"]["by_kind"]["outpatient"] == 1


def test_a_mapping_with_faults_is_told_line_by_line(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("encounters:\n  columns: {kid: x}\n  codes:\n    kind: {a: walk-in}\nvisits: {}\n", "utf-8")
    said = refused(runs.write_records(tmp_path, [encounter(1)]), tmp_path / "out", mapping=mapping)
    assert "mapping.yaml:2:" in said
    assert "unknown name 'kid'; did you mean 'kind'?" in said or "unknown name 'kid'" in said
    assert "unknown code 'walk-in'; it must be one of outpatient, emergency, inpatient" in said
    assert "unknown name 'visits'" in said


def many_files(folder: Path, files: int) -> dict[str, str]:
    given = runs.write_records(folder, [encounter(1)], [referral(1, "centre", "city")])
    for number in range(files):
        rows = [encounter(100 * number + each, start=date(2023, 1 + number, 2)) for each in range(30)]
        hand.write_parquet(folder / "many" / f"year={2020 + number}" / "part.parquet", "encounters", rows)
    return {**given, "encounters": str(folder / "many")}


def command(given: dict[str, str], to: Path) -> list[str]:
    return ["compute", *(word for table, path in given.items() for word in (f"--{table}", path)), "--to", str(to)]


def same_bytes(one: Path, other: Path) -> bool:
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in FILES)
