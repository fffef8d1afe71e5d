"""Dates no more precise than a source prints them: ``2023``, ``2023-09`` or ``2023-09-28``."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

DATE_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def _real_partial_date(text: str) -> str:
    match = DATE_PATTERN.match(text)
    if not match:
        raise ValueError("expected a date as printed: YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not 1900 <= year <= 2100:
        raise ValueError("expected a year from 1900 to 2100")
    date(year, month, day)
    return text


def _year_as_text(value: object) -> object:
    return str(value) if type(value) is int else value


PartialDate = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_real_partial_date)]
"""A date no more precise than the source prints it: ``2023``, ``2023-09`` or ``2023-09-28``."""


def first_day(text: str) -> date:
    """The first day of a partial date: ``2023-09`` gives 1 September 2023."""
    year, month, day = (int(part) if part else None for part in _parts(text))
    return date(year or 1, month or 1, day or 1)


def last_day(text: str) -> date:
    """The last day of a partial date: ``2023-09`` gives 30 September 2023."""
    year, month, day = (int(part) if part else None for part in _parts(text))
    assert year is not None
    if day is not None and month is not None:
        return date(year, month, day)
    if month is None or month == 12:
        return date(year, 12, 31)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def _parts(text: str) -> tuple[str | None, ...]:
    match = DATE_PATTERN.match(text)
    assert match is not None
    return match.groups()
