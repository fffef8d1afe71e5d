"""A number as people type and paste it, read with the interval that it stands for.

Read are full-width digits, grouped thousands, 万 and 亿, Chinese numerals, percent and permille, tenths (成),
fractions, a sign, an approximation, a unit. What is not one number is refused with the reason, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from explorer.county import Number
from explorer.interval import Interval
from explorer.planner.problems import Problem
from explorer.rounding import MEASURED_UNITS, last_place

LONGEST_ENTRY = 60
"""A number with more characters is none."""

MOST_PLACES = 15
"""Digits before or after the point that any figure of a county can have. Beyond them exact arithmetic only grows."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME = {"，": ",", "。": ".", "−": "-", "﹣": "-", "﹪": "%", "︰": ":", "’": "'", "′": "'", "￥": "¥"}
_PLAIN = str.maketrans({**{chr(code): chr(plain) for code, plain in _WIDE.items()}, **_SAME})
_HIDDEN = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u200b\u200c\u200d\ufeff\u2066\u2067\u2068\u2069\u00ad"
_INVISIBLE = str.maketrans("", "", _HIDDEN)

_ABOUT = re.compile(
    r"^(?:大约|约为|约|大概|近似|approximately|approx\.?|about|around|circa|ca\.|[~≈])\s*", re.IGNORECASE
)
_ABOUT_AFTER = re.compile(r"\s*(?:左右|上下)$")
_BOUND = re.compile(
    r"^(?:超过|超|逾|高于|大于|多于|不足|不到|低于|小于|少于|至少|至多|最多|近|more than|less than|over|under"
    r"|above|below|at least|at most|up to|nearly|almost|[<>≤≥])|(?:以上|以下|余|多)$|[余多](?=[万亿千百%人元家个])",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"(?<=[\d%‰万亿千百十成])\s*(?:[-–—―~～至到]|to)\s*(?=[\d一二两三四五六七八九十])|[;；、]|(?<=\d)\s+(?=\d{1,2}(?!\d))",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:([, '])\d{3})(?:\1\d{3})*(?:\.\d+)?|\d{1,4}(?:,\d{4})+(?:\.\d+)?")
_ARABIC = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?")
_CHINESE_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {
    **{"〇": 0, "○": 0, "两": 2, "俩": 2},
    **{letter: value for value, letter in enumerate("零壹贰叁肆伍陆柒捌玖")},
}
_POWERS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"亿": 10**8, "億": 10**8, "万": 10**4, "萬": 10**4}
_ENGLISH_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_DIGIT_WORDS = "".join(_CHINESE_DIGITS)
_NUMERALS = frozenset({*_CHINESE_DIGITS, *_POWERS})
_CHINESE = re.compile(rf"[{_DIGIT_WORDS}{''.join(_POWERS)}]+(?:点[{_DIGIT_WORDS}]+)?")

_UNIT_WORDS = {
    "percent": (),
    "persons": ("人", "口人", "口", "persons", "person", "people", "residents", "inhabitants"),
    "visits": ("人次", "次", "诊次", "visits", "visit"),
    "admissions": ("人次", "次", "例", "admissions", "admission", "stays", "discharges"),
    "referrals": ("人次", "人", "次", "例", "referrals", "referral", "patients"),
    "yuan": ("元人民币", "人民币", "元", "块", "yuan", "rmb", "cny"),
    "institutions": ("家", "个", "所", "institutions", "institution", "centres", "centers"),
    "minutes": ("分钟", "分", "minutes", "minute", "mins", "min"),
}
_HOURS = ("个小时", "小时", "hours", "hour", "h")
_EVERY_UNIT = sorted({*_HOURS, *(word for words in _UNIT_WORDS.values() for word in words)}, key=len, reverse=True)
_TENTHS = Decimal(10)
"""The worth in percent of the last place of a share told in tenths (成) or as another simple fraction."""


def plainly_typed(text: str) -> str:
    """A text with half-width letters for full-width ones, simple spaces for all kinds, and nothing invisible."""
    if text.isascii():
        return text.strip()
    typed = text.translate(_INVISIBLE).translate(_PLAIN)
    return "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in typed).strip()


def read_number(text: str, unit: str) -> Number | Problem | None:
    """The number that a text says, in ``unit``; a problem where it says none; None where it says nothing."""
    typed = plainly_typed(text).rstrip(".,;").strip()
    if not typed:
        return None if not plainly_typed(text) else Problem("unreadable", entered=text)
    fault = _not_one_number(typed)
    if fault is not None:
        return fault if fault.key == "too_long" else Problem(fault.key, entered=text)
    about = bool(_ABOUT.match(typed) or _ABOUT_AFTER.search(typed))
    typed = _ABOUT_AFTER.sub("", _ABOUT.sub("", typed)).strip()
    found = _measured(typed, unit)
    if isinstance(found, str):
        return Problem(found, entered=text)
    value, step = found
    if _is_beyond(value):
        return Problem("beyond", entered=text)
    counted = unit not in MEASURED_UNITS
    if counted and (step < 1 or value != value.to_integral_value()):
        return Problem("fractional", entered=text)
    exponent = value.as_tuple().exponent
    if counted or (isinstance(exponent, int) and exponent > 0):
        value = Decimal(int(value))
    if about:
        stands_for = Interval.around(value, max(step, last_place(value)))
    elif counted and step <= 1:
        stands_for = Interval.exactly(value)
    else:
        stands_for = Interval.around(value, step)
    return Number(value, stands_for, text.translate(_INVISIBLE).strip())


def _not_one_number(typed: str) -> Problem | None:
    """Why a text cannot be one number, as far as that shows before it is read."""
    if len(typed) > LONGEST_ENTRY:
        return Problem("too_long", counts={"count": len(typed)})
    if typed.startswith(("=", "@")):
        return Problem("formula")
    if not any(letter.isdecimal() or letter in _NUMERALS for letter in typed):
        return Problem("unreadable")
    if _BOUND.search(typed):
        return Problem("bound")
    if _SEVERAL.search(_ABOUT.sub("", typed)) and not _GROUPED.fullmatch(typed):
        return Problem("several")
    return None


def _is_beyond(value: Decimal) -> bool:
    """Whether a number has more places than any figure of a county."""
    if not value:
        return False
    exponent = value.as_tuple().exponent
    return value.adjusted() >= MOST_PLACES or not isinstance(exponent, int) or -exponent > MOST_PLACES


def _measured(typed: str, unit: str) -> tuple[Decimal, Decimal] | str:
    """Value and worth of the last place in ``unit``, or the key of a problem."""
    sign, digits = 1, typed.lstrip("¥").strip()
    if unit != "yuan" and digits != typed:
        return "wrong_unit"
    if digits[:1] in ("+", "-", "负"):
        sign, digits = (1 if digits[0] == "+" else -1), digits[1:].strip()
    share = _share(digits)
    if share is not None:
        if unit != "percent":
            return "wrong_unit"
        return share if isinstance(share, str) else (sign * share[0], share[1])
    word = next((word for word in _EVERY_UNIT if digits.lower().endswith(word)), "")
    scale = 1
    if word and not _runs_on(digits, word):
        if unit == "minutes" and word in _HOURS:
            scale = 60
        elif word not in _UNIT_WORDS.get(unit, ()):
            return "wrong_unit" if not isinstance(_magnitude(digits[: -len(word)].strip()), str) else "unreadable"
        digits = digits[: -len(word)].strip()
    found = _magnitude(digits)
    return found if isinstance(found, str) else (sign * found[0] * scale, found[1] * scale)


def _runs_on(digits: str, word: str) -> bool:
    """Whether what looks like a unit is only the end of a longer English word."""
    before = digits[: -len(word)][-1:]
    return word.isascii() and before.isascii() and before.isalpha()


def _share(digits: str) -> tuple[Decimal, Decimal] | str | None:
    """A share in percent with the worth of its last place; None where the text does not say that it is one."""
    lowered = digits.lower()
    for ending, scale in (("%", 1), ("percent", 1), ("per cent", 1), ("‰", Decimal("0.1"))):
        if lowered.endswith(ending):
            found = _magnitude(digits[: -len(ending)].strip())
            return found if isinstance(found, str) else (found[0] * scale, found[1] * scale)
    for start, scale in (("百分之", 1), ("千分之", Decimal("0.1"))):
        if digits.startswith(start):
            found = _magnitude(digits[len(start) :].strip())
            return found if isinstance(found, str) else (found[0] * scale, found[1] * scale)
    if tenths := re.fullmatch(rf"([{_DIGIT_WORDS}十]|\d{{1,2}})成([{_DIGIT_WORDS}半]|\d)?", digits):
        whole, part = _magnitude(tenths[1]), tenths[2]
        rest = (Decimal(5), _TENTHS) if part == "半" else _magnitude(part) if part else (Decimal(0), _TENTHS)
        if isinstance(whole, str) or isinstance(rest, str):
            return "unreadable"
        return whole[0] * 10 + rest[0], Decimal(1) if part else _TENTHS
    if fraction := re.fullmatch(rf"([{_DIGIT_WORDS}十百\d]+)分之([{_DIGIT_WORDS}十百\d]+)|(\d+)/(\d+)", digits):
        below, above = (fraction[1], fraction[2]) if fraction[1] else (fraction[4], fraction[3])
        whole, part = _magnitude(below), _magnitude(above)
        if isinstance(whole, str) or isinstance(part, str) or not whole[0]:
            return "unreadable"
        return _rounded(Fraction(part[0]) * 100 / Fraction(whole[0])), _TENTHS
    return None


def _rounded(value: Fraction) -> Decimal:
    """A fraction as a decimal number of no more places than a share needs."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001")).normalize()


def _magnitude(digits: str) -> tuple[Decimal, Decimal] | str:
    """A number without sign and unit, in figures or characters, with the worth of its last place."""
    if not digits:
        return "unreadable"
    for word, size in _ENGLISH_LARGE.items():
        if digits.lower().endswith(word):
            found = _arabic(digits[: -len(word)].strip())
            return found if isinstance(found, str) else (found[0] * size, found[1] * size)
    if any(letter in _LARGE or letter in _POWERS for letter in digits):
        return _by_large_units(digits.replace(" ", ""))
    if _CHINESE.fullmatch(digits):
        return _chinese(digits)
    return _arabic(digits)


def _arabic(digits: str) -> tuple[Decimal, Decimal] | str:
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"[, ']", "", digits)
    elif "," in digits:
        return "comma"
    if not _ARABIC.fullmatch(digits):
        return "unreadable"
    value = Decimal(digits)
    if value and (value.adjusted() > 400 or value.adjusted() < -400):
        return "beyond"
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return value, Decimal(1).scaleb(max(exponent, -2 * MOST_PLACES))


def _by_large_units(digits: str) -> tuple[Decimal, Decimal] | str:
    """``60万``, ``3亿2千万``, ``六十万零五百``, ``1.5千万``: what stands before each large unit, times it."""
    total, step, smallest = Decimal(0), Decimal(1), None
    rest = digits
    for letters in ("亿億", "万萬"):
        before, unit, after = _parted(rest, letters)
        if not unit:
            continue
        found = _by_large_units(before) if any(letter in _LARGE for letter in before) else _section(before)
        if isinstance(found, str):
            return found
        size = _LARGE[unit]
        total, step, smallest, rest = total + found[0] * size, found[1] * size, size, after
    if not rest:
        return total, step
    if smallest is not None and (rest in _CHINESE_DIGITS or re.fullmatch(r"\d", rest)):
        # 一万五 and 1万5 are 15,000, while 一万零五 is 10,005.
        worth = Decimal(smallest) / 10
        return total + int(_CHINESE_DIGITS.get(rest, rest)) * worth, worth
    found = _section(rest)
    if isinstance(found, str) or (smallest is not None and found[0] >= smallest):
        return "unreadable" if not isinstance(found, str) else found
    return total + found[0], found[1]


def _parted(text: str, letters: str) -> tuple[str, str, str]:
    """A text parted at the last of these letters."""
    at = max(text.rfind(letter) for letter in letters)
    return (text[:at], text[at], text[at + 1 :]) if at >= 0 else ("", "", text)


def _section(digits: str) -> tuple[Decimal, Decimal] | str:
    """What stands before a large unit: figures, characters, or figures before 十, 百, 千."""
    if not digits:
        return "unreadable"
    if _CHINESE.fullmatch(digits):
        return _chinese(digits)
    total, last, rest = Decimal(0), Decimal(10_000), digits
    step = Decimal(1)
    for power in ("千仟", "百佰", "十拾"):
        before, unit, after = _parted(rest, power)
        if not unit:
            continue
        found = _arabic(before)
        if isinstance(found, str):
            return found
        last = Decimal(_POWERS[unit])
        total, step, rest = total + found[0] * last, found[1] * last, after
    if not rest:
        return total, step
    found = _arabic(rest)
    if isinstance(found, str):
        return found
    return (total + found[0], found[1]) if found[0] < last else "unreadable"


def _chinese(digits: str) -> tuple[Decimal, Decimal] | str:
    """A number below ten thousand in characters, with or without a decimal part; digits in a row read as they stand."""
    whole, point, part = digits.partition("点")
    decimals = "".join(str(_CHINESE_DIGITS[letter]) for letter in part)
    step = Decimal(1).scaleb(-len(decimals))
    if not any(letter in _POWERS for letter in whole):
        written = "".join(str(_CHINESE_DIGITS[letter]) for letter in whole)
        if not point and len(written) == 1:
            return Decimal(written), step
        return Decimal(f"{written or 0}{point and '.'}{decimals}"), step
    total, digit, last, zero = 0, None, 10_000, False
    for letter in whole:
        if letter in _POWERS:
            power = _POWERS[letter]
            if power >= last or (digit is None and power != 10) or digit == 0:
                return "unreadable"
            total, digit, last, zero = total + (digit or 1) * power, None, power, False
        elif _CHINESE_DIGITS[letter] == 0 and digit is None:
            zero = True
        elif digit is not None:
            return "unreadable"
        else:
            digit = _CHINESE_DIGITS[letter]
    if digit is not None:
        # 一百五 is 150, 一百零五 is 105.
        total += digit if zero or last == 10 or point else digit * last // 10
    return Decimal(f"{total}{point and '.'}{decimals}"), step
