"""Everything of ours that a reader sees, in either language: sentences, labels, numbers, dates.

Sentences stand in ``locales.yaml``, one key with ``zh`` and ``en`` side by side; labels of tags come from the data.
Where a word depends on a number, both its forms stand in the slot: ``{count} {count:case|cases}``.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

import yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LANGUAGE_TAGS: Mapping[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
"""What files call the languages."""
Labels = Mapping[tuple[str, str], Mapping[Language, str]]

_SPACED_UNITS_EN = re.compile(r"^[a-z(]", re.IGNORECASE)


@cache
def sentences() -> Mapping[str, Mapping[Language, str]]:
    """Every key of ``locales.yaml`` with its two sentences."""
    text = resources.files("explorer").joinpath("locales.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class _Numbered(string.Formatter):
    """Fills ``{count:case|cases}`` with the first word for one and with the second for any other number."""

    def __init__(self, written: Mapping[str, str]) -> None:
        """``written`` says how the numbers among the slots are written where they stand by themselves."""
        self.written = written

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        """The slot's value together with its name."""
        value, first = super().get_field(field_name, args, kwargs)
        return (field_name, value), first

    def format_field(self, value: Any, format_spec: str) -> str:
        """One form of a word, or the number as written."""
        name, given = value
        one, choice, other = format_spec.partition("|")
        if choice:
            return one if given == 1 else other
        text: str = super().format_field(self.written.get(name, given), format_spec)
        return text


@dataclass(frozen=True)
class Translator:
    """Speaks one language. ``labels`` are the names of tags, by (dimension, tag)."""

    language: Language
    labels: Labels = field(default_factory=dict, repr=False)

    def __call__(self, key: str, **slots: object) -> str:
        """The sentence of a key with its slots filled; COUNT_SLOTS take whole numbers and write them as numbers are.

        Raises KeyError for an unknown key or an unfilled slot.
        """
        sentence = sentences()[key][self.language]
        written = {name: self.number(cast("float", slots[name]), 0) for name in COUNT_SLOTS & slots.keys()}
        # The formatter with forms is written in Python, and this is called for every figure shown.
        return (
            _Numbered(written).vformat(sentence, (), slots) if "|" in sentence else sentence.format(**slots | written)
        )

    def pick(self, record: Mapping[str, Any], name: str) -> str | None:
        """``record[name_zh]`` or ``record[name_en]``; None where it is missing."""
        value = record[f"{name}_{self.language}"]
        return value if isinstance(value, str) else None

    def label(self, dimension: str, tag: str) -> str:
        """A tag's name. Raises KeyError for a tag that the vocabulary does not hold."""
        return self.labels[dimension, tag][self.language]

    def listing(self, items: list[str]) -> str:
        """Items in one line: ``甲、乙`` or ``a, b``."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def number(self, value: float, decimals: int, step: float | None = None) -> str:
        """A bare number, never rounded below the digits it was printed with.

        Large round numbers go by 万 and 亿 in Chinese, as officials write them; English groups thousands. ``step`` is
        the worth of the last digit printed: it keeps the zero of 77.0亿.
        """
        exact = _exact(value)
        if decimals == 0:
            for least, size, word, digits in LARGE_NUMBERS[self.language]:
                needed = _decimals(exact / size)
                if abs(exact) >= least and needed <= digits:
                    printed = _decimals(_exact(step) / size) if step is not None else 0
                    return f"{exact / size:,.{printed if needed < printed <= digits else needed}f}{word}"
        return self.base_number(value, decimals)

    def base_number(self, value: float, decimals: int) -> str:
        """A bare number in base units with every digit, thousands grouped: what ``number`` may have shortened."""
        return f"{_exact(value):,.{decimals}f}"

    def alike(self, values: Sequence[float]) -> list[str]:
        """Whole numbers that stand side by side: all in one unit and with as many decimals, two at most."""
        exact = [_exact(value) for value in values]
        for least, size, word, digits in LARGE_NUMBERS[self.language]:
            needed = max(_decimals(one / size) for one in exact)
            if max(map(abs, exact)) >= least and needed <= digits:
                return [f"{one / size:,.{needed}f}{word}" for one in exact]
        return [f"{one:,f}" for one in exact]

    def tick_labels(self, values: Sequence[float], unit: str) -> list[str]:
        """The labels of an axis: all in the largest unit in which none takes more decimals than one, zero bare."""
        if unit == YEAR_UNIT:
            return [f"{value:g}" for value in values]
        exact = [_exact(value) for value in values]
        for least, size, word, _ in LARGE_NUMBERS[self.language]:
            scaled = [one / size for one in exact]
            if max(map(abs, exact)) >= least and all(_decimals(one) <= 1 for one in scaled):
                return [f"{one.normalize():,f}{word if one else ''}" for one in scaled]
        decimals = max(_decimals(one) for one in exact)
        return [f"{one:,.{decimals}f}" for one in exact]

    def amount(
        self,
        value: float,
        decimals: int,
        unit: str,
        *,
        signed: bool = False,
        beside: bool = False,
        step: float | None = None,
    ) -> str:
        """A number with its unit: ``90.3%``, ``46.9万人次``, ``469,000 visits``. Changes carry their sign.

        With ``beside``, a number that Chinese shortens is followed by all its digits: ``46.9万人次（469,000）``.
        """
        if unit == YEAR_UNIT:
            return self("date.year", year=f"{value:g}")
        sign = "+" if signed and value > 0 else ""
        number, base = self.number(value, decimals, step), self.base_number(value, decimals)
        number, base = number.replace("-", MINUS), base.replace("-", MINUS)
        name = "" if unit == "index" else self._unit(unit, one=number in ("1", f"{MINUS}1"))
        space = " " if self.language == "en" and _SPACED_UNITS_EN.match(name) else ""
        amount = f"{sign}{number}{space}{name}"
        return self("number.beside", amount=amount, base=f"{sign}{base}") if beside and number != base else amount

    def _unit(self, unit: str, *, one: bool) -> str:
        """A unit's name beside a number: ``1 bed``, but ``2 beds`` and ``1.0 percentage points``."""
        singular = self.labels.get((UNIT_OF_ONE, unit)) if one else None
        return singular[self.language] if singular else self.label("unit", unit)

    def figure(self, record: Mapping[str, Any], *, beside: bool = True) -> str:
        """An observation as a reader should read it: qualifier word, number, unit, all its digits if it was shortened.

        A figure that the audit did not confirm carries the sign of its verdict.

        ``beside=False`` leaves those digits out, for a mark on a chart, where they stand in the tooltip and the table.
        """
        if record["unit"] == YEAR_UNIT and isinstance(printed := record["period_printed"], str):
            return self.period(record) if "/" in printed else self.date(printed)
        value, decimals, step = record["value"], int(record["decimals"]), record.get("printed_step")
        if record["basis"] == "derived":
            (value, decimals), step = to_significant(value), None
        signed = record["kind"] == "change"
        amount = self.amount(value, decimals, record["unit"], signed=signed, beside=beside, step=step)
        if record["qualifier"] != "=":
            amount = self(f"qualifier.{QUALIFIER_KEYS[record['qualifier']]}", amount=amount)
        return amount + VERDICT_SIGNS.get(str(record.get("verdict")), "")

    def period(self, record: Mapping[str, Any]) -> str:
        """The time an observation stands for, no more precise than it is printed."""
        printed = record["period_printed"]
        if not isinstance(printed, str):
            return self("period.none")
        start, _, end = printed.rpartition("/")
        if start:
            return self("period.range", start=self.date(start), end=self.date(end))
        has_start = record["period_start"] is not None and record["period_start"] == record["period_start"]
        return self.date(end) if has_start else self("period.as_of", date=self.date(end))

    def date(self, printed: str) -> str:
        """A partial date: ``2023``, ``2023年9月``, ``28 September 2023``."""
        parts = [int(part) for part in printed.split("-")]
        if len(parts) == 1:
            return self("date.year", year=parts[0])
        month = MONTHS[parts[1] - 1]
        if len(parts) == 2:
            return self("date.month", year=parts[0], month=parts[1], name=month)
        return self("date.day", year=parts[0], month=parts[1], name=month, day=parts[2])

    def issued(self, policy: Mapping[str, Any]) -> str:
        """The date of a policy as printed, marked where its year is inferred, or that there is none."""
        if not policy["issued"]:
            return self("policy.undated")
        date = self.date(policy["issued"])
        return self("policy.inferred", date=date) if policy["issued_basis"] == "inferred" else date

    def short_period(self, record: Mapping[str, Any]) -> str:
        """A period for a mark's label: ``2023``, ``2023-09``, ``2015–2017``; a dash where none is printed."""
        printed = record["period_printed"]
        return printed.replace("/", "–") if isinstance(printed, str) else "—"


LARGE_NUMBERS: Mapping[Language, tuple[tuple[int, int, str, int], ...]] = {
    "zh": ((100_000_000, 100_000_000, "亿", 2), (100_000, 10_000, "万", 2)),
    "en": (),
}
"""From which number on it is written in which larger unit, if that takes no more decimals than these."""

COUNT_SLOTS = frozenset({"count"})
"""Slots of sentences that hold how many there are of something."""

VERDICT_SIGNS = {"inconsistent": "†", "undetermined": "‡"}
"""What a figure carries wherever it stands if the audit found that it does not come out, or could not decide."""

UNIT_OF_ONE = "unit_of_one"
"""The dimension under which labels hold the names of units beside the number one, for units that have their own."""

MINUS = "−"
"""What stands before a negative number that a person reads; files for machines keep the hyphen."""

YEAR_UNIT = "calendar-year"
"""The unit of milestones, whose value is a year and never grouped."""

SIGNIFICANT = 4
"""Digits of a derived figure: the published growth rates it rests on bear no more."""


def _exact(value: float) -> Decimal:
    return Decimal(int(value)) if float(value).is_integer() else Decimal(repr(float(value)))


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def decimals_of(value: float) -> int:
    """How many decimals a number takes that was typed in as such, without a record of how it was printed."""
    return _decimals(_exact(value))


def plain_number(value: float, decimals: int) -> str:
    """A number for a spreadsheet: base units, no grouping, the decimals as printed."""
    return f"{_exact(value):.{decimals}f}"


def to_significant(value: float) -> tuple[float, int]:
    """A value to SIGNIFICANT digits, and the decimals to print it with."""
    if value == 0:
        return 0.0, 0
    decimals = SIGNIFICANT - 1 - math.floor(math.log10(abs(value)))
    return round(value, decimals), max(0, decimals)


QUALIFIER_KEYS = {">": "more_than", ">=": "at_least", "<": "less_than", "<=": "at_most", "~": "about"}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
