"""The comparison: figures share a chart only where their definitions allow it, and targets stand where they belong."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from explorer.i18n import LANGUAGES, Language
from tests.app import authored
from tests.app.visiting import Chart, charts, look, move, read, say, sound, unfold, visit

COUNTY_RATE, PRIMARY_RATE = "county-visit-rate", "primary-visit-rate-undefined"
OPENING_INDICATORS = ["county-visit-rate", "primary-visit-rate"]
OPENING = [COUNTY_RATE, PRIMARY_RATE]
NATIONAL_TARGET, ALL_VISITS_TARGET = 90, 65
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def group(group_id: str) -> dict[str, dict[str, str]]:
    """A comparability group as the codebook describes it."""
    return next(one for one in authored.document("indicators.yaml")["comparability_groups"] if one["id"] == group_id)


def groups_on(chart: Chart) -> set[str]:
    """The comparability groups of the indicators whose figures are drawn; one that stands alone counts as its own."""
    return {authored.axis(indicator_id) for indicator_id in chart.column("indicator_id")}


def panels(at: AppTest) -> list[Chart]:
    """The charts above the spread by tag."""
    spread = {chart.title for chart in spreads(at)}
    return [chart for chart in charts(at) if chart.title not in spread]


def spreads(at: AppTest) -> list[Chart]:
    """The charts of the spread by tag."""
    return [chart for chart in charts(at) if chart.column("tag")]


def target_values(chart: Chart) -> set[float]:
    """The values at which a target's rule is drawn."""
    return {value for value, _ in chart.rows("value", "policy")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_on_the_county_visit_rate_and_the_primary_care_visit_rate_and_nothing_else(
    language: Language,
) -> None:
    at = visit("compare", lang=language)
    shown = panels(at)
    assert [groups_on(chart) for chart in shown] == [{name} for name in OPENING]
    indicators = {one["id"]: one["name"] for one in authored.document("indicators.yaml")["indicators"]}
    # One name for a part of its group, the group's for a whole one.
    assert [chart.title for chart in shown] == [
        indicators["county-visit-rate"][language],
        group(PRIMARY_RATE)["name"][language],
    ]
    assert at.query_params == {"lang": language}
    unfold(at, "indicator", language=language)
    assert at.multiselect(key=f"compare.indicator.{language}").value == ["county-visit-rate", "primary-visit-rate"]


def test_changxing_and_deqing_stand_on_both_opening_charts() -> None:
    for chart in panels(look("compare")):
        assert {"changxing", "deqing"} <= chart.column("case_id")


@pytest.mark.parametrize("number", [0, 1])
def test_an_opening_chart_shows_every_figure_that_may_stand_on_it(number: int) -> None:
    chart = panels(look("compare"))[number]
    wanted = {
        name
        for name, row in authored.observations().items()
        if authored.definition(row["indicator_id"]) == authored.definition(OPENING_INDICATORS[number])
        and row["kind"] != "target"
    }
    assert chart.column("observation_id") == wanted


def test_the_drawn_values_are_the_recorded_ones() -> None:
    for chart in panels(look("compare", related="on")):
        drawn = chart.rows("observation_id", "value")
        assert drawn == {(name, float(authored.observations()[name]["value"])) for name, _ in drawn}
        assert drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chart_says_why_its_figures_may_stand_together_and_where_they_come_from(language: Language) -> None:
    for chart, name in zip(panels(look("compare", lang=language)), OPENING, strict=True):
        assert group(name)["reason"][language] in chart.notes
        sources = {authored.observations()[one]["source_id"] for one in chart.column("observation_id")}
        titles = [authored.source(one).get("short_title", authored.source(one)["title"]) for one in sources]
        assert all(title[language] in chart.notes for title in titles)


def test_figures_defined_otherwise_within_a_group_are_drawn_with_another_mark() -> None:
    (county,) = panels(visit("compare", indicator="county-visit-rate", related="on", axis="shared"))
    assert county.rows("indicator_id", "mark") == {
        ("county-visit-rate", "circle"),
        ("county-visit-rate-monitored", "square"),
    }


def test_a_bound_and_an_approximate_figure_are_drawn_as_such() -> None:
    county, primary = panels(look("compare", case="deqing"))
    hollow = {name for name, fill in county.rows("observation_id", "fill") if fill == "transparent"}
    assert {authored.observations()[name]["qualifier"] for name in hollow} == {"~"}
    assert say("marks.about", "zh") in county.notes
    assert "triangle-left" in primary.column("mark")
    assert say("marks.less_than", "zh", sign="◁") in primary.notes


def test_the_target_of_ninety_per_cent_stands_on_the_county_visit_rate_with_its_policy_and_year() -> None:
    county, primary = panels(look("compare"))
    assert target_values(county) == {NATIONAL_TARGET}
    assert target_values(primary) == set()
    assert "国卫基层函〔2019〕121号" in county.notes
    assert county.column("label") >= {say("target.rule", "zh", value="≥90%", year=2020)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_target_of_sixty_five_per_cent_is_not_drawn_on_the_primary_care_visit_rate_and_a_note_says_why(
    language: Language,
) -> None:
    _, primary = panels(look("compare", lang=language))
    assert target_values(primary) == set()
    assert group(PRIMARY_RATE)["target_note"][language] in primary.notes


def test_the_target_of_sixty_five_per_cent_stands_on_the_share_of_all_visits() -> None:
    shown = panels(look("compare", indicator="primary-visit-share-all"))
    assert shown
    for chart in shown:
        assert groups_on(chart) == {"primary-share-all-visits"}
        assert ALL_VISITS_TARGET in target_values(chart)


def test_no_target_stands_on_a_chart_of_another_comparability_group() -> None:
    group_of_target = {
        float(target["value"]): authored.axis(target["indicator"])
        for policy in authored.document("policies.yaml")["policies"]
        for target in policy.get("targets", ())
        if "value" in target and target["indicator"] != "counties-with-communities-share"
    }
    drawn = 0
    for chart in panels(look("compare", related="on")):
        for value in target_values(chart):
            drawn += 1
            assert groups_on(chart) == {group_of_target[value]}
    assert drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_related_definitions_come_in_panels_of_their_own_when_only_comparable_is_switched_off(
    language: Language,
) -> None:
    at = visit("compare", lang=language)
    before = [groups_on(chart) for chart in panels(at)]
    unfold(at, "definitions", language=language)
    sound(at.toggle(key=f"compare.related.{language}").set_value(False).run())
    after = [groups_on(chart) for chart in panels(at)]
    assert at.query_params == {"lang": language, "related": "on"}
    assert all(len(groups) == 1 for groups in after)
    assert after[: len(before)] == before
    family = {
        one["id"]
        for one in authored.document("indicators.yaml")["comparability_groups"]
        if one.get("family") == group(PRIMARY_RATE).get("family")
    }
    assert len(family) > 2
    assert set.union(*after) == {COUNTY_RATE} | family
    unfold(at, "definitions", language=language)
    sound(at.toggle(key=f"compare.related.{language}").set_value(True).run())
    assert [groups_on(chart) for chart in panels(at)] == before
    assert at.query_params == {"lang": language}


@pytest.mark.parametrize("related", ["on", None])
def test_no_chart_holds_two_definitions_unasked(related: str | None) -> None:
    every = list(authored.groups())
    with_figures = {
        row["indicator_id"] for row in authored.observations().values() if row["kind"] not in ("target", "milestone")
    }
    asked = [name for name in every if name in with_figures][:60]
    for start in range(0, len(asked), 20):
        some: dict[str, str | list[str]] = {"indicator": asked[start : start + 20]}
        at = visit("compare", **some, **({"related": related} if related else {}))
        drawn = [{authored.definition(name) for name in chart.column("indicator_id")} for chart in charts(at)]
        assert all(len(definitions) == 1 for definitions in drawn)
        assert {authored.definition(name) for name in some["indicator"]} <= set.union(*drawn)


TWO_RATES = ["county-visit-rate", "county-visit-rate-monitored"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_indicators_of_one_group_stand_apart_with_the_reason_in_a_sentence(language: Language) -> None:
    shown = panels(visit("compare", lang=language, indicator=TWO_RATES))
    assert [chart.column("indicator_id") for chart in shown] == [{name} for name in TWO_RATES]
    for chart, other in zip(shown, reversed(shown), strict=True):
        parts = [say(f"measure.{part}", language) for part in ("numerator", "denominator", "population", "care")]
        listed = ("、" if language == "zh" else ", ").join(parts)
        assert say("compare.apart", language, name=other.title, parts=listed) in chart.notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_may_have_one_axis_all_the_same_and_the_chart_says_so(language: Language) -> None:
    at = visit("compare", lang=language, indicator=TWO_RATES)
    unfold(at, "definitions", language=language)
    sound(at.toggle(key=f"compare.axis.shared.{language}").set_value(True).run())
    assert at.query_params["axis"] == "shared"
    (chart,) = panels(at)
    assert chart.column("indicator_id") == set(TWO_RATES)
    assert say("chart.overridden", language) in chart.notes


def test_one_axis_is_not_offered_where_nothing_could_be_joined() -> None:
    at = unfold(visit("compare"), "definitions")
    assert [toggle.key for toggle in at.toggle] == ["compare.related.zh"]


def test_choosing_indicators_and_cases_redraws_and_writes_the_address() -> None:
    at = unfold(visit("compare"), "indicator", "case")
    sound(at.multiselect(key="compare.indicator.zh").set_value(["discharges"]).run())
    sound(at.multiselect(key="compare.case.zh").set_value(["deqing"]).run())
    assert at.query_params == {"indicator": "discharges", "case": "deqing"}
    assert {name for chart in panels(at) for name in chart.column("case_id")} == {"deqing"}


def test_a_model_narrows_the_cases_down() -> None:
    at = unfold(visit("compare"), "model")
    sound(at.pills(key="compare.model.zh").set_value(["medical_community"]).run())
    assert at.query_params == {"model": "medical_community"}
    for chart in panels(at):
        assert chart.column("case_id") <= set(authored.matching(model=("medical_community",)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_taking_every_indicator_out_leaves_none_and_asks_for_one_and_a_link_to_that_opens_likewise(
    language: Language,
) -> None:
    at = unfold(visit("compare", lang=language, indicator="discharges"), "indicator", language=language)
    sound(at.multiselect(key=f"compare.indicator.{language}").set_value([]).run())
    assert at.query_params == {"lang": language, "indicator": ""}
    for emptied in (at, visit("compare", lang=language, indicator="")):
        assert charts(emptied) == []
        assert unfold(emptied, "indicator", language=language).multiselect[0].value == []
        assert [notice.value for notice in emptied.info] == [say("compare.nothing_chosen", language)]
        assert list(emptied.warning) == []


def test_an_emptied_choice_is_still_empty_on_return_from_another_page() -> None:
    at = visit("compare", indicator="")
    move(at, "cases")
    move(at, "compare")
    assert at.query_params == {"indicator": ""}
    assert charts(at) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_indicator_is_left_out_and_named_and_the_rest_is_drawn(language: Language) -> None:
    at = visit("compare", lang=language, indicator=["happiness", "discharges"])
    assert [read(notice.value) for notice in at.warning] == [
        say("notice.dropped", language, values="indicator=happiness")
    ]
    assert [groups_on(chart) for chart in panels(at)] == [{"discharges"}]


def test_when_no_indicator_of_a_link_is_known_the_page_opens_as_without_one() -> None:
    at = visit("compare", indicator="happiness")
    assert len(at.warning) == 1
    assert [groups_on(chart) for chart in panels(at)] == [{name} for name in OPENING]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cases_without_a_figure_are_told_so_instead_of_an_empty_chart(language: Language) -> None:
    at = visit("compare", lang=language, indicator="county-visit-rate", case="anyuan")
    assert panels(at) == []
    assert say("compare.no_figures", language) in [notice.value for notice in at.info]


@pytest.mark.parametrize("dimension", ["alliance_model", "integration_type"])
def test_the_spread_shows_each_case_under_each_of_its_tags_and_never_an_average(dimension: str) -> None:
    facet = {"alliance_model": "model", "integration_type": "type"}[dimension]
    at = visit("compare", by=dimension)
    assert len(spreads(at)) == 2
    for chart in spreads(at):
        points = chart.rows("case_id", "tag")
        assert points == {
            (case_id, tag) for case_id in chart.column("case_id") for tag in authored.tags(case_id, facet)
        }
        assert chart.column("observation_id") <= set(authored.observations())


def test_the_spread_is_drawn_once_a_reader_chooses_how_to_group_it() -> None:
    at = visit("compare")
    assert spreads(at) == []
    at.session_state["compare.by.opened.zh"] = True
    assert spreads(sound(at.run())) == []
    assert say("compare.by.note", "zh") in [read(caption.value) for caption in at.caption]
    for dimension in ("integration_type", "alliance_model"):
        sound(at.segmented_control(key="compare.by.zh").set_value(dimension).run())
        assert at.query_params == {"by": dimension}
        assert len(spreads(at)) == 2
        assert all(say(f"facet.{dimension}", "zh") in chart.title for chart in spreads(at))


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_in_the_link_are_drawn_side_by_side_under_the_names_that_a_reader_gave(language: Language) -> None:
    at = visit("compare", lang=language, by="group", group=["near Hangzhou:deqing", "沿海 *组*:changxing,deqing"])
    drawn = spreads(at)
    assert len(drawn) == 2
    for chart in drawn:
        assert chart.rows("case_id", "tag") == {
            ("deqing", "near Hangzhou"),
            ("deqing", "沿海 *组*"),
            ("changxing", "沿海 *组*"),
        }
        assert say("compare.groups.chart", language) in chart.title
    assert say("compare.groups.note", language) in "".join(read(caption.value) for caption in at.caption)


def test_a_group_of_which_no_member_has_a_figure_is_named_under_the_chart() -> None:
    at = visit("compare", by="group", group=["one:deqing", "two:weifang"], indicator="county-visit-rate")
    said = say("compare.groups.without", "zh", names="two")
    assert any(said in read(caption.value) for caption in at.caption)


def test_a_group_is_taken_off_the_link_by_its_chip() -> None:
    at = visit("compare", by="group", group=["one:deqing", "two:changxing"])
    sound(at.button(key="compare.group.0.zh").click().run())
    assert at.query_params == {"by": "group", "group": "two:changxing"}


def test_without_a_group_the_page_says_how_to_make_one() -> None:
    at = visit("compare", by="group")
    assert spreads(at) == []
    assert say("compare.groups.help", "zh") in [read(caption.value) for caption in at.caption]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_has_title_unit_period_sources_and_a_description_in_the_readers_language(
    language: Language,
) -> None:
    at = look("compare", lang=language, related="on", by="alliance_model")
    captions = [read(caption.value) for caption in at.caption]
    unit = say("chart.unit", language, unit="%")
    assert len([text for text in captions if text.startswith(unit) and len(text) > len(unit)]) == len(panels(at))
    for chart in charts(at):
        assert chart.title
        assert len(chart.alt) > 20
        assert bool(CHINESE.search(chart.title + chart.alt)) == (language == "zh")
        assert say("chart.sources", language, sources="").strip() in chart.notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_has_its_numbers_as_a_table_and_as_files(language: Language) -> None:
    at = visit("compare", lang=language)
    folded = [node.key for node in at.main if node.type == "expander" and node.key.startswith("table.")]
    assert len(folded) == len(charts(at))
    assert not at.table
    chart = panels(at)[0]
    at.session_state[folded[0]] = True
    sound(at.run())
    (table,) = at.table
    assert len(table.value) == len(chart.column("observation_id"))
    of_chart = [button.label for button in at.download_button if button.key.startswith("download.")]
    assert of_chart == [say(f"export.{kind}", language) for kind in ("csv", "xlsx", "json", "svg", "png", "pptx")]


def test_a_chart_of_one_place_over_many_years_is_a_line_and_what_cannot_be_is_drawn_apart() -> None:
    first, *others = panels(look("compare", indicator="primary-visit-share-all"))
    assert first.column("year")
    assert first.column("case_id") == {"national"}
    assert others
    assert "national" not in set.union(*(chart.column("case_id") for chart in others))


def test_a_link_with_a_thirteenth_case_draws_twelve_and_says_which_was_left_out() -> None:
    names = list(authored.cases())[:13]
    at = visit("compare", case=names)
    assert [read(notice.value) for notice in at.warning] == [say("notice.dropped", "zh", values=f"case={names[12]}")]
    assert unfold(at, "case").multiselect(key="compare.case.zh").value == names[:12]
