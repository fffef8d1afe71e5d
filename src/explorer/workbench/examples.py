"""Questions to begin with: each a query over the tables, written in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from explorer.i18n import LANGUAGES, Language


@dataclass(frozen=True)
class Sketch:
    """How to draw an answer at first: a bar, line or point chart, and its columns counted from 0."""

    how: str
    x: int
    y: int
    colour: int | None = None


@dataclass(frozen=True)
class Example:
    """A question with its query, both by language."""

    question: Mapping[Language, str]
    sql: Mapping[Language, str]
    sketch: Sketch | None


@cache
def examples() -> Mapping[str, Example]:
    """The questions by id, in the order shown; the first is what the page opens with."""
    text = resources.files("explorer.workbench").joinpath("examples.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        name: Example(
            {language: one[language] for language in LANGUAGES},
            {language: one[f"sql_{language}"].strip() for language in LANGUAGES},
            Sketch(**one["chart"]) if "chart" in one else None,
        )
        for name, one in loaded.items()
    }
