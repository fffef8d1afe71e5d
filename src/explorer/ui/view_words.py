"""What a view is narrowed to, in words: for its files and its citation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from explorer.filters import NO_MODEL, PARAMETER_OF_FACET, PARAMETER_OF_POLICY_FACET
from explorer.i18n import Translator
from explorer.queries import cases, observations, policies
from explorer.ui.answers import rows
from explorer.ui.links import View

UNSAID = frozenset(
    {
        *(
            "lang",
            "sort",
            "page",
            "part",
            "chart",
            "shown",
            "role",
            "room",
            "host",
            "began",
            "me",
            "frame",
            "clock",
            "related",
        ),
        *("axis", "shared", "story", "step", "weight", "grouped", "places", "against", "closest", "overlap"),
        *("example", "table", "how", "x", "y", "colour"),
    }
)
"""Parameters that change how a view looks or where in it a reader is, and not what it shows."""

POLICY_PAGES = ("policies", "policy", "targets")
"""Where a facet's name in a link means one of policies."""


def view_words(view: View, tr: Translator) -> list[str]:
    """One phrase for each thing that the view is narrowed to, with the names of what was chosen."""
    said: list[str] = []
    for parameter in view.parameters:
        values = view.state.get(parameter.name, ())
        if parameter.name in UNSAID or values in ((), parameter.default):
            continue
        head, name_of = _named(view, parameter.name, tr)
        said.append(tr("file.filter", name=head, values=tr.listing([name_of(value) for value in values])))
    return said


def _named(view: View, name: str, tr: Translator) -> tuple[str, Callable[[str], str]]:
    """What a parameter is called, and what its values are."""
    if name == "case":
        return tr("column.case"), partial(_of, _names(rows(cases.case_index), "case_id", "name", tr))
    if name == "indicator":
        index = _names(rows(observations.indicator_choices), "indicator_id", "name", tr)
        return tr("column.indicator"), partial(_of, index)
    if name == "policy":
        return tr("target.policy"), partial(_of, _names(rows(policies.policy_index), "policy_id", "title", tr))
    if name == "family":
        found = rows(policies.policy_families)
        return tr("facet.family"), partial(_of, _names(found, "family_id", "family", tr))
    parameters = PARAMETER_OF_POLICY_FACET if view.page in POLICY_PAGES else PARAMETER_OF_FACET
    facets = {parameter: facet for facet, parameter in parameters.items()}
    if name in facets:
        return tr(f"facet.{facets[name]}"), partial(_tag, facets[name], tr)
    if name in KEYS:
        key, name_of = KEYS[name]
        return tr(key), partial(name_of, tr)
    if name == "theme":
        return tr("column.theme"), partial(_tag, "theme", tr)
    return name, str


def _plain(tr: Translator, value: str) -> str:
    return value


KEYS: Mapping[str, tuple[str, Callable[[Translator, str], str]]] = {
    "q": ("file.words", _plain),
    "sql": ("file.query", _plain),
    "from": ("file.from", _plain),
    "to": ("file.to", _plain),
    "year": ("coverage.year", _plain),
    "reason": ("left_out.reason", _plain),
    "source": ("left_out.source", _plain),
    "verdict": ("column.verdict", lambda tr, value: tr(f"verdict.{value}")),
    "outcome": ("targets.column.outcome", lambda tr, value: tr(f"targets.outcome.{value}")),
    "attribute": ("column.attribute", lambda tr, value: tr(f"facet.{value}")),
    "kind": ("finding.kind", lambda tr, value: tr(f"check.{value}")),
    "by": ("file.by", lambda tr, value: tr("file.by_group") if value == "group" else tr(f"facet.{value}")),
    "group": ("file.by_group", _plain),
}
"""The key of a parameter's name, and what its values are called."""


def _names(found: list[dict[str, object]], id_name: str, name: str, tr: Translator) -> dict[str, str]:
    return {str(row[id_name]): tr.pick(row, name) or "" for row in found}


def _of(names: Mapping[str, str], value: str) -> str:
    return names.get(value, value)


def _tag(dimension: str, tr: Translator, value: str) -> str:
    if value == NO_MODEL:
        return tr("model.none")
    if dimension == "source_kind":
        return tr(f"source.kind.{value}")
    labels = tr.labels.get((dimension, value))
    return labels[tr.language] if labels else value
