"""The reform clock on the pages: what of a case is on it, what it refuses, and cases over one another in Compare."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language, Translator
from tests.app import authored
from tests.app.visiting import Chart, charts, look, read, say, sections, sound, visit

DATED_EVENT = {"kind": "milestone", "unit": "calendar-year"}


def clocks(at: AppTest) -> list[Chart]:
    """The charts that shade the time before a start."""
    return [chart for chart in charts(at) if chart.column("is")]


def the_clock(at: AppTest) -> Chart:
    [found] = clocks(at)
    return found


def dated_events(case_id: str) -> set[str]:
    """The events of a case that its document dates."""
    return {
        row["observation_id"]
        for row in authored.figures_of(case_id)
        if row["period_end"] and DATED_EVENT.items() <= row.items()
    }


def drawn_events(chart: Chart) -> set[str]:
    return {observation_id for observation_id, _ in chart.rows("observation_id", "event")}


def drawn_figures(chart: Chart) -> set[str]:
    return {observation_id for observation_id, _ in chart.rows("observation_id", "value")}


def captions(at: AppTest) -> str:
    return "\n".join(read(caption.value) for caption in at.caption)


def told(at: AppTest, language: Language) -> str:
    """Everything said under the clock's heading."""
    shown = sections(at)[say("clock.heading", language)]
    return "\n".join(read(str(getattr(node, "value", ""))) for node in shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case_id", ["deqing", "tianjin", "cangzhou", "shanghai-cognitive"])
def test_every_dated_event_of_a_case_is_on_its_clock_with_the_figures_of_one_definition(
    case_id: str, language: Language
) -> None:
    chart = the_clock(look("case", case=case_id, lang=language))
    assert drawn_events(chart) == dated_events(case_id)
    rows = [authored.observations()[name] for name in drawn_figures(chart)]
    assert rows
    assert {row["case_id"] for row in rows} == {case_id}
    assert len({authored.definition(row["indicator_id"]) for row in rows}) == 1
    assert all(row["kind"] in ("level", "share") and row["period_end"] for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clock_describes_itself_by_start_events_and_figures(language: Language) -> None:
    chart = the_clock(look("case", case="deqing", lang=language))
    assert chart.alt.startswith(
        say("clock.alt.start", language, case=authored_place("deqing", language), date=YEAR_2013[language])
    )
    assert "90.13%" in chart.alt
    assert say("clock.alt.none_before", language) in chart.alt


YEAR_2013: dict[Language, str] = {"zh": "2013 年", "en": "2013"}


def authored_place(case_id: str, language: Language) -> str:
    return str(authored.cases()[case_id]["county"][language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_one_figure_no_trend_is_drawn_and_what_is_missing_is_said(language: Language) -> None:
    at = look("case", case="ruian", indicator="referral-down-up-ratio", lang=language)
    chart = the_clock(at)
    assert len(drawn_figures(chart)) == 1
    assert not any("thing" in layer and len(layer) > 1 for layer in chart.layers)
    assert say("clock.note.one_figure", language) in told(at, language)
    assert say("clock.note.none_before", language) in told(at, language)
    assert say("clock.none_before", language) in chart.column("said")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_from_generations_ago_is_told_beneath_and_does_not_stretch_the_axis(language: Language) -> None:
    at = look("case", case="ruian", lang=language)
    assert dated_events("ruian") - drawn_events(the_clock(at)) == {"ruian-milestone-founded-hospital"}
    assert "1937" in told(at, language)
    assert min(start for (start,) in the_clock(at).rows("start")) > 2000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_whose_start_is_not_stated_has_calendar_years_only_and_says_why(language: Language) -> None:
    at = look("case", case="yunnan-cancer", lang=language)
    assert drawn_events(the_clock(at)) == dated_events("yunnan-cancer")
    assert f"case.clock.{language}" not in [control.key for control in at.segmented_control]
    assert authored.cases()["yunnan-cancer"]["years_note"][language] in told(at, language)
    asked = look("case", case="yunnan-cancer", clock="since", lang=language)
    assert say("clock.since.impossible", language) in [read(info.value) for info in asked.info]
    assert drawn_events(the_clock(asked)) == dated_events("yunnan-cancer")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_without_any_date_says_so_instead_of_drawing(language: Language) -> None:
    at = look("case", case="zju-women-jinhua", lang=language)
    assert not clocks(at)
    assert say("clock.nothing", language) in told(at, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_years_are_counted_and_which_indicator_is_shown_stand_in_the_address_as_ids(language: Language) -> None:
    at = visit("case", case="deqing", lang=language)
    sound(at.segmented_control(key=f"case.clock.{language}").set_value("since").run())
    sound(at.selectbox(key=f"case.indicator.{language}").select("discharges").run())
    assert at.query_params == {"lang": language, "case": "deqing", "clock": "since", "indicator": "discharges"}
    chart = the_clock(at)
    assert {authored.observations()[name]["indicator_id"] for name in drawn_figures(chart)} == {"discharges"}
    started = int(authored.cases()["deqing"]["started"])
    years = {int(authored.observations()[name]["period_end"][:4]) - started for name in drawn_figures(chart)}
    assert {start for start, _ in chart.rows("start", "value")} == years


def test_the_link_gives_the_same_clock() -> None:
    chart = the_clock(look("case", case="deqing", clock="since", indicator="discharges"))
    assert {start for start, _ in chart.rows("start", "value")} == {7, 9}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_indicator_that_the_case_has_no_dated_figure_of_is_named_and_another_shown(language: Language) -> None:
    at = look("case", case="deqing", indicator="population", lang=language)
    name = {"zh": "县域就诊率", "en": "County visit rate"}[language]
    assert say("clock.not_told", language, shown=name) in [read(info.value) for info in at.info]
    assert drawn_figures(the_clock(at))


def test_an_unknown_way_of_counting_is_dropped_with_a_notice() -> None:
    at = look("case", case="deqing", clock="moon")
    assert [read(warning.value) for warning in at.warning] == [say("notice.dropped", "zh", values="clock=moon")]
    assert {start for start, _ in the_clock(at).rows("start", "value")} == {2015, 2023}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clock_has_a_table_with_the_years_from_the_start(language: Language) -> None:
    at = visit("case", case="deqing", indicator="county-visit-rate", lang=language)
    key = f"table.clock-deqing-county-visit-rate.{language}"
    at.session_state[key] = True
    sound(at.run())
    [shown] = [table.value for table in at.table if say("clock.column.since", language) in table.value.columns]
    chart = the_clock(at)
    assert len(shown) == len(drawn_events(chart)) + len(drawn_figures(chart))
    assert set(shown[say("clock.column.stands", language)]) == {
        say("clock.stands.at_start", language),
        say("clock.stands.after", language),
    }


# Compare


def test_in_the_comparison_no_clock_is_made_until_a_reader_unfolds_them() -> None:
    at = look("compare")
    assert not clocks(at)
    assert say("clock.heading", "zh") in [block.label for block in at.expander]
    assert "compare.clock.zh" not in [control.key for control in at.segmented_control]


def test_calendar_years_can_be_chosen_for_several_cases_too() -> None:
    at = visit("compare", indicator="county-visit-rate", clock="since")
    sound(at.segmented_control(key="compare.clock.zh").set_value("calendar").run())
    assert at.query_params == {"indicator": "county-visit-rate", "clock": "calendar"}
    assert {start for start, _ in the_clock(at).rows("start", "value")} == {2015, 2023}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cases_with_a_known_start_are_laid_over_one_another(language: Language) -> None:
    at = look("compare", lang=language, indicator="county-visit-rate", clock="since")
    chart = the_clock(at)
    assert {authored.observations()[name]["case_id"] for name in drawn_figures(chart)} == {"changxing", "deqing"}
    assert drawn_events(chart) == dated_events("changxing") | dated_events("deqing")
    starts = {case_id: int(authored.cases()[case_id]["started"]) for case_id in ("changxing", "deqing")}
    for case_id, observation_id, start, _ in chart.rows("case_id", "observation_id", "start", "value"):
        row = authored.observations()[observation_id]
        assert start == int((row["period_start"] or row["period_end"])[:4]) - starts[case_id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_not_on_the_clock_is_named_with_the_reason(language: Language) -> None:
    chosen = ["hubei-pediatric", "deqing", "nanshan", "national"]
    at = visit("compare", lang=language, indicator="member-institutions", case=chosen, clock="since")
    assert {case_id for case_id, _ in the_clock(at).rows("case_id", "event")} == {"hubei-pediatric", "deqing"}
    names = {case["id"]: case["name"][language] for case in authored.document("cases.yaml")["cases"]}
    names |= {place["id"]: place["name"][language] for place in authored.document("cases.yaml")["places"]}
    said = captions(at)
    nanshan = authored.cases()["nanshan"]
    place = (nanshan.get("county") or nanshan["name"])[language]
    assert say("clock.left_out.no_start", language, cases=place) in said
    assert say("clock.left_out.place", language, cases=names["national"]) in said


def test_where_no_chosen_case_has_a_start_the_page_says_what_to_do() -> None:
    at = visit("compare", indicator="county-visit-rate", case="national", clock="since")
    assert not clocks(at)
    assert say("clock.overlay.none", "zh") in [read(info.value) for info in at.info]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_under_a_clock_speaks_of_causes(language: Language) -> None:
    tr = Translator(language)
    for at in (look("case", case="deqing", lang=language), look("compare", clock="since", lang=language)):
        [*_, notes] = [chart.notes for chart in clocks(at)]
        assert tr("clock.note.order") in notes
        assert not re.search(r"\beffect|\bimpact|thanks to|led to|导致|效果|成效|得益", notes)
