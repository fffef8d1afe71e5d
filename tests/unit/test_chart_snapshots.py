"""What each chart is made of, kept as a small file: a change of marks, fields, titles or scales is seen in the diff.

`UPDATE_SNAPSHOTS=1 pytest tests/unit/test_chart_snapshots.py` writes the files anew.
"""

from __future__ import annotations

import ast
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from explorer import charts
from explorer.charts.scores import scores_chart
from explorer.i18n import Translator
from explorer.paths import PROJECT_FOLDER
from tests.unit import drawings, more_drawings
from tests.unit.drawings import EN, EVERY_CHART, ZH, both_languages, drawn, layers
from tests.unit.more_drawings import FURTHER_CHARTS
from tests.unit.rows import empty_database

FOLDER = PROJECT_FOLDER / "tests" / "snapshots" / "charts"
UPDATE = "UPDATE_SNAPSHOTS"
DRAWN = {draw.__name__: draw for draw in EVERY_CHART}
FURTHER = {draw.__name__: draw for draw in FURTHER_CHARTS}
NAMES = (*DRAWN, "scores", *FURTHER)


def spec_of(name: str, tr: Translator) -> dict[str, Any]:
    if name == "scores":
        spec: dict[str, Any] = scores_chart("service", [1, 2, 3, 4, 5, 6], tr, before=[6, 5, 4, 3, 2, 1]).to_dict()
        return spec
    if name in FURTHER:
        with empty_database() as rows:
            made: dict[str, Any] = FURTHER[name](rows, tr).to_dict()
        return made if "layer" in made else {"layer": [made], "datasets": made["datasets"]}
    return drawn(DRAWN[name], tr)


def made_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Each layer's mark and channels; nothing that depends on the data."""
    return [
        {
            "mark": {key: layer["mark"][key] for key in ("type", "shape", "filled", "color") if key in layer["mark"]},
            "encoding": {
                channel: [told(each) for each in value] if isinstance(value, list) else told(value)
                for channel, value in sorted(layer["encoding"].items())
            },
        }
        for layer in layers(spec)
    ]


def told(channel: dict[str, Any]) -> dict[str, Any]:
    """A channel's field, type and titles, and the kind of its scale."""
    kept = {key: channel[key] for key in ("field", "type", "title", "value") if key in channel}
    scale = channel.get("scale")
    if isinstance(scale, dict):
        kept["scale"] = {key: scale[key] for key in ("type", "zero", "nice", "reverse") if key in scale}
    elif "scale" in channel:
        kept["scale"] = scale
    if isinstance(axis := channel.get("axis"), dict) and "title" in axis:
        kept["axis_title"] = axis["title"]
    return kept


@both_languages
@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_made_as_it_was(name: str, tr: Translator) -> None:
    file = FOLDER / f"{name}-{tr.language}.json"
    now = json.dumps(made_of(spec_of(name, tr)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get(UPDATE):
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
    assert now == file.read_text(encoding="utf-8"), f"{file.name}: {UPDATE}=1 writes it anew, if that is meant"


def test_no_picture_is_kept_of_a_chart_that_is_gone() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == {
        f"{name}-{tr.language}" for name in NAMES for tr in (ZH, EN)
    }


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_marks_and_fields(name: str) -> None:
    def fields(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: fields(value) for key, value in node.items() if key not in ("title", "axis_title")}
        return [fields(each) for each in node] if isinstance(node, list) else node

    assert fields(made_of(spec_of(name, ZH))) == fields(made_of(spec_of(name, EN)))


WITHIN_OTHERS = {"row_chart", "line_chart"}
"""What ``figures_chart`` draws: bars, dots and dumbbells are rows; and lines."""


def test_every_chart_has_a_snapshot() -> None:
    made = {
        node.name
        for path in Path(charts.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_chart")
    }
    drawn_here = {
        name.id
        for module in (drawings, more_drawings, sys.modules[__name__])
        for name in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(name, ast.Name) and name.id.endswith("_chart")
    }
    assert made - drawn_here == WITHIN_OTHERS
