"""Counties made by hand, and the published figures that they are held against, for tests of the planner."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from explorer.county import County, Number
from explorer.i18n import LANGUAGES, Translator
from explorer.interval import Interval
from explorer.planner.position import FIELD_INDICATORS, Position, positions
from explorer.queries import observations, policies, records
from explorer.queries.position import indicators_alike
from tests.unit.rows import Rows

UNITS = {"percent": ("%", "%"), "persons": ("人", "persons"), "visits": ("人次", "visits"), "yuan": ("元", "yuan")}
LABELS = {("unit", tag): {"zh": zh, "en": en} for tag, (zh, en) in UNITS.items()}
ZH, EN = (Translator(language, LABELS) for language in LANGUAGES)


def number(written: str, *, exact: bool = False) -> Number:
    """A number as a form reads it: rounded at its last digit, or ``exact``."""
    value = Decimal(written)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    around = Interval.exactly(value) if exact else Interval.around(value, Decimal(1).scaleb(exponent))
    return Number(value, around, written)


def county(definitions: dict[str, str] | None = None, **numbers: str) -> County:
    """A county of these numbers; the population and amounts of a year are exact."""
    exact = {"population", "visits", "admissions", "fund"}
    read = {name: number(written, exact=name in exact) for name, written in numbers.items()}
    return County("甲县", read, definitions or {}, year=2024)


MONITORED = {"county_visit_rate": "monitored"}
PART = {"numerator": "分子", "denominator": "分母", "population": "人群", "care": "诊疗"}


def indicator(rows: Rows, indicator_id: str, group: str, kind: str, **given: Any) -> None:
    """A published indicator whose measure is of this kind: those of one kind are of one definition."""
    parts = {f"{part}_zh": f"{kind}{zh}" for part, zh in PART.items()}
    parts |= {f"{part}_en": f"{kind} {part}" for part in PART}
    rows.indicator(indicator_id, group, **parts | given)


def published(rows: Rows) -> None:
    """Figures of the county visit rate as monitored and as the documents tell it, and the target of 90%."""
    rows.group("primary-share", family="primary")
    rows.group("referrals", within_place=True)
    indicator(rows, "county-visit-rate", "visit-rate", "told", name_zh="县域就诊率", name_en="County visit rate")
    indicator(rows, "county-visit-rate-monitored", "visit-rate", "monitored", name_zh="监测", name_en="Monitored rate")
    indicator(rows, "primary-visit-share-within-county", "primary-share", "within")
    indicator(rows, "referrals-up", "referrals", "up", unit="referrals")
    rows.case("pilot", category="context")
    for case_id, value in (("low", 80.0), ("pilot", 85.5), ("high", 95.25)):
        ends = {"value_low": value - 0.005, "value_high": value + 0.005}
        rows.figure(case_id, "county-visit-rate-monitored", value, "2019", decimals=2, **ends)
    rows.figure("low", "county-visit-rate-monitored", 70.0, "2015")
    rows.figure("told", "county-visit-rate", 93.0, "2023")
    rows.target("ninety", "county-visit-rate-monitored", 90.0, "2020")


def stands(rows: Rows, one: County) -> dict[str, Position]:
    """The positions of a county by field, against everything in the database."""
    asked = list(FIELD_INDICATORS)
    alike = records(indicators_alike(rows.connection, asked))
    figures = observations.comparison(rows.connection, [row["indicator_id"] for row in alike])
    found = positions(one, alike, figures, records(policies.targets_for(rows.connection, asked)))
    return {position.field_id: position for position in found}
