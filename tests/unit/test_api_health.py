"""Whether the server lives, and whether it is ready."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette

from explorer.api.health import Readiness
from explorer.store import Store
from tests.unit.asgi import ask


def test_a_process_that_answers_lives(store: Store) -> None:
    told = ask(Starlette(routes=Readiness(store).routes()), "/healthz")
    assert (told.status, told.json, told.headers["cache-control"]) == (200, {"status": "alive"}, "no-store")


def test_a_server_is_ready_once_its_pages_were_shown_and_its_data_are_open(store: Store, tmp_path: Path) -> None:
    readiness = Readiness(store)
    app = Starlette(routes=readiness.routes())
    assert (ask(app, "/readyz").status, ask(app, "/readyz").json["pages"]) == (503, "waiting")
    for outcome in ("rehearsed", "unrehearsed"):
        readiness.pages = outcome
        told = ask(app, "/readyz")
        assert told.status == 200
        assert told.json == {
            "status": "ready",
            "data": "current",
            "data_version": store.version,
            "pages": outcome,
        }
    without = Starlette(routes=Readiness(Store(tmp_path / "nowhere"), "rehearsed").routes())
    assert (ask(without, "/readyz").status, ask(without, "/readyz").json["data"]) == (503, "missing")


def test_faulty_new_files_leave_the_server_ready_with_older_data(store: Store) -> None:
    (store.folder / "cases.yaml").write_text("- nonsense", "utf-8")
    told = ask(Starlette(routes=Readiness(store, "rehearsed").routes()), "/readyz")
    assert (told.status, told.json["data"]) == (200, "older")
