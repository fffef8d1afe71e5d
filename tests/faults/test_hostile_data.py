"""Data files by somebody who means harm: shown as typed on every page and in every file that leaves the explorer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.build import build_database
from explorer.i18n import LANGUAGES
from explorer.ui import answers, story_shelf
from tests.app.visiting import HEADINGS, sound, visit
from tests.faults.hostile_data import hostile_copy
from tests.faults.reading_marks import holds_marks, live_marks

VIEWS: tuple[tuple[str, dict[str, str | list[str]]], ...] = (
    *((page, {}) for page in HEADINGS),
    ("case", {"case": "changxing"}),
    ("case", {"case": "zju-women"}),
    ("policy", {"policy": "who-integrated-care-2015"}),
    ("cases", {"q": "evil", "model": "medical_community"}),
    ("policies", {"q": "evil"}),
    ("compare", {"case": ["deqing", "changxing"]}),
    ("compare", {"by": "alliance_model"}),
    ("differs", {"case": ["deqing", "changxing"], "shared": "shown"}),
    ("targets", {"part": "recommendations"}),
    *(("methods", {"part": part}) for part in ("sources", "audit", "coverage", "left_out")),
    ("stories", {"story": "two-counties"}),
    ("present", {"story": "two-counties", "step": "1"}),
)
UNTOUCHED_BY_DATA = {"my_story", "vote", "my_figures", "downloads"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The pages show the hostile data."""
    folder = hostile_copy(tmp_path_factory.mktemp("hostile") / "data")
    build_database(folder, folder / "metrics.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        for module in (answers, story_shelf):
            patch.setattr(module, "DATA_FOLDER", folder)
        st.cache_resource.clear()
        yield folder
    st.cache_resource.clear()


@pytest.mark.parametrize(("page", "parameters"), VIEWS, ids=str)
@pytest.mark.usefixtures("hostile")
def test_no_text_of_the_data_is_taken_for_markup(page: str, parameters: dict[str, str | list[str]]) -> None:
    at = visit(page, lang=LANGUAGES[len(page) % 2], **parameters)
    assert live_marks(at) == []
    unfolded = unfold_everything(at)
    assert live_marks(unfolded) == []
    assert holds_marks(unfolded) or page in UNTOUCHED_BY_DATA


@pytest.mark.usefixtures("hostile")
def test_no_text_of_the_data_is_taken_for_markup_where_a_county_is_held_against_them() -> None:
    at = visit("planner", lang="en")
    at.button(key="planner.example.en").click()
    at = unfold_everything(sound(at.run()))
    assert len(at.table) > 1
    assert live_marks(at) == []


def unfold_everything(at: AppTest) -> AppTest:
    """The same page with everything open that is drawn only when opened."""
    for node in at.main:
        named = re.fullmatch(r"\$\$ID-[0-9a-f]+-(.+)", getattr(getattr(node, "proto", None), "id", "") or "")
        if node.type == "expander" and named:
            at.session_state[named[1]] = True
    return sound(at.run())
