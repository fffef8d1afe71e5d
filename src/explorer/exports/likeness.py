"""The closest places as tables and as data: every contribution, the measures they took, the preconditions they had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from explorer.county import FIELD, County, FieldKind
from explorer.exports.data_table import DataTable, table_from
from explorer.exports.tables import source_and_locator
from explorer.i18n import Translator
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
    columns = _parts(found, county, weights, names, figures, tags, tr)
    return pd.DataFrame({tr(key): cells for key, cells in columns.items()})


def _parts(
    found: Sequence[Likeness],
    county: County,
    weights: Weights,
    names: Mapping[str, str],
    figures: Mapping[str, Row],
    tags: Mapping[tuple[str, str], frozenset[str]],
    tr: Translator,
) -> dict[str, list[str]]:
    """The cells of ``parts_table`` by the key of their column's head."""
    pairs = [(one, part) for one in found for part in one.shared]
    return {
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


def parts_data(
    found: Sequence[Likeness],
    county: County,
    weights: Weights,
    names: Mapping[str, str],
    figures: Mapping[str, Row],
    tags: Mapping[tuple[str, str], frozenset[str]],
    tr: Translator,
) -> DataTable:
    """The rows of ``parts_table``, which takes the same, with ids and exact numbers."""
    pairs = [(one, part) for one in found for part in one.shared]

    def exact(read: Callable[[Likeness, Contribution], Fraction]) -> list[str]:
        return [f"{float(read(one, part)):.{DECIMALS}f}" for one, part in pairs]

    numbers = {
        "likeness.file.difference": exact(lambda _, part: part.difference),
        "likeness.file.least": exact(lambda _, part: part.least),
        "likeness.file.most": exact(lambda _, part: part.most),
        "likeness.file.part": exact(lambda _, part: part.part),
        "likeness.file.distance": exact(lambda one, _: one.distance or Fraction(0)),
    }
    columns: dict[str, list[Any]] = {
        "case_id": [one.place_id for one, _ in pairs],
        "field_id": [part.field_id for _, part in pairs],
        "observation_id": [part.observation_id for _, part in pairs],
        **numbers,
        **_parts(found, county, weights, names, figures, tags, tr),
    }
    told = ("county", "place", "difference", "part", "distance")
    ids = {f"likeness.column.{name}": f"{name}_told" for name in told}
    return table_from(columns, tr, numbers=numbers, ids=ids)


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


def measures_data(
    groups: Iterable[Group], headings: Mapping[str, str], names: Mapping[str, str], of: int, tr: Translator
) -> DataTable:
    """One row a group, measure and case."""
    taken = [
        (group, measure, taker, line)
        for group in groups
        for measure in group.measures
        for taker, line in zip(measure.takers, points_words(measure, names, tr), strict=True)
    ]
    columns: dict[str, list[Any]] = {
        "tag": [measure.tag for _, measure, _, _ in taken],
        "case_id": [taker.case_id for _, _, taker, _ in taken],
        "point_id": ["; ".join(point["point_id"] for point in taker.points) for _, _, taker, _ in taken],
        "taken.column.group": [headings[group.key] for group, _, _, _ in taken],
        "taken.column.measure": [measure_name(measure, tr) for _, measure, _, _ in taken],
        "taken.column.count": [len(measure.takers) for _, measure, _, _ in taken],
        "taken.column.of": [of for _ in taken],
        "column.case": [names[taker.case_id] for _, _, taker, _ in taken],
        "taken.column.points": [line for _, _, _, line in taken],
        "taken.column.in_place": [tr("taken.in_place") if measure.in_place else None for _, measure, _, _ in taken],
    }
    return table_from(columns, tr, numbers=("taken.column.count", "taken.column.of"))


def preconditions_data(found: Iterable[Ticked], names: Mapping[str, str], of: int, tr: Translator) -> DataTable:
    """One row a precondition and case."""
    held = [(one, holder) for one in found for holder in one.holders]
    columns: dict[str, list[Any]] = {
        "precondition_id": [one.precondition_id for one, _ in held],
        "case_id": [holder["case_id"] for _, holder in held],
        "precondition.column.name": [tr.pick(one.precondition, "name") for one, _ in held],
        "precondition.column.county": [tr(f"precondition.standing.{one.standing}") for one, _ in held],
        "taken.column.count": [len(one.holders) for one, _ in held],
        "taken.column.of": [of for _ in held],
        "column.case": [names[holder["case_id"]] for _, holder in held],
        "precondition.column.shown": [tr.listing(list(holder[f"labels_{tr.language}"])) for _, holder in held],
        "column.locator": [tr.listing(list(holder["locators"] or [])) for _, holder in held],
        "precondition.column.definition": [tr.pick(one.precondition, "definition") for one, _ in held],
    }
    return table_from(columns, tr, numbers=("taken.column.count", "taken.column.of"))
