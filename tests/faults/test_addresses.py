"""Ten thousand addresses over every page: each is read within its bounds, none fails, and what is sound in it holds."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from explorer.filters import LONGEST_QUERY, CaseFilter, Dropped, Parameter, PolicyFilter, State, encode, parse
from explorer.queries import cases, methods, observations, policies, targets
from explorer.ui import answers, links
from tests.app.visiting import HEADINGS, texts, visit
from tests.browser.serving import served
from tests.faults.addresses import addresses

SEED, MANY, ASKED, SHOWN, SENT = 20_260_104, 10_000, 90, 36, 36
Pages = dict[str, tuple[Parameter, ...]]


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The parameters of every page, as the page itself declares them."""
    found: Pages = {}

    def noted(given: Any, parameters: Sequence[Parameter]) -> tuple[State, list[Dropped]]:
        found[at] = tuple(parameters)
        return parse(given, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "parse", noted)
        for at in HEADINGS:
            visit(at)
    assert set(found) == set(HEADINGS)
    return found


def given_by(query: str) -> dict[str, list[str]]:
    """The parameters of an address as Streamlit reads them."""
    return parse_qs(query, keep_blank_values=True)


def test_whatever_an_address_says_its_state_holds_known_ids_within_bounds_and_reads_back_the_same(pages: Pages) -> None:
    used = 0
    for page, query in addresses(SEED, MANY, pages):
        state, dropped = parse(given_by(query), pages[page])
        for parameter in pages[page]:
            values = state[parameter.name]
            assert len(values) <= (1 if parameter.single else parameter.at_most or len(set(values))), query
            # A text of several lines may break them.
            assert all(value.replace("\n", "").isprintable() for value in values), query
            if parameter.members is None and parameter.choices is not None:
                assert set(values) <= {*parameter.choices, *parameter.default}, query
            elif parameter.members is None:
                assert all(len(value) <= (parameter.longest_text or LONGEST_QUERY) for value in values), query
            used += values not in ((), parameter.default)
        assert all(one.value.isprintable() and len(one.value) <= LONGEST_QUERY for one in dropped), query
        again, none_dropped = parse(encode(state, pages[page]), pages[page])
        assert (again, none_dropped) == (state, []), query
    assert used > MANY, "valid values are mixed in, and hold"


def test_every_question_of_the_pages_takes_whatever_an_address_leaves(pages: Pages) -> None:
    with answers._store().cursor() as cursor:
        for page, query in addresses(SEED + 1, ASKED, pages):
            state, _ = parse(given_by(query), pages[page])
            asked, asked_policies = CaseFilter.from_state(state), PolicyFilter.from_state(state)
            words = list(asked.words)
            found = cases.case_ids_matching(cursor, asked)
            cases.search_hits(cursor, found, words)
            policies.policy_search_hits(cursor, policies.policy_ids_matching(cursor, asked_policies), words)
            observations.comparison(cursor, list(state.get("indicator", ())), list(state.get("case", ())) or None)
            methods.codebook(cursor, words, next(iter(state.get("theme", ())), None))
            targets.targets_asked(cursor, *(list(state.get(name, ())) for name in ("level", "outcome", "theme")))


def test_no_page_fails_on_any_address(pages: Pages) -> None:
    for page, query in addresses(SEED + 2, SHOWN, pages):
        at = visit(page, **given_by(query))
        # The workbench asks what its address holds, and says where that is no query.
        assert page == "workbench" or not at.error, query
        assert len(at.title) == 1, query
        assert not any("\u202e" in text or "\x00" in text for text in texts(at)), query


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server as `make run` starts it."""
    with served("server.py") as url:
        yield url


def test_the_server_answers_no_address_with_a_fault_of_its_own(pages: Pages, server: str) -> None:
    host = urlsplit(server).netloc
    for page, query in addresses(SEED + 3, SENT, pages):
        for path in (f"/{'' if page == 'overview' else page}", f"/api/v1/{page}", f"/{quote(query[:200])}"):
            line = f"{path}?{query[:8000]}".encode("utf-8", "replace").decode("latin-1")
            line = "".join(letter for letter in line if letter.isprintable() and letter != " ")
            connection = http.client.HTTPConnection(host, timeout=60)
            connection.putrequest("GET", line, skip_host=False)
            connection.endheaders()
            status = connection.getresponse().status
            connection.close()
            assert status < 500, line


def test_the_server_shows_the_right_page_to_the_end_on_any_address(pages: Pages, server: str) -> None:
    for page, query in addresses(SEED + 4, SENT, pages):
        finished, failures = sent(server, page, query)
        assert finished == ForwardMsg.FINISHED_SUCCESSFULLY, query
        assert failures == [], query


def sent(server: str, page: str, query: str) -> tuple[int, list[str]]:
    """How a run of a page ended that a browser asked for, and every exception shown."""
    request = BackMsg()
    request.rerun_script.page_name = "" if page == "overview" else page
    request.rerun_script.query_string = query
    failures: list[str] = []
    address = server.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=60) as socket:  # type: ignore[list-item]
        socket.send(request.SerializeToString())
        while True:
            message = ForwardMsg.FromString(bytes(socket.recv(timeout=60)))  # type: ignore[arg-type]
            if message.WhichOneof("type") == "delta" and message.delta.new_element.HasField("exception"):
                failures.append(message.delta.new_element.exception.message)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return message.script_finished, failures
