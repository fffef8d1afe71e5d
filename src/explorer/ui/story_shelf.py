"""The stories of the data folder, read once for as long as neither they nor the data change."""

from __future__ import annotations

import hashlib

import streamlit as st

from explorer import stories
from explorer.paths import DATA_FOLDER
from explorer.stories import ReadStory
from explorer.story_rules import Known
from explorer.ui import answers


def known() -> Known:
    """What a story may name, in the data being served."""
    return answers.ask(stories.known)


def shelf() -> tuple[ReadStory, ...]:
    """Every story of the data folder by id, each with its faults if it has any."""
    return _shelf(answers.version(), _content_hash())


@st.cache_resource(show_spinner=False, max_entries=8)
def _shelf(data_version: str, content_hash: str) -> tuple[ReadStory, ...]:
    return tuple(stories.read_stories(DATA_FOLDER, known()))


def _content_hash() -> str:
    digest = hashlib.sha256()
    for story_id, path in stories.story_files(DATA_FOLDER).items():
        digest.update(story_id.encode() + b"\0")
        try:
            digest.update(path.read_bytes() + b"\0")
        except OSError:
            continue  # the reader says what is wrong with the file
    return digest.hexdigest()
