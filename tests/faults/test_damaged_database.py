"""A database that is damaged, deleted or from another time: the next page is right, whoever reads meanwhile."""

from __future__ import annotations

import random
import struct
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from explorer import store as store_module
from explorer.build import build_database
from explorer.catalog import Catalog
from explorer.errors import BuildError
from explorer.store import Rebuilt, Store
from tests.faults.serving_right import content, everything, served_by

SEED, FLIPS, ROUNDS, READERS = 20_260_102, 200, 12, 6


def found_out(folder: Path, target: Path) -> Catalog:
    """Stands for the rebuild to which damage leads, without its delay."""
    raise BuildError(target, "damaged")


def test_a_bit_flipped_anywhere_is_found_on_opening_or_changes_nothing_that_is_read(
    tiny_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(SEED)
    sound, expected = tiny_database.read_bytes(), everything(tiny_database)
    monkeypatch.setattr(store_module, "build_database", found_out)
    found = 0
    for number in range(FLIPS):
        # Every other one among the headers and the first blocks, where damage does most.
        bit = chance.randrange(8 * (64 * 1024 if number % 2 else len(sound)))
        damaged = bytearray(sound)
        damaged[bit // 8] ^= 1 << bit % 8
        tiny_database.write_bytes(damaged)
        try:
            told, served = served_by(tiny_database.parent)
        except BuildError:
            found += 1
        else:
            assert told is None
            assert served == expected, f"bit {bit}"
    assert 0 < found < FLIPS


def test_a_flipped_bit_that_is_found_leads_to_a_new_database(tiny_database: Path) -> None:
    expected, damaged = everything(tiny_database), bytearray(tiny_database.read_bytes())
    damaged[3 * 4096 + 5000] ^= 1
    tiny_database.write_bytes(damaged)
    assert served_by(tiny_database.parent) == (Rebuilt("unreadable"), expected)
    assert served_by(tiny_database.parent) == (None, expected)


def of_a_later_schema(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE build_info SET value = '9999' WHERE key = 'schema_version'")
        connection.execute("CREATE TABLE of_a_later_time (x INTEGER)")


def of_a_later_duckdb(database: Path) -> None:
    written = bytearray(database.read_bytes())
    assert written[8:12] == b"DUCK"
    written[12:20] = struct.pack("<Q", 9999)
    database.write_bytes(written)


@pytest.mark.parametrize(("age", "reason"), [(of_a_later_schema, "version"), (of_a_later_duckdb, "unreadable")])
def test_a_database_from_the_future_is_rebuilt(tiny_database: Path, age: Callable[[Path], None], reason: str) -> None:
    expected = everything(tiny_database)
    age(tiny_database)
    assert served_by(tiny_database.parent) == (Rebuilt(reason), expected)


def delete(database: Path) -> None:
    database.unlink(missing_ok=True)


def cut_in_place(database: Path) -> None:
    with database.open("r+b") as file:
        file.truncate(20_000)


def overwrite_in_place(database: Path) -> None:
    with database.open("r+b") as file:
        file.write(b"x" * 100_000)


def test_visitors_notice_nothing_when_the_database_is_deleted_cut_and_overwritten_under_them(store: Store) -> None:
    with store.cursor() as cursor:
        expected = content(cursor)
    done = threading.Event()

    def visit() -> int:
        pages = 0
        while not done.is_set():
            store.refresh()
            with store.cursor() as cursor:
                assert content(cursor) == expected
            pages += 1
        return pages

    with ThreadPoolExecutor(READERS) as pool:
        visitors = [pool.submit(visit) for _ in range(READERS)]
        try:
            for number in range(ROUNDS):
                (delete, cut_in_place, overwrite_in_place)[number % 3](store.database)
                store.refresh()
        finally:
            done.set()
        assert min(visitor.result() for visitor in visitors) > 0
    build_database(store.folder, store.database)  # whatever the last damage was
    assert served_by(store.folder) == (None, expected)
