"""What a planner can say about a county: the fields of the form, and the county that a filled form describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from explorer.interval import Interval


class FieldKind(StrEnum):
    number = "number"
    choice = "choice"
    several = "several"
    """A checklist: any number of tags."""


class FieldGroup(StrEnum):
    """The parts of the form, in the order shown."""

    people = "people"
    visits = "visits"
    admissions = "admissions"
    referrals = "referrals"
    fund = "fund"
    institutions = "institutions"
    in_place = "in_place"


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Field:
    """One field of the form; its words are in ``locales.yaml`` under ``county.<field_id>``.

    ``indicators`` says which published indicator the field is, by the definition that the planner names; a field of
    one definition has the single key ``""``. ``possible`` is what can be true at all, ``plausible`` what is usual: a
    number outside the first is not used, one outside the second is asked about. ``dimension`` is the dimension of the
    vocabulary that a choice is taken from; ``options`` are the ids of a choice that no case is tagged by.
    """

    field_id: str
    group: FieldGroup
    kind: FieldKind
    unit: str | None = None
    possible: Range | None = None
    plausible: Range | None = None
    indicators: Mapping[str, str] = field(default_factory=dict)
    dimension: str | None = None
    options: tuple[str, ...] = ()


def _number(
    field_id: str,
    group: FieldGroup,
    unit: str,
    possible: tuple[str, str],
    plausible: tuple[str, str],
    indicators: Mapping[str, str] | str = "",
) -> Field:
    named = {"": indicators} if isinstance(indicators, str) else indicators
    return Field(
        field_id,
        group,
        FieldKind.number,
        unit,
        Range(*map(Decimal, possible)),
        Range(*map(Decimal, plausible)),
        {definition: indicator_id for definition, indicator_id in named.items() if indicator_id},
    )


PERCENT = ("0", "100")

FIELDS = (
    _number("population", FieldGroup.people, "persons", ("1", "1e7"), ("1e4", "2.5e6"), "population"),
    _number("share_60_plus", FieldGroup.people, "percent", PERCENT, ("5", "50"), "population-60-plus-share"),
    _number(
        "county_visit_rate",
        FieldGroup.visits,
        "percent",
        PERCENT,
        ("40", "99"),
        {"documents": "county-visit-rate", "monitored": "county-visit-rate-monitored"},
    ),
    _number(
        "primary_rate",
        FieldGroup.visits,
        "percent",
        PERCENT,
        ("15", "90"),
        {
            "all_visits": "primary-visit-share-all",
            "within_county": "primary-visit-share-within-county",
            "within_county_outpatient": "primary-outpatient-share-within-county",
            "documents": "primary-visit-rate",
        },
    ),
    _number("visits", FieldGroup.visits, "visits", ("0", "1e9"), ("1e4", "3e7")),
    _number(
        "admissions_within_county",
        FieldGroup.admissions,
        "percent",
        PERCENT,
        ("30", "99"),
        "county-admission-share",
    ),
    _number(
        "admissions_outside",
        FieldGroup.admissions,
        "percent",
        PERCENT,
        ("1", "70"),
        {"admissions": "admissions-outside-share", "inpatients": "inpatients-leaving-share"},
    ),
    _number("admissions", FieldGroup.admissions, "admissions", ("0", "1e8"), ("1e3", "1e6")),
    _number("case_mix_index", FieldGroup.admissions, "index", ("0", "10"), ("0.4", "2"), "case-mix-index"),
    _number("referrals_up", FieldGroup.referrals, "referrals", ("0", "1e8"), ("0", "5e5"), "referrals-up"),
    _number("referrals_down", FieldGroup.referrals, "referrals", ("0", "1e8"), ("0", "5e5"), "referrals-down"),
    _number(
        "fund_within_county",
        FieldGroup.fund,
        "percent",
        PERCENT,
        ("20", "99"),
        "insurance-fund-within-county",
    ),
    _number("fund_primary", FieldGroup.fund, "percent", PERCENT, ("2", "70"), "insurance-fund-primary"),
    _number("fund", FieldGroup.fund, "yuan", ("0", "1e12"), ("1e7", "2e10")),
    Field(
        "lead_hospital",
        FieldGroup.institutions,
        FieldKind.choice,
        options=("tertiary_a", "tertiary_b", "secondary_a", "secondary_b", "ungraded"),
    ),
    _number("township_centres", FieldGroup.institutions, "institutions", ("0", "500"), ("1", "60")),
    _number("travel_time", FieldGroup.institutions, "minutes", ("0", "3000"), ("5", "600")),
    Field("payment", FieldGroup.in_place, FieldKind.several, dimension="payment"),
    Field("in_place", FieldGroup.in_place, FieldKind.several, dimension="instrument"),
)
"""Every field but the county's name, in the order shown.

``visits``, ``admissions`` and ``fund`` are what residents used or the fund spent in a year, wherever; without them a
rate cannot be turned into people, stays or money.
"""

FIELD = {each.field_id: each for each in FIELDS}


@dataclass(frozen=True)
class Number:
    """A number as it was entered.

    ``stands_for`` holds every value that would have been written so: 63.4 stands for 63.35 to 63.45. ``as_entered``
    keeps the writing itself.
    """

    value: Decimal
    stands_for: Interval
    as_entered: str


@dataclass(frozen=True)
class County:
    """A filled form. What was left empty has no key.

    ``numbers`` and ``choices`` are keyed by field; ``definitions`` says by which definition a field with several is
    meant; ``year`` is the year that the figures are of, if told.
    """

    name: str
    numbers: Mapping[str, Number] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year: int | None = None

    def indicator_of(self, field_id: str) -> str | None:
        """The published indicator that a field of this county is, None if there is none or no definition was named."""
        indicators = FIELD[field_id].indicators
        return indicators.get(self.definitions.get(field_id, ""))
