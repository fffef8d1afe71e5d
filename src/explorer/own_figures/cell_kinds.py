"""What a cell of a table is, before it is known what its column holds: a number, or a sign for none."""

from __future__ import annotations

import re

from explorer.planner.reading import plainly_typed

MISSING = frozenset(
    {*("", "-", "--", "—", "——", "–", "/", "\\", "…", "...", "·", ".", "*", "**", "n/a", "na", "null", "none", "nan")}
    | {*("无", "缺", "缺失", "未报", "未统计", "不详", "无数据", "暂无", "空", "#n/a")}
)
"""What stands in a cell of a table that has no figure there."""

LONGEST_MISSING = 20
"""Letters, blanks around included; longer texts say something."""

_NUMBER = re.compile(r"[约≈~]?[+-]?[¥$]?\d[\d,，. ']*(?:[eE][+-]?\d+)?\s*(?:%|‰|万|亿|[万亿]?元|[万亿]?人次?)?")
_IN_WORDS = re.compile(r"(?:百分之|千分之)?[〇零一二两三四五六七八九十百千万亿点]+(?:成[一二三四五六七八九半]?)?")


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no figure."""
    if text[:1].isdecimal() or len(text) > LONGEST_MISSING:
        return False
    return plainly_typed(text).lower() in MISSING


def is_number(text: str) -> bool:
    """Whether a text looks like one number, with or without its unit."""
    typed = plainly_typed(text)
    return _NUMBER.fullmatch(typed) is not None or _IN_WORDS.fullmatch(typed) is not None
