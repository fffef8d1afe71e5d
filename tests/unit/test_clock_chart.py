"""The reform clock: what it draws and refuses to draw, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from explorer.charts.clock import clock_chart
from explorer.charts.clock_places import EARLIEST, Clock, Mode, decimal_year, placed_events, placed_figures
from explorer.charts.clock_words import clock_alt, clock_notes
from explorer.i18n import Translator
from tests.unit.clocks import clock_of, county, event
from tests.unit.drawings import EN, ZH, Spec, both_languages, expressions, layers, marks, named
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def drawn(shown: Clock, tr: Translator = EN) -> Spec:
    return clock_chart(shown, tr).to_dict()


def events_of(spec: Spec) -> list[dict[str, Any]]:
    return next(layer["data"] for layer in marks(spec, "point") if "lines" in layer["data"][0])


def figures_of(spec: Spec) -> list[dict[str, Any]]:
    return next(layer["data"] for layer in marks(spec, "point") if "value" in layer["data"][0])


def areas(spec: Spec, kind: str) -> list[tuple[float, float]]:
    [ground] = marks(spec, "rect")
    return [(row["start"], row["end"]) for row in ground["data"] if row["is"] == kind]


def words(spec: Spec) -> list[str]:
    """What stands in the drawing by itself."""
    return [row["said"] for layer in marks(spec, "text") for row in layer["data"] if "said" in row]


# Dates are drawn as they are printed


def test_a_year_is_drawn_over_the_whole_year_and_a_day_as_a_point(rows: Rows) -> None:
    county(rows)
    year, month, day = events_of(drawn(clock_of(rows, "a")))
    assert (year["start"], year["middle"], year["end"]) == (2018.0, 2018.5, 2019.0)
    assert month["start"] == pytest.approx(2019 + 120 / 365)
    assert month["end"] - month["start"] == pytest.approx(31 / 365)
    assert day["start"] == day["middle"] == day["end"] == pytest.approx(2020 + 60 / 366)


def test_a_figure_for_several_years_is_drawn_over_all_of_them(rows: Rows) -> None:
    county(rows)
    assert [(row["start"], row["end"]) for row in figures_of(drawn(clock_of(rows, "a")))] == [
        (2015, 2016),
        (2022, 2024),
    ]


def test_the_time_before_is_shaded_up_to_the_first_day_that_the_start_may_mean(rows: Rows) -> None:
    county(rows, started="2017-09")
    spec = drawn(clock_of(rows, "a"))
    [(_, before)], [start] = areas(spec, "before"), areas(spec, "start")
    assert before == start[0] == pytest.approx(2017 + 243 / 365)
    assert start[1] - start[0] == pytest.approx(30 / 365)


def test_some_years_before_the_start_are_always_shown(rows: Rows) -> None:
    rows.case("a", started="2017")
    rows.figure("a", "rate", 90, "2018", kind="share")
    [(first, last)] = areas(drawn(clock_of(rows, "a")), "before")
    assert (first, last) == (2015, 2017)


def test_without_a_start_nothing_is_shaded(rows: Rows) -> None:
    county(rows, started=None)
    spec = drawn(clock_of(rows, "a"))
    assert all(start == end for start, end in [*areas(spec, "before"), *areas(spec, "start")])
    assert not {EN("clock.start"), EN("clock.before"), EN("clock.none_before")} & set(words(spec))


def test_by_years_since_the_start_the_year_of_the_start_is_nought(rows: Rows) -> None:
    county(rows, started="2017-09")
    spec = drawn(clock_of(rows, "a", mode="since"))
    assert [row["start"] for row in figures_of(spec)] == [-2, 5]
    assert named_title(spec) == {EN("clock.axis.since")}
    assert named_title(drawn(clock_of(rows, "a"))) == {None}


def named_title(spec: Spec) -> set[str | None]:
    """The titles that the layers give the axis of years: one, or they would be put beside one another."""
    return {layer["encoding"]["x"].get("title") for layer in layers(spec) if "x" in layer["encoding"]}


def test_an_event_from_long_before_the_start_is_told_and_not_drawn(rows: Rows) -> None:
    county(rows)
    event(rows, "a", str(2017 - EARLIEST - 1), subject="old hospital")
    shown = clock_of(rows, "a")
    assert len(events_of(drawn(shown))) == 3
    assert EN("clock.note.early", events="2006 Founded: old hospital_en") in clock_notes(shown, EN)


def test_the_middle_of_a_leap_year_is_its_middle() -> None:
    assert decimal_year("2020-07-02") == 2020.5
    assert decimal_year("2023-01-01") == 2023.0


# Trends


def test_a_line_joins_two_dates_of_one_thing(rows: Rows) -> None:
    county(rows)
    [line] = marks(drawn(clock_of(rows, "a")), "line")
    assert [row["value"] for row in line["data"]] == [60, 90]
    assert EN("clock.note.line") in clock_notes(clock_of(rows, "a"), EN)


@both_languages
def test_no_line_is_drawn_from_one_figure_and_the_notes_say_what_is_missing(rows: Rows, tr: Translator) -> None:
    rows.case("a", started="2017")
    rows.figure("a", "rate", 90, "2023", kind="share")
    shown = clock_of(rows, "a")
    assert not marks(drawn(shown, tr), "line")
    assert tr("clock.note.one_figure") in clock_notes(shown, tr)
    assert tr("clock.note.line") not in clock_notes(shown, tr)


def test_two_figures_of_two_things_are_no_trend(rows: Rows) -> None:
    rows.case("a", started="2017")
    for subject, year in (("town", "2018"), ("county", "2023")):
        rows.figure("a", "rate", 90, year, subject=subject, kind="share")
    shown = clock_of(rows, "a")
    assert not marks(drawn(shown), "line")
    assert EN("clock.note.single_named", names="town_en, county_en") in clock_notes(shown, EN)


def test_no_line_leads_to_a_bound(rows: Rows) -> None:
    rows.case("a", started="2017")
    rows.figure("a", "rate", 50, "2016", qualifier="<", kind="share")
    rows.figure("a", "rate", 90, "2023", kind="share")
    spec = drawn(clock_of(rows, "a"))
    assert not marks(spec, "line")
    assert [row["mark"] for row in figures_of(spec)] == ["triangle-down", "circle"]
    assert EN("clock.note.bounds") in clock_notes(clock_of(rows, "a"), EN)


# Before and after


@both_languages
def test_where_there_is_no_figure_from_before_the_drawing_says_so(rows: Rows, tr: Translator) -> None:
    rows.case("a", started="2017")
    rows.figure("a", "rate", 90, "2023", kind="share")
    shown = clock_of(rows, "a")
    assert tr("clock.none_before") in words(drawn(shown, tr))
    assert tr("clock.note.none_before") in clock_notes(shown, tr)
    assert tr("clock.alt.none_before") in clock_alt(shown, tr)


def test_where_there_is_one_nothing_is_called_missing(rows: Rows) -> None:
    county(rows)
    shown = clock_of(rows, "a")
    assert EN("clock.none_before") not in words(drawn(shown))
    assert EN("clock.note.none_before") not in clock_notes(shown, EN)
    assert EN("clock.alt.none_before") not in clock_alt(shown, EN)


def test_a_figure_of_the_year_of_the_start_is_said_to_be_neither(rows: Rows) -> None:
    rows.case("a", started="2017")
    rows.figure("a", "rate", 90, "2017", kind="share")
    assert EN("clock.note.at_start", count=1) in clock_notes(clock_of(rows, "a"), EN)


def test_a_case_without_a_start_says_why_and_gives_its_reason(rows: Rows) -> None:
    rows.case("a", started=None, years_note_zh="未印", years_note_en="not printed")
    rows.figure("a", "rate", 90, "2017", kind="share")
    notes = clock_notes(clock_of(rows, "a"), EN)
    assert EN("clock.note.no_start_because", reason="not printed") in notes
    assert not any("before the start" in note for note in notes[1:])


def test_figures_without_a_date_are_counted_in_the_notes(rows: Rows) -> None:
    county(rows)
    assert EN("clock.note.undated", count=2) in clock_notes(clock_of(rows, "a"), EN, undated=2)


@both_languages
def test_nothing_is_said_to_be_caused(rows: Rows, tr: Translator) -> None:
    county(rows)
    shown = clock_of(rows, "a")
    said = " ".join([*clock_notes(shown, tr, undated=1), clock_alt(shown, tr), *words(drawn(shown, tr))])
    assert not re.search(r"effect|impact|led to|thanks to|because of|导致|效果|成效|使得|得益", said)
    assert tr("clock.note.order") in said


# Words


def test_the_description_tells_start_events_and_every_figure_with_its_time(rows: Rows) -> None:
    county(rows)
    said = clock_alt(clock_of(rows, "a"), EN)
    assert said == (
        "Reform clock of a_en, started in 2017. 3 milestones from 2018 to 2020. "
        "rate_en: a_en 60% (2015), a_en 90% (2022 to 2023)."
    )


@pytest.mark.parametrize(("tr", "said"), [(ZH, "2018 年有 1 个里程碑。"), (EN, "Milestones in 2018: 1.")])
def test_milestones_of_one_year_are_not_told_as_a_span(rows: Rows, tr: Translator, said: str) -> None:
    rows.case("a", started="2017")
    event(rows, "a", "2018", subject="group")
    assert said in clock_alt(clock_of(rows, "a"), tr)


def test_an_event_says_its_kind_unless_its_own_words_do(rows: Rows) -> None:
    rows.case("a", started="2017")
    event(rows, "a", "2018", subject="group")
    event(rows, "a", "2019", subject="group founded")
    event(rows, "a", "2020", kind="unheard-of")
    shown = clock_of(rows, "a")
    assert [row["event"] for row in events_of(drawn(shown))] == [
        "Founded: group_en",
        "group founded_en",
        "milestone-unheard-of_en: group_en",
    ]


def test_words_of_events_never_reach_into_the_row_beneath(rows: Rows) -> None:
    rows.case("a", started="2017")
    for year, length in (("2018", 300), ("2019", 4), ("2020", 120)):
        event(rows, "a", year, subject="word " * (length // 5))
    placed, _, _ = placed_events(clock_of(rows, "a"), EN)
    bottom = 0.0
    for row in placed.to_dict("records"):
        top = row["place"] - 14 * row["lines"]  # on a phone above the mark, elsewhere a line lower
        assert top >= bottom
        bottom = row["place"] + 7


def test_words_that_would_overprint_are_left_to_the_table_and_the_notes_count_them(rows: Rows) -> None:
    rows.case("a", started="2017")
    for number in range(6):
        rows.figure("a", "rate", 90 + number / 100, "2023", subject=f"subject {number}", kind="share")
    shown = clock_of(rows, "a")
    placed = placed_figures(shown, EN, 0)
    hidden = int((~placed["labelled"]).sum())
    assert 0 < hidden < 6
    assert EN("clock.note.unlabelled", count=hidden) in clock_notes(shown, EN)
    assert len(figures_of(drawn(shown))) == 6


# Several cases over one another


def overlay(rows: Rows, mode: Mode = "since") -> Clock:
    county(rows, "a", "2017")
    rows.case("b", started="2020-05")
    event(rows, "b", "2021")
    event(rows, "b", "2021", subject="twin")
    rows.figure("b", "rate", 70, "2023", kind="share")
    return clock_of(rows, "a", "b", mode=mode)


def test_cases_are_laid_over_one_another_by_the_year_of_their_start(rows: Rows) -> None:
    spec = drawn(overlay(rows))
    assert {(row["case_id"], row["start"]) for row in figures_of(spec)} == {("a", -2), ("a", 5), ("b", 3)}
    assert {row["case_id"]: row["place"] for row in events_of(spec)}.keys() == {"a", "b"}
    assert len({row["place"] for row in events_of(spec)}) == 2


def test_each_case_has_its_colour_in_events_and_figures(rows: Rows) -> None:
    spec = drawn(overlay(rows))
    of_events = {row["case_id"]: row["colour"] for row in events_of(spec)}
    of_figures = {row["case_id"]: row["colour"] for row in figures_of(spec)}
    assert of_events == of_figures
    assert len(set(of_events.values())) == 2


def test_no_event_hides_another_of_the_same_case_and_date(rows: Rows) -> None:
    twins = [row["shift"] for row in events_of(drawn(overlay(rows))) if row["case_id"] == "b"]
    assert len(set(twins)) == 2


def test_by_calendar_years_each_row_is_shaded_up_to_its_own_start(rows: Rows) -> None:
    spec = drawn(overlay(rows, "calendar"))
    assert [end for _, end in areas(spec, "before")] == pytest.approx([2017, 2020 + 121 / 366])
    assert EN("clock.before") not in words(spec)


def test_the_starts_of_all_are_named(rows: Rows) -> None:
    assert "a_en 2017, b_en May 2020" in clock_notes(overlay(rows), EN)[0]


# The drawing as a whole


@both_languages
@pytest.mark.parametrize("mode", ["calendar", "since"])
def test_every_field_and_every_expression_reads_a_column_of_its_layer(rows: Rows, mode: Mode, tr: Translator) -> None:
    county(rows)
    for shown in (clock_of(rows, "a", mode=mode), overlay_after(rows, mode)):
        for layer in layers(drawn(shown, tr)):
            columns = set(layer["data"][0])
            fields = {field for field in named(layer["encoding"], "field") if isinstance(field, str)}
            assert fields <= columns
            assert set(re.findall(r"datum\.(\w+)", expressions(layer))) <= columns
            # A picture gives the scales other names: no expression may ask for one.
            assert not re.search(r"\b(scale|domain)\(", expressions(layer))


def overlay_after(rows: Rows, mode: Mode) -> Clock:
    county(rows, "c", "2018")
    return clock_of(rows, "a", "c", mode=mode)


def test_events_alone_make_a_clock_and_so_do_figures_alone(rows: Rows) -> None:
    rows.case("a", started="2017")
    event(rows, "a", "2018")
    rows.case("b", started="2017")
    rows.figure("b", "rate", 90, "2018", kind="share")
    events, figures = clock_of(rows, "a"), clock_of(rows, "b")
    assert len(events_of(drawn(events))) == len(figures_of(drawn(figures))) == 1
    assert EN("clock.note.no_figures") in clock_notes(events, EN)
    assert EN("clock.alt.no_figures") in clock_alt(events, EN)
