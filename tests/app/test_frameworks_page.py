"""The evaluation frame: which indicators are named, what there is of each and whose, against what; what is blank."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.build import build_database
from explorer.i18n import LANGUAGES, Language
from explorer.ui import answers
from tests.app import authored
from tests.app.visiting import charts, links, look, read, say, sound, texts, visit

SECOND = """\
  - id: second
    title: {zh: "第二框架", en: "A second frame"}
    text: {zh: "只看一项。", en: "One indicator only."}
    source: case-collection
    locator: "第五章 二"
    dimensions:
      - {id: health, name: {zh: "健康", en: "Health"}}
      - {id: other, name: {zh: "其他", en: "Other"}}
    entries:
      - models: [medical_group]
        dimension: health
        indicator: infant-mortality
        direction: lower
        basis: judged
        reason: {zh: "看健康。", en: "It speaks of health."}
"""
OPEN_TABLE = "frameworks.table.{}"


def entries(frame: int = 0, **of: str) -> list[dict[str, object]]:
    """What a shipped frame looks at, one record an entry, as far as its fields are as asked."""
    found: list[dict[str, object]] = authored.document("frameworks.yaml")["frameworks"][frame]["entries"]
    return [each for each in found if all(each.get(name) == value for name, value in of.items())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_has_a_dot_for_each_indicator_and_model(language: Language) -> None:
    (chart,) = charts(look("frameworks", lang=language))
    named = sum(len(each["models"]) for each in entries())  # type: ignore[arg-type]
    (dots,) = [layer for layer in chart.layers if len(layer) == named]
    assert set(dots["status"]) == {"cases", "places", "blank"}
    assert str(named) in chart.alt
    assert len(chart.column("model_label")) == 4
    assert len(chart.column("dimension")) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_of_the_model_stands_there_with_its_ground(language: Language) -> None:
    shown = "\n".join(read(text) for text in texts(look("frameworks", lang=language, model="medical_community")))
    for each in entries():
        if "medical_community" in each["models"]:  # type: ignore[operator]
            assert each["reason"][language] in shown  # type: ignore[index]
            if "wanted" in each:
                assert each["wanted"][language] in shown  # type: ignore[index]
                assert each["missing"][language] in shown  # type: ignore[index]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_dimension_is_said_to_be_blank(language: Language) -> None:
    at = look("frameworks", lang=language, model="telemedicine_network")
    said = [read(text.value) for text in at.markdown]
    assert f"**{say('frameworks.blank', language, count=2)}**" in said  # satisfaction: two wanted, none held


def test_figures_lead_to_their_cases_and_to_the_comparison() -> None:
    at = look("frameworks", model="medical_community")
    cases = {link["case"][0] for link in links(at, "case")}
    assert {"changxing", "deqing", "tianjin", "ruian"} <= cases
    assert not any(case.startswith("pilot-county") for case in cases)
    assert {"indicator": ["county-visit-rate"]} in links(at, "compare")


def test_a_standard_says_how_the_figures_stand_and_leads_to_its_policy() -> None:
    at = look("frameworks", lang="en", model="medical_community")
    (monitored,) = [read(text.value) for text in at.markdown if "(as monitored)" in read(text.value)]
    assert "Target: at least 90%" in monitored
    assert "Within scope: reaches the target (6), does not reach the target (2)" in monitored
    (undefined,) = [read(text.value) for text in at.markdown if read(text.value).startswith("**County visit rate** ")]
    assert say("targets.outcome.others_only", "en") in undefined
    assert {"policy": ["nhc-2019-121"], "lang": ["en"]} in links(at, "policy")


def test_a_target_without_any_figure_stands_with_the_blanks() -> None:
    at = look("frameworks", lang="en", model="specialty_alliance")
    (screening,) = [read(text.value) for text in at.markdown if "screening rate" in read(text.value)]
    assert say("frameworks.told.blank", "en") in screening
    assert "at least 50%" in screening


def test_comparator_places_are_named_and_said_to_be_no_cases() -> None:
    at = look("frameworks", lang="en", model="medical_community")
    told = [read(caption.value) for caption in at.caption]
    assert any(text.startswith("8 figures from comparator places, which are not cases") for text in told)


def test_choosing_a_model_changes_the_link_and_what_is_shown() -> None:
    at = visit("frameworks")
    sound(at.segmented_control(key="frameworks.model.zh").set_value("specialty_alliance").run())
    assert at.query_params == {"model": "specialty_alliance"}
    assert any("浙大妇院" in text or "海宁" in text for text in texts(at))


def test_another_frame_starts_at_its_own_first_model() -> None:
    at = visit("frameworks", model="medical_community")
    sound(at.selectbox(key="frameworks.frame.zh").set_value("branch-cooperation-appraisal").run())
    assert at.query_params == {"frame": "branch-cooperation-appraisal"}
    (chart,) = charts(at)
    assert len(chart.column("dimension")) == 7
    assert chart.column("model_label") == {"专科联盟"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_that_the_frame_says_nothing_of_is_told(language: Language) -> None:
    at = visit("frameworks", lang=language, frame="branch-cooperation-appraisal", model="medical_group")
    assert len(at.info) == 1
    assert not at.warning


def test_an_unknown_frame_is_named_in_a_notice_and_the_first_is_shown() -> None:
    at = visit("frameworks", frame="nowhere", model="hospital")
    assert "frame\\=nowhere" in at.warning[0].value
    assert "model\\=hospital" in at.warning[0].value
    assert len(charts(at)) == 1


def test_the_table_opens_with_a_row_for_each_dot_and_the_files() -> None:
    at = visit("frameworks", lang="en")
    at.session_state[OPEN_TABLE.format("en")] = True  # folded out
    sound(at.run())
    (table,) = at.table
    assert len(table.value) == sum(len(each["models"]) for each in entries())  # type: ignore[arg-type]
    names = [button.proto.label for button in at.get("download_button")]
    assert names == [say(f"export.{kind}", "en") for kind in ("csv", "xlsx", "json", "svg", "png")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recommendation_leads_to_the_frame_that_answers_it(language: Language) -> None:
    at = look("targets", lang=language, part="recommendations")
    assert links(at, "frameworks") == [{"frame": ["models-appraisal"], "lang": [language]}]


@pytest.fixture
def with_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped data with a frame more at the end of its file."""
    folder = tmp_path / "data"
    shutil.copytree(authored.DATA, folder, ignore=shutil.ignore_patterns("*.duckdb*"))
    path = folder / "frameworks.yaml"
    path.write_text(path.read_text("utf-8").rstrip() + "\n" + SECOND, "utf-8")
    build_database(folder, folder / "metrics.duckdb")
    monkeypatch.setattr(answers, "DATA_FOLDER", folder)
    st.cache_resource.clear()
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frame_added_to_the_file_can_be_chosen(with_a_second: Path, language: Language) -> None:
    try:
        at: AppTest = visit("frameworks", lang=language)
        assert len(at.selectbox(key=f"frameworks.frame.{language}").options) == 3
        sound(at.selectbox(key=f"frameworks.frame.{language}").set_value("second").run())
        assert at.query_params == {"lang": language, "frame": "second"}
        (chart,) = charts(at)
        assert len(chart.column("name")) == 1
        assert [link["case"] for link in links(at, "case")] == [["changxing"]]
        label = {"zh": "医疗集团", "en": "Medical group"}[language]
        assert say("frameworks.nothing_named", language, model=label) in [read(text.value) for text in at.markdown]
    finally:
        st.cache_resource.clear()


def test_without_any_frame_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    shutil.copytree(authored.DATA, folder, ignore=shutil.ignore_patterns("*.duckdb*"))
    (folder / "frameworks.yaml").write_text("frameworks: []\n", "utf-8")
    build_database(folder, folder / "metrics.duckdb")
    monkeypatch.setattr(answers, "DATA_FOLDER", folder)
    st.cache_resource.clear()
    try:
        assert [notice.value for notice in visit("frameworks").info] == [say("frameworks.none", "zh")]
    finally:
        st.cache_resource.clear()
