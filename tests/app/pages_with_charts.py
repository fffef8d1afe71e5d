"""Every chart of every page that has any, as the page sends it to the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa

from explorer.i18n import Language
from tests.app.visiting import visit

VIEWS: dict[str, tuple[str, dict[str, str]]] = {
    "overview": ("overview", {}),
    "case": ("case", {"case": "deqing"}),
    "case_since": ("case", {"case": "tianjin", "clock": "since"}),
    "compare": ("compare", {"related": "on"}),
    "compare_by": ("compare", {"by": "alliance_model"}),
    "compare_counts": ("compare", {"indicator": "discharges"}),
    "compare_clock": ("compare", {"clock": "since"}),
    "referrals": ("referrals", {}),
    "targets": ("targets", {}),
    "frameworks": ("frameworks", {}),
    "coverage": ("methods", {"part": "coverage"}),
    "policies": ("policies", {}),
    "workbench": ("workbench", {"example": "measures"}),
    "step": ("present", {"story": "two-counties", "step": "7"}),
}
"""A view of every kind of chart that needs nothing typed in."""


@dataclass(frozen=True)
class Drawn:
    """A chart as sent: what it is made of, its rows and its description."""

    spec: dict[str, Any]
    alt: str
    frames: tuple[pd.DataFrame, ...]

    @property
    def cells(self) -> set[str]:
        """Every text among its rows."""
        return {cell for frame in self.frames for cell in frame.to_numpy().ravel() if isinstance(cell, str)}


@cache
def drawn(view: str, language: Language) -> tuple[Drawn, ...]:
    """The charts of a view, top to bottom."""
    page, asked = VIEWS[view]
    nodes = [node.proto for node in visit(page, lang=language, **asked).get("vega_lite_chart")]
    return tuple(
        Drawn(
            json.loads(proto.spec),
            proto.alt,
            tuple(pa.ipc.open_stream(each.data.data).read_pandas() for each in proto.datasets if each.data.data),
        )
        for proto in nodes
    )


def within(node: Any) -> Iterator[tuple[str, Any]]:
    """Every key of a spec with what stands under it, at any depth, its data left out."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in ("data", "datasets"):
                yield key, value
                yield from within(value)
    elif isinstance(node, list):
        for each in node:
            yield from within(each)
