"""Targets: what was asked beside what was reported, in words, no two denominators on one axis; advice with reasons."""

from __future__ import annotations

import pytest

from explorer.i18n import LANGUAGES, Language
from tests.app.visiting import charts, links, look, read, say, texts, visit


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_leading_targets_come_first_and_share_no_axis(language: Language) -> None:
    drawn = charts(look("targets", lang=language))
    share, county = drawn[0], drawn[2]
    assert share.column("indicator_id") == {"primary-visit-share-all"}
    assert share.column("case_id") == {"national"}
    assert len(share.column("observation_id")) == 11
    assert county.column("indicator_id") == {"county-visit-rate-monitored"}
    assert all(len(chart.column("indicator_id")) == 1 for chart in drawn)


def test_the_rule_stands_in_each_leading_chart_with_its_policy() -> None:
    share, _, county, named = charts(look("targets"))[:4]
    assert 65.0 in share.column("value")
    assert 90.0 in county.column("value")
    assert 90.0 in named.column("value")
    assert "国办发〔2015〕70号" in share.notes
    assert "国卫基层函〔2019〕121号" in county.notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_the_figures_stand_is_told_in_words(language: Language) -> None:
    shown = [read(text) for text in texts(look("targets", lang=language))]
    for outcome in ("reached", "not_reached", "mixed", "in_words", "others_only", "without_figure"):
        assert any(say(f"targets.outcome.{outcome}", language) in text for text in shown), outcome
    parts = {"zh": "达到目标（6）、未达到目标（2）", "en": "reaches the target (6), does not reach the target (2)"}
    assert any(parts[language] in text for text in shown)


def test_a_target_without_a_comparable_figure_says_why() -> None:
    at = visit("targets", lang="en", outcome="without_figure", level="prefecture")
    assert any("does not say how many were trained" in text for text in map(read, texts(at)))


def test_the_filters_narrow_the_list_and_stand_in_the_link() -> None:
    at = visit("targets", level="national")
    assert len(links(at, "policy")) > 1
    at.multiselect(key="targets.outcome.zh").set_value(["mixed"]).run()
    assert at.query_params == {"level": "national", "outcome": "mixed"}
    assert [link["policy"] for link in links(at, "policy")] == [["nhc-2019-121"]]
    at.multiselect(key="targets.theme.zh").set_value(["workforce"]).run()
    assert [notice.value for notice in at.info] == [say("targets.empty", "zh")]


def test_each_target_leads_to_its_policy() -> None:
    followed = [link for page in ("1", "2") for link in links(look("targets", page=page), "policy")]
    assert len(followed) == 33
    assert {"policy": ["gbf-2015-70"]} in followed


def test_an_unknown_outcome_is_named_in_a_notice() -> None:
    at = visit("targets", outcome="won")
    assert [notice.value for notice in at.warning] == [say("notice.dropped", "zh", values="outcome\\=won")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_recommendation_stands_with_its_cases_policies_and_reasons(language: Language) -> None:
    at = look("targets", lang=language, part="recommendations")
    headings = [text.value for text in at.markdown if text.value.startswith("## ")]
    assert len(headings) == 5
    cases, policies = links(at, "case"), links(at, "policy")
    assert len(cases) + len(policies) == 39
    assert {"case": ["deqing"], "lang": [language]} in cases
    reasons = [read(caption.value) for caption in at.caption]
    assert len(reasons) == 1 + 39


def test_the_open_part_draws_nothing_of_the_other() -> None:
    assert charts(look("targets", part="recommendations")) == []
