"""The API described for people, and the documentation of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from starlette.applications import Starlette

from explorer.api.app import ROOT, api_routes
from explorer.api.resources import RESOURCES, Known
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.paths import DATA_FOLDER, PROJECT_FOLDER
from explorer.served import store_of
from explorer.store import Store
from tests.unit.asgi import Answer, ask

Asker = Callable[..., Answer]


@pytest.fixture
def api(store: Store) -> Asker:
    """Asks the API of the tiny data."""
    return partial(ask, Starlette(routes=api_routes(store)))


@pytest.fixture
def known(store: Store) -> Known:
    with store.cursor() as cursor:
        return Known.of(lambda query, *arguments: query(cursor, *arguments))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_people_says_what_there_is_in_their_language(api: Asker, known: Known, language: Language) -> None:
    page, tr = api(f"{ROOT}/?lang={language}"), Translator(language)
    assert page.headers["content-type"].startswith("text/html")
    for resource in RESOURCES:
        assert f"{tr(f'api.resource.{resource.name}')} <code>{ROOT}/{resource.name}</code>" in page.text
        for parameter in known.parameters[resource.name]:
            assert f"<code>{parameter.name}</code>" in page.text


def test_the_page_for_people_runs_and_fetches_nothing(api: Asker) -> None:
    page = api(f"{ROOT}/")
    assert "<script" not in page.text
    assert "http" not in page.text.replace("http-equiv", "").replace("HTTP", "")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_every_request_to_try_works(api: Asker) -> None:
    text = api(f"{ROOT}/").text
    tried = {part.partition('"')[0].replace("&amp;", "&") for part in text.split('href="')[1:]}
    own = [path for path in tried if path.startswith(ROOT)]
    assert len(own) > len(RESOURCES)
    assert {api(path).status for path in own} == {200}


def test_the_short_address_leads_to_the_page(api: Asker) -> None:
    for path in ("/api", ROOT):
        assert api(path).headers["location"] == f"{ROOT}/"


@pytest.mark.shipped_database
def test_every_address_in_the_documentation_answers() -> None:
    text = (PROJECT_FOLDER / "docs" / "api.md").read_text("utf-8")
    addresses = set(re.findall(r"http://localhost:8501(/api/[^'\"\s)>…]+)", text))
    addresses |= {f"{ROOT}{path}" for path in re.findall(r'\{API\}(/[^"]+)"', text)}
    addresses |= {f"{ROOT}{path}" for path in re.findall(r'paste0\(api, "(/[^"]+)"', text)}
    addresses |= set(re.findall(r"`(/api/v1/[^`…]*)`", text)) - {f"{ROOT}/…"}
    app = Starlette(routes=api_routes(store_of(DATA_FOLDER)))
    assert len(addresses) > 15
    assert {address for address in addresses if ask(app, address).status not in (200, 307)} == set()
