"""What can be said about the evidence behind a case without scoring it.

Four facts: the kind of source, which the source itself says, and the three judged here: who reports, whether a result
has an earlier value to be read against, and whether it has another group or place.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from explorer.record import Line, Record, Text


class Reporter(StrEnum):
    """Who reports on the case: an institution that leads or takes part in it, or somebody else."""

    self = "self"
    independent = "independent"
    unclear = "unclear"


class Given(StrEnum):
    """How far the results come with what they could be read against."""

    given = "given"
    partly = "partly"
    none = "none"


class ReporterFact(Record):
    tag: Annotated[Reporter, Field(strict=False)]
    locator: Line
    reason: Text


class GivenFact(Record):
    tag: Annotated[Given, Field(strict=False)]
    locator: Line
    reason: Text


class Evidence(Record):
    """The judged facts of one case, each with the place it rests on and a short reason."""

    reporter: ReporterFact
    baseline: GivenFact
    comparator: GivenFact


EVIDENCE_FACTS = tuple(Evidence.model_fields)
