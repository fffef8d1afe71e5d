"""What goes wrong, as problem details (RFC 9457) in the language asked for; never a traceback."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from explorer.api.asking import Wrong, WrongParametersError
from explorer.errors import ExplorerError
from explorer.i18n import LANGUAGE_TAGS, LANGUAGES, Language, Translator

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 30
KINDS = ("parameters", "not_found", "method", "not_acceptable", "unavailable", "unexpected")
"""The kinds of problem; each has a title and a detail under ``api.problem.<kind>`` in ``locales.yaml``."""

LONGEST_INSTANCE = 200


class UnknownRecordError(Exception):
    """A record that is not there."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


class NotAcceptableError(Exception):
    """A format that no answer has."""


def language_of(request: Request) -> Language:
    """What ``lang`` says, else what the client prefers, else Chinese."""
    asked = request.query_params.get("lang")
    accepted = request.headers.get("accept-language", "").lower().split(",")
    for name in LANGUAGES:
        if asked == name:
            return name
    for tag in accepted:
        for name in LANGUAGES:
            if tag.strip().startswith(name):
                return name
    return "zh"


def problem(
    request: Request,
    kind: str,
    status: HTTPStatus,
    wrong: Sequence[Wrong] = (),
    headers: Mapping[str, str] | None = None,
    **slots: object,
) -> Response:
    """A problem of a kind as a response; ``wrong`` names the parameters at fault."""
    language = language_of(request)
    tr = Translator(language)
    content: dict[str, Any] = {
        "type": f"{request.scope.get('root_path', '')}/#problem-{kind}",
        "title": tr(f"api.problem.{kind}.title"),
        "status": status.value,
        "detail": tr(f"api.problem.{kind}", **slots),
        "instance": _instance(request),
        "errors": [each.told(tr) for each in wrong],
    }
    told = {"content-language": LANGUAGE_TAGS[language], "cache-control": "no-store", **(headers or {})}
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, status.value, told, MEDIA_TYPE)


def _instance(request: Request) -> str:
    # The path as it was sent: decoded, it could hold what no address holds.
    path = request.scope.get("raw_path", b"").decode("latin-1") or "/"
    query = request.scope["query_string"].decode("latin-1")
    return (f"{path}?{query}" if query else path)[:LONGEST_INSTANCE]


async def wrong_parameters(request: Request, error: Exception) -> Response:
    """400, every wrong parameter by name."""
    assert isinstance(error, WrongParametersError)
    tr = Translator(language_of(request))
    names = tr.listing(list(dict.fromkeys(each.parameter for each in error.wrong)))
    return problem(request, "parameters", HTTPStatus.BAD_REQUEST, error.wrong, names=names)


async def unknown_record(request: Request, error: Exception) -> Response:
    """404 for a record that is not there, with the nearest that is."""
    assert isinstance(error, UnknownRecordError)
    return problem(request, "not_found", HTTPStatus.NOT_FOUND, [error.wrong])


async def not_acceptable(request: Request, error: Exception) -> Response:
    """406 for a client that takes neither JSON nor CSV."""
    return problem(request, "not_acceptable", HTTPStatus.NOT_ACCEPTABLE)


async def unavailable(request: Request, error: Exception) -> Response:
    """503 while there is no database to serve."""
    log.error("The API has no data to serve: %s", error)
    headers = {"retry-after": str(RETRY_AFTER_S)}
    return problem(request, "unavailable", HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


async def of_http(request: Request, error: Exception) -> Response:
    """A path or method that there is not."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    kind = "method" if status == HTTPStatus.METHOD_NOT_ALLOWED else "not_found"
    return problem(request, kind, status, headers=error.headers)


async def unexpected(request: Request, error: Exception) -> Response:
    """500 without a word about the inside; the server logs the rest."""
    return problem(request, "unexpected", HTTPStatus.INTERNAL_SERVER_ERROR)


HANDLERS = {
    WrongParametersError: wrong_parameters,
    UnknownRecordError: unknown_record,
    NotAcceptableError: not_acceptable,
    ExplorerError: unavailable,
    HTTPException: of_http,
    Exception: unexpected,
}
"""How each error is told."""
