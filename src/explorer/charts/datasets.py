"""A chart's data as a browser gets them: Arrow streams, made once and sent as they are."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa


def compiled(chart: Any) -> dict[str, Any]:
    """The spec of an Altair chart, as a browser gets it.

    Not held against Vega-Lite's schema, which takes a fifth of the time: every kind of chart is, by the tests.
    """
    return with_arrow_data(chart.to_dict(validate=False))


def with_arrow_data(spec: dict[str, Any]) -> dict[str, Any]:
    """A Vega-Lite spec with its named data as Arrow IPC streams instead of lists of rows.

    Left as lists, they are converted anew at every showing, which takes longer than all else on a page.
    """
    return spec | {"datasets": {name: arrow_stream(rows) for name, rows in spec["datasets"].items()}}


def arrow_stream(rows: list[dict[str, Any]]) -> bytes:
    """Rows as an Arrow IPC stream, a column a key."""
    # What pandas adds about itself is several times as large as the data of a chart, and no browser reads it.
    table = pa.Table.from_pandas(pd.DataFrame(rows), preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())
