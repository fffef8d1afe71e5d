"""The shipped stories as their files are made from: with the shipped data, outside of any page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pytest

from explorer import stories
from explorer.exports.slides import story_slides
from explorer.exports.story_material import StoryMaterial, story_material
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.paths import PROJECT_FOLDER
from explorer.queries import cases, records
from explorer.store import READ_ONLY_SETTINGS
from explorer.story_rules import Known

DATA = PROJECT_FOLDER / "data"
TODAY = date(2026, 11, 26)
NAMES = tuple(stories.story_files(DATA))
every_story = pytest.mark.parametrize(("name", "language"), [(name, lang) for name in NAMES for lang in LANGUAGES])


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    # Opened as the app opens it: DuckDB refuses two ways of opening one file in a process.
    path, settings = str(DATA / "metrics.duckdb"), READ_ONLY_SETTINGS
    with duckdb.connect(path, read_only=True, config=settings) as connection:  # type: ignore[arg-type]
        yield connection


def asking(connection: duckdb.DuckDBPyConnection) -> Callable[..., Any]:
    return lambda query, *arguments: query(connection, *arguments)


@cache
def known() -> Known:
    with database() as connection:
        return stories.known(connection)


@cache
def translator(language: Language) -> Translator:
    with database() as connection:
        rows = records(cases.vocabulary(connection))
    return Translator(language, {(r["dimension"], r["tag"]): {n: r[f"label_{n}"] for n in LANGUAGES} for r in rows})


@cache
def material(name: str, language: Language) -> StoryMaterial:
    story = next(read.story for read in stories.read_stories(DATA, known()) if read.story_id == name)
    assert story is not None
    figure_ids = [known().figures_of(step) for step in story.steps]
    with database() as connection:
        return story_material(asking(connection), translator(language), story, figure_ids, "0123456789abcdef")


@cache
def written(name: str, language: Language) -> bytes:
    """The deck of a story."""
    return story_slides(material(name, language), translator(language), TODAY)
