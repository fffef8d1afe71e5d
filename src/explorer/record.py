"""What every authored record is made of: strict fields, ids, lines of text, texts in both languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
TAG_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"


def _stripped(text: str) -> str:
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
