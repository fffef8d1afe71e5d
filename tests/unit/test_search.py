"""Where a query's words stand in a text, and how much around them is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.search import CONTEXT, highlighted, snippet

CHINESE = (
    "省人民医院与全县十五家乡镇卫生院组成医共体，统一人员、药品、财务和信息管理，" * 2
    + "转诊由平台办理，"
    + "基层能看的病留在基层，" * 8
)
ENGLISH = (
    "The county hospital and fifteen township centres form one community with one budget, one list of medicines and "
    "one record system; referral goes through a shared platform, and what township centres can treat stays there."
)
TYPOGRAPHIC = (
    "Since the start of the programme the county’s two hospitals have—by the report’s own account—sent their senior "
    "doctors to township centres, where “day surgery” was opened; patients’ satisfaction is said to have risen since."
)


def shown(text: str, *words: str) -> str:
    """A snippet as plain text, its matches in square brackets."""
    found = snippet(text, words)
    assert found is not None
    return "".join(f"[{part}]" if matched else part for part, matched in found.parts)


def test_a_text_without_any_of_the_words_has_no_snippet() -> None:
    assert snippet("长兴县人民医院", ["德清"]) is None


def test_without_words_there_is_no_snippet() -> None:
    assert snippet("长兴县人民医院", []) is None


def test_the_match_is_marked_and_a_short_text_shown_whole() -> None:
    assert shown("长兴县人民医院牵头", "人民医院") == "长兴县[人民医院]牵头"


def test_a_match_at_either_end_needs_no_ellipsis_there() -> None:
    assert shown("转诊", "转诊") == "[转诊]"


def test_a_chinese_match_stands_in_its_surroundings_with_ellipses_where_the_text_goes_on() -> None:
    text = shown(CHINESE, "转诊")
    before, _, after = text.partition("[转诊]")
    assert before == "…" + CHINESE[: CHINESE.index("转诊")][-CONTEXT:]
    assert after == CHINESE[CHINESE.index("转诊") + 2 :][: 2 * CONTEXT] + "…"


@pytest.mark.parametrize("text", [ENGLISH, TYPOGRAPHIC], ids=["plain", "typographic"])
@pytest.mark.parametrize("word", ["township", "centres", "hospital", "s"])
def test_no_english_word_is_cut(text: str, word: str) -> None:
    middle = shown(text, word).replace("[", "").replace("]", "").removeprefix("…").removesuffix("…")
    assert set(middle.split()) <= set(text.split())


@pytest.mark.parametrize("gap", range(CONTEXT - len("98.75%"), CONTEXT))
def test_no_number_in_a_chinese_text_is_cut(gap: int) -> None:
    assert shown("甲" * 30 + "98.75%" + "乙" * gap + "转诊", "转诊").startswith("…98.75%乙")


def test_an_english_match_may_stand_within_a_word() -> None:
    assert shown("telemedicine network", "medic") == "tele[medic]ine network"


def test_every_word_is_marked_wherever_it_stands_in_the_snippet() -> None:
    assert shown("长兴与德清：长兴医共体", "德清", "长兴") == "[长兴]与[德清]：[长兴]医共体"


def test_of_two_words_that_start_alike_the_longer_is_marked() -> None:
    assert shown("县医院与县医院集团", "县医院", "县医院集团") == "[县医院]与[县医院集团]"


def test_case_does_not_matter_and_is_kept_as_written() -> None:
    assert shown("Day Surgery at Deqing", "surgery", "DEQING") == "Day [Surgery] at [Deqing]"


@pytest.mark.parametrize("word", [".", "*", "(5g)", "[a", "a|b", "\\d", "$", "c++", "?"])
def test_what_a_regular_expression_would_read_as_a_sign_is_a_letter_here(word: str) -> None:
    assert shown(f"甲{word}乙", word) == f"甲[{word}]乙"
    assert snippet("甲乙丙 abc 123", [word]) is None


@given(st.text("长兴德清 abcXYZ.，’-", max_size=200), st.lists(st.text("长兴abX.", min_size=1, max_size=3), max_size=3))
@settings(deadline=None)
def test_a_snippet_is_a_stretch_of_the_text_and_marks_only_the_words(text: str, words: list[str]) -> None:
    found = snippet(text, words)
    if found is None:
        assert not any(word.lower() in text.lower() for word in words)
        return
    whole = "".join(part for part, _ in found.parts)
    assert whole.removeprefix("…").removesuffix("…") in text
    matches = [part.lower() for part, matched in found.parts if matched]
    assert matches
    assert set(matches) <= {word.lower() for word in words}


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("县域就诊率，含县域住院", ["县域"], "[县域]就诊率，含[县域]住院"),
        ("County visit rate", ["VISIT", "rate"], "County [visit] [rate]"),
        ("the patients’ way", ["patients'"], "the [patients’] way"),
        ("nothing here", ["absent"], "nothing here"),
        ("nothing asked", [], "nothing asked"),
        ("", ["a"], ""),
    ],
)
def test_a_whole_text_is_shown_with_every_match_marked(text: str, words: list[str], shown: str) -> None:
    parts = highlighted(text, words).parts
    assert "".join(f"[{part}]" if matched else part for part, matched in parts) == shown
    assert "".join(part for part, _ in parts) == text
