"""Many visitors at once, without browsers: what the server itself needs for a rerun of the whole page."""

import asyncio
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

RERUNS = 4


async def rerun_times(address: str, path: str, sessions: int) -> list[float]:
    """Milliseconds of every rerun when so many sessions each ask for one at the same moment, several times over."""
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    connections = [await connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None) for _ in range(sessions)]
    try:
        await asyncio.gather(
            *(rerun(connection, path) for connection in connections)
        )  # the first run is another matter
        times: list[float] = []
        for _ in range(RERUNS):
            times += await asyncio.gather(*(rerun(connection, path) for connection in connections))
        return times
    finally:
        for connection in connections:
            await connection.close()


async def rerun(connection: ClientConnection, path: str) -> float:
    """Ask for the page and wait until its script has finished."""
    request = BackMsg()
    request.rerun_script.page_name = path.strip("/")
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
