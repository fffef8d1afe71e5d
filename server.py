"""What `make run` starts: the app of app.py, with everything slow done before the first visitor comes, and the API.

`streamlit run app.py` shows the same pages; it only has no API, and lets the first visitors wait for what happens
here beforehand.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import altair as alt
import duckdb
import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp
from streamlit import config, file_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from delivery import CHART, CompressedFiles, CompressedFrontend, Frontend, Pages, SecurityHeaders, content_policy
from explorer.api.app import api_routes
from explorer.api.health import Readiness
from explorer.paths import DATA_FOLDER
from explorer.served import store_of
from explorer.ui.embedding import EMBEDDABLE
from explorer.ui.navigation import claim_pages

log = logging.getLogger(__name__)

REHEARSAL_LIMIT_S = 60
SCREENFUL = 8
"""About so many elements show before a reader scrolls."""
VISITOR = {
    "type": "websocket",
    "path": "/_stcore/stream",
    "root_path": "",
    "query_string": b"",
    "headers": [(b"host", b"localhost"), (b"accept-language", b"zh-CN")],
    "subprotocols": ["streamlit"],
}


def warm_libraries() -> None:
    """Have the libraries do now what they put off until first used: more than a second together.

    Altair compiles its schema with the first chart, DuckDB imports its bridge to pandas with the first frame.
    """
    frame = duckdb.connect().execute("SELECT 1 AS x").df()
    alt.Chart(frame).mark_bar().encode(x="x:Q").to_dict()


@asynccontextmanager
async def rehearsed(app: ASGIApp, pages: Pages, readiness: Readiness | None = None) -> AsyncIterator[None]:
    """Around the time of serving: show every page once to a visitor who is not there.

    That imports each page's modules, opens the database, fills the caches, and tells ``pages`` what is on each, and
    ``readiness`` how it went.
    `gc.freeze()` then spares every later collection the hundreds of thousands of objects that stay for good.
    """
    outcome = "unrehearsed"
    try:
        async with asyncio.timeout(REHEARSAL_LIMIT_S):
            for path, elements in (await rehearse(app)).items():
                pages.learn(path, elements)
        outcome = "rehearsed"
    except (TimeoutError, ConnectionError) as error:
        log.warning("The pages were not rehearsed, so the first visitor waits longer: %s", error)
    gc.collect()
    gc.freeze()
    if readiness is not None:
        readiness.pages = outcome
    yield


async def rehearse(app: ASGIApp) -> Mapping[str, set[str]]:
    """Ask for the first page, then for every other that it leads to, as a browser would but without a network.

    Pages that the navigation does not name are asked for as the first link to them does: without that they show
    nothing. Returns the kinds of elements that each page begins with, by the page's path.
    """
    from_visitor: asyncio.Queue[Any] = asyncio.Queue()
    to_visitor: asyncio.Queue[Any] = asyncio.Queue()
    visit = asyncio.ensure_future(app(VISITOR, from_visitor.get, to_visitor.put))
    visit.add_done_callback(lambda _: to_visitor.put_nowait({"type": "websocket.close"}))
    from_visitor.put_nowait({"type": "websocket.connect"})
    paths = [""]
    links: dict[str, str] = {}
    begun_with: dict[str, set[str]] = {}
    try:
        for path in paths:
            request = BackMsg()
            request.rerun_script.page_name = path
            request.rerun_script.query_string = links.get(path, "")
            from_visitor.put_nowait({"type": "websocket.receive", "bytes": request.SerializeToString()})
            shown = await run_until_finished(to_visitor)
            begun_with[path] = set(shown.first)
            links = {name: shown.links[name] for name in shown.hidden if name in shown.links} | links
            paths += [other for other in shown.paths if other not in paths]
    finally:
        from_visitor.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await visit
    return begun_with


@dataclass
class Shown:
    """What a run of the app's script sent."""

    paths: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    """Those of the paths that the navigation does not name."""
    first: list[str] = field(default_factory=list)
    """The kinds of elements that a reader meets first, as far as a chart or else for a screenful.

    A browser that makes the scripts of more ready beforehand shows these later.
    """
    links: dict[str, str] = field(default_factory=dict)
    """The parameters of the first link to each page."""

    def note(self, element: Element) -> None:
        """An element that is not folded away."""
        kind = element.WhichOneof("type")
        if kind not in (None, "empty") and CHART not in self.first and len(self.first) < SCREENFUL:
            self.first.append(kind)
        if kind == "page_link":
            self.links.setdefault(element.page_link.page, element.page_link.query_string)


async def run_until_finished(answers: asyncio.Queue[Any]) -> Shown:
    """What the app sends until its script has run to its end."""
    shown = Shown()
    folded: set[tuple[int, ...]] = set()
    while True:
        answer = await answers.get()
        if answer["type"] == "websocket.close":
            raise ConnectionError("the app closed the connection")
        if answer["type"] != "websocket.send":
            continue
        message = ForwardMsg.FromString(answer["bytes"])
        match message.WhichOneof("type"):
            case "navigation":
                shown.paths = [page.url_pathname for page in message.navigation.app_pages]
                shown.hidden = [page.url_pathname for page in message.navigation.app_pages if page.is_hidden]
            case "delta":
                path = tuple(message.metadata.delta_path)
                if message.delta.add_block.HasField("popover"):
                    folded.add(path)
                # A browser draws what a popover holds only when it is opened.
                elif message.delta.HasField("new_element") and not any(path[: len(top)] == top for top in folded):
                    shown.note(message.delta.new_element)
            case "script_finished" if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return shown


warm_libraries()
claim_pages()
folder = Path(file_util.get_static_dir())
files = CompressedFiles(folder)
frontend = Frontend(folder, config.get_option("theme.font"), config.get_option("client.allowedOrigins"))
pages = Pages(frontend, files)
store = store_of(DATA_FOLDER)
readiness = Readiness(store)
policy = content_policy((folder / "index.html").read_text("utf-8"))
app = st.App(
    "app.py",
    lifespan=partial(rehearsed, pages=pages, readiness=readiness),
    routes=[*api_routes(store), *readiness.routes(), pages.route()],
    middleware=[
        Middleware(SecurityHeaders, policy=policy, embeddable=set(EMBEDDABLE.values())),
        Middleware(CompressedFrontend, files=files),
    ],
)

if __name__ == "__main__":
    app.run()
