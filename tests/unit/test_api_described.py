"""The OpenAPI document against the API itself: schemathesis asks for everything it describes, rightly and wrongly."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis import BaseSchema, engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from starlette.applications import Starlette

from explorer.api.app import ROOT, api_routes
from explorer.api.resources import RESOURCES
from explorer.store import Store
from tests.conftest import TINY

EXAMPLES = 4
"""Requests made up for each route, beside those that try each parameter at its bounds and beyond them."""

CONFIG: Mapping[str, Any] = {
    "seed": 20250101,
    "workers": 1,
    "continue-on-failure": True,
    "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none", "no-shrink": True},
    "phases": {"stateful": {"enabled": False}},
}


@pytest.fixture(scope="module")
def described(_compiled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The API of the smallest sound data, as its own document describes it."""
    folder = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("described") / "data"))
    shutil.copy(_compiled, folder / "metrics.duckdb")
    store = Store(folder)
    yield schemathesis.openapi.from_asgi(
        f"{ROOT}/openapi.json",
        Starlette(routes=api_routes(store)),
        config=SchemathesisConfig.from_dict(dict(CONFIG)),
    )
    store.close()


@pytest.fixture(scope="module")
def scenarios(described: BaseSchema) -> list[ScenarioFinished]:
    """What came of a bounded run, the same at every run."""
    events = list(engine.from_schema(described).execute())
    assert [event for event in events if isinstance(event, FatalError | NonFatalError)] == []
    return [event for event in events if isinstance(event, ScenarioFinished)]


def references(told: Any) -> Iterator[str]:
    """Every reference in a part of the document."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(told, list):
        for each in told:
            yield from references(each)


def statuses(scenarios: list[ScenarioFinished]) -> Mapping[str, Counter[int]]:
    """How often each route answered with which status."""
    found: dict[str, Counter[int]] = {}
    for scenario in scenarios:
        for interaction in scenario.recorder.interactions.values():
            assert interaction.response is not None
            found.setdefault(str(scenario.label), Counter())[interaction.response.status_code] += 1
    return found


def test_everything_that_the_document_refers_to_is_in_it(described: BaseSchema) -> None:
    document = described.raw_schema
    found = set(references(document))
    assert {"CaseList", "OneCaseInFull", "Problem"} <= {each.rpartition("/")[2] for each in found}
    for reference in found:
        part: Any = document
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]
        assert part


def test_the_document_is_sound_openapi(described: BaseSchema) -> None:
    described.validate()


def test_every_route_is_described_and_asked(scenarios: list[ScenarioFinished]) -> None:
    routes = {f"GET /{resource.name}" for resource in RESOURCES}
    routes |= {f"GET /{resource.name}/{{id}}" for resource in RESOURCES if resource.in_full}
    asked = statuses(scenarios)
    # The run asks for the document itself before all else, and then no more.
    assert set(asked) == routes | {"GET /"}
    assert [route for route in routes if asked[route][200] < EXAMPLES or asked[route][400] < EXAMPLES] == []


def test_no_request_meets_an_error_of_the_server(scenarios: list[ScenarioFinished]) -> None:
    assert {status for found in statuses(scenarios).values() for status in found if status >= 500} == set()


def test_every_answer_is_as_described(scenarios: list[ScenarioFinished]) -> None:
    checks = [check for scenario in scenarios for own in scenario.recorder.checks.values() for check in own]
    assert len({check.name for check in checks}) > 8
    told = {f"{c.failure_info.failure.message}\n{c.failure_info.code_sample}" for c in checks if c.failure_info}
    assert told == set()
