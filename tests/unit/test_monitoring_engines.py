"""DuckDB and Spark find the same, row for row and byte for byte, in a million encounters."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.unit import monitoring_runs as runs

ROWS = 1_000_000

needs_java = pytest.mark.skipif(
    shutil.which("java") is None and "JAVA_HOME" not in os.environ,
    reason="Spark needs Java 17 or newer, and there is none: apt-get install openjdk-17-jre-headless",
)


@pytest.fixture(scope="module")
def a_million(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A million encounters, twenty thousand referrals, made by hashing the row's number: always the same.

    Some are faulty: no county, ends before starts, unknown institutions and kinds, ids that stand twice.
    """
    folder = tmp_path_factory.mktemp("a-million")
    pick = "(hash(i * 31 + {salt}) % {of})"

    def among(salt: int, of: int) -> str:
        return pick.format(salt=salt, of=of)

    queries = {
        "encounters": f"""
            SELECT 'e' || (i - CASE WHEN {among(1, 20_000)} = 0 THEN 1 ELSE 0 END) AS encounter_id,
                'p' || {among(2, ROWS // 6)} AS person,
                CASE WHEN {among(3, 50)} = 0 THEN NULL ELSE '9901' || lpad(({among(4, 12)})::VARCHAR, 2, '0')
                    END AS resident_county,
                CASE WHEN {among(5, 3000)} = 0 THEN 'nowhere'
                    WHEN {among(6, 10)} < 8 THEN 'h' || ({among(4, 12)} * 10 + {among(7, 10)})
                    ELSE 'h' || {among(8, 120)} END AS provider_id,
                CASE WHEN {among(9, 5000)} = 0 THEN 'home' WHEN {among(10, 100)} < 80 THEN 'outpatient'
                    WHEN {among(10, 100)} < 88 THEN 'emergency' ELSE 'inpatient' END AS kind,
                DATE '2023-01-01' + {among(11, 700)}::INTEGER AS start,
                start + (CASE WHEN {among(12, 4000)} = 0 THEN -1 WHEN {among(10, 100)} >= 88 THEN {among(13, 20)}
                    ELSE 0 END)::INTEGER AS "end",
                {among(14, 2_000_000)} / 100.0::DOUBLE AS cost, {among(15, 1_000_000)} / 100.0::DOUBLE AS fund,
                CASE WHEN {among(10, 100)} >= 95 THEN {among(16, 4)}::INTEGER + 1 END AS operation_grade,
                CASE WHEN {among(10, 100)} >= 88 THEN {among(17, 40_000)} / 10000.0::DOUBLE END AS case_weight
            FROM range({ROWS}) AS t (i)""",
        "providers": """
            SELECT 'h' || i AS provider_id, '9901' || lpad((i // 10)::VARCHAR, 2, '0') AS county,
                CASE WHEN i % 10 < 6 THEN 'primary' WHEN i % 10 < 8 THEN 'secondary' WHEN i % 10 = 8 THEN 'tertiary'
                    ELSE 'other' END AS level,
                CASE WHEN i % 10 < 4 THEN 'a' || (i // 20) WHEN i % 10 < 7 THEN 'b' || (i // 10) END AS alliance
            FROM range(120) AS t (i)""",
        "referrals": f"""
            SELECT 'r' || i AS referral_id, 'p' || {among(2, ROWS // 6)} AS person,
                'h' || {among(6, 120)} AS from_provider,
                'h' || {among(7, 120)} AS to_provider, DATE '2023-01-01' + {among(11, 700)}::INTEGER AS date
            FROM range(20_000) AS t (i)""",
        "residents": """
            SELECT '9901' || lpad(i::VARCHAR, 2, '0') AS county, (2023 + y)::VARCHAR AS period,
                (50_000 + i)::BIGINT AS number
            FROM range(12) AS t (i), range(2) AS u (y)""",
    }
    with duckdb.connect() as connection:
        for table, query in queries.items():
            connection.execute(f"COPY ({query} ORDER BY ALL) TO '{folder / table}.parquet' (FORMAT parquet)")
    return {table: str(folder / f"{table}.parquet") for table in queries}


@pytest.mark.spark
@needs_java
def test_duckdb_and_spark_give_identical_rows(a_million: dict[str, str], tmp_path: Path) -> None:
    options = {"thorough": True, "suppress_below": 10}
    here = runs.run(a_million, tmp_path / "duckdb", **options)
    there = runs.run(a_million, tmp_path / "spark", engine="pyspark://local[2]", **options)
    assert there.report == here.report
    assert here.shown > 1000
    assert here.report["encounters"]["duplicates"]["left_out"] > 0
    for name in ("panel", "levels", "withheld"):
        files = [tmp_path / engine / f"{name}.parquet" for engine in ("duckdb", "spark")]
        assert pq.read_table(files[0]).num_rows > 0
        assert files[0].read_bytes() == files[1].read_bytes()
