"""Streamlit's browser files, delivered faster than Streamlit delivers them.

A first visit is mostly the browser's: 110 requests, 3.9 MB of script, and the chart library asked for only when the
first chart arrives. Three things shorten it, and none touches Streamlit's own files:

- what each page needs is read and compressed once, before serving, and answered from memory. Streamlit sends its
  files uncompressed because compressing at every request costs more than it saves; compressing once does not;
- the page names the chart library's files in its head, so that they arrive, and the browser makes them ready, while
  the app is still starting;
- the page knows from the start where the app is, which Streamlit otherwise finds out on inner pages by failing first,
  and the app's font, so that the default web fonts are never asked for.

Whatever is not recognised here is left to Streamlit. `tests/unit/test_delivery.py` says what a new Streamlit version
must still look like; where it does not, visits are slower, not broken.
"""

import gzip
import json
import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

CHART = "../lib/src/components/elements/ArrowVegaLiteChart/ArrowVegaLiteChart.tsx"
FONT_PRELOAD = re.compile(r'<link\s[^>]*rel="preload"[^>]*as="font"[^>]*>')
REFERENCE = re.compile(r'(?:href|src)="\./(static/[^"]+)"')
COMPRESSIBLE = {".js", ".css", ".svg", ".json"}
GZIP_LEVEL = 6


def script_files(manifest: dict[str, Any], entry: str) -> Iterator[str]:
    """The files a part of the frontend loads, itself last, each once; nothing when the manifest has no such part."""
    seen: set[str] = set()

    def walk(key: str) -> Iterator[str]:
        if key in seen or key not in manifest:
            return
        seen.add(key)
        for imported in manifest[key].get("imports", ()):
            yield from walk(imported)
        yield manifest[key]["file"]

    return walk(entry)


def index_page(frontend: Path, font: str | None) -> str:
    """Streamlit's page, told beforehand what it would find out one request after the other."""
    page = (frontend / "index.html").read_text("utf-8")
    manifest = json.loads((frontend / "manifest.json").read_text("utf-8"))
    scripts = [file for file in script_files(manifest, CHART) if file.endswith(".js") and file not in page]
    head = [f'<link rel="modulepreload" crossorigin href="./{file}">' for file in scripts[:-1]]
    head += [f'<script type="module" crossorigin src="./{whole}"></script>' for whole in scripts[-1:]]
    # Every page is one segment below the root, wherever a proxy puts that.
    known = 'BACKEND_BASE_URL: new URL(".", location.href).href'
    if font:
        page = FONT_PRELOAD.sub("", page)
        theme = json.dumps({"bodyFont": font, "headingFont": font})
        known += f", LIGHT_THEME: {theme}, DARK_THEME: {theme}"
    head.append(f"<script>window.__streamlit = {{{known}}}</script>")
    return page.replace("</head>", "\n".join([*head, "</head>"]))


class PageName(Convertor[str]):
    """A path of one segment without a dot: a page of the app, and neither a file nor a route below a prefix."""

    regex = "[A-Za-z0-9_-]*"

    def convert(self, value: str) -> str:
        """The name itself."""
        return value

    def to_string(self, value: str) -> str:
        """The name itself."""
        return value


register_url_convertor("page", PageName())


def page_route(page: str) -> Route:
    """Answers every page of the app with the given HTML; belongs after all other routes."""
    plain = HTMLResponse(page, headers={"cache-control": "no-cache", "vary": "accept-encoding"})
    small = HTMLResponse(
        gzip.compress(page.encode(), GZIP_LEVEL),
        headers={"cache-control": "no-cache", "vary": "accept-encoding", "content-encoding": "gzip"},
    )

    async def answer(request: Request) -> Response:
        return small if accepts_gzip(request.headers) else plain

    return Route("/{page:page}", answer, methods=["GET"])


class CompressedFrontend:
    """Middleware that answers requests for Streamlit's static files from memory, compressed."""

    def __init__(self, app: ASGIApp, frontend: Path, page: str) -> None:
        """Reads what the page refers to at once, so that the first visitor does not wait for it either."""
        self.app = app
        self.files = {f"/{file.relative_to(frontend).as_posix()}": file for file in (frontend / "static").rglob("*.*")}
        self.answers: dict[str, Response] = {}
        for file in REFERENCE.findall(page):
            self.answer(f"/{file}")

    def answer(self, path: str) -> Response:
        """The response to one of the files; kept, because a file's name changes with its content."""
        if path not in self.answers:
            body = self.files[path].read_bytes()
            headers = {"cache-control": "public, immutable, max-age=31536000", "vary": "accept-encoding"}
            if self.files[path].suffix in COMPRESSIBLE:
                body = gzip.compress(body, GZIP_LEVEL)
                headers["content-encoding"] = "gzip"
            self.answers[path] = Response(body, media_type=mimetypes.guess_type(path)[0], headers=headers)
        return self.answers[path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a plain request for a known file; leave websockets, ranges and everything else alone."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self.files:
            headers = Headers(scope=scope)
            if accepts_gzip(headers) and "range" not in headers:
                await self.answer(scope["path"])(scope, receive, send)
                return
        await self.app(scope, receive, send)


def accepts_gzip(headers: Headers) -> bool:
    """Whether the client says it can unpack gzip."""
    return "gzip" in headers.get("accept-encoding", "")
