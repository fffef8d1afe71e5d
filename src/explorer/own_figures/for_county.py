"""What the form of “My county” can take from a reader's figures of one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.county import FIELDS, FieldKind
from explorer.i18n import decimals_of, plain_number
from explorer.own_figures.beside import printed
from explorer.planner.entries import Entries

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Offer:
    """One field's number as the set has it: by which definition, in base units, and for when."""

    field_id: str
    definition: str
    indicator_id: str
    text: str
    period_printed: str
    synthetic: bool


INDICATORS = tuple(
    dict.fromkeys(one for each in FIELDS if each.kind is FieldKind.number for one in each.indicators.values())
)
"""The indicators that a field of the form is."""


def offers(rows: Iterable[Row]) -> list[Offer]:
    """What a place's figures give the form: of each field the newest, in the order of the form.

    ``rows`` as from ``explorer.queries.own_figures.of_places`` for one place. Of two definitions of a field the one
    with the newer figure is taken, and of equally new ones that which stands first in the form.
    """
    newest: dict[str, Row] = {}
    for row in rows:
        kept = newest.get(row["indicator_id"])
        if kept is None or (row["period_end"], kept["period_start"]) > (kept["period_end"], row["period_start"]):
            newest[row["indicator_id"]] = row
    found = []
    for each in FIELDS:
        if each.kind is FieldKind.number:
            told = [(definition, newest[one]) for definition, one in each.indicators.items() if one in newest]
            if told:
                definition, row = max(told, key=lambda pair: pair[1]["period_end"])
                found.append(_offer(each.field_id, definition, row))
    return found


def _offer(field_id: str, definition: str, row: Row) -> Offer:
    text = plain_number(row["value"], decimals_of(row["value"]))
    when = printed(row["period_start"], row["period_end"])
    return Offer(field_id, definition, row["indicator_id"], text, when, bool(row["synthetic"]))


def filled(entries: Entries, name: str, chosen: Iterable[Offer]) -> Entries:
    """The form with these numbers in it, each by its definition, and the place's name.

    The year is filled in where all numbers are of one year, else emptied: figures of several have none in common.
    """
    entries, years = entries.with_text("name", name), set()
    for offer in chosen:
        entries = entries.with_text(offer.field_id, offer.text)
        if offer.definition:
            entries = entries.with_definition(offer.field_id, offer.definition)
        years.add(offer.period_printed)
    only = next(iter(years)) if len(years) == 1 else ""
    return entries.with_text("year", only if only.isdigit() else "")
