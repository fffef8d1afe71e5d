"""What browsers are told that they may do with the server's answers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from streamlit import file_util

from delivery import CompressedFiles, Frontend, Pages, SecurityHeaders, content_policy
from explorer.ui.embedding import EMBEDDABLE
from tests.unit.asgi import ask

DIGEST = re.compile(r"'sha256-([A-Za-z0-9+/=]+)'")


def told(path: str, policy: str | None = None) -> Mapping[str, str]:
    """The headers of an answer behind the middleware, by lower-case name; ``policy`` is the answer's own."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"content-security-policy": policy} if policy else {}
        await PlainTextResponse("anything", headers=headers)(scope, receive, send)

    app = SecurityHeaders(page, policy="default-src 'self'; connect-src 'self'", embeddable=("compare", "case"))
    return ask(app, path).headers


def test_no_other_site_may_show_a_page_in_a_frame() -> None:
    for path in ("/", "/compare", "/compare?embed=false", "/planner?embed=true", "/?embed=true", "/api/v1?embed=true"):
        headers = told(path)
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_any_site_may_show_an_embedded_view_of_charts() -> None:
    for path in ("/compare?embed=true", "/case?case=deqing&embed=True", "/compare/?lang=zh&embed=true"):
        headers = told(path)
        assert "x-frame-options" not in headers
        assert headers["content-security-policy"].endswith("; frame-ancestors *")


def test_the_charts_of_the_first_page_may_be_shown_where_its_address_has_no_name() -> None:
    assert "" in EMBEDDABLE.values()
    app = SecurityHeaders(
        PlainTextResponse("anything"), policy="default-src 'self'", embeddable=set(EMBEDDABLE.values())
    )
    assert "x-frame-options" not in ask(app, "/?chart=overview-map&embed=true").headers
    assert ask(app, "/?chart=overview-map").headers["x-frame-options"] == "DENY"
    assert ask(app, "/workbench?embed=true").headers["x-frame-options"] == "DENY"


def test_every_answer_says_that_its_type_is_its_type_and_tells_nobody_the_address() -> None:
    headers = told("/compare")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_an_answer_keeps_a_policy_of_its_own() -> None:
    assert told("/api", "default-src 'none'")["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_web_sockets_to_the_same_host_are_allowed_by_name() -> None:
    policy = told("/compare")["content-security-policy"]
    assert "connect-src 'self' ws://explorer.test wss://explorer.test;" in policy


def test_an_answer_that_is_kept_does_not_gather_headers() -> None:
    kept = PlainTextResponse("anything")
    app = SecurityHeaders(kept, policy="default-src 'self'", embeddable=())
    first, second = ask(app, "/"), ask(app, "/")
    assert first.headers == second.headers
    assert [name for name, _ in kept.raw_headers].count(b"content-security-policy") == 0


def test_the_scripts_in_a_page_are_named_by_their_digests_and_no_text_may_become_a_script() -> None:
    page = "<script src='./a.js'></script><script>one()</script>\n<script type=\"module\">\ntwo()\n</script>"
    policy = content_policy(page)
    expected = {base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"one()", b"\ntwo()\n")}
    assert set(DIGEST.findall(policy)) == expected
    [scripts] = [part for part in policy.split("; ") if part.startswith("script-src")]
    assert "unsafe" not in scripts
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy


def test_each_page_names_its_own_scripts() -> None:
    folder = Path(file_util.get_static_dir())
    pages = Pages(Frontend(folder, "Arial", []), CompressedFiles(folder))
    answer = ask(Starlette(routes=[pages.route()]), "/compare")
    assert answer.headers["content-security-policy"] == content_policy(answer.text)
    assert len(DIGEST.findall(answer.headers["content-security-policy"])) == 3
