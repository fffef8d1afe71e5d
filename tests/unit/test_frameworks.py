"""An evaluation frame: what it asks for, what there is of it and whose, how that stands to a standard, and blanks."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from explorer.charts.frameworks import SIGNS, framework_alt, framework_chart, framework_legend, told
from explorer.exports.frameworks import (
    basis,
    by_entry,
    framework_data,
    framework_table,
    held,
    names_of,
    standard,
    standing,
    why_blank,
)
from explorer.i18n import Translator
from explorer.queries import frameworks, records
from tests.unit.csv_reading import by_id
from tests.unit.drawings import both_languages, layers
from tests.unit.rows import Rows, empty_database

LABELS = {
    ("alliance_model", "group"): {"zh": "医疗集团", "en": "Medical group"},
    ("alliance_model", "community"): {"zh": "医共体", "en": "Medical community"},
    ("unit", "percent"): {"zh": "%", "en": "%"},
}
EN = Translator("en", LABELS)


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


@pytest.fixture
def framed(rows: Rows) -> Rows:
    """One frame: two models, two dimensions; a rate with a target, a count, one indicator without figures, a want."""
    rows.tag("alliance_model", "group")
    rows.tag("alliance_model", "community")
    rows.case("deqing", {"alliance_model": ("group", "community")}, county_zh="德清县", county_en="Deqing")
    rows.case("jiande", {"alliance_model": ("community",)}, county_zh="建德市", county_en="Jiande")
    rows.case("pilot", category="context")
    rows.target("aim", "rate", 90, "2020")
    before = rows.figure("deqing", "rate", 60, "2015/2017")
    after = rows.figure("deqing", "rate", 91, "2023")
    beside = rows.figure("pilot", "rate", 80, "2019")
    rows.figure("deqing", "rate", 95, "2025", kind="target")  # left out: what a case sets out to reach
    rows.figure("elsewhere", "rate", 50, "2023")  # left out: a case of no model
    for figure, within in ((before, False), (after, True), (beside, True)):
        rows.outcome("aim", figure, in_scope=within)
    rows.figure("pilot", "funds", 70, "2019")
    rows.frame("frame", ["quality", "use"])
    rows.frame_place("frame", "community", "pilot")
    rows.entry("frame", "community", "use", "rate", target_id="aim")
    rows.entry("frame", "group", "use", "rate", standard_operator=">=", standard_value=50, standard_source="report")
    rows.entry("frame", "community", "use", "funds")
    rows.indicator("deaths")
    rows.entry("frame", "community", "quality", "deaths", direction="lower")
    rows.entry("frame", "group", "quality", None, wanted_zh="再入院", wanted_en="Readmissions")
    return rows


def entries_of(rows: Rows, frame: str = "frame") -> pd.DataFrame:
    return frameworks.framework_entries(rows.connection, frame)


# Queries


def test_a_frame_names_its_models_in_the_order_of_the_vocabulary(framed: Rows) -> None:
    (found,) = records(frameworks.frameworks(framed.connection))
    assert (found["framework_id"], found["models"]) == ("frame", ["group", "community"])


def test_entries_say_whether_cases_places_or_nobody_has_figures(framed: Rows) -> None:
    found = records(entries_of(framed))
    assert [(row["dimension_id"], row["model"], row["indicator_id"], row["status"]) for row in found] == [
        ("quality", "community", "deaths", "blank"),
        ("quality", "group", None, "blank"),
        ("use", "community", "rate", "cases"),
        ("use", "group", "rate", "cases"),
        ("use", "community", "funds", "places"),
    ]
    rate = found[2]
    assert (rate["cases"], rate["figures"], rate["places"], rate["place_figures"]) == (1, 2, 1, 1)
    assert (found[1]["name_en"], found[1]["unit"]) == ("Readmissions", None)


def test_a_case_of_two_models_is_evidence_for_both_and_a_place_only_for_its_model(framed: Rows) -> None:
    found = records(frameworks.framework_evidence(framed.connection, "frame"))
    of = {row["position"]: row["model"] for row in records(entries_of(framed))}
    assert [(of[row["position"]], row["case_id"], row["is_place"], row["figures"]) for row in found] == [
        ("community", "deqing", False, 2),
        ("community", "pilot", True, 1),
        ("group", "deqing", False, 2),
        ("community", "pilot", True, 1),
    ]
    assert (found[0]["first_year"], found[0]["last_year"]) == (2015, 2023)


def test_figures_stand_to_a_target_by_its_scope_and_to_a_standard_for_the_model(framed: Rows) -> None:
    found = by_entry(records(frameworks.framework_standings(framed.connection, "frame")))
    positions = {row["model"]: row["position"] for row in records(entries_of(framed)) if row["indicator_id"] == "rate"}
    said = [(row["case_id"], row["verdict"], row["in_scope"], row["timing"]) for row in found[positions["community"]]]
    assert said == [
        ("deqing", "not_reached", False, "before_due"),
        ("pilot", "not_reached", True, "before_due"),
        ("deqing", "reached", True, "after_due"),
    ]
    assert [(row["verdict"], row["in_scope"]) for row in found[positions["group"]]] == [("reached", True)] * 2
    assert set(found) == set(positions.values())


def test_a_figure_that_the_target_does_not_name_is_outside_its_scope(framed: Rows) -> None:
    framed.figure("jiande", "rate", 92, "2023")
    found = records(frameworks.framework_standings(framed.connection, "frame"))
    assert [(row["verdict"], row["in_scope"]) for row in found if row["case_id"] == "jiande"] == [("reached", False)]


def test_without_frames_there_is_nothing(rows: Rows) -> None:
    assert frameworks.frameworks(rows.connection).empty
    assert entries_of(rows).empty
    assert frameworks.framework_evidence(rows.connection, "frame").empty
    assert "verdict" in frameworks.framework_standings(rows.connection, "frame").columns


def test_two_frames_do_not_mix(framed: Rows) -> None:
    framed.frame("second", ["all"])
    framed.entry("second", "group", "all", "rate")
    assert list(frameworks.frameworks(framed.connection)["framework_id"]) == ["frame", "second"]
    (only,) = records(entries_of(framed, "second"))
    assert (only["status"], only["figures"], only["target"]) == ("cases", 2, None)
    assert len(entries_of(framed)) == 5
    assert set(frameworks.framework_evidence(framed.connection, "second")["case_id"]) == {"deqing"}


def test_the_authored_frame_becomes_an_entry_a_model(database: duckdb.DuckDBPyConnection) -> None:
    (frame,) = records(frameworks.frameworks(database))
    assert (frame["recommendation_id"], frame["locator"]) == ("appraisal", "第一章")
    found = records(frameworks.framework_entries(database, "appraisal-frame"))
    assert [(row["model"], row["name_en"], row["status"]) for row in found] == [
        ("medical_community", "County visit rate", "cases"),
        ("medical_community", "Referred up", "places"),
        ("medical_group", "Referred up", "blank"),
        ("medical_community", "Patient satisfaction", "blank"),
    ]
    assert (found[0]["operator"], found[0]["target"], found[0]["policy_id"]) == (">=", 90.0, "notice")
    assert (found[1]["target"], found[1]["standard_title_en"]) == (150000.0, "Report")
    assert list(frameworks.framework_comparators(database, "appraisal-frame")["case_id"]) == ["national"]
    assert list(frameworks.framework_dimensions(database, "appraisal-frame")["dimension_id"]) == [
        "resources",
        "satisfaction",
    ]


# The chart


@both_languages
def test_every_field_of_the_chart_is_a_column(framed: Rows, tr: Translator) -> None:
    for layer in layers(framework_chart(entries_of(framed), Translator(tr.language, LABELS)).to_dict()):
        for channel in layer["encoding"].values():
            for each in channel if isinstance(channel, list) else [channel]:
                assert each["field"] in layer["data"][0]


def test_a_dot_stands_for_each_entry_and_a_count_for_each_cell(framed: Rows) -> None:
    ground, dots, counts = layers(framework_chart(entries_of(framed), EN).to_dict())
    assert len(dots["data"]) == 5
    assert {(row["model_label"], row["dimension"]): row["count"] for row in counts["data"]} == {
        ("Medical community", "quality_en"): "0 / 1",
        ("Medical group", "quality_en"): "0 / 1",
        ("Medical community", "use_en"): "1 / 2",
        ("Medical group", "use_en"): "1 / 1",
    }
    assert len(ground["data"]) == 4
    looks = {row["name"]: (row["shape"], row["fill"] != "transparent") for row in dots["data"]}
    assert looks == {
        "deaths_en": ("circle", False),
        "Readmissions": ("circle", False),
        "rate_en": ("circle", True),
        "funds_en": ("diamond", False),
    }


def test_no_two_dots_of_a_cell_stand_on_one_another(framed: Rows) -> None:
    for number in range(23):
        framed.indicator(f"more-{number}")
        framed.entry("frame", "group", "use", f"more-{number}")
    _, dots, _ = layers(framework_chart(entries_of(framed), EN).to_dict())
    places = [(row["model_label"], row["dimension"], row["across"], row["down"]) for row in dots["data"]]
    assert len(set(places)) == len(places) == 28


def test_the_chart_is_told_in_words(framed: Rows) -> None:
    entries = entries_of(framed)
    assert framework_alt(entries, EN) == (
        "2 models by 2 dimensions, 5 indicators listed: 2 with figures from cases, 2 blank. "
        "The most blanks are under “quality_en”: 2."
    )
    tied = entries.assign(dimension_en=["a", "b", "c", "c", "c"])
    assert "The most blanks" not in framework_alt(tied, EN)
    assert framework_legend(entries, EN) == (
        "● figures from cases (2); ◇ figures from comparator places only (1); ○ blank (2)"
    )
    assert told(entries, EN)[2] == "2 figures from 1 case"
    assert framework_legend(entries[entries["status"] == "blank"], EN).startswith(SIGNS["blank"])


# Words, table and file


def test_what_is_held_against_what_is_said_with_its_scope(framed: Rows) -> None:
    found = {(row["model"], row["indicator_id"]): row for row in records(entries_of(framed))}
    standings = by_entry(records(frameworks.framework_standings(framed.connection, "frame")))
    rate, of_group = found["community", "rate"], found["group", "rate"]
    assert standard(rate, EN) == "Target: at least 90%; due 2020; scope: aim_en"
    assert standing(rate, standings[rate["position"]], EN) == [
        EN("targets.outcome.mixed"),
        "Within scope: does not reach the target (1), reaches the target (1)",
        "Outside scope, for reference only: the number falls short of the target (1)",
    ]
    assert standard(of_group, EN).startswith("Standard: at least 50%")
    assert standard(found["community", "funds"], EN) == EN("frameworks.no_standard")
    assert standing(found["community", "funds"], [], EN) == []


def test_a_target_without_figures_says_that_there_are_none(framed: Rows) -> None:
    framed.target("unanswered", "deaths", 1, "2020")
    framed.entry("frame", "group", "quality", "deaths", target_id="unanswered")
    entry = next(row for row in records(entries_of(framed)) if row["target_id"] == "unanswered")
    assert standing(entry, [], EN) == [EN("targets.outcome.without_figure")]


def test_a_blank_says_why(framed: Rows) -> None:
    unreported, wanted = records(entries_of(framed))[:2]
    assert why_blank(unreported, EN) == "No case of this model reports this indicator."
    assert why_blank(wanted, EN) == wanted["missing_en"]


def test_the_choice_of_an_indicator_names_its_ground(framed: Rows) -> None:
    framed.entry("frame", "group", "use", "funds", basis="stated", as_printed="基金", reason_zh=None, reason_en=None)
    found = {(row["model"], row["indicator_id"]): row for row in records(entries_of(framed))}
    assert basis(found["group", "funds"], EN).startswith("Reason for inclusion: the document lists “基金”")
    assert basis(found["community", "funds"], EN).startswith("Reason for inclusion, by our judgement:")


def test_cases_that_share_a_place_go_by_their_own_names() -> None:
    shared = [{"place_en": "Xiuzhou", "case_en": "Plus"}, {"place_en": "Xiuzhou", "case_en": "Group 2.0"}]
    assert names_of([*shared, {"place_en": "Deqing", "case_en": "Deqing health community"}], EN) == [
        "Plus",
        "Group 2.0",
        "Deqing",
    ]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (2015, 2023, "Deqing: 2 figures, 2015–2023"),
        (2023, 2023, "Deqing: 2 figures, 2023"),
        (None, None, "Deqing: 2 figures"),
    ],
)
def test_a_case_says_how_many_figures_it_has_and_of_when(first: int | None, last: int | None, said: str) -> None:
    assert held("Deqing", {"figures": 2, "first_year": first, "last_year": last}, EN) == said


def test_the_table_has_a_row_for_each_dot(framed: Rows) -> None:
    entries = entries_of(framed)
    evidence = by_entry(records(frameworks.framework_evidence(framed.connection, "frame")))
    table = framework_table(entries, told(entries, EN), evidence, EN)
    assert len(table) == 5
    assert table.iloc[2].to_list() == [
        "use_en",
        "Medical community",
        "rate_en",
        "2 figures from 1 case",
        "Deqing, pilot_en",
    ]
    assert table.iloc[0].to_list()[-2:] == ["No case of this model reports this indicator.", "—"]


def test_the_file_has_a_row_for_each_case_and_one_for_each_blank(framed: Rows) -> None:
    entries = entries_of(framed)
    connection = framed.connection
    evidence = by_entry(records(frameworks.framework_evidence(connection, "frame")))
    standings = by_entry(records(frameworks.framework_standings(connection, "frame")))
    (frame,) = records(frameworks.frameworks(connection))
    found = by_id(framework_data(frame, entries, told(entries, EN), evidence, standings, EN).csv())
    assert [(row["indicator_id"], row["status_id"], row["case_id"]) for row in found] == [
        ("deaths", "blank", ""),
        ("", "blank", ""),
        ("rate", "cases", "deqing"),
        ("rate", "cases", "pilot"),
        ("rate", "cases", "deqing"),
        ("funds", "places", "pilot"),
    ]
    first = found[2]
    assert (first["framework_id"], first["model_id"], first["target_id"]) == ("frame", "community", "aim")
    assert (first["first"], first["last"], first["number"]) == ("2015", "2023", "90")
    assert first["against"].startswith(EN("targets.outcome.mixed"))
