"""The API as an ASGI app of its own, to be mounted wherever the server wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from explorer.api import representation as told
from explorer.api.asking import Asked, Wrong, nearest, read
from explorer.api.openapi import document
from explorer.api.problems import HANDLERS, UnknownRecordError, language_of
from explorer.api.reference import POLICY, page
from explorer.api.resources import OF_RECORDS, OF_REFERENCE, RESOURCES, Known, Parameters, Resource
from explorer.i18n import LANGUAGE_TAGS, Translator
from explorer.store import Store
from explorer.view_parameters import Ask

ROOT = "/api/v1"
METHODS = ("GET", "HEAD", "OPTIONS")
BY_LANGUAGE = "accept-language"
EXPOSED = ("ETag", "Link", "X-Total-Count")
"""Headers that scripts of other sites may read."""


@dataclass(frozen=True)
class Data:
    """The data while one request is answered: they stay the same until it is."""

    version: str
    known: Known
    ask: Ask


class Api:
    """Answers requests from a store. What requests may say is worked out once for each state of the data."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: tuple[str, Known] | None = None

    def app(self) -> Starlette:
        """The routes, and how errors are told. Answering is kept out of the event loop: it asks the database."""
        routes: list[BaseRoute] = [
            Route("/", self._answering(self.reference), methods=METHODS),
            Route("/openapi.json", self._answering(self.openapi), methods=METHODS),
        ]
        for resource in RESOURCES:
            routes.append(Route(f"/{resource.name}", self._answering(self.a_list, resource), methods=METHODS))
            if resource.in_full is not None:
                routes.append(Route(f"/{resource.name}/{{id}}", self._answering(self.one, resource), methods=METHODS))
        app = Starlette(routes=routes, exception_handlers=HANDLERS)
        # An address with a slash too many is another address, and there is nothing at it.
        app.router.redirect_slashes = False
        return app

    @contextmanager
    def data(self) -> Iterator[Data]:
        """The newest data, held as they are inside the block. Raises ExplorerError if there are none to serve."""
        self.store.refresh()
        # While a cursor is open the store does not move on to other data.
        with self.store.cursor() as cursor:
            version = self.store.version

            def ask(query: Callable[..., Any], *arguments: object) -> Any:
                return query(cursor, *arguments)

            known = self._known
            if known is None or known[0] != version:
                known = self._known = (version, Known.of(ask))
            yield Data(version, known[1], ask)

    def _answering(self, answer: Callable[..., Response], *more: Resource) -> Callable[[Request], Response]:
        def answered(request: Request) -> Response:
            if request.method == "OPTIONS":
                return Response(None, 204, {"allow": ", ".join(METHODS)})
            with self.data() as data:
                return answer(request, data, *more)

        return answered

    def a_list(self, request: Request, data: Data, resource: Resource) -> Response:
        """A stretch of a list."""
        asked = _asked(request, data.known.parameters[resource.name], resource.required)
        form = told.format_wanted(request, asked)
        tag = told.entity_tag(request, data.version, form)
        if told.still_holds(request, tag):
            return told.unchanged(tag)
        rows = resource.rows(data.ask, asked)
        stretch = told.Stretch.of(asked, form, len(rows))
        links = stretch.links(request)
        headers = {**told.kept_headers(tag), "x-total-count": str(stretch.total)}
        if any(links.values()):
            rels = {"next": "next", "previous": "prev"}
            headers["link"] = ", ".join(f'<{link}>; rel="{rels[name]}"' for name, link in links.items() if link)
        shown = rows[stretch.offset : stretch.end]
        if form == "csv":
            return told.as_csv(shown, resource.shape, resource.name, _translator(request, asked), headers)
        place = {"total": stretch.total, "limit": stretch.limit, "offset": stretch.offset}
        return told.as_json({**place, **links, "data_version": data.version, "data": shown}, headers)

    def one(self, request: Request, data: Data, resource: Resource) -> Response:
        """A record in full; as CSV, its row of the list."""
        asked = _asked(request, OF_RECORDS)
        record_id, ids = request.path_params["id"], data.known.ids[resource.name]
        if record_id not in ids:
            raise UnknownRecordError(Wrong("id", record_id[:80], "unknown_value", nearest(record_id, ids)))
        form = told.format_wanted(request, asked)
        tag = told.entity_tag(request, data.version, form)
        if told.still_holds(request, tag):
            return told.unchanged(tag)
        assert resource.one is not None
        found, headers = resource.one(data.ask, record_id), told.kept_headers(tag)
        if form == "csv":
            row, shape = found[resource.singular], resource.shape
            return told.as_csv([row], shape, record_id, _translator(request, asked), headers)
        return told.as_json({"data_version": data.version, "data": found}, headers)

    def openapi(self, request: Request, data: Data) -> Response:
        """What there is, for programs."""
        _asked(request, ())
        tag = told.entity_tag(request, data.version, "openapi")
        if told.still_holds(request, tag):
            return told.unchanged(tag)
        return told.as_json(document(data.known, request.scope.get("root_path", "")), told.kept_headers(tag))

    def reference(self, request: Request, data: Data) -> Response:
        """What there is, for people."""
        _asked(request, OF_REFERENCE)
        language = language_of(request)
        tag = told.entity_tag(request, data.version, f"html.{language}")
        if told.still_holds(request, tag):
            return told.unchanged(tag, BY_LANGUAGE)
        html = page(data.known, request.scope.get("root_path", ""), Translator(language))
        headers = {**told.kept_headers(tag, BY_LANGUAGE), "content-language": LANGUAGE_TAGS[language]}
        return Response(html, 200, {**headers, "content-security-policy": POLICY}, "text/html")


def _asked(request: Request, parameters: Parameters, required: tuple[str, ...] = ()) -> Asked:
    given: dict[str, list[str]] = {name: [] for name in required}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    return read(given, parameters)


def _translator(request: Request, asked: Asked) -> Translator | None:
    """The language of a file's heads, None where none is asked for by name."""
    return Translator(language_of(request)) if asked.one("lang") else None


def api_routes(store: Store) -> list[BaseRoute]:
    """The API below ROOT, readable by scripts of any site; nothing there is anybody's own."""
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=METHODS, expose_headers=EXPOSED)
    return [
        Route("/api", lambda _: RedirectResponse(f"{ROOT}/")),
        Route(ROOT, lambda _: RedirectResponse(f"{ROOT}/")),
        Mount(ROOT, Api(store).app(), middleware=[cors]),
    ]
