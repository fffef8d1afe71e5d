"""Builds that end suddenly: what readers are served afterwards is whole and right, and nothing is left for good."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer.build import ABANDONED_AFTER_S, build_database
from explorer.store import Rebuilt, Store
from tests.faults.serving_right import REPOSITORY, everything, served_by

SEED, KILLS, CUTS = 20_260_101, 50, 8
Order = Callable[..., dict[str, int]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny data with their database."""
    folder = Path(shutil.copytree(REPOSITORY / "tests" / "fixtures" / "tiny", tmp_path_factory.mktemp("k") / "data"))
    build_database(folder, folder / "metrics.duckdb")
    return folder


@pytest.fixture(scope="module")
def ordered(folder: Path) -> Iterator[Order]:
    """Orders a build in another process, and answers how it ended."""
    command = [sys.executable, "-m", "tests.faults.builder", str(folder)]
    builder = subprocess.Popen(
        command, cwd=REPOSITORY, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert builder.stdin is not None
    assert builder.stdout is not None
    orders, answers = builder.stdin, builder.stdout

    def order(**asked: Any) -> dict[str, int]:
        print(json.dumps(asked), file=orders, flush=True)
        return dict(json.loads(answers.readline()))

    yield order
    orders.close()
    builder.wait()
    answers.close()


def left_behind(folder: Path) -> list[Path]:
    return sorted(folder.glob("metrics.duckdb.*"))


def test_a_build_killed_at_any_of_fifty_moments_leaves_readers_the_database_as_it_was_or_the_new_one(
    folder: Path, ordered: Order
) -> None:
    chance = random.Random(SEED)
    expected = everything(folder / "metrics.duckdb")
    steps = {writing: ordered(kill=None, writing=writing)["steps"] for writing in (False, True)}
    assert steps[False] > steps[True] > 1000
    for number in range(KILLS):
        # Four of five while it writes: before that there is nothing to spoil.
        writing = number % 5 > 0
        moment = chance.randint(1, steps[writing] - 50)
        assert ordered(kill=moment, writing=writing)["signal"] == signal.SIGKILL
        told, found = served_by(folder)
        assert told is None, f"moment {moment} of {steps[writing]}"
        assert found == expected


def test_a_build_cut_off_in_the_middle_of_a_file_leaves_the_database_as_it_was(folder: Path, ordered: Order) -> None:
    chance = random.Random(SEED)
    size = (folder / "metrics.duckdb").stat().st_size
    expected = everything(folder / "metrics.duckdb")
    for _ in range(CUTS):
        assert ordered(bytes=chance.randint(1, size - 1))["signal"] == signal.SIGXFSZ
        assert served_by(folder) == (None, expected)


def test_without_a_database_a_killed_build_leaves_none_and_the_next_visitor_gets_one(
    folder: Path, ordered: Order
) -> None:
    expected = everything(folder / "metrics.duckdb")
    steps = ordered(kill=None, writing=True)["steps"]
    for share in (0.1, 0.5, 0.9):
        (folder / "metrics.duckdb").unlink()
        ordered(kill=int(steps * share), writing=True)
        assert not (folder / "metrics.duckdb").exists()
        assert served_by(folder) == (Rebuilt("missing"), expected)


def test_what_killed_builds_left_behind_is_swept_away_by_a_later_build(folder: Path, ordered: Order) -> None:
    steps = ordered(kill=None, writing=True)["steps"]
    ordered(kill=steps // 2, writing=True)
    abandoned = left_behind(folder)
    assert abandoned
    long_ago = time.time() - ABANDONED_AFTER_S - 60
    for path in abandoned:
        os.utime(path, (long_ago, long_ago))
    build_database(folder, folder / "metrics.duckdb")
    assert not set(abandoned) & set(left_behind(folder))


def test_the_file_of_a_build_still_going_on_is_not_swept_away(tiny_data: Path) -> None:
    going_on = tiny_data / "metrics.duckdb.abc.tmp"
    going_on.write_bytes(b"half")
    build_database(tiny_data, tiny_data / "metrics.duckdb")
    assert going_on.read_bytes() == b"half"


def test_of_two_builders_at_once_both_end_well_and_the_database_is_whole(tiny_data: Path) -> None:
    command = [sys.executable, "-m", "explorer", "--data", str(tiny_data), "build"]
    builders = [
        subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)
    ]
    assert [(builder.communicate()[1], builder.returncode) for builder in builders] == [(b"", 0)] * 2
    assert left_behind(tiny_data) == []
    store = Store(tiny_data)
    assert store.refresh() is None
    store.close()
