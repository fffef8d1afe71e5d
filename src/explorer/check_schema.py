"""The record of a check: which figures of the documents it recomputes or compares, and in which roles."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from explorer.record import Line, Record, RecordId, TagId, Text


class CheckKind(StrEnum):
    """What a check recomputes or compares."""

    sum = "sum"
    share = "share"
    ratio = "ratio"
    growth = "growth"
    difference = "difference"
    mean = "mean"
    sd_sample = "sd_sample"
    sd_population = "sd_population"
    yearly = "yearly"
    order = "order"
    nesting = "nesting"
    equality = "equality"
    target = "target"
    count = "count"  # type: ignore[assignment]
    marks = "marks"


class CheckOperands(Record):
    """Observation ids by the role they play in a check; ``OPERAND_ROLES`` says which kind has which."""

    parts: tuple[RecordId, ...] = Field(default=(), strict=False)
    whole: RecordId | None = None
    share: RecordId | None = None
    numerator: RecordId | None = None
    denominator: RecordId | None = None
    ratio: RecordId | None = None
    before: RecordId | None = None
    after: RecordId | None = None
    growth: RecordId | None = None
    difference: RecordId | None = None
    items: tuple[RecordId, ...] = Field(default=(), strict=False)
    mean: RecordId | None = None
    sd: RecordId | None = None
    total: RecordId | None = None
    yearly: RecordId | None = None
    part: RecordId | None = None
    figures: tuple[RecordId, ...] = Field(default=(), strict=False)
    target: RecordId | None = None
    result: RecordId | None = None
    stated: RecordId | None = None

    def by_role(self) -> dict[str, tuple[RecordId, ...]]:
        """The roles that are filled, each with its observations in order."""
        filled = {name: getattr(self, name) for name in OPERAND_NAMES if getattr(self, name)}
        return {name: (ids,) if isinstance(ids, str) else ids for name, ids in filled.items()}


OPERAND_NAMES = tuple(CheckOperands.model_fields)
OPERAND_ROLES: dict[CheckKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    CheckKind.sum: (("parts",), ("whole",)),
    CheckKind.share: (("share",), ("parts", "whole")),
    CheckKind.ratio: (("numerator", "denominator", "ratio"), ()),
    CheckKind.growth: (("before", "after", "growth"), ()),
    CheckKind.difference: (("before", "after", "difference"), ()),
    CheckKind.mean: (("items", "mean"), ()),
    CheckKind.sd_sample: (("items", "sd"), ()),
    CheckKind.sd_population: (("items", "sd"), ()),
    CheckKind.yearly: (("total", "yearly"), ()),
    CheckKind.order: (("items",), ()),
    CheckKind.nesting: (("part", "whole"), ()),
    CheckKind.equality: (("figures",), ()),
    CheckKind.target: (("target", "result"), ()),
    CheckKind.count: (("stated",), ("items",)),
    CheckKind.marks: ((), ()),
}
"""The roles that a kind must have, and those that it may have."""
AT_LEAST_TWO = {
    CheckKind.mean: "items",
    CheckKind.sd_sample: "items",
    CheckKind.sd_population: "items",
    CheckKind.order: "items",
    CheckKind.equality: "figures",
}
"""The roles that say nothing with a single figure."""


class MarkedTag(Record):
    """A tag that the document may mark, for a check of the kind ``marks``."""

    dimension: TagId
    tag: TagId


class ListedItem(Text):
    """One thing of a list that a document counts, for a check of the kind ``count``."""

    locator: Line | None = None


class Check(Record):
    id: RecordId
    case: RecordId
    kind: Annotated[CheckKind, Field(strict=False)]
    operands: CheckOperands = CheckOperands()
    listed: tuple[ListedItem, ...] = Field(default=(), strict=False)
    """What stands in a list whose length the document states and that holds no figures."""
    marked: MarkedTag | None = None
    points: tuple[TagId, ...] = Field(default=(), strict=False)
    """The points of the case whose text shows the tag; none if the text does not."""
    locator: Line | None = None
    """Left out only where none of the figures has a place in a document."""
    note: Text | None = None
    undetermined: Text | None = None
    """Why the check cannot be made; it then needs only the operands that there are."""

    @model_validator(mode="after")
    def _operands_of_its_kind(self) -> Self:
        filled = self.operands.by_role()
        required, optional = OPERAND_ROLES[self.kind]
        if foreign := [name for name in filled if name not in (*required, *optional)]:
            raise ValueError(
                f"a check of the kind {self.kind} has no operand {foreign[0]!r}; {_roles_in_words(self.kind)}"
            )
        if self.undetermined is not None and (filled or self.marked):
            return self
        if missing := [name for name in required if name not in filled]:
            raise ValueError(f"the operand {missing[0]!r} is missing; {_roles_in_words(self.kind)}")
        if self.kind in AT_LEAST_TWO and len(filled[AT_LEAST_TWO[self.kind]]) < 2:
            raise ValueError(f"a check of the kind {self.kind} needs two or more {AT_LEAST_TWO[self.kind]}")
        if self.kind is CheckKind.share and filled.keys() == {"share"}:
            raise ValueError("a share needs its parts, its whole or both")
        if self.kind is CheckKind.count and bool(filled.get("items")) == bool(self.listed):
            raise ValueError("a count has items (observations) or a list of its own (listed), and not both")
        return self

    @model_validator(mode="after")
    def _fields_of_its_kind(self) -> Self:
        is_marks = self.kind is CheckKind.marks
        if is_marks != (self.marked is not None) or (self.points and not is_marks):
            raise ValueError("a check of the kind marks names what is marked and the points; no other check does")
        if self.listed and self.kind is not CheckKind.count:
            raise ValueError("only a check of the kind count has a list (listed)")
        return self


def _roles_in_words(kind: CheckKind) -> str:
    required, optional = OPERAND_ROLES[kind]
    words = f"{kind} takes {', '.join(required) or 'no observations'}"
    return f"{words} and, where there are any, {', '.join(optional)}" if optional else words


class ChecksFile(Record):
    checks: tuple[Check, ...] = Field(strict=False)
