"""What is to be said about something entered: the kind of problem and what it is about, told in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from explorer.county import FIELD, Range
from explorer.i18n import Translator, decimals_of

MOST_QUOTED = 40
"""So many characters of what was entered are said again."""

KEYS = frozenset(
    {
        # of one number
        *("unreadable", "too_long", "formula", "cell_error", "several", "bound", "comma", "fractional", "beyond"),
        *("wrong_unit", "date", "impossible", "unusual", "perhaps_percent", "perhaps_larger", "definition_missing"),
        # of the county
        *("year", "name_missing", "name_too_long"),
        *("primary_above_county", "admissions_over", "part_above_whole", "per_head"),
        # of a row
        *("definition_unknown", "option_unknown", "yes_or_no", "row_unknown", "row_unknown_near", "row_repeated"),
        *("row_split", "years_differ"),
        # of a file or of pasted text
        *("file_empty", "file_too_large", "file_unfolds", "file_kind", "file_old", "file_broken", "file_encoding"),
        *("file_unclosed", "file_nothing", "file_too_many_rows", "file_too_many_columns", "paste_too_long"),
    }
)
"""Every kind of problem; each has a sentence under ``county.problem``."""


@dataclass(frozen=True)
class Problem:
    """One thing to say: ``key`` names a sentence under ``county.problem`` and the rest fills it.

    ``blocks`` is whether what was entered is left out; what does not block is asked about and used. ``row`` is the row
    of the file or pasted text, counted from 1. ``amounts`` are numbers by slot, each with the id of its unit.
    """

    key: str
    field_id: str | None = None
    entered: str = ""
    blocks: bool = True
    row: int | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    """Other fields, by slot."""
    amounts: Mapping[str, tuple[Decimal, str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """Texts said as they are, by slot."""
    counts: Mapping[str, int] = field(default_factory=dict)
    within: tuple[Range, str] | None = None
    """What is possible or usual, with the id of its unit."""

    def at(self, field_id: str | None, row: int | None = None) -> Problem:
        """The same, said of a field and a row."""
        return replace(self, field_id=field_id, row=row)


def range_slots(within: Range, unit: str, tr: Translator) -> dict[str, str]:
    """The ends of a range in one unit, said once; a percent sign stands with both."""
    low, high = tr.tick_labels([float(within.low), float(within.high)], unit)
    name = "" if unit == "index" else tr.label("unit", unit)
    space = " " if name and tr.language == "en" and name[0].isalpha() else ""
    return {"low": f"{low}{name}" if unit == "percent" else low, "high": f"{high}{space}{name}"}


def quoted(text: str) -> str:
    """What was entered in one line, cut if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_QUOTED else line[:MOST_QUOTED] + "…"


def field_name(field_id: str, tr: Translator) -> str:
    """A field's label; the name and the year of the county have one too."""
    return tr(f"county.{field_id}")


def amount(value: Decimal, unit: str, tr: Translator) -> str:
    """A number with its unit as a planner reads it."""
    number = float(value)
    return tr.amount(number, decimals_of(number), unit)


def told(problem: Problem, tr: Translator) -> str:
    """The problem in one sentence, led by its row and field where it has a row."""
    slots: dict[str, Any] = {
        "entered": quoted(problem.entered),
        **{name: field_name(other, tr) for name, other in problem.others.items()},
        **{name: amount(value, unit, tr) for name, (value, unit) in problem.amounts.items()},
        **{name: quoted(text) for name, text in problem.words.items()},
        **problem.counts,
        **(range_slots(*problem.within, tr) if problem.within is not None else {}),
    }
    if problem.field_id is not None:
        slots["field"] = field_name(problem.field_id, tr)
        unit = FIELD[problem.field_id].unit if problem.field_id in FIELD else None
        if unit is not None:
            slots["unit"] = tr.label("unit", unit)
    sentence = tr(f"county.problem.{problem.key}", **slots)
    if problem.row is None:
        return sentence
    if problem.field_id is None:
        return tr("county.row", row=problem.row, sentence=sentence)
    return tr("county.row.field", row=problem.row, field=slots["field"], sentence=sentence)
