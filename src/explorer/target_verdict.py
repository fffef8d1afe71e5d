"""Whether a figure reaches a target, as far as the two can say."""

from __future__ import annotations

import math
from datetime import date
from enum import StrEnum


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
