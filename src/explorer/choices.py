"""The words that a field of an authored record may hold, where there are only a few."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    alliance = "alliance"
    public_hospital = "public_hospital"
    social = "social"


class Level(StrEnum):
    """The area or body a case covers."""

    national = "national"
    province = "province"
    prefecture = "prefecture"
    district = "district"
    county = "county"
    institution = "institution"


class Basis(StrEnum):
    stated = "stated"
    judged = "judged"


class Section(StrEnum):
    problem = "problem"
    measure = "measure"
    outcome = "outcome"
    limitation = "limitation"


class IntegrationType(StrEnum):
    organizational = "organizational"
    management = "management"
    functional = "functional"
    service = "service"


class Direction(StrEnum):
    higher = "higher"
    lower = "lower"  # type: ignore[assignment]
    neutral = "neutral"


class Qualifier(StrEnum):
    exactly = "="
    more_than = ">"
    at_least = ">="
    less_than = "<"
    at_most = "<="
    about = "~"


class ObservationKind(StrEnum):
    level = "level"
    change = "change"
    share = "share"
    target = "target"
    milestone = "milestone"
    structure = "structure"


class ObservationBasis(StrEnum):
    reported = "reported"
    derived = "derived"


class SourceKind(StrEnum):
    report = "report"
    paper = "paper"
    practice_report = "practice_report"
    newspaper = "newspaper"
    news_report = "news_report"
    bulletin = "bulletin"
    briefing = "briefing"
    compilation = "compilation"
    official_document = "official_document"
