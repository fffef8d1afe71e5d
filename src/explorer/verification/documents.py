"""A source document as text with the sections and tables that its own headings mark.

Locators in the data name sections as the document does: ``2.1.3``, ``表2``, ``(一)案例二 3``, ``第三章 二``, or a
heading's words. ``引言`` is what stands before the first numbered heading, of the document or of a case in it; ``全文``
is all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from explorer.verification.dates import PrintedPeriod, printed_periods

_CHINESE = "一二三四五六七八九十"
_HEADINGS = (
    re.compile(rf"(第[{_CHINESE}]+章)\s+\S"),
    re.compile(rf"([{_CHINESE}]+)、"),
    re.compile(rf"([(（]\s*[{_CHINESE}]+\s*[)）])\s*\S"),
    re.compile(rf"(案例[{_CHINESE}]+)："),
)
"""Of the levels above the numbered ones, outermost first."""
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,2})[.．]?\s+\S|(\d{1,2}(?:\.\d{1,2}){1,2})\S")
_TABLE = re.compile(r"(表|图)\s*(\d{1,2})(?=[\s.．]|\S)")
_NUMBER_LEVEL = len(_HEADINGS)
_LONGEST_HEADING = 60
_LOOK_AHEAD = 2
"""How many letters after a number tell whether it goes on."""
INTRODUCTION, WHOLE = "引言", "全文"
_SEPARATOR = re.compile(r"[；;]")
_LABEL = re.compile(
    rf"第[{_CHINESE}]+章|[(（][{_CHINESE}]+[)）]|案例[{_CHINESE}]+|[表图]\d+|\d+(?:\.\d+)*|引言|[^\s()（）；、]+"
)


@dataclass(frozen=True)
class Section:
    """A part of a document: the labels of the headings it stands under, and where it starts and ends in the text."""

    path: tuple[str, ...]
    start: int
    end: int
    body: int
    """Where its heading ends."""

    @property
    def locator(self) -> str:
        """The path as a locator is written: a case and its group in one word, outer levels left out."""
        path = list(self.path)
        numbered = [label for label in path if label[0].isdigit()]
        path = [label for label in path if label not in numbered[:-1]]
        if path[-1][0] in "表图":
            return path[-1]
        for place, label in enumerate(path):
            if label.startswith("案例") and place:
                path = [path[place - 1] + label, *path[place + 1 :]]
                break
        return " ".join(path)


@dataclass(frozen=True)
class Document:
    """The text of a document and its sections, in order; inner sections follow the outer ones that hold them."""

    name: str
    text: str
    sections: tuple[Section, ...]

    @classmethod
    def read(cls, path: Path, headings: Sequence[str] = ()) -> Document:
        """The document in a UTF-8 text file. ``headings`` are those it has in words, without a number."""
        text = path.read_text("utf-8-sig")
        return cls(path.name, text, tuple(_sections(text, headings)))

    @cached_property
    def periods(self) -> list[PrintedPeriod]:
        """The dates and periods that it prints, in order."""
        return list(printed_periods(self.text))

    @cached_property
    def _places(self) -> list[int]:
        return _kept(self.text)

    @cached_property
    def _collapsed(self) -> str:
        return _joined(self.text, self._places)

    def occurrences(self, words: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Where the words stand between two places of the text, white space aside, as (start, end).

        A number does not stand inside a longer number, nor across the gap between two; nor do words such as
        1+1 stand at the head of a longer sum, 1+1+8.
        """
        wanted = _joined(words, _kept(words))
        if not wanted:
            return []
        pattern = re.escape(wanted)
        if wanted[0].isdigit():
            group = r"(?<!\d,)" if re.match(r"\d{3}(?!\d)", wanted) else ""  # of thousands
            pattern = rf"(?<!\d)(?<!\d\.){group}{pattern}"
        if wanted[-1].isdigit():
            pattern += r"(?!\.?\d|\+\d)" if "+" in wanted else r"(?!\.?\d)"
        last = len(self.text) if end is None else end
        earliest, latest = bisect_left(self._places, start), bisect_left(self._places, last) + _LOOK_AHEAD
        matches = (match.span() for match in re.compile(pattern).finditer(self._collapsed, earliest, latest))
        found = ((self._places[first], self._places[final - 1] + 1) for first, final in matches)
        return [(first, final) for first, final in found if start <= first and final <= last]

    def find(self, locator: str) -> list[Section]:
        """The section that each part of a locator names; empty where one part names none, or more than one."""
        named = []
        for part in _SEPARATOR.split(locator):
            labels = [_plain(label) for label in _LABEL.findall(part.strip())]
            if labels == [WHOLE]:
                named.append(Section((WHOLE,), 0, len(self.text), 0))
                continue
            fitting = [section for section in self.sections if _leads_to(labels, section.path)]
            shallow = min((len(section.path) for section in fitting), default=0)
            nearest = [section for section in fitting if len(section.path) == shallow]
            if len(nearest) != 1:
                return []
            named.append(nearest[0])
        return named

    def section_at(self, place: int) -> Section:
        """The innermost section that holds a place of the text."""
        holding = [section for section in self.sections if section.start <= place < section.end]
        return max(holding, key=lambda section: (len(section.path), section.start), default=self._all)

    @property
    def _all(self) -> Section:
        return Section((WHOLE,), 0, len(self.text), 0)


def _kept(text: str) -> list[int]:
    """The places of the letters that count: all but white space, of which one stays between two digits."""
    places: list[int] = []
    for place, letter in enumerate(text):
        if not letter.isspace():
            if places and places[-1] < place - 1 and letter.isdigit() and text[places[-1]].isdigit():
                places.append(place - 1)
            places.append(place)
    return places


def _joined(text: str, places: Sequence[int]) -> str:
    return "".join(" " if text[place].isspace() else text[place] for place in places)


def _plain(label: str) -> str:
    return re.sub(r"\s", "", label).replace("（", "(").replace("）", ")")


def _leads_to(labels: Sequence[str], path: Sequence[str]) -> bool:
    """Whether the labels are the last of the path, those in between left out."""
    if not labels or not path or labels[-1] != path[-1]:
        return False
    rest = iter(path)
    return all(label in rest for label in labels)


@dataclass
class _Heading:
    level: int
    label: str
    start: int
    end: int


def _sections(text: str, words: Sequence[str]) -> Iterable[Section]:
    headings = _with_introductions(_implied_first_chapter(list(_headings(text, words))), len(text))
    found = []
    open_above: list[tuple[_Heading, int]] = []
    for index, heading in enumerate(headings):
        while open_above and open_above[-1][0].level >= heading.level:
            open_above.pop()
        inner = heading.label == INTRODUCTION
        following = (other.start for other in headings[index + 1 :] if inner or other.level <= heading.level)
        end = _table_end(text, heading) if heading.label[0] in "表图" else next(following, len(text))
        path = (*(above.label for above, _ in open_above), heading.label)
        found.append(Section(path, heading.start, end, heading.end))
        if heading.label[0] not in "表图" and heading.label != INTRODUCTION:
            open_above.append((heading, index))
    return found


def _headings(text: str, words: Sequence[str]) -> Iterable[_Heading]:
    numbers: tuple[int, ...] = ()
    chapter = ""
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        heading = _heading(stripped, numbers, words) if 0 < len(stripped) <= _LONGEST_HEADING else None
        if heading is not None:
            level, label = heading
            if label == chapter:  # the head of a page, not of a chapter
                start += len(line)
                continue
            chapter = label if level == 0 and label not in words else chapter
            if level < _NUMBER_LEVEL and label not in words:
                numbers = ()
            elif label[0].isdigit():
                numbers = tuple(int(part) for part in label.split("."))
            yield _Heading(level, label, start, start + len(line))
        start += len(line)


def _heading(line: str, numbers: tuple[int, ...], words: Sequence[str]) -> tuple[int, str] | None:
    for word in words:
        if line.startswith(word):
            return 0, word
    for level, pattern in enumerate(_HEADINGS):
        if (match := pattern.match(line)) and not line.endswith(("。", "，", "；")):
            return level, _plain(match.group(1)).replace("、", "")
    if match := _TABLE.match(line):
        return _NUMBER_LEVEL + 4, f"{match.group(1)}{match.group(2)}"
    if (match := _NUMBERED.match(line)) and not line.endswith(("。", "，", "；", "、")):
        label = match.group(1) or match.group(2)
        found = tuple(int(part) for part in label.split("."))
        if found in _successors(numbers):
            return _NUMBER_LEVEL + len(found), label
    return None


def _successors(numbers: tuple[int, ...]) -> set[tuple[int, ...]]:
    """The numbers that a heading may bear after one with the given number: its first part, or the next on any level."""
    following = {(*numbers, 1)}
    for depth in range(1, len(numbers) + 1):
        following.add((*numbers[: depth - 1], numbers[depth - 1] + 1))
    return following


def _implied_first_chapter(headings: list[_Heading]) -> list[_Heading]:
    """With 第一章 put before the first heading where the document starts its chapters with 第二章."""
    chapters = [heading for heading in headings if re.match(r"第.+章", heading.label)]
    if chapters and chapters[0].label == "第二章" and headings[0] is not chapters[0]:
        first = headings[0].start
        return [_Heading(0, "第一章", first, first), *headings]
    return headings


def _with_introductions(headings: list[_Heading], length: int) -> list[_Heading]:
    """With an introduction before the first heading and between a case's heading and its first number."""
    whole = [_Heading(0, INTRODUCTION, 0, 0)] if headings and headings[0].start > 0 else []
    for heading in headings:
        whole.append(heading)
        if heading.label.startswith("案例"):
            whole.append(_Heading(_NUMBER_LEVEL + 1, INTRODUCTION, heading.end, heading.end))
    return whole


def _table_end(text: str, heading: _Heading) -> int:
    """A caption's end, or that of the lines in columns beneath it."""
    end = heading.end
    for match in re.finditer(r"[^\n]*\n?", text[heading.end :]):
        line = match.group()
        if not line or (line.strip() and "\t" not in line):
            break
        end = heading.end + match.end()
    return end
