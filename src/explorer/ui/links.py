"""A view is its URL: the one place where link parameters, widgets and session meet.

The URL is the truth. Before a widget is drawn its value is set from the URL; when it changes, the URL is written. So
back, forward and shared links need nothing of their own. Streamlit clears the parameters when a reader moves between
pages through the navigation bar: choices that pages share are carried over then, and only then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode

import streamlit as st

from explorer.filters import Dropped, Parameter, State, encode, parse
from explorer.i18n import LANGUAGES, Language
from explorer.years import Years

T = TypeVar("T")
LANGUAGE = Parameter("lang", LANGUAGES, single=True)
_CARRIED, _PAGE, _STATE, _VIEW = "explorer.carried", "explorer.page", "explorer.state", "explorer.view"
_UNTOLD = "explorer.untold"
"""The page and the parameters of a change that the browser has not been told yet."""


@dataclass(frozen=True)
class View:
    """The state of the page being drawn."""

    page: str
    parameters: tuple[Parameter, ...]
    state: State
    dropped: tuple[Dropped, ...]
    language: Language
    carried: frozenset[str] = frozenset()

    def one(self, name: str) -> str | None:
        """The value of a parameter that holds at most one."""
        values = self.state[name]
        return values[0] if values else None

    def many(self, name: str) -> tuple[str, ...]:
        return self.state[name]

    def now(self) -> View:
        """The view as last changed; for a fragment, which is drawn again without the rest of its page."""
        return replace(self, state=st.session_state[_STATE])

    def go(self, **changes: tuple[str, ...]) -> None:
        """Change parameters and write the URL; for callbacks of widgets."""
        # Not from the URL: the browser may not yet have heard of the change before this one.
        state = {**st.session_state[_STATE], **changes}
        st.session_state[_STATE] = state
        _carry(state, self.carried)
        _tell(self.page, encode(state, self.parameters))

    def key(self, name: str) -> str:
        """A widget's key: its own in each language, because a widget keeps the labels it was first drawn with."""
        return f"{self.page}.{name}.{self.language}"

    def widget(
        self,
        name: str,
        draw: Callable[..., T],
        *arguments: Any,
        value: object,
        read: Callable[[Any], tuple[str, ...]],
        key: str | None = None,
        redraws: Sequence[str] | Literal["app"] = (),
        clears: Sequence[str] = (),
        folded: bool = False,
        **options: Any,
    ) -> T:
        """Draw a widget that shows ``value`` and, when changed, writes what ``read`` makes of it to ``name``.

        A change draws again the fragment that the widget stands in, or else the page; or the fragments whose keys
        ``redraws`` names, or with "app" the page in any case.

        ``clears`` names the parameters that then fall back to their defaults, such as the page of a list.

        ``folded`` is for widgets that a reader may not have unfolded. The browser does not tell those of a value that
        changed elsewhere, and would send their old one with the next change; they are replaced by new ones instead.
        """
        return self._bound(
            key or name,
            draw,
            arguments,
            value,
            lambda shown: {**dict.fromkeys(clears, ()), name: read(shown)},
            redraws,
            options,
            folded=folded,
        )

    def _bound(
        self,
        key: str,
        draw: Callable[..., T],
        arguments: Sequence[Any],
        value: object,
        changes: Callable[[Any], Mapping[str, tuple[str, ...]]],
        redraws: Sequence[str] | Literal["app"],
        options: Mapping[str, Any],
        *,
        folded: bool = False,
    ) -> T:
        first_key = self.key(key)
        widget_key = _renewed(first_key, value) if folded else first_key
        # Set only on a difference: a set value is sent back and would overwrite what a reader is still typing.
        if widget_key not in st.session_state or st.session_state[widget_key] != value:
            st.session_state[widget_key] = value

        def changed() -> None:
            if folded and widget_key != _latest(first_key):
                return  # a replaced one, of which the browser still tells
            self.go(**changes(st.session_state[widget_key]))
            if redraws:
                st.rerun(redraws)

        return draw(*arguments, key=widget_key, on_change=changed, **options)

    def choose_years(self, draw: Callable[..., T], label: str, shown: Years, bounds: Years, **more: Any) -> T:
        """A slider over a range of years, which are written to ``from`` and ``to``."""
        return self._bound(
            "years", draw, (label, *bounds), tuple(shown), lambda ends: Years(*ends).to_state(bounds), (), more
        )

    def choose_one(self, name: str, draw: Callable[..., T], label: str, options: Sequence[str], **more: Any) -> T:
        """A select box, segmented control or the like over ids."""
        chosen = self.one(name)
        return self.widget(name, draw, label, options, value=chosen, read=lambda v: (v,) if v else (), **more)

    def choose_many(self, name: str, draw: Callable[..., T], label: str, options: Sequence[str], **more: Any) -> T:
        """A multiselect or the like over ids."""
        chosen = [option for option in self.many(name) if option in options]
        return self.widget(name, draw, label, options, value=chosen, read=tuple, **more)

    def switch(self, name: str, draw: Callable[..., bool], label: str, *, on: str, **more: Any) -> bool:
        """A toggle or checkbox that adds or removes the value ``on``."""
        values = self.many(name)

        def read(checked: bool) -> tuple[str, ...]:
            others = tuple(value for value in values if value != on)
            return (*others, on) if checked else others

        return self.widget(name, draw, label, value=on in values, read=read, key=f"{name}.{on}", **more)


def _renewed(key: str, value: object) -> str:
    """The key of a folded widget: another one whenever its value changed elsewhere."""
    latest = _latest(key)
    if latest in st.session_state and st.session_state[latest] != value:
        st.session_state[f"{key}#"] = st.session_state.get(f"{key}#", 0) + 1
    return _latest(key)


def _latest(key: str) -> str:
    times: int = st.session_state.get(f"{key}#", 0)
    return f"{key}.{times}" if times else key


def open_view(page: str, parameters: Sequence[Parameter], *, carried: Sequence[str] = ()) -> View:
    """The view that the URL describes.

    ``carried`` names the parameters that follow a reader from page to page. On a page just reached without any
    parameter they are taken from the page before and written to the URL.
    """
    every = (LANGUAGE, *parameters)
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    arrived = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    memory: Mapping[str, tuple[str, ...]] = st.session_state.get(_CARRIED, {})
    untold_of, untold = st.session_state.get(_UNTOLD, (None, {}))
    if untold_of == page and not arrived:
        given = untold
        _tell(page, untold)
    elif arrived and not given and memory:
        remembered = encode({name: memory[name] for name in ("lang", *carried) if name in memory}, every)
        if remembered:
            given = remembered
            _tell(page, remembered)
    state, dropped = parse(given, every)
    kept = frozenset({LANGUAGE.name, *carried})
    st.session_state[_STATE] = state
    _carry(state, kept)
    view = View(page, every, state, tuple(dropped), language(state), kept)
    st.session_state[_VIEW] = view
    return view


def _tell(page: str, given: Mapping[str, list[str]]) -> None:
    """Write the URL.

    Streamlit breaks a run off here, before the browser is told, when the next one is already asked for: what it asks
    for then bears the old URL, and the change would be lost. So it is kept until it has been told.
    """
    st.session_state[_UNTOLD] = page, given
    st.query_params.from_dict(given)
    del st.session_state[_UNTOLD]


def here() -> View | None:
    """The view that the reader looks at, as last changed; None before a page has opened one."""
    view: View | None = st.session_state.get(_VIEW)
    return view and view.now()


def full_address(view: View) -> str:
    """The link that opens the view again, its language included; without a host where the browser tells none."""
    said = encode({**view.state, LANGUAGE.name: (view.language,)}, view.parameters)
    return f"{st.context.url or '/'}?{urlencode(said, doseq=True, safe=':,')}"


def language(state: State | None = None) -> Language:
    """The reader's language: what the link says, else what was chosen in this session, else the browser's."""
    given = state["lang"] if state is not None else tuple(st.query_params.get_all("lang"))
    chosen = given or st.session_state.get(_CARRIED, {}).get("lang", ())
    for name in LANGUAGES:
        if name in chosen:
            return name
    locale = st.context.locale
    return "zh" if locale is None or locale.lower().startswith("zh") else "en"


def _carry(state: State, names: Collection[str]) -> None:
    memory = dict(st.session_state.get(_CARRIED, {}))
    # A view without a language in its link keeps the one chosen before.
    memory.update({name: state[name] for name in names if name in state and (state[name] or name != LANGUAGE.name)})
    st.session_state[_CARRIED] = memory


def address(state: Mapping[str, tuple[str, ...]], view_language: Language | None = None) -> dict[str, list[str]]:
    """Link parameters for another page of this session, keeping an explicitly chosen language."""
    lang = (view_language,) if view_language else st.session_state.get(_CARRIED, {}).get("lang", ())
    return {name: list(values) for name, values in {**state, "lang": lang}.items() if values}
