"""The stories that are shipped, as the app reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from explorer import stories
from explorer.i18n import Language
from explorer.paths import PROJECT_FOLDER
from explorer.store import READ_ONLY_SETTINGS
from explorer.story_rules import Known
from explorer.story_schema import Story

DATA = PROJECT_FOLDER / "data"
_path = str(DATA / "metrics.duckdb")
with duckdb.connect(_path, read_only=True, config=READ_ONLY_SETTINGS) as _connection:  # type: ignore[arg-type]
    KNOWN: Known = stories.known(_connection)
STORIES: Mapping[str, Story] = {each.story_id: each.story for each in stories.read_stories(DATA, KNOWN) if each.story}


def said(text: Any, language: Language) -> str:
    """A text of a story in one language."""
    return str(getattr(text, language))
