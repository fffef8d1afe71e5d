"""Visit a page without a browser, and read there what a reader reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pyarrow as pa
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Checkbox

from explorer.i18n import Language, Translator

APP = Path(__file__).parents[2] / "app.py"
RUN_LIMIT_S = 30

HEADINGS = {
    "overview": "overview.heading",
    "cases": "cases.heading",
    "case": "case.title",
    "compare": "compare.heading",
    "referrals": "referrals.heading",
    "differs": "differs.heading",
    "targets": "targets.heading",
    "frameworks": "frameworks.heading",
    "stories": "stories.heading",
    "my_story": "my_story.heading",
    "present": "present.heading",
    "vote": "vote.heading",
    "methods": "methods.heading",
    "workbench": "workbench.heading",
    "downloads": "downloads.heading",
    "policies": "policies.heading",
    "policy": "policy.title",
    "planner": "planner.heading",
    "my_figures": "my_figures.heading",
}
"""Every page with the sentence that heads it when nothing is asked of it."""

_NOT_TEXT = {"id", "form_id", "key", "page_script_hash", "spec"}
CHART_TITLE = re.compile(r"#{2,3} (.*)", re.DOTALL)
"""A second-level heading for what stands by itself on its page, a third-level one under a section's."""

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def visit(page: str = "overview", /, *, browser: str | None = "zh-CN", **parameters: str | list[str]) -> AppTest:
    """The page as a new visitor finds it by a link with these parameters. ``browser`` is the browser's language."""
    at = AppTest.from_file(str(APP), default_timeout=RUN_LIMIT_S)
    at.context = {"locale": browser}
    at.query_params.update(parameters)
    if page != "overview":
        at.switch_page(f"pages/{page}.py")
    return sound(at.run())


@cache
def look(page: str = "overview", /, **parameters: str) -> AppTest:
    """The same page opened once for all tests that only read it."""
    return visit(page, **parameters)


def move(at: AppTest, page: str, /, **parameters: str | list[str]) -> AppTest:
    """The same visitor on another page, as after a click in the navigation bar, which drops the parameters."""
    at.query_params.clear()
    at.query_params.update(parameters)
    at.switch_page(f"pages/{page}.py")
    return sound(at.run())


def unfold(at: AppTest, *names: str, page: str = "compare", language: Language = "zh") -> AppTest:
    """The page with the controls of these names unfolded."""
    for name in names:
        at.session_state[f"{page}.fold.{name}.{language}"] = True
    return sound(at.run())


def box(at: AppTest, key: str) -> Checkbox:
    """A checkbox by its key, which has a number more for each time that it changed elsewhere."""
    return next(each for each in at.checkbox if each.key and re.fullmatch(rf"{re.escape(key)}(\.\d+)?", each.key))


def sound(at: AppTest) -> AppTest:
    """The same visit, once it is certain that the page ran to its end without an exception."""
    assert [f"{error.message}\n{error.stack_trace}" for error in at.exception] == []
    return at


def say(key: str, language: Language, **slots: object) -> str:
    """Our sentence for a key."""
    return Translator(language)(key, **slots)


def read(markdown: str) -> str:
    """Markdown as a reader sees it, as far as our pages use it: without the backslashes that make marks literal."""
    return _ESCAPE.sub(r"\1", markdown)


def heading(at: AppTest) -> str:
    """What stands at the top of the page."""
    (title,) = at.title
    return read(title.value)


def texts(at: AppTest) -> list[str]:
    """Every text on the page: sentences, labels, options, hints, descriptions of charts, heads and cells of tables."""
    found = [text for node in at.main for text in _texts_of(getattr(node, "proto", None))]
    found += [toast.value for toast in at.toast]
    found += [str(name) for table in at.table for name in table.value.columns]
    return found + [str(cell) for table in at.table for cell in table.value.to_numpy().ravel()]


def _texts_of(message: Message | None) -> Iterator[str]:
    if message is None:
        return
    for field, value in message.ListFields():
        for item in value if field.is_repeated else (value,):
            if isinstance(item, Message):
                yield from _texts_of(item)
            elif isinstance(item, str) and field.name not in _NOT_TEXT:
                yield item


def links(at: AppTest, page: str) -> list[dict[str, list[str]]]:
    """The parameters of every link to a page, in the order of the page."""
    return [parse_qs(link.proto.query_string) for link in at.page_link if link.proto.page == page]


def sections(at: AppTest) -> dict[str, list[Any]]:
    """The elements under each second-level heading, by heading."""
    found: dict[str, list[Any]] = {}
    current: list[Any] = []
    for node in at.main:
        if node.type == "markdown" and node.value.startswith("## "):
            current = found.setdefault(read(node.value.removeprefix("## ")), [])
        elif not hasattr(node, "children"):
            current.append(node)
    return found


@dataclass(frozen=True)
class Chart:
    """A drawn chart: the title above it, the captions between it and the next chart, its description, its data."""

    title: str
    notes: str
    alt: str
    layers: tuple[pd.DataFrame, ...]

    def column(self, name: str) -> set[Any]:
        """Every value of a column, over the layers that have it."""
        return {value for (value,) in self.rows(name)}

    def rows(self, *names: str) -> set[tuple[Any, ...]]:
        """Every combination of values in these columns, over the layers that have them all."""
        full = [layer for layer in self.layers if set(names) <= set(layer)]
        return {row for layer in full for row in zip(*(layer[name] for name in names), strict=True)}


def charts(at: AppTest) -> list[Chart]:
    """The charts of the page in order."""
    title, found = "", []
    for node in at.main:
        if node.type == "markdown" and (head := CHART_TITLE.match(node.value)):
            title = read(head[1])
        elif node.type == "vega_lite_chart":
            layers = tuple(pa.ipc.open_stream(part.data.data).read_pandas() for part in node.proto.datasets)
            found.append((title, node.proto.alt, layers, []))
        elif node.type == "caption" and found:
            found[-1][3].append(read(node.value))
    return [Chart(title, "\n".join(notes), alt, layers) for title, alt, layers, notes in found]
