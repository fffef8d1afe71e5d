"""What differs: cases side by side, the pairs most alike, outcomes that differ among cases with the same tags."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from explorer.ui.differences import ATTRIBUTES, OPENING_ATTRIBUTES, OPENING_CASES
from tests.app import authored
from tests.app.visiting import links, look, move, read, say, sections, sound, texts, unfold, visit

SIGNS = {"stated": "●", "judged": "○"}


def own(case_id: str, dimensions: tuple[str, ...]) -> dict[tuple[str, str], dict[str, Any]]:
    """The tags of a case in the data files, by dimension and id."""
    tags = authored.cases()[case_id]["tags"]
    return {(name, entry["tag"]): entry for name in dimensions for entry in tags.get(name, ())}


def matrix(at: AppTest) -> dict[str, list[str]]:
    """The rows of the first table that name a tag: its label, and what stands under each case."""
    rows = at.table[0].value.to_numpy().tolist()
    return {read(head): [read(cell) for cell in cells] for head, *cells in rows if not head.startswith("**")}


def columns(at: AppTest) -> list[str]:
    return [read(name) for name in at.table[0].value.columns][1:]


def name(case_id: str, language: Language = "zh") -> str:
    return authored.cases()[case_id]["name"][language]


# Side by side


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_with_two_counties_and_the_tags_in_which_they_differ(language: Language) -> None:
    at = look("differs", lang=language)
    assert columns(at) == [name(case_id, language) for case_id in OPENING_CASES]
    changxing, deqing = (own(case_id, OPENING_ATTRIBUTES) for case_id in OPENING_CASES)
    differing = changxing.keys() ^ deqing.keys()
    assert matrix(at).keys() == {authored.label(*tag, language) for tag in differing}
    counts = {"shared": len(changxing.keys() & deqing.keys()), "differ": len(differing)}
    assert say("differs.answer", language, count=2, **counts) in [text.value for text in at.markdown]


def test_a_cell_says_on_what_basis_the_tag_stands_and_where_within_the_cases_own_chapter() -> None:
    rows = matrix(look("differs"))
    assert rows["服务整合"] == ["● 2", "—"]
    assert rows["托管接管"] == ["—", "○ 2.1"]


def test_tags_that_all_share_are_named_and_their_rows_shown_on_demand() -> None:
    at = visit("differs")
    shared = [
        authored.label(*tag, "zh") for tag in own("changxing", OPENING_ATTRIBUTES) if tag in own("deqing", ATTRIBUTES)
    ]
    assert shared
    assert not set(shared) & matrix(at).keys()
    (said,) = [read(caption.value) for caption in at.caption if say("differs.legend", "zh") in caption.value]
    assert all(label in said for label in shared)
    sound(at.toggle(key="differs.shared.zh").set_value(False).run())
    assert at.query_params == {"shared": "shown"}
    assert set(shared) <= matrix(at).keys()
    assert all("—" not in matrix(at)[label] for label in shared)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_is_listed_with_basis_source_and_place(language: Language) -> None:
    at = visit("differs", lang=language)
    at.session_state[f"differs.table.{language}"] = True  # unfolded
    sound(at.run())
    table = next(table.value for table in at.table if say("column.locator", language) in table.value.columns)
    listed = {tuple(map(read, row)) for row in table.to_numpy().tolist()}
    expected = set()
    for case_id in OPENING_CASES:
        short = authored.source(authored.cases()[case_id]["source"])["short_title"][language]
        for (dimension, tag), entry in own(case_id, OPENING_ATTRIBUTES).items():
            expected.add(
                (
                    name(case_id, language),
                    say(f"facet.{dimension}", language),
                    authored.label(dimension, tag, language),
                    say(f"tag.basis.{entry.get('basis', 'judged')}", language),
                    short,
                    entry["locator"],
                    entry["note"][language] if "note" in entry else "",
                )
            )
    assert listed == expected


def test_chosen_cases_and_attributes_stand_in_the_address_and_the_link_opens_them_again() -> None:
    at = visit("differs")
    sound(at.multiselect(key="differs.case.zh").set_value(["ruian", "nanning", "alar"]).run())
    sound(at.button_group(key="differs.attribute.zh").set_value(["technology"]).run())
    assert at.query_params == {"case": ["ruian", "nanning", "alar"], "attribute": "technology"}
    again = visit("differs", **at.query_params)
    assert columns(again) == columns(at) == [name(case_id) for case_id in ("ruian", "nanning", "alar")]
    expected = {tag for case_id in ("ruian", "nanning", "alar") for tag in own(case_id, ("technology",))}
    common = set.intersection(*(set(own(case_id, ("technology",))) for case_id in ("ruian", "nanning", "alar")))
    assert matrix(again).keys() == {authored.label(*tag, "zh") for tag in expected - common}


def test_the_cases_chosen_elsewhere_come_along_and_go_on_to_the_comparison() -> None:
    at = visit("cases", case=["deqing", "nanshan"])
    move(at, "differs")
    assert columns(at) == [name("deqing"), name("nanshan")]
    assert {"case": ["deqing", "nanshan"]} in links(at, "compare")
    assert [link["case"] for link in links(at, "case")] == [["deqing"], ["nanshan"]]


def test_the_example_pair_is_no_choice_and_does_not_come_along() -> None:
    at = visit("differs")
    move(at, "compare")
    assert unfold(at, "case").multiselect(key="compare.case.zh").value == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_case_alone_asks_for_another(language: Language) -> None:
    at = visit("differs", lang=language, case="deqing")
    assert say("differs.too_few", language) in [info.value for info in at.info]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_without_tags_is_left_out_by_name_and_without_a_notice(language: Language) -> None:
    at = visit("differs", lang=language, case=["deqing", "national", "ruian"])
    assert not at.warning
    assert columns(at) == [name("deqing", language), name("ruian", language)]
    country = next(place for place in authored.document("cases.yaml")["places"] if place["id"] == "national")
    said = say("differs.places_left_out", language, names=country["name"][language])
    assert said in [read(caption.value) for caption in at.caption]


def test_cases_alike_in_all_chosen_attributes_are_said_to_be() -> None:
    at = visit("differs", attribute="alliance_model")
    assert say("differs.nothing_differs", "zh") in [info.value for info in at.info]


# Pairs and outcomes


def test_the_pair_with_most_tags_in_common_is_that_of_the_data_files() -> None:
    at = look("differs")
    family = {case_id: case.get("part_of", case_id) for case_id, case in authored.cases().items()}
    tags = {case_id: own(case_id, OPENING_ATTRIBUTES).keys() for case_id in family}
    shared = {
        pair: len(tags[pair[0]] & tags[pair[1]])
        for pair in combinations(family, 2)
        if family[pair[0]] != family[pair[1]]
    }
    one, other = max(shared, key=lambda pair: shared[pair])
    first = next(
        text.value
        for text in at.markdown
        if say("differs.pair.names", "zh", a=name(one), b=name(other)) in read(text.value)
    )
    assert f"共有 {shared[one, other]} 个标签，合计 {len(tags[one] | tags[other])} 个" in read(first)


def test_a_pair_can_be_put_side_by_side() -> None:
    at = visit("differs", attribute="alliance_model")
    pair = next(button for button in at.button if (button.key or "").startswith("differs.pair."))
    sound(pair.click().run())
    assert at.query_params == {"case": ["changxing", "deqing"], "attribute": "alliance_model"}


def test_with_cases_chosen_every_pair_holds_one_of_them() -> None:
    at = visit("differs", case=["jining", "cangzhou"])
    assert say("differs.pairs.title_chosen", "zh") in sections(at)
    pairs = [button.key.split(".")[2:4] for button in at.button if (button.key or "").startswith("differs.pair.")]
    assert len(pairs) == 6
    assert all({"jining", "cangzhou"} & set(pair) for pair in pairs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cases_with_the_same_tags_are_told_with_both_figures_their_words_and_their_places(language: Language) -> None:
    at = visit("differs", lang=language, attribute="alliance_model")
    table = next(table.value for table in at.table if say("column.as_reported", language) in table.value.columns)
    for case_id in ("changxing", "deqing"):
        figure = authored.observations()[f"{case_id}-county-visit-rate-2023"]
        (row,) = [
            [read(cell) for cell in row]
            for row in table.to_numpy().tolist()
            if name(case_id, language) == read(row[1]) and read(row[2]).startswith(f"{figure['value']}%")
        ]
        assert figure[f"subject_{language}"] in row[2]
        assert "2023" in row[2]
        assert row[3] == figure["as_reported"]
        assert row[4].endswith(figure["locator"])
    assert say("differs.outcomes.note", language) in [read(caption.value) for caption in at.caption]


def test_where_no_such_cases_are_the_attributes_that_would_give_some_are_offered() -> None:
    at = visit("differs")
    assert say("differs.outcomes.none", "zh") in [info.value for info in at.info]
    offered = [button for button in at.button if (button.key or "").startswith("differs.only.")]
    assert "differs.only.alliance_model.zh" in [button.key for button in offered]
    sound(at.button(key="differs.only.alliance_model.zh").click().run())
    assert at.query_params == {"attribute": "alliance_model"}
    assert say("differs.outcomes.none", "zh") not in [info.value for info in at.info]


CAUSAL = ("effect of", "impact", "led to", "because", "thanks to", "导致", "得益于", "使得", "效果")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_on_the_page_claims_a_cause(language: Language) -> None:
    at = visit("differs", lang=language, attribute=list(ATTRIBUTES))
    assert [text for text in texts(at) if any(word in text.lower() for word in CAUSAL)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tags_and_the_pairs_can_be_taken_away(language: Language) -> None:
    at = visit("differs", lang=language, attribute="alliance_model")
    at.session_state[f"differs.table.{language}"] = True  # unfolded
    sound(at.run())
    assert [button.label for button in at.download_button] == [say("export.csv", language)] * 3
