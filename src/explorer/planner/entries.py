"""What was typed into the form, as typed, and the county that it describes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from explorer.county import FIELD, FIELDS, County, Field, FieldKind, Number
from explorer.i18n import Labels
from explorer.interval import Interval
from explorer.planner.plausibility import contradictions, range_problem
from explorer.planner.problems import Problem
from explorer.planner.reading import plainly_typed, read_number

Value = TypeVar("Value")
LONGEST_NAME = 40
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Entries:
    """The form as filled, before it is read. What was left empty has no key.

    ``texts`` are the numbers as typed, ``definitions`` and ``choices`` hold ids; each is keyed by field.
    ``is_example`` stays as long as nothing of the example was changed.
    """

    name: str = ""
    year: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_example: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.year or self.texts or any(self.choices.values()))

    def with_text(self, field_id: str, text: str) -> Entries:
        """The same with another text in a field of numbers, or in the county's name or year."""
        if field_id in ("name", "year"):
            return replace(self, **{field_id: text.strip()}, is_example=False)  # type: ignore[arg-type]
        return replace(self, texts=_with(self.texts, field_id, text.strip()), is_example=False)

    def with_definition(self, field_id: str, definition: str | None) -> Entries:
        """The same with a field meant by another definition, or by none."""
        return replace(self, definitions=_with(self.definitions, field_id, definition), is_example=False)

    def with_choice(self, field_id: str, chosen: tuple[str, ...]) -> Entries:
        """The same with other tags or options chosen in a field."""
        return replace(self, choices=_with(self.choices, field_id, chosen), is_example=False)


@dataclass(frozen=True)
class Reading:
    """A county, and what is to be said about what was entered for it."""

    county: County
    problems: tuple[Problem, ...]

    def about(self, field_id: str) -> list[Problem]:
        """What concerns one field alone."""
        return [problem for problem in self.problems if problem.field_id == field_id]

    @property
    def between(self) -> list[Problem]:
        """What concerns several fields together."""
        return [problem for problem in self.problems if problem.field_id is None]

    @property
    def has_figures(self) -> bool:
        """Whether the county holds anything that can be set beside others."""
        return bool(self.county.numbers or self.county.choices)


def _with(held: Mapping[str, Value], key: str, value: Value | None) -> dict[str, Value]:
    return {name: each for name, each in {**held, key: value}.items() if each}


def definitions_of(each: Field) -> tuple[str, ...]:
    """The definitions that a field may be meant by; none for a field of one."""
    return tuple(each.indicators) if len(each.indicators) > 1 else ()


def options_of(each: Field, labels: Labels) -> tuple[str, ...]:
    """The ids that a field of choices may hold, in the order of the vocabulary."""
    if each.dimension is None:
        return each.options
    return tuple(tag for dimension, tag in labels if dimension == each.dimension)


def read_entries(entries: Entries, labels: Labels) -> Reading:
    """The county that entries describe, and every problem in the order of the form.

    A number that cannot be true is not in the county; one that is unusual is. Ids that the vocabulary does not hold are
    left out without a word: only a changed vocabulary can bring them about.
    """
    problems: list[Problem] = []
    name = cleaned_name(entries.name)
    if len(name) > LONGEST_NAME:
        problems.append(Problem("name_too_long", "name", counts={"most": LONGEST_NAME}, blocks=False))
        name = name[:LONGEST_NAME]
    year = read_year(entries.year)
    if isinstance(year, Problem):
        problems.append(year)
    numbers: dict[str, Number] = {}
    for each in FIELDS:
        if each.kind is FieldKind.number and entries.texts.get(each.field_id):
            number, said = read_field(each.field_id, entries.texts[each.field_id])
            problems += said
            if number is not None:
                numbers[each.field_id] = number
    definitions = {
        field_id: definition
        for field_id, definition in entries.definitions.items()
        if field_id in FIELD and definition in definitions_of(FIELD[field_id])
    }
    problems += [
        Problem("definition_missing", field_id, blocks=False)
        for field_id in numbers
        if definitions_of(FIELD[field_id]) and field_id not in definitions
    ]
    choices = {each.field_id: known for each in FIELDS if (known := _known(each, entries, labels))}
    if not name and (numbers or choices):
        problems.insert(0, Problem("name_missing", "name", blocks=False))
    county = County(name, numbers, definitions, choices, year if isinstance(year, int) else None)
    return Reading(county, (*problems, *contradictions(county)))


def _known(each: Field, entries: Entries, labels: Labels) -> tuple[str, ...]:
    """What is chosen in a field, of the ids that there are; of several in a field that takes one, the first."""
    chosen = entries.choices.get(each.field_id, ())
    known = tuple(option for option in options_of(each, labels) if option in chosen)
    return known[:1] if each.kind is FieldKind.choice else known


def read_field(field_id: str, text: str) -> tuple[Number | None, list[Problem]]:
    """The number of one field if it can be used, and what is to be said about it."""
    each = FIELD[field_id]
    assert each.unit is not None
    read = read_number(text, each.unit)
    if read is None:
        return None, []
    if isinstance(read, Problem):
        return None, [read.at(field_id)]
    problem = range_problem(each, read)
    if problem is not None and problem.blocks:
        return None, [problem]
    return _within_possible(each, read), [problem] if problem is not None else []


def _within_possible(each: Field, number: Number) -> Number:
    """A number that stands for nothing that cannot be true: no share for more than a hundred percent."""
    if each.possible is None:
        return number
    low = max(number.stands_for.low, Fraction(each.possible.low))
    high = min(number.stands_for.high, Fraction(each.possible.high))
    return replace(number, stands_for=Interval(low, high))


def read_year(text: str) -> int | Problem | None:
    """The year that a text says; a problem where it says none; None where it says nothing."""
    typed = plainly_typed(text).removesuffix("年").removesuffix("年度").strip()
    if not typed:
        return None
    year = int(typed) if re.fullmatch(r"[0-9]{4}", typed) else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else Problem("year", "year", entered=text)


def cleaned_name(text: str) -> str:
    """A name in one line, without letters that do not show."""
    shown = "".join(" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(c for c in shown if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")).split())
