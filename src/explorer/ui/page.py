"""The frame of every page: title, language switch, and what a reader has to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from explorer.errors import ExplorerError
from explorer.i18n import LANGUAGES, Translator
from explorer.ui import answers
from explorer.ui.links import View
from explorer.ui.prose import plain

P = ParamSpec("P")

MOST_DROPPED = 12
"""A link with more rubbish than this is not worth reading out."""

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def header(view: View, tr: Translator, title: str, question: str | None = None) -> None:
    """The page's title with the language switch beside it, then notices about the link and the data."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(plain(title), width="content")
        other = next(name for name in LANGUAGES if name != view.language)
        # One button, and not a choice of two: every element before the first chart delays it.
        st.button(
            LANGUAGE_NAMES[other], type="tertiary", key=view.key("lang"), on_click=view.go, kwargs={"lang": (other,)}
        )
    if question:
        st.markdown(plain(question))
    _notices(view, tr)


def _notices(view: View, tr: Translator) -> None:
    unknown = [f"{item.parameter}={item.value}" for item in view.dropped]
    if len(unknown) > MOST_DROPPED:
        unknown = [*unknown[:MOST_DROPPED], "…"]
    if unknown:
        st.warning(tr("notice.dropped", values=plain(tr.listing(unknown))), icon=":material/link_off:")
    if faults := answers.data_faults():
        st.warning(tr("notice.data_faults", count=faults), icon=":material/rule:")
    elif answers.is_unwritten():
        st.warning(tr("notice.unwritten"), icon=":material/save:")


@contextmanager
def told(language_of: Translator) -> Iterator[None]:
    """Show an ExplorerError as one sentence in the reader's language, the details folded away."""
    try:
        yield
    except ExplorerError as error:
        slots = {name: plain(slot) if isinstance(slot, str) else slot for name, slot in error.slots.items()}
        st.error(language_of(f"error.{error.key}", **slots), icon=":material/error:")
        with st.expander(language_of("error.details")):
            st.code(str(error), language=None)
        st.stop()


Show = Callable[Concatenate[View, Translator, P], None]
"""Draws a part of a page from the view and the language, and whatever else it needs."""


def part(key: str) -> Callable[[Show[P]], Show[P]]:
    """Makes a part of a page a fragment: what changes in it draws it again, and nothing else on the page.

    The part is given the view as it is at that moment, and tells errors as a page does.
    """

    def decorate(show: Show[P]) -> Show[P]:
        @wraps(show)
        def shown(view: View, tr: Translator, *more: P.args, **named: P.kwargs) -> None:
            with told(tr):
                show(view.now(), tr, *more, **named)

        return st.fragment(shown, key=key)

    return decorate
