"""What records come in: a stretch of a list, one record in full, or a problem."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from explorer.api.shapes import Shape

Held = TypeVar("Held", bound=Shape)


class Page(Shape, Generic[Held]):
    """A stretch of a list, with the way to the next."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Its name in the OpenAPI document."""
        return f"{params[0].__name__}List"

    total: int
    limit: int | None
    offset: int
    next: str | None
    previous: str | None
    data_version: str
    data: list[Held]


class One(Shape, Generic[Held]):
    """One record in full."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Its name in the OpenAPI document."""
        return f"One{params[0].__name__}"

    data_version: str
    data: Held


def page_of(held: type[Shape]) -> type[Shape]:
    """The shape of a stretch of a list."""
    return Page[held]  # type: ignore[valid-type]


def one_of(held: type[Shape]) -> type[Shape]:
    """The shape of one record in full."""
    return One[held]  # type: ignore[valid-type]


class ParameterError(Shape):
    """What is wrong with one parameter of a request."""

    parameter: str
    value: str
    reason: Literal[
        "unknown_parameter", "unknown_value", "repeated", "empty", "too_long", "not_a_number", "out_of_range"
    ]
    detail: str
    nearest: str | None


class Problem(Shape):
    """Problem details as RFC 9457 has them."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ParameterError]
