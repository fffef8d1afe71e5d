"""Which rows of a table are its heads, and what stands above each column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from explorer.own_figures.cell_kinds import is_missing, is_number
from explorer.own_figures.codebook import Codebook
from explorer.own_figures.heads import ROLE_OF_HEAD, Role
from explorer.own_figures.periods import is_part_of_year, is_period
from explorer.own_figures.places import is_code, is_like_a_place
from explorer.planner.file_cells import Row
from explorer.planner.naming import folded
from explorer.planner.reading import plainly_typed

HEADS_WITHIN = 30
"""The heads end in one of so many first rows."""

UNIT_NOTE = re.compile(r"(?:计量单位|单位|unit)\s*[:：]\s*([^\s，,；;)）]+)", re.IGNORECASE)


def head_rows(rows: Sequence[Row], codebook: Codebook) -> tuple[int, int]:
    """The index of the first row of heads and of the first row below them; equal where there are no heads."""
    for at in range(min(HEADS_WITHIN, len(rows) - 1)):
        if _is_head(rows[at]) and (not _is_head(rows[at + 1]) or _ends_heads(rows[: at + 1], rows[at + 1], codebook)):
            top = at
            while top and _is_upper_head(rows[top - 1]):
                top -= 1
            return top, at + 1
    # A table of heads alone has no row that is none.
    if rows and all(_is_head(row) for row in rows) and len(rows) <= HEADS_WITHIN and _roles(rows[-1]):
        return 0, len(rows)
    return 0, 0


def _is_head(row: Row) -> bool:
    """Whether a row holds names rather than figures: years, months and codes count as names where all else is."""
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    if len(texts) < 2:
        return len(texts) == 1 and not is_number(texts[0])
    if any(cell.fault in ("formula", "cell_error") for cell in row.cells):
        return False
    if any(is_number(text) and not is_period(text) and not is_part_of_year(text) for text in texts):
        return False
    if _roles(row):
        return True
    is_body = any(is_missing(text) for text in texts) or is_code(texts[0]) or is_like_a_place(texts[0])
    return not is_body and not all(is_period(text) or is_code(text) for text in texts)


def numbers_columns(row: Row) -> bool:
    """Whether a row below the heads only numbers the columns, as official tables do: 甲, 1, 2, 3."""
    texts = [plainly_typed(cell.text) for cell in row.cells if cell.text.strip()]
    numbers = [text for text in texts if text.isdecimal()]
    others = {text for text in texts if not text.isdecimal()}
    return len(numbers) > 1 and numbers == [str(at + 1) for at in range(len(numbers))] and others <= set("甲乙丙丁")


def _roles(row: Row) -> set[Role]:
    """What the cells of a row say as heads."""
    return {ROLE_OF_HEAD[name] for cell in row.cells if (name := folded(cell.text)) in ROLE_OF_HEAD}


def _ends_heads(rows: Sequence[Row], below: Row, codebook: Codebook) -> bool:
    """Whether no further row of heads follows, although the one below holds no figure that is seen to be one."""
    roles: set[Role] = set().union(*map(_roles, rows[-3:]))
    if not roles or _roles(below):
        return False
    if {Role.indicator, Role.value} <= roles:
        return True
    texts = [cell.text for cell in below.cells if cell.text.strip()]
    more = (codebook.is_named(text) or is_part_of_year(text) or codebook.units.parted(text)[1] for text in texts)
    return len(roles) > 1 and not any(more)


def _is_upper_head(row: Row) -> bool:
    """Whether a row above the last row of heads belongs to them, and is no title."""
    distinct = {cell.text.strip() for cell in row.cells if cell.text.strip()}
    numbers = [text for text in distinct if is_number(text) and not is_period(text)]
    return len(distinct) > 1 and not numbers and not any(UNIT_NOTE.search(text) for text in distinct)


def head_parts(rows: Sequence[Row], width: int) -> list[tuple[str, ...]]:
    """What stands above each column, from above; a head over several columns stands over each of them."""
    parts: list[list[str]] = [[] for _ in range(width)]
    for at, row in enumerate(rows):
        before = ""
        for place in range(width):
            text = row.cells[place].text.strip().removesuffix(" 00:00:00") if place < len(row.cells) else ""
            if not text and at < len(rows) - 1:
                text = before
            before = text or before
            if text and text not in parts[place]:
                parts[place].append(" ".join(text.split()))
    return [tuple(each) for each in parts]
