"""Everything of ours that a reader sees, in either language: sentences, labels, numbers, dates.

Sentences stand in ``locales.yaml``, one key with ``zh`` and ``en`` side by side; labels of tags come from the data.
Where a word depends on a number, both its forms stand in the slot: ``{count} {count:case|cases}``.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Labels = Mapping[tuple[str, str], Mapping[Language, str]]

_SPACED_UNITS_EN = re.compile(r"^[a-z(]", re.IGNORECASE)


@cache
def sentences() -> Mapping[str, Mapping[Language, str]]:
    """Every key of ``locales.yaml`` with its two sentences."""
    text = resources.files("explorer").joinpath("locales.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class _Numbered(string.Formatter):
    """Fills ``{count:case|cases}`` with the first word for one and with the second for any other number."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, choice, other = format_spec.partition("|")
        if choice:
            return one if value == 1 else other
        text: str = super().format_field(value, format_spec)
        return text


@dataclass(frozen=True)
class Translator:
    """Speaks one language. ``labels`` are the names of tags, by (dimension, tag)."""

    language: Language
    labels: Labels = field(default_factory=dict, repr=False)

    def __call__(self, key: str, **slots: object) -> str:
        """The sentence of a key with its slots filled. Raises KeyError for an unknown key or an unfilled slot."""
        sentence = sentences()[key][self.language]
        # The formatter with forms is written in Python, and this is called for every figure shown.
        return _Numbered().vformat(sentence, (), slots) if "|" in sentence else sentence.format(**slots)

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

    def number(self, value: float, decimals: int) -> str:
        """A bare number, never rounded below the digits it was printed with.

        Large round numbers go by 万 and 亿 in Chinese as officials write them, by million and billion in English.
        """
        exact = Decimal(repr(float(value))) if not float(value).is_integer() else Decimal(int(value))
        if decimals == 0:
            for least, size, word, digits in LARGE_NUMBERS[self.language]:
                scaled = (exact / size).normalize()
                exponent = scaled.as_tuple().exponent
                if abs(exact) >= least and isinstance(exponent, int) and -exponent <= digits:
                    return f"{scaled:,f}{word}"
        return f"{exact:,.{decimals}f}"

    def amount(self, value: float, decimals: int, unit: str, *, signed: bool = False) -> str:
        """A number with its unit: ``90.3%``, ``46.9万人次``, ``469,000 visits``. Changes carry their sign."""
        number = self.number(value, decimals)
        if signed and value > 0:
            number = f"+{number}"
        if unit == "index":
            return number
        name = self.label("unit", unit)
        spaced = self.language == "en" and _SPACED_UNITS_EN.match(name)
        return f"{number} {name}" if spaced else f"{number}{name}"

    def figure(self, record: Mapping[str, Any]) -> str:
        """An observation as a reader should read it: qualifier word, number, unit."""
        value, decimals = record["value"], int(record["decimals"])
        if record["basis"] == "derived":
            value, decimals = to_significant(value)
        amount = self.amount(value, decimals, record["unit"], signed=record["kind"] == "change")
        return (
            amount
            if record["qualifier"] == "="
            else self(f"qualifier.{QUALIFIER_KEYS[record['qualifier']]}", amount=amount)
        )

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

    def short_period(self, record: Mapping[str, Any]) -> str:
        """A period for a mark's label: ``2023``, ``2023-09``, ``2015–2017``; a dash where none is printed."""
        printed = record["period_printed"]
        return printed.replace("/", "–") if isinstance(printed, str) else "—"


LARGE_NUMBERS: Mapping[Language, tuple[tuple[int, int, str, int], ...]] = {
    "zh": ((100_000_000, 100_000_000, "亿", 2), (100_000, 10_000, "万", 2)),
    "en": ((1_000_000_000, 1_000_000_000, " billion", 4), (1_000_000, 1_000_000, " million", 4)),
}
"""From which number on it is written in which larger unit, if that takes no more decimals than these."""

SIGNIFICANT = 4
"""Digits of a derived figure: the published growth rates it rests on bear no more."""


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
