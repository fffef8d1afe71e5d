"""A disk that is full or read-only, a clock that is wrong, files half saved: the last good data stay on show."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from explorer import build as build_module
from explorer import store as store_module
from explorer.build import build_database, content_hash
from explorer.errors import BuildError
from explorer.store import RETRY_S, Rebuilt, Store
from tests.faults.serving_right import Content, content, everything, served_by

SEED, CUTS = 20_260_103, 12


def served(store: Store) -> Content:
    with store.cursor() as cursor:
        return content(cursor)


def ended(store: Store, *, again: bool = False) -> None:
    """Save a change of the data, or take it back."""
    path = store.folder / "policies.yaml"
    old, new = ("status: ended", "status: in_force") if again else ("status: in_force", "status: ended")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def is_ended(store: Store) -> bool:
    """Whether the change is served."""
    with store.cursor() as cursor:
        return "in_force" not in [status for (status,) in cursor.execute("SELECT status FROM policies").fetchall()]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk with room for files of this many bytes and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for the data files and not for a database."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs more rights than this process has")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


# A full disk


@pytest.mark.parametrize("size", [0, 4096, 20_000, 300_000, 1_000_000])
def test_a_build_on_a_full_disk_says_so_and_leaves_the_database_as_it_was(tiny_database: Path, size: int) -> None:
    before = tiny_database.read_bytes()
    with files_of_at_most(size), pytest.raises(BuildError, match="could not write"):
        build_database(tiny_database.parent, tiny_database)
    assert tiny_database.read_bytes() == before
    assert list(tiny_database.parent.glob("*.tmp*")) == []


def test_a_full_disk_keeps_the_last_good_database_on_show_until_there_is_room(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(store)
    with files_of_at_most(100_000):
        assert store.refresh() is None
        assert store.unwritten is not None
        assert not is_ended(store)
    assert store.refresh() is None, "trying at every page would stall every page"
    later = store_module.time.monotonic() + RETRY_S + 1
    monkeypatch.setattr(store_module.time, "monotonic", lambda: later)
    assert store.refresh() == Rebuilt("stale")
    assert store.unwritten is None
    assert is_ended(store)


def test_a_small_file_system_that_is_full_is_told_and_another_one_served_from(
    small_disk: Path, tiny_data: Path
) -> None:
    folder = Path(shutil.copytree(tiny_data, small_disk / "data"))
    with pytest.raises(BuildError):
        build_database(folder, folder / "metrics.duckdb")
    assert list(folder.glob("metrics.duckdb*")) == []
    build_database(tiny_data, tiny_data / "metrics.duckdb")
    assert served_by(folder) == (Rebuilt("missing"), everything(tiny_data / "metrics.duckdb"))


# A folder that is only for reading


def test_on_a_read_only_folder_faults_keep_the_newest_data_on_show_and_not_those_of_the_installation(
    read_only: Store,
) -> None:
    ended(read_only)
    assert read_only.refresh() == Rebuilt("stale")
    policies = read_only.folder / "policies.yaml"
    policies.write_text(policies.read_text("utf-8") + "\n  - nonsense", "utf-8")
    assert read_only.refresh() is None
    assert read_only.faults is not None
    assert is_ended(read_only)


# A clock set back


def test_a_change_saved_with_the_clock_set_back_is_served(store: Store) -> None:
    ended(store)
    years_ago = 1_000_000_000
    os.utime(store.folder / "policies.yaml", (years_ago, years_ago))
    assert store.refresh() == Rebuilt("stale")
    assert is_ended(store)
    os.utime(store.database, (years_ago, years_ago))
    assert store.refresh() is None
    ended(store, again=True)
    os.utime(store.folder / "policies.yaml", (years_ago - 1, years_ago - 1))
    assert store.refresh() == Rebuilt("stale")
    assert not is_ended(store)


def test_with_the_clock_set_back_the_last_private_copy_is_the_one_served_last(read_only: Store) -> None:
    ended(read_only)
    read_only.refresh()
    for path in read_only._private_copies():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    policies = read_only.folder / "policies.yaml"
    policies.write_text(policies.read_text("utf-8") + "\n  - nonsense", "utf-8")
    read_only.refresh()
    assert is_ended(read_only)


# Files half saved


def test_a_file_saved_half_way_keeps_the_last_good_data_on_show_until_it_is_whole(store: Store) -> None:
    chance = random.Random(SEED)
    good, version = served(store), store.version
    kept = 0
    for _ in range(CUTS):
        path = store.folder / chance.choice(build_module.INPUT_FILES)
        whole = path.read_bytes()
        path.write_bytes(whole[: chance.randrange(len(whole))])
        store.refresh()
        if store.faults is not None:
            kept += 1
            assert store.version == version
            assert served(store) == good
        else:  # what was saved by then stands by itself
            assert store.version == content_hash(store.folder)
        path.write_bytes(whole)
        store.refresh()
        assert store.faults is None
        assert served(store) == good
    assert kept > CUTS / 2
