"""The draft brief: every number in it can be followed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.county import FIELDS, County
from explorer.exports.brief import brief
from explorer.exports.brief_html import brief_html
from explorer.i18n import LANGUAGES, Language, sentences
from explorer.planner.brief import (
    Likeness,
    Material,
    Picture,
    Table,
)
from explorer.planner.telling import runs_of
from explorer.queries import observations
from explorer.wording import causal_words
from tests.unit.planner_counties import county, number
from tests.unit.shipped_brief import A1, every_language, every_run, made, made_of, shipped

pytestmark = pytest.mark.shipped_database


# Every number can be followed


def known(origin: str, material: Material) -> bool:
    """Whether an origin leads somewhere: to the database, the form, a setting or a sentence of ours."""
    kind, _, name = origin.partition(":")
    tables = {"observation": "observations", "target": "targets", "indicator": "indicators", "source": "sources",
              "case": "cases", "policy": "policies"}  # fmt: skip
    if kind in tables:
        return name in shipped().ids(tables[kind], f"{kind}_id")
    if kind == "form":
        return name in {*material.county.numbers, "name", "in_place"}
    if kind == "key":
        return name in sentences()
    if kind == "point":
        return name.partition("/")[0] in material.cases
    return kind == "setting" and name.partition(".")[0] in {
        *("scenario", "likeness", "version", "date", "weight", "per_person")
    }


@every_language
def test_every_number_in_the_brief_can_be_followed(language: Language) -> None:
    told, material, _ = made(language)
    numbered = [run for run in every_run(told) if re.search(r"\d", run.text)]
    assert len(numbered) > 80
    assert [run.text for run in numbered if not run.origins] == []
    assert [run for run in numbered if not all(known(origin, material) for origin in run.origins)] == []


@every_language
def test_a_number_of_a_single_observation_is_that_observations(language: Language) -> None:
    told, _, tr = made(language)
    said: dict[str, set[str]] = {}
    for run in every_run(told):
        if len(run.origins) == 1 and run.origins[0].startswith("observation:"):
            said.setdefault(run.origins[0].partition(":")[2], set()).add(run.text)
    assert len(said) > 8
    for row in shipped().rows(observations.observations_by_id, list(said)):
        end = row["period_end"]
        allowed = {tr.figure(row), tr.figure(row, beside=False), tr.period(row), end and str(end.year)}
        allowed |= {tr.pick(row, "place"), tr.pick(row, "subject")}
        assert said[row["observation_id"]] <= allowed


@every_language
def test_a_number_of_the_form_alone_is_as_entered(language: Language) -> None:
    told, material, _ = made(language)
    found = [run for run in every_run(told) if len(run.origins) == 1 and run.origins[0].startswith("form:")]
    for run in found:
        number = material.county.numbers.get(run.origins[0].partition(":")[2])
        if number is not None and "%" in run.text:
            assert number.as_entered in run.text
    assert any("88.76%" in run.text for run in found)


@every_language
def test_the_gap_in_the_summary_is_plain_arithmetic(language: Language) -> None:
    told, material, _ = made(language)
    # 600,000 people × 9.55bn ÷ (296.97m ÷ 21.1%) visits × (90 − 88.76)%
    expected = 600_000 * 9.55e9 / (296.97e6 / 0.211) * (90 - 88.76) / 100
    change_of = next(each.found for each in material.reckoned if each.position.field_id == "county_visit_rate")
    assert change_of.more.low < expected < change_of.more.high  # type: ignore[union-attr]
    shown = {"zh": "人次", "en": "visits"}[language]
    assert any("target:county-visit-rate-2020" in run.origins and shown in run.text for run in every_run(told))


ENTERED = {
    field.field_id: st.decimals(field.possible.low, field.possible.high, places=2).map(str)
    for field in FIELDS
    if field.possible is not None
}
DEFINED = {field.field_id: st.sampled_from(sorted(field.indicators)) for field in FIELDS if len(field.indicators) > 1}


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(LANGUAGES),
    st.fixed_dictionaries({}, optional=ENTERED),
    st.fixed_dictionaries({}, optional=DEFINED),
)
def test_whatever_is_possible_makes_a_brief_whose_numbers_can_be_followed(
    language: Language, numbers: dict[str, str], definitions: dict[str, str]
) -> None:
    told, material, tr = made_of(language, county(definitions, **numbers))
    assert [run for run in every_run(told) if re.search(r"\d", run.text) and not run.origins] == []
    assert all(known(origin, material) for run in every_run(told) for origin in run.origins)
    assert brief_html(replace(told, blocks=tuple(b for b in told.blocks if not isinstance(b, Picture))), tr)


# What it says


@every_language
def test_the_brief_has_its_parts_and_claims_no_cause(language: Language) -> None:
    told, _, tr = made(language)
    text = "\n".join("".join(run.text for run in runs_of(piece)) for piece in told.pieces())
    assert causal_words(text, language) == []
    headings = [block.text for block in told.blocks if type(block).__name__ == "Heading"]
    assert headings == [
        tr(key)
        for key in (
            *("brief.summary", "position.title", "gap.title", "what_if.title", "brief.cases"),
            *("brief.measures", "brief.preconditions", "brief.limits", "brief.settings", "brief.references"),
        )
    ]


@every_language
def test_references_are_numbered_as_they_come_up_and_each_once(language: Language) -> None:
    told, _, _ = made(language)
    cited = [int(run.text.strip("[]")) for run in every_run(told) if run.raised]
    assert list(dict.fromkeys(cited)) == list(range(1, max(cited) + 1))
    entries = [piece for piece in told.pieces() if re.match(r"\[\d+\] ", "".join(run.text for run in runs_of(piece)))]
    assert len(entries) == max(cited)


def test_a_coefficient_that_nothing_was_reckoned_with_is_no_setting() -> None:
    with_population, _, tr = made("en")
    told, _, _ = made_of("en", replace(A1, numbers={**A1.numbers, "visits": number("4000000", exact=True)}))
    key = tr("gap.coefficient.visits")
    assert any(key in run.text for run in every_run(with_population))
    assert not any(key in run.text for run in every_run(told))


def test_a_county_of_nothing_but_a_name_still_makes_a_brief() -> None:
    material, tr = shipped().material("en", County("Nowhere"))
    told = brief(replace(material, likeness=Likeness(), scenarios=(), picture=None), tr, alt="")
    assert "Nowhere" in told.title.text
    assert not any(isinstance(block, Table | Picture) for block in told.blocks)
