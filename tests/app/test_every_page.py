"""What holds on every page: it opens, in the reader's language, and says nothing that is not meant for a reader."""

from __future__ import annotations

import re

import pytest

from explorer.i18n import LANGUAGES, Language
from tests.app.visiting import HEADINGS, box, heading, links, move, say, texts, unfold, visit

OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}
VIEWS: tuple[tuple[str, dict[str, str | list[str]]], ...] = (
    ("overview", {}),
    ("cases", {"q": "医共体"}),
    ("cases", {"model": "medical_community", "category": "social"}),
    ("case", {}),
    ("case", {"case": "deqing"}),
    ("case", {"case": "tianjin", "clock": "since"}),
    ("case", {"case": "yunnan-cancer", "clock": "since"}),
    ("compare", {"clock": "since"}),
    ("compare", {"related": "on"}),
    ("compare", {"indicator": "discharges", "case": "changxing"}),
    ("referrals", {}),
    ("differs", {}),
    ("differs", {"case": ["jining", "als-dongfang", "national"], "attribute": "instrument", "shared": "shown"}),
    ("differs", {"case": "deqing", "attribute": ["alliance_model", "payment"]}),
    ("targets", {}),
    ("targets", {"level": "district", "outcome": "reached"}),
    ("targets", {"part": "recommendations"}),
    ("frameworks", {}),
    ("frameworks", {"model": "telemedicine_network"}),
    ("frameworks", {"frame": "branch-cooperation-appraisal"}),
    ("methods", {}),
    ("methods", {"q": "nothing of the kind"}),
    ("methods", {"part": "sources"}),
    ("methods", {"part": "audit", "verdict": "all"}),
    ("methods", {"part": "coverage"}),
    ("methods", {"part": "coverage", "year": "2023"}),
    ("methods", {"part": "left_out"}),
    ("downloads", {}),
    ("downloads", {"table": "policies"}),
    ("planner", {}),
    ("my_figures", {}),
    ("policies", {}),
    ("policies", {"page": "9"}),
    ("policies", {"q": "按人头"}),
    ("policies", {"level": "institution", "kind": "law"}),
    ("policy", {}),
    ("policy", {"policy": "urban-groups-pilot-plan-2023"}),
    ("policy", {"policy": "nhc-2023-41"}),
    ("policy", {"policy": "rural-health-opinions-2023", "level": "national"}),
)
"""Each page, and what it shows besides when something is found, not found, or cannot be shown."""

PLACES = ("case", "differs", "policy", "frameworks")
"""Pages that name places in documents, by the documents’ own Chinese names."""

FOR_PROGRAMMERS = re.compile(
    r"\bSELECT\b|\bJOIN\b|\bWHERE\b|Traceback|Error\b|duckdb|\.py\b|\bNone\b|\bnan\b|\bNaN\b|\bNaT\b|<NA>|\{[a-z_]*\}"
)
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
DOCUMENT_NUMBER = re.compile(r"国\S+?号")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", HEADINGS)
def test_every_page_opens_under_its_heading_in_the_language_of_the_link(page: str, language: Language) -> None:
    at = visit(page, lang=language)
    assert heading(at) == say(HEADINGS[page], language)
    assert not at.error
    assert not at.warning


@pytest.mark.parametrize(
    ("browser", "language"),
    [("zh-CN", "zh"), ("zh-TW", "zh"), ("zh", "zh"), ("en-US", "en"), ("fr", "en"), (None, "zh")],
)
def test_without_a_language_in_the_link_the_page_speaks_the_browsers(browser: str | None, language: Language) -> None:
    assert heading(visit("compare", browser=browser)) == say("compare.heading", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_the_link_is_stronger_than_the_browsers(language: Language) -> None:
    at = visit("cases", browser={"zh": "en-GB", "en": "zh-CN"}[language], lang=language)
    assert heading(at) == say("cases.heading", language)


def test_an_unknown_language_is_named_in_a_notice_and_the_browsers_is_spoken() -> None:
    at = visit("cases", browser="en-GB", lang="fr")
    assert heading(at) == "Cases"
    assert [warning.value for warning in at.warning] == [say("notice.dropped", "en", values="lang\\=fr")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chosen_language_goes_along_from_page_to_page_and_into_each_address(language: Language) -> None:
    at = visit("overview", browser={"zh": "en-GB", "en": "zh-CN"}[language], lang=language)
    for page in ("compare", "cases", "differs", "referrals", "overview", "case"):
        move(at, page)
        assert heading(at) == say(HEADINGS[page], language)
        assert at.query_params == {"lang": language}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", HEADINGS)
def test_the_switch_changes_the_language_and_nothing_else(page: str, language: Language) -> None:
    asked: dict[str, dict[str, str | list[str]]] = {
        "cases": {"q": "changxing", "model": ["medical_group", "other"], "sort": "name", "case": "deqing"},
        "case": {"case": "weifang", "clock": "since"},
        "compare": {
            **{"indicator": ["discharges", "operations"], "related": "on", "by": "integration_type"},
            "clock": "calendar",
        },
        "differs": {"case": ["ruian", "deqing"], "attribute": ["payment", "technology"], "shared": "shown"},
        "policies": {"q": "方案", "level": ["province", "national"], "kind": "plan", "sort": "title", "to": "2023"},
        "policy": {"policy": "nhc-2023-41", "level": "national", "sort": "source"},
        "targets": {"level": ["national", "county"], "outcome": "reached", "theme": "tiered-care"},
        "frameworks": {"frame": "branch-cooperation-appraisal", "model": "specialty_alliance"},
        "methods": {"part": "audit", "verdict": "all", "kind": ["share", "sum"], "case": "zju-women", "page": "2"},
        "downloads": {"table": "policies"},
    }
    at = visit(page, lang=language, **asked.get(page, {}))
    at.button(key=f"{page}.lang.{language}").click().run()
    assert at.query_params == {"lang": OTHER[language], **asked.get(page, {})}
    at.button(key=f"{page}.lang.{OTHER[language]}").click().run()
    assert at.query_params == {"lang": language, **asked.get(page, {})}


@pytest.mark.parametrize("page", ["overview", "cases", "case"])
def test_links_between_pages_carry_the_chosen_language(page: str) -> None:
    at = visit(page, browser="zh-CN", lang="en", **({"case": "deqing"} if page == "case" else {}))
    if page == "overview":
        at.session_state["overview.links.en"] = True  # folded out
        at.run()
    followed = [link for target in ("cases", "case", "compare") for link in links(at, target)]
    assert len(followed) > 3
    assert all(link["lang"] == ["en"] for link in followed)


def test_a_filter_chosen_on_one_page_is_still_there_after_a_look_at_another() -> None:
    at = visit("cases", model="medical_community", case=["deqing", "changxing"])
    move(at, "referrals")
    move(at, "cases")
    assert at.query_params == {"model": "medical_community", "case": ["deqing", "changxing"]}
    unfold(at, "alliance_model", page="cases")
    assert box(at, "cases.model.medical_community.zh").value
    move(at, "compare")
    assert unfold(at, "case").multiselect(key="compare.case.zh").value == ["deqing", "changxing"]


def test_a_link_that_says_something_is_not_mixed_with_what_was_chosen_before() -> None:
    at = visit("cases", model="medical_community", q="医共体")
    move(at, "cases", type="service")
    assert at.query_params == {"type": "service"}
    unfold(at, "alliance_model", page="cases")
    assert not box(at, "cases.model.medical_community.zh").value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "asked"), VIEWS)
def test_nothing_on_a_page_is_meant_for_programmers(
    page: str, asked: dict[str, str | list[str]], language: Language
) -> None:
    at = visit(page, lang=language, **asked)
    bibtex = {code.value for code in at.code}
    assert [text for text in texts(at) if FOR_PROGRAMMERS.search(text) and text not in bibtex] == []


QUOTING = {"sources", "audit", "left_out"}
"""Parts of the methods page that quote the documents: their citations, their places, their words."""


@pytest.mark.parametrize(
    ("page", "asked"),
    [view for view in VIEWS if "q" not in view[1] and view[0] not in PLACES and view[1].get("part") not in QUOTING],
)
def test_an_english_page_holds_no_chinese_but_the_numbers_of_documents(
    page: str, asked: dict[str, str | list[str]]
) -> None:
    ours = [DOCUMENT_NUMBER.sub("", text) for text in texts(visit(page, lang="en", **asked)) if text != "中文"]
    assert [text for text in ours if CHINESE.search(text)] == []


def test_a_parameter_of_another_page_is_passed_over_in_silence() -> None:
    at = visit("referrals", model="medical_group", case="deqing", indicator="discharges")
    assert not at.warning


def test_a_misspelt_parameter_is_named_in_a_notice() -> None:
    at = visit("compare", modell="medical_group")
    assert [warning.value for warning in at.warning] == [say("notice.dropped", "zh", values="modell\\=medical\\_group")]
