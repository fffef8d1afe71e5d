"""The database that the app reads heals by itself, and nothing can be done through it but reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from explorer import store as store_module
from explorer.build import build_database
from explorer.errors import BuildError, DatabaseMissingError, DataFileError
from explorer.store import Rebuilt, Store


@pytest.fixture
def store(tiny_database: Path) -> Iterator[Store]:
    store = Store(tiny_database.parent)
    yield store
    store.close()


def names(store: Store) -> list[str]:
    with store.cursor() as cursor:
        return [name for (name,) in cursor.execute("SELECT case_id FROM cases ORDER BY position").fetchall()]


def older_schema(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE build_info SET value = '0' WHERE key = 'schema_version'")


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for position in range(len(content) // 4, len(content) // 4 * 3):  # wherever the tables are, and free blocks too
        content[position] ^= 0xFF
    path.write_bytes(content)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "deleted": (lambda path: path.unlink(), "missing"),
    "emptied": (lambda path: path.write_bytes(b""), "unreadable"),
    "truncated": (lambda path: path.write_bytes(path.read_bytes()[:50_000]), "unreadable"),
    "another file": (lambda path: path.write_bytes(b"not a database" * 999), "unreadable"),
    "bits flipped": (flipped, "unreadable"),
    "an older schema": (older_schema, "version"),
}


def test_a_fresh_database_is_opened_without_a_word(store: Store) -> None:
    assert store.refresh() is None
    assert names(store) == ["changxing", "branch", "national"]


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_database_is_rebuilt_once_and_said_so(
    store: Store, damage: tuple[Callable[[Path], object], str]
) -> None:
    spoil, reason = damage
    spoil(store.database)
    assert store.refresh() == Rebuilt(reason)
    assert names(store) == ["changxing", "branch", "national"]
    assert store.refresh() is None


@pytest.mark.parametrize("damage", [DAMAGE[name] for name in ("deleted", "truncated", "another file", "bits flipped")])
def test_a_database_damaged_while_it_is_open_heals_on_the_next_load(
    store: Store, damage: tuple[Callable[[Path], object], str]
) -> None:
    store.refresh()
    damage[0](store.database)
    assert store.refresh() == Rebuilt(damage[1])
    assert names(store) == ["changxing", "branch", "national"]


def test_changed_data_files_are_served_on_the_next_load(store: Store) -> None:
    store.refresh()
    path = store.folder / "cases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: branch", "id: limb"), encoding="utf-8")
    assert store.refresh() == Rebuilt("stale")
    assert "limb" in names(store)


def test_a_query_under_way_ends_on_the_data_it_began_with(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "READERS_FINISH_S", 0)  # this one never finishes by itself
    store.refresh()
    with store.cursor() as cursor:
        path = store.folder / "cases.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("id: branch", "id: limb"), encoding="utf-8")
        assert store.refresh() == Rebuilt("stale")
        assert cursor.execute("SELECT count(*) FROM cases WHERE case_id = 'branch'").fetchone() == (1,)
    assert "limb" in names(store)


def test_faults_in_the_data_keep_the_last_good_database(store: Store) -> None:
    store.refresh()
    path = store.folder / "cases.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("level: county", "level: conty"), encoding="utf-8")
    assert store.refresh() is None
    assert store.faults is not None
    assert names(store) == ["changxing", "branch", "national"]
    path.write_text(good, encoding="utf-8")
    assert store.refresh() is None
    assert store.faults is None


def test_faults_without_a_database_are_told(tiny_data: Path) -> None:
    path = tiny_data / "cases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("level: county", "level: conty"), encoding="utf-8")
    with pytest.raises(DataFileError):
        Store(tiny_data).refresh()


def test_a_folder_that_cannot_be_written_is_served_from_a_private_copy(
    tiny_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(folder: Path, target: Path) -> object:
        if target.parent == tiny_data:
            raise BuildError(target, "Read-only file system")
        return build_database(folder, target)

    monkeypatch.setattr(store_module, "build_database", read_only)
    store = Store(tiny_data)
    assert store.refresh() == Rebuilt("missing")
    assert len(names(store)) == 3
    assert not (tiny_data / "metrics.duckdb").exists()
    store.close()


def test_before_the_first_refresh_there_is_nothing_to_ask(tiny_data: Path) -> None:
    with pytest.raises(DatabaseMissingError), Store(tiny_data).cursor():
        pass


FORBIDDEN = (
    "SELECT * FROM read_csv('/etc/passwd')",
    "COPY cases TO '/tmp/cases.csv'",
    "ATTACH '/tmp/other.duckdb'",
    "INSTALL httpfs",
    "DELETE FROM cases",
    "CREATE TABLE t (x INTEGER)",
    "SET enable_external_access = true",
    "SET memory_limit = '1TB'",
)


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_nothing_but_reading_is_possible(store: Store, sql: str) -> None:
    store.refresh()
    with store.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(sql)


def test_eight_threads_may_ask_at_once(store: Store) -> None:
    store.refresh()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: names(store), range(64)))
    assert all(answer == ["changxing", "branch", "national"] for answer in answers)


def test_the_file_that_is_served_can_be_asked_for(tiny_data: Path, tiny_database: Path) -> None:
    store = Store(tiny_data)
    with pytest.raises(DatabaseMissingError):
        _ = store.path
    store.refresh()
    assert store.path == tiny_database
    store.close()
