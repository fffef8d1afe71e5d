"""The one definition of every authored record.

A record is what one entry of ``data/*.yaml`` or one row of ``data/observations.csv`` must look like. The loader
(:mod:`explorer.catalog`) turns a breach into a message with file, line and remedy; rules that span records
(does this tag exist, does this observation's source?) are the loader's too.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from explorer.check_schema import Check, CheckKind, CheckOperands, ChecksFile, ListedItem, MarkedTag
from explorer.choices import (
    Basis,
    Category,
    Direction,
    IntegrationType,
    Level,
    ObservationBasis,
    ObservationKind,
    Qualifier,
    Section,
    SourceKind,
)
from explorer.evidence import EVIDENCE_FACTS, Evidence
from explorer.framework_schema import (
    Framework,
    FrameworkComparators,
    FrameworkDimension,
    FrameworkEntry,
    FrameworksFile,
    FrameworkStandard,
)
from explorer.left_out_schema import LeftOut, LeftOutFile, LeftOutReason, OtherWork
from explorer.partial_date import PartialDate, first_day, last_day
from explorer.planner_schema import OtherSubject, PlannerFile, Precondition
from explorer.policy_schema import (
    POLICY_LABEL_DIMENSIONS,
    POLICY_TAG_DIMENSIONS,
    Mention,
    PoliciesFile,
    Policy,
    PolicyFamily,
    PolicyLink,
    PolicyPoint,
    PolicyTags,
    Recommendation,
    RecommendationLink,
    RecommendationsFile,
    Target,
    TargetOutcome,
)
from explorer.record import ID_PATTERN, TAG_PATTERN, Line, Record, RecordId, TagId, Text

# Parts of the schema that are defined elsewhere.
__all__ = [
    "ID_PATTERN",
    "POLICY_TAG_DIMENSIONS",
    "TAG_PATTERN",
    "Check",
    "CheckKind",
    "CheckOperands",
    "Framework",
    "FrameworkComparators",
    "FrameworkDimension",
    "FrameworkEntry",
    "FrameworkStandard",
    "LeftOut",
    "LeftOutReason",
    "ListedItem",
    "MarkedTag",
    "Mention",
    "OtherSubject",
    "OtherWork",
    "Policy",
    "PolicyFamily",
    "PolicyLink",
    "PolicyPoint",
    "PolicyTags",
    "Precondition",
    "Recommendation",
    "RecommendationLink",
    "Record",
    "Target",
    "TargetOutcome",
    "Text",
]

PROVINCE_CODE_PATTERN = r"^[0-9]{6}$"
PROVINCE_LETTERS_PATTERN = r"^[A-Z]{2}$"
NUMBER_PATTERN = re.compile(r"-?\d+(?:\.\d+)?\Z", re.ASCII)


def _decimal_text(value: object) -> object:
    """A CSV cell as an exact decimal: ``90.30`` keeps its digits, ``1,000`` and ``90%`` are refused."""
    if not isinstance(value, str):
        return value
    if not NUMBER_PATTERN.match(value):
        raise ValueError("expected a plain number in base units, such as 90.3 or 469000")
    return Decimal(value)


class Source(Record):
    id: RecordId
    kind: Annotated[SourceKind, Field(strict=False)]
    title: Text
    short_title: Text | None = None
    """What a line of sources under a chart calls it, where the title is long."""
    publisher: Text
    published: PartialDate | None = None
    file: Line | None = None
    """The document's file name in the folder given to ``verify``; none for sources held only as series."""
    headings: tuple[Line, ...] = Field(default=(), strict=False)
    """The document's headings in words, where it does not number them; locators name them."""
    how_seen: Text | None = None
    """What the project read: the original, a reprint, a news report."""
    reporting: Text | None = None
    """Who reports on whom."""
    note: Text | None = None
    citation: Line
    bibtex: Line


class VocabularyEntry(Record):
    id: TagId
    zh: Line
    en: Line
    one_en: Line | None = None
    """Of a unit: its English name beside the number one, where that differs."""
    definition: Text | None = None
    source: RecordId | None = None
    locator: Line | None = None
    aliases: tuple[Line, ...] = Field(default=(), strict=False)


class Province(Record):
    id: TagId
    code: Annotated[str, Field(pattern=PROVINCE_CODE_PATTERN)]
    zh: Line
    short_zh: Line
    en: Line
    letters: Annotated[str, Field(pattern=PROVINCE_LETTERS_PATTERN)]
    """The two-letter code of GB/T 2260."""
    column: Annotated[int, Field(ge=0, le=12)]
    row: Annotated[int, Field(ge=0, le=12)]


ALONE = "standing-alone"
"""The comparability group of indicators that share an axis with none."""


class ComparabilityGroup(Record):
    id: RecordId
    name: Text
    reason: Text
    """Why its indicators may share an axis, or why the one in it stands alone."""
    family: RecordId | None = None
    """Groups of one family are asked about together (the primary-care rates) but never share an axis."""
    within_place: bool = False
    """Its figures are read against earlier ones of the same place only, because every place counts its own scope."""
    target_note: Text | None = None
    """Why a well-known target is not drawn here, where a reader would look for one."""


class Measure(Record):
    """What exactly an indicator measures: figures share an axis only where all four agree."""

    numerator: Text
    denominator: Text | None = None
    """None for a count; a rate whose denominator the documents do not give says so."""
    population: Text
    care: Text


class Indicator(Record):
    id: RecordId
    name: Text
    definition: Text
    unit: TagId
    direction: Annotated[Direction, Field(strict=False)]
    theme: TagId
    comparability_group: RecordId
    measure: Measure | None = None
    """Only the group of those that stand alone can do without."""
    definition_note: Text | None = None
    """How it differs from the other indicators of its group."""
    official_reference: Line | None = None
    aliases_zh: tuple[Line, ...] = Field(default=(), strict=False)


class CaseTag(Record):
    tag: TagId
    basis: Annotated[Basis, Field(strict=False)] = Basis.judged
    locator: Line | None = None
    note: Text | None = None


class CaseTags(Record):
    alliance_model: tuple[CaseTag, ...] = Field(default=(), strict=False)
    integration_type: tuple[CaseTag, ...] = Field(strict=False, min_length=1)
    population: tuple[CaseTag, ...] = Field(strict=False, min_length=1)
    technology: tuple[CaseTag, ...] = Field(default=(), strict=False)
    payment: tuple[CaseTag, ...] = Field(default=(), strict=False)
    instrument: tuple[CaseTag, ...] = Field(strict=False, min_length=1)
    problem: tuple[CaseTag, ...] = Field(strict=False, min_length=1)
    lead_level: tuple[CaseTag, ...] = Field(strict=False, min_length=1)
    lead_hospital: tuple[CaseTag, ...] = Field(default=(), strict=False)
    """The grade of the leading hospital, only where the document prints it."""
    workforce: tuple[CaseTag, ...] = Field(default=(), strict=False)
    governance: tuple[CaseTag, ...] = Field(strict=False, min_length=1)


TAG_DIMENSIONS = tuple(CaseTags.model_fields)
LABEL_DIMENSIONS = ("category", "level", "theme", "unit", *EVIDENCE_FACTS, *POLICY_LABEL_DIMENSIONS)
"""Dimensions of the vocabulary that name something other than a case's tags."""
REASONED_DIMENSIONS = ("alliance_model", "integration_type")
"""The dimensions whose judged tags must say why, because some documents mark them and others do not."""


POINT_DIMENSIONS = {Section.measure: ("instrument", "payment"), Section.problem: ("problem",)}
"""The dimensions that a point's tags are of, by its section."""


class Point(Record):
    key: TagId
    section: Annotated[Section, Field(strict=False)]
    basis: Annotated[Basis, Field(strict=False)] = Basis.stated
    """``judged`` marks a reading of ours, such as a limit of the evidence that the source does not name itself."""
    integration_type: Annotated[IntegrationType, Field(strict=False)] | None = None
    title: Text
    text: Text
    answers: tuple[TagId, ...] = Field(default=(), strict=False)
    """Keys of the points this one answers: a measure its problems, an outcome its measures."""
    figures: tuple[RecordId, ...] = Field(default=(), strict=False)
    """Observations that this point tells in words."""
    themes: tuple[TagId, ...] = Field(default=(), strict=False)
    """Themes of the codebook that an outcome tells of in words only, without a figure."""
    tags: tuple[TagId, ...] = Field(default=(), strict=False)
    """Those of the case's own tags that a measure uses (POINT_DIMENSIONS), or the problem tags that a problem tells."""
    source: RecordId | None = None
    """Only where it is not the case's own source."""
    locator: Line

    @model_validator(mode="after")
    def _typed_like_its_section(self) -> Self:
        if (self.section is Section.measure) != (self.integration_type is not None):
            raise ValueError("a measure names its integration_type; no other point does")
        if self.themes and self.section is not Section.outcome:
            raise ValueError("only an outcome names the themes that it tells of in words")
        if self.tags and self.section not in POINT_DIMENSIONS:
            raise ValueError("only a measure or a problem names tags of its case")
        return self


class Case(Record):
    id: RecordId
    name: Text
    category: Annotated[Category, Field(strict=False)]
    level: Annotated[Level, Field(strict=False)]
    province: TagId
    prefecture: Text | None = None
    county: Text | None = None
    part_of: RecordId | None = None
    started: PartialDate | None = None
    ended: PartialDate | None = None
    years_note: Text | None = None
    lead: Text
    partners: tuple[Text, ...] = Field(default=(), strict=False)
    summary: Text
    source: RecordId
    locator: Line
    headline: tuple[RecordId, ...] = Field(default=(), strict=False, max_length=2)
    tags: CaseTags
    evidence: Evidence
    points: tuple[Point, ...] = Field(strict=False, min_length=4)

    @model_validator(mode="after")
    def _every_section_filled(self) -> Self:
        missing = [section.value for section in Section if section not in {point.section for point in self.points}]
        if missing:
            raise ValueError(f"expected at least one point in every section; none in {', '.join(missing)}")
        return self


class Place(Record):
    """The country or a comparator county: it carries figures but is not one of the cases."""

    id: RecordId
    name: Text
    level: Annotated[Level, Field(strict=False)]
    province: TagId | None = None
    prefecture: Text | None = None
    county: Text | None = None
    summary: Text
    source: RecordId


class Observation(Record):
    observation_id: RecordId
    case_id: RecordId
    indicator_id: RecordId
    subject_zh: Line
    subject_en: Line
    period_start: PartialDate | None = None
    period_end: PartialDate | None = None
    value: Annotated[Decimal, BeforeValidator(_decimal_text)] | None = None
    unit: TagId
    qualifier: Annotated[Qualifier, Field(strict=False)] | None = None
    """How the value bounds the fact; a derived figure may leave it out, because its formula decides it."""
    as_reported: Line | None = None
    kind: Annotated[ObservationKind, Field(strict=False)]
    basis: Annotated[ObservationBasis, Field(strict=False)]
    formula: Line | None = None
    source_id: RecordId
    locator: Line | None = None
    note_zh: Line | None = None
    note_en: Line | None = None

    @model_validator(mode="after")
    def _reported_or_derived(self) -> Self:
        if self.basis is ObservationBasis.reported:
            if self.value is None or self.as_reported is None:
                raise ValueError("a reported figure needs value and as_reported")
            if self.formula is not None:
                raise ValueError("a reported figure has no formula; set basis to derived if it is computed")
        elif self.formula is None or self.value is not None or self.as_reported is not None:
            raise ValueError("a derived figure has a formula, and no value or as_reported: the build computes it")
        if (self.note_zh is None) != (self.note_en is None):
            raise ValueError("a note needs both languages: fill note_zh and note_en, or neither")
        return self

    @model_validator(mode="after")
    def _period_in_order(self) -> Self:
        if self.period_start is not None and self.period_end is None:
            raise ValueError("a period_start needs a period_end")
        if self.period_start is not None and self.period_end is not None:
            if first_day(self.period_start) > last_day(self.period_end):
                raise ValueError(f"the period ends ({self.period_end}) before it starts ({self.period_start})")
        return self


class SourcesFile(Record):
    sources: tuple[Source, ...] = Field(strict=False)


class VocabularyFile(Record):
    dimensions: dict[TagId, Annotated[tuple[VocabularyEntry, ...], Field(strict=False)]]
    provinces: tuple[Province, ...] = Field(strict=False)


class IndicatorsFile(Record):
    comparability_groups: tuple[ComparabilityGroup, ...] = Field(strict=False)
    indicators: tuple[Indicator, ...] = Field(strict=False)


class CasesFile(Record):
    cases: tuple[Case, ...] = Field(strict=False)
    places: tuple[Place, ...] = Field(strict=False)


FILES: dict[str, type[Record]] = {
    "sources.yaml": SourcesFile,
    "vocabulary.yaml": VocabularyFile,
    "indicators.yaml": IndicatorsFile,
    "cases.yaml": CasesFile,
    "policies.yaml": PoliciesFile,
    "recommendations.yaml": RecommendationsFile,
    "frameworks.yaml": FrameworksFile,
    "left_out.yaml": LeftOutFile,
    "planner.yaml": PlannerFile,
    "checks.yaml": ChecksFile,
}
OBSERVATIONS_FILE = "observations.csv"
OBSERVATION_COLUMNS = tuple(Observation.model_fields)
