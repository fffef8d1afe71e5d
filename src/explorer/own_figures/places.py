"""Places as tables write them: a six-digit code as text or number, or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorer.own_figures.faults import Fault
from explorer.own_figures.heads import ROLE_OF_HEAD
from explorer.planner.entries import cleaned_name
from explorer.planner.naming import folded
from explorer.planner.reading import plainly_typed

TOTALS = frozenset(
    map(
        folded,
        (
            *("合计", "总计", "小计", "共计", "总和", "平均", "平均值", "均值", "汇总", "全部", "全国合计", "全省合计"),
            *("全市合计", "全县合计", "本页小计", "本页合计", "累计", "中位数", "最大值", "最小值"),
            *("全国", "全省", "全市", "全州", "全县", "全区", "全旗"),
            *("total", "grand total", "subtotal", "sum", "average", "mean", "median", "all"),
        ),
    )
)
"""What stands where a place stands in a row that adds up or averages the others."""

NOTES = ("注", "备注", "说明", "数据来源", "资料来源", "来源", "填表", "制表", "审核", "单位", "附注", "*", "※")
NOTES_EN = ("note", "source", "remark", "prepared by", "data as of")
LONGEST_PLACE = 60
_CODE = re.compile(r"\d{6}(?:\.0+)?|\d{6}0{6}|\d{6}0{3}")
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_LIKE_A_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,14}(?:县|市|区|旗|盟|州|自治县|地区|镇|乡|街道)(?:[A-Z]?\d{0,3})$")


@dataclass(frozen=True)
class PlaceRead:
    """A place: six digits or its name as the key, and its name if one is written."""

    key: str
    name: str | None


def read_place(code: str, name: str) -> PlaceRead | Fault:
    """The place of a row's code and name, either of which may be empty."""
    typed, cleaned = plainly_typed(code), _named(name)
    if not typed and _CODE.fullmatch(cleaned):
        typed, cleaned = cleaned, ""
    if not typed:
        return PlaceRead(cleaned, cleaned) if cleaned else Fault("place_missing")
    if _CODE.fullmatch(typed):
        return PlaceRead(typed[:6], cleaned or None) if typed[:2] >= "11" else Fault("place_code", {"entered": code})
    if re.fullmatch(r"\d+(?:\.\d+)?|\d+(?:\.\d+)?[eE]\+?\d+", typed):
        return Fault("place_code", {"entered": code})
    other = _named(typed)
    return PlaceRead(other, cleaned or other)


def _named(text: str) -> str:
    """A name in one line; blanks that only spread Chinese letters apart are none of it."""
    return _SPREAD.sub("", cleaned_name(plainly_typed(text)))[:LONGEST_PLACE]


def is_code(text: str) -> bool:
    """Whether a text is the code of a place."""
    typed = plainly_typed(text)
    return _CODE.fullmatch(typed) is not None and "11" <= typed[:2] <= "82"


def is_total(text: str) -> bool:
    """Whether a row of this place adds up others."""
    return folded(text) in TOTALS


def is_like_a_place(text: str) -> bool:
    """Whether a text has the ending of a county's or city's name."""
    name = cleaned_name(plainly_typed(text))
    return _LIKE_A_PLACE.match(name) is not None and folded(name) not in ROLE_OF_HEAD


def is_note(text: str) -> bool:
    """Whether a row that says nothing else is a remark under the table."""
    typed = plainly_typed(text).lstrip(" (（[")
    return typed.startswith(NOTES) or typed.lower().startswith(NOTES_EN)
