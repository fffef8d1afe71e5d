"""What cannot be true is left out, what is unusual or contradictory is asked about, and each in one sentence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from explorer.county import FIELDS
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.planner.entries import Entries, Reading, definitions_of, read_entries
from explorer.planner.problems import Problem, told
from tests.unit.planner_words import EN, LABELS, ZH


def read(definitions: dict[str, str] | None = None, **texts: str) -> Reading:
    """A county of these numbers, by the first definition of each unless another is named."""
    meant = {each.field_id: next(iter(definitions_of(each)), "") for each in FIELDS if definitions_of(each)}
    return read_entries(Entries("甲县", "2023", texts, meant | (definitions or {})), LABELS)


def keys(reading: Reading) -> list[str]:
    return [problem.key for problem in reading.problems]


def test_a_county_as_usual_has_nothing_to_be_said_about_it() -> None:
    reading = read(
        population="60万",
        share_60_plus="21.5%",
        county_visit_rate="88.1",
        primary_rate="55",
        visits="380万",
        admissions_within_county="78%",
        admissions_outside="22%",
        admissions="8.4万",
        case_mix_index="0.82",
        referrals_up="5200",
        referrals_down="3100",
        fund_within_county="68.5",
        fund_primary="19.5",
        fund="5.6亿",
        township_centres="18",
        travel_time="1.5小时",
    )
    assert keys(reading) == []
    assert len(reading.county.numbers) == 16
    assert reading.county.year == 2023


@pytest.mark.parametrize(
    ("field_id", "text"),
    [("county_visit_rate", "100.1"), ("population", "0"), ("fund", "-3亿"), ("case_mix_index", "11")],
)
def test_what_cannot_be_true_is_not_used(field_id: str, text: str) -> None:
    reading = read(**{field_id: text})
    assert [(problem.key, problem.field_id, problem.blocks) for problem in reading.problems] == [
        ("impossible", field_id, True)
    ]
    assert field_id not in reading.county.numbers


@pytest.mark.parametrize(
    ("field_id", "text", "key"),
    [
        ("county_visit_rate", "12%", "unusual"),
        ("county_visit_rate", "0.853", "perhaps_percent"),
        ("population", "60", "perhaps_larger"),
        ("fund", "5.6", "perhaps_larger"),
        ("travel_time", "2000", "unusual"),
    ],
)
def test_what_is_unusual_is_asked_about_and_used(field_id: str, text: str, key: str) -> None:
    reading = read(**{field_id: text})
    assert [(problem.key, problem.field_id, problem.blocks) for problem in reading.problems] == [(key, field_id, False)]
    assert field_id in reading.county.numbers


def test_a_share_below_one_percent_is_asked_about_as_a_decimal() -> None:
    (problem,) = read(county_visit_rate="0.853").problems
    assert told(problem, ZH) == "“0.853”不到 1%；如果是小数形式的比例，请写 85.3%。"
    assert told(problem, EN) == "“0.853” is below 1%; if it is a share written as a decimal, enter 85.3%."


def test_a_number_from_a_table_in_ten_thousands_is_asked_about_as_such() -> None:
    (problem,) = read(population="60.5").problems or (None,)
    assert problem is not None
    assert problem.key == "fractional"
    (problem,) = read(population="60").problems
    assert told(problem, ZH) == "“60”偏小，一般在1万至250万人之间；如以更大的单位计，请写 60万人。"
    assert told(problem, EN).endswith("enter 600,000 persons.")


@pytest.mark.parametrize(
    ("definitions", "texts", "key"),
    [
        ({"primary_rate": "all_visits"}, {"county_visit_rate": "70", "primary_rate": "80"}, "primary_above_county"),
        ({"primary_rate": "within_county"}, {"county_visit_rate": "70", "primary_rate": "80"}, None),
        ({"primary_rate": "all_visits"}, {"county_visit_rate": "70", "primary_rate": "70.3"}, None),
        ({"primary_rate": "all_visits"}, {"county_visit_rate": "约70", "primary_rate": "71"}, None),
        ({}, {"admissions_within_county": "80", "admissions_outside": "30"}, "admissions_over"),
        ({}, {"admissions_within_county": "80.4", "admissions_outside": "20"}, None),
        ({"admissions_outside": "inpatients"}, {"admissions_within_county": "80", "admissions_outside": "30"}, None),
        ({}, {"visits": "30000", "referrals_up": "40000"}, "part_above_whole"),
        ({}, {"visits": "30000", "referrals_down": "40000"}, "part_above_whole"),
        ({}, {"visits": "30000", "admissions": "40000"}, "part_above_whole"),
        ({}, {"population": "60万", "visits": "3000万"}, "per_head"),
        ({}, {"population": "60万", "admissions": "3000"}, "per_head"),
        ({}, {"population": "200万", "fund": "1000万"}, "per_head"),
        ({}, {"population": "60万", "fund": "6亿"}, None),
    ],
)
def test_numbers_that_contradict_one_another_are_asked_about_and_used(
    definitions: dict[str, str], texts: dict[str, str], key: str | None
) -> None:
    reading = read(definitions, **texts)
    assert keys(reading) == ([key] if key else [])
    assert not any(problem.blocks for problem in reading.problems)
    assert set(reading.county.numbers) == set(texts)


def test_a_contradiction_names_both_fields_as_they_were_entered() -> None:
    (problem,) = read(admissions_within_county="80%", admissions_outside="三成").problems
    assert told(problem, ZH) == "县域内住院占比（80%）与县外住院占比（三成）合计 110%，超过 100%；请核对是否同一口径。"


def test_no_share_stands_for_more_than_a_hundred_percent_or_less_than_none() -> None:
    numbers = read(county_visit_rate="100", fund_primary="0").county.numbers
    assert numbers["county_visit_rate"].stands_for.high == 100
    assert numbers["fund_primary"].stands_for.low == 0


def test_a_figure_without_its_definition_is_asked_for_it() -> None:
    reading = read_entries(Entries("甲县", texts={"primary_rate": "55", "population": "60万"}), LABELS)
    assert [(problem.key, problem.field_id) for problem in reading.problems] == [("definition_missing", "primary_rate")]
    assert reading.county.indicator_of("primary_rate") is None
    assert reading.county.indicator_of("population") == "population"


def test_a_county_with_figures_is_asked_for_its_name_and_an_empty_form_is_not() -> None:
    assert keys(read_entries(Entries(texts={"population": "60万"}), LABELS)) == ["name_missing"]
    assert keys(read_entries(Entries(), LABELS)) == []


def test_a_name_is_one_line_of_letters_that_show_and_of_bounded_length() -> None:
    reading = read_entries(Entries(name="甲\u202e县\n\x00 A " + "长" * 100), LABELS)
    assert reading.county.name == "甲县 A " + "长" * 35
    assert keys(reading) == ["name_too_long"]


@pytest.mark.parametrize(("text", "year"), [("2023", 2023), ("２０２３年", 2023), (" 2019 ", 2019), ("2023年度", 2023)])
def test_a_year_is_four_figures(text: str, year: int) -> None:
    assert read_entries(Entries("甲县", text), LABELS).county.year == year


@pytest.mark.parametrize("text", ["23", "1890", "2023-2024", "去年", "=2023"])
def test_what_is_no_year_is_not_used(text: str) -> None:
    reading = read_entries(Entries("甲县", text), LABELS)
    assert keys(reading) == ["year"]
    assert reading.county.year is None


def test_only_ids_that_there_are_come_into_the_county() -> None:
    entries = Entries(
        "甲县",
        definitions={"primary_rate": "anything", "no_field": "documents", "population": ""},
        choices={"payment": ("drg", "no-tag", "capitation"), "lead_hospital": ("tertiary_a",)},
    )
    county = read_entries(entries, LABELS).county
    assert county.definitions == {}
    assert county.choices == {"payment": ("capitation", "drg"), "lead_hospital": ("tertiary_a",)}


def test_entries_forget_what_is_emptied_and_are_no_example_once_changed() -> None:
    example = Entries("A1", texts={"population": "600,000"}, is_example=True)
    assert not example.with_text("visits", "1万").is_example
    assert example.with_text("population", " ").texts == {}
    assert replace(example, name="").with_text("population", "").is_empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_entry_is_cut_where_it_is_said_again(language: Language) -> None:
    problem = Problem("unreadable", "visits", "很" * 59)
    assert len(told(problem, Translator(language, LABELS))) < 130


def test_a_decimal_of_any_size_is_told() -> None:
    (problem,) = read(population="9" * 14).problems
    assert problem.key == "impossible"
    assert "999" in told(problem, ZH)
    assert Decimal(problem.entered) > 0
