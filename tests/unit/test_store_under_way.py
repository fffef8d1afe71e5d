"""The store while things happen to it: damage anywhere in the file, readers during a rebuild, files saved meanwhile."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from explorer import build as build_module
from explorer import store as store_module
from explorer.build import build_database, content_hash
from explorer.catalog import Catalog, load_catalog
from explorer.errors import BuildError, DataFileError
from explorer.store import Rebuilt, Store

BLOCK = 16384
"""What build.py asks of DuckDB; three headers of 4096 bytes stand before the first block."""


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def hash_served(store: Store) -> str:
    with store.cursor() as cursor:
        (answer,) = cursor.execute("SELECT value FROM build_info WHERE key = 'content_hash'").fetchone() or ("",)
        return str(answer)


# Damage


def lookups(connection: duckdb.DuckDBPyConnection) -> list[object]:
    """Every row of every table, then every row found by each of its keys, as pages find them."""
    found: list[object] = []
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall():
        found.append(connection.execute(f'SELECT * FROM "{table}" ORDER BY ALL').fetchall())
    keys = connection.execute(
        "SELECT table_name, constraint_column_names FROM duckdb_constraints() "
        "WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY') ORDER BY ALL"
    ).fetchall()
    for table, columns in keys:
        for key in connection.execute(f'SELECT DISTINCT {", ".join(columns)} FROM "{table}" ORDER BY ALL').fetchall():
            if None not in key:
                wanted = " AND ".join(f"{column} = ?" for column in columns)
                found.append(connection.execute(f'SELECT count(*) FROM "{table}" WHERE {wanted}', key).fetchone())
    return found


def found_out(folder: Path, target: Path) -> Catalog:
    raise BuildError(target, "damaged")


def test_wherever_a_byte_is_damaged_it_is_found_on_opening_or_never_read(
    tiny_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, folder = tiny_database, tiny_database.parent
    sound = database.read_bytes()
    with duckdb.connect(str(database), read_only=True) as connection:
        expected = lookups(connection)
    monkeypatch.setattr(store_module, "build_database", found_out)  # what damage leads to, without its delay
    found = 0
    for position in [100, 4200, 8300, *range(3 * 4096 + 5000, len(sound), 2 * BLOCK)]:
        database.write_bytes(sound[:position] + bytes([sound[position] ^ 0xFF]) + sound[position + 1 :])
        store = Store(folder)
        try:
            store.refresh()
        except BuildError:
            found += 1
        else:
            with store.cursor() as cursor:
                assert lookups(cursor) == expected, f"byte {position}"
        finally:
            store.close()
    assert found > 15


@pytest.mark.parametrize("length", [1, 100, 4096, 3 * 4096, 3 * 4096 + BLOCK, 200_000])
def test_a_database_cut_off_anywhere_is_rebuilt(store: Store, length: int) -> None:
    store.database.write_bytes(store.database.read_bytes()[:length])
    assert store.refresh() == Rebuilt("unreadable")
    assert store.refresh() is None


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("CREATE TABLE cases (case_id VARCHAR)", "unreadable"),
        ("CREATE TABLE build_info AS SELECT 'schema_version' AS key, '999999' AS value", "version"),
    ],
    ids=["of something else", "of a newer version"],
)
def test_a_sound_database_of_another_make_is_rebuilt(store: Store, sql: str, reason: str) -> None:
    other = store.database.with_name("other.duckdb")
    with duckdb.connect(str(other)) as connection:
        connection.execute(sql)
    other.replace(store.database)
    assert store.refresh() == Rebuilt(reason)


def test_a_folder_in_the_databases_place_does_not_keep_readers_out(store: Store) -> None:
    store.database.unlink()
    store.database.mkdir()
    assert store.refresh() == Rebuilt("unreadable")
    assert hash_served(store) == content_hash(store.folder)
    assert store.refresh() is None


def test_a_database_that_another_process_made_is_taken_without_a_word(store: Store) -> None:
    replaced(store.folder / "policies.yaml", "status: in_force", "status: ended")
    build_database(store.folder, store.database)
    assert store.refresh() is None
    assert hash_served(store) == store.version == content_hash(store.folder)


def test_a_file_touched_but_not_changed_needs_no_rebuild(store: Store) -> None:
    path = store.folder / "policies.yaml"
    path.write_bytes(path.read_bytes())
    assert store.refresh() is None


# Readers


def test_readers_in_eight_threads_notice_nothing_of_rebuilds(store: Store) -> None:
    done = threading.Event()
    first_answers = threading.Barrier(9)

    def read() -> set[tuple[int, int]]:
        answers = set()
        waiting = True
        while waiting or not done.is_set():
            with store.cursor() as cursor:
                cases = cursor.execute("SELECT count(*), count(DISTINCT case_id) FROM cases").fetchone()
            answers.add(cases)
            if waiting:
                first_answers.wait(timeout=30)
                waiting = False
        return answers

    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(read) for _ in range(8)]
        first_answers.wait(timeout=30)
        try:
            for status in ("ended", "planned", "in_force"):
                path = store.folder / "policies.yaml"
                text = path.read_text("utf-8")
                path.write_text(text.replace(text.partition("status: ")[2].split()[0], status), "utf-8")
                assert store.refresh() == Rebuilt("stale")
                store.database.unlink()
                assert store.refresh() == Rebuilt("missing")
        finally:
            done.set()
        assert [reader.result() for reader in readers] == [{(3, 3)}] * 8


def test_of_eight_visitors_at_once_one_hears_of_the_rebuild(tiny_data: Path) -> None:
    store = Store(tiny_data)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: store.refresh(), range(8)))
    store.close()
    assert sorted(told, key=str) == [None] * 7 + [Rebuilt("missing")]


# Files saved meanwhile


def test_what_is_saved_while_the_database_is_built_is_served_at_the_next_refresh(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build_and_save(folder: Path, target: Path) -> Catalog:
        catalog = build_database(folder, target)
        monkeypatch.undo()
        replaced(folder / "policies.yaml", "status: ended", "status: planned")
        return catalog

    monkeypatch.setattr(store_module, "build_database", build_and_save)
    replaced(store.folder / "policies.yaml", "status: in_force", "status: ended")
    assert store.refresh() == Rebuilt("stale")
    assert store.refresh() == Rebuilt("stale")
    with store.cursor() as cursor:
        assert cursor.execute("SELECT status FROM policies").fetchone() == ("planned",)
    assert store.refresh() is None


def test_what_is_saved_while_the_files_are_read_is_served_at_the_next_refresh(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_and_save(folder: Path) -> Catalog:
        catalog = load_catalog(folder)
        monkeypatch.undo()
        replaced(folder / "policies.yaml", "status: ended", "status: planned")
        return catalog

    monkeypatch.setattr(build_module, "load_catalog", read_and_save)
    replaced(store.folder / "policies.yaml", "status: in_force", "status: ended")
    assert store.refresh() == Rebuilt("stale")
    assert store.refresh() == Rebuilt("stale")
    with store.cursor() as cursor:
        assert cursor.execute("SELECT status FROM policies").fetchone() == ("planned",)


# Faults


def test_a_missing_file_is_a_fault_and_the_last_good_database_is_served(store: Store) -> None:
    (store.folder / "policies.yaml").unlink()
    assert store.refresh() is None
    assert store.faults is not None
    assert [fault.file for fault in store.faults.faults] == ["data/policies.yaml"]
    assert hash_served(store) == store.version


@pytest.mark.parametrize("damage", ["missing", "unreadable"])
def test_faults_and_no_sound_database_are_told_at_every_visit(store: Store, damage: str) -> None:
    (store.folder / "policies.yaml").unlink()
    store.database.write_bytes(b"") if damage == "unreadable" else store.database.unlink()
    for _ in range(2):
        with pytest.raises(DataFileError):
            store.refresh()


def test_faults_are_logged_once_and_not_at_every_visit(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    replaced(store.folder / "cases.yaml", "level: county", "level: conty")
    for _ in range(3):
        assert store.refresh() is None
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "data/cases.yaml:5:12 cases[changxing].level: found 'conty'" in record.message


# A folder that cannot be written


def test_a_read_only_folder_is_served_from_a_private_copy(read_only: Store, caplog: pytest.LogCaptureFixture) -> None:
    read_only.database.unlink()
    assert read_only.refresh() == Rebuilt("missing")
    assert read_only.refresh() is None
    assert hash_served(read_only) == content_hash(read_only.folder)
    assert not read_only.database.exists()
    assert "Read-only file system" in caplog.text


def test_a_private_copy_keeps_up_with_the_files_and_outlives_their_faults(read_only: Store) -> None:
    policies = read_only.folder / "policies.yaml"
    replaced(policies, "status: in_force", "status: ended")
    assert read_only.refresh() == Rebuilt("stale")
    assert hash_served(read_only) == content_hash(read_only.folder)
    newest = read_only.version
    read_only.database.unlink()
    replaced(policies, "status: ended", "statu: ended")
    assert read_only.refresh() is None
    assert read_only.faults is not None
    assert hash_served(read_only) == read_only.version == newest


def test_a_private_copy_is_taken_away_with_its_store(read_only: Store) -> None:
    read_only.database.unlink()
    read_only.refresh()
    with read_only.cursor() as cursor:
        (path,) = cursor.execute("SELECT path FROM duckdb_databases() WHERE NOT internal").fetchone() or ("",)
    assert Path(path).exists()
    read_only.close()
    assert not Path(path).parent.exists()


def test_nowhere_to_write_is_told(read_only: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read_only.database.unlink()
    shutil.copytree(read_only.folder, read_only.folder.parent / "elsewhere")

    def refuse(**_: str) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build_module.tempfile, "mkstemp", refuse)
    with pytest.raises(BuildError, match="No space left on device"):
        read_only.refresh()
