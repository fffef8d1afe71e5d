"""Numbers that stand twice are found whether they fit into memory at once or not."""

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from explorer.monitoring import duplicates
from explorer.monitoring.duplicates import Repeats, find_repeats
from explorer.monitoring.engines import Limits, connected


def found_in(ids: list[str | None], folder: Path) -> Repeats:
    pq.write_table(pa.table({"id": pa.array(ids, pa.string())}), folder / "records.parquet")
    with connected("duckdb", Limits()) as engine:
        backend = engine.backend
        return find_repeats(engine, backend.read_parquet(str(folder / "records.parquet")), "id")  # type: ignore[attr-defined]


@pytest.mark.parametrize("at_once", [10, 1_000, 2**27])
def test_ids_that_stand_twice_are_found_in_one_turn_or_in_many(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "NUMBERS_AT_ONCE", at_once)
    ids: list[str | None] = [f"{number:05d}" for number in range(3_000)]
    ids += ["00007", "00007", "02999", None, ""]
    random.Random(1).shuffle(ids)
    assert found_in(ids, tmp_path) == Repeats(("00007", "02999"), rows=5, without=2)


@pytest.mark.parametrize("ids", [[], [None, ""], ["1"], ["1", "2", "3"]], ids=str)
def test_nothing_is_found_where_every_id_stands_once(ids: list[str | None], tmp_path: Path) -> None:
    assert found_in(ids, tmp_path).ids == ()


def test_a_thousand_rows_of_one_id_are_one_repeat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them fall into one turn, which has room for a few."""
    monkeypatch.setattr(duplicates, "NUMBERS_AT_ONCE", 100)
    assert found_in(["same"] * 1_000, tmp_path) == Repeats(("same",), rows=1_000, without=0)
