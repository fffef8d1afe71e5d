"""The list of cases: search, facets with counts, chips, sort, the empty result, cases chosen for comparison."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from explorer.filters import EVIDENCE_FACETS
from explorer.i18n import LANGUAGES, Language
from explorer.ui.filter_panel import CASES
from tests.app import authored
from tests.app.visiting import box, links, read, say, sound, unfold, visit

ALL = list(authored.cases())
SEARCH = {"zh": "cases.q.zh", "en": "cases.q.en"}


def listed(at: AppTest) -> list[str]:
    """The cases whose cards are shown, in the two columns' order of reading."""
    found = [link["case"][0] for link in links(at, "case")]
    half = (len(found) + 1) // 2
    left, right = found[:half], found[half:]
    return [case_id for pair in zip(left, [*right, None], strict=False) for case_id in pair if case_id]


def option(at: AppTest, parameter: str, tag: str) -> tuple[int, bool]:
    """An option's count as its label says it, and whether it can be chosen."""
    unfolded(at)
    if parameter in EVIDENCE_FACETS and parameter != at.segmented_control(key="cases.facet.evidence.zh").value:
        sound(at.segmented_control(key="cases.facet.evidence.zh").set_value(parameter).run())
    box = at.checkbox(key=f"cases.{parameter}.{tag}.zh")
    return int(box.label.rpartition("（")[2].removesuffix("）")), not box.disabled


def choose(at: AppTest, parameter: str, tag: str) -> AppTest:
    return sound(box(unfolded(at), f"cases.{parameter}.{tag}.zh").check().run())


def unfolded(at: AppTest) -> AppTest:
    """The page with the options of every facet unfolded."""
    is_unfolded = any(str(box.key).startswith("cases.province.") for box in at.checkbox)
    return at if is_unfolded else unfold(at, *CASES.fold_outs, page="cases")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_filter_every_case_is_listed_in_the_order_of_the_sources(language: Language) -> None:
    at = visit("cases", lang=language)
    assert listed(at) == ALL
    assert say("cases.found", language, count=len(ALL)) in [text.value for text in at.markdown]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "words", ["长兴", "Changxing", "CHANGXING", "changxing", "cx", "长兴县 职业", " changxing  职业 "]
)
def test_changxing_is_found_in_chinese_english_pinyin_and_by_initials(words: str, language: Language) -> None:
    at = visit("cases", lang=language)
    sound(at.text_input(key=SEARCH[language]).set_value(words).run())
    assert "changxing" in listed(at)
    assert len(listed(at)) < len(ALL) / 2
    assert at.query_params["q"] == words.strip()


def test_a_search_shows_the_matched_words_where_they_stand() -> None:
    at = visit("cases", q="托育")
    assert listed(at)
    cards = [text.value for text in at.markdown if ":material/search:" in text.value]
    assert len(cards) == len(listed(at))
    assert all(":orange-background[托育]" in card for card in cards)


def test_every_word_of_a_search_has_to_occur() -> None:
    both = set(listed(visit("cases", q="医共体 托管")))
    assert both
    assert both == set(listed(visit("cases", q="医共体"))) & set(listed(visit("cases", q="托管")))


def test_emptying_the_search_box_brings_every_case_back_and_leaves_no_parameter() -> None:
    at = visit("cases", q="cx")
    sound(at.text_input(key=SEARCH["zh"]).set_value("").run())
    assert listed(at) == ALL
    assert at.query_params == {}


def test_a_choice_in_a_facet_filters_the_list_and_stands_in_the_address() -> None:
    at = choose(visit("cases"), "model", "medical_group")
    assert listed(at) == authored.matching(model=("medical_group",))
    assert at.query_params == {"model": "medical_group"}


def test_a_second_choice_in_a_facet_widens_and_one_in_another_facet_narrows() -> None:
    at = choose(visit("cases"), "model", "medical_group")
    choose(at, "model", "telemedicine_network")
    models = ("medical_group", "telemedicine_network")
    assert listed(at) == authored.matching(model=models)
    choose(at, "type", "organizational")
    assert listed(at) == authored.matching(model=models, type=("organizational",))
    assert at.query_params == {"model": list(models), "type": "organizational"}


def test_a_link_with_filters_opens_the_list_that_it_was_copied_from() -> None:
    chosen = choose(choose(visit("cases"), "province", "zhejiang"), "technology", "telemedicine")
    again = visit("cases", **chosen.query_params)
    assert listed(again) == listed(chosen) == authored.matching(province=("zhejiang",), technology=("telemedicine",))
    assert unfolded(again).checkbox(key="cases.province.zhejiang.zh").value


@pytest.mark.parametrize("parameter", authored.FACETS)
def test_every_option_says_how_many_cases_have_it(parameter: str) -> None:
    at = visit("cases")
    for tag in {tag for case_id in ALL for tag in authored.tags(case_id, parameter)}:
        expected = authored.matching(**{parameter: (tag,)})
        assert option(at, parameter, tag) == (len(expected), True), tag


@pytest.mark.parametrize("parameter", authored.FACETS)
def test_with_a_filter_every_option_says_what_it_would_leave_and_dead_ends_cannot_be_chosen(parameter: str) -> None:
    chosen = {"model": ("medical_community", "none"), "type": ("organizational",)}
    if parameter in ("reporter", "baseline", "comparator"):  # found in full among those cases
        chosen = {"category": ("social",)}
    at = visit("cases", **{name: list(tags) for name, tags in chosen.items()})
    others = {name: tags for name, tags in chosen.items() if name != parameter}
    dead_ends = 0
    for tag in {tag for case_id in ALL for tag in authored.tags(case_id, parameter)}:
        count = len(authored.matching(**others, **{parameter: (tag,)}))
        assert option(at, parameter, tag) == (count, count > 0), tag
        dead_ends += not count
    assert dead_ends or parameter in ("category", "model", "type")


def test_a_chosen_option_can_be_taken_back_even_where_it_leaves_nothing() -> None:
    at = visit("cases", category="social", model="medical_group")
    assert listed(at) == []
    assert option(at, "model", "medical_group") == (0, True)
    sound(unfolded(at).checkbox(key="cases.model.medical_group.zh").uncheck().run())
    assert listed(at) == authored.matching(category=("social",))


def test_each_filter_stands_as_a_chip_that_removes_it_alone() -> None:
    at = visit("cases", q="医共体", model=["medical_community", "medical_group"], type="functional", case="deqing")
    chips = [read(button.label) for button in at.button if ".chip." in (button.key or "")]
    assert chips == ["检索词“医共体”", "医疗共同体", "医疗集团", "功能整合"]
    sound(at.button(key="cases.chip.model.medical_group.zh").click().run())
    assert at.query_params == {"q": "医共体", "model": "medical_community", "type": "functional", "case": "deqing"}
    sound(at.button(key="cases.chip.q.zh").click().run())
    assert at.query_params == {"model": "medical_community", "type": "functional", "case": "deqing"}
    assert at.text_input(key=SEARCH["zh"]).value == ""
    assert listed(at) == authored.matching(model=("medical_community",), type=("functional",))


def test_clearing_takes_every_filter_off_and_keeps_order_language_and_chosen_cases() -> None:
    at = visit("cases", lang="en", q="hospital", model="other", province="zhejiang", sort="name", case="deqing")
    sound(at.button(key="cases.clear.en").click().run())
    assert at.query_params == {"lang": "en", "sort": "name", "case": "deqing"}
    assert sorted(listed(at)) == sorted(ALL)


def test_without_a_filter_there_is_no_chip_and_nothing_to_clear() -> None:
    shown = {button.key for button in visit("cases").button}
    assert shown == {"cases.lang.zh", "my_story.add.cases.zh"}


def test_the_list_can_be_sorted_by_number_of_figures() -> None:
    at = visit("cases")
    sound(at.selectbox(key="cases.sort.zh").select("figures").run())
    assert at.query_params == {"sort": "figures"}
    numbers = [len(authored.figures_of(case_id)) for case_id in listed(at)]
    assert numbers == sorted(numbers, reverse=True)


def test_the_list_can_be_sorted_by_year_with_undated_cases_last() -> None:
    started = [authored.cases()[case_id].get("started") or "9999" for case_id in listed(visit("cases", sort="started"))]
    assert started == sorted(started)
    assert len(started) == len(ALL)


def test_the_list_can_be_sorted_by_the_names_pinyin() -> None:
    found = listed(visit("cases", sort="name"))
    assert sorted(found) == sorted(ALL)
    named_like_their_ids = {"cangzhou", "changxing", "deqing", "jining", "nanning", "ruian", "taiyuan", "weifang"}
    assert [case_id for case_id in found if case_id in named_like_their_ids] == sorted(named_like_their_ids)


def test_the_order_of_the_sources_is_not_written_into_the_address() -> None:
    at = visit("cases", sort="name")
    sound(at.selectbox(key="cases.sort.zh").select("source").run())
    assert at.query_params == {}
    assert listed(at) == ALL


def test_an_empty_result_names_the_filter_whose_removal_leaves_most_cases_and_how_many() -> None:
    asked = {"category": "social", "model": "medical_group", "type": "service"}
    at = visit("cases", **asked)
    assert listed(at) == []
    left = {}
    for facet in asked:
        left[facet] = len(authored.matching(**{name: (tag,) for name, tag in asked.items() if name != facet}))
    best = max(left, key=lambda facet: left[facet])
    assert left[best] > 0
    assert sorted(left.values())[-2] < left[best]
    name = say(f"facet.{authored.FACETS[best]}", "zh")
    (advice,) = at.info
    assert advice.value == say("cases.empty.relax", "zh", name=name, count=left[best])


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_no_case_holds_are_named_as_the_filter_to_relax(language: Language) -> None:
    at = visit("cases", lang=language, q="zzzz", province="zhejiang")
    (advice,) = at.info
    name = say("filter.query_chip", language, query="zzzz")
    count = len(authored.matching(province=("zhejiang",)))
    assert advice.value == say("cases.empty.relax", language, name=name, count=count)


def test_choosing_cases_gives_a_link_that_compares_exactly_those() -> None:
    at = visit("cases")
    assert links(at, "compare") == []
    for case_id in ("deqing", "changxing"):
        sound(at.checkbox(key=f"cases.case.{case_id}.zh").check().run())
    assert at.query_params == {"case": ["deqing", "changxing"]}
    assert links(at, "compare") == [{"case": ["deqing", "changxing"]}]
    assert links(at, "differs") == [{"case": ["deqing", "changxing"]}]
    sound(at.checkbox(key="cases.case.deqing.zh").uncheck().run())
    assert links(at, "compare") == [{"case": ["changxing"]}]
    sound(at.button(key="cases.unpick.zh").click().run())
    assert at.query_params == {}
    assert links(at, "compare") == []


def test_chosen_cases_stay_chosen_while_the_list_is_filtered() -> None:
    at = choose(visit("cases", case=["deqing", "nanshan"]), "category", "social")
    assert links(at, "compare") == [{"case": ["deqing", "nanshan"]}]


def test_at_most_twelve_cases_can_be_chosen() -> None:
    at = visit("cases", case=ALL[:11])
    sound(at.checkbox(key=f"cases.case.{ALL[11]}.zh").check().run())
    boxes = {case_id: at.checkbox(key=f"cases.case.{case_id}.zh") for case_id in ALL}
    assert [case_id for case_id, box in boxes.items() if box.value] == ALL[:12]
    assert [case_id for case_id, box in boxes.items() if box.disabled] == ALL[12:]


def test_a_link_with_a_thirteenth_case_keeps_twelve_and_says_which_was_left_out() -> None:
    at = visit("cases", case=ALL[:13])
    assert links(at, "compare") == [{"case": ALL[:12]}]
    (notice,) = at.warning
    assert read(notice.value) == say("notice.dropped", "zh", values=f"case={ALL[12]}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_name_place_category_tags_summary_and_its_two_figures(language: Language) -> None:
    at = visit("cases", lang=language, q="changxing")
    card = next(
        read(text.value) for text in at.markdown if authored.cases()["changxing"]["name"][language] in text.value
    )
    case = authored.cases()["changxing"]
    assert case["summary"][language] in card
    assert case["county"][language] in card
    assert {"zh": "医联体", "en": "Alliance"}[language].lower() in card.lower()
    assert {"zh": "医疗共同体", "en": "Medical community"}[language].lower() in card.lower()
    assert "**90.3%**" in card
    assert "**72.0%**" in card


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_can_be_taken_away_as_a_file(language: Language) -> None:
    at = visit("cases", lang=language, model="other")
    assert [button.label for button in at.download_button] == [say("export.csv", language)]
    at.session_state[f"files.cases.{language}"] = True  # the other formats, unfolded
    sound(at.run())
    assert [button.label for button in at.download_button] == [
        say(f"export.{kind}", language) for kind in ("csv", "xlsx", "json")
    ]
    gbt, apa, bibtex, ris = [code.value for code in at.code]
    for text in (gbt, apa, bibtex, ris):
        assert f"lang={language}&model=other" in text or f"model=other&lang={language}" in text
    assert say("app.title", language) in gbt


def test_an_empty_list_offers_no_file() -> None:
    assert not visit("cases", q="zzzz").download_button
