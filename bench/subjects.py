"""What is measured: the pages of the explorer, and the two apps of one chart that they are held against."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.browser.serving import REPOSITORY

HERE = Path(__file__).parent
CHART = "[data-testid='stVegaLiteChart'] svg [class*='role-mark'] > *, [data-testid='stVegaLiteChart'] canvas"
CONTENT = ", ".join(
    f"[data-testid='stMain'] [data-testid='{kind}']"
    for kind in ("stMarkdown", "stTextInput", "stSelectbox", "stButtonGroup", "stTable", "stExpander", "stPopover")
)
"""What a reader meets below the heading of a page without a chart."""
SWITCH_LANGUAGE = "[class*='-lang-'] button"
OPTION = "[role='option'][aria-selected='false']:not([data-key='__select_all__'])"
"""An option of an unfolded list that is not yet chosen."""


@dataclass(frozen=True)
class Page:
    """A page to measure.

    ``opening`` is clicked once, then ``change`` as often as is measured; the time counts from its last click. Pages
    that have nothing to choose from change their language, which draws the whole page anew.
    """

    path: str
    first: str = CHART
    opening: tuple[str, ...] = ()
    change: tuple[str, ...] = (SWITCH_LANGUAGE,)
    changed: str | None = None
    """What a change redraws, if not what came first."""

    @property
    def filters(self) -> bool:
        """Whether its change is one of its own and not the language."""
        return self.change != (SWITCH_LANGUAGE,)


@dataclass(frozen=True)
class App:
    """Something to serve: a script, the folder that holds its configuration, and its pages."""

    name: str
    script: str
    folder: Path
    pages: tuple[Page, ...]


def fold(page: str, name: str) -> str:
    """The button of a control that folds out."""
    return f"[class*='st-key-{page}-fold-{name}'] button"


def unchosen(key: str) -> str:
    """The first button of a choice that is not chosen at present."""
    return f"[class*='st-key-{key}'] button[aria-checked='false']"


def box(key: str, option: str = OPTION) -> tuple[str, str]:
    """The two clicks that choose another option of a select box."""
    return f"[class*='st-key-{key}'] input", option


EXPLORER = (
    Page("/"),
    Page(
        # Two charts that the first model narrows down; those of the opening view hold no case that it would leave out.
        "/compare?indicator=outpatient-visits&indicator=discharges",
        opening=(fold("compare", "model"),),
        change=("[class*='st-key-compare-model'] button",),
    ),
    Page("/compare"),
    Page("/case?case=deqing", change=(unchosen("case-clock"),)),
    Page(
        "/policies", opening=("[data-testid='stPopoverButton']",), change=("[class*='st-key-policies-level-'] label",)
    ),
    Page("/referrals"),
    # Its filters narrow down the targets told in words; the two charts above them stay.
    Page("/targets", change=box("targets-level"), changed="[data-testid='stMain'] [data-testid='stMarkdown']"),
    Page("/frameworks", change=box("frameworks-frame")),
    Page("/methods?part=coverage", change=box("methods-year", f"{OPTION}:is([data-key='4'], [data-key='5'])")),
    Page("/cases", CONTENT),
    Page("/policy?policy=nhc-2023-41", CONTENT),
    Page("/differs", CONTENT),
    Page("/planner", CONTENT),
    Page("/stories", CONTENT),
    Page("/my_story", CONTENT),
    Page("/methods", CONTENT),
    Page("/workbench", CONTENT),
)
QUICK = ("/", "/compare", "/policies", "/case?case=deqing", "/targets")


def apps(folder: Path, paths: list[str]) -> tuple[App, App, App]:
    """Both floors, which are put into ``folder``, and the explorer with the pages of these paths."""
    floor = (Page("/", change=("[data-testid='stCheckbox'] label",)),)
    for name, settings in (("default", None), ("tuned", REPOSITORY / ".streamlit")):
        # Away from the repository, so that its .streamlit/config.toml applies to the one that is meant to have it.
        (folder / name).mkdir()
        shutil.copy(HERE / "empty_app.py", folder / name)
        if settings:
            shutil.copytree(settings, folder / name / ".streamlit")
    known = {page.path: page for page in EXPLORER}
    pages = tuple(known.get(path, Page(path)) for path in paths)
    return (
        App("default floor", "empty_app.py", folder / "default", floor),
        App("tuned floor", "empty_app.py", folder / "tuned", floor),
        App("explorer", "server.py", REPOSITORY, pages),
    )
