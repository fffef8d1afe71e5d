"""Charts in other people's pages: whether a view is shown in one, and the lines that put a chart there."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.ui import links

_BY_NAME = ("case", "policies", "compare", "referrals", "targets", "frameworks", "methods")
EMBEDDABLE: Mapping[str, str] = {"overview": ""} | {name: name for name in _BY_NAME}
"""The pages whose charts may stand in a frame on another site, and what their addresses end in."""

CHART = Parameter("chart", single=True)
"""The one chart of a view that an embedded view shows, by its file's name; all of them where it is not said."""

HEIGHT_PIXELS = 640
"""Of the frame; a taller chart scrolls within it."""


def is_embedded() -> bool:
    """Whether the link says ``embed=true``, which Streamlit keeps to itself."""
    return bool(st.context.is_embedded)


def here(**changes: str | None) -> str:
    """The address of the view being looked at with these parameters instead; None leaves one out."""
    # Streamlit tells the address without parameters, and keeps those that are its own.
    given = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    kept = [(name, value) for name, value in given if name not in changes]
    added = [(name, value) for name, value in changes.items() if value is not None]
    return f"{st.context.url or page_here()}?{urlencode([*kept, *added])}"


def page_here() -> str:
    """The page being looked at, by its name in links."""
    return urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]


def snippet(tr: Translator, chart: str, title: str) -> str:
    """The HTML that shows a chart of this view in another page."""
    address = escape(here(lang=tr.language, chart=chart, embed="true"))
    style = "width: 100%; border: 0"
    return (
        f'<iframe src="{address}" title="{escape(title)}" height="{HEIGHT_PIXELS}" loading="lazy" style="{style}">'
        "</iframe>"
    )


def offer(tr: Translator, chart: str, title: str) -> None:
    """The lines to copy, folded away, where the page may be embedded."""
    view = links.here()
    if view is None or view.page not in EMBEDDABLE:
        return
    with st.popover(tr("embed.offer"), icon=":material/code:"):
        st.markdown(tr("embed.how"))
        st.code(snippet(tr, chart, title), language="html", wrap_lines=True)
