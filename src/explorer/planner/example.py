"""A county to try the form with: a pilot county's published figures, and a population that nobody published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.county import FIELDS
from explorer.planner.entries import Entries, definitions_of

EXAMPLE_CASE = "pilot-county-a1"
EXAMPLE_POPULATION = "600,000"
"""Chosen for the example; the page says so."""

INDICATORS = {
    indicator_id: (each, definition) for each in FIELDS for definition, indicator_id in each.indicators.items()
}
"""By published indicator, the field that it is and the definition by which."""


def example_entries(figures: Iterable[Mapping[str, Any]], name: str) -> Entries:
    """Entries of published figures as they are printed, under ``name``.

    Each figure has ``indicator_id``, ``as_reported``, ``kind`` and ``period_printed``; what no field asks for is passed
    over, and of two figures for one field the first is taken.
    """
    texts, definitions, years = {"population": EXAMPLE_POPULATION}, {}, set()
    for figure in figures:
        each, definition = INDICATORS.get(figure["indicator_id"], (None, ""))
        if each is None or each.field_id in texts or not figure["as_reported"]:
            continue
        texts[each.field_id] = figure["as_reported"]
        years.add(str(figure["period_printed"])[:4])
        if definitions_of(each):
            definitions[each.field_id] = definition
    year = years.pop() if len(years) == 1 else ""
    return Entries(name=name, year=year, texts=texts, definitions=definitions, is_example=True)
