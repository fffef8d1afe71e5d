"""The list of policies and the page of one: search, facets, the timeline, what is undated, and the ways between."""

from __future__ import annotations

import pytest

from explorer.i18n import LANGUAGES, Language
from tests.app.visiting import charts, heading, links, look, read, say, sections, sound, texts, unfold, visit


def found(at: object) -> set[str]:
    return {link["policy"][0] for link in links(at, "policy")}  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_finds_payment_by_head_in_either_language(language: Language) -> None:
    at = visit("policies", lang=language, q={"zh": "按人头", "en": "capitation"}[language])
    assert found(at)
    assert any(":orange-background[" in text.value for text in at.markdown)


def test_a_choice_in_a_facet_filters_list_and_timeline_and_goes_back_to_the_first_page() -> None:
    at = visit("policies", page="3")
    unfold(at, "policy", page="policies")
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


def test_a_link_with_years_draws_only_the_policies_of_these_years() -> None:
    every = charts(look("policies"))[0].column("policy_id")
    at = visit("policies", **{"from": "2015", "to": "2016"})
    (timeline,) = charts(at)
    assert {"gbf-2015-70", "joint-study-2016"} <= timeline.column("policy_id") < every
    assert at.slider(key="policies.years.zh").value == (2015, 2016)
    assert say("timeline.outside", "zh", count=len(every) - len(timeline.column("policy_id"))) in timeline.notes
    assert len(found(at)) == 20, "the list below is that of the filters, whatever the timeline shows"


def test_years_given_the_wrong_way_round_are_those_between_them() -> None:
    (timeline,) = charts(visit("policies", **{"from": "2016", "to": "2015"}))
    assert timeline.column("policy_id") == charts(visit("policies", **{"from": "2015", "to": "2016"}))[0].column(
        "policy_id"
    )


def test_a_year_that_no_policy_has_is_named_and_left_out() -> None:
    at = visit("policies", **{"from": "1850"})
    assert "from\\=1850" in at.warning[0].value
    assert charts(at)[0].column("policy_id") == charts(look("policies"))[0].column("policy_id")


def test_buttons_and_the_slider_choose_the_years_and_write_them_into_the_address() -> None:
    at = visit("policies")
    sound(at.button(key="policies.busiest.zh").click().run())
    assert at.query_params == {"from": "2023", "to": "2023"}
    sound(at.button(key="policies.earlier.zh").click().run())
    assert at.query_params == {"from": "2022", "to": "2022"}
    sound(at.slider(key="policies.years.zh").set_value((2015, 2022)).run())
    assert at.query_params == {"from": "2015", "to": "2022"}
    sound(at.button(key="policies.whole.zh").click().run())
    assert at.query_params == {}
    assert at.button(key="policies.earlier.zh").disabled
    assert at.button(key="policies.later.zh").disabled


def test_years_without_a_policy_of_the_list_say_so_and_where_the_others_are() -> None:
    at = visit("policies", level="county", **{"from": "2003", "to": "2005"})
    assert not charts(at)
    (notice,) = at.info
    assert "请放宽年份" in notice.value
    assert at.slider(key="policies.years.zh").value == (2003, 2005)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_of_the_timeline_is_named_in_a_box_that_leads_to_its_policy(language: Language) -> None:
    at = visit("policies", level="county", lang=language)
    box = at.selectbox(key=f"policies.go_to.{language}")
    assert len(box.options) == len(charts(at)[0].column("policy_id"))
    chosen = next(
        number for number, name in enumerate(box.options) if say("policy.inferred", language, date="") in name
    )
    sound(box.select_index(chosen).run())
    assert "policy" in at.query_params
    assert at.query_params["level"] == "county"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_inferred_year_says_so_wherever_the_policys_date_stands(language: Language) -> None:
    policy, inferred = "urban-groups-pilot-plan-2023", say("policy.inferred", language, date="")
    at = visit(
        "policies",
        lang=language,
        q={"zh": "紧密型城市医疗集团建设试点工作方案", "en": "urban medical groups"}[language],
    )
    assert policy in found(at)
    assert any(inferred in read(text.value) and "2023" in text.value for text in at.markdown)
    assert any(inferred in option for option in at.selectbox(key=f"policies.go_to.{language}").options)
    at.session_state[f"policies.table.dated.{language}"] = True  # folded out
    (table,) = sound(at.run()).table
    dates = table.value[say("policy.column.date", language)]
    assert any(inferred in read(date) for date in dates)
    shown = look("policy", policy=policy, lang=language)
    assert any(inferred in read(fact) for fact in shown.table[0].value["fact"])
    family = [read(text.value) for text in shown.markdown]
    assert sum(inferred in text for text in family) >= 2, "each of the family says it too"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_from_a_case_says_that_a_year_is_inferred(language: Language) -> None:
    at = look("case", case="tianjin", lang=language)
    labels = {link.proto.label for link in at.page_link if "tianjin-capitation-notice-2021" in link.proto.query_string}
    (label,) = labels
    assert say("policy.year.inferred", language, year="2021").strip() in read(label)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("policy", "case_id", "figure"),
    [
        ("tianjin-capitation-notice-2021", "tianjin", {"zh": "9.65亿元", "en": "965,000,000 yuan"}),
        ("deqing-payment-scheme", "deqing", {"zh": "3年", "en": "3 years"}),
    ],
)
def test_a_notice_on_payment_by_head_shows_the_figures_of_its_case_and_leads_to_compare_and_back(
    language: Language, policy: str, case_id: str, figure: dict[str, str]
) -> None:
    at = look("policy", policy=policy, lang=language)
    said = [read(text.value) for text in at.markdown]
    assert any(f"**{figure[language]}" in text for text in said)
    (way,) = links(at, "compare")
    assert way["case"] == [case_id]
    compared = look("compare", case=case_id, indicator=",".join(way["indicator"][:1]), lang=language)
    assert {"case": [case_id], "lang": [language]} in links(compared, "case")
    assert policy in {link["policy"][0] for link in links(look("case", case=case_id, lang=language), "policy")}


def test_where_no_figure_is_reported_after_a_measure_the_page_says_so() -> None:
    said = [read(text.value) for text in look("policy", policy="deqing-payment-scheme").markdown]
    assert say("policy.figures.none", "zh") in said


@pytest.mark.parametrize("page", ["cases", "policies"])
def test_a_policy_leads_to_what_is_paid_in_the_same_way(page: str) -> None:
    assert {"payment": ["capitation"]} in links(look("policy", policy="deqing-payment-scheme"), page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_policys_page_shows_its_targets_its_cases_and_how_to_cite_it(language: Language) -> None:
    at = look("policy", policy="nhc-2023-41", lang=language)
    shown = sections(at)
    for key in ("policy.points", "policy.targets", "policy.cases", "policy.cite"):
        assert shown[say(key, language)], key
    assert "国卫基层发〔2023〕41号" in at.code[0].value
    assert at.code[2].value.startswith("@")


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
    back, *_ = links(at, "policies")
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
