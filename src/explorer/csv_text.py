"""CSV that Excel opens as it is meant: Chinese readable, and no cell of anybody's run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 Chinese as gibberish."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones too: a spreadsheet set up for Chinese or Japanese may take them for the narrow."""

_GUARDED = re.compile(f"^'(?=[{re.escape(''.join(_FORMULA_STARTS))}])")


def inert(cell: object) -> object:
    """A cell that no spreadsheet will take for a formula: a text that would run stands behind an apostrophe."""
    return guarded(cell) if isinstance(cell, str) else cell


def guarded(text: str) -> str:
    """The same for a text."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """The text as it was before it was guarded."""
    return _GUARDED.sub("", text)


def csv_bytes(header: Sequence[str], body: Iterable[Iterable[object]]) -> bytes:
    """A table as CSV with byte order mark; missing cells are empty."""
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(body)
    return text.getvalue().encode("utf-8")
