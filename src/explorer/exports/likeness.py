"""The closest places as tables and files: every contribution, the measures they took, the preconditions they had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from explorer.exports.tables import csv_bytes, inert, source_and_locator
from explorer.i18n import Translator
from explorer.planner.county import FIELD, County, FieldKind
from explorer.planner.likeness import Contribution, Likeness, Weights
from explorer.planner.measures import Group, Measure
from explorer.planner.preconditions import Ticked

Row = Mapping[str, Any]
DECIMALS = 3
"""Of differences and distances in files; a page shows two."""


def parts_table(
    found: Sequence[Likeness],
    county: County,
    weights: Weights,
    names: Mapping[str, str],
    figures: Mapping[str, Row],
    tags: Mapping[tuple[str, str], frozenset[str]],
    tr: Translator,
) -> pd.DataFrame:
    """One row a place and field that both have: either side's figure, their difference, its weight and its part.

    ``names`` by place, ``figures`` by observation, ``tags`` by place and field.
    """
    pairs = [(one, part) for one in found for part in one.shared]
    columns: dict[str, list[str]] = {
        "column.place": [names[one.place_id] for one, _ in pairs],
        "likeness.column.field": [tr(f"county.{part.field_id}") for _, part in pairs],
        "likeness.column.county": [county_words(county, part.field_id, tr) for _, part in pairs],
        "likeness.column.place": [place_words(one.place_id, part, figures, tags, tr) for one, part in pairs],
        "likeness.column.difference": [difference_words(part, tr) for _, part in pairs],
        "likeness.column.weight": [weight_words(weights.get(part.field_id, Fraction(1))) for _, part in pairs],
        "likeness.column.part": [tr.base_number(float(part.part), 2) for _, part in pairs],
        "likeness.column.distance": [tr.base_number(float(one.distance or 0), 2) for one, _ in pairs],
        "column.source": [
            source_and_locator(figures[part.observation_id], tr) if part.observation_id else "—" for _, part in pairs
        ],
    }
    return pd.DataFrame({tr(key): cells for key, cells in columns.items()})


def county_words(county: County, field_id: str, tr: Translator) -> str:
    """What the county's form says of a field: the number as it was entered, or the names of what was ticked."""
    if FIELD[field_id].kind is FieldKind.number:
        return county.numbers[field_id].as_entered
    return tr.listing([_option(field_id, option, tr) for option in county.choices[field_id]])


def place_words(
    place_id: str,
    part: Contribution,
    figures: Mapping[str, Row],
    tags: Mapping[tuple[str, str], frozenset[str]],
    tr: Translator,
) -> str:
    """What is known of a place for a field: the figure with its period, or the names of its tags."""
    if part.observation_id is not None:
        figure = figures[part.observation_id]
        return f"{tr.figure(figure)} {tr('parenthesis', text=tr.period(figure))}"
    return tr.listing([_option(part.field_id, tag, tr) for tag in sorted(tags[place_id, part.field_id])])


def _option(field_id: str, option: str, tr: Translator) -> str:
    dimension, own = FIELD[field_id].dimension, f"{field_id}.{option}"
    return tr.label(dimension, option) if dimension else tr(f"county.{own}")


def difference_words(part: Contribution, tr: Translator) -> str:
    """A field's difference, and between what it may lie where figures are rounded or open to one side."""
    at, least, most = (tr.base_number(float(number), 2) for number in (part.difference, part.least, part.most))
    return at if least == most else tr("likeness.between", at=at, least=least, most=most)


def weight_words(weight: Fraction) -> str:
    """A weight as it is set: 1, 2, 0.5."""
    return f"{float(weight):g}"


def parts_csv(table: pd.DataFrame, found: Sequence[Likeness]) -> bytes:
    """The rows of ``parts_table`` with ids and exact numbers. UTF-8 with byte order mark."""
    pairs = [(one, part) for one in found for part in one.shared]
    header = ["case_id", "field_id", "observation_id", "difference", "least", "most", "part", "distance"]
    body = []
    for (one, part), cells in zip(pairs, table.to_numpy().tolist(), strict=True):
        numbers = (part.difference, part.least, part.most, part.part, one.distance or Fraction(0))
        ids = (one.place_id, part.field_id, part.observation_id)
        body.append([*map(inert, ids), *(f"{float(number):.{DECIMALS}f}" for number in numbers), *map(inert, cells)])
    return csv_bytes([*header, *table.columns], body)


def measure_name(measure: Measure, tr: Translator) -> str:
    """The name of a tag, or the title of the one point that the measure is."""
    if measure.dimension is not None and measure.tag is not None:
        return tr.label(measure.dimension, measure.tag)
    return tr.pick(measure.point, "title") or ""


def points_words(measure: Measure, names: Mapping[str, str], tr: Translator) -> list[str]:
    """For each case that took a measure, the points that tell of it with their places."""
    lines = []
    for taker in measure.takers:
        points = [tr("taken.point", title=tr.pick(point, "title"), locator=point["locator"]) for point in taker.points]
        told = tr.listing(points) if points else tr("taken.by_tag")
        lines.append(tr("taken.case", place=names[taker.case_id], points=told))
    return lines


def measures_csv(
    groups: Iterable[Group], headings: Mapping[str, str], names: Mapping[str, str], of: int, tr: Translator
) -> bytes:
    """One row a group, measure and case. UTF-8 with byte order mark."""
    keys = ("taken.column.group", "taken.column.measure", "taken.column.count", "taken.column.of", "column.case")
    header = ["tag", "case_id", "point_id", *map(tr, keys), tr("taken.column.points"), tr("taken.column.in_place")]
    body = []
    for group in groups:
        for measure in group.measures:
            lines = points_words(measure, names, tr)
            for taker, line in zip(measure.takers, lines, strict=True):
                points = "; ".join(point["point_id"] for point in taker.points)
                cells = [headings[group.key], measure_name(measure, tr), str(len(measure.takers)), str(of)]
                cells += [names[taker.case_id], line, tr("taken.in_place") if measure.in_place else ""]
                body.append([inert(cell or None) for cell in (measure.tag, taker.case_id, points, *cells)])
    return csv_bytes(header, body)


def preconditions_csv(found: Iterable[Ticked], names: Mapping[str, str], of: int, tr: Translator) -> bytes:
    """One row a precondition and case. UTF-8 with byte order mark."""
    keys = ("precondition.column.name", "precondition.column.county", "taken.column.count", "taken.column.of")
    header = ["precondition_id", "case_id", *map(tr, keys), tr("column.case"), tr("precondition.column.shown")]
    header += [tr("column.locator"), tr("precondition.column.definition")]
    body = []
    for one in found:
        for holder in one.holders:
            cells = [tr.pick(one.precondition, "name"), tr(f"precondition.standing.{one.standing}")]
            cells += [str(len(one.holders)), str(of), names[holder["case_id"]]]
            cells += [tr.listing(list(holder[f"labels_{tr.language}"])), tr.listing(list(holder["locators"] or []))]
            cells.append(tr.pick(one.precondition, "definition"))
            body.append([inert(cell or None) for cell in (one.precondition_id, holder["case_id"], *cells)])
    return csv_bytes(header, body)
