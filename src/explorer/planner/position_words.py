"""Where a county stands, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from explorer.county import Number
from explorer.i18n import QUALIFIER_KEYS, Translator, decimals_of
from explorer.planner.position import Position, Rule, WhyNot, standing
from explorer.planner.telling import Paragraph, Piece, Told, label, tell

Row = Mapping[str, Any]


def field_name(tr: Translator, field_id: str) -> Told:
    """What the form calls a field."""
    return label(tr, f"county.{field_id}")


def position_name(position: Position, tr: Translator) -> Told:
    """The published indicator that a number of the county is, or else what the form calls it."""
    if position.indicator is None:
        return field_name(tr, position.field_id)
    name = tr.pick(position.indicator, "name") or ""
    return Told(name, (f"indicator:{position.indicator['indicator_id']}",))


def whose(tr: Translator, row: Row) -> str:
    """The place that a figure is of; its subject where a case is no single county."""
    is_place = row["case_category"] == "context" or tr.pick(row, "place") != tr.pick(row, "case")
    return tr.pick(row, "place" if is_place else "subject") or ""


def percent(tr: Translator, value: Decimal, *origins: str) -> Told:
    """A rate with the decimals that it has."""
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return Told(tr.amount(float(value), decimals, "percent"), origins)


def number_of(position: Position, tr: Translator) -> Told:
    """The county's own number with its unit, as entered."""
    return entered(tr, position.number, position.field_id, position.indicator["unit"] if position.indicator else None)


def entered(tr: Translator, number: Number, field_id: str, unit: str | None) -> Told:
    """A number of the form with its unit; as it was written where it has none that is published."""
    exponent = number.value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    value = float(number.value)
    return Told(tr.amount(value, decimals, unit) if unit else tr.number(value, decimals), (f"form:{field_id}",))


def target_words(tr: Translator, target: Row) -> Told:
    """What a target asks for: ``at least 90%``."""
    amount = tr.amount(target["value"], decimals_of(target["value"]), target["unit"])
    operator = target["operator"]
    words = amount if operator == "=" else tr(f"qualifier.{QUALIFIER_KEYS[operator]}", amount=amount)
    return Told(words, (f"target:{target['target_id']}",))


def of_target(tr: Translator, target: Row) -> list[tuple[str, Piece]]:
    """Whose target it is, for whom and by when, as slots."""
    origin = (f"target:{target['target_id']}",)
    return [
        ("policy", Told(tr.pick(target, "policy") or "", origin)),
        ("scope", Told(tr.pick(target, "scope") or "", origin)),
        ("year", Told(str(target["due"].year), origin)),
    ]


def standing_words(position: Position, tr: Translator) -> Paragraph:
    """A county's number and how many published figures of the same definition lie below and above it."""
    name, amount = position_name(position, tr), number_of(position, tr)
    if position.figures.empty:
        return tell(tr, "position.line.alone", name=name, amount=amount)
    own = (f"form:{position.field_id}",)
    held = tuple(f"observation:{row['observation_id']}" for row in position.newest_rows)
    counts = (Told(str(count), (*own, *held)) for count in standing(position))
    below, level, above = counts
    return tell(tr, "position.line", name=name, amount=amount, below=below, level=level, above=above)


def rule_words(rule: Rule, position: Position, tr: Translator) -> Paragraph:
    """How the county's number stands to a target, or in what the two are defined otherwise."""
    slots = {"target": target_words(tr, rule.target)} | dict(of_target(tr, rule.target))
    if rule.verdict is None:
        parts = tr.listing([tr(f"measure.{part}") for part in rule.differs])
        return tell(tr, "position.target.apart", **slots, parts=Told(parts))
    # Whether the county is among those for whom it was set nobody asked: the two numbers are compared, no more.
    stands = Told(tr(f"targets.number.{rule.verdict}"), (f"form:{position.field_id}",))
    return tell(tr, "position.target", **slots, stands=stands)


def why_not_words(position: Position, tr: Translator) -> list[Paragraph]:
    """Why a number stands beside no other, and which figures are kept apart from it."""
    name = position_name(position, tr)
    said = []
    if position.why_not is WhyNot.within_place and position.indicator is not None:
        reason = Told((tr.pick(position.indicator, "reason") or "").rstrip(".。"), name.origins)
        said.append(tell(tr, "position.why.within_place", name=name, reason=reason))
    elif position.why_not:
        said.append(tell(tr, f"position.why.{position.why_not}", name=name))
    for apart in position.apart:
        other = f"indicator:{apart.indicator['indicator_id']}"
        said.append(
            tell(
                tr,
                "position.apart",
                name=name,
                other=Told(tr.pick(apart.indicator, "name") or "", (other,)),
                figures=Told(str(apart.figures), (other,)),
                parts=Told(tr.listing([tr(f"measure.{part}") for part in apart.parts])),
            )
        )
    return said
