"""Ask an ASGI app a question without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def ask(app: ASGIApp, address: str, *, method: str = "GET", **headers: str) -> Answer:
    """The app's answer; a header's name is written with underscores."""
    parts = urlsplit(address)
    messages: list[Message] = []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("explorer.test", 80),
        "root_path": "",
        "path": unquote(parts.path),
        "raw_path": quote(parts.path, safe="/%").encode(),
        "query_string": parts.query.encode(),
        "headers": [
            (b"host", b"explorer.test"),
            *((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()),
        ],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    async def asked() -> None:
        try:
            await app(scope, receive, send)
        except Exception:
            if not messages:
                raise

    asyncio.run(asked())
    head = messages[0]
    told = {name.decode().lower(): value.decode("latin-1") for name, value in head["headers"]}
    return Answer(head["status"], told, b"".join(message.get("body", b"") for message in messages[1:]))
