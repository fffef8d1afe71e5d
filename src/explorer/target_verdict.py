"""Whether a figure reaches a target, as far as the two can say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    reached = "reached"
    not_reached = "not_reached"
    undecided = "undecided"
    """The figure is a bound or an approximation that leaves both open, or the target is one itself."""


class Timing(StrEnum):
    before_due = "before_due"
    at_due = "at_due"
    after_due = "after_due"
    undated = "undated"


class Outcome(StrEnum):
    """What the figures say about a target, in the order in which a reader may ask for it."""

    reached = "reached"
    not_reached = "not_reached"
    mixed = "mixed"
    """Some of those for whom it was set reached it, and others did not."""
    undecided = "undecided"
    in_words = "in_words"
    """Figures stand beside a target that has no number of its own."""
    others_only = "others_only"
    """There are figures, none of them about those for whom it was set."""
    without_figure = "without_figure"


def verdict(
    operator: str, target: float, qualifier: str, value: float, low: float | None, high: float | None
) -> Verdict:
    """How a figure stands to a target in the same unit.

    Signs are those of ``explorer.choices.Qualifier``. A figure without a bound is held against the target as printed;
    ``low`` and ``high`` are what any other may stand for (None: without end). A target of exactly so much is reached by
    more; one of about so much (``~``) says too little to decide.
    """
    if operator == "~":
        return Verdict.undecided
    if operator in ("<", "<="):  # the same question with the numbers mirrored
        mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
        ends = (None if high is None else -high, None if low is None else -low)
        return verdict(mirrored[operator], -target, mirrored.get(qualifier, qualifier), -value, *ends)
    least, most = (value, value) if qualifier == "=" else (_end(low, -math.inf), _end(high, math.inf))
    more_is_asked = operator == ">"
    if least > target or (least == target and (not more_is_asked or qualifier == ">")):
        return Verdict.reached
    if most < target or (most == target and (more_is_asked or qualifier == "<")):
        return Verdict.not_reached
    return Verdict.undecided


def _end(number: float | None, without: float) -> float:
    return without if number is None else number


def timing(due: date | None, end: date | None) -> Timing:
    """Whether a figure's period ends before the day a target falls due, on it, or after it.

    Both are the last day that a printed date may mean: a figure for 2017 is at due for a target of 2017, and one of
    September is not.
    """
    if due is None or end is None:
        return Timing.undated
    if end == due:
        return Timing.at_due
    return Timing.before_due if end < due else Timing.after_due


def outcome(figures: Sequence[Mapping[str, Any]]) -> Outcome:
    """What the figures to hold against one target say, the newest of each subject deciding.

    ``figures`` are rows of ``explorer.queries.targets.targets_against_observations``. A figure from before the due date
    counts: whoever tells the outcome has to tell the date as well.
    """
    if not figures:
        return Outcome.without_figure
    if any(row["operator"] is None for row in figures):
        return Outcome.in_words
    of_subject: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in figures:
        if row["in_scope"]:
            of_subject.setdefault((row["case_id"], row["subject_en"]), []).append(row)
    if not of_subject:
        return Outcome.others_only
    verdicts = {row["verdict"] for rows in of_subject.values() for row in _newest(rows)}
    if {Verdict.reached, Verdict.not_reached} <= verdicts:
        return Outcome.mixed
    if Verdict.undecided in verdicts:
        return Outcome.undecided
    return Outcome(verdicts.pop())


def _newest(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of the latest period, or all where none has a date."""
    latest = max((row["period_end"] for row in rows if row["period_end"] is not None), default=None)
    return [row for row in rows if row["period_end"] == latest]
