"""The data of a chart on their way to the browser."""

from typing import Any

import pyarrow as pa

from explorer.charts.datasets import arrow_stream, with_arrow_data
from tests.unit.drawings import ZH, drawn, dumbbell

ROWS: list[dict[str, Any]] = [
    {"row": "长兴县", "value": 90.3, "above": True, "note": None},
    {"row": "德清县", "value": 88, "above": False, "note": "approximate"},
]


def rows_of(stream: bytes) -> list[dict[str, Any]]:
    """The rows that a browser finds in an Arrow stream."""
    return pa.ipc.open_stream(stream).read_all().to_pylist()


def test_rows_arrive_as_they_are_missing_values_included() -> None:
    assert rows_of(arrow_stream(ROWS)) == ROWS


def test_nothing_but_the_rows_is_sent() -> None:
    assert pa.ipc.open_stream(arrow_stream(ROWS)).schema.metadata is None


def test_every_dataset_of_a_chart_is_converted_and_the_chart_itself_left_alone() -> None:
    spec = drawn(dumbbell, ZH)
    before = repr(spec)
    sent = with_arrow_data(spec)
    assert {name: rows_of(stream) for name, stream in sent["datasets"].items()} == spec["datasets"]
    assert {name: part for name, part in sent.items() if name != "datasets"} == {
        name: part for name, part in spec.items() if name != "datasets"
    }
    assert repr(spec) == before


def test_what_two_layers_share_is_sent_once() -> None:
    shared = [layer.get("data", {}).get("name") for layer in drawn(dumbbell, ZH)["layer"]]
    assert len(set(shared)) < len(shared)
