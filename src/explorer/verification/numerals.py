"""The numbers that a text prints, as places in it and as values.

Counted are Arabic numerals and those Chinese ones that count or measure: ``五成``, ``三分之一``, ``四千余``, ``三批``.
Not counted are ``一`` before a measure word, an article, and names of classes such as ``三级``; ``五级网络`` counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_ARABIC = r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<!\d)(?<!\d\.)\d+(?:\.\d+)?"
_LARGE_WORDS = {*_POWERS, *_LARGE}
_MEASURES = "家个名人次项种类批期届所张台例倍年月天岁市县省部门轮条位支座层维大处场套份路组方块类面朵环区代公里"
_CHINESE = (
    r"[一二两三四五六七八九十]+分之[一二两三四五六七八九十]+"
    r"|百分之[一二三四五六七八九十百零]+"
    r"|[一二两三四五六七八九]成(?=[左多以、，。的半])|[一二两三四五六七八九]成[一二三四五六七八九半]"
    r"|(?<![第一二两三四五六七八九十百千万〇零])(?:"
    r"[一二两三四五六七八九]?十[一二三四五六七八九]?(?=[多余几]|[" + _MEASURES + r"])"
    r"|[一二两三四五六七八九十]*[百千万](?=[多余])"
    r"|[二两三四五六七八九](?=多?[" + _MEASURES + r"])"
    r"|[二三四五六七八九](?=级(?:服务|急救|责任)?(?:网|架构|体系|联动|管理网))"
    r"|[四五六七八九](?=级医疗机构)"
    r"|[一二两三四五六七八九]百[零一二三四五六七八九十]*(?=[" + _MEASURES + r"])"
    r")"
)
NUMERAL = re.compile(rf"{_ARABIC}|{_CHINESE}")
_VALUE = re.compile(
    r"(?P<part>\d+)\s*/\s*(?P<whole>[1-9]\d*)(?!\s*万|[\d.])"
    rf"|(?P<number>{_ARABIC})\s*[多余]?\s*(?P<large>万亿|[千百]?万|[千百]?亿|千)?"
    r"|(?P<words>[一二两三四五六七八九十百千万亿零〇]+(?:成[一二三四五六七八九半]?|分之[一二三四五六七八九十百零]+)?)"
    r"|(?P<half>半)"
)


@dataclass(frozen=True)
class Numeral:
    """A number as printed, and where."""

    text: str
    start: int
    end: int


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a text in order."""
    for match in NUMERAL.finditer(text):
        if match.group() in _LARGE_WORDS and text[: match.start()].rstrip()[-1:].isdigit():
            continue  # 8 万余 is one number, and 8 stands for it
        yield Numeral(match.group(), match.start(), match.end())


def values(text: str) -> list[Decimal]:
    """The numbers of a text in base units, in order: 300.27 万 is 3002700; 五成 and 1/2 are 50 (percent)."""
    return [_value(match) for match in _VALUE.finditer(text)]


def _value(match: re.Match[str]) -> Decimal:
    if match["words"]:
        return _chinese_value(match["words"])
    if match["part"]:
        return Decimal(match["part"]) * 100 / Decimal(match["whole"])
    if match["half"]:
        return Decimal(50)
    number = Decimal(match["number"].replace(",", ""))
    for letter in match["large"] or "":
        number *= {**_POWERS, **_LARGE}[letter]
    return number


def _chinese_value(words: str) -> Decimal:
    if "分之" in words:
        whole, part = words.split("分之")
        if whole == "百":
            return Decimal(_chinese_integer(part))
        return Decimal(_chinese_integer(part)) * 100 / Decimal(_chinese_integer(whole))
    if "成" in words:
        whole, _, part = words.partition("成")
        tenths = Decimal(_chinese_integer(whole)) * 10
        return tenths + (Decimal(5) if part == "半" else Decimal(_chinese_integer(part) if part else 0))
    return Decimal(_chinese_integer(words))


def _chinese_integer(words: str) -> int:
    total = section = digit = 0
    for letter in words:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _POWERS:
            section += (digit or 1) * _POWERS[letter]
            digit = 0
        else:
            total += (section + digit or 1) * _LARGE[letter]
            section = digit = 0
    return total + section + digit
