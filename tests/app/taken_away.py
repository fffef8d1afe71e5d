"""Everything that can be taken away from a view, with all that is folded on it unfolded."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from explorer import stories
from explorer.exports import brief_docx, brief_html, handout, handout_docx, handout_html
from explorer.exports.handout import Picture
from explorer.i18n import Language
from explorer.own_figures.keeping import keep_table
from explorer.paths import PROJECT_FOLDER
from explorer.planner.entries import Entries
from explorer.ui import files
from explorer.ui.county_session import Held
from explorer.ui.own_session import Kept
from tests.app.visiting import sound, visit
from tests.unit.own_panels import figure, table

VIEWS: dict[str, tuple[str, dict[str, str | list[str]]]] = {
    "cases": ("cases", {}),
    "case": ("case", {"case": "tianjin", "clock": "since"}),
    "compare": ("compare", {"clock": "since"}),
    "compare_by": ("compare", {"by": "alliance_model"}),
    "referrals": ("referrals", {}),
    "differs": ("differs", {"attribute": "alliance_model"}),
    "targets": ("targets", {}),
    "recommendations": ("targets", {"part": "recommendations"}),
    "frameworks": ("frameworks", {"frame": "branch-cooperation-appraisal"}),
    "policies": ("policies", {}),
    "codebook": ("methods", {}),
    "sources": ("methods", {"part": "sources"}),
    "findings": ("methods", {"part": "audit", "verdict": "all"}),
    "coverage": ("methods", {"part": "coverage"}),
    "left_out": ("methods", {"part": "left_out"}),
    "workbench": ("workbench", {"example": "measures"}),
    "downloads": ("downloads", {}),
    "planner": ("planner", {}),
    "my_figures": ("my_figures", {}),
    "own_check": ("my_figures", {}),
    "own_kept": ("my_figures", {}),
    **{name: ("stories", {"story": name}) for name in stories.story_files(PROJECT_FOLDER / "data")},
}
"""The views that, between them, give every kind of file; every shipped story under its name."""

AS_THEY_ARE = ("svg", "png", "duckdb", "parquet")
"""Kinds of files that are not made here: a picture is read from what it is drawn from."""


@dataclass(frozen=True)
class Taken:
    """A file as a reader gets it; ``kind`` is the ending of its name."""

    name: str
    kind: str
    content: bytes

    def nameless(self, language: Language) -> tuple[str, str]:
        """Its name and kind as they are in every language."""
        return self.name.removesuffix(f"-{language}"), self.kind


@dataclass(frozen=True)
class Button:
    """What makes a file when it is pressed."""

    name: str
    kind: str
    make: Callable[[], bytes]
    by: str


@cache
def taken(view: str, language: Language) -> tuple[Taken, ...]:
    """The files of a view, top to bottom; of a picture its title and what stands under it (``chart``)."""
    with _papers_without_pictures():
        return tuple(Taken(each.name, each.kind, each.make()) for each in buttons(view, language))


@cache
def buttons(view: str, language: Language) -> tuple[Button, ...]:
    """The buttons of a view that make files, top to bottom; ``by`` is the module that has them drawn."""
    page, asked = VIEWS[view]
    with _nothing_folded(), _kept_instead_of_drawn() as found:
        at = visit(page, lang=language, **asked)
        if view in PREPARED:
            found.clear()
            PREPARED[view](at, language)
            sound(at.run())
    return tuple(found)


def _with_county(at: Any, _language: Language) -> None:
    """Rates that targets and cases can be held against, and what makes a county like some of the cases."""
    rates = {"population": "600000", "county_visit_rate": "84.76", "primary_rate": "55.95", "case_mix_index": "0.7463"}
    definitions = {"county_visit_rate": "monitored", "primary_rate": "within_county_outpatient"}
    choices = {"lead_hospital": ("tertiary_b",), "payment": ("drg",), "in_place": ("family-doctor",)}
    at.session_state["explorer.county"] = Held(Entries("A", "2024", rates, definitions, choices))


def _with_table(at: Any, language: Language) -> None:
    """A table one cell of which cannot be read."""
    (box,) = at.file_uploader
    box.set_value(("a.csv", "地区,年份,床位使用率\n甲县,2023,85.3\n乙县,2023,去年一样\n".encode(), "text/csv"))


def _with_figures(at: Any, language: Language) -> None:
    """The figures of two counties over three years."""
    rows = [figure(place, 80.0 + year % 10, year) for place in ("330481", "330424") for year in (2021, 2022, 2023)]
    kept = Kept()
    kept.panel = keep_table(table(*rows), "A", kept.folder)
    at.session_state["explorer.own"] = kept


PREPARED: dict[str, Callable[[Any, Language], None]] = {
    "planner": _with_county,
    "own_check": _with_table,
    "own_kept": _with_figures,
}
"""What has to be typed in or brought before there are files."""


@contextmanager
def _nothing_folded() -> Iterator[None]:
    unfolded = property(lambda _self: True, lambda _self, _open: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ExpanderContainer, "open", unfolded)
        patch.setattr(PopoverContainer, "open", unfolded)
        yield


@contextmanager
def _papers_without_pictures() -> Iterator[None]:
    """To draw pictures is slow, and nothing here looks at those on paper."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handout, "_picture", lambda panel, _tr: Picture({}, panel.alt))
        for paper in (handout_html, brief_html):
            patch.setattr(paper, "svg_picture", lambda _spec: b"<svg/>")
        for document in (handout_docx, brief_docx):
            patch.setattr(document, "has_chinese_font", lambda: False)
        yield


@contextmanager
def _kept_instead_of_drawn() -> Iterator[list[Button]]:
    found: list[Button] = []

    def button(_label: str, make: Callable[[], bytes], *, file_name: str, **_options: Any) -> bool:
        name, _, kind = file_name.rpartition(".")
        if kind not in AS_THEY_ARE:
            found.append(Button(name, kind, make, _offering_module()))
        return False

    def pictures(_tr: object, name: str, _title: str, draw: Callable[[], dict[str, Any]], _place: object) -> None:
        def title() -> bytes:
            return json.dumps(draw()["vconcat"][0]["title"]).encode()

        found.append(Button(name, "chart", title, _offering_module()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "download_button", button)
        patch.setattr(files, "_pictures", pictures)
        yield found


def _offering_module() -> str:
    """The module that asked for the button, whatever lies between."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        name = str(frame.f_globals.get("__name__"))
        if name.startswith("explorer.ui.") and name not in ("explorer.ui.files", "explorer.ui.page"):
            return name
        frame = frame.f_back
    return ""
