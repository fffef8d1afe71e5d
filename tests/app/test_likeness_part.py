"""Cases like a county: the part of the planner that ranks cases, and what it draws from the closest.

The part stands here by itself, with a county made by hand in the session.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.county import County, Number
from explorer.i18n import LANGUAGES, Language
from explorer.interval import Interval
from explorer.paths import PROJECT_FOLDER
from tests.app import authored
from tests.app.visiting import RUN_LIMIT_S, links, read, say, sections, sound, texts

Show = Callable[..., AppTest]

NAME = "Zephyrhollow"
"""Of no place: found anywhere but on the page, it has leaked."""

SENTINEL = "61.837"


def number(value: str, step: str) -> Number:
    return Number(Decimal(value), Interval.around(Decimal(value), Decimal(step)), value)


COUNTY = County(
    NAME,
    {"county_visit_rate": number(SENTINEL, "0.001"), "case_mix_index": number("0.7463", "0.0001")},
    {"county_visit_rate": "documents"},
    {
        "lead_hospital": ("tertiary_b",),
        "payment": ("drg", "global-budget"),
        "in_place": ("family-doctor", "two-way-referral", "unified-management"),
    },
)
"""Like Deqing before its reform in two numbers, and like Changxing in its hospital."""


FRAME = """
import streamlit as st

from explorer.ui import answers
from explorer.ui.likeness import show_likeness
from explorer.ui.likeness_view import likeness_parameters
from explorer.ui.links import open_view
from explorer.ui.page import header


def planner():
    view = open_view("planner", likeness_parameters())
    tr = answers.translator(view.language)
    header(view, tr, "planner")
    show_likeness(view, tr, st.session_state["county"])


answers.refresh()
st.navigation([st.Page(planner, default=True), st.Page("pages/case.py"), st.Page("pages/differs.py")]).run()
"""
"""The part alone on a page, with the pages that it leads to."""


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """The part as it stands for a county, opened by a link with these parameters."""
    folder = tmp_path_factory.mktemp("frame")
    shutil.copytree(PROJECT_FOLDER / "pages", folder / "pages")
    (folder / "frame.py").write_text(FRAME, "utf-8")

    def shown(county: County = COUNTY, **parameters: str | list[str]) -> AppTest:
        at = AppTest.from_file(str(folder / "frame.py"), default_timeout=RUN_LIMIT_S)
        at.context = {"locale": "zh-CN"}
        at.query_params.update(parameters)
        at.session_state["county"] = county
        return sound(at.run())

    return shown


def closest(at: AppTest) -> list[str]:
    """The cases that the measures are drawn from, closest first."""
    return [one["case"][0] for one in links(at, "case")]


def place(case_id: str, language: Language = "zh") -> str:
    return authored.cases()[case_id]["county"][language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_closest_case_comes_first_with_how_little_it_shares(show: Show, language: Language) -> None:
    at = show(lang=language)
    assert closest(at)[0] == "deqing"
    said = "".join(read(text) for text in texts(at))
    assert place("deqing", language) in said
    told = say("likeness.shared", language, shared=4, asked=5)
    assert told in at.get("vega_lite_chart")[0].proto.alt


def test_what_a_case_does_not_say_is_told_as_left_out(show: Show) -> None:
    at = show()
    assert say("likeness.legend", "zh") in "\n".join(read(caption.value) for caption in at.caption)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_county_is_told_which_fields_would_do(show: Show, language: Language) -> None:
    at = show(County(NAME), lang=language)
    (told,) = at.info
    for field_id in ("lead_hospital", "payment", "in_place", "county_visit_rate"):
        assert say(f"county.{field_id}", language) in read(told.value)
    assert not at.get("vega_lite_chart")
    assert not at.table


def test_a_rate_without_its_definition_is_named_and_not_compared(show: Show) -> None:
    at = show(County(NAME, {"primary_rate": number("60", "1")}))
    (told,) = at.info
    assert read(told.value) == say("likeness.undefined", "zh", fields=say("county.primary_rate", "zh"))


def test_a_county_of_figures_that_no_case_has_is_told_what_to_fill_in(show: Show) -> None:
    figures = {"fund_within_county": number("73.71", "0.01"), "fund_primary": number("13.73", "0.01")}
    at = show(County(NAME, figures))
    (told,) = at.info
    assert "0" in told.value
    assert closest(at) == []
    assert say("taken.note", "zh") not in [caption.value for caption in at.caption]


def test_places_with_figures_only_can_be_shown_and_enter_no_measure(show: Show) -> None:
    figures = {"fund_within_county": number("73.71", "0.01"), "fund_primary": number("13.73", "0.01")}
    at = show(County(NAME, figures), places="shown")
    alt = at.get("vega_lite_chart")[0].proto.alt
    assert "A1" in alt.split("；")[0]  # the pilot county with these very figures
    assert closest(at) == []


def test_only_cases_of_a_chosen_model_and_type_are_ranked(show: Show) -> None:
    at = show(model="medical_community", type="service", overlap="1", closest="12")
    for case_id in closest(at):
        tags = authored.cases()[case_id]["tags"]
        assert "medical_community" in {tag["tag"] for tag in tags.get("alliance_model", ())}
        assert "service" in {tag["tag"] for tag in tags["integration_type"]}
    assert closest(at)


def test_a_case_must_share_as_many_fields_as_asked(show: Show) -> None:
    assert set(closest(show(overlap="4"))) == {"deqing", "changxing"} or closest(show(overlap="4")) == ["deqing"]


def test_a_weight_in_the_link_changes_the_order_and_one_of_nothing_drops_a_field(show: Show) -> None:
    dropped = ["county_visit_rate:0", "case_mix_index:0", "payment:0", "in_place:0"]
    at = show(weight=dropped, overlap="1")
    assert closest(at)[0] == "changxing"  # alike in its hospital, all that is left
    assert "1/1" in at.get("vega_lite_chart")[0].proto.alt


def test_measures_are_counted_among_the_closest_and_those_in_place_are_ticked(show: Show) -> None:
    at = show(grouped="instrument")
    (under,) = [own for name, own in sections(at).items() if name == say("taken.title", "zh", count=8)]
    first = next(node for node in under if node.type == "table").value
    rows = {read(row[0]).strip("*"): (read(row[1]), row[2]) for row in first.to_numpy().tolist()}
    ids = closest(at)
    for label, (taken, in_place) in rows.items():
        tag = next(
            e["id"] for e in authored.document("vocabulary.yaml")["dimensions"]["instrument"] if e["zh"] == label
        )
        holders = [c for c in ids if tag in {t["tag"] for t in authored.cases()[c]["tags"]["instrument"]}]
        assert taken.startswith(f"**{len(holders)}/{len(ids)}**")
        assert bool(in_place) == (tag in COUNTY.choices["in_place"])
    counts = [int(taken.strip("*").split("/")[0]) for taken, _ in rows.values()]
    assert counts == sorted(counts, reverse=True)


def test_preconditions_that_the_form_does_not_tick_are_named(show: Show) -> None:
    at = show()
    said = [read(text.value) for text in at.markdown]
    (missing,) = [text for text in said if text.startswith(say("precondition.missing", "zh", names="")[:5])]
    preconditions = {one["id"]: one for one in authored.document("planner.yaml")["preconditions"]}
    assert preconditions["shared-information"]["name"]["zh"] in missing
    assert preconditions["pooled-payment"]["name"]["zh"] not in missing  # ticked: a global budget


@pytest.mark.parametrize(
    "value", ["nonsense", "payment", "payment:9", "payment:0:1", "visits:2", "<b>:1", "payment:nan"]
)
def test_a_weight_that_no_slider_gives_is_dropped_with_a_notice(show: Show, value: str) -> None:
    at = show(weight=value)
    (warning,) = at.warning
    assert "weight" in warning.value
    assert closest(at)[0] == "deqing"


def test_of_two_weights_for_one_field_the_first_holds(show: Show) -> None:
    assert closest(show(weight=["in_place:0", "in_place:3"])) == closest(show(weight="in_place:0"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_parts_reads_as_it_is_written(show: Show, language: Language) -> None:
    at = show(lang=language, places="shown")
    at.session_state[f"table.likeness.{language}"] = True  # unfolded
    sound(at.run())
    cells = [str(cell) for table in at.table for row in table.value.to_numpy() for cell in row]
    assert any("\\" in cell for cell in cells)  # marks of Markdown, made literal
    assert not any("\\" in read(cell) for cell in cells)  # once and not twice


def test_nothing_of_the_county_reaches_a_cache_that_sessions_share(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    from explorer.ui import answers

    asked: list[Any] = []
    for name in ("_answer", "_rows", "_once"):
        kept = getattr(answers, name)

        def noting(*, kept: Any = kept, **arguments: Any) -> Any:
            asked.append(arguments)
            return kept(**arguments)

        monkeypatch.setattr(answers, name, noting)
    st.cache_data.clear()
    at = show(weight="payment:2", places="shown")
    assert asked
    assert not any(NAME in value or SENTINEL in value for values in at.query_params.values() for value in values)
    for arguments in asked:
        assert NAME not in repr(arguments)
        assert SENTINEL not in repr(arguments)
        assert "deqing" not in repr(arguments)  # not even which cases are closest
