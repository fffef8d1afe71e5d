"""No sentence of ours claims a cause, in either language; the methods page lists the words."""

from __future__ import annotations

import pytest

from explorer.i18n import LANGUAGES, Language, sentences
from explorer.paths import PROJECT_FOLDER
from explorer.wording import CAUSAL, causal_words

DENIALS = {"case.before_after.note", "policy.figures.note"}
"""Sentences that say that a cause is not claimed: the only ones that may name it."""
PLANNER = ("county.", "position.", "gap.", "what_if.", "brief.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_claims_a_cause(language: Language) -> None:
    found = {key: words for key, pair in sentences().items() if (words := causal_words(pair[language], language))}
    assert {key: words for key, words in found.items() if key not in DENIALS} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_planner_has_sentences_and_none_of_them_is_even_a_denial(language: Language) -> None:
    own = [pair[language] for key, pair in sentences().items() if key.startswith(PLANNER)]
    assert len(own) > 100
    assert [text for text in own if causal_words(text, language)] == []


@pytest.mark.parametrize("word", CAUSAL["en"])
def test_the_methods_page_lists_every_english_word(word: str) -> None:
    assert f"“{word}”" in section()


@pytest.mark.parametrize("word", CAUSAL["zh"])
def test_the_methods_page_lists_every_chinese_word(word: str) -> None:
    assert f"“{word}”" in section()


def section() -> str:
    text = (PROJECT_FOLDER / "docs" / "methods.md").read_text(encoding="utf-8")
    return text.partition("## Words not used")[2].partition("\n## ")[0].replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("The reform led to fewer visits.", "en", ["led to"]),
        ("Impact and EFFECTS OF reform", "en", ["Impact", "EFFECTS OF"]),
        ("改革使基层就诊率明显提高", "zh", ["使基层就诊率明显提高"]),
        ("改革导致就诊下降", "zh", ["导致"]),
    ],
)
def test_a_claim_is_found(text: str, language: Language, words: list[str]) -> None:
    assert causal_words(text, language) == words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It would mean 300 visits more.", "en"),
        ("impacted wisdom teeth", "en"),
        ("相当于全年多 300 人次", "zh"),
        ("使用说明，数量增加", "zh"),
    ],
)
def test_plain_arithmetic_is_no_claim(text: str, language: Language) -> None:
    assert causal_words(text, language) == []
