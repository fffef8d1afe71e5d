"""The data over HTTP, on the smallest sound data: the same filters and rows as the pages, and errors that help."""

from __future__ import annotations

import csv
import io
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from explorer import view_parameters
from explorer.api import lists
from explorer.api.app import ROOT, Api, api_routes
from explorer.api.asking import read
from explorer.api.resources import RESOURCES, Known, Resource
from explorer.filters import CaseFilter, Parameter, PolicyFilter, encode, parse
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.queries import cases, policies
from explorer.store import Store
from tests.conftest import TINY
from tests.unit.asgi import Answer, ask

Asker = Callable[..., Answer]
every_list = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)


@pytest.fixture(scope="module")
def store(_compiled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The tiny data as a server opens them, for all tests that leave them as they are."""
    folder = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("served") / "data"))
    shutil.copy(_compiled, folder / "metrics.duckdb")
    store = Store(folder)
    store.refresh()
    yield store
    store.close()


@pytest.fixture(scope="module")
def api(store: Store) -> Asker:
    """Asks the API of the tiny data."""
    return partial(ask, Starlette(routes=api_routes(store)))


@pytest.fixture(scope="module")
def known(store: Store) -> Known:
    with store.cursor() as cursor:
        return Known.of(lambda query, *arguments: query(cursor, *arguments))


@pytest.fixture
def own_store(tiny_database: Path) -> Iterator[Store]:
    """The tiny data for one test to change."""
    store = Store(tiny_database.parent)
    yield store
    store.close()


def address(resource: Resource | str, *more: Mapping[str, Any] | list[tuple[str, str]]) -> str:
    """The address of a list; search looks for a letter that every name has."""
    name = resource if isinstance(resource, str) else resource.name
    asked: list[tuple[str, str]] = [("q", "e")] if name == "search" else []
    for each in more:
        asked += [(key, str(value)) for key, value in (each.items() if isinstance(each, Mapping) else each)]
    return f"{ROOT}/{name}?{urlencode(asked)}"


def table(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


# What is answered


@every_list
def test_a_list_holds_what_its_query_gives(api: Asker, store: Store, known: Known, resource: Resource) -> None:
    asked = read({"q": ["e"]} if resource.required else {}, known.parameters[resource.name])
    with store.cursor() as cursor:
        rows = resource.rows(lambda query, *arguments: query(cursor, *arguments), asked)
    answer = api(address(resource)).json
    assert rows
    assert answer["data"] == rows
    assert (answer["total"], answer["next"], answer["data_version"]) == (len(rows), None, store.version)


@every_list
def test_pages_walk_to_every_record_once(api: Asker, resource: Resource) -> None:
    whole, next_page, walked = api(address(resource)).json["data"], address(resource, {"limit": 2}), []
    while next_page is not None:
        page = api(next_page).json
        assert len(page["data"]) <= 2
        walked += page["data"]
        next_page = page["next"]
    assert walked == whole


def test_the_way_back_leads_to_the_page_before(api: Asker) -> None:
    second = api(address("observations", {"limit": 2, "offset": 2}))
    assert api(second.json["previous"]).json["data"] == api(address("observations", {"limit": 2})).json["data"]
    assert second.headers["link"] == (f'<{second.json["next"]}>; rel="next", <{second.json["previous"]}>; rel="prev"')
    assert api(address("observations", {"limit": 2, "offset": 900})).json["data"] == []


@every_list
def test_csv_says_what_json_says(api: Asker, resource: Resource) -> None:
    told = api(address(resource, {"format": "csv"}))
    rows, records = table(told), api(address(resource)).json["data"]
    assert told.headers["content-type"].startswith("text/csv")
    assert list(rows[0]) == list(resource.shape.model_fields) == list(records[0])
    for row, record in zip(rows, records, strict=True):
        for name, cell in row.items():
            value = record[name]
            said = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert cell == said


def test_csv_holds_every_record_unless_told_otherwise(api: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.api.representation.JSON_LIMIT", 3)
    assert len(api(address("observations")).json["data"]) == 3
    assert len(table(api(address("observations", {"format": "csv"})))) > 3
    cut = api(address("observations", {"format": "csv", "limit": 2}))
    assert len(table(cut)) == 2
    assert int(cut.headers["x-total-count"]) > 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_for_people_has_heads_in_words_and_opens_in_excel(api: Asker, language: Language) -> None:
    told = api(address("observations", {"format": "csv", "lang": language}))
    tr = Translator(language)
    first = tr("api.head", name=tr("api.field.observation_id"), id="observation_id")
    assert told.text.startswith("\ufeff" + first)
    assert not api(address("observations", {"format": "csv"})).text.startswith("\ufeff")


def test_the_format_may_be_asked_for_by_header(api: Asker) -> None:
    assert api(address("cases"), accept="text/csv").headers["content-type"].startswith("text/csv")
    assert api(address("cases"), accept="text/html, */*;q=0.8").headers["content-type"] == "application/json"
    assert (
        api(address("cases"), accept="text/csv;q=0.5, application/json").headers["content-type"] == "application/json"
    )
    assert api(address("cases", {"format": "json"}), accept="text/csv").headers["content-type"] == "application/json"
    refused = api(address("cases"), accept="image/png")
    assert (refused.status, refused.headers["content-type"]) == (406, "application/problem+json")


@pytest.mark.parametrize("resource", [each for each in RESOURCES if each.in_full], ids=lambda each: each.name)
def test_every_record_can_be_had_in_full(api: Asker, known: Known, resource: Resource) -> None:
    assert resource.in_full is not None
    listed = {next(iter(row.values())): row for row in api(address(resource)).json["data"]}
    for record_id in known.ids[resource.name]:
        told = api(f"{ROOT}/{resource.name}/{record_id}")
        resource.in_full.model_validate(told.json["data"])
        row = told.json["data"][resource.singular]
        assert row == listed.get(record_id, row)
        [as_row] = table(api(f"{ROOT}/{resource.name}/{record_id}?format=csv"))
        assert next(iter(as_row.values())) == record_id


def test_search_finds_cases_policies_and_indicators(api: Asker) -> None:
    hits = api(address("search")).json["data"]
    assert {hit["kind"] for hit in hits} == {"case", "policy", "indicator"}
    assert all(hit["kind"] == "case" for hit in api(address("search", {"kind": "case"})).json["data"])
    assert api(f"{ROOT}/search?q=%20").json["data"] == []


# The same filter as on the pages


def of_page(store: Store, kind: str) -> tuple[Parameter, ...]:
    with store.cursor() as cursor:
        made = view_parameters.case_filter if kind == "cases" else view_parameters.policy_filter
        return made(lambda query, *arguments: query(cursor, *arguments))


@pytest.mark.parametrize("kind", ["cases", "policies"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_link_to_a_page_asks_the_api_for_the_same(api: Asker, store: Store, kind: str, data: st.DataObject) -> None:
    parameters = of_page(store, kind)
    state = {
        each.name: tuple(
            data.draw(
                st.lists(
                    st.sampled_from(sorted(each.choices)) if each.choices else st.sampled_from(["e", "county x", "县"]),
                    unique=True,
                    max_size=1 if each.single else 2,
                )
            )
        )
        for each in parameters
        if each.choices is None or each.choices
    }
    link = encode(state, parameters)
    on_page, dropped = parse(link, parameters)
    assert not dropped
    with store.cursor() as cursor:
        if kind == "cases":
            ids = cases.case_ids_matching(cursor, CaseFilter.from_state(on_page))
        else:
            ids = policies.policy_ids_matching(cursor, PolicyFilter.from_state(on_page))
    answer = api(address(kind, [(name, value) for name, values in link.items() for value in values]))
    assert [next(iter(row.values())) for row in answer.json["data"]] == ids


def test_figures_are_those_of_the_cases_named_that_the_tags_allow(api: Asker) -> None:
    every = api(address("observations")).json["data"]
    one = every[0]["case_id"]
    named = api(address("observations", {"case": one})).json["data"]
    assert named == [row for row in every if row["case_id"] == one]
    category = api(f"{ROOT}/cases").json["data"][0]["category"]
    of_category = {row["case_id"] for row in api(address("cases", {"category": category})).json["data"]}
    found = api(address("observations", {"category": category})).json["data"]
    assert found == [row for row in every if row["case_id"] in of_category]
    year = max(row["period_end"] or "" for row in every)[:4]
    late = api(address("observations", {"from": year, "to": year})).json["data"]
    assert late == [row for row in every if (row["period_end"] or "").startswith(year)] != []


# What a client has already


def test_an_answer_that_still_holds_is_not_sent_again(api: Asker) -> None:
    for path in (address("cases"), address("cases", {"format": "csv"}), f"{ROOT}/openapi.json", f"{ROOT}/"):
        first = api(path)
        again = api(path, if_none_match=first.headers["etag"])
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert first.headers["cache-control"] == again.headers["cache-control"] == "no-cache"
        assert api(path, if_none_match=f'"other", {first.headers["etag"].removeprefix("W/")}').status == 304
        assert api(path, if_none_match='W/"other"').status == 200


def test_another_question_is_another_answer(api: Asker) -> None:
    asked = [address("cases"), address("cases", {"limit": 1}), address("policies"), address("cases", {"format": "csv"})]
    assert len({api(path).headers["etag"] for path in asked}) == len(asked)
    assert api(asked[0]).headers["etag"] != api(asked[0], accept="text/csv").headers["etag"]


def test_changed_data_are_seen_at_the_next_request_under_another_tag(own_store: Store) -> None:
    api = partial(ask, Starlette(routes=api_routes(own_store)))
    before = api(address("cases"))
    authored = own_store.folder / "cases.yaml"
    text = authored.read_text("utf-8")
    name = before.json["data"][0]["name_en"]
    assert text.count(name) > 0
    authored.write_text(text.replace(name, f"{name} renamed", 1), "utf-8")
    after = api(address("cases"), if_none_match=before.headers["etag"])
    assert after.status == 200
    assert after.json["data"][0]["name_en"] == f"{name} renamed"
    assert after.json["data_version"] != before.json["data_version"]


# What cannot be answered


@pytest.mark.parametrize(
    ("query", "parameter", "reason", "nearest"),
    [
        ("modell=x", "modell", "unknown_parameter", "model"),
        ("step=1", "step", "unknown_parameter", None),
        ("category=aliance", "category", "unknown_value", "alliance"),
        ("sort=name&sort=source", "sort", "repeated", None),
        ("q=", "q", "empty", None),
        (f"q={'x' * 81}", "q", "too_long", None),
        ("limit=many", "limit", "not_a_number", None),
        ("limit=0", "limit", "out_of_range", None),
        ("offset=-1", "offset", "not_a_number", None),
        ("format=xml", "format", "unknown_value", None),
        ("lang=fr", "lang", "unknown_value", None),
    ],
)
def test_a_wrong_parameter_is_named_with_what_comes_nearest(
    api: Asker, query: str, parameter: str, reason: str, nearest: str | None
) -> None:
    answer = api(f"{ROOT}/cases?{query}")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    problem = answer.json
    assert (problem["status"], problem["instance"]) == (400, f"{ROOT}/cases?{query}"[:200])
    assert problem["title"]
    assert parameter in problem["detail"]
    [error] = problem["errors"]
    assert (error["parameter"], error["reason"], error["nearest"]) == (parameter, reason, nearest)
    assert parameter in error["detail"]


def test_all_wrong_parameters_are_told_at_once(api: Asker) -> None:
    told = api(f"{ROOT}/observations?case=nowhere&indicatr=x&limit=0").json["errors"]
    assert [error["parameter"] for error in told] == ["indicatr", "case", "limit"]
    assert len(api(f"{ROOT}/cases?" + "&".join(f"x{number}=1" for number in range(99))).json["errors"]) == 20


def test_problems_speak_the_language_asked_for(api: Asker) -> None:
    path = f"{ROOT}/cases?category=x"
    chinese, english = (Translator(language)("api.problem.parameters.title") for language in LANGUAGES)
    assert api(path).json["title"] == api(f"{path}&lang=zh", accept_language="en").json["title"] == chinese
    assert api(f"{path}&lang=en").json["title"] == api(path, accept_language="en-GB,zh;q=0.5").json["title"] == english
    assert api(f"{path}&lang=en").headers["content-language"] == "en-GB"


def test_search_needs_words(api: Asker) -> None:
    [error] = api(f"{ROOT}/search").json["errors"]
    assert (error["parameter"], error["reason"]) == ("q", "empty")


def test_what_is_not_there_is_told_as_such(api: Asker, known: Known) -> None:
    case_id = known.ids["cases"][0]
    misspelt = api(f"{ROOT}/cases/{case_id}x")
    assert misspelt.status == 404
    assert misspelt.json["errors"][0]["nearest"] == case_id
    for path in ("nothing", "cases/a/b", "cases/%2F"):
        told = api(f"{ROOT}/{path}")
        assert (told.status, told.headers["content-type"]) == (404, "application/problem+json")


def test_nothing_can_be_written(api: Asker) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        told = api(f"{ROOT}/cases", method=method)
        assert (told.status, told.headers["content-type"]) == (405, "application/problem+json")
        assert set(told.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert api(f"{ROOT}/cases", method="OPTIONS").status == 204
    assert api(f"{ROOT}/cases", method="HEAD").headers["etag"] == api(f"{ROOT}/cases").headers["etag"]


def test_scripts_of_any_site_may_read_but_not_as_somebody(api: Asker) -> None:
    told = api(f"{ROOT}/cases", origin="https://elsewhere.test").headers
    assert told["access-control-allow-origin"] == "*"
    assert {"ETag", "Link", "X-Total-Count"} <= set(told["access-control-expose-headers"].split(", "))
    assert "access-control-allow-credentials" not in told
    before = api(
        f"{ROOT}/cases", method="OPTIONS", origin="https://elsewhere.test", access_control_request_method="GET"
    )
    assert before.status == 200
    refused = api(
        f"{ROOT}/cases", method="OPTIONS", origin="https://elsewhere.test", access_control_request_method="DELETE"
    )
    assert refused.status == 400


def test_without_data_the_api_says_when_to_come_back(tmp_path: Path) -> None:
    told = ask(Starlette(routes=api_routes(Store(tmp_path / "nowhere"))), f"{ROOT}/cases")
    assert (told.status, told.headers["content-type"]) == (503, "application/problem+json")
    assert int(told.headers["retry-after"]) > 0
    assert str(tmp_path) not in told.text


def test_an_unexpected_error_says_nothing_of_the_inside(api: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Api, *_: object) -> None:
        raise RuntimeError("secret of /inside")

    monkeypatch.setattr(Api, "data", broken)
    told = api(f"{ROOT}/cases")
    assert (told.status, told.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in told.text
    assert "Traceback" not in told.text


def test_the_database_is_asked_beside_the_event_loop(api: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_in: list[int] = []
    refresh = Store.refresh

    def noted(self: Store) -> object:
        asked_in.append(threading.get_ident())
        return refresh(self)

    monkeypatch.setattr(Store, "refresh", noted)
    api(f"{ROOT}/cases")
    assert asked_in
    assert threading.get_ident() not in asked_in


# Records


def test_days_and_whole_numbers_are_written_plainly() -> None:
    assert lists.plain(pd.Timestamp("2023-09-01")) == "2023-09-01"
    assert repr(lists.plain(469000.0)) == "469000"
    assert lists.plain(90.3) == 90.3
