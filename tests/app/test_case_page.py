"""A case's own page: every section filled for every case, the basis of each tag, neighbours, citations."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from tests.app import authored
from tests.app.visiting import charts, heading, links, read, say, sections, sound, texts, visit

ALL = list(authored.cases())
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SECTIONS = ("case.tags", "case.story", "section.limitation", "case.related", "case.cite")


@cache
def page_of(case_id: str, language: Language = "zh") -> AppTest:
    """A case's page, opened once; a test that clicks there opens one of its own."""
    return visit("case", lang=language, case=case_id)


def table(at: AppTest, number: int) -> list[dict[str, Any]]:
    """The rows of the page's first table (the case in brief) or of its second (the figures)."""
    rows = at.table[number].value.to_dict("records")
    return [{read(head): read(cell) if isinstance(cell, str) else cell for head, cell in row.items()} for row in rows]


def points(at: AppTest, language: Language, sign: str) -> list[str]:
    """The points of the story with a sign: P for problems, M for measures, O for outcomes."""
    story = sections(at)[say("case.story", language)]
    return [read(node.value) for node in story if node.type == "markdown" and re.match(rf"\*\*{sign}\d+ ", node.value)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case_id", ALL)
def test_every_case_tells_all_that_is_recorded_of_it(case_id: str, language: Language) -> None:
    case, at = authored.cases()[case_id], page_of(case_id, language)
    assert heading(at) == case["name"][language]
    assert not at.warning
    shown = sections(at)
    for key in SECTIONS:
        assert [node for node in shown[say(key, language)] if getattr(node, "value", "")], key
    brief = {str(row["name"]): read(row["fact"]) for row in table(at, 0)}
    assert len(brief) == 6
    assert all(brief.values())
    assert case["county"][language] in brief[say("column.place", language)] if case.get("county") else True
    for section, sign in (("problem", "P"), ("measure", "M"), ("outcome", "O")):
        recorded = [point for point in case["points"] if point["section"] == section]
        told = points(at, language, sign)
        assert len(told) == len(recorded) > 0
        for point in recorded:
            (one,) = [text for text in told if point["title"][language] in text.split("\n")[0]]
            assert point["text"][language] in one
            assert point["locator"] in one
    limits = [read(node.value) for node in shown[say("section.limitation", language)] if node.type == "markdown"]
    recorded = [point for point in case["points"] if point["section"] == "limitation"]
    assert len(limits) == len(recorded) > 0
    assert all(any(point["text"][language] in text for text in limits) for point in recorded)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case_id", ALL)
def test_every_figure_of_a_case_stands_in_its_table_with_its_words_and_its_place(
    case_id: str, language: Language
) -> None:
    figures, at = authored.figures_of(case_id), page_of(case_id, language)
    shown = sections(at)[say("case.figures", language, count=len(figures))]
    if not figures:
        assert [node.value for node in shown] == [say("case.figures.none", language)]
        return
    rows = table(at, 1)
    assert len(rows) == len(figures)
    reported = sorted(row[say("column.as_reported", language)] for row in rows)
    formula = {row["as_reported"] for row in figures if row["basis"] == "derived"}
    assert [text for text in sorted(row["as_reported"] for row in figures) if text not in reported] == sorted(formula)
    where = say("column.locator", language)
    if where in rows[0]:
        assert sorted(row[where] for row in rows) == sorted(row["locator"] or "—" for row in figures)
    else:
        assert all(row[say("column.source", language)] for row in rows)


@pytest.mark.parametrize("case_id", ALL)
def test_the_story_is_told_in_english_to_english_readers(case_id: str) -> None:
    at = page_of(case_id, "en")
    told = [line for sign in "PMO" for point in points(at, "en", sign) for line in point.split("\n")[:2]]
    assert [line for line in told if CHINESE.search(line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case_id", ALL)
def test_every_model_and_type_says_whether_the_document_marks_it_or_it_was_judged(
    case_id: str, language: Language
) -> None:
    case, at = authored.cases()[case_id], page_of(case_id, language)
    shown = [read(node.value) for node in sections(at)[say("case.tags", language)] if node.type == "markdown"]
    badges = re.findall(r":(?:blue|gray)-badge\[([^\]]*)\]", shown[0])
    for dimension in ("alliance_model", "integration_type"):
        for tag in case["tags"][dimension]:
            name, basis = authored.label(dimension, tag["tag"], language), tag.get("basis", "judged")
            assert say(f"tag.{basis}", language, name=name) in badges
            if basis == "judged":
                assert any(tag["note"][language] in text for text in shown[1:]), f"no reason for {tag['tag']}"
    if not case["tags"]["alliance_model"]:
        assert say("tag.no_model", language) in shown[0]
    stated = any(
        tag.get("basis") == "stated" for d in ("alliance_model", "integration_type") for tag in case["tags"][d]
    )
    assert say("tag.basis_note" if stated else "tag.all_judged_note", language) in [text.value for text in at.caption]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case_id", ["deqing", "ruian", "xiuzhou-group-2"])
def test_the_evidence_stands_in_four_facts_without_a_score_each_with_its_reason(
    case_id: str, language: Language
) -> None:
    at = visit("case", case=case_id, lang=language)
    case = authored.cases()[case_id]
    kind = say(f"source.kind.{authored.source(case['source'])['kind']}", language)
    facts = case["evidence"]
    labels = [
        kind,
        *(authored.label(fact, facts[fact]["tag"], language) for fact in ("reporter", "baseline", "comparator")),
    ]
    (line,) = [text.value for text in at.markdown if text.value.startswith(f"**{say('case.evidence', language)}**")]
    assert re.findall(r":(\w+)-badge\[(.*?)\]", read(line)) == [("gray", label) for label in labels]
    told = "\n".join(read(text.value) for text in at.markdown)
    for fact in facts.values():
        assert fact["reason"][language] in told
        assert fact["locator"] in told


def test_each_measure_names_the_problems_that_it_answers() -> None:
    (first, *_) = [text for text in points(page_of("deqing"), "zh", "M") if "针对" in text]
    assert re.search(r"针对 P\d", first)
    assert all(re.search(r"对应 [PM]\d", text) for text in points(page_of("deqing"), "zh", "O"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_case_gives_a_notice_and_a_list_to_choose_from(language: Language) -> None:
    at = visit("case", lang=language, case="atlantis")
    assert heading(at) == say("case.title", language)
    assert [read(notice.value) for notice in at.warning] == [say("notice.dropped", language, values="case=atlantis")]
    chooser = at.selectbox(key=f"case.case.{language}")
    assert chooser.options == [case["name"][language] for case in authored.cases().values()]
    sound(chooser.select("weifang").run())
    assert heading(at) == authored.cases()["weifang"]["name"][language]
    assert at.query_params == {"lang": language, "case": "weifang"}
    assert not at.warning


def test_without_a_case_the_page_asks_for_one() -> None:
    at = visit("case")
    assert say("case.choose", "zh") in [text.value for text in at.markdown]
    assert at.selectbox(key="case.case.zh").value is None
    assert not at.warning


@pytest.mark.parametrize("case_id", ["national", "lianzhou"])
def test_a_place_that_is_no_case_has_no_page(case_id: str) -> None:
    assert case_id not in ALL
    assert visit("case", case=case_id).warning


def test_of_two_cases_in_a_link_the_first_is_shown_and_the_other_named() -> None:
    at = visit("case", case=["deqing", "weifang"])
    assert heading(at) == authored.cases()["deqing"]["name"]["zh"]
    assert [read(notice.value) for notice in at.warning] == [say("notice.dropped", "zh", values="case=weifang")]


@pytest.mark.parametrize("case_id", ALL)
def test_previous_and_next_go_through_all_cases_in_a_round(case_id: str) -> None:
    position = ALL.index(case_id)
    before, after = [link["case"][0] for link in links(page_of(case_id), "case")[:2]]
    assert (before, after) == (ALL[position - 1], ALL[(position + 1) % len(ALL)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_previous_and_next_say_where_they_lead(language: Language) -> None:
    names = [read(link.proto.label) for link in page_of("deqing", language).page_link[:3]]
    assert names == [
        say("case.all", language),
        say("case.previous", language, place={"zh": "天津市", "en": "Tianjin"}[language]),
        say("case.next", language, place={"zh": "南宁市", "en": "Nanning"}[language]),
    ]


def test_a_programme_leads_to_its_branches_and_each_branch_back_to_it() -> None:
    branches = [case_id for case_id, case in authored.cases().items() if case.get("part_of") == "zju-women"]
    assert len(branches) == 7

    def under(case_id: str, key: str) -> list[str]:
        found = sections(page_of(case_id))[say(key, "zh")]
        return [node.proto.query_string for node in found if node.type == "page_link"]

    assert under("zju-women", "case.branch") == [f"case={case_id}&lang=zh" for case_id in branches]
    assert all(under(case_id, "case.parent") == ["case=zju-women&lang=zh"] for case_id in branches)


def test_related_cases_lie_outside_the_family_and_say_what_is_shared() -> None:
    shown = sections(page_of("zju-women-ninghai"))[say("case.related", "zh")]
    found = [node.proto.query_string for node in shown if node.type == "page_link"]
    assert len(found) == 4
    assert not any("zju-women" in link for link in found)
    said = [node.value for node in shown if node.type == "markdown"]
    assert all("个标签：" in text for text in said)


def test_a_part_of_a_report_is_cited_as_a_part_of_it() -> None:
    gbt, _, bibtex, _ = [code.value for code in page_of("changxing").code]
    whole = authored.source("case-collection")["citation"]
    assert gbt == f"长兴县整合型医疗卫生服务体系[R]//{whole.replace('[R]', '').rstrip('.')}: (一)案例一."
    assert bibtex.startswith("@incollection{case-collection-changxing,\n  title = {{Changxing County integrated")
    assert "  chapter = {(一)案例一},\n" in bibtex
    assert bibtex.count("{") == bibtex.count("}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case_id", ALL)
def test_every_case_can_be_cited_in_four_styles(case_id: str, language: Language) -> None:
    source = authored.source(authored.cases()[case_id]["source"])
    at = page_of(case_id, language)
    gbt, apa, bibtex, ris = [code.value for code in at.code]
    assert gbt.endswith(".")
    assert authored.cases()[case_id]["name"]["zh"] in apa or source["kind"] != "report"
    assert bibtex.startswith("@")
    assert ris.startswith("TY  - ")
    assert [tab.label for tab in at.tabs] == ["GB/T 7714", "APA", "BibTeX", "RIS"]
    if source["kind"] != "report":
        assert gbt == source["citation"]
        assert bibtex.strip() == source["bibtex"].strip()
    assert any(source["title"][language] in read(text) for text in texts(at))


@pytest.mark.parametrize("case_id", ALL)
def test_before_and_after_are_drawn_where_the_document_gives_both_and_nowhere_else(case_id: str) -> None:
    periods: dict[tuple[str, str, str], set[str]] = {}
    for row in authored.figures_of(case_id):
        if row["basis"] == "reported" and row["kind"] in ("level", "share") and row["period_end"]:
            thing = (row["indicator_id"], row["subject_zh"], row["source_id"])
            periods.setdefault(thing, set()).add(row["period_end"])
    wanted = {indicator for (indicator, _, _), found in periods.items() if len(found) > 1}
    at = page_of(case_id)
    # The clock shades the time before a start; no other chart has areas.
    pairs = [chart for chart in charts(at) if not chart.column("is")]
    drawn = {name for chart in pairs for name in chart.column("indicator_id")}
    assert drawn == wanted
    assert (say("case.before_after", "zh") in sections(at)) == bool(wanted)
    for chart in pairs:
        assert len({authored.axis(name) for name in chart.column("indicator_id")}) == 1


def test_before_and_after_are_never_called_an_effect() -> None:
    at = page_of("deqing", "en")
    assert say("case.before_after.note", "en") in [text.value for text in at.caption]
    assert not any(re.search(r"\beffect of\b", text, re.IGNORECASE) for text in texts(at))
