"""The OpenAPI 3.1 document, made from the table of resources and the parameters that requests are read with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from explorer.api.asking import LANGUAGE, Number
from explorer.api.envelopes import Problem, one_of, page_of
from explorer.api.problems import MEDIA_TYPE as PROBLEM
from explorer.api.representation import API_VERSION, MEDIA_TYPES, field_in_words
from explorer.api.resources import OF_RECORDS, RESOURCES, Known, Resource, parameter_in_words
from explorer.api.shapes import Shape
from explorer.filters import LONGEST_QUERY, Parameter
from explorer.i18n import Translator, sentences

tr = Translator("en")
"""The document speaks English, as programmers' tools expect; the page for people speaks both languages."""

SCHEMAS = "#/components/schemas/"

KEPT = {
    "ETag": {"description": tr("api.header.etag"), "schema": {"type": "string"}},
    "Cache-Control": {"description": tr("api.header.cache_control"), "schema": {"type": "string"}},
}
OF_LIST = {
    "X-Total-Count": {"description": tr("api.header.total"), "schema": {"type": "integer"}},
    "Link": {"description": tr("api.header.link"), "schema": {"type": "string"}},
}


def document(known: Known, root: str) -> dict[str, Any]:
    """The whole document; ``root`` is the path below which the API is mounted."""
    return {
        "openapi": "3.1.0",
        "info": {"title": tr("api.title"), "version": API_VERSION, "description": tr("api.about")},
        "servers": [{"url": root or "/"}],
        "paths": dict(_paths(known)),
        "components": {"schemas": _pointed(_schemas()), "responses": _problems()},
    }


def _paths(known: Known) -> Iterator[tuple[str, dict[str, Any]]]:
    for resource in RESOURCES:
        parameters = [
            parameter_object(each, resource.name, required=each.name in resource.required)
            for each in known.parameters[resource.name]
        ]
        yield (
            f"/{resource.name}",
            _get(resource.name, resource.name, parameters, _content(page_of(resource.shape)), OF_LIST),
        )
        if resource.in_full is not None:
            yield f"/{resource.name}/{{id}}", _one(resource, resource.in_full, known.ids[resource.name])
    html = {"text/html": {"schema": {"type": "string"}}}
    yield "/", _get("reference", "reference", [parameter_object(LANGUAGE, "reference")], html)
    yield "/openapi.json", _get("openapi", "openapi", [], {MEDIA_TYPES["json"]: {"schema": {"type": "object"}}})


def _one(resource: Resource, in_full: type[Shape], ids: tuple[str, ...]) -> dict[str, Any]:
    named = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": tr(f"api.id.{resource.name}"),
        "schema": {"type": "string", "enum": list(ids)},
    }
    parameters = [named, *(parameter_object(each, resource.name) for each in OF_RECORDS)]
    operation = _get(f"{resource.name}-in-full", f"{resource.name}.one", parameters, _content(one_of(in_full)))
    operation["get"]["responses"]["404"] = {"$ref": "#/components/responses/not_found"}
    return operation


def _content(answer: type[BaseModel]) -> dict[str, Any]:
    return {
        MEDIA_TYPES["json"]: {"schema": {"$ref": SCHEMAS + answer.__name__}},
        MEDIA_TYPES["csv"]: {"schema": {"type": "string"}},
    }


def _get(
    operation: str,
    key: str,
    parameters: list[dict[str, Any]],
    content: Mapping[str, Any],
    headers: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    told = tr(f"api.resource.{key}.text")
    return {
        "get": {
            "operationId": operation,
            "summary": tr(f"api.resource.{key}"),
            "description": told,
            "parameters": parameters,
            "responses": {
                "200": {"description": told, "headers": {**KEPT, **(headers or {})}, "content": dict(content)},
                "304": {"description": tr("api.unchanged")},
                "400": {"$ref": "#/components/responses/parameters"},
                "406": {"$ref": "#/components/responses/not_acceptable"},
                "503": {"$ref": "#/components/responses/unavailable"},
            },
        }
    }


def parameter_object(parameter: Parameter | Number, resource: str, *, required: bool = False) -> dict[str, Any]:
    """A query parameter of a list as OpenAPI describes it."""
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter_in_words(resource, parameter.name, tr),
        "schema": schema_of(parameter),
    }
    if required:
        told["required"] = True
    if told["schema"]["type"] == "array":
        told |= {"style": "form", "explode": True}
    return told


def schema_of(parameter: Parameter | Number) -> dict[str, Any]:
    """What values a parameter takes, as JSON Schema."""
    if isinstance(parameter, Number):
        return {"type": "integer", "minimum": parameter.least, "maximum": parameter.most}
    if parameter.choices is None:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY}
    item: dict[str, Any] = {"type": "string", "enum": allowed(parameter)}
    if parameter.single:
        return item | ({"default": parameter.default[0]} if parameter.default else {})
    return {"type": "array", "items": item}


def allowed(parameter: Parameter) -> list[str]:
    """The ids that a parameter takes, in their own order if they have one."""
    choices = parameter.choices or ()
    return list(choices) if isinstance(choices, tuple) else sorted(choices)


def _schemas() -> dict[str, Any]:
    answers: list[type[BaseModel]] = [Problem]
    for resource in RESOURCES:
        answers.append(page_of(resource.shape))
        if resource.in_full is not None:
            answers.append(one_of(resource.in_full))
    named, held = models_json_schema([(answer, "serialization") for answer in answers], ref_template="{model}")
    schemas: dict[str, Any] = held["$defs"]
    for answer in answers:
        # Pydantic names what holds records in its own way.
        schemas[answer.__name__] = schemas.pop(named[answer, "serialization"]["$ref"])
    for schema in schemas.values():
        for name, field in schema.get("properties", {}).items():
            field.pop("title", None)
            if described(name) and "$ref" not in field:
                field["description"] = field_in_words(name, tr)
    return schemas


def _pointed(schema: Any) -> Any:
    """The schema with its references as they stand in the document."""
    if isinstance(schema, dict):
        return {key: SCHEMAS + value if key == "$ref" else _pointed(value) for key, value in schema.items()}
    return [_pointed(each) for each in schema] if isinstance(schema, list) else schema


def described(field: str) -> bool:
    """Whether a field has a name in words."""
    return f"api.field.{field.removesuffix('_zh').removesuffix('_en')}" in sentences()


def _problems() -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": SCHEMAS + "Problem"}}}
    kinds = ("parameters", "not_found", "not_acceptable", "unavailable")
    return {kind: {"description": tr(f"api.problem.{kind}.title"), "content": content} for kind in kinds}
