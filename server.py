"""What `make run` starts: the app of app.py, with everything slow done before the first visitor comes.

`streamlit run app.py` shows the same pages; it only lets the first visitors wait for what happens here beforehand.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import altair as alt
import duckdb
import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp
from streamlit import config, file_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from delivery import CompressedFrontend, index_page, page_route
from explorer.ui.navigation import claim_pages

log = logging.getLogger(__name__)

REHEARSAL_LIMIT_S = 60
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
async def rehearsed(app: ASGIApp) -> AsyncIterator[None]:
    """Around the time of serving: show every page once to a visitor who is not there.

    That imports each page's modules, opens the database and fills the caches. `gc.freeze()` then spares every later
    collection the hundreds of thousands of objects that stay for good.
    """
    try:
        async with asyncio.timeout(REHEARSAL_LIMIT_S):
            await rehearse(app)
    except (TimeoutError, ConnectionError) as error:
        log.warning("The pages were not rehearsed, so the first visitor waits longer: %s", error)
    gc.collect()
    gc.freeze()
    yield


async def rehearse(app: ASGIApp) -> None:
    """Ask for the first page, then for every other that it leads to, as a browser would but without a network."""
    from_visitor: asyncio.Queue[Any] = asyncio.Queue()
    to_visitor: asyncio.Queue[Any] = asyncio.Queue()
    visit = asyncio.ensure_future(app(VISITOR, from_visitor.get, to_visitor.put))
    visit.add_done_callback(lambda _: to_visitor.put_nowait({"type": "websocket.close"}))
    from_visitor.put_nowait({"type": "websocket.connect"})
    paths = [""]
    try:
        for path in paths:
            request = BackMsg()
            request.rerun_script.page_name = path
            from_visitor.put_nowait({"type": "websocket.receive", "bytes": request.SerializeToString()})
            paths += [found for found in await pages_until_finished(to_visitor) if found not in paths]
    finally:
        from_visitor.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await visit


async def pages_until_finished(answers: asyncio.Queue[Any]) -> list[str]:
    """The paths of the app's pages, once the script that tells them has run to its end."""
    paths: list[str] = []
    while True:
        answer = await answers.get()
        if answer["type"] == "websocket.close":
            raise ConnectionError("the app closed the connection")
        if answer["type"] != "websocket.send":
            continue
        message = ForwardMsg.FromString(answer["bytes"])
        match message.WhichOneof("type"):
            case "navigation":
                paths = [page.url_pathname for page in message.navigation.app_pages]
            case "script_finished" if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return paths


warm_libraries()
claim_pages()
frontend = Path(file_util.get_static_dir())
page = index_page(frontend, config.get_option("theme.font"))
app = st.App(
    "app.py",
    lifespan=rehearsed,
    routes=[page_route(page)],
    middleware=[Middleware(CompressedFrontend, frontend=frontend, page=page)],
)

if __name__ == "__main__":
    app.run()
