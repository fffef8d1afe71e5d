"""A definition says in the code what the codebook says in words, and what the page shows as SQL computes the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest

from explorer.catalog import load_catalog
from explorer.monitoring.definitions import (
    ADMISSIONS,
    DEFINITIONS,
    VISITS,
    Definition,
    Part,
    published,
)
from explorer.monitoring.formulas import DIALECTS, sql_of
from explorer.paths import DATA_FOLDER
from explorer.schema import Indicator
from tests.unit import monitoring_runs as runs
from tests.unit.records_by_hand import HOME, NEXT, encounter, referral

each_definition = pytest.mark.parametrize("definition", published(), ids=lambda each: each.indicator)

PHRASES: dict[str, tuple[str, str]] = {
    "records": ("人次", ""),
    "visits": ("门急诊", "outpatient and emergency visits"),
    "admissions": ("住院", "admissions"),
    "fund": ("医保基金", "insurance spending"),
    "within": ("县域内", "within the county"),
    "primary": ("基层医疗卫生机构", "primary-care institutions"),
    "grade_3_4": ("三、四级", "grades 3 and 4"),
    "operations": ("手术例次", "operations"),
    "weight": ("权重之和", "sum of case-mix weights"),
    "weighted": ("病例数", "cases"),
    "number": ("居民人数", "number of residents"),
}
"""What the codebook's numerator or denominator must say for each thing that a part names, Chinese and English."""


def features(part: Part) -> Sequence[str]:
    """What a part names, as keys of PHRASES, in the order of its fields."""
    named: list[str] = []
    if part.what == "records":
        named.append("records")
        named += ["visits"] if part.kinds == VISITS else ["admissions"] if part.kinds == ADMISSIONS else []
    elif part.what in PHRASES:
        named.append(part.what)
    named += ["operations"] if part.what == "grade_3_4" else []
    return [*named, *(["within"] if part.within else []), *(["primary"] if part.level == "primary" else [])]


@cache
def codebook() -> dict[str, Indicator]:
    return {each.id: each for each in load_catalog(DATA_FOLDER).indicators}


def parts(definition: Definition) -> list[tuple[Part, str, str]]:
    """Numerator and denominator with what the codebook says of each, Chinese and English."""
    measure = codebook()[definition.indicator].measure
    assert measure is not None
    found = [(definition.numerator, measure.numerator.zh, measure.numerator.en)]
    if definition.denominator is not None:
        assert measure.denominator is not None
        found.append((definition.denominator, measure.denominator.zh, measure.denominator.en))
    return found


@each_definition
def test_the_codebook_has_the_indicator_in_the_same_unit(definition: Definition) -> None:
    assert codebook()[definition.indicator].unit == definition.unit


@each_definition
def test_the_codebook_says_what_is_counted(definition: Definition) -> None:
    for part, zh, en in parts(definition):
        for feature in features(part):
            in_chinese, in_english = PHRASES[feature]
            # What is a share of something within the county is within it too: the definition says so once.
            definition_of = codebook()[definition.indicator].definition
            within = feature == "within"
            assert in_chinese in zh or (within and in_chinese in definition_of.zh)
            assert in_english in en or (within and in_english in definition_of.en)


@each_definition
def test_the_codebook_says_nothing_that_is_not_counted(definition: Definition) -> None:
    restricting = ["admissions", "fund", "primary", "grade_3_4", "weight"]
    for part, zh, _ in parts(definition):
        unsaid = [feature for feature in restricting if feature not in features(part)]
        assert [PHRASES[feature][0] for feature in unsaid if PHRASES[feature][0] in zh] == []


@each_definition
def test_a_denominator_is_within_the_county_where_the_codebook_says_so(definition: Definition) -> None:
    if definition.place_of == "resident" and definition.denominator is not None:
        _, zh, _ = parts(definition)[1]
        assert definition.denominator.within == (PHRASES["within"][0] in zh)


def test_every_definition_stands_once() -> None:
    names = [each.indicator for each in DEFINITIONS]
    assert len(names) == len(set(names))


def test_guards_are_no_indicators_of_the_codebook() -> None:
    assert not {each.indicator for each in DEFINITIONS if each.guard} & set(codebook())


def test_visits_and_admissions_share_no_kind() -> None:
    assert not set(VISITS) & set(ADMISSIONS)


@each_definition
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_engine_has_its_sql(definition: Definition, dialect: str) -> None:
    assert "GROUP BY" in sql_of(definition, dialect)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    """Records of every kind, and where their indicators are."""
    folder = tmp_path_factory.mktemp("computed")
    encounters = [
        encounter(1),
        encounter(2, provider_id="hospital", kind="emergency", fund=1234.56, start=date(2023, 4, 1)),
        encounter(3, kind="inpatient", provider_id="hospital", case_weight=1.2345, operation_grade=3),
        encounter(4, kind="inpatient", provider_id="city", case_weight=2.5, operation_grade=1),
        encounter(5, resident_county=NEXT, provider_id="next-centre"),
        encounter(6, resident_county=""),
    ]
    referrals = [referral(1, "centre", "hospital"), referral(2, "city", "centre"), referral(3, "hospital", "city")]
    given = runs.write_records(folder, encounters, referrals)
    runs.run(given, folder / "out")
    return given, folder / "out"


@each_definition
def test_the_sql_that_is_shown_computes_the_indicator(
    definition: Definition, computed: tuple[dict[str, str], Path]
) -> None:
    given, out = computed
    with duckdb.connect() as connection:
        for table, path in given.items():
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{path}')")
        shown = connection.execute(sql_of(definition, "duckdb")).fetchall()
    by_sql = {(place, period): told[-1] for place, period, *told in shown if place and told[-1] is not None}
    grain = definition.grains[0]
    rows = runs.rows(out)
    rows = rows[(rows["indicator_id"] == definition.indicator) & (rows["grain"] == grain) & (rows["level"] == "all")]
    periods = [day.year * 100 + day.month if grain == "month" else day.year for day in rows["period_start"]]
    by_run = dict(zip(zip(rows["place"], periods, strict=True), rows["value"], strict=True))
    places = {place for place, _ in by_sql}
    by_run = {key: value for key, value in by_run.items() if key[0] in places}
    assert by_run
    assert {
        key: float(value) for key, value in by_sql.items() if value or not definition.of_referrals
    } == pytest.approx(by_run)
    assert (HOME if definition.of_counties else "first") in places
