"""Everything of ours that a reader sees: each sentence in both languages, numbers and dates as each writes them."""

from __future__ import annotations

import re
import string
from importlib import resources

import pytest

from explorer.i18n import (
    LANGUAGES,
    Language,
    Translator,
    sentences,
)
from tests.unit.two_translators import EN, ZH

CHINESE = re.compile(r"[\u3400-\u9fff]")
LETTER = re.compile(r"[A-Za-z]")
FULL_WIDTH = re.compile(r"[\u2e80-\uffef]")
SLOT = re.compile(r"\{[^}]*\}")

NAMED_IN_ENGLISH_ONLY = {"date.month", "date.day"}
"""The only sentences whose slots differ: English names a month, Chinese numbers it."""

# Every key


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


every_key = pytest.mark.parametrize("key", sentences())


@every_key
def test_a_sentence_stands_in_both_languages_and_says_something(key: str) -> None:
    assert list(sentences()[key]) == list(LANGUAGES)
    assert all(sentence.strip() for sentence in sentences()[key].values())


@every_key
def test_a_sentence_has_the_same_named_slots_in_both_languages(key: str) -> None:
    of = {language: slots(sentence) for language, sentence in sentences()[key].items()}
    assert all(name.isidentifier() for names in of.values() for name in names)
    assert of["zh"] == of["en"] or key in NAMED_IN_ENGLISH_ONLY


@every_key
def test_a_sentence_is_chinese_in_chinese_and_nothing_but_english_in_english(key: str) -> None:
    chinese, english = (SLOT.sub("", sentences()[key][language]) for language in LANGUAGES)
    # Between slots there may be no word at all, only punctuation.
    assert CHINESE.search(chinese) or not LETTER.search(chinese)
    assert not FULL_WIDTH.search(english)


def test_the_only_sentences_with_other_slots_are_those_named_here() -> None:
    different = {key for key, pair in sentences().items() if slots(pair["zh"]) != slots(pair["en"])}
    assert different == NAMED_IN_ENGLISH_ONLY


def test_no_key_is_defined_twice() -> None:
    text = resources.files("explorer").joinpath("locales.yaml").read_text(encoding="utf-8")
    keys = re.findall(r"^([^\s#:]+):", text, re.MULTILINE)
    assert sorted(keys) == sorted(sentences())


@pytest.mark.parametrize(("count", "said"), [(0, "**0** cases"), (1, "**1** case"), (2, "**2** cases")])
def test_one_is_singular_and_every_other_number_plural(count: int, said: str) -> None:
    assert EN("cases.found", count=count) == said
    assert str(count) in ZH("cases.found", count=count)


def test_a_form_stands_for_one_and_another_for_every_other_number() -> None:
    chosen = [
        (key, spec)
        for key, pair in sentences().items()
        for _, _, spec, _ in string.Formatter().parse(pair["en"])
        if spec and "|" in spec
    ]
    assert chosen
    assert [key for key, spec in chosen if len(set(spec.split("|"))) != 2] == []


def test_a_number_in_english_does_not_stand_before_a_word_without_its_singular() -> None:
    numbered = re.compile(r"\{(?:count|provinces)\}\*{0,2} [a-z]")
    always_several = {"chart.alt.range", "compare.split", "overview.totals"}
    assert {key for key, pair in sentences().items() if numbered.search(pair["en"])} == always_several


def test_an_unknown_key_or_an_unfilled_slot_is_refused() -> None:
    with pytest.raises(KeyError):
        ZH("no.such.key")
    with pytest.raises(KeyError):
        ZH("cases.found")


# Texts of the data


def test_a_text_is_picked_in_the_readers_language_and_missing_stays_missing() -> None:
    record = {"name_zh": "长兴县", "name_en": "Changxing", "note_zh": None, "note_en": float("nan")}
    assert (ZH.pick(record, "name"), EN.pick(record, "name")) == ("长兴县", "Changxing")
    assert (ZH.pick(record, "note"), EN.pick(record, "note")) == (None, None)


def test_a_tag_that_the_vocabulary_does_not_hold_is_refused() -> None:
    assert EN.label("unit", "visits") == "visits"
    with pytest.raises(KeyError):
        EN.label("unit", "fortnights")


@pytest.mark.parametrize(("language", "line"), [("zh", "甲、乙"), ("en", "甲, 乙")])
def test_items_are_listed_with_each_languages_comma(language: Language, line: str) -> None:
    assert Translator(language).listing(["甲", "乙"]) == line
