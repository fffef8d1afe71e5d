"""Files that a button has made stay on the server until the browser has fetched them.

Streamlit tells the browser the address of a file made on demand, but counts the file as nobody's: it is gone once any
two scripts of the server have ended, which with a few readers at work is sooner than the browser asks for it. Measured
with four: two downloads of three failed. Figures and reasons: docs/reliability.md.
"""

from __future__ import annotations

from collections.abc import Callable
from secrets import randbelow
from threading import Timer

from streamlit import runtime

KEPT_S = 60.0
"""How long a made file waits for the browser; a reader's own figures may be in it, so no longer than need be."""

PLACES = 10_000
"""Where made files are kept, one at each: so many that two of one minute hardly ever meet, and no more for ever."""


def kept_a_while(
    make: Callable[[], bytes], file_name: str, mime: str, *, seconds: float = KEPT_S
) -> Callable[[], bytes]:
    """What makes the same file, and has the server hold on to it for so many seconds."""

    def made() -> bytes:
        content = make()
        if runtime.exists():
            _hold(content, file_name, mime, seconds)
        return content

    return made


def _hold(content: bytes, file_name: str, mime: str, seconds: float) -> None:
    # A file is somebody's as long as it is the newest at its place; these places are no element's.
    place = f"explorer.made.{randbelow(PLACES)}"
    files = runtime.get_instance().media_file_mgr
    files.add(content, mime, place, file_name=file_name, is_for_static_download=True)
    timer = Timer(seconds, lambda: files.add(b"", "text/plain", place, is_for_static_download=True))
    timer.daemon = True
    timer.start()
