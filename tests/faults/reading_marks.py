"""Where on a page Streamlit reads Markdown, and what of it is not as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from tests.faults.hostile_data import OTHER_HOST

SHOWN_AS_TYPED = {
    ("selectbox", "options"),
    ("selectbox", "raw_value"),
    ("selectbox", "placeholder"),
    ("multiselect", "options"),
    ("multiselect", "raw_values"),
    ("multiselect", "placeholder"),
    ("text_input", "value"),
    ("text_input", "default"),
    ("text_input", "placeholder"),
    ("text_area", "value"),
    ("text_area", "default"),
    ("text_area", "placeholder"),
    ("code", "code_text"),
    ("table", "alt"),
    ("vega_lite_chart", "alt"),
    ("vega_lite_chart", "spec"),
}
"""Elements and fields in which Streamlit reads no Markdown."""


def live_marks(at: AppTest) -> list[str]:
    """Every text with hostile marks that are not literal, with the element it stands in."""
    found = [f"toast: {toast.value}" for toast in at.toast if _is_live(toast.value)]
    for node in [*at.main, *at.sidebar]:
        if node.type == "table":
            cells = [*node.value.columns, *node.value.to_numpy().ravel()]
            found += [f"table: {cell}" for cell in cells if isinstance(cell, str) and _is_live(cell)]
        for field, text in _texts(getattr(node, "proto", None)):
            if (node.type, field) not in SHOWN_AS_TYPED and _is_live(text):
                found.append(f"{node.type}.{field}: {text}")
    return found


def holds_marks(at: AppTest) -> bool:
    """Whether the page shows anything hostile at all, so that it is certain that something was tried."""
    return any(OTHER_HOST in text for node in at.main for _, text in _texts(getattr(node, "proto", None)))


_LIVE = re.compile(
    r"(?<!\\)(?:\\\\)*(?:<script|<img|\]\(javascript|!\[i|:red\[r|:material/home|\$x|\*e\*|`c`)|https?\\?:\\?/"
)
_TYPESET = re.compile(r"(?<!\S)\\?-\\?>(?!\S)")


def _is_live(text: str) -> bool:
    """Whether a mark has no backslash before it, or stands alone as an arrow; or shows more than was typed."""
    return bool(_LIVE.search(text) or _TYPESET.search(text) or r"\\\<" in text)


def _texts(message: Message | None, path: str = "") -> Iterator[tuple[str, str]]:
    if message is None:
        return
    for field, value in message.ListFields():
        for item in value if field.is_repeated else (value,):
            name = f"{path}.{field.name}" if path else field.name
            if isinstance(item, Message):
                yield from _texts(item, name)
            elif isinstance(item, str):
                yield name, item
