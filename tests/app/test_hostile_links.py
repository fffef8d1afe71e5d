"""Links that nobody wrote in good faith: no page fails, and nothing in them is taken for markup."""

from __future__ import annotations

import re

import pytest

from tests.app.visiting import HEADINGS, heading, say, texts, visit

PARAMETERS = (
    "lang",
    "q",
    "model",
    "type",
    "province",
    "category",
    "sort",
    "case",
    "indicator",
    "related",
    "by",
    "attribute",
    "shared",
    "source_kind",
    "reporter",
    "part",
    "theme",
    "verdict",
    "kind",
    "year",
    "reason",
    "source",
    "page",
    "policy",
    "level",
    "family",
    "outcome",
    "frame",
    "from",
    "to",
    "against",
    "closest",
    "overlap",
    "places",
    "grouped",
    "weight",
    "group",
    "wrong",
)
LONG = "x" * 10_000
VALUES = {
    "null bytes": "at\x00lantis\x00",
    "control characters": "\x07\x1b[31m\r\n",
    "bidirectional marks": "\u202egniqed\u2066\u200b",
    "ten thousand characters": LONG,
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "Markdown": "[press](https://example.com) ![x](https://example.com/x.png) # **b** `c` | a |",
    "Streamlit's own markup": ":red[x] :material/home: :red-badge[x]",
    "a formula": "$\\frac{1}{0}$",
    "SQL": "'; DROP TABLE cases; --",
    "patterns": "%_.*[(\\",
    "braces": "{language} {0} %s {tr.labels}",
    "a path": "../../../../etc/passwd",
    "an emoji and a lone accent": "🏥\u0301",
    "wide letters": "\uff44\uff45\uff51\uff49\uff4e\uff47",
    "nothing": "",
    "spaces": " \u3000\t ",
    "not a number": "NaN",
}


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("page", HEADINGS)
def test_a_hostile_value_in_every_parameter_leaves_the_page_as_it_is_without_it(page: str, kind: str) -> None:
    at = visit(page, **{name: VALUES[kind] for name in PARAMETERS if name != "q"})
    assert heading(at) == say(HEADINGS[page], "zh")
    assert not at.error
    assert len(at.warning) == 1
    if kind not in ("nothing", "spaces"):
        assert all(f"{name}\\=" in at.warning[0].value for name in ("lang", "wrong"))


@pytest.mark.parametrize("kind", VALUES)
def test_any_text_can_be_searched_for(kind: str) -> None:
    at = visit("cases", q=VALUES[kind])
    assert heading(at) == say("cases.heading", "zh")
    assert not at.warning
    assert len(at.text_input(key="cases.q.zh").value) <= 80


@pytest.mark.parametrize("page", HEADINGS)
def test_a_parameter_given_a_hundred_times_is_read_and_told_in_bounds(page: str) -> None:
    many = [f"value-{number}" for number in range(100)]
    at = visit(page, **dict.fromkeys(PARAMETERS, many))
    assert heading(at) == say(HEADINGS[page], "zh")


@pytest.mark.parametrize("page", HEADINGS)
def test_a_known_value_given_twice_counts_once_and_without_a_notice(page: str) -> None:
    at = visit(page, lang=["zh", "zh"], case=["deqing", "deqing"], model=["medical_community", "medical_community"])
    assert not at.warning


def test_a_very_long_value_is_cut_in_the_notice() -> None:
    (notice,) = visit("compare", indicator=LONG).warning
    assert len(notice.value) < 200


@pytest.mark.parametrize("page", HEADINGS)
@pytest.mark.parametrize("kind", ["HTML", "Markdown", "Streamlit's own markup", "a formula"])
def test_the_notice_shows_a_values_marks_as_typed(page: str, kind: str) -> None:
    (notice,) = visit(page, wrong=VALUES[kind]).warning
    assert not re.search(r"(?<!\\)[<>\[\]*`$|]", notice.value)
    assert not re.search(r"(?<!\\):(red|material)", notice.value)


@pytest.mark.parametrize("kind", ["HTML", "Markdown", "Streamlit's own markup"])
def test_an_empty_result_shows_the_searched_words_as_typed(kind: str) -> None:
    at = visit("cases", q=VALUES[kind])
    for text in [*(notice.value for notice in at.info), *(button.label for button in at.button)]:
        assert not re.search(r"(?<!\\)[<>\[\]*`$|]", text)


@pytest.mark.parametrize("page", HEADINGS)
def test_invisible_characters_of_a_link_are_not_printed(page: str) -> None:
    hidden = re.compile(r"[\x00-\x08\x0b-\x1f\u200b\u202a-\u202e\u2066-\u2069]")
    at = visit(page, wrong=VALUES["bidirectional marks"], q=VALUES["bidirectional marks"], case=VALUES["null bytes"])
    assert [text for text in texts(at) if hidden.search(text)] == []


def test_the_name_of_a_parameter_can_be_hostile_too() -> None:
    (notice,) = visit("referrals", **{"<b>\u202e" + "x" * 1000: "1"}).warning
    assert "\\<b\\>" in notice.value
    assert "\u202e" not in notice.value
    assert len(notice.value) < 300
