"""Texts of the data as Markdown: every sign literal, whatever an author or a link put there."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.search import Snippet
from explorer.ui.prose import JOINER, badges, marked, plain

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""How CommonMark escapes: a backslash before ASCII punctuation, and before nothing else."""

MARKUP = {
    "emphasis": re.compile(r"[*_]"),
    "code": re.compile(r"`"),
    "link or image": re.compile(r"[\[\]]"),
    "HTML": re.compile(r"[<>]"),
    "HTML entity": re.compile(r"&"),
    "formula": re.compile(r"\$"),
    "strike-through": re.compile(r"~"),
    "table": re.compile(r"\|"),
    "heading": re.compile(r"(^|\n) {0,3}[#=-]"),
    "list": re.compile(r"(^|\n) {0,3}([*+-]|\d+[.)])(\s|$)"),
    "Streamlit's directive": re.compile(r":[a-z]+(-[a-z]+)*\["),
    "emoji": re.compile(r":[\w+-]+:"),
}
"""What would be read as markup where it stands without a backslash before it."""


def shown(markdown: str) -> str:
    """What a reader sees of a text with nothing but escapes in it."""
    return ESCAPED.sub(r"\1", markdown).replace(JOINER, "")


def markup_in(text: str) -> list[str]:
    """The kinds of markup that a Markdown reader would see."""
    without_escapes = ESCAPED.sub("§", text)
    return [kind for kind, sign in MARKUP.items() if sign.search(without_escapes)]


@pytest.mark.parametrize(
    "typed",
    [
        "**bold** and _slanted_",
        "`code`",
        "# heading",
        "- item",
        "+ item",
        "* item",
        "1. item",
        "12) item",
        "1.",
        "2024. 年底",
        "> quotation",
        "[name](http://example.org)",
        "![picture](x.png)",
        "<b>bold</b><script>alert(1)</script>",
        "<!-- comment -->",
        "&lt; &copy;",
        ":red[text]",
        ":orange-background[text]",
        ":green-badge[text]",
        ":smile:",
        "$x^2$ and $$y$$",
        "~~gone~~",
        "| a | b |",
        "back\\slash\\",
        "***",
        "---",
        "===",
    ],
)
def test_markup_in_a_text_shows_as_typed(typed: str) -> None:
    assert markup_in(typed) or "\\" in typed
    assert markup_in(plain(typed)) == []
    assert shown(plain(typed)) == typed


TYPESET = re.compile(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)")
"""The signs that Streamlit replaces in what the Markdown says."""


@pytest.mark.parametrize("typed", ["a -> b", "->", "a <-> b", "5 >= 3", "3 <= 5", "1 ~= 1", "a -- b", "<- back"])
def test_a_sign_that_streamlit_would_typeset_shows_as_typed(typed: str) -> None:
    assert TYPESET.search(typed)
    assert not TYPESET.search(ESCAPED.sub(r"\1", plain(typed)))
    assert shown(plain(typed)) == typed


def test_an_icon_stays_a_word_although_streamlit_looks_for_it_before_it_reads_markdown() -> None:
    assert ":material/" not in plain(":material/home:")
    assert ESCAPED.sub(r"\1", plain(":material/home:")) == ":material/home:"


@given(st.text(string.punctuation + "abc 12\n长兴（）。", max_size=60))
@settings(deadline=None)
def test_every_text_reads_back_as_it_was_with_no_markup_in_it(typed: str) -> None:
    said = plain(typed)
    assert shown(said) == typed
    assert markup_in(said) == []
    assert not TYPESET.search(ESCAPED.sub(r"\1", said))


def test_chinese_text_with_its_own_punctuation_is_left_as_it_is() -> None:
    assert plain("2023年，长兴县（浙江）“县域就诊率”为90.3%。") == "2023年，长兴县（浙江）“县域就诊率”为90.3%。"


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_missing_text_shows_nothing(nothing: str | None) -> None:
    assert plain(nothing) == ""


def test_matches_are_highlighted_and_everything_in_them_is_literal() -> None:
    found = Snippet((("…*a* ", False), ("[b]", True), (" c", False)))
    assert marked(found) == r"…\*a\* :orange-background[\[b\]] c"


def test_badges_stand_in_one_line_each_in_its_colour_with_its_name_literal() -> None:
    assert badges([("县域医共体", "blue"), ("a]b", "gray")]) == r":blue-badge[县域医共体] :gray-badge[a\]b]"


@pytest.mark.parametrize(
    "typed", ["https://a.example/b", "HTTP://a.example", "www.a.example", "write to a.b@c.example"]
)
def test_an_address_in_a_text_is_words_and_no_link(typed: str) -> None:
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain(typed))
    assert shown.replace(JOINER, "") == typed
    assert any(start + JOINER in shown for start in ("https:", "HTTP:", "www", "@"))
