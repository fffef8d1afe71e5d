"""Streamlit's browser files, delivered faster than Streamlit delivers them.

A visit is mostly the browser's: 110 requests, 3.9 MB of script, and each kind of element's script asked for only when
the first such element arrives. Four things shorten it, and none touches Streamlit's own files:

- what each page needs is read and compressed once, before serving, and answered from memory. Streamlit sends its
  files uncompressed because compressing at every request costs more than it saves; compressing once does not;
- the page announces the scripts of the elements that it will show first, so that they arrive, and the browser makes
  them ready, while the app is still starting;
- the page knows from the start where the app is and what its server allows, which Streamlit otherwise asks two
  questions for before it connects, on inner pages after failing first;
- the page knows the app's font, so that the default web fonts are never asked for.

Every answer also says what a browser may do with it: see `SecurityHeaders`.

Whatever is not recognised here is left to Streamlit. `tests/unit/test_delivery.py` says what a new Streamlit version
must still look like; where it does not, visits are slower, not broken.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import mimetypes
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PARTS = "../lib/src/components/"
"""Where the frontend's manifest has the parts that are loaded when first needed."""

SCRIPT_OF_ELEMENT = {"vega_lite_chart": "ArrowVegaLiteChart", "arrow_table": "Table"}
"""Elements whose script has another name than they have in messages, which is otherwise the same in camel case."""

CHART = "vega_lite_chart"

ANNOUNCEMENT = """<script type="module">
for (const script of {scripts}) {{
  document.head.append(Object.assign(document.createElement("link"), {{
    rel: "modulepreload", crossOrigin: "", href: script
  }}));
}}
</script>"""
"""Module scripts run in the order of the page: the browser fetches these once the app's own script has started.

As plain links they would be made ready before it, and delay the start by more than they save.
"""
FONT_PRELOAD = re.compile(r'<link\s[^>]*rel="preload"[^>]*as="font"[^>]*>')
REFERENCE = re.compile(r'"\./(static/[^"]+)"')
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


def part_of_element(manifest: dict[str, Any], element: str) -> str | None:
    """The part of the frontend that draws an element; None for one that needs no part of its own."""
    name = SCRIPT_OF_ELEMENT.get(element) or "".join(word.capitalize() for word in element.split("_"))
    keys = (f"{PARTS}{kind}/{name}/{name}.tsx" for kind in ("elements", "widgets"))
    return next((key for key in keys if key in manifest), None)


@dataclass(frozen=True)
class Frontend:
    """Streamlit's browser files in ``folder``, and what a page is told about the app beforehand.

    ``font`` is the app's, if it has one of its own; ``origins`` may embed the app (``client.allowedOrigins``).
    """

    folder: Path
    font: str | None
    origins: Sequence[str]

    def page(self, elements: Iterable[str] = (CHART,)) -> str:
        """Streamlit's page, told beforehand what it would find out one request after the other.

        ``elements`` are the kinds that will be on it, as the app's messages name them.
        """
        page = (self.folder / "index.html").read_text("utf-8")
        manifest = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        parts = [part for element in elements if (part := part_of_element(manifest, element))]
        files = dict.fromkeys(file for part in parts for file in script_files(manifest, part))
        scripts = [f"./{file}" for file in files if file.endswith(".js") and file not in page]
        head = [ANNOUNCEMENT.format(scripts=json.dumps(scripts))] if scripts else []
        if self.font:
            page = FONT_PRELOAD.sub("", page)
        head.append(f"<script>window.__streamlit = {{{self._known()}}}</script>")
        return page.replace("</head>", "\n".join([*head, "</head>"]))

    def _known(self) -> str:
        # Every page is one segment below the root, wherever a proxy puts that.
        known = 'BACKEND_BASE_URL: new URL(".", location.href).href'
        # The same that the server answers when asked; Streamlit asks all the same, but no longer waits for it.
        host = {"allowedOrigins": list(self.origins), "useExternalAuthToken": False, "metricsUrl": ""}
        known += f", HOST_CONFIG: {json.dumps(host)}"
        if self.font:
            theme = json.dumps({"bodyFont": self.font, "headingFont": self.font})
            known += f", LIGHT_THEME: {theme}, DARK_THEME: {theme}"
        return known


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


class Pages:
    """Answers every page of the app with Streamlit's HTML, each with what is known about that page."""

    def __init__(self, frontend: Frontend, files: CompressedFiles) -> None:
        """Until something is learned of a page it announces what every page needs."""
        self.frontend, self.files = frontend, files
        self.answers: dict[str, tuple[Response, Response]] = {}
        self.unknown = self._answers((CHART,))

    def learn(self, path: str, elements: Iterable[str]) -> None:
        """The kinds of elements on the page of this path, as the app's messages name them."""
        self.answers[path] = self._answers((*elements, CHART))

    def route(self) -> Route:
        """The route of all pages; belongs after all other routes."""
        return Route("/{page:page}", self.answer, methods=["GET"])

    async def answer(self, request: Request) -> Response:
        """The page, compressed for who can unpack it."""
        small, plain = self.answers.get(request.path_params["page"], self.unknown)
        return small if accepts_gzip(request.headers) else plain

    def _answers(self, elements: Iterable[str]) -> tuple[Response, Response]:
        page = self.frontend.page(elements)
        # What a page refers to is read at once, so that the first visitor does not wait for it either.
        self.files.prepare(REFERENCE.findall(page))
        policy = content_policy(page)
        headers = {"cache-control": "no-cache", "vary": "accept-encoding", "content-security-policy": policy}
        body = gzip.compress(page.encode(), GZIP_LEVEL)
        return HTMLResponse(body, headers=headers | {"content-encoding": "gzip"}), HTMLResponse(page, headers=headers)


class CompressedFiles:
    """Streamlit's static files, read and compressed once."""

    def __init__(self, folder: Path) -> None:
        """Lists the files; each is read when first asked for."""
        self.files = {f"/{file.relative_to(folder).as_posix()}": file for file in (folder / "static").rglob("*.*")}
        self.answers: dict[str, Response] = {}

    def prepare(self, files: Iterable[str]) -> None:
        """Read these files, named relative to the folder."""
        for file in files:
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


class CompressedFrontend:
    """Middleware that answers requests for Streamlit's static files from memory, compressed."""

    def __init__(self, app: ASGIApp, files: CompressedFiles) -> None:
        """Stands before ``app``."""
        self.app, self.files = app, files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a plain request for a known file; leave websockets, ranges and everything else alone."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self.files.files:
            headers = Headers(scope=scope)
            if accepts_gzip(headers) and "range" not in headers:
                await self.files.answer(scope["path"])(scope, receive, send)
                return
        await self.app(scope, receive, send)


INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
HOST = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]+)?|\[[0-9A-Fa-f:]+\](:[0-9]+)?")


def content_policy(page: str) -> str:
    """What a browser may load and run for a page of Streamlit's, by its own scripts and nobody else's.

    Inline scripts are named by their digests. Streamlit writes styles into the page and makes the scripts of its
    components, some workers and what is downloaded from texts in memory, which browsers call ``blob:``; it draws with
    an interpreter of Vega's expressions, so that nothing needs to evaluate text as script.
    """
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in INLINE_SCRIPT.findall(page)
    ]
    scripts = " ".join(["'self'", "blob:", *(f"'sha256-{digest}'" for digest in digests)])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class SecurityHeaders:
    """Middleware that tells browsers, with every answer, what they may do with it.

    No other site may show the app in a frame, except the views made for that: ``embeddable`` pages that are asked for
    with ``embed=true``, which show charts with their sources and a way to the whole view.
    """

    ALWAYS = (
        (b"x-content-type-options", b"nosniff"),
        # A view's address says what somebody is looking at; that is nobody else's business.
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    )

    def __init__(self, app: ASGIApp, policy: str, embeddable: Collection[str]) -> None:
        """Stands before ``app``; ``policy`` is for answers that bring none of their own."""
        self.app, self.policy, self.embeddable = app, policy, embeddable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A new list: some answers are kept and sent again.
                message = {**message, "headers": self._told(scope, message.get("headers", []))}
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _told(self, scope: Scope, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        own = [(name, value) for name, value in given if name.lower() != b"content-security-policy"]
        policies = [value.decode("latin-1") for name, value in given if name.lower() == b"content-security-policy"]
        embedded = self._is_embedded(scope)
        policy = policies[0] if policies else self.policy
        host = Headers(scope=scope).get("host", "")
        if HOST.fullmatch(host):
            # Older browsers do not count a web socket to the same host as the page's own.
            policy = policy.replace("connect-src 'self'", f"connect-src 'self' ws://{host} wss://{host}")
        policy += "; frame-ancestors *" if embedded else "; frame-ancestors 'none'"
        frames = [] if embedded else [(b"x-frame-options", b"DENY")]
        return [*own, *self.ALWAYS, *frames, (b"content-security-policy", policy.encode("latin-1"))]

    def _is_embedded(self, scope: Scope) -> bool:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("embed", [])
        page = scope["path"].removeprefix(scope.get("root_path", "")).strip("/")
        return page in self.embeddable and any(value.lower() == "true" for value in asked)


def accepts_gzip(headers: Headers) -> bool:
    """Whether the client says it can unpack gzip."""
    return "gzip" in headers.get("accept-encoding", "")
