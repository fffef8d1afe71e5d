"""What a round of scores says: the median, how far the scores lie apart, and whether the room is split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Literal

LEAST_SCORES = 4
"""Fewer scores have no middle half to speak of."""

SPLIT_SPAN = 2
"""From this many points between the quartiles on, a room is split."""

Agreement = Literal["none", "few", "agreed", "split"]


@dataclass(frozen=True)
class Tally:
    """``median`` and the quartiles ``low`` and ``high`` are None where nobody scored."""

    total: int
    median: float | None
    low: float | None
    high: float | None
    agreement: Agreement


def tally(counts: Sequence[int]) -> Tally:
    """The tally of ``counts``, the number of scores of 0, 1, 2, …

    The middle half of the scores lies between the quartiles (inclusive method). Where it spans SPLIT_SPAN points or
    more, the room is split and the median is uncertain.
    """
    scores = [score for score, count in enumerate(counts) for _ in range(count)]
    if not scores:
        return Tally(0, None, None, None, "none")
    low, _, high = quantiles(scores, n=4, method="inclusive") if len(scores) > 1 else (scores[0],) * 3
    agreement: Agreement = "split" if high - low >= SPLIT_SPAN else "agreed"
    return Tally(len(scores), median(scores), low, high, "few" if len(scores) < LEAST_SCORES else agreement)
