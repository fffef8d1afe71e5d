"""The compiled database: complete, constrained, atomic."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import duckdb
import pytest

from explorer.build import build_database, content_hash
from explorer.errors import BuildError, DataFileError


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows: files differ byte by byte between equal builds."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        ]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall() for name in tables}


def test_two_builds_hold_the_same(tiny_data: Path, tmp_path: Path) -> None:
    build_database(tiny_data, tmp_path / "one.duckdb")
    build_database(tiny_data, tmp_path / "two.duckdb")
    assert contents(tmp_path / "one.duckdb") == contents(tmp_path / "two.duckdb")


def test_a_figure_keeps_its_digits_its_bound_and_its_period(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute(
        "SELECT value, decimals, qualifier, period_start::VARCHAR, period_end::VARCHAR, period_printed "
        "FROM observations WHERE case_id = 'changxing' ORDER BY observation_id"
    ).fetchall()
    assert rows == [
        (60.0, 0, "~", "2015-01-01", "2017-12-31", "2015/2017"),
        (90.3, 2, "=", None, "2023-09-30", "2023-09"),
    ]


def test_a_derived_figure_is_computed_and_says_how(database: duckdb.DuckDBPyConnection) -> None:
    row = database.execute(
        "SELECT value, basis, as_reported, formula_en FROM observations WHERE basis = 'derived'"
    ).fetchone()
    assert row == (0.5, "derived", None, "Referred up (2024) ÷ Referred up (2024)")


def test_places_of_comparison_stand_apart_from_the_cases(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute("SELECT case_id, category FROM cases ORDER BY position").fetchall()
    assert rows == [("changxing", "alliance"), ("branch", "alliance"), ("national", "context")]


def test_names_can_be_found_by_pinyin_and_by_initials(database: duckdb.DuckDBPyConnection) -> None:
    row = database.execute(
        "SELECT pinyin, initials FROM case_search WHERE field = 'place' AND text_zh = '长兴县'"
    ).fetchone()
    assert row == ("chang xing xian", "cxx")


VIOLATIONS = {
    "a duplicate key": "INSERT INTO cases SELECT * FROM cases LIMIT 1",
    "a figure of no case": "UPDATE observations SET case_id = 'nowhere' WHERE observation_id = 'changxing-rate-2017'",
    "an unknown qualifier": "UPDATE observations SET qualifier = '?'",
    "a derived figure with a document's words": "UPDATE observations SET as_reported = 'x' WHERE basis = 'derived'",
    "a period that ends before it starts": "UPDATE observations SET period_start = DATE '2030-01-01'",
    "an unknown section": "UPDATE case_points SET section = 'result' WHERE point_id = 'undefined'",
    "a measure without a type": "UPDATE case_points SET integration_type = NULL WHERE section = 'measure'",
    "an unknown category": "UPDATE cases SET category = 'other' WHERE case_id = 'branch'",
    "a target with a value and no operator": "UPDATE targets SET operator = NULL",
}


@pytest.mark.parametrize("sql", VIOLATIONS.values(), ids=VIOLATIONS)
def test_the_tables_refuse_what_may_not_be(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(duckdb.ConstraintException):
        database.execute(sql)


def test_faults_leave_the_old_database_byte_for_byte(tiny_data: Path) -> None:
    target = tiny_data / "metrics.duckdb"
    build_database(tiny_data, target)
    before = target.read_bytes()
    path = tiny_data / "cases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("level: county", "level: conty"), encoding="utf-8")
    with pytest.raises(DataFileError):
        build_database(tiny_data, target)
    assert target.read_bytes() == before
    assert [each.name for each in tiny_data.glob("*.tmp")] == []


def test_a_place_that_cannot_be_written_is_told(tiny_data: Path) -> None:
    with pytest.raises(BuildError, match="could not write"):
        build_database(tiny_data, Path("/proc/nowhere/metrics.duckdb"))


def test_line_endings_do_not_make_other_data(tiny_data: Path) -> None:
    before = content_hash(tiny_data)
    path = tiny_data / "cases.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert content_hash(tiny_data) == before


def _build(folder: Path) -> None:
    build_database(folder, folder / "metrics.duckdb")


def test_two_builders_at_once_both_succeed(tiny_data: Path) -> None:
    context = multiprocessing.get_context("spawn")
    builders = [context.Process(target=_build, args=(tiny_data,)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(timeout=60)
    assert [builder.exitcode for builder in builders] == [0, 0]
    assert len(contents(tiny_data / "metrics.duckdb")["cases"]) == 3
    assert list(tiny_data.glob("*.tmp")) == []
