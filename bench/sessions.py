"""Many visitors at once, without browsers: what a server needs for a rerun of the whole page, and for each of them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol


@dataclass(frozen=True)
class Crowd:
    """What a number of sessions at once took: milliseconds of every rerun, and the megabytes the server then held."""

    times: list[float]
    megabytes: float


async def crowd(address: str, path: str, sessions: int, server: int, *, reruns: int) -> Crowd:
    """So many sessions that each ask for the page at the same moment, several times over; ``server`` is its process."""
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    connections = [await connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None) for _ in range(sessions)]
    try:
        # The first run is another matter.
        await asyncio.gather(*(rerun(connection, path) for connection in connections))
        times: list[float] = []
        for _ in range(reruns):
            times += await asyncio.gather(*(rerun(connection, path) for connection in connections))
        return Crowd(times, psutil.Process(server).memory_info().rss / 1e6)
    finally:
        for connection in connections:
            await connection.close()


async def rerun(connection: ClientConnection, path: str) -> float:
    """Ask for the page and wait until its script has finished."""
    request = BackMsg()
    asked = urlsplit(path)
    request.rerun_script.page_name = asked.path.strip("/")
    request.rerun_script.query_string = asked.query
    start = time.perf_counter()
    await connection.send(request.SerializeToString())
    async for payload in connection:
        message = ForwardMsg.FromString(payload if isinstance(payload, bytes) else payload.encode())
        if message.WhichOneof("type") != "script_finished":
            continue
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise RuntimeError(f"{path} does not compile.")
        if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:  # otherwise it is about to run again
            return (time.perf_counter() - start) * 1000
    raise RuntimeError(f"The server closed the connection while {path} was running.")
