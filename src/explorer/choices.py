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


class PolicyLevel(StrEnum):
    """Whose instrument it is; ``institution`` is a hospital's, a company's or an association's."""

    international = "international"
    national = "national"
    province = "province"
    prefecture = "prefecture"
    district = "district"
    county = "county"
    institution = "institution"


class PolicyKind(StrEnum):
    law = "law"
    regulation = "regulation"
    opinion = "opinion"
    plan = "plan"
    notice = "notice"
    standard = "standard"
    campaign = "campaign"
    agreement = "agreement"
    pilot_designation = "pilot_designation"
    recognition = "recognition"
    report = "report"
    conference = "conference"


class PolicyStatus(StrEnum):
    """What the documents tell of an instrument, not what has become of it since."""

    issued = "issued"
    in_force = "in_force"
    trial = "trial"
    planned = "planned"
    ended = "ended"

    event = "event"


class DateBasis(StrEnum):
    printed = "printed"
    inferred = "inferred"


class PolicyPointKind(StrEnum):
    objective = "objective"
    measure = "measure"
    instrument = "instrument"


class PolicyRelation(StrEnum):
    """Of a case to a policy: it carries it out, names it, gave rise to it, or was recognised by it."""

    implements = "implements"
    cites = "cites"
    originates = "originates"
    recognised_by = "recognised_by"
