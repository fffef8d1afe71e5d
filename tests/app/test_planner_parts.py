"""The planner's parts below the form: position, gap, what if and the draft, for a county kept in the session only."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language, Translator
from explorer.ui import answers, brief
from tests.app.visiting import charts, read, say, sections, sound, texts

SECRET = "61.237"
"""A county visit rate that no published figure has."""


def parts() -> None:
    """The parts as the page calls them, with a county from the session."""
    import streamlit as st

    from explorer.ui import answers
    from explorer.ui.brief import show_brief
    from explorer.ui.links import open_view
    from explorer.ui.position import show_position
    from explorer.ui.what_if import show_what_if

    answers.refresh()
    view = open_view("planner", ())
    tr = answers.translator(view.language)
    county = st.session_state["county"]
    show_position(view, tr, county)
    show_what_if(view, tr, county, lambda _: ["deqing"])
    show_brief(view, tr, county)


def shown(language: Language = "zh", **numbers: str) -> AppTest:
    """The parts for a county of these numbers."""
    from tests.unit.planner_counties import county

    at = AppTest.from_function(parts, default_timeout=60)
    at.query_params["lang"] = language
    definitions = {"county_visit_rate": "monitored", "primary_rate": "within_county_outpatient"}
    at.session_state["county"] = county(definitions, **numbers)
    return sound(at.run())


A1 = {
    "population": "600000",
    "county_visit_rate": "84.76",
    "primary_rate": "55.95",
    "admissions_within_county": "86.56",
    "fund_within_county": "73.71",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_county_sees_where_it_stands_what_the_gap_is_and_three_scenarios(language: Language) -> None:
    at = shown(language, **A1)
    heads = [say(key, language) for key in ("position.title", "gap.title", "what_if.title", "brief.section")]
    assert list(sections(at)) == heads
    (chart,) = charts(at)
    assert "84.76%" in chart.alt
    said = [read(text) for text in texts(at)]
    gap = {"zh": "相当于全年比现在多", "en": "would mean, over a year"}[language]
    assert any(gap in text for text in said)
    assert [field.value for field in at.text_input] == [
        say(f"what_if.scenario.{kind}", language) for kind in ("target", "closest", "halfway")
    ]
    assert len(at.slider) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_county_is_told_what_to_fill_in(language: Language) -> None:
    said = [read(text) for text in texts(shown(language))]
    for key in ("position.empty", "gap.none", "what_if.none", "brief.empty"):
        assert any(say(key, language) in text for text in said), key


def test_a_level_chosen_changes_the_gap() -> None:
    at = shown("en", **A1)
    box = at.selectbox[0]
    assert "target" in box.options[0]
    before = [read(text) for text in texts(at) if read(text).startswith("Reaching")]
    sound(box.select_index(len(box.options) - 1).run())
    after = [read(text) for text in texts(at) if read(text).startswith("Reaching")]
    assert before[0] != after[0]
    assert before[1:] == after[1:]


def test_a_slider_moves_its_scenario_and_no_other() -> None:
    at = shown("en", **A1)
    before = at.table[-1].value
    at.slider[0].set_value(95.0)
    sound(at.run())
    after = at.table[-1].value
    assert after.iloc[0, 3] == "95.0%"
    assert list(after.iloc[:, 5]) == list(before.iloc[:, 5])


def test_a_name_and_a_rate_stay_when_the_language_changes() -> None:
    at = shown("en", **A1)
    at.text_input[0].set_value("Ours")
    at.slider[0].set_value(95.0)
    sound(at.run())
    at.query_params["lang"] = "zh"
    sound(at.run())
    assert at.text_input[0].value == "Ours"
    assert at.slider[0].value == 95.0


def test_a_coefficient_of_ones_own_is_reckoned_with_and_said_to_be_so() -> None:
    at = shown("en", **A1)
    assert at.number_input[0].value == 6.785
    at.number_input[1].set_value(0.2)  # admissions a person: the collection has no figures to compute it from
    sound(at.run())
    assert any("admissions" in read(text) and "would mean" in read(text) for text in texts(at))
    at.number_input[0].set_value(7.0)
    sound(at.run())
    assert any(say("gap.coefficient.changed", "en") in read(text) for text in texts(at))


def test_nothing_of_the_county_reaches_a_cache_a_link_or_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []
    for name in ("_answer", "_rows", "_once"):
        original = getattr(answers, name)

        def recording(*, original: Any = original, **arguments: Any) -> Any:
            asked.append(repr(arguments))
            return original(**arguments)

        monkeypatch.setattr(answers, name, recording)
    at = shown("en", **A1 | {"county_visit_rate": SECRET})
    assert any(SECRET in text for text in texts(at))
    assert asked
    assert [key for key in asked if SECRET in key or "甲县" in key] == []
    assert SECRET not in str(dict(at.query_params))
    assert SECRET not in caplog.text


def test_the_draft_is_made_from_what_the_reader_set_though_no_session_is_there_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files: dict[str, Callable[[], bytes]] = {}

    def kept(_tr: Translator, kind: str, _name: str, make: Callable[[], bytes]) -> None:
        files[kind] = make

    monkeypatch.setattr(brief, "download", kept)
    at = shown("en", **A1, share_60_plus="22.5", township_centres="18", referrals_up="3000")
    at.text_input[0].set_value("Ours")
    at.slider[0].set_value(91.3)
    sound(at.run())
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        page = elsewhere.submit(files["html"]).result().decode("utf-8")
        word = elsewhere.submit(files["docx"]).result()
    assert "Ours" in page
    assert "91.3%" in page
    assert "甲县" in page
    opened = Document(io.BytesIO(word))
    assert any("Ours" in paragraph.text for paragraph in opened.paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_is_offered_as_word_and_as_html(language: Language) -> None:
    at = shown(language, **A1)
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels[-2:] == [say("export.docx", language), say("export.html", language)]
