"""What every authored record is made of: strict fields, ids, lines of text, texts in both languages."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
TAG_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML, and so no Office file, can hold: controls, halves of pairs, and what is no character."""


def _stripped(text: str) -> str:
    if found := UNPRINTABLE.search(text):
        raise ValueError(f"expected text without U+{ord(found[0]):04X}, which no document can hold")
    if text != text.strip():
        raise ValueError("expected no spaces at either end")
    return text


Line = Annotated[str, Field(min_length=1), AfterValidator(_stripped)]
RecordId = Annotated[str, Field(pattern=ID_PATTERN, max_length=100)]
TagId = Annotated[str, Field(pattern=TAG_PATTERN, max_length=60)]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Text(Record):
    """A text in both languages."""

    zh: Line
    en: Line
