"""Methods and data quality: every indicator, source, finding, blank and number left out is found and explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from explorer.build import content_hash, fill
from explorer.catalog import load_catalog
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.queries import audit, records
from explorer.queries.coverage import STATUSES
from explorer.ui.methods import PARTS
from explorer.ui.pager import PER_PAGE
from tests.app import authored
from tests.app.visiting import charts, links, look, read, say, sound, texts, visit

LARGEST = "zju-women"


def indicators() -> list[dict[str, Any]]:
    return authored.document("indicators.yaml")["indicators"]


def said(at: AppTest) -> str:
    """Everything that the page says, as a reader reads it."""
    return "\n".join(read(text) for text in texts(at))


@cache
def findings(verdict: str | None = None, case_id: str | None = None) -> list[dict[str, Any]]:
    """What the audit finds in the shipped files, compiled here and now."""
    with duckdb.connect() as connection:
        fill(connection, load_catalog(authored.DATA), content_hash(authored.DATA))
        return records(
            audit.findings(connection, verdicts=[verdict] if verdict else None, case_ids=[case_id] if case_id else None)
        )


# The parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_on_the_codebook_and_offers_the_other_parts(language: Language) -> None:
    at = visit("methods", lang=language)
    parts = at.segmented_control(key=f"methods.part.{language}")
    assert parts.options == [say(f"methods.part.{part}", language) for part in PARTS]
    assert parts.value == "codebook"
    assert at.query_params == {"lang": language}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_an_address_and_only_it_is_computed(part: str) -> None:
    at = visit("methods")
    sound(at.segmented_control(key="methods.part.zh").set_value(part).run())
    assert at.query_params == ({"part": part} if part != "codebook" else {})
    other = {"codebook": "methods.q.zh", "audit": "methods.verdict.zh", "coverage": "methods.year.zh"}
    keys = {node.key for node in at.main if getattr(node, "key", None)}
    assert {name for name, key in other.items() if key in keys} == {part} & set(other)


# The codebook


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_holds_the_first_indicators_with_definition_unit_and_reason(language: Language) -> None:
    at = look("methods", lang=language)
    shown = said(at)
    first = [one for one in indicators() if one["theme"] == indicators()[0]["theme"]][:PER_PAGE]
    for one in first:
        assert one["name"][language] in shown
        assert one["definition"][language] in shown
        assert all(text[language] in shown for text in one.get("measure", {}).values())
    assert say("codebook.found", language, count=len(indicators())) in shown
    assert say("direction.higher", language) in shown


def test_paging_through_the_codebook_meets_every_indicator_once() -> None:
    seen: Counter[str] = Counter()
    pages = -(-len(indicators()) // PER_PAGE)
    with_figures = {row["indicator_id"] for row in authored.observations().values() if row["kind"] != "target"}
    for number in range(1, pages + 1):
        seen.update(link["indicator"][0] for link in links(visit("methods", page=str(number)), "compare"))
    assert seen == Counter({one["id"]: 1 for one in indicators() if one["id"] in with_figures})


def test_a_page_past_the_end_shows_the_last_one() -> None:
    assert links(visit("methods", page="99"), "compare") == links(
        visit("methods", page=str(-(-len(indicators()) // PER_PAGE))), "compare"
    )


@pytest.mark.parametrize(("language", "words"), [("zh", "县域 就诊率"), ("en", "county visit")])
def test_typing_finds_an_indicator_and_marks_the_words(language: Language, words: str) -> None:
    at = visit("methods", lang=language, page="3")
    sound(at.text_input(key=f"methods.q.{language}").set_value(words).run())
    assert at.query_params == {"lang": language, "q": words}  # and back to the first page
    entries = [node.value for node in at.markdown if ":orange-background[" in node.value]
    assert any(words.split()[0] in entry.lower() for entry in entries)
    assert "county-visit-rate" in [link["indicator"][0] for link in links(at, "compare")]


def test_a_theme_narrows_the_codebook_down() -> None:
    at = visit("methods")
    sound(at.selectbox(key="methods.theme.zh").set_value("referral").run())
    assert at.query_params == {"theme": "referral"}
    wanted = [one["name"]["zh"] for one in indicators() if one["theme"] == "referral"]
    assert say("codebook.found", "zh", count=len(wanted)) in said(at)
    assert all(name in said(at) for name in wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_without_a_result_says_what_to_do(language: Language) -> None:
    at = visit("methods", lang=language, q="nothing of the kind")
    assert [notice.value for notice in at.info] == [say("codebook.empty", language)]
    assert not at.download_button


# The sources


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_says_what_kind_it_is_who_reports_on_whom_and_how_to_cite_it(language: Language) -> None:
    at = look("methods", lang=language, part="sources")
    shown = said(at)
    for source in authored.document("sources.yaml")["sources"]:
        assert source["title"][language] in shown
        assert say(f"source.kind.{source['kind']}", language) in shown
        assert source["reporting"][language] in shown
        assert source["citation"] in shown


def test_the_figures_of_a_source_are_counted() -> None:
    shown = said(look("methods", part="sources"))
    counts = Counter(row["source_id"] for row in authored.observations().values())
    assert say("source.rests.figures", "zh", count=counts["ruian-practice"]) in shown


# The audit


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_audit_opens_on_what_does_not_come_out_each_with_its_sentence_and_place(language: Language) -> None:
    at = look("methods", lang=language, part="audit")
    wrong = findings("inconsistent")
    assert wrong
    assert at.segmented_control(key=f"methods.verdict.{language}").value == "inconsistent"
    shown = said(at)
    for row in wrong[:PER_PAGE]:
        assert row[f"message_{language}"] in shown
        assert row["locator"] in shown
    assert say("finding.found", language, count=len(wrong)) in shown


def test_the_verdicts_are_counted() -> None:
    options = look("methods", part="audit").segmented_control(key="methods.verdict.zh").options
    counts = Counter(row["verdict"] for row in findings())
    numbers = [counts["inconsistent"], counts["undetermined"], counts["consistent"], len(findings())]
    assert [option.rpartition("（")[2] for option in options] == [f"{number}）" for number in numbers]


def test_verdict_kind_and_case_narrow_the_findings_and_stand_in_the_address() -> None:
    at = visit("methods", part="audit", page="2")
    sound(at.segmented_control(key="methods.verdict.zh").set_value("all").run())
    sound(at.multiselect(key="methods.kind.zh").set_value(["share"]).run())
    sound(at.multiselect(key="methods.case.zh").set_value([LARGEST]).run())
    assert at.query_params == {"part": "audit", "verdict": "all", "kind": "share", "case": LARGEST}
    wanted = [row for row in findings(case_id=LARGEST) if row["kind"] == "share"]
    shown = said(at)
    assert say("finding.found", "zh", count=len(wanted)) in shown
    assert all(row["message_zh"] in shown for row in wanted[:PER_PAGE])


def test_a_finding_shows_the_figures_it_is_about_as_printed_and_leads_to_its_case() -> None:
    at = look("methods", part="audit")
    share = next(row for row in findings("inconsistent") if row["kind"] == "share")
    assert {"case": [share["case_id"]]} in links(at, "case")
    operands = {
        observation_id
        for check in authored.document("checks.yaml")["checks"]
        if check["id"] == share["check_id"]
        for ids in check["operands"].values()
        for observation_id in ([ids] if isinstance(ids, str) else ids)
    }
    assert operands
    assert all(authored.observations()[one]["as_reported"] in said(at) for one in operands)


def test_a_finding_about_the_country_leads_to_no_case() -> None:
    at = visit("methods", part="audit", verdict="all", case="national")
    assert say("finding.figures", "zh", count=2) in said(at)
    assert links(at, "case") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_that_leave_nothing_say_so(language: Language) -> None:
    at = visit("methods", lang=language, part="audit", kind="marks", case="national")
    assert [notice.value for notice in at.info] == [say("finding.empty", language)]


# Coverage


def told_of(case_id: str, theme: str, year: int | None) -> str:
    """The status of a case in a theme, worked out from the files in the plainest way."""
    theme_of = {one["id"]: one["theme"] for one in indicators()}
    own = [
        row
        for row in authored.figures_of(case_id)
        if theme_of[row["indicator_id"]] == theme and row["basis"] == "reported" and row["kind"] != "target"
    ]
    asked = [row for row in own if year is None or year in years_of(row)]
    if any(row["qualifier"] == "=" for row in asked):
        return "figures"
    if asked:
        return "bound"
    if own:
        return "other_time"
    case = authored.cases()[case_id]
    if any(theme in point.get("themes", ()) for point in case["points"]):
        return "words"
    return "not_applicable" if (theme, case["level"]) == ("access", "institution") else "not_reported"


def years_of(row: dict[str, str]) -> range:
    end = row["period_end"][:4]
    return range(int(row["period_start"][:4] or end), int(end) + 1) if end else range(0)


def cells() -> Iterator[tuple[str, str]]:
    theme_of = {one["id"]: one["theme"] for one in indicators()}
    of_cases = [row for row in authored.observations().values() if row["case_id"] in authored.cases()]
    themes = {theme_of[row["indicator_id"]] for row in of_cases if row["kind"] != "target"}
    return ((case_id, theme) for case_id in authored.cases() for theme in themes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", [None, 2023, 2019])
def test_each_cell_of_the_map_is_what_the_files_say(year: int | None, language: Language) -> None:
    at = visit("methods", lang=language, part="coverage", **({"year": str(year)} if year else {}))
    [chart] = charts(at)
    names = {case["name"][language]: case_id for case_id, case in authored.cases().items()}
    themes = {entry[language]: entry["id"] for entry in authored.document("vocabulary.yaml")["dimensions"]["theme"]}
    expected = {cell: told_of(*cell, year) for cell in cells()}
    drawn = {(names[name], themes[theme]): status for name, theme, status in chart.rows("name", "theme", "status")}
    assert drawn == {cell: status for cell, status in expected.items() if status != "not_reported"}
    blanks = {
        case_id: [name for name, theme in themes.items() if expected.get((case_id, theme)) == "not_reported"]
        for case_id in names.values()
    }
    told = {names[name]: blank for name, blank in chart.rows("name", "blank")}
    assert told == {case_id: Translator(language).listing(blank) or "—" for case_id, blank in blanks.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_has_a_legend_a_description_a_table_and_a_file(language: Language) -> None:
    at = visit("methods", lang=language, part="coverage")
    assert not at.table
    at.session_state[f"methods.table.{language}"] = True  # unfolded
    sound(at.run())
    [chart] = charts(at)
    counts = Counter(told_of(*cell, None) for cell in cells())
    assert counts["not_reported"] > 0
    assert len(chart.alt) > 40
    legend = next(read(caption.value) for caption in at.caption if "▷" in caption.value)
    assert all(
        say(f"coverage.sign.{status}", language, sign="", count=counts[status]).split(" ")[-1] in legend
        for status in STATUSES
        if counts[status]
    )
    [table] = at.table
    assert len(table.value) == len(authored.cases())
    kinds = ("csv", "xlsx", "json", "svg", "png")
    assert [button.label for button in at.download_button] == [say(f"export.{kind}", language) for kind in kinds]


def test_a_year_is_chosen_from_those_with_a_figure() -> None:
    at = visit("methods", part="coverage")
    sound(at.selectbox(key="methods.year.zh").set_value("2023").run())
    assert at.query_params == {"part": "coverage", "year": "2023"}
    years = {
        str(year) for case_id in authored.cases() for row in authored.figures_of(case_id) for year in years_of(row)
    }
    assert {option.split(" ")[0] for option in at.selectbox(key="methods.year.zh").options} <= years


# Numbers left out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_left_out_stands_under_its_reason_with_document_and_place(language: Language) -> None:
    at = look("methods", lang=language, part="left_out")
    shown = said(at)
    left_out = authored.document("left_out.yaml")
    for entry in left_out["left_out"]:
        assert entry["locator"] in shown
        assert all(words in shown for words in entry["words"])
    used = {entry["reason"] for entry in left_out["left_out"]}
    reasons = {reason["id"]: reason["reason"][language] for reason in left_out["reasons"]}
    assert len(at.table) == len(used)
    assert all(reasons[reason][1:] in shown for reason in used)


def test_a_reason_and_a_document_narrow_the_numbers_left_out() -> None:
    at = visit("methods", part="left_out")
    sound(at.selectbox(key="methods.reason.zh").set_value("name").run())
    sound(at.selectbox(key="methods.source.zh").set_value("zju-women-paper").run())
    assert at.query_params == {"part": "left_out", "reason": "name", "source": "zju-women-paper"}
    wanted = [
        words
        for entry in authored.document("left_out.yaml")["left_out"]
        if (entry["reason"], entry["source"]) == ("name", "zju-women-paper")
        for words in entry["words"]
    ]
    assert say("left_out.found", "zh", count=len(wanted)) in said(at)
    assert len(at.table) == 1
