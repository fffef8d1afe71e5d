"""The pinned files are what pyproject.toml asks for; `make lock` writes them."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.browser.serving import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
REMEDY = "run `make lock`"


def pins(path: Path) -> dict[str, Requirement]:
    """The pinned requirements of a file by name."""
    lines = [line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


RUNTIME = pins(REPOSITORY / "requirements.txt")
DEVELOPMENT = pins(REPOSITORY / "requirements-dev.txt")


def unmet(asked: list[str], pinned: dict[str, Requirement]) -> list[str]:
    """What is asked for and not pinned to a version that will do."""

    def is_met(requirement: Requirement) -> bool:
        pin = pinned.get(canonicalize_name(requirement.name))
        return pin is not None and all(requirement.specifier.contains(s.version) for s in pin.specifier)

    return [text for text in asked if not is_met(Requirement(text))]


def test_everything_is_pinned_to_one_version() -> None:
    specifiers = [str(r.specifier) for r in (*RUNTIME.values(), *DEVELOPMENT.values())]
    assert [s for s in specifiers if not s.startswith("==")] == []


def test_what_the_explorer_needs_is_pinned() -> None:
    assert unmet(PROJECT["dependencies"], RUNTIME) == [], REMEDY


def test_what_its_development_needs_is_pinned() -> None:
    assert unmet(PROJECT["optional-dependencies"]["dev"], DEVELOPMENT) == [], REMEDY


def test_tests_run_with_the_versions_that_are_served() -> None:
    assert {name: str(pin) for name, pin in RUNTIME.items()}.items() <= {
        name: str(pin) for name, pin in DEVELOPMENT.items()
    }.items(), REMEDY


def test_the_explorer_itself_is_installed_first() -> None:
    assert (REPOSITORY / "requirements.txt").read_text("utf-8").startswith("-e .\n")
