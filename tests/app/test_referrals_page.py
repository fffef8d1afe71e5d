"""Referrals: derived figures marked with their formula, one period never drawn as a trend, scopes kept apart."""

from __future__ import annotations

import pytest

from explorer.i18n import LANGUAGES, Language
from tests.app import authored
from tests.app.visiting import Chart, charts, look, read, say, sections, texts

COUNTS = {"referrals-total", "referrals-up", "referrals-down"}


def chart_titled(key: str, language: Language = "zh") -> Chart:
    """The page's first chart under a title."""
    return next(chart for chart in charts(look("referrals", lang=language)) if chart.title == say(key, language))


def figures(**wanted: str) -> set[str]:
    """The recorded referral figures with these values in their columns."""
    return {
        name
        for name, row in authored.observations().items()
        if row["indicator_id"] in COUNTS and all(row[column] == value for column, value in wanted.items())
    }


def test_the_country_is_drawn_with_all_its_counts_and_no_place_beside_it() -> None:
    chart = chart_titled("referrals.country.title")
    assert chart.column("observation_id") == figures(case_id="national")
    assert chart.column("case_id") == {"national"}


def test_derived_counts_are_drawn_hollow_and_reported_ones_filled() -> None:
    chart = chart_titled("referrals.country.title")
    drawn = {(name, fill == "transparent") for name, fill in chart.rows("observation_id", "fill")}
    derived = figures(case_id="national", basis="derived")
    assert derived
    assert drawn == {(name, name in derived) for name in figures(case_id="national")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_derived_count_has_its_formula_beneath_the_chart(language: Language) -> None:
    chart = chart_titled("referrals.country.title", language)
    derived = [authored.observations()[name] for name in figures(case_id="national", basis="derived")]
    lines = [line for line in chart.notes.split("\n") if "÷" in line]
    assert len(lines) == len(derived)
    assert all({"zh": "推算", "en": "derived"}[language] in line for line in lines)
    assert say("marks.derived", language).lower() in chart.notes.lower()


def test_a_derived_count_is_what_its_formula_says() -> None:
    known = authored.observations()
    for kind in ("total", "up", "down"):
        level, growth = known[f"national-referrals-{kind}-2023"], known[f"national-referrals-{kind}-growth-2023"]
        computed = float(level["value"]) / (1 + float(growth["value"]) / 100)
        assert chart_value(f"national-referrals-{kind}-2022") == pytest.approx(computed, rel=1e-4)


def chart_value(observation_id: str) -> float:
    """The value at which a figure is drawn."""
    drawn = chart_titled("referrals.country.title").rows("observation_id", "value")
    (value,) = {value for name, value in drawn if name == observation_id}
    return float(value)


def test_published_growth_stands_on_an_axis_of_its_own() -> None:
    chart = chart_titled("referrals.growth.title")
    assert {authored.axis(name) for name in chart.column("indicator_id")} == {"referral-growth"}
    assert not chart.column("indicator_id") & COUNTS


def test_the_ratio_is_the_quotient_of_the_two_counts_and_marked_as_derived() -> None:
    chart = chart_titled("referrals.ratio.title")
    assert chart.column("indicator_id") == {"referral-down-up-ratio"}
    assert say("marks.derived", "zh") in chart.notes
    assert {authored.observations()[name]["basis"] for name in chart.column("observation_id")} == {"derived"}
    up, down = (float(authored.observations()[f"ruian-referrals-{way}-2024"]["value"]) for way in ("up", "down"))
    drawn = {value for case_id, value in chart.rows("case_id", "value") if case_id == "ruian"}
    assert {round(value, 2) for value in drawn} == {round(down / up, 2)}


def test_each_place_has_a_chart_of_its_own_with_its_own_figures_alone() -> None:
    shown = [chart for chart in charts(look("referrals")) if chart.title == say("referrals.place.title", "zh")]
    places = {authored.observations()[name]["case_id"] for name in figures()} - {"national"}
    assert [len(chart.column("case_id")) for chart in shown] == [1] * len(places)
    assert set.union(*(chart.column("case_id") for chart in shown)) == places
    for chart in shown:
        (case_id,) = chart.column("case_id")
        assert chart.column("observation_id") == figures(case_id=case_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_one_period_a_sentence_says_so_and_no_line_is_drawn(language: Language) -> None:
    chart = chart_titled("referrals.place.title", language)
    assert say("referrals.one_year", language) in chart.notes
    assert not chart.column("year")


@pytest.mark.parametrize("language", LANGUAGES)
def test_patients_leaving_the_area_stand_apart_from_referrals_with_their_definitions(language: Language) -> None:
    at = look("referrals", lang=language)
    shown = sections(at)[say("referrals.leaving", language)]
    said = [read(node.value) for node in shown if isinstance(node.value, str)]
    assert say("referrals.leaving.note", language) in said
    indicators = {one["id"]: one for one in authored.document("indicators.yaml")["indicators"]}
    for name in ("transfers-out-growth", "inpatients-leaving-share", "admissions-outside-share"):
        assert indicators[name]["definition"][language] in said
        assert any(indicators[name]["name"][language] in text for text in said)
    drawn = set.union(*(chart.column("indicator_id") for chart in charts(at)))
    assert "transfers-out-growth" not in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fall_carries_its_sign(language: Language) -> None:
    # ‡: the document gives no base to check the fall against.
    assert any("**−40.56%‡**" in read(text) for text in texts(look("referrals", lang=language)))
