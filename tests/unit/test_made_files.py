"""A file made by a button is there when the browser asks for it, and not much longer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from streamlit import runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from explorer.ui import made_files
from explorer.ui.made_files import kept_a_while

KIND = "text/csv"


class Server:
    """As much of Streamlit as holds files."""

    def __init__(self) -> None:
        self.storage = MemoryMediaFileStorage("/media")
        self.media_file_mgr = MediaFileManager(self.storage)

    def pressed(self, make: Callable[[], bytes]) -> str:
        """The address of the file that a button makes."""
        name = self.media_file_mgr.add_deferred(make, KIND, "1.0", file_name="a.csv")
        return self.media_file_mgr.execute_deferred(name)

    def scripts_end(self) -> None:
        """Other readers' scripts have ended, several of them."""
        for _ in range(5):
            self.media_file_mgr.remove_orphaned_files()

    def fetched(self, address: str) -> bytes:
        return self.storage.get_file(address.rpartition("/")[2]).content


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: server)
    return server


def test_a_file_outlives_the_scripts_of_other_readers(server: Server) -> None:
    address = server.pressed(kept_a_while(lambda: b"a,b", "a.csv", KIND))
    server.scripts_end()
    assert server.fetched(address) == b"a,b"


def test_without_being_held_it_does_not() -> None:
    server = Server()
    address = server.pressed(lambda: b"a,b")
    server.scripts_end()
    with pytest.raises(MediaFileStorageError):
        server.fetched(address)


def test_after_a_while_it_is_gone(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = Event()
    add = server.media_file_mgr.add

    def noted(content: bytes, *arguments: str, **more: object) -> str:
        address = add(content, *arguments, **more)  # type: ignore[arg-type]
        if not content:
            let_go.set()
        return address

    monkeypatch.setattr(server.media_file_mgr, "add", noted)
    address = server.pressed(kept_a_while(lambda: b"a,b", "a.csv", KIND, seconds=0))
    assert let_go.wait(30)
    server.scripts_end()
    with pytest.raises(MediaFileStorageError):
        server.fetched(address)


def test_it_is_held_no_longer_than_a_minute() -> None:
    assert made_files.KEPT_S <= 60
