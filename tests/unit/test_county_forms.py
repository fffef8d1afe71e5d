"""Whatever a form holds: a county that can be true, sentences about the rest, and the same again from its file."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.county import FIELDS, FieldKind
from explorer.i18n import Translator
from explorer.planner.county_file import read_county_file
from explorer.planner.county_template import county_csv
from explorer.planner.entries import Entries, definitions_of, options_of, read_entries
from explorer.planner.problems import KEYS, told
from explorer.planner.reading import plainly_typed
from tests.unit.planner_words import EN, LABELS, ZH


def texts_for(unit: str | None) -> st.SearchStrategy[str]:
    sizes = st.sampled_from(["", "%", "％", "万", "亿", "‰", "人", "元", "成", "左右"])
    signs = st.sampled_from(["", "", "", "约", "-", "+", ">", "=", "超"])
    numbers = st.one_of(
        st.integers(-10, 10**7).map(str),
        st.decimals(0, 100, places=1).map(str),
        st.sampled_from(["六十万", "８５．３", "1e308", "nan", "80-90", "600,000", "二分之一", "\x00", "九", "很多"]),
    )
    return st.one_of(st.builds(lambda s, n, u: s + n + u, signs, numbers, sizes), st.text(max_size=70))


def forms() -> st.SearchStrategy[Entries]:
    numbers = {each.field_id: texts_for(each.unit) for each in FIELDS if each.kind is FieldKind.number}
    meanings = {each.field_id: st.sampled_from(["", *definitions_of(each), "wrong"]) for each in FIELDS}
    chosen = {
        each.field_id: st.lists(st.sampled_from([*options_of(each, LABELS), "wrong"]), max_size=3).map(tuple)
        for each in FIELDS
        if each.kind is not FieldKind.number
    }
    return st.builds(
        Entries,
        name=st.text(max_size=60),
        year=st.one_of(st.just("2023"), st.text(max_size=8)),
        texts=st.fixed_dictionaries({}, optional=numbers),
        definitions=st.fixed_dictionaries({}, optional=meanings),
        choices=st.fixed_dictionaries({}, optional=chosen),
    )


@given(forms())
@settings(deadline=None, max_examples=100)
def test_any_form_gives_a_county_that_can_be_true_and_sentences_about_the_rest(entries: Entries) -> None:
    reading = read_entries(entries, LABELS)
    for each in FIELDS:
        if (number := reading.county.numbers.get(each.field_id)) is not None:
            assert each.possible is not None
            assert number.value in each.possible
            assert each.possible.low <= number.stands_for.low <= number.stands_for.high <= each.possible.high
    blocked = {problem.field_id for problem in reading.problems if problem.blocks}
    typed = {name for name, text in entries.texts.items() if plainly_typed(text)}
    assert blocked - {"year"} <= set(entries.texts) - set(reading.county.numbers)
    assert {name for name in typed if name not in reading.county.numbers and name not in blocked} == set()
    for problem in reading.problems:
        assert problem.key in KEYS
        assert told(problem, ZH)
        assert told(problem, EN)


@given(forms(), st.sampled_from([ZH, EN]))
@settings(deadline=None, max_examples=40)
def test_what_can_be_used_of_any_form_comes_back_from_its_file(entries: Entries, tr: Translator) -> None:
    before = read_entries(entries, LABELS).county
    after = read_entries(read_county_file(county_csv(entries, tr), LABELS).entries, LABELS).county
    assert after.numbers == before.numbers
    assert after.choices == before.choices
    assert after.year == before.year
    used = {name: meaning for name, meaning in before.definitions.items() if name in before.numbers}
    assert after.definitions == used
