"""Unit tests bring their own data: the committed database is shut to them unless a test is marked for it."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from explorer import stories
from explorer.paths import PROJECT_FOLDER
from explorer.story_rules import Known

SHIPPED_DATABASE = PROJECT_FOLDER / "data" / "metrics.duckdb"


@pytest.fixture(scope="session")
def known(_compiled: Path, tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What a story about the tiny data may name."""
    # A copy: other tests hold the file itself open with settings of the store.
    copy = shutil.copy(_compiled, tmp_path_factory.mktemp("known") / "metrics.duckdb")
    with duckdb.connect(copy, read_only=True) as connection:
        return stories.known(connection)


@pytest.fixture(autouse=True)
def _shipped_database_stays_shut(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("shipped_database"):
        return
    connect = duckdb.connect

    def connect_elsewhere(database: str | Path = ":memory:", *arguments: Any, **settings: Any) -> Any:
        if Path(database).resolve() == SHIPPED_DATABASE:
            pytest.fail("this test opens data/metrics.duckdb: give it data of its own, or mark it shipped_database")
        return connect(database, *arguments, **settings)

    monkeypatch.setattr(duckdb, "connect", connect_elsewhere)
