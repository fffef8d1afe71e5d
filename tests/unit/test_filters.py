"""A view's state: from a link, back to a link, and as the filter that the queries are asked with."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import explorer
from explorer.filters import (
    ELSEWHERE,
    FACETS,
    LONGEST_QUERY,
    PARAMETER_OF_FACET,
    CaseFilter,
    Dropped,
    Parameter,
    encode,
    parse,
)

MODEL = Parameter("model", ("medical_group", "medical_community", "other"))
SORT = Parameter("sort", ("source", "name"), single=True, default=("source",))
QUERY = Parameter("q", single=True)
CASES = Parameter("case", ("a", "b", "c", "d"), at_most=2)
VIEW = (QUERY, MODEL, CASES, SORT)

RIGHT_TO_LEFT, ZERO_WIDTH, NULL = "\u202e", "\u200b", "\x00"


SQL = Parameter("sql", single=True, longest_text=200)


def test_a_text_of_several_lines_keeps_its_breaks_and_its_indentation() -> None:
    written = "SELECT 1 -- one\n  , 2\n\nFROM cases"
    state, dropped = parse({"sql": [written]}, (SQL,))
    assert (state["sql"], dropped) == ((written,), [])
    assert encode(state, (SQL,)) == {"sql": [written]}


def test_a_text_of_several_lines_loses_what_cannot_be_seen() -> None:
    written = f"SELECT\t1{ZERO_WIDTH}\r\n{RIGHT_TO_LEFT}FROM\u3000cases{NULL}  \n\n"
    assert parse({"sql": [written]}, (SQL,))[0]["sql"] == ("SELECT  1\nFROM cases",)


def test_a_text_that_is_too_long_is_dropped_and_not_cut() -> None:
    state, dropped = parse({"sql": ["SELECT 1\n" + "x" * 200]}, (SQL,))
    assert state["sql"] == ()
    assert dropped == [Dropped("sql", "SELECT 1 " + "x" * (LONGEST_QUERY - 9), "too_long")]


def test_a_link_without_parameters_gives_every_parameter_its_default() -> None:
    state, dropped = parse({}, VIEW)
    assert state == {"q": (), "model": (), "case": (), "sort": ("source",)}
    assert dropped == []


def test_known_values_are_kept_in_the_order_of_the_link() -> None:
    state, dropped = parse({"model": ["other", "medical_group"], "sort": ["name"]}, VIEW)
    assert state["model"] == ("other", "medical_group")
    assert state["sort"] == ("name",)
    assert dropped == []


def test_an_unknown_value_is_dropped_and_reported_and_the_rest_still_holds() -> None:
    state, dropped = parse({"model": ["medical_comunity", "other"]}, VIEW)
    assert state["model"] == ("other",)
    assert dropped == [Dropped("model", "medical_comunity", "unknown")]


def test_a_parameter_left_without_a_good_value_falls_back_to_its_default() -> None:
    state, dropped = parse({"sort": ["weight"]}, VIEW)
    assert state["sort"] == ("source",)
    assert dropped == [Dropped("sort", "weight", "unknown")]


def test_a_parameter_that_may_be_empty_is_emptied_by_an_empty_value_and_not_by_an_unknown_one() -> None:
    view = (Parameter("indicator", ("discharges", "cmi"), default=("cmi",), may_be_empty=True),)
    assert parse({"indicator": [""]}, view) == ({"indicator": ()}, [])
    assert encode({"indicator": ()}, view) == {"indicator": [""]}
    assert parse({"indicator": ["happiness"]}, view)[0] == {"indicator": ("cmi",)}
    assert parse({"indicator": ["", "discharges"]}, view) == ({"indicator": ("discharges",)}, [])


def test_a_repeated_value_counts_once_and_is_no_fault() -> None:
    state, dropped = parse({"model": ["other", "other"], "q": ["转诊", "转诊"]}, VIEW)
    assert (state["model"], state["q"]) == (("other",), ("转诊",))
    assert dropped == []


def test_a_second_value_of_a_single_parameter_is_dropped_as_too_many() -> None:
    state, dropped = parse({"sort": ["name", "source"]}, VIEW)
    assert state["sort"] == ("name",)
    assert dropped == [Dropped("sort", "source", "too_many")]


def test_values_beyond_the_most_that_fit_are_dropped_as_too_many() -> None:
    state, dropped = parse({"case": ["a", "b", "c", "d"]}, VIEW)
    assert state["case"] == ("a", "b")
    assert dropped == [Dropped("case", "c", "too_many"), Dropped("case", "d", "too_many")]


def test_a_parameter_the_view_does_not_know_is_reported() -> None:
    state, dropped = parse({"modle": ["other"]}, VIEW)
    assert "modle" not in state
    assert dropped == [Dropped("modle", "other", "unknown_parameter")]


def test_a_parameter_of_another_view_passes_in_silence_and_without_effect() -> None:
    assert parse({"related": ["on"]}, VIEW) == parse({}, VIEW)


def test_every_parameter_that_a_view_declares_is_known_elsewhere() -> None:
    declared = {
        call.args[0].value
        for file in Path(explorer.__file__).parent.rglob("*.py")
        if file.parent.name != "api"  # what only a request to the API may say is no view's
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Parameter"
        if isinstance(call.args[0], ast.Constant)
    }
    assert {"lang", "q", "sort", "case", "indicator"} <= declared
    assert declared <= ELSEWHERE


def test_control_and_bidirectional_characters_never_reach_the_state_or_the_report() -> None:
    hidden = f"{RIGHT_TO_LEFT}{ZERO_WIDTH}{NULL}"
    state, dropped = parse({"q": [f"转{hidden}诊"], "model": [f"x{hidden}y"], f"p{hidden}q": [hidden]}, VIEW)
    assert state["q"] == ("转诊",)
    assert dropped == [Dropped("model", "xy", "unknown"), Dropped("pq", "", "unknown_parameter")]


def test_the_wide_space_of_a_chinese_keyboard_separates_words() -> None:
    state, _ = parse({"q": ["长兴\u3000转诊"]}, VIEW)
    assert CaseFilter.from_state(state).words == ("长兴", "转诊")


def test_tabs_and_line_breaks_separate_words_too() -> None:
    state, _ = parse({"q": ["day\tsurgery\n"]}, VIEW)
    assert CaseFilter.from_state(state).words == ("day", "surgery")


def test_a_query_too_long_to_mean_anything_is_cut() -> None:
    state, dropped = parse({"q": ["x" * 100_000]}, VIEW)
    assert state["q"] == ("x" * LONGEST_QUERY,)
    assert dropped == []


def test_a_query_cut_after_a_space_reads_back_the_same() -> None:
    state, _ = parse({"q": ["x" * (LONGEST_QUERY - 1) + " y"]}, VIEW)
    assert parse(encode(state, VIEW), VIEW)[0] == state


def test_a_huge_value_is_reported_cut_short() -> None:
    _, dropped = parse({"model": ["x" * 100_000], "y" * 100_000: ["z" * 100_000]}, VIEW)
    assert [(len(item.parameter), len(item.value)) for item in dropped] == [
        (len("model"), LONGEST_QUERY),
        (LONGEST_QUERY, LONGEST_QUERY),
    ]


@pytest.mark.parametrize("blank", ["", " ", "\u3000", NULL])
def test_a_blank_value_means_nothing_and_is_no_fault(blank: str) -> None:
    state, dropped = parse({"q": [blank], "model": [blank]}, VIEW)
    assert (state["q"], state["model"]) == ((), ())
    assert dropped == []


def test_defaults_are_left_out_of_links() -> None:
    state = {"q": (), "model": ("other",), "case": (), "sort": ("source",)}
    assert encode(state, VIEW) == {"model": ["other"]}


def test_a_link_names_its_parameters_in_the_order_of_the_view() -> None:
    state = {"sort": ("name",), "model": ("other",), "q": ("转诊",), "case": ("b", "a")}
    assert list(encode(state, VIEW).items()) == [
        ("q", ["转诊"]),
        ("model", ["other"]),
        ("case", ["b", "a"]),
        ("sort", ["name"]),
    ]


def test_a_state_that_lacks_a_parameter_is_encoded_as_its_default() -> None:
    assert encode({}, VIEW) == {}


IDS = st.sampled_from(["model", "type", "case", "other", "social", "deqing", "medical_group", "zju-women", "x", "y"])


@st.composite
def views(draw: st.DrawFn) -> list[Parameter]:
    """Parameters of every sort, with and without choices, limits and defaults."""
    parameters = []
    for name in draw(st.lists(IDS, min_size=1, max_size=6, unique=True)):
        choices = draw(st.none() | st.lists(IDS, min_size=1, max_size=6, unique=True).map(tuple))
        single = draw(st.booleans()) or choices is None
        default = draw(st.sampled_from([(), choices[:1]])) if choices else ()
        at_most = draw(st.none() | st.integers(1, 4))
        parameters.append(Parameter(name, choices, single, default, at_most, may_be_empty=draw(st.booleans())))
    return parameters


@st.composite
def states(draw: st.DrawFn) -> tuple[list[Parameter], dict[str, tuple[str, ...]]]:
    """A view and a state it can be in, as its widgets would set it."""
    parameters, state = draw(views()), {}
    for parameter in parameters:
        if parameter.choices is None:
            text = draw(st.text(max_size=200)).strip()
            printable = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
            values = (printable[:LONGEST_QUERY].strip(),) if printable else ()
        else:
            most = 1 if parameter.single else min(parameter.at_most or 9, len(parameter.choices))
            values = tuple(draw(st.lists(st.sampled_from(parameter.choices), max_size=most, unique=True)))
        state[parameter.name] = values if parameter.may_be_empty else values or parameter.default
    return parameters, state


@given(states())
@settings(deadline=None)
def test_every_state_survives_the_way_through_a_link(drawn: tuple[list[Parameter], dict[str, tuple[str, ...]]]) -> None:
    parameters, state = drawn
    assert parse(encode(state, parameters), parameters) == (state, [])


@given(views(), st.dictionaries(IDS | st.text(max_size=100), st.lists(IDS | st.text(max_size=200), max_size=6)))
@settings(deadline=None)
def test_any_link_gives_a_state_that_links_to_itself_and_nothing_unprintable(
    parameters: list[Parameter], link: dict[str, list[str]]
) -> None:
    state, dropped = parse(link, parameters)
    assert list(state) == [parameter.name for parameter in parameters]
    for parameter in parameters:
        values = state[parameter.name]
        assert len(values) == len(set(values))
        assert len(values) <= (1 if parameter.single else parameter.at_most or len(values))
        assert parameter.choices is None or set(values) <= set(parameter.choices)
    for item in dropped:
        assert item.parameter.isprintable()
        assert item.value.isprintable()
        assert max(len(item.parameter), len(item.value)) <= LONGEST_QUERY
    assert parse(encode(state, parameters), parameters) == (state, [])


@given(views(), st.dictionaries(IDS, st.lists(IDS, max_size=6)))
@settings(deadline=None)
def test_every_value_of_a_link_is_kept_or_reported(parameters: list[Parameter], link: dict[str, list[str]]) -> None:
    state, dropped = parse(link, parameters)
    reported = {(item.parameter, item.value) for item in dropped}
    for name, values in link.items():
        for value in values if name in state else ():
            assert value in state[name] or (name, value) in reported
        assert name in state or name in ELSEWHERE or any(item.parameter == name for item in dropped)


def test_the_words_of_a_query_are_lower_case_and_each_stands_once() -> None:
    assert CaseFilter("  Day surgery DAY 转诊 ").words == ("day", "surgery", "转诊")


def test_a_filter_without_words_or_tags_is_empty() -> None:
    assert CaseFilter("   ", {"category": ()}).is_empty
    assert not CaseFilter("转诊").is_empty
    assert not CaseFilter("", {"category": ("social",)}).is_empty


def test_taking_a_tag_off_leaves_the_facets_other_tags() -> None:
    asked = CaseFilter("x", {"category": ("alliance", "social"), "province": ("zhejiang",)}, "name")
    rest = asked.without("category", "alliance")
    assert rest == CaseFilter("x", {"category": ("social",), "province": ("zhejiang",)}, "name")


def test_taking_a_facet_off_leaves_the_other_facets_words_and_sort() -> None:
    asked = CaseFilter("x", {"category": ("alliance", "social"), "province": ("zhejiang",)}, "name")
    assert asked.without("category") == CaseFilter("x", {"province": ("zhejiang",)}, "name")


def test_taking_the_last_tag_off_leaves_nothing_asked_of_the_facet() -> None:
    assert CaseFilter("", {"category": ("social",)}).without("category", "social").is_empty


def test_taking_off_what_was_not_asked_changes_nothing() -> None:
    asked = CaseFilter("x", {"category": ("social",)})
    assert asked.without("province") == asked
    assert asked.without("category", "alliance") == asked


def test_a_filter_reads_each_facet_from_its_own_parameter() -> None:
    state = {PARAMETER_OF_FACET[facet]: (f"{facet}-tag",) for facet in FACETS}
    asked = CaseFilter.from_state(state | {"q": ("转诊",), "sort": ("figures",)})
    assert asked == CaseFilter("转诊", {facet: (f"{facet}-tag",) for facet in FACETS}, "figures")


def test_facets_without_tags_are_not_asked() -> None:
    assert CaseFilter.from_state({"model": (), "type": ("service",)}) == CaseFilter(
        "", {"integration_type": ("service",)}
    )


def test_no_two_facets_share_a_parameter() -> None:
    assert len(set(PARAMETER_OF_FACET.values())) == len(FACETS)


# Groups that a reader names


GROUPS = Parameter("group", members=("a", "b", "c"), at_most=2)


def groups(*given: str) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """What a link with these groups gives, and what it drops."""
    state, dropped = parse({"group": given}, [GROUPS])
    return state["group"], [(item.value, item.reason) for item in dropped]


def test_a_group_is_a_name_and_ids_and_comes_back_as_it_was_written() -> None:
    assert groups("near a city: 甲:a,b") == (("near a city: 甲:a,b",), [])
    assert encode({"group": ("near:a,b",)}, [GROUPS]) == {"group": ["near:a,b"]}


def test_an_unknown_member_is_dropped_with_a_notice_and_the_others_stay() -> None:
    assert groups("near:a,atlantis, b,a") == (("near:a,b",), [("atlantis", "unknown")])


@pytest.mark.parametrize("value", ["a,b", ":a", "near:", "near:atlantis", "near", ":::", "near:,"])
def test_a_group_without_a_name_or_a_known_member_is_dropped(value: str) -> None:
    kept, dropped = groups(value)
    assert kept == ()
    assert dropped == [(value, "unknown")]


def test_a_name_taken_and_a_group_too_many_are_dropped() -> None:
    assert groups("one:a", "one:b", "two:b", "three:c") == (
        ("one:a", "two:b"),
        [("one", "too_many"), ("three", "too_many")],
    )


def test_a_name_is_cut_to_its_length_and_carries_no_control_marks() -> None:
    ((kept,), _) = groups("\u202e" + "x" * 10_000 + "\x00:a")
    assert kept == "x" * 40 + ":a"
