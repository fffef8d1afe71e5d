"""The record of what is not taken down: numbers of a document that are no facts, each with the reason."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from explorer.record import Line, Record, RecordId, TagId, Text


class LeftOutReason(Record):
    id: TagId
    reason: Text


class LeftOut(Record):
    """Numbers of a document that are no facts to take down; every numeral inside the quoted words is left out."""

    source: RecordId
    locator: Line
    reason: TagId
    words: Annotated[tuple[Line, ...], Field(strict=False, min_length=1)]
    """As the document prints them; white space does not count."""


class OtherWork(Record):
    """A title in a document's text that names no policy: a book, a yearbook, a manual, a collection."""

    title: Line
    """As the document prints it, without the brackets; white space does not count."""
    source: RecordId
    locator: Line
    reason: Text


class LeftOutFile(Record):
    reasons: tuple[LeftOutReason, ...] = Field(strict=False)
    left_out: tuple[LeftOut, ...] = Field(strict=False)
    works: tuple[OtherWork, ...] = Field(default=(), strict=False)
