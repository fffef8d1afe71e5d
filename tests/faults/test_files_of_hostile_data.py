"""What can be taken away from pages of hostile data: every file opens as what it is, and nothing in it acts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.build import build_database
from explorer.i18n import LANGUAGES
from explorer.ui import answers, story_shelf
from tests.app.visiting import sound, visit
from tests.faults.hostile_data import BREAKING_OUT, FORMULA, hostile_copy
from tests.faults.reading_files import acting

Parameters = dict[str, str | list[str]]
Made = dict[str, Callable[[], bytes]]

VIEWS: tuple[tuple[str, Parameters], ...] = (
    ("case", {"case": "changxing"}),
    ("cases", {}),
    ("policies", {}),
    ("compare", {"case": ["deqing", "changxing"]}),
    ("compare", {"by": "alliance_model"}),
    ("referrals", {}),
    ("differs", {"case": ["deqing", "changxing"], "shared": "shown"}),
    ("targets", {}),
    ("targets", {"part": "recommendations"}),
    ("frameworks", {}),
    *(("methods", {"part": part}) for part in ("codebook", "sources", "audit", "coverage", "left_out")),
    ("stories", {"story": "two-counties"}),
    ("downloads", {"table": "observations"}),
    ("workbench", {}),
)
SLOW = (".svg", ".png", ".docx")
"""What takes seconds to make: the first of each kind on a page stands for all of them there."""


@pytest.fixture(scope="module")
def _hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The pages show the hostile data."""
    folder = hostile_copy(tmp_path_factory.mktemp("hostile") / "data", FORMULA, BREAKING_OUT)
    build_database(folder, folder / "metrics.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        for module in (answers, story_shelf):
            patch.setattr(module, "DATA_FOLDER", folder)
        st.cache_resource.clear()
        yield
    st.cache_resource.clear()


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Made:
    """What makes each file that a visited page offers, by the file's name."""
    found: Made = {}
    button = st.download_button

    def noted(label: str, data: Callable[[], bytes], *, file_name: str, **looks: object) -> object:
        found[file_name] = data
        return button(label, data, file_name=file_name, **looks)  # type: ignore[call-overload]

    monkeypatch.setattr(st, "download_button", noted)
    return found


@pytest.mark.parametrize(("page", "parameters"), VIEWS, ids=str)
@pytest.mark.usefixtures("_hostile")
def test_nothing_acts_in_any_file_that_a_page_offers(page: str, parameters: Parameters, offered: Made) -> None:
    open_everything(visit(page, lang=LANGUAGES[len(page) % 2], **parameters))
    made = made_of(offered)
    assert made
    assert found_in(made) == {}


@pytest.mark.usefixtures("_hostile")
def test_nothing_acts_in_the_brief_of_a_county_held_against_them(offered: Made) -> None:
    at = visit("planner", lang="zh")
    at.button(key="planner.example.zh").click()
    open_everything(sound(at.run()))
    brief = {name: make for name, make in offered.items() if name.startswith("brief")}
    assert brief.keys() == {"brief-zh.docx", "brief-zh.html"}
    assert found_in(made_of(brief)) == {}


CITED: tuple[tuple[str, Parameters], ...] = (
    ("case", {"case": "changxing"}),
    ("policy", {"policy": "who-integrated-care-2015"}),
    ("downloads", {}),
)


@pytest.mark.parametrize(("page", "parameters"), CITED, ids=str)
@pytest.mark.usefixtures("_hostile")
def test_no_citation_ends_before_its_end(page: str, parameters: Parameters) -> None:
    at = open_everything(visit(page, lang="en", **parameters))
    entries = [code.value for code in at.code if code.language == "latex"]
    lists = [code.value for code in at.code if code.value.startswith("TY  - ")]
    assert entries
    assert lists
    assert [entry for entry in entries if not is_one_entry(entry)] == []
    assert [
        each for each in lists if not re.fullmatch(r"TY  - \w+\n(?:(?!TY|ER)[A-Z][A-Z0-9]  - .+\n)+ER  - ?", each)
    ] == []


def made_of(offered: Made) -> dict[str, bytes]:
    """The files that a page offers, of those that are slow to make the first of each kind."""
    chosen: dict[str, str] = {}
    for name in offered:
        ending = name[name.rindex(".") :]
        chosen.setdefault(ending if ending in SLOW else name, name)
    return {name: offered[name]() for name in chosen.values()}


def found_in(made: dict[str, bytes]) -> dict[str, list[str]]:
    """What acts in each file in which anything does."""
    return {name: found for name, content in made.items() if (found := acting(name, content))}


def is_one_entry(text: str) -> bool:
    """Whether a BibTeX entry closes where it ends, and holds nothing that LaTeX would run or swallow."""
    depths, depth = [], 0
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        depths.append(depth)
    closed = depth == 0 and 0 not in depths[text.index("{") : -1]
    return closed and not re.search(
        r"\\(?!textbackslash\{\}|[&%$#_])|(?<!\\)[%#$&]", re.sub(r"(?m)^  url = .*$", "", text)
    )


def open_everything(at: AppTest) -> AppTest:
    """The same page with everything open that is drawn only when opened."""
    for node in at.main:
        named = re.fullmatch(r"\$\$ID-[0-9a-f]+-(.+)", getattr(getattr(node, "proto", None), "id", "") or "")
        if node.type in ("expander", "popover") and named:
            at.session_state[named[1]] = True
    return sound(at.run())
