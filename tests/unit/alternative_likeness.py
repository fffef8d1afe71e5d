"""Gower's distance a second time: a table of similarities in plain floats, filled cell by cell and averaged.

Nothing of ``explorer.planner.likeness`` is used. A county and a place are dictionaries by field; a number is a float, a
choice a text, a checklist a set. What is not known is not a key. ``ranges`` are the widths that numbers are divided by.
"""

from __future__ import annotations

from collections.abc import Mapping

Value = float | str | frozenset[str]


def distance(
    county: Mapping[str, Value], place: Mapping[str, Value], ranges: Mapping[str, float], weights: Mapping[str, float]
) -> float | None:
    """One minus the weighted mean similarity over the fields of both; None without any such field."""
    weighted_similarities, weight_sum = 0.0, 0.0
    for field in county:
        weight = weights.get(field, 1.0)
        if field not in place or weight == 0:
            continue
        a, b = county[field], place[field]
        if isinstance(a, float) and isinstance(b, float):
            similarity = max(0.0, 1.0 - abs(a - b) / ranges[field])
        elif isinstance(a, frozenset) and isinstance(b, frozenset):
            if not a or not b:
                continue
            both = sum(1 for entry in a if entry in b)
            similarity = both / (len(a) + len(b) - both)
        else:
            similarity = 1.0 if a == b else 0.0
        weighted_similarities += weight * similarity
        weight_sum += weight
    return None if weight_sum == 0 else 1.0 - weighted_similarities / weight_sum
