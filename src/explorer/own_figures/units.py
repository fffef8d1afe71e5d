"""Units as tables write them: ``万人次``, ``（%）``, ``‰``, ``10,000 yuan``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from explorer.i18n import LANGUAGES, Labels
from explorer.planner.reading import plainly_typed
from explorer.rounding import MEASURED_UNITS

SIZES = {
    **{"十万": 10**5, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12},
    **{"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8},
    **{"thousand": 10**3, "million": 10**6, "billion": 10**9, "'000": 10**3, "10,000": 10**4, "10000": 10**4},
    **{"100 million": 10**8, "ten thousand": 10**4},
}
"""What a unit may be written in so many of."""

PARTS_OF = {"ratio": 1, "percent": 100, "per-1000": 1000, "per-100000": 100_000}
"""Shares that can be turned into one another, by how many parts the whole has."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "percent": ("%", "％", "percent", "per cent", "pct", "百分比", "百分之"),
    "percentage-points": ("个百分点", "百分点", "pp", "percentage point", "percentage points"),
    "per-1000": ("‰", "千分之", "per 1,000", "per 1000", "每千", "/千"),
    "per-100000": ("/10万", "1/10万", "十万分之", "/十万", "每10万", "per 100,000", "per 100000"),
    "ratio": ("倍", "比", "times", "ratio"),
    "persons": ("人", "口", "人口", "person", "persons", "people", "名"),
    "yuan": ("元", "人民币元", "元人民币", "yuan", "rmb", "cny", "¥"),
    "visits": ("人次", "次", "诊次", "visit", "visits"),
    "referrals": ("人次", "例", "人", "次", "referral", "referrals"),
    "discharges": ("人次", "例", "人", "discharge", "discharges"),
    "admissions": ("人次", "例", "admission", "admissions"),
    "person-times": ("人次", "person-times"),
    "operations": ("例", "台", "台次", "例次", "人次", "operation", "operations"),
    "institutions": ("家", "个", "所", "institution", "institutions"),
    "places": ("个", "县", "places"),
    "beds": ("张", "张床", "床", "bed", "beds"),
    "cases": ("例", "例次", "cases"),
    "minutes": ("分钟", "minute", "minutes", "min"),
}
_FRACTIONS = ("小数", "0-1", "0–1", "0~1", "fraction", "proportion")
_BRACKETED = re.compile(r"^(?P<name>.+?)\s*[(\[（【](?P<unit>[^()\[\]（）【】]*)[)\]）】]\s*$")
_AFTER_MARK = re.compile(r"^(?P<name>.+?)\s*[/,，:：、]\s*(?P<unit>[^/,，:：、]+)$")


@dataclass(frozen=True)
class Unit:
    """So many (``size``) of any of the units ``ids``; no ids where only a size is written (万)."""

    written: str
    size: Decimal
    ids: frozenset[str]

    def factor_to(self, unit: str) -> Decimal | None:
        """What a number in this unit is times in another; None if it is a unit of something else."""
        if not self.ids or unit in self.ids:
            return self.size
        for own in self.ids & PARTS_OF.keys():
            if unit in PARTS_OF and not (own == "ratio" and "fraction" not in self.ids):
                return self.size * Decimal(PARTS_OF[unit]) / Decimal(PARTS_OF[own])
        return None


@dataclass(frozen=True)
class Units:
    """Every unit of the vocabulary by what people write for it."""

    labels: Labels

    @cached_property
    def words(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for dimension, unit in self.labels:
            if dimension == "unit":
                names = (unit, *(self.labels[dimension, unit][language] for language in LANGUAGES))
                for word in (*names, *_WORDS.get(unit, ())):
                    found.setdefault(_folded(word), set()).add(unit)
        for word in _FRACTIONS:
            found[_folded(word)] = {"ratio", "fraction"}
        found.pop("", None)
        return {word: frozenset(units) for word, units in found.items()}

    def read(self, text: str) -> Unit | None:
        """The unit that a text says; None if it says none that is known."""
        folded = _folded(text)
        folded = folded.removeprefix("单位:").removeprefix("单位").removeprefix("unit:")
        if not folded:
            return None
        if folded in self.words:
            return Unit(text.strip(), Decimal(1), self.words[folded])
        for size in sorted(SIZES, key=len, reverse=True):
            written = _folded(size)
            if folded.startswith(written):
                rest = folded[len(written) :].removeprefix("of")
                if not rest or rest in self.words:
                    return Unit(text.strip(), Decimal(SIZES[size]), self.words.get(rest, frozenset()))
            if size in ("thousand", "million", "billion", "万", "亿") and folded.endswith(written):
                rest = folded[: -len(written)]
                if rest in self.words:
                    return Unit(text.strip(), Decimal(SIZES[size]), self.words[rest])
        return None

    def parted(self, head: str) -> tuple[str, Unit | None]:
        """A column's head without the unit that is written behind its name."""
        typed = plainly_typed(head)
        for pattern in (_BRACKETED, _AFTER_MARK):
            if (found := pattern.match(typed)) and (unit := self.read(found["unit"])) is not None:
                return found["name"].strip(), unit
        if typed.endswith("%") and len(typed) > 1:
            return typed[:-1].strip(), self.read("%")
        return typed, None


def is_counted(unit: str) -> bool:
    """Whether things of this unit are counted in whole numbers."""
    return unit not in MEASURED_UNITS


def _folded(text: str) -> str:
    return "".join(plainly_typed(text).lower().split())
