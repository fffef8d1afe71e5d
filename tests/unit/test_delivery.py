"""What the delivery needs Streamlit to look like, and what it answers."""

import asyncio
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message
from streamlit import file_util

from delivery import CHART, FONT_PRELOAD, CompressedFrontend, index_page, page_route, script_files

FRONTEND = Path(file_util.get_static_dir())
FONT = "'PingFang SC', sans-serif"


@dataclass
class Answer:
    """What came back, unpacked."""

    headers: Headers
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


def get(app: ASGIApp, path: str, headers: dict[str, str]) -> Answer:
    """Ask an app as a server would; Starlette's own client needs a package more."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "query_string": b"", "headers": raw}
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    received = Headers(raw=sent[0]["headers"])
    body = b"".join(message.get("body", b"") for message in sent[1:])
    assert int(received["content-length"]) == len(body)
    return Answer(received, gzip.decompress(body) if received.get("content-encoding") == "gzip" else body)


@pytest.fixture
def small_frontend(tmp_path: Path) -> Path:
    """A frontend of one script, one chart library of two files, and a font."""
    scripts = tmp_path / "static" / "js"
    scripts.mkdir(parents=True)
    for name in ("index.js", "chart.js", "vega.js"):
        (scripts / name).write_text(f"// {name}\n" * 200, "utf-8")
    (tmp_path / "static" / "icons.woff2").write_bytes(b"font")
    manifest = {
        CHART: {"file": "static/js/chart.js", "imports": ["_vega", "index.html"]},
        "_vega": {"file": "static/js/vega.js", "imports": [CHART]},  # a circle, as bundlers make them
        "index.html": {"file": "static/js/index.js"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "index.html").write_text(
        '<html><head><link rel="preload" href="./static/icons.woff2" as="font" />'
        '<script src="./static/js/index.js"></script></head><body></body></html>',
        "utf-8",
    )
    return tmp_path


@pytest.fixture
def ask(small_frontend: Path) -> Callable[..., Answer]:
    """Asks an app behind the delivery; the app says so when a request comes through to it."""

    async def behind(request: object) -> PlainTextResponse:
        return PlainTextResponse("left to Streamlit")

    page = index_page(small_frontend, FONT)
    app = Starlette(routes=[Route("/api", behind), page_route(page), Route("/{rest:path}", behind)])
    delivery = CompressedFrontend(app, small_frontend, page)
    return lambda path, **headers: get(delivery, path, {"accept-encoding": "gzip, br"} | headers)


def test_this_streamlit_is_one_the_delivery_knows() -> None:
    page = (FRONTEND / "index.html").read_text("utf-8")
    manifest = json.loads((FRONTEND / "manifest.json").read_text("utf-8"))
    assert FONT_PRELOAD.search(page)
    assert "</head>" in page
    assert any("embed" in file for file in script_files(manifest, CHART))


def test_every_file_that_the_page_announces_exists() -> None:
    page = index_page(FRONTEND, FONT)
    delivery = CompressedFrontend(Starlette(), FRONTEND, page)
    assert len(delivery.answers) > 50


def test_the_page_announces_the_chart_library_once_and_in_order(small_frontend: Path) -> None:
    page = index_page(small_frontend, FONT)
    assert page.count("vega.js") == page.count("chart.js") == page.count("index.js") == 1
    assert page.index("vega.js") < page.index('<script type="module" crossorigin src="./static/js/chart.js">')


def test_the_default_font_is_fetched_only_without_one_of_our_own(small_frontend: Path) -> None:
    assert "icons.woff2" not in index_page(small_frontend, FONT)
    assert json.dumps(FONT) in index_page(small_frontend, FONT)
    assert "icons.woff2" in index_page(small_frontend, None)


def test_an_unknown_streamlit_gets_a_page_without_announcements(small_frontend: Path) -> None:
    (small_frontend / "manifest.json").write_text("{}", "utf-8")
    page = index_page(small_frontend, FONT)
    assert "./static/js/index.js" in page
    assert "modulepreload" not in page


@pytest.mark.parametrize("path", ["/", "/compare", "/my_figures"])
def test_every_page_is_the_same_html(ask: Callable[..., Answer], small_frontend: Path, path: str) -> None:
    answer = ask(path)
    assert answer.text == index_page(small_frontend, FONT)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "no-cache"


def test_scripts_are_compressed_and_kept_for_good(ask: Callable[..., Answer]) -> None:
    answer = ask("/static/js/vega.js")
    assert answer.text.startswith("// vega.js")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) < 200


def test_fonts_are_not_compressed_twice(ask: Callable[..., Answer]) -> None:
    answer = ask("/static/icons.woff2")
    assert answer.content == b"font"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/api", "/favicon.png", "/media/picture.png", "/static/js/unknown.js", "/a/b"])
def test_what_is_not_recognised_is_left_alone(ask: Callable[..., Answer], path: str) -> None:
    assert ask(path).text == "left to Streamlit"


def test_a_client_that_cannot_unpack_gets_plain_answers(ask: Callable[..., Answer], small_frontend: Path) -> None:
    plain = {"accept-encoding": "identity"}
    assert ask("/static/js/vega.js", **plain).text == "left to Streamlit"
    answer = ask("/compare", **plain)
    assert answer.text == index_page(small_frontend, FONT)
    assert "content-encoding" not in answer.headers


def test_a_part_of_a_file_is_left_to_streamlit(ask: Callable[..., Answer]) -> None:
    assert ask("/static/js/vega.js", range="bytes=0-3").text == "left to Streamlit"


def test_a_path_out_of_the_folder_is_not_answered(ask: Callable[..., Answer], small_frontend: Path) -> None:
    (small_frontend.parent / "secret.txt").write_text("secret", "utf-8")
    assert ask("/static/../../secret.txt").text == "left to Streamlit"
