"""An answer as JSON or CSV, with what lets a client keep it, ask whether it still holds, and go on to the next page."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from explorer.api.asking import LIMIT, OFFSET, Asked
from explorer.api.problems import NotAcceptableError
from explorer.api.shapes import Shape
from explorer.csv_text import BYTE_ORDER_MARK, csv_bytes, inert
from explorer.i18n import Translator

Format = Literal["json", "csv"]
MEDIA_TYPES: Mapping[Format, str] = {"json": "application/json", "csv": "text/csv"}
JSON_LIMIT = 100
"""Rows of a list where the request does not say. CSV then holds every row: a file that ends early would not show it."""

API_VERSION = "1.0.0"
SEPARATOR = "; "
"""Between the items of a list in one cell."""

INERT = "default-src 'none'"
"""What a browser may do with an answer that it shows by itself: nothing but show it."""

ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True)
class Stretch:
    """Which rows of a list an answer holds."""

    total: int
    offset: int
    limit: int | None

    @classmethod
    def of(cls, asked: Asked, form: Format, total: int) -> Stretch:
        limit = asked.numbers.get(LIMIT.name, JSON_LIMIT if form == "json" else None)
        return cls(total, asked.numbers.get(OFFSET.name, 0), limit)

    @property
    def end(self) -> int:
        return self.total if self.limit is None else self.offset + self.limit

    def links(self, request: Request) -> dict[str, str | None]:
        """The addresses of the next and the previous stretch, None where there is none."""
        next_offset = self.end if self.end < self.total else None
        previous = None if self.limit is None or self.offset == 0 else max(0, min(self.offset, self.total) - self.limit)
        return {"next": self._link(request, next_offset), "previous": self._link(request, previous)}

    def _link(self, request: Request, offset: int | None) -> str | None:
        if offset is None:
            return None
        kept = [
            (name, value) for name, value in request.query_params.multi_items() if name not in (LIMIT.name, OFFSET.name)
        ]
        query = urlencode([*kept, (LIMIT.name, self.limit), (OFFSET.name, offset)])
        return f"{request.scope['path']}?{query}"


def format_wanted(request: Request, asked: Asked) -> Format:
    """What ``format`` says, else what the client accepts. Raises NotAcceptableError if that is neither JSON nor CSV."""
    named = asked.one("format")
    if named is not None:
        return "csv" if named == "csv" else "json"
    accepted = _accepted(request.headers.get("accept", "*/*"))
    for _, media_type in accepted:
        for form, own in MEDIA_TYPES.items():
            if media_type in (own, "*/*", f"{own.partition('/')[0]}/*"):
                return form
    raise NotAcceptableError


def _accepted(header: str) -> list[tuple[float, str]]:
    """(weight, media type) of an Accept header, most wanted first, refused ones left out."""
    found = []
    for item in header.split(","):
        media_type, *parameters = (part.strip().lower() for part in item.split(";"))
        weights = [part.removeprefix("q=") for part in parameters if part.startswith("q=")]
        weight = float(weights[0]) if weights and re.fullmatch(r"[01](\.[0-9]{0,3})?", weights[0]) else 1.0
        if media_type and weight > 0:
            found.append((weight, media_type))
    return sorted(found, key=lambda each: -each[0]) or [(1.0, "*/*")]


def entity_tag(request: Request, data_version: str, form: str) -> str:
    """Names an answer: it changes when the data, the address or ``form`` (format or language) does, and only then."""
    told = (API_VERSION, data_version, request.scope["path"], request.scope["query_string"].decode("latin-1"))
    digest = hashlib.sha256("\n".join((*told, form)).encode()).hexdigest()
    # Weak, because the same answer may travel compressed.
    return f'W/"{digest[:32]}"'


def still_holds(request: Request, tag: str) -> bool:
    """Whether the client has this very answer already."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or tag.removeprefix("W/") in ENTITY_TAG.findall(asked)


def kept_headers(tag: str, varies_by: str = "accept") -> dict[str, str]:
    """What says for how long an answer holds: until asked again."""
    return {"etag": tag, "cache-control": "no-cache", "vary": varies_by, "content-security-policy": INERT}


def unchanged(tag: str, varies_by: str = "accept") -> Response:
    """The answer to a client that has it already."""
    return Response(None, HTTPStatus.NOT_MODIFIED, kept_headers(tag, varies_by))


def as_json(content: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(body, 200, headers, MEDIA_TYPES["json"])


def as_csv(
    rows: Sequence[Mapping[str, Any]], shape: type[Shape], name: str, tr: Translator | None, headers: Mapping[str, str]
) -> Response:
    """The records as CSV.

    For programs the heads are the fields' ids. With ``tr`` the file is for people: heads in words before the ids, a
    byte order mark so that Excel reads Chinese, and no cell that a spreadsheet could take for a formula.
    """
    fields = list(shape.model_fields)
    heads = fields if tr is None else [tr("api.head", name=field_in_words(field, tr), id=field) for field in fields]
    cells = [[_cell(row[field]) for field in fields] for row in rows]
    body = csv_bytes(heads, cells if tr is None else [[inert(cell) for cell in row] for row in cells])
    if tr is None:
        body = body.removeprefix(BYTE_ORDER_MARK.encode())
    told = {**headers, "content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(body, 200, told, MEDIA_TYPES["csv"])


def _cell(value: Any) -> object:
    if isinstance(value, list):
        return SEPARATOR.join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else value


def field_in_words(field: str, tr: Translator) -> str:
    """What a field holds, in the language of the reader, with the language of the field where it has one."""
    for language in ("zh", "en"):
        if field.endswith(f"_{language}"):
            name = tr(f"api.field.{field.removesuffix(f'_{language}')}")
            return tr(f"api.field_in.{language}", name=name)
    return tr(f"api.field.{field}")
