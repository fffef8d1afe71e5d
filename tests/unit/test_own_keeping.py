"""A reader's panel is kept whole and sorted, or refused with every kind of problem counted."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from explorer.own_figures.keeping import PanelProblem, keep_parquet, keep_table
from explorer.own_figures.panel import PANEL_SCHEMA
from explorer.own_figures.rules import Rule, codebook_of
from explorer.queries import records
from explorer.queries.own_figures import codebook_units
from tests.unit.own_panels import figure, table

CODEBOOK = {
    "primary-visit-rate": Rule("percent", 0, 100),
    "county-visit-rate": Rule("percent", 0, 100),
    "referrals-up": Rule("referrals", 0, None),
}


def shuffled() -> list[dict[str, Any]]:
    rows = [figure(place, 60 + number, year) for number, place in enumerate("CAB") for year in (2022, 2021, 2023)]
    rows += [figure("A", 100, indicator_id="referrals-up"), figure("A", 20, indicator_id="primary-visit-rate")]
    random.Random(4).shuffle(rows)
    return rows


def as_parquet(rows: pa.Table, path: Path) -> Path:
    pq.write_table(rows, path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


def as_csv(rows: pa.Table, path: Path) -> Path:
    pa_csv.write_csv(rows, path.with_suffix(".csv"))
    return path.with_suffix(".csv")


def held(path: Path) -> list[dict[str, Any]]:
    return pq.read_table(path).to_pylist()


def problems(tmp_path: Path, *rows: dict[str, Any]) -> list[PanelProblem]:
    found = keep_parquet(as_parquet(table(*rows), tmp_path / "given"), "x", tmp_path / "kept", CODEBOOK)
    assert isinstance(found, list), "it was kept"
    return found


def test_a_table_is_kept_sorted_and_described(tmp_path: Path) -> None:
    kept = keep_table(table(*shuffled()), "三县", tmp_path, CODEBOOK)
    rows = pq.read_table(kept.path).to_pylist()
    assert rows == sorted(shuffled(), key=lambda row: (row["indicator_id"], row["place"], row["period_start"]))
    assert (kept.name, kept.rows, kept.places) == ("三县", 11, 3)
    assert kept.indicators == ("primary-visit-rate", "county-visit-rate", "referrals-up")
    assert (kept.first, kept.last) == (date(2021, 1, 1), date(2023, 12, 31))
    assert not kept.synthetic


def test_one_synthetic_row_makes_the_set_synthetic(tmp_path: Path) -> None:
    assert keep_table(table(figure(), figure("B", synthetic=True)), "x", tmp_path).synthetic


def test_an_empty_table_is_no_panel(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without a row"):
        keep_table(PANEL_SCHEMA.empty_table(), "x", tmp_path)


@pytest.mark.parametrize("written", [as_parquet, as_csv])
def test_a_file_is_kept_as_the_same_table_would_be(tmp_path: Path, written: Callable[[pa.Table, Path], Path]) -> None:
    source = written(table(*shuffled()), tmp_path / "given")
    kept = keep_parquet(source, "x", tmp_path / "kept", CODEBOOK)
    assert not isinstance(kept, list), kept
    assert held(kept.path) == held(keep_table(table(*shuffled()), "x", tmp_path).path)


def test_what_is_kept_is_itself_a_file_that_can_be_kept(tmp_path: Path) -> None:
    first = keep_table(table(*shuffled()), "x", tmp_path, CODEBOOK)
    second = keep_parquet(first.path, "x", tmp_path, CODEBOOK)
    assert not isinstance(second, list), second
    assert held(first.path) == held(second.path)


def test_further_columns_are_left_alone_and_what_may_be_absent_is_empty(tmp_path: Path) -> None:
    rows = table(figure()).drop_columns(["note", "numerator", "synthetic"]).append_column("other", [["x"]])
    kept = keep_parquet(as_parquet(rows, tmp_path / "given"), "x", tmp_path / "kept", CODEBOOK)
    assert not isinstance(kept, list), kept
    assert pq.read_schema(kept.path).names == PANEL_SCHEMA.names
    assert not kept.synthetic


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("unknown_indicator", figure(indicator_id="no-such-rate")),
        ("unit", figure(unit="persons")),
        ("range", figure(value=100.1)),
        ("range", figure(value=-0.1)),
        ("range", figure(value=float("nan"))),
        ("range", figure(value=float("inf"), indicator_id="referrals-up")),
        ("period", figure(period_end=date(2022, 12, 31))),
        ("period", figure(year=1899)),
        ("missing", figure(place=" ")),
        ("parts", figure(value=63.4, numerator=50, denominator=100)),
    ],
)
def test_every_kind_of_problem_is_told_by_its_name(tmp_path: Path, kind: str, row: dict[str, Any]) -> None:
    found = problems(tmp_path, figure("A"), row, figure("B"))
    assert [(one.kind, one.count) for one in found] == [(kind, 1)]
    assert found[0].examples[0].startswith("2 · ")  # the second row


def test_parts_that_agree_as_far_as_the_value_is_rounded_are_no_problem(tmp_path: Path) -> None:
    rows = table(figure(value=63, numerator=634, denominator=1000), figure("B", numerator=1, denominator=0))
    assert not isinstance(keep_parquet(as_parquet(rows, tmp_path / "g"), "x", tmp_path, CODEBOOK), list)


def test_problems_are_counted_and_only_the_first_rows_named(tmp_path: Path) -> None:
    found = problems(tmp_path, *(figure(str(number), 101) for number in range(50)), figure("Z", unit="persons"))
    assert [(one.kind, one.count, len(one.examples)) for one in found] == [("range", 50, 3), ("unit", 1, 1)]


def test_a_figure_told_twice_is_refused_even_with_the_same_value(tmp_path: Path) -> None:
    found = problems(tmp_path, figure("A"), figure("B"), figure("A"), figure("A", 70))
    assert [(one.kind, one.count) for one in found] == [("duplicate", 2)]
    assert list((tmp_path / "kept").glob("*.parquet")) == []


def test_a_number_or_date_that_is_none_counts_as_missing(tmp_path: Path) -> None:
    text = (
        "place,indicator_id,period_start,period_end,value,unit\nA,county-visit-rate,2023-01-01,2023-12-31,n/a,percent"
    )
    (tmp_path / "given.csv").write_text(text, "utf-8")
    found = keep_parquet(tmp_path / "given.csv", "x", tmp_path / "kept", CODEBOOK)
    assert [(one.kind, one.count) for one in found] == [("missing", 1)]  # type: ignore[union-attr]


def test_a_file_without_the_columns_names_those_it_lacks(tmp_path: Path) -> None:
    source = as_parquet(pa.table({"place": ["A"], "value": [1.0]}), tmp_path / "given")
    found = keep_parquet(source, "x", tmp_path / "kept", CODEBOOK)
    assert found == [PanelProblem("columns", 4, ("indicator_id", "period_start", "period_end", "unit"))]


@pytest.mark.parametrize("content", [b"", b"PAR1 but not really", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_parquet_is_unreadable_and_no_path_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "given.parquet").write_bytes(content)
    (problem,) = keep_parquet(tmp_path / "given.parquet", "x", tmp_path / "kept", CODEBOOK)  # type: ignore[misc]
    assert problem.kind == "unreadable"
    assert str(tmp_path) not in "".join(problem.examples)


def test_a_file_with_no_row_is_empty(tmp_path: Path) -> None:
    assert [one.kind for one in problems(tmp_path)] == ["empty"]


def test_a_path_with_quotes_is_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "it's '; DROP"
    folder.mkdir()
    kept = keep_parquet(as_parquet(table(figure()), folder / "a'b"), "x", folder, CODEBOOK)
    assert not isinstance(kept, list), kept


def test_the_codebook_says_what_can_be_true(database: duckdb.DuckDBPyConnection) -> None:
    rules = codebook_of(records(codebook_units(database)))
    assert rules["county-visit-rate"] == Rule("percent", 0, 100)
    change = {"indicator_id": "x", "unit": "percent", "is_change": True}
    assert codebook_of([change])["x"] == Rule("percent", -100, None)
    assert codebook_of([change | {"unit": "percentage-points"}])["x"] == Rule("percentage-points", -100, 100)
    assert codebook_of([change | {"indicator_id": "bed-occupancy", "is_change": False}])["bed-occupancy"].high is None
