"""What the delivery needs Streamlit to look like, and what it answers."""

import asyncio
import gzip
import json
import re
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

from delivery import (
    FONT_PRELOAD,
    CompressedFiles,
    CompressedFrontend,
    Frontend,
    Pages,
    part_of_element,
    script_files,
)

FRONTEND = Path(file_util.get_static_dir())
FONT = "'PingFang SC', sans-serif"
ORIGINS = ("https://host.example",)
CHART = "../lib/src/components/elements/ArrowVegaLiteChart/ArrowVegaLiteChart.tsx"
SWITCH = "../lib/src/components/widgets/Checkbox/Checkbox.tsx"
ELEMENTS = ("vega_lite_chart", "arrow_table", "metric", "page_link", "multiselect", "button_group", "checkbox",
            "selectbox", "text_input", "button", "download_button")  # fmt: skip
"""Elements of our pages that have a script of their own, as the app's messages name them."""


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
    for name in ("index.js", "chart.js", "vega.js", "switch.js"):
        (scripts / name).write_text(f"// {name}\n" * 200, "utf-8")
    (tmp_path / "static" / "icons.woff2").write_bytes(b"font")
    manifest = {
        CHART: {"file": "static/js/chart.js", "imports": ["_vega", "index.html"]},
        "_vega": {"file": "static/js/vega.js", "imports": [CHART]},  # a circle, as bundlers make them
        SWITCH: {"file": "static/js/switch.js", "imports": ["_vega"]},
        "index.html": {"file": "static/js/index.js"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "index.html").write_text(
        '<html><head><link rel="preload" href="./static/icons.woff2" as="font" />'
        '<script src="./static/js/index.js"></script></head><body></body></html>',
        "utf-8",
    )
    return tmp_path


def page_of(folder: Path, *elements: str, font: str | None = FONT) -> str:
    """The page of a frontend, for these elements or what every page is expected to have."""
    frontend = Frontend(folder, font, ORIGINS)
    return frontend.page(elements) if elements else frontend.page()


@pytest.fixture
def ask(small_frontend: Path) -> Callable[..., Answer]:
    """Asks an app behind the delivery; the app says so when a request comes through to it."""

    async def behind(request: object) -> PlainTextResponse:
        return PlainTextResponse("left to Streamlit")

    files = CompressedFiles(small_frontend)
    pages = Pages(Frontend(small_frontend, FONT, ORIGINS), files)
    pages.learn("compare", ["checkbox", "markdown"])
    app = Starlette(routes=[Route("/api", behind), pages.route(), Route("/{rest:path}", behind)])
    delivery = CompressedFrontend(app, files)
    return lambda path, **headers: get(delivery, path, {"accept-encoding": "gzip, br"} | headers)


def test_this_streamlit_is_one_the_delivery_knows() -> None:
    page = (FRONTEND / "index.html").read_text("utf-8")
    manifest = json.loads((FRONTEND / "manifest.json").read_text("utf-8"))
    assert FONT_PRELOAD.search(page)
    assert "</head>" in page
    assert any("embed" in file for file in script_files(manifest, CHART))
    assert [element for element in ELEMENTS if part_of_element(manifest, element) is None] == []
    assert part_of_element(manifest, "markdown") is None


def test_this_streamlit_connects_without_asking_first_when_it_knows_what_the_server_allows() -> None:
    (script,) = re.findall(r'<script type="module"[^>]* src="\./([^"]+)"', (FRONTEND / "index.html").read_text("utf-8"))
    text = (FRONTEND / script).read_text("utf-8")
    assert all(name in text for name in ("HOST_CONFIG", "BACKEND_BASE_URL", "allowedOrigins", "useExternalAuthToken"))


def test_every_file_that_the_page_announces_exists() -> None:
    files = CompressedFiles(FRONTEND)
    Pages(Frontend(FRONTEND, FONT, ORIGINS), files).learn("compare", ELEMENTS)
    assert len(files.answers) > 100


def test_the_page_announces_the_chart_library_once_and_in_order(small_frontend: Path) -> None:
    page = page_of(small_frontend)
    assert page.count("vega.js") == page.count("chart.js") == page.count("index.js") == 1
    assert page.index("vega.js") < page.index("chart.js") < page.index("</head>")


def test_a_page_announces_the_scripts_of_its_own_elements(small_frontend: Path) -> None:
    page = page_of(small_frontend, "checkbox", "vega_lite_chart", "markdown", "no_such_element")
    assert page.count("switch.js") == page.count("chart.js") == page.count("vega.js") == 1
    assert "switch.js" not in page_of(small_frontend)


def test_each_page_has_what_was_learned_of_it_and_others_what_every_page_needs(ask: Callable[..., Answer]) -> None:
    assert "switch.js" in ask("/compare").text
    assert "chart.js" in ask("/compare").text
    assert "switch.js" not in ask("/").text


def test_the_page_says_where_the_app_is_and_who_may_embed_it(small_frontend: Path) -> None:
    page = page_of(small_frontend)
    assert 'BACKEND_BASE_URL: new URL(".", location.href).href' in page
    host = {"allowedOrigins": list(ORIGINS), "useExternalAuthToken": False, "metricsUrl": ""}
    assert f"HOST_CONFIG: {json.dumps(host)}" in page


def test_the_default_font_is_fetched_only_without_one_of_our_own(small_frontend: Path) -> None:
    assert "icons.woff2" not in page_of(small_frontend)
    assert json.dumps(FONT) in page_of(small_frontend)
    assert "icons.woff2" in page_of(small_frontend, font=None)


def test_an_unknown_streamlit_gets_a_page_without_announcements(small_frontend: Path) -> None:
    (small_frontend / "manifest.json").write_text("{}", "utf-8")
    page = page_of(small_frontend)
    assert "./static/js/index.js" in page
    assert "modulepreload" not in page


@pytest.mark.parametrize("path", ["/", "/cases", "/my_figures"])
def test_every_page_of_which_nothing_was_learned_is_the_same_html(
    ask: Callable[..., Answer], small_frontend: Path, path: str
) -> None:
    answer = ask(path)
    assert answer.text == page_of(small_frontend)
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
    answer = ask("/cases", **plain)
    assert answer.text == page_of(small_frontend)
    assert "content-encoding" not in answer.headers


def test_a_part_of_a_file_is_left_to_streamlit(ask: Callable[..., Answer]) -> None:
    assert ask("/static/js/vega.js", range="bytes=0-3").text == "left to Streamlit"


def test_a_path_out_of_the_folder_is_not_answered(ask: Callable[..., Answer], small_frontend: Path) -> None:
    (small_frontend.parent / "secret.txt").write_text("secret", "utf-8")
    assert ask("/static/../../secret.txt").text == "left to Streamlit"
