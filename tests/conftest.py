"""What every test may use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from explorer import build as build_module
from explorer.build import build_database, content_hash, fill
from explorer.catalog import load_catalog
from explorer.store import Store

TINY = Path(__file__).parent / "fixtures" / "tiny"


@pytest.fixture
def tiny_data(tmp_path: Path) -> Path:
    """A folder with the smallest sound data: two cases, one a branch, the country, five figures, one derived."""
    return Path(shutil.copytree(TINY, tmp_path / "data"))


@pytest.fixture(scope="session")
def _compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compiled") / "metrics.duckdb"
    build_database(TINY, path)
    return path


@pytest.fixture
def tiny_database(tiny_data: Path, _compiled: Path) -> Path:
    """The database of ``tiny_data``, compiled and in its place in the folder."""
    return Path(shutil.copy(_compiled, tiny_data / "metrics.duckdb"))


@pytest.fixture
def database(tiny_data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tiny data compiled in memory."""
    with duckdb.connect() as connection:
        fill(connection, load_catalog(tiny_data), content_hash(tiny_data))
        yield connection


@pytest.fixture
def store(tiny_database: Path) -> Iterator[Store]:
    """The store of ``tiny_data``, opened."""
    store = Store(tiny_database.parent)
    store.refresh()
    yield store
    store.close()


@pytest.fixture
def read_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store of a folder in which no file can be made; even root cannot, whatever the folder's mode says."""
    make = build_module.tempfile.mkstemp

    def refuse(**place: str) -> tuple[int, str]:
        if Path(place["dir"]) == store.folder:
            raise OSError(30, "Read-only file system")
        return make(**place)

    monkeypatch.setattr(build_module.tempfile, "mkstemp", refuse)
    return store
