"""What the tables and columns of the database mean, in words: for whoever writes a query or takes the tables away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from explorer.i18n import Language

Words = Mapping[Language, str]
LANGUAGE_ENDINGS = ("_zh", "_en")


@dataclass(frozen=True)
class Entry:
    """One line of a table's description: the columns it is about (two where a text stands in both languages)."""

    columns: tuple[str, ...]
    type_name: str
    words: Words


@cache
def _dictionary() -> Mapping[str, Mapping[str, Words]]:
    text = resources.files("explorer").joinpath("dictionary.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def tables() -> Mapping[str, Words]:
    """What each table holds, the most asked first."""
    return _dictionary()["tables"]


def columns() -> Mapping[str, Words]:
    """What columns mean, by ``column`` or ``table.column``, without the ending of their language."""
    return _dictionary()["columns"]


def meaning(table: str, column: str) -> Words:
    """What a column of a table means. Raises KeyError for one that is described nowhere."""
    name = without_language(column)
    return columns().get(f"{table}.{name}") or columns()[name]


def without_language(column: str) -> str:
    """A column's name without ``_zh`` or ``_en``."""
    return column[:-3] if column.endswith(LANGUAGE_ENDINGS) else column


def entries(table: str, given: Sequence[tuple[str, str]]) -> list[Entry]:
    """The columns of a table, given as name and type in order, with what they mean; the two languages in one line."""
    together: dict[str, list[tuple[str, str]]] = {}
    for name, type_name in given:
        together.setdefault(without_language(name), []).append((name, type_name))
    return [
        Entry(tuple(name for name, _ in pair), pair[0][1], meaning(table, pair[0][0])) for pair in together.values()
    ]
