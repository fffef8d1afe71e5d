"""Texts in data files that are no plain words: markup, script links, directions and letters that nobody sees.

Pages and files show all of them as typed. They are looked for all the same, because a reviewer of a change does not see
what an invisible letter does, and because no text of ours has reason to hold any of them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import yaml

from explorer import schema
from explorer.errors import Fault
from explorer.stories import story_files

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>"), "HTML; write words, it would be shown as typed"),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), "a picture in Markdown; remove it, pictures are not shown"),
    (re.compile(r"\[[^\]]*\]\([^)]*\)"), "a link in Markdown; name the source under source and locator instead"),
    (re.compile(r"(?i)\b(?:javascript|vbscript|data)\s*:\s*\S"), "an address that runs a script; remove it"),
    (re.compile(r":material/\w+:|:[a-z]+(?:-[a-z]+)?\["), "a directive of Streamlit's; write words"),
    (re.compile(r"(?<![A-Za-z])\$[^\s\d$][^$\n]*\$"), "a formula between dollar signs; write it in words"),
)


def hostile_texts(folder: Path) -> list[Fault]:
    """Every place in the data files and stories of ``folder`` that holds such a text, in file order.

    For files that were read without a fault. A text of several lines is told at its first.
    """
    folder = folder.resolve()
    paths = [folder / name for name in schema.FILES] + list(story_files(folder).values())
    found: list[Fault] = []
    for path in paths:
        label = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        found += _in_yaml(label, path.read_text("utf-8-sig"))
    label = f"{folder.name}/{schema.OBSERVATIONS_FILE}"
    found += _in_csv(label, (folder / schema.OBSERVATIONS_FILE).read_text("utf-8-sig"))
    return found


def wrongs(text: str) -> Iterator[str]:
    """What a text holds that is no plain words, each with its remedy."""
    for letter in dict.fromkeys(_INVISIBLE.findall(text)):
        name = unicodedata.name(letter, "a character without a name").lower()
        yield f"U+{ord(letter):04X} ({name}), which nobody sees; delete it"
    rest = text
    for mark, remedy in _MARKS:
        if match := mark.search(rest):
            shown = _INVISIBLE.sub("", match[0])[:40]
            yield f"{shown!r} is {remedy}"
            rest = mark.sub("", rest)


def _in_yaml(label: str, text: str) -> Iterator[Fault]:
    for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(token, yaml.ScalarToken):
            mark = token.start_mark
            yield from (Fault(label, mark.line + 1, mark.column + 1, "text", wrong) for wrong in wrongs(token.value))


def _in_csv(label: str, text: str) -> Iterator[Fault]:
    rows = csv.reader(io.StringIO(text, newline=""))
    heads = next(rows, [])
    line = rows.line_num + 1
    for row in rows:
        for head, cell in zip(heads, row, strict=False):
            yield from (Fault(label, line, 1, head, wrong) for wrong in wrongs(cell))
        line = rows.line_num + 1
