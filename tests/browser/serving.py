"""Start an app the way a person does, and hand back its address once it answers."""

import shlex
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
START_LIMIT_S = 120


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(script: str, folder: Path = REPOSITORY) -> Iterator[str]:
    """Serve a script from its folder on a free port; the address is valid inside the block.

    The folder decides which `.streamlit/config.toml` applies. Raises RuntimeError with what the server printed
    when it stops, or stays silent, before it answers.
    """
    with server(script, folder) as (address, _):
        yield address


@contextmanager
def server(script: str, folder: Path = REPOSITORY) -> Iterator[tuple[str, int]]:
    """The same with the server's process id."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless=true", f"--server.port={port}"]
    with started(command, folder, f"http://127.0.0.1:{port}/_stcore/health") as process:
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def started(command: Sequence[str | Path], folder: Path, well: str) -> Iterator[int]:
    """Start a server in its folder and wait until the address ``well`` answers; its process id.

    Raises RuntimeError with what the server printed when it stops, or stays silent, before it answers.
    """
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            if not _answers(process, well):
                log.seek(0)
                raise RuntimeError(f"This did not start: {shlex.join(map(str, command))}:\n{log.read()}")
            yield process.pid
        finally:
            _stop(process)


def _answers(server: subprocess.Popen[bytes], url: str) -> bool:
    """Whether the server says it is well before it exits or the time is up."""
    for _ in range(START_LIMIT_S * 20):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            try:
                server.wait(timeout=0.05)  # waits for its end, and is the pause between two questions
            except subprocess.TimeoutExpired:
                continue
            return False
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server, first politely."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
