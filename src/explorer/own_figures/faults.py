"""What is to be said about a file, a row or a cell of a reader's: a kind of fault and what fills its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.i18n import Translator
from explorer.planner.problems import Problem, quoted

OF_FILES = frozenset(
    {
        *("file_empty", "file_too_large", "file_unfolds", "file_kind", "file_old", "file_broken", "file_encoding"),
        *("file_unclosed", "file_nothing", "file_too_many_rows", "file_too_many_columns", "file_parquet"),
        *("file_links", "file_macros", "file_ods", "file_heads_only", "paste_too_long"),
    }
)
OF_NUMBERS = frozenset(
    {
        *("unreadable", "too_long", "formula", "cell_error", "several", "bound", "comma", "fractional", "beyond"),
        *("wrong_unit", "date"),
    }
)
"""What can be wrong with a number by itself; the planner's form has the same kinds."""

OF_ROWS = frozenset(
    {
        *("place_missing", "place_code", "period_missing", "period_unreadable", "period_ambiguous", "period_backwards"),
        *("period_future", "period_early", "indicator_missing", "indicator_unmapped", "merged_value"),
        *("percent_range", "negative", "unit_unknown", "unit_differs", "definition_open", "scale_open"),
        *("parts_differ", "denominator_zero", "part_unreadable", "left_out", "unit_twice"),
        *("repeated", "contradicted", "total", "note_row", "head_again", "row_split"),
    }
)
KEYS = OF_FILES | OF_NUMBERS | OF_ROWS
"""Every kind of fault; each has a sentence under ``mine.problem``."""

ASIDE = frozenset({"total", "note_row", "head_again", "repeated", "left_out"})
"""Rows that are left out because they hold no figure of their own; nothing is wrong with them."""


@dataclass(frozen=True)
class Fault:
    """One thing to say; ``slots`` fill its sentence, and of texts only so much is said again as fits a line."""

    key: str
    slots: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """A row or a cell of one that is left out.

    ``row`` is its number as spreadsheets count, ``column`` the head of the column at fault, if it is one. ``written``
    are the cells of the whole row.
    """

    row: int
    column: str
    fault: Fault
    written: tuple[str, ...]

    @property
    def aside(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.fault.key in ASIDE


def of_problem(problem: Problem) -> Fault:
    """What the planner's readers found, as it is told of a reader's own files."""
    slots: dict[str, str | int] = {"entered": problem.entered, **problem.counts}
    if problem.row is not None:
        slots["row"] = problem.row
    return Fault(problem.key, slots)


def said(fault: Fault, tr: Translator) -> str:
    """The fault in one sentence with its remedy."""
    slots = {name: quoted(text) if isinstance(text, str) else text for name, text in fault.slots.items()}
    if "unit" in slots:
        slots["unit"] = tr.label("unit", str(fault.slots["unit"]))
    return tr(f"mine.problem.{fault.key}", **slots)


def said_of_row(refused: Refused, tr: Translator) -> str:
    """The same, led by its row and column."""
    sentence = said(refused.fault, tr)
    if not refused.column:
        return tr("mine.row", row=refused.row, sentence=sentence)
    return tr("mine.row.column", row=refused.row, column=quoted(refused.column), sentence=sentence)
