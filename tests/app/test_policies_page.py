"""The list of policies and the page of one: search, facets, the timeline, what is undated, and the ways between."""

from __future__ import annotations

import pytest

from explorer.i18n import LANGUAGES, Language
from tests.app.visiting import charts, heading, links, look, read, say, sections, sound, texts, visit


def found(at: object) -> set[str]:
    return {link["policy"][0] for link in links(at, "policy")}  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_finds_payment_by_head_in_either_language(language: Language) -> None:
    at = visit("policies", lang=language, q={"zh": "按人头", "en": "capitation"}[language])
    assert found(at)
    assert any(":orange-background[" in text.value for text in at.markdown)


def test_a_choice_in_a_facet_filters_list_and_timeline_and_goes_back_to_the_first_page() -> None:
    at = visit("policies", page="3")
    sound(at.checkbox(key="policies.level.county.zh").check().run())
    assert at.query_params == {"level": "county"}
    (timeline,) = charts(at)
    assert timeline.column("level") == {"县级"}
    assert 0 < len(found(at)) <= 20


def test_the_timeline_draws_what_is_dated_and_says_how_many_are_not() -> None:
    at = look("policies")
    (timeline,) = charts(at)
    undated = next(box.label for box in at.expander if box.label.startswith("没有日期的政策"))
    drawn = len(timeline.column("policy_id"))
    assert f"{drawn} 项有日期" in timeline.alt
    assert say("policies.found", "zh", count=drawn + int(undated.rpartition("（")[2][:-1])) in [
        text.value for text in at.markdown
    ]


def test_a_list_without_any_date_says_that_there_is_no_timeline() -> None:
    at = visit("policies", q="全球免疫策略")
    assert found(at) == {"global-immunisation-strategy"}
    assert not charts(at)
    assert [notice.value for notice in at.info] == [say("timeline.none", "zh")]


def test_an_empty_list_says_which_filter_to_take_off() -> None:
    at = visit("policies", q="没有这样的政策", level="county")
    assert not found(at)
    assert "去掉" in at.info[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_policys_page_shows_its_targets_its_cases_and_how_to_cite_it(language: Language) -> None:
    at = look("policy", policy="nhc-2023-41", lang=language)
    shown = sections(at)
    for key in ("policy.points", "policy.targets", "policy.cases", "policy.cite"):
        assert shown[say(key, language)], key
    assert "国卫基层发〔2023〕41号" in at.code[0].value
    assert at.code[1].value.startswith("@")


def test_a_target_with_a_number_says_it() -> None:
    said = [read(text.value) for text in look("policy", policy="gbf-2015-70").markdown]
    assert any("65%" in text for text in said)


def test_an_inferred_year_says_so_with_its_reason() -> None:
    at = visit("policy", policy="rural-health-opinions-2023")
    (facts,) = at.table
    date = next(cell for cell in map(read, facts.value["fact"]) if "2023 年 2 月 23 日" in cell)
    assert "（年份为推断）" in date
    assert "据此定为 2023 年" in date


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_gets_from_a_case_to_its_policies_and_back_in_one_click_each(language: Language) -> None:
    there = links(look("case", case="deqing", lang=language), "policy")
    assert len(there) > 3
    for link in there:
        back = links(visit("policy", lang=language, policy=link["policy"][0]), "case")
        assert "deqing" in {case["case"][0] for case in back}


def test_the_neighbours_of_a_policy_are_those_of_the_list_it_was_opened_from() -> None:
    listed = visit("policies", level="county", sort="title")
    opened = links(listed, "policy")[0]
    assert opened["level"] == ["county"]
    at = visit("policy", policy=opened["policy"][0], level="county", sort="title")
    (back,) = links(at, "policies")
    assert back == {"level": ["county"], "sort": ["title"]}
    assert found(at) & found(listed)


def test_an_unknown_policy_is_named_and_the_page_asks_for_one() -> None:
    at = visit("policy", policy="nowhere")
    assert heading(at) == say("policy.title", "zh")
    assert "nowhere" in at.warning[0].value


def test_no_heading_of_the_page_stands_without_content() -> None:
    at = look("policy", policy="urban-groups-pilot-plan-2023")
    assert all(sections(at).values())
    assert len(texts(at)) > 30
