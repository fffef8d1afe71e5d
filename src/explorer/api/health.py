"""Whether the process lives, and whether it can serve: for whatever watches over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from explorer.errors import ExplorerError
from explorer.store import Store

NOT_KEPT = {"cache-control": "no-store"}


@dataclass
class Readiness:
    """What has to be so before a visitor is let in.

    ``pages``: ``waiting`` until the pages were shown once; then ``rehearsed``, or ``unrehearsed`` if that failed and
    the first visitor waits longer.
    """

    store: Store
    pages: str = "waiting"

    def told(self) -> tuple[bool, Mapping[str, str]]:
        """Whether visitors can be served, and how each part stands."""
        try:
            self.store.refresh()
            data = "older" if self.store.faults is not None else "current"
        except ExplorerError:
            data = "missing"
        parts = {"data": data, "data_version": self.store.version if data != "missing" else "", "pages": self.pages}
        return data != "missing" and self.pages != "waiting", parts

    def routes(self) -> list[BaseRoute]:
        """``/healthz`` and ``/readyz``."""
        return [Route("/healthz", alive), Route("/readyz", self._ready)]

    def _ready(self, request: Request) -> JSONResponse:
        ready, parts = self.told()
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"status": "ready" if ready else "not ready", **parts}, status, NOT_KEPT)


async def alive(request: Request) -> JSONResponse:
    """That the process answers; it asks nothing else."""
    return JSONResponse({"status": "alive"}, headers=NOT_KEPT)
