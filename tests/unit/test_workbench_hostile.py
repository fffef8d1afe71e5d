"""Queries that nobody wrote in good faith: each is refused, or stopped within its limit, and touches nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer.workbench import runner, worker
from explorer.workbench.runner import Answer, QueryRefusedError, Workbench
from explorer.workbench.worker import LONGEST_SQL, Allowance

SENTINEL = "nobody-may-read-this-5f2c"
SHORT = Allowance(seconds=0.5)
PATIENT = Allowance(seconds=60.0)
"""For what must be answered, or refused at once, on a machine that has much else to do."""
ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
ZERO_WIDTH, RIGHT_TO_LEFT, NO_BREAK, WIDE_SEMICOLON = "\u200b", "\u202e", "\u00a0", "\uff1b"

READS_A_FILE = [
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM read_csv_auto('{file}', header = false)",
    "SELECT * FROM read_text('{file}')",
    "SELECT content FROM read_blob('{file}')",
    "SELECT * FROM read_json('{file}')",
    "SELECT * FROM read_json_auto('{file}')",
    "SELECT * FROM read_json_objects('{file}')",
    "SELECT * FROM read_ndjson('{file}')",
    "SELECT * FROM read_parquet('{file}')",
    "SELECT * FROM parquet_scan('{file}')",
    "SELECT * FROM parquet_metadata('{file}')",
    "SELECT * FROM parquet_schema('{file}')",
    "SELECT * FROM read_duckdb('{file}')",
    "SELECT * FROM sniff_csv('{file}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM '{file}'",
    "FROM '{file}.csv'",
    'SELECT * FROM "{file}"',
    "SELECT (SELECT content FROM read_text('{file}'))",
    "WITH a AS (FROM read_text('{file}')) SELECT * FROM a",
    "SELECT * FROM cases WHERE EXISTS (FROM read_text('{file}'))",
    "SELECT * FROM cases, LATERAL (SELECT * FROM read_text('{file}'))",
    "SELECT 1 UNION ALL SELECT content FROM system.main.read_text('{file}')",
    "SELECT * FROM READ_TEXT('{file}')",
    "SELECT * FROM \"read_text\"('{file}')",
    "SELECT * FROM query('SELECT * FROM read_text(''{file}'')')",
    "SELECT * FROM query_table('{file}')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''{file}'')'))",
    "PRAGMA json_execute_serialized_sql('{{}}')",
    "SUMMARIZE '{file}'",
    "DESCRIBE SELECT * FROM read_csv('{file}')",
    "EXPLAIN ANALYZE SELECT * FROM read_text('{file}')",
    "PIVOT read_csv('{file}') ON column0 IN ('a')",
    "ATTACH '{file}' AS other",
    "ATTACH ':memory:' AS other",
    "IMPORT DATABASE '{folder}'",
    "COPY cases FROM '{file}'",
    "SELECT * FROM 'https://example.com/x.csv'",
    "SELECT * FROM read_text('{database}')",
    "SELECT getenv('HOME')",
]

WRITES = [
    "COPY cases TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{folder}/out.parquet' (FORMAT parquet)",
    "EXPORT DATABASE '{folder}/out'",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE VIEW mine AS SELECT 1",
    "CREATE MACRO mine() AS 1",
    "CREATE SECRET mine (TYPE s3)",
    "INSERT INTO cases SELECT * FROM cases",
    "UPDATE cases SET name_zh = ''",
    "DELETE FROM observations",
    "WITH gone AS (DELETE FROM observations RETURNING *) SELECT * FROM gone",
    "DROP TABLE cases",
    "ALTER TABLE cases ADD COLUMN x INTEGER",
    "TRUNCATE cases",
    "COMMENT ON TABLE cases IS 'mine'",
    "VACUUM",
    "CHECKPOINT",
    "SELECT * FROM force_checkpoint()",
    "BEGIN TRANSACTION",
    "MERGE INTO cases USING cases AS o ON cases.case_id = o.case_id WHEN MATCHED THEN DELETE",
    "SELECT write_log('x')",
]

CONFIGURES = [
    "INSTALL httpfs",
    "LOAD httpfs",
    "FORCE INSTALL httpfs FROM 'https://example.com'",
    "UPDATE EXTENSIONS",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "SET VARIABLE a = 1",
    "RESET memory_limit",
    "USE temp",
    "PRAGMA threads = 64",
    "PRAGMA database_list",
    "PRAGMA enable_logging",
    "CALL duckdb_settings()",
    "CALL enable_logging()",
    "PREPARE a AS SELECT 1",
    "EXECUTE a",
    "SHOW DATABASES",
    "SELECT * FROM enable_logging()",
]

TELLS_OF_THE_SERVER = [
    "SELECT current_setting('temp_directory')",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM duckdb_extensions()",
    "SELECT path FROM duckdb_databases()",
    "FROM duckdb_databases",
    "FROM main.pragma_database_list",
    "FROM pg_catalog.pg_settings",
    "FROM PG_SETTINGS",
    "SUMMARIZE pragma_database_list",
    "DESCRIBE duckdb_databases",
    "SELECT * FROM which_secret('x', 's3')",
    "SELECT * FROM pragma_storage_info('cases')",
    "SELECT * FROM duckdb_logs()",
]

TRICKS = [
    "SELECT 1; DROP TABLE cases",
    "SELECT 1; SELECT 2",
    "/* SELECT 1 */ DROP TABLE cases",
    "SELECT 1 -- \n; DELETE FROM cases",
    "SELECT '; --'; ATTACH 'x.db'",
    f"SELECT 1{WIDE_SEMICOLON}DROP TABLE cases",
    f"DR{ZERO_WIDTH}OP TABLE cases",
    f"{RIGHT_TO_LEFT}SELECT 1; DROP TABLE cases",
    f"COPY{NO_BREAK}cases TO 'out.csv'",
    "\uff33\uff25\uff2c\uff25\uff23\uff34 1",
    "\u0455elect 1",
    "-- only a comment",
    "SELECT $1",
    "SELECT ?",
    "SELECT $name",
    "SELECT * FROM connection",
    "SELECT * FROM python_arrow_scan(1, 2, 3)",
    "SELECT * FROM arrow_scan(140000000, 140000000, 140000000)",
    "SELECT * FROM seq_scan(1)",
    "SELECT " + "(" * 1900 + "1" + ")" * 1900,
    "SELECT " + "[" * 1900 + "]" * 1900,
    "SELECT " + "(SELECT " * 400 + "1" + ")" * 400,
    "SELECT " + "NOT " * 950 + "true",
    "SELECT * FROM cases WHERE case_id IN (" + ",".join(["'x'"] * 2000) + ")",
    "SELECT 1" + " " * LONGEST_SQL,
    "WITH " + ", ".join(f"a{n} AS (SELECT 1)" for n in range(150)) + " DELETE FROM cases",
    "SELECT COLUMNS(*), COLUMNS(*), COLUMNS(*), COLUMNS(*), COLUMNS(*), COLUMNS(*) FROM cases",
]

TAKES_TOO_MUCH = [
    ENDLESS,
    "WITH RECURSIVE t(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM t) SELECT max(length(s)) FROM t",
    "SELECT count(*) FROM case_search a, case_search b, case_search c, case_search d, range(1000000)",
    "SELECT sum(a.range * b.range) FROM range(100000000) a, range(100000000) b",
    "SELECT repeat('x', 1000000000)",
    "SELECT * FROM " + "(" * 1900 + "cases" + ")" * 1900,
    "SELECT string_agg(repeat('x', 100000), '') FROM range(1000000)",
    "SELECT list(range) FROM range(10000000000)",
    "SELECT list_sort(range(1000000000))",
    "SELECT list_aggregate(range(2000000000), 'sum')",
    "SELECT list_transform(range(1000000000), lambda x: repeat('x', 1000))",
    "SELECT * FROM generate_series(1, 100000000000) ORDER BY random()",
    "SELECT count(DISTINCT hash(range)) FROM range(100000000000)",
    "SELECT repeat('x', 1000000) || range FROM range(100000)",
    "SELECT rpad('x', 2000000000, 'y')",
    "SELECT sum(length(md5(range::VARCHAR))) FROM range(100000000000)",
    "SELECT regexp_matches(repeat('a', 5000000 + range::INTEGER), '(a+)+(a+)+(a+)+b') FROM range(100000)",
    "SELECT max(levenshtein(repeat('a', 20000 + range::INTEGER), repeat('b', 20000))) FROM range(100000)",
    "SELECT sleep_ms(60000)",
    "SELECT pg_sleep(60)",
    "SELECT 2::HUGEINT ** 100000, factorial(range::INTEGER % 30) FROM range(100000000000) ORDER BY 1",
    "SELECT array_agg(a) FROM (SELECT array_agg(range) AS a FROM range(100000000) GROUP BY range % 10)",
    "SELECT unnest(range(1000000000)) AS x ORDER BY x DESC",
    "SELECT json_group_array(repeat('x', 10000)) FROM range(10000000)",
]

REFUSED = {*runner.REASONS} - {"slow", "memory", "busy", "broken"}
STOPPED = {"slow", "memory", "broken"}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with something in it that must never be seen."""
    path = tmp_path / "secret"
    path.write_text(f'{{"word": "{SENTINEL}"}}\n', encoding="utf-8")
    (tmp_path / "secret.csv").write_text(f"word\n{SENTINEL}\n", encoding="utf-8")
    return path


@pytest.fixture
def judged(tiny_database: Path) -> Iterator[Callable[[str], dict[str, Any]]]:
    """What a worker would say to a query, without a process: those that only take time are stopped elsewhere."""
    with worker.opened(str(tiny_database), SHORT) as connection:
        yield lambda sql: worker.asked(connection, sql, SHORT)


Judged = Callable[[str], dict[str, Any]]


def refusal(sql: str, database: Path, allowance: Allowance = SHORT) -> QueryRefusedError:
    with pytest.raises(QueryRefusedError) as raised:
        Workbench(allowance).run(database, sql)
    return raised.value


def filled(sql: str, secret: Path, database: Path) -> str:
    return sql.format(file=secret, folder=secret.parent, database=database)


def test_there_are_more_than_sixty_of_them() -> None:
    every = [*READS_A_FILE, *WRITES, *CONFIGURES, *TELLS_OF_THE_SERVER, *TRICKS, *TAKES_TOO_MUCH]
    assert len(set(every)) == len(every) > 60


@pytest.mark.parametrize("sql", READS_A_FILE)
def test_no_file_is_read(sql: str, secret: Path, tiny_database: Path, judged: Judged) -> None:
    said = judged(filled(sql, secret, tiny_database))
    assert said["refused"] in REFUSED
    assert SENTINEL not in json.dumps(said)


@pytest.mark.parametrize("sql", [sql for sql in READS_A_FILE if "{file}" in sql and not sql.startswith(("ATT", "COP"))])
def test_behind_the_verdict_duckdb_itself_is_shut_in(sql: str, secret: Path, tiny_database: Path) -> None:
    with worker.opened(str(tiny_database), SHORT) as connection, pytest.raises(worker.duckdb.Error):
        connection.execute(filled(sql, secret, tiny_database)).fetchall()


@pytest.mark.parametrize("sql", WRITES)
def test_nothing_is_written(sql: str, secret: Path, tiny_database: Path, judged: Judged) -> None:
    before, neighbours = tiny_database.read_bytes(), sorted(secret.parent.rglob("*"))
    assert judged(filled(sql, secret, tiny_database))["refused"] in REFUSED
    assert tiny_database.read_bytes() == before
    assert sorted(secret.parent.rglob("*")) == neighbours


@pytest.mark.parametrize("sql", CONFIGURES)
def test_nothing_is_configured_attached_or_installed(sql: str, judged: Judged) -> None:
    assert judged(sql)["refused"] == ("function" if sql.startswith("SELECT") else "not_a_query")


@pytest.mark.parametrize("sql", TELLS_OF_THE_SERVER)
def test_nothing_is_told_of_the_server(sql: str, tiny_database: Path, judged: Judged) -> None:
    said = judged(sql)
    assert said["refused"] in ("function", "table")
    assert str(tiny_database.parent) not in json.dumps(said)


@pytest.mark.parametrize("sql", TRICKS)
def test_no_trick_gets_past_the_parser(sql: str, tiny_database: Path, judged: Judged) -> None:
    before = tiny_database.read_bytes()
    assert judged(sql)["refused"] in REFUSED
    assert tiny_database.read_bytes() == before


@pytest.mark.parametrize("sql", [READS_A_FILE[0], WRITES[0], CONFIGURES[0], TELLS_OF_THE_SERVER[0], TRICKS[0]])
def test_a_process_of_its_own_refuses_them_alike(sql: str, secret: Path, tiny_database: Path) -> None:
    assert refusal(filled(sql, secret, tiny_database), tiny_database, PATIENT).reason in REFUSED


@pytest.mark.parametrize("sql", TAKES_TOO_MUCH)
def test_what_takes_too_much_is_stopped(sql: str, tiny_database: Path) -> None:
    assert refusal(sql, tiny_database).reason in STOPPED


def test_no_message_shows_a_path_that_the_reader_did_not_type(tiny_database: Path) -> None:
    message = f'Cannot open "{tiny_database}" in C:\\Users\\me\\data or /root/.duckdb/x: see "/etc/passwd"'
    cleaned = worker.without_paths(message, "SELECT '/etc/passwd'")
    assert "/etc/passwd" in cleaned
    assert not re.search(r"Users|root|metrics|pytest", cleaned)


# The process, and the app around it


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that is started in the test."""
    started: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def recorded(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(begin(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", recorded)
    return started


@pytest.mark.parametrize("sql", ["SELECT 1", ENDLESS, "SELECT list(range) FROM range(10000000000)", "nonsense"])
def test_however_a_query_ends_its_process_is_gone(
    sql: str, tiny_database: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    try:
        Workbench(PATIENT if sql == "SELECT 1" else SHORT).run(tiny_database, sql)
    except QueryRefusedError:
        assert sql != "SELECT 1"
    (process,) = processes
    assert process.returncode is not None


def test_a_worker_that_does_not_heed_its_alarm_is_killed(
    tiny_database: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    deaf = {"seconds": 600.0}
    asked = {"database": str(tiny_database), "sql": ENDLESS, "allowance": deaf}
    assert runner.ask(asked, 0.6, 1000) == (None, True)
    assert processes[0].returncode is not None


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import os; os.abort()", "broken"),
        ("print('{\"columns\": [')", "broken"),
        ("print('x' * 10_000_000)", "broken"),
        ("import sys; sys.stdin.close(); sys.exit(3)", "broken"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "slow"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="signals are told by exit codes on POSIX only")
def test_a_worker_that_breaks_down_is_told_of_and_nothing_else(
    script: str, reason: str, tmp_path: Path, tiny_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text(script, encoding="utf-8")
    monkeypatch.setattr(worker, "__file__", str(broken))
    assert refusal("SELECT 1", tiny_database, Allowance(characters=1000)).reason == reason


def test_a_worker_knows_nothing_of_the_servers_environment(
    tmp_path: Path, tiny_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling = tmp_path / "telling.py"
    telling.write_text(
        "import json, os, sys\n"
        "sys.stdin.read()\n"
        "print(json.dumps({'columns': [], 'rows': [[dict(os.environ), os.getcwd()]], 'cut': None}))",
        encoding="utf-8",
    )
    monkeypatch.setenv("SECRET_KEY", SENTINEL)
    monkeypatch.setattr(worker, "__file__", str(telling))
    ((environment, folder),) = Workbench(PATIENT).run(tiny_database, "SELECT 1").rows
    assert SENTINEL not in json.dumps(environment)
    assert Path(folder) == Path(folder).parent  # the root: no name that is typed leads to a file of ours


def test_ordinary_queries_are_answered_while_a_hostile_one_runs(
    tiny_database: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    workbench = Workbench(Allowance(seconds=60.0))
    ended = threading.Event()

    def hostile() -> None:
        with pytest.raises(QueryRefusedError):
            workbench.run(tiny_database, ENDLESS)
        ended.set()

    attack = threading.Thread(target=hostile)
    attack.start()
    answers = [workbench.run(tiny_database, "SELECT count(*) FROM cases") for _ in range(3)]
    assert len({answer.rows for answer in answers}) == 1
    assert not ended.is_set()
    for process in processes:
        process.kill()
    attack.join()


def test_whoever_finds_no_free_place_is_told_so(tiny_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbench = Workbench(SHORT, at_once=1, patience=0.01)
    inside, done = threading.Event(), threading.Event()

    def held(*_: Any) -> tuple[dict[str, Any], bool]:
        inside.set()
        done.wait(10)
        return {"columns": [], "rows": [], "cut": None}, False

    monkeypatch.setattr(runner, "ask", held)
    first = threading.Thread(target=workbench.run, args=(tiny_database, "SELECT 1"))
    first.start()
    inside.wait(10)
    with pytest.raises(QueryRefusedError) as raised:
        workbench.run(tiny_database, "SELECT 2")
    done.set()
    first.join()
    assert raised.value.reason == "busy"
    assert workbench.run(tiny_database, "SELECT 3") == Answer((), ())  # the place is free again


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read as Linux tells it")
def test_the_server_keeps_nothing_of_what_hostile_queries_took(tiny_database: Path) -> None:
    def resident_mb() -> float:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    before = resident_mb()
    for sql in ("SELECT list(range) FROM range(100000000)", "SELECT repeat('x', 1000000000)", ENDLESS):
        refusal(sql, tiny_database)
    for _ in range(3):
        assert Workbench(PATIENT).run(tiny_database, "SELECT repeat('x', 3000) FROM range(20000)").cut
    assert resident_mb() - before < 64


@pytest.mark.skipif(os.name != "posix", reason="limits of the operating system")
def test_the_operating_system_keeps_the_process_from_writing(tmp_path: Path) -> None:
    script = f"""
import os, sys
sys.path.insert(0, {str(Path(worker.__file__).parent)!r})
import worker
worker.limit_files_and_time(worker.Allowance())
try:
    os.write(os.open({str(tmp_path / "out")!r}, os.O_CREAT | os.O_WRONLY), b"x"); print("written")
except OSError:
    print("stopped")
"""
    ended = subprocess.run([runner.sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.stdout == "stopped\n"
    assert (tmp_path / "out").read_bytes() == b""


def test_a_long_text_is_refused_before_a_process_is_started(
    tiny_database: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    assert refusal("SELECT 1 -- " + "x" * LONGEST_SQL, tiny_database).reason == "long"
    assert processes == []
