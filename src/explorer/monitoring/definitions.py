"""What each indicator that records can give is: what is counted, of whom, where, and what it is divided by.

A definition is data; ``Part.expression`` turns it into the one Ibis expression that every engine runs. It is written
over *counted records* (``cells.counted_encounters``, ``cells.counted_referrals``), in which one row stands for one
record or for many: because it only ever sums what it finds, both give the same. Its words in the codebook are held to
it by a test (``PHRASES``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerScalar, Table

VERSION = "1"
"""Raised with every change of a definition; a manifest names the one that computed it."""

VISITS = ("outpatient", "emergency")
ADMISSIONS = ("inpatient",)
EVERY_KIND = (*VISITS, *ADMISSIONS)

Counted = Literal["records", "fund", "operations", "grade_3_4", "weight", "weighted", "up", "down", "out", "number"]
"""What a part sums: encounters, what the fund paid, operations, those of grades 3 and 4, case weights, the cases that
have one, referrals up, down and out of the county, residents."""

PlaceOf = Literal["resident", "provider", "lower", "sender"]
"""Whose place a record counts for: the patient's; the institution's; of a referral, the institution of the lower tier
or the one that sends."""

Grain = Literal["month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("month", "quarter", "year")

SCALES: dict[Counted, int] = {"fund": 100, "weight": 10_000}
"""What is summed in whole numbers so that every engine finds the same: money in fen, weights in ten-thousandths."""


@dataclass(frozen=True)
class Part:
    """A numerator or a denominator: what is summed, over the records that meet every condition.

    ``kinds`` are the kinds of encounter (empty: any, or referrals). ``within``: only where the institution is in the
    patient's county. ``level``: only institutions of this level.
    """

    what: Counted
    kinds: tuple[str, ...] = ()
    within: bool = False
    level: str | None = None

    def expression(self, records: Table) -> IntegerScalar:
        """The sum as Ibis has it, of fen or ten-thousandths where SCALES says so; 0 where no record meets the
        conditions."""
        return self._sum(records, self.what)

    def counted(self, records: Table) -> IntegerScalar:
        """How many records stand behind the sum: the number that says whether it is small."""
        behind: dict[Counted, Counted] = {"fund": "records", "weight": "weighted"}
        return self._sum(records, behind.get(self.what, self.what))

    def _sum(self, records: Table, column: str) -> IntegerScalar:
        conditions = self._conditions(records)
        if not conditions:
            return records[column].sum().fill_null(0)
        where = conditions[0]
        for condition in conditions[1:]:
            where = where & condition
        return records[column].sum(where=where).fill_null(0)

    def _conditions(self, records: Table) -> list[BooleanValue]:
        conditions = []
        if self.kinds and self.kinds != EVERY_KIND:
            conditions.append(records.kind.isin(self.kinds))
        if self.within:
            conditions.append(records.county == records.resident_county)
        if self.level:
            conditions.append(records.level == self.level)
        return conditions


@dataclass(frozen=True)
class Definition:
    """One indicator of the codebook as records give it.

    ``dated`` names the column whose day decides the period. ``by_level``: also for each level of institution alone.
    ``of_alliances``/``of_counties``: what it is published for. ``bundle``: those whose sums can be got from one
    another, which are withheld together. ``guard``: published nowhere; its small cells count as the bundle's, because
    they are differences of what is published.
    """

    indicator: str
    numerator: Part
    denominator: Part | None
    place_of: PlaceOf
    bundle: str
    dated: Literal["start", "end", "date"] = "start"
    unit: Literal["percent", "index", "referrals", "ratio", "occasions"] = "percent"
    by_level: bool = False
    of_counties: bool = True
    of_alliances: bool = False
    grains: tuple[Grain, ...] = GRAINS
    guard: bool = False

    @property
    def factor(self) -> int:
        """What a quotient is multiplied by: 100 for a percentage."""
        return 100 if self.unit == "percent" else 1

    @property
    def is_share(self) -> bool:
        """Whether the numerator's records are some of the denominator's, so that what is left is a number too."""
        return self.unit == "percent"

    @property
    def of_referrals(self) -> bool:
        return self.dated == "date"


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "county-visit-rate-monitored",
        Part("records", EVERY_KIND, within=True),
        Part("records", EVERY_KIND),
        place_of="resident",
        bundle="residents",
        by_level=True,
    ),
    Definition(
        "county-admission-share",
        Part("records", ADMISSIONS, within=True),
        Part("records", ADMISSIONS),
        place_of="resident",
        bundle="residents",
        by_level=True,
    ),
    Definition(
        "primary-outpatient-share-residents",
        Part("records", VISITS, level="primary"),
        Part("records", VISITS),
        place_of="resident",
        bundle="residents",
    ),
    Definition(
        "residents-outpatient-within",
        Part("records", VISITS, within=True),
        Part("records", VISITS),
        place_of="resident",
        bundle="residents",
        by_level=True,
        guard=True,
    ),
    Definition(
        "insurance-fund-within-county",
        Part("fund", EVERY_KIND, within=True),
        Part("fund", EVERY_KIND),
        place_of="resident",
        bundle="residents",
        by_level=True,
    ),
    Definition(
        "insurance-fund-primary",
        Part("fund", EVERY_KIND, within=True, level="primary"),
        Part("fund", EVERY_KIND, within=True),
        place_of="resident",
        bundle="residents",
    ),
    Definition(
        "outpatient-visits-per-resident",
        Part("records", VISITS),
        Part("number"),
        place_of="resident",
        bundle="residents",
        unit="occasions",
        grains=("year",),
    ),
    Definition(
        "primary-outpatient-share-within-county",
        Part("records", VISITS, level="primary"),
        Part("records", VISITS),
        place_of="provider",
        bundle="visits",
    ),
    Definition(
        "primary-outpatient-share-alliance",
        Part("records", VISITS, level="primary"),
        Part("records", VISITS),
        place_of="provider",
        bundle="visits",
        of_counties=False,
        of_alliances=True,
    ),
    Definition(
        "case-mix-index",
        Part("weight", ADMISSIONS),
        Part("weighted", ADMISSIONS),
        place_of="provider",
        bundle="cases",
        dated="end",
        unit="index",
        by_level=True,
        of_alliances=True,
    ),
    Definition(
        "grade-3-4-surgery-share",
        Part("grade_3_4", EVERY_KIND),
        Part("operations", EVERY_KIND),
        place_of="provider",
        bundle="operations",
        dated="end",
        by_level=True,
        of_alliances=True,
    ),
    Definition(
        "referrals-up",
        Part("up"),
        None,
        place_of="lower",
        bundle="referrals",
        dated="date",
        unit="referrals",
        by_level=True,
        of_alliances=True,
    ),
    Definition(
        "referrals-down",
        Part("down"),
        None,
        place_of="lower",
        bundle="referrals",
        dated="date",
        unit="referrals",
        by_level=True,
        of_alliances=True,
    ),
    Definition(
        "referral-down-up-ratio",
        Part("down"),
        Part("up"),
        place_of="lower",
        bundle="referrals",
        dated="date",
        unit="ratio",
        of_alliances=True,
    ),
    Definition(
        "referrals-out",
        Part("out"),
        None,
        place_of="sender",
        bundle="transfers",
        dated="date",
        unit="referrals",
        by_level=True,
        of_alliances=True,
    ),
)


def published() -> tuple[Definition, ...]:
    """The definitions that have results, in the codebook's terms; the guards left out."""
    return tuple(each for each in DEFINITIONS if not each.guard)
