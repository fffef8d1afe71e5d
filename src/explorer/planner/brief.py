"""What a draft brief is made of, whatever file it becomes: blocks, and the material that they are written from.

Everything here is in one language already. What is known of similar cases comes as plain rows, so that the brief does
not depend on how likeness is reckoned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from explorer.county import County
from explorer.i18n import Language
from explorer.planner.gap import Change, Lack, PerPerson
from explorer.planner.goals import Goal
from explorer.planner.position import Position
from explorer.planner.scenario import Scenario
from explorer.planner.telling import Paragraph, Piece

Row = Mapping[str, Any]


@dataclass(frozen=True)
class LikeCase:
    """One of the cases most like the county. ``shared`` of ``asked`` fields are known of both."""

    case_id: str
    name: str
    distance: float
    shared: int
    asked: int


@dataclass(frozen=True)
class MeasureRow:
    """A measure that similar cases took: ``taken_by`` names them, of ``of`` cases; ``points`` are (case, point) ids."""

    title: str
    kind: str
    taken_by: tuple[str, ...]
    of: int
    points: tuple[tuple[str, str], ...]
    in_place: bool = False


@dataclass(frozen=True)
class PreconditionRow:
    """Something that similar cases had to begin with. ``in_county`` is None where the form does not tell."""

    name: str
    held_by: tuple[str, ...]
    case_ids: tuple[str, ...]
    of: int
    in_county: bool | None


@dataclass(frozen=True)
class Likeness:
    """The closest cases first, their measures and preconditions, and by what they were found.

    ``settings`` are sentences: weights, filters, the least overlap.
    """

    cases: tuple[LikeCase, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    preconditions: tuple[PreconditionRow, ...] = ()
    settings: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class Reckoned:
    """A rate with the level to reach and what reaching it would mean."""

    position: Position
    goal: Goal
    found: Change | Lack


@dataclass(frozen=True)
class Material:
    """Everything that a brief is written from.

    ``sources``, ``cases`` and ``policies`` are rows of the database by source, case and target id, for the references;
    ``national`` are the figures behind the country's coefficient, if it was used; ``picture`` is a Vega-Lite spec.
    """

    county: County
    positions: Sequence[Position]
    reckoned: Sequence[Reckoned]
    scenarios: Sequence[Scenario]
    per_person: Mapping[str, PerPerson]
    national: Sequence[Row]
    likeness: Likeness
    sources: Mapping[str, Row]
    cases: Mapping[str, Row]
    policies: Mapping[str, Row]
    version: str
    made_on: date
    picture: dict[str, Any] | None = None


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Text:
    paragraph: Paragraph
    small: bool = False


@dataclass(frozen=True)
class Bullets:
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Table:
    """Cells by row, under a header that is repeated on every page. ``widths`` are the columns' shares of the line."""

    header: tuple[Piece, ...]
    rows: tuple[tuple[Piece, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Picture:
    """A chart by its Vega-Lite spec, and what stands in its place where none can be drawn."""

    spec: dict[str, Any]
    alt: str


@dataclass(frozen=True)
class References:
    """Citations in the order of their numbers."""

    entries: tuple[Paragraph, ...]


Block: TypeAlias = Heading | Text | Bullets | Table | Picture | References


@dataclass(frozen=True)
class Brief:
    """A brief in one language, ready to be set."""

    language: Language
    title: Paragraph
    blocks: tuple[Block, ...]
    made_on: date
    keywords: tuple[str, ...] = field(default=())

    def pieces(self) -> list[Piece]:
        """Every piece of text in it, in reading order."""
        found: list[Piece] = [self.title]
        for block in self.blocks:
            if isinstance(block, Text):
                found.append(block.paragraph)
            elif isinstance(block, Bullets):
                found += block.paragraphs
            elif isinstance(block, Table):
                found += [*block.header, *(cell for row in block.rows for cell in row)]
            elif isinstance(block, References):
                found += block.entries
        return found
